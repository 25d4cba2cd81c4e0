#!/usr/bin/env python3
"""What `planc schedule` must answer for the labelled seed plan. Usage: schedules.py PLANC SEED_FOLDER"""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

from checked import check, end, guide, plan, planc, spec


def text(*args, **env):
    return subprocess.run([planc, "schedule", *map(str, args)], capture_output=True, text=True,
                          env={**os.environ, "COLUMNS": "120", **env}).stdout


def report(*args):
    return json.loads(text(*args, "--format", "json"))


def flow(report):
    return report["executions"][-1]


# The curve in one run: makespans and proof for each number of windows.
for flags, wanted in ((["--no-file-locks"], [163, 116, 92, 88]), ([], [163, 116, 108, 108])):
    points = report(plan, "--curve=12", *flags)["curve"]
    check(f"curve {flags}", [p["makespan_minutes"] for p in points[1:5]], wanted)
    check(f"curve is proven {flags}", [p["lower_bound_minutes"] for p in points[1:5]], wanted)
    check(f"more windows never hurt {flags}", sorted((p["makespan_minutes"] for p in points), reverse=True),
          [p["makespan_minutes"] for p in points])

free = report(plan, "--no-file-locks")
check("proof", (flow(free)["proof"], flow(free)["proof_chain"][-1]), ("critical-path", "INTEGRATION"))
words = " ".join(text(plan, "--no-file-locks").split())
check("proof in words", "no schedule beats 88 minutes: 1.1.5 → " in words and "→ INTEGRATION is 88 long" in words, True)
check("nothing helps", "5 windows for 88 minutes; more make nothing faster" in words, True)

# File locks: dearest first, together what the two curves differ by, each what the plan takes without it.
locked = report(plan)
prices = [(lock["price"]["least_minutes"], lock["price"]["most_minutes"]) for lock in locked["locks"]]
check("prices of locks", (prices == sorted(prices, reverse=True), all(a == b for a, b in prices)), (True, True))
check("all locks", locked["all_locks"]["most_minutes"], 20)
for lock in locked["locks"]:
    without = flow(report(plan, "--without-lock", lock["path"]))["makespan_minutes"]
    check(f"without {lock['path']}", lock["price"]["without"]["makespan_minutes"], without)
check("barriers", {b["mode"]: b["price"]["most_minutes"] for b in free["barriers"]}["as-written"], 110 - 88)

# What-if against the price of the same shortening.
for entry in free["shortening"][:3]:
    half = flow(report(plan, "--no-file-locks", "--what-if", f"{entry['id']}={entry['half_minutes']}m"))
    check(f"half of {entry['id']}", entry["price"]["without"]["makespan_minutes"], half["makespan_minutes"])
check("slack of the critical path", {s["id"]: s["minutes"] for s in free["slack"]}["INTEGRATION"], 0)
check("lanes", all(lane["busy_minutes"] + lane["idle_minutes"] == 88 for lane in flow(free)["lanes"]), True)

with tempfile.TemporaryDirectory() as folder:
    together = pathlib.Path(folder) / "plan"
    together.mkdir()
    for path in (guide, plan, spec):
        shutil.copy(path, together)
    points = report(together, "--needs", "map", "--curve=6")["curve"]
    check("map needs with locks", [p["makespan_minutes"] for p in points[2:6]], [123] * 4)
    check("and proven", [p["lower_bound_minutes"] for p in points[2:6]], [123] * 4)
    both = report(together)
    costs = [d["price"]["most_minutes"] for d in both["disagreements"]]
    check("disagreements, worst first", (costs == sorted(costs, reverse=True), costs[0] > 0), (True, True))
    check("needs of each side", both["by_needs"][0]["makespan_minutes"], flow(both)["makespan_minutes"])

# The same bytes on three runs, whatever the threads.
for args in ((plan,), (plan, "--format", "json"), (spec, "--all", "--features")):
    runs = {text(*args, RAYON_NUM_THREADS=n) for n in ("1", "2", "5")}
    check(f"same bytes {args[1:]}", len(runs), 1)

end()
