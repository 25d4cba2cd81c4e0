"""Proves from a run log that nothing started before its needs were done, and that no two writers of a file overlapped.

Usage: order.py PLAN.json LOG [LABEL that failed first]
"""

import json
import sys

plan = json.load(open(sys.argv[1], encoding="utf-8"))
events = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
failed = sys.argv[3:]
subtasks = {subtask["key"]: subtask for subtask in plan["subtasks"]}
keys = {}
for subtask in plan["subtasks"]:
    keys.setdefault(subtask["id"], subtask["key"])
needs = {key: [need if need in subtasks else keys[need] for need in subtask["needs"]] for key, subtask in subtasks.items()}
over = {key for key, subtask in subtasks.items() if subtask["status"] in ("done", "skipped")}
running, starts = set(), {}
for event in events:
    key, kind = event["subtask"], event["event"]
    if kind == "start":
        starts[key] = starts.get(key, 0) + 1
        assert key not in over, f"{key} starts again"
        missing = [need for need in needs[key] if need not in over]
        assert not missing, f"{key} starts before {missing}"
        paths = {file["path"] for file in subtasks[key]["files"]}
        for other in running:
            shared = paths & {file["path"] for file in subtasks[other]["files"]}
            assert not shared, f"{key} and {other} write {shared} at the same time"
        running.add(key)
    elif kind == "done":
        running.discard(key)
        over.add(key)
    elif kind == "fail":
        running.discard(key)
assert not running, f"{running} never ended"
assert over == set(subtasks), f"left: {set(subtasks) - over}"
again = {key for key, count in starts.items() if count > 1}
assert again == set(failed), f"started twice: {again}"
print(f"{len(starts)} subtasks in order")
