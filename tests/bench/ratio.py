#!/usr/bin/env python3
"""CPU time of `planc check` against a yardstick on the same tree, in alternating runs.

Usage: ratio.py PLANC YARDSTICK TREE [LIMIT]   exit 1 if the median ratio is above LIMIT

The yardstick is a command in one word; the tree is added to it.
"""
import os
import resource
import statistics
import subprocess
import sys
import time

planc, yardstick, tree = sys.argv[1:4]
limit = float(sys.argv[4]) if len(sys.argv) > 4 and sys.argv[4] else None
# Where others keep the processors busy, a second passes before the work is done, and memory would be given back and
# fetched again.
environment = {**os.environ, "MIMALLOC_PURGE_DELAY": "-1"}


def cpu(command):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment).returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code not in (0, 1):
        sys.exit(f"{command[0]} failed with {code}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - start


rounds = []
for _ in range(7):
    least, least_wall = cpu([*yardstick.split(), tree])
    check, check_wall = cpu([planc, "check", "--format", "json", tree])
    rounds.append((check / least, check_wall / least_wall, check, least))
ratio, wall, check, least = (statistics.median(column) for column in zip(*rounds))
name = os.path.basename(yardstick.split()[0])
print(f"check / {name}: {ratio:.2f} x cpu, {wall:.2f} x wall ({check * 1000:.0f} ms against {least * 1000:.0f} ms cpu)")
if limit is not None and ratio > limit:
    sys.exit(f"above the limit of {limit} x")
