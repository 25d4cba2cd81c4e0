#!/usr/bin/env python3
"""Markdown that is no plan yields no subtask, and no finding but P001 when it is named.

    prose.py PLANC PATH...

Reads every markdown file at or below the paths: README files and change logs of packages, and the project's own pages,
whose examples of plans stand in fences.
"""
import json
import os
import pathlib
import subprocess
import sys

planc = pathlib.Path(sys.argv[1]).resolve()
files = []
for folder in map(pathlib.Path, sys.argv[2:]):
    if folder.is_file():
        files.append(folder)
    for root, folders, names in os.walk(folder):
        folders.sort()
        files += [pathlib.Path(root) / name for name in sorted(names) if name.lower().endswith((".md", ".markdown"))]
# Packages copy their texts from each other.
texts = {path.read_bytes(): path for path in reversed(files) if path.stat().st_size < 4_000_000}
files = sorted(texts.values())
wrong = {}
for at in range(0, len(files), 100):
    batch = [str(path) for path in files[at:at + 100]]
    done = subprocess.run([planc, "check", "--format", "json", *batch], capture_output=True)
    if done.returncode not in (0, 1):
        sys.exit(f"planc ended with {done.returncode}: {done.stderr.decode(errors='replace')[:500]}")
    for finding in json.loads(done.stdout)["findings"]:
        # A damaged file is damaged, plan or not.
        if finding["rule"] not in ("P001", "P701"):
            wrong.setdefault(finding["path"], set()).add(finding["rule"])
    named = {f["path"] for f in json.loads(done.stdout)["findings"] if f["rule"] == "P001"}
    if len(named) != len(batch):
        for path in batch:
            found = subprocess.run([planc, "plan", "--format", "json", path], capture_output=True)
            if found.returncode == 0:
                ids = [s["id"] for s in json.loads(found.stdout)["subtasks"]]
                wrong.setdefault(path, set()).add(f"{len(ids)} subtasks: {', '.join(ids[:6])}")
for path, what in sorted(wrong.items()):
    print(f"FAILED {path}: {'; '.join(sorted(what))}")
print(f"{len(files)} files of prose, {len(wrong)} failed")
sys.exit(1 if wrong else 0)
