"""Digests of what gguf-py 0.19 decodes from pseudo-random blocks (SplitMix64), for BlocksTest.

usage: python gguf_blocks.py
"""
import hashlib

import numpy as np
from gguf import GGMLQuantizationType, quants

MASK = (1 << 64) - 1
SEED = 99
BLOCKS = 16
# bytes of a block, and where its f16 scales lie
FORMATS = {"Q4_0": (18, [0]), "Q4_1": (20, [0, 2]), "Q5_0": (22, [0]), "Q5_1": (24, [0, 2]), "Q8_0": (34, [0]),
           "Q4_K": (144, [0, 2]), "Q5_K": (176, [0, 2]), "Q6_K": (210, [208]), "MXFP4": (17, [])}


def bits(index):
    z = (SEED + (index + 1) * 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


for name, (size, scales) in FORMATS.items():
    data = bytearray(bits(i) & 255 for i in range(BLOCKS * size))
    for block in range(0, BLOCKS * size, size):
        for scale in scales:
            data[block + scale + 1] &= 0xBF  # no exponent of all ones
        if name == "MXFP4":
            data[block] = 100 + data[block] % 50
    raw = np.frombuffer(bytes(data), dtype=np.uint8).reshape(BLOCKS, size)
    values = quants.dequantize(raw, GGMLQuantizationType[name]).astype(np.float32)
    print(name, hashlib.sha256(values.tobytes()).hexdigest())
