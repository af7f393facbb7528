"""From treebanks to weights: the neural analyser's trainer.

    python3 train/train.py --data ../shared/data --inputs INPUTS --out BUILD [--minutes 20]

See train/README.md for the inputs. Deterministic for a seed and a number of
epochs on one machine (one thread)."""
import argparse
import os
import re
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import model as M
import treebank
import words as W

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def read_def(kind):
    text = open(os.path.join(ROOT, "src/model/ud.def"), encoding="utf-8").read()
    if kind == "UPOS":
        return re.findall(r"HUDNA_UPOS\((\w+)\)", text)
    return re.findall(r"HUDNA_%s\(\w+, \"([^\"]*)\"\)" % kind, text)


UPOS, XPOS, REL = read_def("UPOS"), read_def("XPOS"), read_def("RELATION")
UNER = ["O"] + [p + t for t in ("PER", "ORG", "LOC") for p in ("B-", "I-")]
FINE = ["O"] + [p + t for t in treebank.NINE for p in ("B-", "I-")]
UPOS_ID, XPOS_ID, REL_ID = ({n: i for i, n in enumerate(names)} for names in (UPOS, XPOS, REL))
UNER_ID, FINE_ID = {n: i for i, n in enumerate(UNER)}, {n: i for i, n in enumerate(FINE)}
UNIVERSAL = np.array([REL_ID[r.split(":")[0]] for r in REL])
NONE = -100


def variants(form):
    """As written, in capitals, in small letters, as in a headline with capitals."""
    return form, form.upper(), form.lower(), form[:1].upper() + form[1:] if len(form) > 3 else form


class Corpus:
    """Sentences as flat arrays."""

    def __init__(self, sentences, forms):
        self.sentences = sentences
        n = np.array([len(s["forms"]) for s in sentences])
        self.starts = np.concatenate([[0], np.cumsum(n)])
        total = int(self.starts[-1])
        self.form = np.zeros((total, 4), np.int64)  # the forms of variants()
        self.lab = np.full((total, 6), NONE, np.int64)  # upos xpos head rel uner fine
        t = 0
        for s in sentences:
            m = len(s["forms"])
            for k, f in enumerate(s["forms"]):
                self.form[t + k] = [forms[v] for v in variants(f)]
            if s["upos"]:
                for k in range(m):
                    self.lab[t + k, :4] = (UPOS_ID.get(s["upos"][k], UPOS_ID["X"]), XPOS_ID.get(s["xpos"][k], XPOS_ID["XX"]),
                                           s["head"][k], REL_ID.get(s["rel"][k], REL_ID.get(s["rel"][k].split(":")[0], 0)))
            if s.get("keep") is not None:
                for k in range(m):
                    if k not in s["keep"]:
                        self.lab[t + k, :4] = NONE
            if s["uner"]:
                self.lab[t:t + m, 4] = [NONE if x is None else UNER_ID[x] for x in s["uner"]]
            if s["fine"]:
                self.lab[t:t + m, 5] = [FINE_ID[x] for x in s["fine"]]
            t += m

    def lengths(self):
        return np.diff(self.starts)


def make_batches(lengths, tokens, rng=None):
    order = np.arange(len(lengths))
    key = lengths + (rng.uniform(0, 3, len(lengths)) if rng is not None else 0)
    order = order[np.argsort(key, kind="stable")]
    out, cur, size = [], [], 0
    for i in order:
        cur.append(i)
        size += lengths[i]
        if size >= tokens:
            out.append(np.array(cur))
            cur, size = [], 0
    if cur:
        out.append(np.array(cur))
    if rng is not None:
        rng.shuffle(out)
    return out


