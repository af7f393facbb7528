"""Are the hand-written gradients of the trainer right? Compares the recurrence and the chain of recurrence.c with
finite differences; torch derives the rest itself.

    /usr/bin/python3 train/check_gradients.py          # ctest -R trainer_gradients; 77: torch is not installed"""
import os
import sys
import tempfile

try:
    import numpy as np
    import torch
except ImportError:
    print("python3-torch is not installed: skipped")
    sys.exit(77)

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import model as M


def numeric(f, x, step):
    """Derivative of f by each element of x, which f reads where it lies."""
    out = np.zeros_like(x)
    flat, to = x.reshape(-1), out.reshape(-1)
    for i in range(flat.size):
        old = flat[i]
        flat[i] = old + step
        high = f()
        flat[i] = old - step
        low = f()
        flat[i] = old
        to[i] = (high - low) / (2 * step)
    return out


def close(name, got, want, tolerance):
    worst = float(np.abs(got - want).max())
    print("%-28s worst difference %.2e" % (name, worst))
    assert worst < tolerance, name


def check_recurrence(rng):
    h, starts = 3, torch.tensor([0, 4, 5, 9])
    n = int(starts[-1])
    # Away from the clamps, where the C code lets a leak through that is no derivative.
    u = (rng.uniform(-0.9, 0.9, (n, 6 * h)) * np.tile(np.repeat([1, 2.5, 2.5], h), 2)).astype(np.float32)
    x = rng.uniform(-1, 1, (n, 2 * h)).astype(np.float32)
    w = torch.from_numpy(rng.uniform(-1, 1, (n, 2 * h)).astype(np.float32))
    tu, tx = torch.from_numpy(u).requires_grad_(), torch.from_numpy(x).requires_grad_()
    (M.Recurrence.apply(tu, tx, starts) * w).sum().backward()

    def loss():
        y = M.Recurrence.apply(torch.from_numpy(u), torch.from_numpy(x), starts)
        return float((y.double() * w.double()).sum())

    close("recurrence by gates", tu.grad.numpy(), numeric(loss, u, 1e-2), 2e-3)
    close("recurrence by input", tx.grad.numpy(), numeric(loss, x, 1e-2), 2e-3)


def check_chain(rng):
    k, starts = 5, torch.tensor([0, 3, 7])
    n = int(starts[-1])
    e = rng.normal(0, 1, (n, k)).astype(np.float32)
    trans = rng.normal(0, 1, (k + 1, k)).astype(np.float32)
    # The second sentence is known in part only.
    label = torch.tensor([0, 1, 2, 3, -1, -1, 0])
    use = torch.ones(2, dtype=torch.uint8)
    te, tt = torch.from_numpy(e).requires_grad_(), torch.from_numpy(trans).requires_grad_()
    M.Crf.apply(te, tt, label, use, starts).backward()

    def loss():
        return float(M.Crf.apply(torch.from_numpy(e), torch.from_numpy(trans), label, use, starts))

    close("chain by emissions", te.grad.numpy(), numeric(loss, e, 1e-2), 3e-3)
    close("chain by transitions", tt.grad.numpy(), numeric(loss, trans, 1e-2), 3e-3)

    # The chain's best path is the best of all.
    best = M.viterbi(e[:3], trans)
    score = lambda p: trans[k, p[0]] + sum(e[t, p[t]] for t in range(3)) + sum(trans[p[t], p[t + 1]] for t in range(2))
    every = max(np.ndindex(k, k, k), key=score)
    assert tuple(best) == tuple(every), "viterbi"


def main():
    with tempfile.TemporaryDirectory() as folder:
        M.LIB = M.load_recurrence(folder)
        rng = np.random.default_rng(1)
        check_recurrence(rng)
        check_chain(rng)
    # The derivative of Clamp inside its bounds is 1, outside the leak.
    x = torch.tensor([-2.0, 0.3, 2.0], requires_grad=True)
    M.Clamp.apply(x, -1, 1).sum().backward()
    assert torch.allclose(x.grad, torch.tensor([M.LEAK, 1.0, M.LEAK]))
    print("all right")


if __name__ == "__main__":
    main()
