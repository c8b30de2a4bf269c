"""Digests of what gguf-py 0.19 decodes from pseudo-random blocks (SplitMix64), for BlocksTest."""
import hashlib, numpy as np
from gguf import GGMLQuantizationType as QT, quants
M=(1<<64)-1
def mix(z):
    z=((z^(z>>30))*0xbf58476d1ce4e5b9)&M
    z=((z^(z>>27))*0x94d049bb133111eb)&M
    return z^(z>>31)
def bits(key,i): return mix((key+(i+1)*0x9e3779b97f4a7c15)&M)
SCALES={"Q4_0":[0],"Q4_1":[0,2],"Q5_0":[0],"Q5_1":[0,2],"Q8_0":[0],"Q4_K":[0,2],"Q5_K":[0,2],"Q6_K":[208]}
SIZE={"Q4_0":18,"Q4_1":20,"Q5_0":22,"Q5_1":24,"Q8_0":34,"Q4_K":144,"Q5_K":176,"Q6_K":210,"MXFP4":17}
for t,size in SIZE.items():
    n=16
    b=bytearray((bits(99,i)&255) for i in range(n*size))
    for k in range(n):
        for s in SCALES.get(t,[]):
            b[k*size+s+1]&=0xbf # no exponent of all ones
        if t=="MXFP4": b[k*size]=100+b[k*size]%50
    raw=np.frombuffer(bytes(b),dtype=np.uint8).reshape(n,size)
    x=quants.dequantize(raw,QT[t]).astype(np.float32)
    print('"%s, %s",' % (t,hashlib.sha256(x.tobytes()).hexdigest()), x.flat[:2])