class Batch:
    def __init__(self, corpus, ids, feats, quantised, rng=None, opt=None):
        a, b = corpus.starts[ids], corpus.starts[ids + 1]
        n = b - a
        idx = np.concatenate([np.arange(x, y) for x, y in zip(a, b)])
        starts = np.concatenate([[0], np.cumsum(n)])
        sent = np.repeat(np.arange(len(ids)), n)
        variant = np.zeros(len(ids), np.int64)
        if rng is not None:
            u = rng.uniform(size=len(ids))
            variant[u < opt.upper] = 1
            variant[u > 1 - opt.lower] = 2
            variant[(u >= opt.upper) & (u < opt.upper + opt.title)] = 3
        f = feats[corpus.form[idx, variant[sent]]].copy()
        if rng is not None:
            # A word without its vector and its own embedding: what an unknown word looks like.
            lost = rng.uniform(size=len(f)) < opt.word_drop
            f[lost, 0] = f[lost, 1]
            f[lost, 2] = 0
            f[rng.uniform(size=len(f)) < opt.own_drop, 2] = 0
            f[rng.uniform(size=len(f)) < opt.mask_drop, 7] = 0
        self.feats = torch.from_numpy(f)
        self.vec = torch.from_numpy(quantised[f[:, 0]].astype(np.float32) * (1.0 / 63))
        self.starts, self.sent = torch.from_numpy(starts), torch.from_numpy(sent)
        lab = corpus.lab[idx]
        self.lab = torch.from_numpy(lab)
        t, m = len(idx), int(n.max())
        pad = np.full((len(ids), m), t)
        inside = np.arange(t) - starts[sent]
        pad[sent, inside] = np.arange(t)
        self.pad, self.inside, self.n = torch.from_numpy(pad), torch.from_numpy(inside), n
        self.first = torch.from_numpy(starts[:-1][sent])


def forward_labels(net, out, batch, head, drop=None):
    """head: 0 root, else 1-based inside the sentence."""
    token = torch.where(head > 0, batch.first + head - 1, torch.full_like(head, len(head)))
    d = torch.from_numpy(M.DIST)[(head - 1 - batch.inside).clamp(-M.DIST_LIMIT, M.DIST_LIMIT) + M.DIST_LIMIT]
    d = torch.where(head > 0, d, torch.full_like(d, M.DIST_ROOT))
    return net.labels(out[6], out[7], token, d, drop)


class Soft:
    """What a teacher says of every word of a corpus, as probabilities: tags, heads, and relations at the head that is
    known (or the teacher's best one)."""

    def __init__(self, net, corpus, feats, quantised):
        count = len(corpus.lengths())
        self.upos, self.xpos, self.rel, self.arcs, self.head = ([None] * count for _ in range(5))
        net.eval()
        with torch.no_grad():
            for ids in make_batches(corpus.lengths(), 4000):
                b = Batch(corpus, ids, feats, quantised)
                out = net.encode(b.vec, b.feats, b.starts, b.sent)
                s = net.arcs(out[4], out[5], b.pad, b.n)
                best = s.argmax(2)[b.sent, b.inside]
                head = torch.where(b.lab[:, 2] == NONE, best, b.lab[:, 2])
                parts = [torch.softmax(x, -1).numpy().astype(np.float16) for x in (out[0], out[1], forward_labels(net, out, b, head), s)]
                for k, i in enumerate(ids):
                    x, y, n = int(b.starts[k]), int(b.starts[k + 1]), int(b.n[k])
                    self.upos[i], self.xpos[i], self.rel[i] = (p[x:y].copy() for p in parts[:3])
                    self.arcs[i] = parts[3][k, :n, :n + 1].copy()
                    self.head[i] = head[x:y].numpy()

    def batch(self, ids, n):
        m = int(n.max())
        arcs = np.zeros((len(ids), m, m + 1), np.float32)
        for k, i in enumerate(ids):
            arcs[k, :n[k], :n[k] + 1] = self.arcs[i]
        flat = [torch.from_numpy(np.concatenate([part[i] for i in ids])) for part in (self.upos, self.xpos, self.rel, self.head)]
        return flat[0].float(), flat[1].float(), flat[2].float(), flat[3], torch.from_numpy(arcs)


def mixed(scores, gold, soft, share, blind):
    """Cross-entropy of a known label and of the teacher's view; `share` of the latter where both are there, its weight
    `blind` where no label is known."""
    logp = F.log_softmax(scores, -1)
    known = gold != NONE
    hard = -logp.gather(1, gold.clamp(min=0)[:, None])[:, 0]
    view = -(soft * logp.clamp(min=-60)).sum(-1)
    return torch.where(known, (1 - share) * hard + share * view, blind * view).sum()


def spans(tags, names):
    out, start, kind = set(), None, None
    for i, t in enumerate(list(tags) + [0]):
        name = names[t] if t >= 0 else "O"
        if start is not None and (name == "O" or name[0] == "B" or name[2:] != kind):
            out.add((start, i, kind))
            start = None
        if name != "O" and start is None:
            start, kind = i, name[2:]
    return out


