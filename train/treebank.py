"""Reads the training sets into plain sentences.

A sentence is a dict: forms, upos, xpos, head (0 = root), rel, uner, fine (BIO
strings or None where that layer is not annotated), source.
"""
import glob
import json
import os
import re

NINE = ("Person", "Organisation", "Location", "Nationality", "MilitaryPlatform", "Weapon", "Temporal", "Quantity", "Money")


def read_conllu(path, source):
    out, rows, comments = [], [], {}
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if not line:
            if rows:
                out.append(_sentence(rows, comments, source))
            rows, comments = [], {}
        elif line.startswith("#"):
            key, _, value = line[1:].partition("=")
            comments[key.strip()] = value.strip()
        else:
            cols = line.split("\t")
            if "-" not in cols[0] and "." not in cols[0]:
                rows.append(cols)
    if rows:
        out.append(_sentence(rows, comments, source))
    return out


def _sentence(rows, comments, source):
    return dict(forms=[r[1] for r in rows], upos=[r[3] for r in rows], xpos=[r[4] for r in rows],
                head=[int(r[6]) if r[6].isdigit() else 0 for r in rows], rel=[r[7] for r in rows],
                misc=[r[9] for r in rows], id=comments.get("sent_id", ""), uner=None, fine=None, source=source,
                marks=comments.get("relations", ""))


def read_uner(path):
    """sent_id -> (forms, BIO)."""
    out, forms, tags, sid = {}, [], [], ""
    for line in list(open(path, encoding="utf-8")) + ["\n"]:
        line = line.rstrip("\n")
        if line.startswith("# sent_id"):
            sid = line.partition("=")[2].strip()
        elif not line:
            if forms:
                out[sid] = (forms, repair_bio(tags))
            forms, tags = [], []
        elif not line.startswith("#"):
            cols = line.split("\t")
            forms.append(cols[1])
            # An earlier release of the training part also marks "other" names; the task has three types.
            tags.append("O" if cols[2] in ("B-OTH", "I-OTH", "B-O", "I-O") else cols[2])
    return out


def repair_bio(tags):
    out, last = [], "O"
    for tag in tags:
        if tag.startswith("I-") and last[2:] != tag[2:]:
            tag = "B-" + tag[2:]
        out.append(tag)
        last = tag
    return out


def attach_uner(sentences, path):
    names = read_uner(path)
    missed = 0
    for s in sentences:
        got = names.get(s["id"])
        if got and got[0] == s["forms"]:
            s["uner"] = got[1]
        else:
            missed += 1
    return missed


_GUM = {"person": "PER", "place": "LOC", "organization": "ORG"}
_TITLES = set("Mr Mrs Ms Dr Prof Professor President Senator Sir Lord Lady King Queen Prince Princess Captain General Colonel "
              "Judge Justice Father Sister Brother Pope Saint Vice".split())


def _gum_mentions(s):
    """(begin, end, fields) of a sentence's mentions, longest first; the eighth field is the linked title, if any."""
    stack, spans = [], []
    for i, misc in enumerate(s["misc"]):
        m = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
        if not m:
            continue
        for part in re.findall(r"\([^()]*\)?|[^()]*\)", m.group(1)):
            if part.startswith("("):
                body = part.strip("()").split("-")
                item = (body[0], body, i)
                if part.endswith(")"):
                    spans.append((i, i + 1, body))
                else:
                    stack.append(item)
            else:
                key = part.rstrip(")").split("-")[0]
                for k in range(len(stack) - 1, -1, -1):
                    if stack[k][0] == key:
                        spans.append((stack[k][2], i + 1, stack[k][1]))
                        del stack[k]
                        break
    spans.sort(key=lambda x: (x[0] - x[1], x[0]))
    return spans


def _trimmed(s, b, e):
    """Without an article in front, a possessive and punctuation behind."""
    while b < e and s["upos"][b] in ("DET", "PUNCT"):
        b += 1
    while e > b and (s["xpos"][e - 1] == "POS" or s["upos"][e - 1] == "PUNCT"):
        e -= 1
    return b, e


_LINKED = ("PROPN", "ADP", "DET", "ADJ", "PUNCT", "CCONJ", "NUM", "VERB", "NOUN", "PART")


