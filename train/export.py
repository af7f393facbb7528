"""Writes the weights as the one file that src/language/net/network.cpp opens.

Layout (little-endian; every section starts at a multiple of 64):
  header   8 bytes magic "HUDNANET", u32 version, u32 header bytes, u64 file bytes, u64 checksum,
           u32 fields in the order of FIELDS
  slots    u64 [slots]: fingerprint 21 bits | mask index 12 | own row 14 | vector row 17
  masks    u32 [masks]
  vectors  u8 [vector_rows][vector]; then own, prefix, suffix, suffix2, shape tables, u8; 64 stands for 0
  dense    input, each layer, heads, relation: see dense()
  chains   f32 [uner + 1][uner] score of a label after a label, last row the start (-1e4: impossible); the same for fine
  root     s8 [arc] key of the root; f32 [label] its label part; f32 [distances] arc bias; f32 [distances][label]; f32 arc scale
"""
import struct

import numpy as np
import torch

import model as M
import words as W

MASK64 = (1 << 64) - 1
FIELDS = ("width", "layers", "arc", "label", "upos", "xpos", "relation", "uner", "fine", "vector", "vector_rows", "oov_rows",
          "own", "own_rows", "prefix", "prefix_rows", "suffix", "suffix_rows", "suffix2", "suffix2_rows", "shape", "shape_rows",
          "mask_bits", "masks", "slots", "distances", "inputs")
VERSION = 1


def checksum(data):
    """Eight lanes of 64 bits, each step a bijection of the lane: no change of one word goes unseen."""
    data = data + b"\0" * (-len(data) % 64)
    words = np.frombuffer(data, "<u8").reshape(-1, 8)
    lanes = np.array([0x9E3779B97F4A7C15 * (k + 1) & MASK64 for k in range(8)], np.uint64)
    p, shift = np.uint64(0xD6E8FEB86659FD93), np.uint64(32)
    with np.errstate(over="ignore"):
        for row in words:
            lanes = (lanes ^ row) * p
            lanes ^= lanes >> shift
        h = np.uint64(len(words))
        for lane in lanes:
            h = (h ^ lane) * p
            h ^= h >> shift
    return int(h)


def bytes_of(table, scale):
    return (np.clip(np.rint(table / scale * 63), -63, 63) + 64).astype(np.uint8)


