"""The network for the trainer. Every value between two matrices lies in [-1, 1]
(or [0, 1], [0, 2]), so that the runner needs no calibration to hold it in 7 bits."""
import ctypes
import os
import subprocess

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import words as W

HERE = os.path.dirname(os.path.abspath(__file__))


def load_recurrence(build):
    lib = os.path.join(build, "recurrence.so")
    src = os.path.join(HERE, "recurrence.c")
    if not os.path.exists(lib) or os.path.getmtime(lib) < os.path.getmtime(src):
        subprocess.check_call(["gcc", "-O3", "-march=native", "-ffast-math", "-shared", "-fPIC", "-o", lib, src, "-lmvec", "-lm"])
    lib = ctypes.CDLL(lib)
    lib.crf.restype = ctypes.c_double
    return lib


LIB = None
LEAK = 0.05


def _p(t):
    return ctypes.c_void_p(t.data_ptr())


class Recurrence(torch.autograd.Function):
    @staticmethod
    def forward(ctx, u, x, starts):
        u, x = u.contiguous(), x.contiguous()
        y, c = torch.empty_like(x), torch.empty_like(x)
        h = x.shape[1] // 2
        LIB.recurrence_forward(_p(u), _p(x), _p(y), _p(c), _p(starts), ctypes.c_long(len(starts) - 1), ctypes.c_long(h))
        ctx.save_for_backward(u, x, c, starts)
        return y

    @staticmethod
    def backward(ctx, dy):
        u, x, c, starts = ctx.saved_tensors
        dy = dy.contiguous()
        du, dx = torch.empty_like(u), torch.empty_like(x)
        h = x.shape[1] // 2
        LIB.recurrence_backward(_p(u), _p(x), _p(c), _p(dy), _p(du), _p(dx), _p(starts), ctypes.c_long(len(starts) - 1),
                                ctypes.c_long(h), ctypes.c_float(LEAK))
        return du, dx, None


class Crf(torch.autograd.Function):
    """Loss of a chain over packed sentences; label -1 where unknown."""
    @staticmethod
    def forward(ctx, e, trans, label, use, starts):
        e, trans = e.contiguous(), trans.contiguous()
        de, dt = torch.empty_like(e), torch.zeros_like(trans)
        loss = LIB.crf(_p(e), _p(label), _p(use), _p(trans), _p(de), _p(dt), _p(starts), ctypes.c_long(len(starts) - 1), ctypes.c_long(e.shape[1]))
        ctx.save_for_backward(de, dt)
        return e.new_tensor(loss)

    @staticmethod
    def backward(ctx, g):
        de, dt = ctx.saved_tensors
        return de * g, dt * g, None, None, None


def bio_mask(k):
    """0 where a label may follow, -1e4 where not; row k is the start."""
    m = torch.zeros(k + 1, k)
    for j in range(2, k, 2):
        m[:, j] = -1e4
        m[j - 1, j] = m[j, j] = 0
    return m


def viterbi(e, trans):
    """e [n][k] numpy."""
    n, k = e.shape
    back = np.zeros((n, k), np.int64)
    score = trans[k] + e[0]
    for t in range(1, n):
        m = score[:, None] + trans[:k]
        back[t] = m.argmax(0)
        score = m.max(0) + e[t]
    out = [int(score.argmax())]
    for t in range(n - 1, 0, -1):
        out.append(int(back[t, out[-1]]))
    return np.array(out[::-1])


class Clamp(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, low, high):
        y = x.clamp(low, high)
        ctx.save_for_backward((y == x).float().mul_(1 - LEAK).add_(LEAK))
        return y

    @staticmethod
    def backward(ctx, dy):
        return dy * ctx.saved_tensors[0], None, None


class Round(torch.autograd.Function):
    """What the runner's 7 bits leave of a value; the gradient passes."""
    @staticmethod
    def forward(ctx, x, steps):
        return torch.round(x * steps) / steps

    @staticmethod
    def backward(ctx, dy):
        return dy, None


# Distance between a token and a candidate head, as a bucket: sign and log2-like size, and the root.
def distance_table(limit=256):
    edges = [1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 45]
    t = np.zeros(2 * limit + 1, np.int64)
    for d in range(-limit, limit + 1):
        a = sum(1 for e in edges if abs(d) >= e)
        t[d + limit] = a if d >= 0 else a + len(edges)
    return t, 2 * len(edges) + 1


DIST_LIMIT = 256
DIST, DIST_ROOT = distance_table(DIST_LIMIT)
DIST_ROWS = DIST_ROOT + 1

SIZES = dict(own=32, prefix=16, suffix=24, suffix2=12, shape=12)


