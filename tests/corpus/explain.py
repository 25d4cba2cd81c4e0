#!/usr/bin/env python3
"""Every line of every file of a corpus has a reading, and that of a subtask names it. Usage: explain.py PLANC CORPUS"""
import json
import os
import pathlib
import subprocess
import sys

planc, corpus = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
lines = failed = 0


def run(*args):
    environment = dict(os.environ, COLUMNS="400")
    return subprocess.run([planc, "plan", *map(str, args)], capture_output=True, text=True, env=environment)


for path in sorted(corpus.rglob("*.md")):
    done = run(path, "--explain", path)
    rows = done.stdout.splitlines()[1:]
    text = path.read_bytes()
    wanted = text.count(b"\n") + (not text.endswith(b"\n"))
    if done.returncode or len(rows) != wanted:
        failed += 1
        print(f"FAILED {path}: {wanted} lines, {len(rows)} readings, exit {done.returncode} {done.stderr[:200]}")
        continue
    lines += wanted
    found = run(path, "--format", "json")
    for subtask in json.loads(found.stdout)["subtasks"] if found.returncode == 0 else []:
        row = rows[subtask["source"]["line"] - 1]
        if f"subtask {subtask['id']}" not in row and f"-{subtask['id']}" not in row:
            failed += 1
            print(f"FAILED {path}:{subtask['source']['line']}: {subtask['id']} is not named: {row}")
print(f"{lines} lines explained, {failed} failed")
sys.exit(1 if failed else 0)
