#!/usr/bin/env python3
"""CPU time of `planc check` against bare parsing of the same tree, in alternating runs.

Usage: ratio.py PLANC RAWPARSE TREE [LIMIT]   exit 1 if the median ratio is above LIMIT
"""
import os
import statistics
import subprocess
import sys
import time

planc, rawparse, tree = sys.argv[1:4]
limit = float(sys.argv[4]) if len(sys.argv) > 4 and sys.argv[4] else None


def cpu(command):
    before, start = os.times(), time.perf_counter()
    code = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    after = os.times()
    if code not in (0, 1):
        sys.exit(f"{command[0]} failed with {code}")
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, time.perf_counter() - start


rounds = []
for _ in range(7):
    parse, parse_wall = cpu([rawparse, "parse", "-j", "2", tree])
    check, check_wall = cpu([planc, "check", "--format", "json", tree])
    rounds.append((check / parse, check_wall / parse_wall, check, parse))
ratio, wall, check, parse = (statistics.median(column) for column in zip(*rounds))
print(f"check / bare parse: {ratio:.2f} x cpu, {wall:.2f} x wall ({check * 1000:.0f} ms against {parse * 1000:.0f} ms cpu)")
if limit is not None and ratio > limit:
    sys.exit(f"above the limit of {limit} x")
