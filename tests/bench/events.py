#!/usr/bin/env python3
"""Writes a run log of many events for a plan: events.py KEYS COUNT > run.jsonl

KEYS is what `planc plan --format json` prints. Every subtask is started, noted, failed and done again and again, in
window after window, as long as events are left; the last ones leave a third of the plan undone. Every record has its
check sum. The same input gives the same bytes.
"""

import json
import sys
import zlib
from datetime import datetime, timedelta, timezone

plan = json.load(open(sys.argv[1], encoding="utf-8"))
count = int(sys.argv[2])
keys = [subtask["key"] for subtask in plan["subtasks"]]
began = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)
out = sys.stdout


def write(seq, subtask, event, window=None, note=None, validated=None):
    at = (began + timedelta(seconds=seq)).strftime("%Y-%m-%dT%H:%M:%SZ")
    record = {"v": 1, "at": at, "subtask": subtask, "event": event, "window": window, "note": note,
              "validated": validated, "writer": f"bench-{window or 0}-1", "seq": seq}
    line = json.dumps(record, separators=(",", ":"), ensure_ascii=False)[:-1]
    out.write(f'{line},"crc":"{zlib.crc32(line.encode()):08x}"}}\n')


write(1, None, "begin", note="bench")
seq = 2
steps = ["start", "note", "wait", "note", "fail", "start", "note", "done"]
while seq <= count:
    at = (seq - 2) // len(steps) % len(keys)
    step = steps[(seq - 2) % len(steps)]
    undone = seq > count - len(steps) * len(keys) and at % 3 == 0
    if step == "done" and undone:
        step = "note"
    window = at % 15 + 1 if step in ("start", "done", "fail") else None
    note = f"step {seq}: tests are green, two warnings left in module {at}" if step != "start" else None
    write(seq, keys[at], step, window, note, "4/4" if step == "done" else None)
    seq += 1
