#!/usr/bin/env python3
"""What each dialect costs in `planc check --format json`, in instructions. Needs valgrind.

    cargo build --release --config profile.release.strip=false --config profile.release.debug=1 \\
        --config profile.release.lto=false --target-dir target/measure
    dialects.py target/measure/release/planc FILE...

A dialect's share is the largest inclusive count of one function of its file, inlined ones too.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

DIALECTS = ["awaiting", "check_list", "claim", "directive", "field", "front_matter", "heading", "map_block", "mermaid",
            "phase", "placement", "plain_text", "prompt", "relation", "table", "window_line"]
planc, files = sys.argv[1], sys.argv[2:]
shares = []
for file in files:
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "callgrind.out"
        subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", planc, "check", "--format", "json", file],
                       capture_output=True)
        text = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", out],
                              capture_output=True, text=True).stdout
    total = int(re.search(r"([\d,]+) .*PROGRAM TOTALS", text).group(1).replace(",", ""))
    found = {}
    for count, name in re.findall(r"^\s*([\d,]+) \([^)]*\)\s+\S*\bsrc/syntax/(\w+)\.rs:", text, re.M):
        found[name] = max(found.get(name, 0), int(count.replace(",", "")))
    shares.append((total, found))
print("| dialect | " + " | ".join(pathlib.Path(file).name for file in files) + " |")
print("|---" * (len(files) + 1) + "|")
print("| all, million instructions | " + " | ".join(f"{total / 1e6:.1f}" for total, _ in shares) + " |")
for name in DIALECTS:
    print(f"| `{name}` | " + " | ".join(f"{100 * found.get(name, 0) / total:.1f} %" for total, found in shares) + " |")