def dense(weight, bias, unit, offset, gain=None):
    """A matrix for inputs u8 a that stand for (a - offset) / unit.

    s8 panels [n / 16][k / 4][16][4], s32 start [n] (bias and offset folded in), f32 scale [n]. `gain` is folded into the
    scale: the runner wants (pre-activation * gain)."""
    n, k = weight.shape
    k4, n16 = (k + 3) // 4 * 4, (n + 15) // 16 * 16
    w = np.zeros((n16, k4), np.float64)
    w[:n, :k] = weight
    step = np.maximum(np.abs(w).max(1), 1e-8) / 127
    # The AVX2 path adds four products in 16 bits (fits_pairs in kernels.h): where large weights meet, the row's step
    # grows until they fit. Rare, so that it costs nothing measurable.
    while True:
        q = np.clip(np.rint(w / step[:, None]), -127, 127).astype(np.int64)
        g = np.pad(q, ((0, 0), (0, -k4 % 8))).reshape(n16, -1, 2, 2, 2).transpose(0, 1, 3, 2, 4).reshape(n16, -1, 4)
        worst = np.maximum(np.maximum(g, 0).sum(2), np.maximum(-g, 0).sum(2)).max(1)
        if worst.max() <= 258:
            break
        step = np.where(worst > 258, step * np.maximum(worst / 258.0, 1.002), step)
    b = np.zeros(n16)
    b[:n] = bias
    start = np.clip(np.rint(b * unit / step), -2**29, 2**29).astype(np.int64) - offset * q.sum(1)
    scale = step / unit
    if gain is not None:
        g = np.ones(n16)
        g[:n] = gain
        scale = scale * g
    panels = q.reshape(n16 // 16, 16, k4 // 4, 4).transpose(0, 2, 1, 3).astype(np.int8)
    return [panels.tobytes(), start.astype("<i4").tobytes(), scale.astype("<f4").tobytes()]


def write(net, table, opt, path, names):
    p = {k: v.detach().numpy().astype(np.float64) for k, v in net.state_dict().items()}
    keys = table.table()
    sections = [keys[0].tobytes(), keys[1].tobytes(), (table.quantised.astype(np.int16) + 64).astype(np.uint8).tobytes()]
    column_scale = [np.ones(W.VECTOR)]
    for name, dim in M.SIZES.items():
        e = p["emb.%s.weight" % name]
        scale = float(np.quantile(np.abs(e), 0.9999)) or 1.0
        sections.append(bytes_of(e, scale).tobytes())
        column_scale.append(np.full(dim, scale))
    column_scale.append(np.full(W.MASK_BITS, 0.5))
    column_scale = np.concatenate(column_scale)
    h = net.width // 2
    # In the runner's units a value of 1 is 63 steps; gates are wanted as u / 6.
    sections += dense(p["inp.weight"] * column_scale, p["inp.bias"], 63, 64, np.full(net.width, 63.0))
    gain = np.tile(np.concatenate([np.full(h, 63.0), np.full(2 * h, 1 / 6.0)]), 2)
    for i in range(len(net.layers)):
        sections += dense(p["layers.%d.weight" % i], p["layers.%d.bias" % i], 63, 64, gain)
    a, l = net.arc, net.label
    tags = sum(net.sections[:4])
    gain = np.concatenate([np.ones(tags), np.full(2 * a, 63.0), np.full(2 * l, 63.5)])
    sections += dense(p["heads.weight"], p["heads.bias"], 63, 64, gain)
    sections += dense(p["rel.weight"], p["rel.bias"], 63.5, 0)
    for name in ("uner", "fine"):
        sections.append((p["trans_" + name] + p["bio_" + name]).astype("<f4").tobytes())
    sections.append((np.clip(np.rint(np.clip(p["root"], -1, 1) * 63), -63, 63)).astype(np.int8).tobytes())
    sections.append((p["root_label"] * 63.5).astype("<f4").tobytes())
    sections.append(p["arc_dist"].astype("<f4").tobytes())
    sections.append((p["label_dist"] * 63.5).astype("<f4").tobytes())
    sections.append(np.float32(p["arc_scale"] / (63.0 * 63.0)).tobytes())
    fields = dict(width=net.width, layers=len(net.layers), arc=a, label=l, upos=len(names[0]), xpos=len(names[1]), relation=len(names[2]),
                  uner=len(names[3]), fine=len(names[4]), vector=W.VECTOR, vector_rows=len(table.quantised), oov_rows=W.OOV_ROWS,
                  own_rows=len(p["emb.own.weight"]), prefix_rows=W.PREFIX_ROWS, suffix_rows=W.SUFFIX_ROWS, suffix2_rows=W.SUFFIX2_ROWS,
                  shape_rows=W.SHAPE_ROWS, mask_bits=W.MASK_BITS, masks=len(keys[1]), slots=len(keys[0]), distances=M.DIST_ROWS,
                  inputs=len(column_scale), **M.SIZES)
    head = struct.pack("<%dI" % len(FIELDS), *(fields[f] for f in FIELDS))
    header_bytes = (32 + len(head) + 63) // 64 * 64
    body = b"".join(s + b"\0" * (-len(s) % 64) for s in sections)
    total = header_bytes + len(body)
    head = (head + b"\0" * header_bytes)[:header_bytes - 32]
    start = b"HUDNANET" + struct.pack("<IIQ", VERSION, header_bytes, total)
    check = checksum(start + b"\0" * 8 + head + body)
    with open(path, "wb") as f:
        f.write(start + struct.pack("<Q", check) + head + body)
    print("wrote %s, %.2f MB" % (path, total / 1e6), flush=True)
