#!/usr/bin/env python3
"""What must hold for the four files of the labelled seed plan. Usage: holds.py PLANC SEED_FOLDER"""
import json
import pathlib
import shutil
import subprocess
import tempfile

from checked import check, end, guide, plan, planc, seed, spec, twin


def run(*args, cwd=None):
    return subprocess.run([planc, *map(str, args)], capture_output=True, text=True, cwd=cwd)


def findings(*paths):
    return json.loads(run("check", "--format", "json", *paths).stdout)["findings"]


def plan_json(*paths):
    return json.loads(run("plan", "--format", "json", *paths).stdout)


def schedule(*args):
    report = json.loads(run("schedule", "--format", "json", *args).stdout)
    by_mode = {execution["mode"]: execution for execution in report["executions"]}
    return report, by_mode


def of(rule, found):
    return [finding for finding in found if finding["rule"] == rule]


nine = {("1.1.7", "1.1.6"), ("1.1.8", "1.1.7"), ("1.1.9", "1.1.6"), ("1.1.9", "1.1.7"), ("1.1.9", "1.1.8"),
        ("1.3.1", "1.1.6"), ("1.4.3", "1.4.2"), ("1.3.3", "1.3.2"), ("1.3.7", "1.3.6")}
for path in (guide, twin):
    found = findings(path)
    pairs = [(f["subject"]["subtask"], f["subject"]["needs"]) for f in of("P201", found)]
    check(f"P201 of {path.name}", (len(pairs), set(pairs)), (9, nine))
    check(f"P105 of {path.name}", [f["subject"]["subtask"] for f in of("P105", found)], ["1.1.9"])
    lines = sorted(f["span"]["start"]["line"] for f in of("P501", found))
    check(f"P501 of {path.name}", lines, [35, 395])
    check(f"P701 of {path.name}", len(of("P701", found)), int(path == twin))
ids = lambda p: [(s["id"], s["title"], s["needs"], s["phase"], s["window"]) for s in plan_json(p)["subtasks"]]
check("the twin gives the same plan", ids(twin), ids(guide))
check("subtasks of the guide", len(ids(guide)), 31)

_, modes = schedule(plan, "--no-file-locks", "--windows", 12)
check("work", modes["dataflow"]["work_minutes"], 306)
check("as written", modes["as-written"]["makespan_minutes"], 110)
check("dataflow", (modes["dataflow"]["makespan_minutes"], modes["dataflow"]["optimal"]), (88, True))
for flags, wanted in ((["--no-file-locks"], [163, 116, 92, 88, 88]), ([], [163, 116, 108, 108, 108])):
    found = [schedule(plan, "--windows", n, *flags)[1]["dataflow"] for n in (2, 3, 4, 5, 12)]
    check(f"dataflow {flags}", [(f["makespan_minutes"], f["optimal"]) for f in found], [(w, True) for w in wanted])
arithmetic = [f["message"] for f in of("P503", findings(plan)) if "70 min" in f["message"]]
check("70 minutes are contradicted", [("110" in m) for m in arithmetic][:1], [True])

with tempfile.TemporaryDirectory() as folder:
    together = pathlib.Path(folder) / "plan"
    together.mkdir()
    for path in (guide, plan, spec):
        shutil.copy(path, together)
    found = findings(together)
    check("P405 together", len(of("P405", found)) >= 15, True)
    check("P202 together", ("1.2.6", "1.2.5") in {(f["subject"]["subtask"], f["subject"]["needs"]) for f in of("P202", found)}, True)
    check("P407 together", len(of("P407", found)) > 0, True)
    union, modes = schedule(together)
    check("union critical path", modes["dataflow"]["lower_bound_minutes"], 135)
    _, modes = schedule(together, "--needs", "map", "--windows", 3)
    check("map needs with locks", modes["dataflow"]["makespan_minutes"], 123)

    # The prompts of the spec are the author's bytes between the outer fences.
    text = spec.read_bytes().split(b"\n")
    label = json.loads(spec.with_suffix(".expected.json").read_text())
    whole = counts = 0
    for subtask in plan_json(spec)["subtasks"]:
        if subtask["id"] not in label["validation_counts"]:
            continue
        prompt = subtask["prompt"].encode()
        start = subtask["source"]["line"]
        opening = next(i for i in range(start, len(text)) if text[i].startswith(b"```"))
        size = prompt.count(b"\n")
        whole += b"\n".join(text[opening + 1:opening + 1 + size]) + b"\n" == prompt and text[opening + 1 + size] == b"```" \
            and text[opening + 3 + size] in (b"---", b"")
        counts += len(subtask["validation"]) == label["validation_counts"][subtask["id"]]
    check("whole prompts", whole, 30)
    check("validation counts", counts, 30)

    # The same bytes twice; a deleted input removes only our files; output is not read as a plan.
    copy = pathlib.Path(folder) / "seed"
    shutil.copytree(seed, copy, ignore=shutil.ignore_patterns("*.json"))
    out = copy / "OUT"
    snapshot = lambda: {p.relative_to(out): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}
    check("build", run("build", copy, "-o", out).returncode, 0)
    first = snapshot()
    check("build again", (run("build", copy, "-o", out).returncode, snapshot() == first), (0, True))
    (out / "mine.txt").write_text("mine")
    (copy / spec.name).unlink()
    check("build with an input less", run("build", copy, "-o", out).returncode, 0)
    check("my file stays", (out / "mine.txt").read_text(), "mine")
    left = set(snapshot())
    check("files of the deleted input go", bool(set(first) - left), True)

end()