def attach_gum_names(sentences):
    """GUM marks every mention; a linked one (it has a Wikipedia title) of proper
    nouns is a name in UNER's sense. Proper nouns that no such mention covers
    are left out of the loss: their layer is unknown, not empty."""
    for s in sentences:
        tags, covered = ["O"] * len(s["forms"]), [False] * len(s["forms"])
        for b, e, body in _gum_mentions(s):
            kind = _GUM.get(body[1]) if len(body) > 1 else None
            if kind is None or len(body) < 8:
                continue
            b, e = _trimmed(s, b, e)
            if b >= e or s["upos"][b] not in ("PROPN", "ADJ", "VERB", "NOUN") or not s["forms"][b][0].isupper():
                continue
            if any(covered[b:e]) or not any(u == "PROPN" for u in s["upos"][b:e]):
                continue
            if any(u not in _LINKED for u in s["upos"][b:e]) or e - b > 7:
                continue
            for k in range(b, e):
                tags[k] = ("B-" if k == b else "I-") + kind
                covered[k] = True
        s["uner"] = [None if not c and u == "PROPN" else t for c, u, t in zip(covered, s["upos"], tags)]


def attach_all_gum_names(sentences):
    """As above, nearer to UNER's conventions: mentions without a link as well, names of other things (wars, products)
    as no names, places also where they act ("North Korea said"), and no word beyond the last one in capitals."""
    votes = {}
    for s in sentences:
        for _, _, body in _gum_mentions(s):
            if len(body) >= 8 and body[1] in ("place", "organization"):
                votes.setdefault("-".join(body[7:]), set()).add(body[1])
    places = {k for k, v in votes.items() if "place" in v}
    for s in sentences:
        upos, forms = s["upos"], s["forms"]
        tags, covered, none = ["O"] * len(forms), [False] * len(forms), set()
        for linked, (b, e, body) in [(linked, m) for linked in (True, False) for m in _gum_mentions(s)]:
            if len(body) < 2 or (len(body) >= 8) != linked:
                continue
            kind = _GUM.get(body[1])
            b, e = _trimmed(s, b, e)
            if b >= e or any(covered[b:e]):
                continue
            proper = upos[b:e].count("PROPN")
            if kind is None:
                if 0 < proper and 2 * proper >= e - b and upos[b] in ("PROPN", "ADJ", "NUM") and all(
                        u in ("PROPN", "ADP", "DET", "ADJ", "NUM", "PUNCT", "CCONJ", "NOUN") for u in upos[b:e]):
                    none |= set(range(b, e))
                continue
            if not proper or upos[b] not in ("PROPN", "ADJ", "VERB", "NOUN") or not forms[b][0].isupper():
                continue
            while e > b and upos[e - 1] != "PROPN" and not forms[e - 1][0].isupper() and not forms[e - 1][0].isdigit():
                e -= 1
            if any(upos[k] == "NOUN" and not forms[k][0].isupper() for k in range(b, e)):
                continue
            if linked and (any(u not in _LINKED for u in upos[b:e]) or e - b > 7):
                continue
            if not linked and (any(u not in ("PROPN", "ADP", "PUNCT", "CCONJ") for u in upos[b:e]) or e - b > 6 or upos[b] != "PROPN"):
                continue
            if not linked and kind == "PER":
                while e - b > 1 and forms[b].rstrip(".") in _TITLES:
                    b += 1
            # Peoples ("Americans") and bare titles are no names of persons.
            if kind == "PER" and (s["xpos"][e - 1] == "NNPS" or all(f.rstrip(".") in _TITLES for f in forms[b:e])):
                none |= set(range(b, e))
                continue
            if kind == "ORG" and "-".join(body[7:]) in places:
                kind = "LOC"
            start = b
            for k in range(b, e):
                covered[k] = True
                if kind == "LOC" and forms[k] == ",":  # "Changzhou, Jiangsu province": two places
                    start = k + 1
                    continue
                tags[k] = ("B-" if k == start else "I-") + kind
        s["uner"] = [None if not c and k not in none and u == "PROPN" else t for k, (c, u, t) in enumerate(zip(covered, upos, tags))]


_OWN = {"person": "PER", "organisation": "ORG", "armed_group": "ORG", "place": "LOC", "facility": "LOC"}


def attach_own(sentences):
    """Our own sentences: the names and the arcs of the marked words are by hand, all else is a parser's (see
    train/data/README.md) and is left out of the loss."""
    for s in sentences:
        last, tags = None, []
        for misc in s["misc"]:
            m = re.search(r"(?:^|\|)Name=([^|]*)", misc)
            kind = m.group(1) if m else None
            if kind is None:
                tags.append("O")
                last = None
            elif kind == "-":
                tags.append("I-" + last if last else "O")
            else:
                last = _OWN.get(kind)
                tags.append("B-" + last if last else "O")
        s["uner"] = tags
        keep = {int(x.split(":")[1]) - 1 for x in s["marks"].split() if x.count(":") == 1}
        keep |= {i for i, h in enumerate(s["head"]) if h == 0}
        s["keep"] = keep