def evaluate(net, corpus, feats, quantised, upper=False):
    net.eval()
    right = np.zeros(6)
    total = 0
    f1 = {4: np.zeros(3), 5: np.zeros(3)}
    with torch.no_grad():
        for ids in make_batches(corpus.lengths(), 2000):
            b = Batch(corpus, ids, feats, quantised)
            if upper:
                idx = np.concatenate([np.arange(corpus.starts[i], corpus.starts[i + 1]) for i in ids])
                f = feats[corpus.form[idx, 1]]
                b.feats = torch.from_numpy(f)
                b.vec = torch.from_numpy(quantised[f[:, 0]].astype(np.float32) * (1.0 / 63))
            out = net.encode(b.vec, b.feats, b.starts, b.sent)
            lab = b.lab
            if lab[0, 0] != NONE:
                s = net.arcs(out[4], out[5], b.pad, b.n)
                head = s.argmax(2)[b.sent, b.inside]
                rel = forward_labels(net, out, b, head).argmax(1)
                ok = head == lab[:, 2]
                u = torch.from_numpy(UNIVERSAL)
                lok = ok & (u[rel] == u[lab[:, 3].clamp(min=0)])
                right[:4] += [(out[0].argmax(1) == lab[:, 0]).sum(), (out[1].argmax(1) == lab[:, 1]).sum(), ok.sum(), lok.sum()]
                total += len(lab)
            for col, section, names in ((4, 2, UNER), (5, 3, FINE)):
                if (lab[:, col] == NONE).all():
                    continue
                emit, gold = out[section].numpy(), lab[:, col].numpy()
                trans = (net.trans_uner + net.bio_uner if col == 4 else net.trans_fine + net.bio_fine).numpy()
                st = b.starts.numpy()
                for x, y in zip(st, st[1:]):
                    if (gold[x:y] == NONE).any():
                        continue
                    p, g = spans(M.viterbi(emit[x:y], trans), names), spans(gold[x:y], names)
                    f1[col] += [len(p & g), len(p), len(g)]
    net.train()
    r = {}
    if total:
        r = dict(zip(("upos", "xpos", "uas", "las"), (100 * right[:4] / total).round(2)))
    for col, name in ((4, "uner"), (5, "fine")):
        if f1[col][2]:
            r[name] = round(200 * f1[col][0] / max(1, f1[col][1] + f1[col][2]), 2)
    return r


