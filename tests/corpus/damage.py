#!/usr/bin/env python3
"""Nothing panics on a prefix or mutation of a file of the corpus. Usage: damage.py PLANC CORPUS [SEED]"""
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

planc, corpus = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
mix = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 7)
PREFIXES, MUTATIONS = 30, 40
INSERTS = [b"```", b"\n```\n", b"````\n", b"~~~\n", b"#", b"\n## SUBTASK 1.1.1: x\n", b"\n### Task 1: y\n", b"- [ ] T001 ", b"\xff",
           b"\xe2\x94\x9c", b"(needs all 1.1.*)", b"|", b"\n|---|\n", b"\r", b"\0", b"1.1.9-1.1.1", b"\xef\xbb\xbf", b"---\n",
           b"\n**Depends on**: ", "依赖：".encode(), b"\n```mermaid\ngantt\n", b"T001 --> ", b"{\"tasks\": [", b"================\n", b"\xf0\x9f",
           b"**", b"(((", b"~", b"99999999999999999999", "　".encode(), "\u202e".encode()]


def mutated(text):
    text = bytearray(text)
    for _ in range(mix.randint(1, 8)):
        at = mix.randint(0, len(text))
        kind = mix.randrange(5)
        if kind == 0:
            text[at:at] = mix.choice(INSERTS)
        elif kind == 1:
            del text[at:at + mix.randint(1, 200)]
        elif kind == 2 and at < len(text):
            text[at] = mix.randrange(256)
        elif kind == 3:
            start = mix.randint(0, len(text))
            text[at:at] = text[start:start + mix.randint(1, 400)]
        else:
            end = min(len(text), at + mix.randint(1, 60))
            text[at:end] = bytes(reversed(text[at:end]))
    return bytes(text)


def run(*args):
    return subprocess.run([planc, *map(str, args)], capture_output=True)


count = failed = 0
for path in sorted(corpus.rglob("*.md")):
    text = path.read_bytes()
    texts = [text[: len(text) * n // PREFIXES] for n in range(PREFIXES)] + [mutated(text) for _ in range(MUTATIONS)]
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder) / f"{n:03}.md" for n in range(len(texts))]
        for file, content in zip(files, texts):
            file.write_bytes(content)
        count += len(files)
        explained = files[mix.randrange(len(files))]
        bad = []
        if run("check", "--format", "json", *files).returncode not in (0, 1):
            bad = [file for file in files if run("check", "--format", "json", file).returncode not in (0, 1)]
            bad = bad or files[:1]
        if run("plan", explained, "--explain", explained).returncode:
            bad.append(explained)
        for file in bad:
            failed += 1
            kept = pathlib.Path(tempfile.gettempdir()) / f"planc-damage-{path.stem}-{file.stem}.md"
            shutil.copy(file, kept)
            print(f"FAILED {path}: see {kept}")
print(f"{count} damaged files, {failed} failed")
sys.exit(1 if failed else 0)