def read_raw(path):
    """Sentences of which only the forms count: a teacher says the rest."""
    out = read_conllu(path, "raw")
    for s in out:
        s["upos"] = s["xpos"] = s["head"] = s["rel"] = None
    return out


_TOKEN = re.compile(r"[A-Za-z]\.(?:[A-Za-z]\.)+|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Sgt|Capt|St|No|Jr|Sr)\.(?= )"
                    r"|\d+(?:[.,:]\d+)+|'s\b|’s\b|n't\b|n’t\b|\w+?(?=n['’]t\b)|\w+|[^\w\s]")


def tokenize(text):
    return [(m.start(), m.end()) for m in _TOKEN.finditer(text)]


def read_re3d(folder):
    """The documents of the four sources as (source, document id, text, spans).
    Spans: confidence of at least a half, of the nine types, longest first where they overlap."""
    out = []
    for source in sorted(os.listdir(folder)):
        base = os.path.join(folder, source)
        if not os.path.isdir(base):
            continue
        docs, ents = {}, {}
        for line in open(os.path.join(base, "documents.json"), encoding="utf-8"):
            if line.strip():
                d = json.loads(line)
                docs[d["_id"]] = d["text"]
        for line in open(os.path.join(base, "entities.json"), encoding="utf-8"):
            if line.strip():
                e = json.loads(line)
                if e["type"] in NINE and e["confidence"] >= 0.5:
                    ents.setdefault(e["documentId"], []).append((int(e["begin"]), int(e["end"]), e["type"]))
        for index, key in enumerate(sorted(docs)):
            taken, spans = [], []
            for b, e, kind in sorted(set(ents.get(key, [])), key=lambda x: (x[0] - x[1], x[0], x[2])):
                if all(e <= tb or b >= te for tb, te in taken):
                    taken.append((b, e))
                    spans.append((b, e, kind))
            # The fixed split: of the documents of a source in the order of their ids, every fourth is kept for the test.
            out.append(dict(source=source, id=key, text=docs[key], spans=sorted(spans), test=index % 4 == 3))
    return out


_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[A-Z\"“‘'(\[])|\n+")
_ABBR = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Sgt|Capt|St|No|Jr|Sr|U\.S|U\.K|U\.N))\.\s*$")


def re3d_sentences(documents, test):
    out = []
    for doc in documents:
        if doc["test"] != test:
            continue
        cuts, text = [0], doc["text"]
        for m in _END.finditer(text):
            if "\n" in m.group(0) or not _ABBR.search(text[:m.start() + 1]):
                cuts.append(m.end())
        cuts.append(len(text))
        for a, b in zip(cuts, cuts[1:]):
            offs = [(a + x, a + y) for x, y in tokenize(text[a:b])]
            if not offs:
                continue
            tags = ["O"] * len(offs)
            for sb, se, kind in doc["spans"]:
                inside = [k for k, (x, y) in enumerate(offs) if x < se and y > sb]
                for n, k in enumerate(inside):
                    tags[k] = ("B-" if n == 0 else "I-") + kind
            n = len(offs)
            out.append(dict(forms=[text[x:y] for x, y in offs], upos=None, xpos=None, head=None, rel=None, uner=None,
                            fine=tags, id=doc["id"], source="re3d", offs=offs, doc=doc["id"]))
    return out


def read_all(data, own=None, gum_names=True):
    sets = {}
    for part in ("train", "dev", "test"):
        ewt = read_conllu(os.path.join(data, "ud/ewt", part + ".conllu"), "ewt")
        missed = attach_uner(ewt, os.path.join(data, "ner/uner-ewt-%s.iob2" % part))
        gum = read_conllu(os.path.join(data, "ud/gum", part + ".conllu"), "gum")
        if gum_names:
            attach_gum_names(gum)
        print("%s: EWT %d sentences (%d without names), GUM %d" % (part, len(ewt), missed, len(gum)), flush=True)
        sets["ewt-" + part], sets["gum-" + part] = ewt, gum
    docs = read_re3d(os.path.join(data, "re3d"))
    sets["re3d-train"], sets["re3d-test"] = re3d_sentences(docs, False), re3d_sentences(docs, True)
    sets["own-train"] = []
    for path in (sorted(glob.glob(os.path.join(own, "*.conllu"))) if os.path.isdir(own) else own.split(",")) if own else []:
        sets["own-train"] += read_conllu(path, "own")
    attach_own(sets["own-train"])
    return sets