class Network(nn.Module):
    def __init__(self, own_rows, counts, width=192, layers=3, arc=96, label=96, seed=1):
        super().__init__()
        torch.manual_seed(seed)
        self.width, self.arc, self.label = width, arc, label
        n_upos, n_xpos, n_rel, n_uner, n_fine = counts
        self.sections = [n_upos, n_xpos, n_uner, n_fine, arc, arc, label, label]
        rows = dict(own=own_rows, prefix=W.PREFIX_ROWS, suffix=W.SUFFIX_ROWS, suffix2=W.SUFFIX2_ROWS, shape=W.SHAPE_ROWS)
        self.emb = nn.ModuleDict({k: nn.Embedding(rows[k], d) for k, d in SIZES.items()})
        for e in self.emb.values():
            nn.init.uniform_(e.weight, -0.15, 0.15)
        with torch.no_grad():
            self.emb["own"].weight[0] = 0
        inputs = W.VECTOR + sum(SIZES.values()) + W.MASK_BITS
        self.inp = nn.Linear(inputs, width)
        self.layers = nn.ModuleList([nn.Linear(width, 3 * width) for _ in range(layers)])
        for l in self.layers:
            nn.init.normal_(l.weight, 0, 1.0 / width ** 0.5)
            with torch.no_grad():
                b = l.bias.view(2, 3, width // 2)
                b[:, 0] = 0
                b[:, 1].uniform_(-2, 2)
                b[:, 2] = 0
        self.heads = nn.Linear(width, sum(self.sections))
        self.root = nn.Parameter(torch.randn(arc) * 0.1)
        self.root_label = nn.Parameter(torch.randn(label) * 0.1)
        self.arc_scale = nn.Parameter(torch.tensor(0.5))
        self.arc_dist = nn.Parameter(torch.zeros(DIST_ROWS))
        self.label_dist = nn.Parameter(torch.zeros(DIST_ROWS, label))
        self.rel = nn.Linear(label, n_rel)
        self.trans_uner = nn.Parameter(torch.zeros(n_uner + 1, n_uner))
        self.trans_fine = nn.Parameter(torch.zeros(n_fine + 1, n_fine))
        self.register_buffer("bio_uner", bio_mask(n_uner))
        self.register_buffer("bio_fine", bio_mask(n_fine))
        self.quantise = False

    def q(self, x, steps=63):
        return Round.apply(x, steps) if self.quantise else x

    def encode(self, vec, feats, starts, sent, drop=None):
        """vec: frozen vectors [T][100]; feats: int [T][8]; starts: sentence offsets; sent: sentence of a token."""
        own, pre, suf, suf2, shp, mask = (feats[:, k] for k in (2, 3, 4, 5, 6, 7))
        e = [vec]
        for name, ids in (("own", own), ("prefix", pre), ("suffix", suf), ("suffix2", suf2), ("shape", shp)):
            e.append(self.emb[name](ids))
        bits = (mask[:, None] >> torch.arange(W.MASK_BITS)[None]) & 1
        e.append(bits.float() * 0.5)
        x = torch.cat(e, 1)
        if drop:
            x = F.dropout(x, drop["input"])
        x = self.q(Clamp.apply(self.inp(x), -1, 1))
        n = len(starts) - 1
        for l in self.layers:
            if drop:
                keep = 1 - drop["layer"]
                m = torch.bernoulli(torch.full((n, self.width), keep)) / keep
                xin = x * m[sent]
            else:
                xin = x
            x = self.q(Recurrence.apply(l(xin), x, starts))
        if drop:
            keep = 1 - drop["top"]
            m = torch.bernoulli(torch.full((n, self.width), keep)) / keep
            x = x * m[sent]
        out = list(self.heads(x).split(self.sections, 1))
        if drop and drop["names"]:
            # The names have few examples: their labels alone are learned from a thinner view.
            first = self.sections[0] + self.sections[1]
            for k in (2, 3):
                rows = slice(first, first + self.sections[k])
                out[k] = F.linear(F.dropout(x, drop["names"]), self.heads.weight[rows], self.heads.bias[rows])
                first += self.sections[k]
        return out

    def arcs(self, q, k, pad, lengths):
        """q, k [T][arc]; pad [B][N] token index or T; scores [B][N][N + 1], column 0 the root."""
        q = self.q(Clamp.apply(q, -1, 1))
        k = self.q(Clamp.apply(k, -1, 1))
        zero = q.new_zeros(1, q.shape[1])
        qp = torch.cat([q, zero])[pad]
        kp = torch.cat([k, zero])[pad]
        b, n = pad.shape
        root = self.q(Clamp.apply(self.root, -1, 1)).expand(b, 1, -1)
        s = torch.bmm(qp, torch.cat([root, kp], 1).transpose(1, 2)) * self.arc_scale
        i = torch.arange(n)
        d = torch.from_numpy(DIST)[(i[None, :] - i[:, None]).clamp(-DIST_LIMIT, DIST_LIMIT) + DIST_LIMIT]
        d = torch.cat([torch.full((n, 1), DIST_ROOT), d], 1)
        s = s + self.arc_dist[d]
        bad = torch.cat([torch.zeros(b, 1, dtype=torch.bool), pad == len(q)], 1)[:, None, :].expand(b, n, n + 1).clone()
        bad[:, i, i + 1] = True
        return s.masked_fill(bad, -1e4)

    def labels(self, a, b, head_token, dist, drop=None):
        """a, b [T][label]; head_token: token index or T for the root; dist: bucket."""
        z = a + torch.cat([b, self.root_label[None]])[head_token] + self.label_dist[dist]
        z = self.q(Clamp.apply(z, 0, 2), 63.5)
        if drop:
            z = F.dropout(z, drop["label"])
        return self.rel(z)