def add_names(net, corpus, first, feats, quantised):
    """The teacher's names for the sentences from `first` on."""
    net.eval()
    trans = (net.trans_uner + net.bio_uner).detach().numpy()
    ids = np.arange(first, len(corpus.lengths()))
    with torch.no_grad():
        for part in make_batches(corpus.lengths()[ids], 4000):
            b = Batch(corpus, ids[part], feats, quantised)
            emit = net.encode(b.vec, b.feats, b.starts, b.sent)[2].numpy()
            st = b.starts.numpy()
            for k, i in enumerate(ids[part]):
                corpus.lab[corpus.starts[i]:corpus.starts[i + 1], 4] = M.viterbi(emit[st[k]:st[k + 1]], trans)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", required=True)
    ap.add_argument("--inputs", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--own", default=os.path.join(ROOT, "train/data"))
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--vectors", type=int, default=120000)
    ap.add_argument("--width", type=int, default=192)
    ap.add_argument("--layers", type=int, default=3)
    ap.add_argument("--arc", type=int, default=96)
    ap.add_argument("--label", type=int, default=96)
    ap.add_argument("--epochs", type=float, default=20)
    ap.add_argument("--minutes", type=float, default=0, help="stop after about so long (the schedule follows the clock: not deterministic)")
    ap.add_argument("--tokens", type=int, default=1200)
    ap.add_argument("--lr", type=float, default=3e-3)
    ap.add_argument("--upper", type=float, default=0.08)
    ap.add_argument("--lower", type=float, default=0.02)
    ap.add_argument("--title", type=float, default=0.03)
    ap.add_argument("--word-drop", type=float, default=0.06)
    ap.add_argument("--own-drop", type=float, default=0.15)
    ap.add_argument("--mask-drop", type=float, default=0.05)
    ap.add_argument("--drop-input", type=float, default=0.1)
    ap.add_argument("--drop-layer", type=float, default=0.2)
    ap.add_argument("--drop-top", type=float, default=0.25)
    ap.add_argument("--drop-label", type=float, default=0.1)
    ap.add_argument("--drop-names", type=float, default=0.4)
    ap.add_argument("--w-upos", type=float, default=1.0)
    ap.add_argument("--w-uner", type=float, default=1.0)
    ap.add_argument("--w-fine", type=float, default=0.5)
    ap.add_argument("--decay", type=float, default=1e-2)
    ap.add_argument("--ema", type=float, default=0.998)
    ap.add_argument("--quantise-from", type=float, default=0.8, help="share of the run after which the 7 bits are simulated")
    ap.add_argument("--fine-repeat", type=int, default=3)
    ap.add_argument("--own-repeat", type=int, default=2)
    ap.add_argument("--raw", help="sentences without trees (the forms of a CoNLL-U file), learned from the teacher")
    ap.add_argument("--raw-share", type=float, default=0.5, help="share of them that an epoch takes")
    ap.add_argument("--teacher", help="network.pt of a larger run whose view is learned beside the labels")
    ap.add_argument("--soft", type=float, default=0.4, help="share of the teacher's view where a label is known")
    ap.add_argument("--blind", type=float, default=0.7, help="its weight where none is")
    ap.add_argument("--start", help="network.pt of an earlier run to go on from (its word list is kept)")
    ap.add_argument("--gum-names", type=int, default=1)
    ap.add_argument("--stop", type=int, default=0, help="stop after so many epochs of the schedule of --epochs")
    ap.add_argument("--test", action="store_true", help="also score the test parts at the end (for reporting only)")
    opt = ap.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    os.makedirs(opt.out, exist_ok=True)
    M.LIB = M.load_recurrence(opt.out)
    start = time.time()

    sets = treebank.read_all(opt.data, opt.own, opt.gum_names)
    train = sets["ewt-train"] + sets["gum-train"] + sets["own-train"] * opt.own_repeat + sets["re3d-train"] * opt.fine_repeat
    train = [s for s in train if len(s["forms"]) <= 120]
    labelled = len(train)
    if opt.raw:
        train += [s for s in treebank.read_raw(opt.raw) if 4 <= len(s["forms"]) <= 80]
    counts, all_forms = {}, {}
    for name, part in sets.items():
        for s in part:
            for f in s["forms"]:
                for v in variants(f):
                    all_forms.setdefault(v, len(all_forms))
    for s in train[labelled:]:
        for f in s["forms"]:
            for v in variants(f):
                all_forms.setdefault(v, len(all_forms))
    for s in train[:labelled]:
        for f in s["forms"]:
            counts[W.lower(f)] = counts.get(W.lower(f), 0) + 1
    table = W.Words(opt.inputs, opt.vectors, counts)
    # A teacher or an earlier run brings its word list along, so that all see the same rows.
    begin_from = torch.load(opt.start) if opt.start else None
    saved = torch.load(opt.teacher) if opt.teacher else None
    if begin_from or saved:
        table.own = (begin_from or saved)["own"]
    feats = table.features(list(all_forms))
    print("forms %d, own %d, masks %d, %.0f s" % (len(all_forms), len(table.own), len(table.masks), time.time() - start), flush=True)
    corpora = {k: Corpus(v, all_forms) for k, v in sets.items() if v and not k.endswith("train")}
    corpus = Corpus(train, all_forms)
    lengths = corpus.lengths()
    print("train: %d sentences, %d tokens" % (len(lengths), lengths.sum()), flush=True)

    net = M.Network(len(table.own) + 1, (len(UPOS), len(XPOS), len(REL), len(UNER), len(FINE)), opt.width, opt.layers, opt.arc, opt.label, opt.seed)
    if begin_from:
        net.load_state_dict(begin_from["state"])
    soft = None
    if opt.teacher:
        o = saved["opt"]
        teacher = M.Network(len(table.own) + 1, (len(UPOS), len(XPOS), len(REL), len(UNER), len(FINE)), o["width"], o["layers"], o["arc"], o["label"])
        teacher.load_state_dict(saved["state"])
        soft = Soft(teacher, corpus, feats, table.quantised)
        if opt.raw:
            add_names(teacher, corpus, labelled, feats, table.quantised)
        print("teacher: %.0f s" % (time.time() - start), flush=True)
    params = [p for p in net.parameters()]
    print("parameters %d" % sum(p.numel() for p in params), flush=True)
    decay = [p for n, p in net.named_parameters() if p.dim() == 2 and not n.startswith("emb")]
    rest = [p for n, p in net.named_parameters() if not (p.dim() == 2 and not n.startswith("emb"))]
    adam = torch.optim.AdamW([dict(params=decay, weight_decay=opt.decay), dict(params=rest, weight_decay=0)], lr=opt.lr, betas=(0.9, 0.98), eps=1e-8, foreach=True)
    ema = [p.detach().clone() for p in params]
    rng = np.random.default_rng(opt.seed)
    torch.manual_seed(opt.seed)
    drop = dict(input=opt.drop_input, layer=opt.drop_layer, top=opt.drop_top, label=opt.drop_label, names=opt.drop_names)
    taken = np.arange(labelled)
    half = int((len(lengths) - labelled) * opt.raw_share)

    def epoch_batches(rng):
        ids = np.concatenate([taken, labelled + rng.permutation(len(lengths) - labelled)[:half]])
        return [ids[b] for b in make_batches(lengths[ids], opt.tokens, rng)]

    per_epoch = len(epoch_batches(np.random.default_rng(0)) if opt.raw else make_batches(lengths, opt.tokens))
    steps = int(per_epoch * opt.epochs)
    step, epoch, begin = 0, 0, time.time()
    sums, seen = np.zeros(6), 0
    done = False
    while not done:
        epoch += 1
        for ids in epoch_batches(rng):
            share = step / steps if not opt.minutes else (time.time() - begin) / (60 * opt.minutes)
            if share >= 1:
                done = True
                break
            lr = opt.lr * min(1.0, (step + 1) / 200) * max(0.01, 0.5 * (1 + np.cos(np.pi * share)))
            for g in adam.param_groups:
                g["lr"] = lr
            net.quantise = share >= opt.quantise_from
            b = Batch(corpus, ids, feats, table.quantised, rng, opt)
            out = net.encode(b.vec, b.feats, b.starts, b.sent, drop)
            lab = b.lab
            s = net.arcs(out[4], out[5], b.pad, b.n)
            if soft is None:
                rel = forward_labels(net, out, b, lab[:, 2].clamp(min=0), drop)
                losses = [F.cross_entropy(x, lab[:, k], ignore_index=NONE, reduction="sum")
                          for k, x in enumerate((out[0], out[1], s[b.sent, b.inside], rel))]
            else:
                upos, xpos, rels, head, arcs = soft.batch(ids, b.n)
                rel = forward_labels(net, out, b, head, drop)
                losses = [mixed(x, lab[:, k], view, opt.soft, opt.blind) for k, (x, view) in enumerate((
                    (out[0], upos), (out[1], xpos), (s[b.sent, b.inside], arcs[b.sent, b.inside]), (rel, rels)))]
            for k, trans, mask in ((4, net.trans_uner, net.bio_uner), (5, net.trans_fine, net.bio_fine)):
                label = lab[:, k].clone()
                use = torch.zeros(len(b.n), dtype=torch.uint8).index_put_((b.sent[label != NONE],), torch.tensor(1, dtype=torch.uint8))
                label[label == NONE] = -1
                losses.append(M.Crf.apply(out[k - 2], trans + mask, label, use, b.starts))
            loss = (opt.w_upos * losses[0] + 0.5 * losses[1] + losses[2] + losses[3] + opt.w_uner * losses[4] + opt.w_fine * losses[5]) / opt.tokens
            adam.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(params, 2.0)
            adam.step()
            step += 1
            k = min(opt.ema, (step + 1) / (step + 10))
            torch._foreach_mul_(ema, k)
            torch._foreach_add_(ema, [p.detach() for p in params], alpha=1 - k)
            sums += [float(x) for x in losses]
            seen += len(lab)
        done = done or epoch == opt.stop
        if epoch % 2 == 0 or done or epoch == 1:
            raw = [p.detach().clone() for p in params]
            with torch.no_grad():
                for p, e in zip(params, ema):
                    p.copy_(e)
            print("epoch %d step %d %.0f s lr %.5f loss %s | EWT %s GUM %s" % (
                epoch, step, time.time() - begin, lr, (sums / max(1, seen)).round(3),
                evaluate(net, corpora["ewt-dev"], feats, table.quantised),
                evaluate(net, corpora["gum-dev"], feats, table.quantised)), flush=True)
            torch.save(dict(state=net.state_dict(), opt=vars(opt), own=table.own), os.path.join(opt.out, "network.pt"))
            if not done:
                with torch.no_grad():
                    for p, r in zip(params, raw):
                        p.copy_(r)
            sums, seen = np.zeros(6), 0
    net.quantise = False
    import export
    export.write(net, table, opt, os.path.join(opt.out, "network.bin"), (UPOS, XPOS, REL, UNER, FINE))
    if opt.test:
        for name in ("ewt-test", "gum-test", "re3d-test"):
            print(name, evaluate(net, corpora[name], feats, table.quantised), flush=True)
        print("ewt-test upper", evaluate(net, corpora["ewt-test"], feats, table.quantised, True), flush=True)
    print("total %.0f s" % (time.time() - start))


if __name__ == "__main__":
    main()
