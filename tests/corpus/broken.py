#!/usr/bin/env python3
"""Breaks lines of labelled plans on purpose: each must get a finding at exactly that line, or be read as it was.

Usage: broken.py PLANC CORPUS_FOLDER [-v]
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

planc, corpus = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
verbose = "-v" in sys.argv[3:]
# Of lines that one slip fits, so many are broken, spread over the file.
SAMPLES = 3
ID = r"\d+\.\d+\.\d+"


def within(line, pattern, change):
    """Slips inside the first match of `pattern`, each as (name, whole new line)."""
    match = re.search(pattern, line)
    if not match:
        return []
    found = match.group(1)
    return [(name, line[: match.start(1)] + new + line[match.end(1) :]) for name, new in change(found)]


def ids(text):
    a, b, c = text.split(".")
    return [
        ("id without its end", f"{a}.{b}."),
        ("two dots", f"{a}..{c}"),
        ("commas for dots", f"{a},{b},{c}"),
        ("space before a dot", f"{a}.{b} .{c}"),
        ("space behind a dot", f"{a}.{b}. {c}"),
        ("l for 1", f"l.{b}.{c}" if a == "1" else f"{a}.{b}.l"),
        ("O for a number", f"{a}.{b}.O"),
        ("colons for dots", f"{a}:{b}:{c}"),
        ("no id", ""),
        ("dashes for dots", f"{a}-{b}-{c}"),
    ]


def keyword(text):
    capitals = text.isupper()
    cut = {"subtask": ["subtsk", "subtaks", "subtas", "subtasks", "suptask", "subbtask", "ubtask"]}
    return [(f"`{w}`", w.upper() if capitals else w.capitalize()) for w in cut["subtask"]]


def opener(text):
    return [(f"`{w}`", w) for w in ("neds", "nedes", "needs to", "eneds", "nees", "depends one", "dependson", "depnds on", "reqiures", "aftr")]


def label(text):
    slips = {
        "depends on": ["Depend one", "Depends one", "Depnds on", "Depends o", "Dependson", "Dpeends on"],
        "dependencies": ["Dependancies", "Dependecies", "Dependncies", "Depedencies", "Dependencis"],
        "prerequisites": ["Prerequsites", "Prerequisits", "Prerequiste", "Prequisites"],
    }
    return [(f"`{w}`", w.upper() if text.isupper() else w) for w in slips.get(text.lower(), [])]


def needs(text):
    first = re.search(ID, text)
    if not first:
        return []
    a, b, c = first.group(0).split(".")
    rest = text[first.end() :]
    head = text[: first.start()]
    other = f"{a}.{b}.{int(c) + 1}"
    return [
        ("need without its end", f"{head}{a}.{b}.{rest}"),
        ("need with two dots", f"{head}{a}..{c}{rest}"),
        ("need with commas", f"{head}{a},{b},{c}{rest}"),
        ("need with a space", f"{head}{a}.{b} .{c}{rest}"),
        ("need with an O", f"{head}{a}.{b}.O{rest}"),
        ("need without a comma", f"{head}{a}.{b}.{c} {other}{rest}"),
        ("need with a slash", f"{head}{a}.{b}.{c}/{other}{rest}"),
        ("need with a bar", f"{head}{a}.{b}.{c}|{other}{rest}"),
        ("need of nobody", f"{head}{a}.{b}.77{rest}"),
        ("open range", f"{head}{a}.{b}.{c}-"),
    ]


def slips(line):
    """All slips that fit a line: (name, new line)."""
    found = []
    window = re.match(rf"(Window \d+): +SUBTASK {ID}", line)
    tree = re.match(rf"[│ ]*[├└]─ {ID}: ", line)
    heading = re.match(rf"#+ (SUBTASK|Subtask|SubTask) {ID}: ", line)
    if window:
        found += within(line, rf"SUBTASK ({ID})", ids)
        found += within(line, r"(SUBTASK) ", keyword)
        found += within(line, r"^(Window \d+:)", lambda w: [
            ("window without a colon", w[:-1]), ("window with a semicolon", w[:-1] + ";"), ("window with a dot", w[:-1] + "."),
            ("window without a number", "Window :"), ("window X", "Window X:"), ("glued window", w.replace(" ", "")),
            ("`Windw`", w.replace("Window", "Windw")), ("`Wndow`", w.replace("Window", "Wndow")), ("`Widnow`", w.replace("Window", "Widnow")),
            ("`Windows`", w.replace("Window", "Windos")), ("window in words", "Window three:"), ("no window", ""), ("no keyword", w[7:]),
            ("far window", "Window 99999999999:")])
        found += within(line, rf"(SUBTASK {ID} - )", lambda w: [("glued title", w[:-3]), ("glued keyword", w.replace(" ", "", 1))])
    if tree:
        found += within(line, rf"({ID}): ", ids)
    if window or tree:
        found += within(line, rf"\((needs) (?=all|{ID})", opener)
        found += within(line, rf"(\(needs [^()]*\))", lambda w: [
            ("no closing bracket", w[:-1]), ("no opening bracket", w[1:]), ("no brackets", w[1:-1]), ("glued needs", w.replace("needs ", "needs")),
            ("square brackets", f"[{w[1:-1]}]"), ("empty needs", "(needs)"), ("curly brackets", "{" + w[1:-1] + "}"), ("wrong bracket", w[:-1] + "]")])
        found += within(line, r"\(needs ([^()]*)\)", needs)
    if heading:
        found += within(line, rf"({ID})", ids)
        found += within(line, r"^#+ (\w+) ", keyword)
        found += within(line, r"^(#+ )", lambda w: [("glued heading", w[:-1]), ("heading without marks", "")])
        found += within(line, rf"({ID}: )", lambda w: [("glued heading title", w[:-2])])
    found += within(line, rf"^[\s*-]*(Depends [Oo]n|Dependencies|DEPENDENCIES|Prerequisites)(?:\*\*)?:(?:\*\*)? .*(?:{ID}|Task \d|Subtask)", label)
    field = re.match(rf"(\s*- )?\*\*(Depends [Oo]n|Dependencies|Prerequisites)(:\*\*|\*\*:) +(?=.*(?:{ID}|Task \d|Subtask))", line)
    if field:
        found += [("field without a colon", line.replace(field.group(3), "**", 1))]
        found += within(line, rf":? +((?:SUBTASK )?{ID}.*)$", needs)
    box = re.match(r"\s*- \[[ x]\] (SubTask|Task|T\d{3}|\d+\.\d+)", line)
    if box:
        found += within(line, r"(SubTask) \d", keyword)
        found += within(line, r"\] (T\d{3}) ", lambda w: [("T 001", f"T {w[1:]}"), ("T00l", w[:-1] + "l"), ("T-", "T"), ("TT", "T" + w)])
        found += within(line, r"SubTask (\d+\.\d+)", lambda w: [
            ("item id without its end", w.split(".")[0] + "."), ("item id with two dots", w.replace(".", "..")), ("item id with a comma", w.replace(".", ",")),
            ("item id with a space", w.replace(".", " .")), ("no item id", "")])
        found += within(line, r"^\s*(- \[[ x]\]) ", lambda w: [("glued box", w.replace(" [", "[")), ("half a box", w[:-1]), ("box without a list", w[2:])])
    phase = re.match(r"(?:#+ |\*\*|#+ \*\*)?(PHASE|Phase) \d+", line)
    if phase and (line.startswith(("#", "**")) or line.startswith("PHASE")):
        found += within(line, r"((?:PHASE|Phase) \d+)", lambda w: [
            ("phase in words", w.split()[0] + " two"), ("`Phse`", w.replace("ha", "h").replace("HA", "H")), ("phase without a number", w.split()[0]),
            ("glued phase", w.replace(" ", "")), ("`Phaes`", w.replace("se", "es").replace("SE", "ES"))])
    return found


def run(command, path, **more):
    return json.loads(subprocess.run([planc, command, "--format", "json", *more.get("args", []), path.name], cwd=path.parent, capture_output=True, text=True).stdout)


def found(path):
    return {(f["rule"], f["span"]["start"]["line"], f["message"]) for f in run("check", path)["findings"]}


def read(path):
    plan = run("plan", path)
    keys = ("id", "title", "phase", "sub_phase", "window", "needs", "duration_minutes", "status")
    return [[subtask[key] for key in keys] for subtask in plan["subtasks"]], [(p["name"], p["title"]) for p in plan["phases"]]


passed = failed = 0
names = {}
with tempfile.TemporaryDirectory() as folder:
    for source in sorted(corpus.glob("*/*.md")):
        copy = pathlib.Path(folder) / source.name
        lines = source.read_text().split("\n")
        fits = {}
        for at, line in enumerate(lines):
            for name, new in slips(line):
                if new != line:
                    fits.setdefault(name, []).append((at, new))
        if not fits:
            continue
        copy.write_text("\n".join(lines))
        plan, before = read(copy), found(copy)
        for name, places in fits.items():
            step = max(1, len(places) // SAMPLES)
            for at, new in places[::step][:SAMPLES]:
                copy.write_text("\n".join(lines[:at] + [new] + lines[at + 1 :]))
                here = {f for f in found(copy) - before if f[1] == at + 1}
                if here or read(copy) == plan:
                    passed += 1
                else:
                    failed += 1
                    names[name] = names.get(name, 0) + 1
                    if verbose:
                        print(f"FAILED {source.parent.name}/{source.name}:{at + 1} {name}: {new.strip()[:110]}")
        copy.unlink()
print(f"{passed} broken lines found, {failed} missed" + "".join(f"\n  {n} x {name}" for name, n in sorted(names.items())))
sys.exit(1 if failed else 0)
