#!/usr/bin/env python3
"""Times `planc schedule` on made plans of many shapes; exits with 1 where one takes too long.

    tests/bench/shapes.py PLANC [--subtasks 1000] [--seeds 2] [--windows 2,3,4,8,16,30,40] [--limit 250] [--rows]

Processor time in user mode of the fastest of up to three runs, in milliseconds. The same arguments always make the same plans.
Python 3.8+, standard library only.
"""
import argparse
import os
import random
import subprocess
import sys
import tempfile


def out_tree(pick, count):
    return [[pick.randrange(at)] if at else [] for at in range(count)]


def in_tree(pick, count):
    needs = [[] for _ in range(count)]
    for at in range(count - 1):
        needs[pick.randrange(at + 1, count)].append(at)
    return needs


def layered(pick, count):
    layers = max(2, round(count ** 0.5))
    layer = sorted(pick.randrange(layers) for _ in range(count))
    return [pick.sample(range(at), min(at, 3)) if not below else pick.sample(below, min(len(below), 1 + pick.randrange(3)))
            for at in range(count) for below in [[b for b in range(at) if layer[b] == layer[at] - 1]]]


def near(pick, count):
    return [sorted({max(0, at - 1 - pick.randrange(4)) for _ in range(1 + pick.randrange(2))}) if at else [] for at in range(count)]


def wide(pick, count):
    return [[pick.randrange(at)] if at and pick.random() < 0.2 else [] for at in range(count)]


def chains(_pick, count):
    return [[at - 1] if at % 50 else [] for at in range(count)]


def sparse(pick, count):
    return [sorted({pick.randrange(at) for _ in range(pick.randrange(4))}) if at else [] for at in range(count)]


SHAPES = {"out-tree": out_tree, "in-tree": in_tree, "layered": layered, "near-chain": near, "wide": wide, "chains": chains, "sparse": sparse}
KINDS = ["plain", "files", "ranges", "unstated", "equal"]


def plan(shape, kind, count, seed):
    pick = random.Random(f"{shape} {kind} {seed}")
    text = ["# Feature 1: Made\n"]
    for at, needs in enumerate(SHAPES[shape](pick, count), 1):
        least = pick.randrange(3, 45)
        text.append(f"## SUBTASK 1.1.{at}: Part {at}\n")
        if kind == "ranges":
            text.append(f"**Duration**: {least}-{least + pick.randrange(1, 30)} minutes\n")
        elif kind == "equal":
            text.append("**Duration**: 10 minutes\n")
        elif kind != "unstated":
            text.append(f"**Duration**: {least} minutes\n")
        text.append("**Dependencies**: " + (", ".join(f"1.1.{need + 1}" for need in needs) or "None") + "\n")
        text.append(f"**File**: src/{pick.randrange(count // 5) if kind == 'files' else at}.rs\n")
    return "\n".join(text)


def timed(planc, path, options):
    """Milliseconds in user mode; the least of three runs where the first was slow."""
    least = None
    for _ in range(3):
        child = subprocess.Popen([planc, "schedule", path, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        if status:
            sys.exit(f"planc schedule {path} {' '.join(options)} ended with {os.waitstatus_to_exitcode(status)}")
        least = min(least or 1e9, used.ru_utime * 1000)
        if least < 100:
            break
    return least


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("planc")
    parser.add_argument("--subtasks", type=int, default=1000)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--windows", default="2,3,4,8,16,30,40")
    parser.add_argument("--limit", type=float, default=250)
    parser.add_argument("--rows", action="store_true", help="every run above half of the limit, too")
    args = parser.parse_args()
    ways = [["--windows", number] for number in args.windows.split(",")] + [[], ["--curve"]]
    print("| shape | " + " | ".join(KINDS) + " |\n|---|" + "---|" * len(KINDS))
    slowest = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "plan.md")
        for shape in SHAPES:
            cells = []
            for kind in KINDS:
                times = []
                for seed in range(args.seeds):
                    with open(path, "w", encoding="utf-8") as file:
                        file.write(plan(shape, kind, args.subtasks, seed))
                    for way in ways:
                        times.append(timed(args.planc, path, way))
                        if args.rows and times[-1] > args.limit / 2:
                            print(f"{times[-1]:.0f} ms: {shape} {kind} seed {seed} {' '.join(way)}", file=sys.stderr)
                times.sort()
                cells.append(f"{times[len(times) // 2]:.0f} to {times[-1]:.0f}")
                slowest = max(slowest, times[-1])
            print(f"| {shape} | " + " | ".join(cells) + " |", flush=True)
    print(f"slowest: {slowest:.0f} ms; {args.limit:.0f} ms is the limit")
    sys.exit(slowest > args.limit)


if __name__ == "__main__":
    main()
