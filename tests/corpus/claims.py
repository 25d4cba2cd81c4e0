#!/usr/bin/env python3
"""What must be said, and what must not be said, about the numbers that the labelled seed plan states.

Usage: claims.py PLANC SEED_FOLDER
"""
import json
import pathlib
import shutil
import subprocess
import tempfile

from checked import check, end, guide, plan, planc, spec, twin

claims = {"P303", "P305", "P501", "P502", "P503", "P504", "P505", "P506", "P507"}


def findings(*paths):
    done = subprocess.run([planc, "check", "--format", "json", *map(str, paths)], capture_output=True, text=True)
    return [f for f in json.loads(done.stdout)["findings"] if f["rule"] in claims]


def line(finding):
    return finding["span"]["start"]["line"]


def says(found, rule, at, *words):
    """A finding of the rule at the line whose message holds all the words."""
    here = [f for f in found if f["rule"] == rule and line(f) == at]
    check(f"{rule} at line {at}", [all(w in f["message"] for w in words) for f in here], [True])


for path in (guide, twin):
    found = findings(path)
    # False sentences.
    says(found, "P501", 35, "3 phases", "has 5")
    says(found, "P501", 395, "29 subtasks", "30")
    says(found, "P503", 114, "15 + 20 + 20 + 15 + 30 = 100 minutes")
    says(found, "P503", 395, "1.5h", "100 minutes")
    says(found, "P506", 136, "features 1 and 6", "1:00", "1.5 hours")
    says(found, "P506", 311, "1:10", "1.5")
    says(found, "P506", 315, "20 hours", "4h + 5h + 3h + 1.5h + 1.5h = 15 hours")
    says(found, "P303", 129, "18 windows", "more than 15")
    says(found, "P303", 297, "40 windows", "more than 15")
    for at, width, row in ((128, 6, 5), (300, 8, 10), (301, 6, 8), (302, 6, 5), (303, 6, 4)):
        says(found, "P305", at, f"{width} windows", f"its row says {row}")
    limits = [r["span"]["start"]["line"] for f in found if f["rule"] == "P303" for r in f["related"]]
    check("the limit that both exceed", limits, [333, 333])
    total = [f for f in found if f["rule"] == "P506" and "1 hour 50 minutes" in f["message"]]
    check("1.5 h and 1 h 50", [(line(f), [r["span"]["start"]["line"] for r in f["related"]][-1]) for f in total], [(114, 35)])
    check("one missing-duration", [line(f) for f in found if f["rule"] == "P507"], [37])
    # True sentences: savings, speedups, totals, sums of the weeks.
    check("no saving is false", [line(f) for f in found if f["rule"] == "P504"], [])
    check("no total is false", [line(f) for f in found if f["rule"] == "P505"], [])
    check("12 at once is what the map says", [line(f) for f in found if f["rule"] == "P502"], [])
    known = {35, 37, 114, 128, 129, 136, 297, 300, 301, 302, 303, 311, 315, 395}
    check("nothing else", sorted({line(f) for f in found} - known), [])

# A true sentence made false is found: the silence above is no blindness.
with tempfile.TemporaryDirectory() as folder:
    text = guide.read_text()
    for rule, at, old, new in (
        ("P504", 113, "| 1.6x |", "| 1.8x |"), ("P504", 114, "**2.7x**", "**2.9x**"), ("P504", 116, "(62% faster)", "(66% faster)"),
        ("P504", 116, "saved:** 2.5 hours", "saved:** 3.5 hours"), ("P504", 141, "(82% faster)", "(85% faster)"),
        ("P504", 317, "(90% faster)", "(95% faster)"), ("P504", 396, "| 2.5x |", "| 2.7x |"), ("P505", 139, "= 5.5 hours", "= 6.5 hours"),
        ("P505", 403, "**142**", "**141**"), ("P505", 403, "**~11h**", "**~15h**"), ("P505", 403, "**~23h**", "**~30h**"),
        ("P505", 403, "**12** | -", "**13** | -"), ("P505", 416, "**Total:** 4 hours", "**Total:** 5 hours"),
        ("P505", 428, "**Grand Total:** 11 hours", "**Grand Total:** 13 hours"),
    ):
        assert old in text.split("\n")[at - 1], (at, old)
        lines = text.split("\n")
        lines[at - 1] = lines[at - 1].replace(old, new, 1)
        changed = pathlib.Path(folder) / "changed.md"
        changed.write_text("\n".join(lines))
        check(f"{rule} for {new} at {at}", [f["rule"] for f in findings(changed) if line(f) == at and f["rule"] == rule][:1], [rule])

found = findings(plan)
says(found, "P501", 16, "15 subtasks", "has 12")
says(found, "P501", 24, "6 subtasks", "has 5")
says(found, "P503", 473, "phase 2", "15 min", "10-12 + 12-15 + 8-10")
says(found, "P503", 477, "70 min", "110")
says(found, "P503", 564, "4 hours", "306 minutes")
says(found, "P506", 7, "under 1 hour", "60-70 minutes", "70 min")
check("75 % is true", [line(f) for f in found if f["rule"] == "P504"], [])
check("12 tasks and 3 buffers are 15 windows", [line(f) for f in found if f["rule"] in ("P502", "P505")], [])
found = findings(spec)
says(found, "P501", 9, "8 subtasks", "has 9")
says(found, "P503", 2631, "12 + 15 + 10 = 37 minutes")

with tempfile.TemporaryDirectory() as folder:
    together = pathlib.Path(folder) / "plan"
    together.mkdir()
    for path in (guide, plan, spec):
        shutil.copy(path, together)
    found = findings(together)
    width = [f["message"] for f in found if f["rule"] == "P502" and f["path"].endswith(guide.name)]
    check("12 claimed, 7 at most", [("`12`" in m, "no more than 7" in m) for m in width], [(True, True)] * 2)
    other = {f["subject"]["subtask"] for f in found if f["rule"] == "P305" and "subtask" in f["subject"]}
    check("windows that differ between documents", other, {"1.2.6", "1.4.1", "1.4.8"})
    totals = [f for f in found if f["rule"] == "P506" and "under 1 hour" in f["message"]]
    places = [[f["path"].rsplit("/", 1)[-1]] + [r["path"].rsplit("/", 1)[-1] for r in f["related"]] for f in totals]
    check("one finding names all places", [set(p) == {guide.name, plan.name, spec.name} for p in places], [True])

end()
