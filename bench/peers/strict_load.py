"""Loads model folders into transformers and fails if a tensor is missing, superfluous or of another shape.

usage: python strict_load.py FOLDER... [--reference FOLDER]
With a reference (the folder the others were converted from) the logits of both are compared.
Made with transformers 5.17 and torch 2.13.
"""
import sys

import torch
from transformers import AutoModelForCausalLM


def load(folder):
    return AutoModelForCausalLM.from_pretrained(folder, output_loading_info=True, dtype=torch.float32)


def main(arguments):
    reference = None
    if "--reference" in arguments:
        at = arguments.index("--reference")
        reference = load(arguments[at + 1])[0]
        del arguments[at : at + 2]
    failed = False
    for folder in arguments:
        model, info = load(folder)
        wrong = {k: v for k, v in info.items() if v}
        failed |= bool(wrong)
        parameters = sum(p.numel() for p in model.parameters())
        line = f"{folder}: {type(model).__name__}, {parameters} parameters, {wrong or 'strict'}"
        if reference is not None:
            ids = torch.arange(3, 23)[None] % model.config.vocab_size
            with torch.no_grad():
                off = (model(ids).logits - reference(ids).logits).abs().max().item()
            line += f", logits off by {off:.3g}"
        print(line)
    return failed


sys.exit(main(sys.argv[1:]))
