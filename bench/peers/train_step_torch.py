"""One training step of the same Llama-shaped decoder in PyTorch, as a careful user would write it.

RMSNorm, rotary embedding, grouped-query attention, SwiGLU, tied head, clipping to norm 1, AdamW (fused or foreach, whichever is
faster here). Prints one JSON line. `--gpt2` measures a GPT-2-shaped model of the same width instead (LayerNorm, learned positions,
GELU of 4 x width), which has fewer element-wise operations: the stricter yardstick.
"""

import argparse
import json
import statistics
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

parser = argparse.ArgumentParser()
for name, default in dict(layers=6, hidden=384, heads=6, kv=6, ff=1024, vocabulary=4096, tokens=256, batch=8, steps=15, warm=5, threads=2).items():
    parser.add_argument("--" + name, type=int, default=default)
parser.add_argument("--gpt2", action="store_true")
parser.add_argument("--compile", action="store_true")
parser.add_argument("--optimizer", choices=["fused", "foreach"], default="fused")
a = parser.parse_args()

torch.set_num_threads(a.threads)
torch.manual_seed(1)
size = a.hidden // a.heads


def rotate(x, cos, sin):
    low, high = x.chunk(2, dim=-1)
    return torch.cat((low * cos - high * sin, high * cos + low * sin), dim=-1)


class LlamaBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1 = nn.RMSNorm(a.hidden, eps=1e-5)
        self.qkv = nn.Linear(a.hidden, (a.heads + 2 * a.kv) * size, bias=False)
        self.out = nn.Linear(a.heads * size, a.hidden, bias=False)
        self.norm2 = nn.RMSNorm(a.hidden, eps=1e-5)
        self.gate_up = nn.Linear(a.hidden, 2 * a.ff, bias=False)
        self.down = nn.Linear(a.ff, a.hidden, bias=False)

    def forward(self, x, cos, sin):
        b, t, _ = x.shape
        q, k, v = self.qkv(self.norm1(x)).split([a.heads * size, a.kv * size, a.kv * size], dim=-1)
        q = rotate(q.view(b, t, a.heads, size).transpose(1, 2), cos, sin)
        k = rotate(k.view(b, t, a.kv, size).transpose(1, 2), cos, sin)
        v = v.view(b, t, a.kv, size).transpose(1, 2)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=a.heads != a.kv)
        x = x + self.out(y.transpose(1, 2).reshape(b, t, -1))
        gate, up = self.gate_up(self.norm2(x)).chunk(2, dim=-1)
        return x + self.down(F.silu(gate) * up)


class Gpt2Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1 = nn.LayerNorm(a.hidden)
        self.qkv = nn.Linear(a.hidden, 3 * a.hidden)
        self.out = nn.Linear(a.hidden, a.hidden)
        self.norm2 = nn.LayerNorm(a.hidden)
        self.up = nn.Linear(a.hidden, 4 * a.hidden)
        self.down = nn.Linear(4 * a.hidden, a.hidden)

    def forward(self, x, cos, sin):
        b, t, _ = x.shape
        q, k, v = (z.view(b, t, a.heads, size).transpose(1, 2) for z in self.qkv(self.norm1(x)).chunk(3, dim=-1))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(y.transpose(1, 2).reshape(b, t, -1))
        return x + self.down(F.gelu(self.up(self.norm2(x)), approximate="tanh"))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(a.vocabulary, a.hidden)
        self.positions = nn.Embedding(a.tokens, a.hidden) if a.gpt2 else None
        self.blocks = nn.ModuleList((Gpt2Block if a.gpt2 else LlamaBlock)() for _ in range(a.layers))
        self.norm = nn.LayerNorm(a.hidden) if a.gpt2 else nn.RMSNorm(a.hidden, eps=1e-5)
        angle = torch.arange(a.tokens)[:, None] * 10000.0 ** (-2.0 * torch.arange(size // 2) / size)
        self.register_buffer("cos", angle.cos())
        self.register_buffer("sin", angle.sin())
        for p in self.parameters():
            if p.dim() > 1:
                nn.init.normal_(p, std=0.02)

    def forward(self, ids, labels):
        x = self.embed(ids)
        if a.gpt2:
            x = x + self.positions.weight
        for block in self.blocks:
            x = block(x, self.cos, self.sin)
        logits = F.linear(self.norm(x), self.embed.weight)
        return F.cross_entropy(logits.view(-1, a.vocabulary), labels.view(-1))


model = Model()
matrices = [p for p in model.parameters() if p.dim() > 1]
others = [p for p in model.parameters() if p.dim() <= 1]
optimizer = torch.optim.AdamW(
    [{"params": matrices, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}],
    lr=3e-4, betas=(0.9, 0.95), eps=1e-8, **{a.optimizer: True},
)
step_model = torch.compile(model) if a.compile else model
ids = torch.randint(0, a.vocabulary, (a.batch, a.tokens))
labels = torch.cat((ids[:, 1:], torch.full((a.batch, 1), -100)), dim=1)
seconds = []
for step in range(a.warm + a.steps):
    start = time.perf_counter()
    optimizer.zero_grad(set_to_none=True)
    loss = step_model(ids, labels)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    if step >= a.warm:
        seconds.append(time.perf_counter() - start)
median = statistics.median(seconds)
print(json.dumps({
    "engine": "torch " + torch.__version__ + (" compiled" if a.compile else " eager") + (", GPT-2 shape" if a.gpt2 else ", Llama shape") + ", AdamW " + a.optimizer,
    "parameters": sum(p.numel() for p in model.parameters()),
    "medianSeconds": median,
    "minimumSeconds": min(seconds),
    "tokensPerSecond": a.batch * a.tokens / median,
    "lastLoss": loss.item(),
}))
