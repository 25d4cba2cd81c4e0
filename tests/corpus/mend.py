#!/usr/bin/env python3
"""What `planc fix` must reach on copies of labelled plans. Usage: mend.py PLANC CORPUS_FOLDER"""
import json
import pathlib
import re
import shutil
import subprocess
import tempfile

from checked import check, end, planc, seed as corpus

seed = corpus / "seed"


def run(*args, cwd=None):
    return subprocess.run([planc, *map(str, args)], capture_output=True, text=True, cwd=cwd)


def findings(path):
    return json.loads(run("check", "--format", "json", path).stdout)["findings"]


def of(found, *rules):
    return [finding for finding in found if finding["rule"] in rules]


def keys(found):
    return {(f["rule"], json.dumps(f["subject"], sort_keys=True)) for f in found}


def fences(text):
    """Contents of fenced blocks as CommonMark reads them: opened by three or more, closed by at least as many of the
    same character without words behind them; a block that is never closed runs to the end."""
    blocks, opened = [], None
    for line in text.splitlines(keepends=True):
        found = re.match(r" {0,3}(`{3,}|~{3,})(.*)", line)
        if opened is None:
            if found and not (found[1][0] == "`" and "`" in found[2]):
                opened = (found[1], [])
        elif found and found[1][0] == opened[0][0] and len(found[1]) >= len(opened[0]) and not found[2].strip():
            blocks.append("".join(opened[1]))
            opened = None
        else:
            opened[1].append(line)
    return blocks + (["".join(opened[1])] if opened else [])


def changed(before, after):
    """Lines that went or came, by the diff that planc itself does not make."""
    import difflib
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line[2:] for line in lines if line[:2] in ("- ", "+ ")]


# Lines of maps, headings, counts, lines that open sub-phases, fences and fields of windows that move along.
may_change = re.compile(r"^\s*$|^#|^\s*(\*\*)?(Sub-phase|Windows? |TAB |Tab )|^\s*[-*] |^[├└│ ]*[├└]─|^\|"
                        r"|^PHASE|^```|^\s*(-? ?\**(File|Task|Duration|Depends on|Phase)\b)", re.IGNORECASE)

with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)

    # The guide: nine needs inside their phases.
    guide = folder / "guide.md"
    original = (seed / "parallelization-orchestration-guide.md").read_text()
    guide.write_text(original)
    check("P201 before", len(of(findings(guide), "P201")), 9)
    before = findings(guide)
    shown = run("fix", "--unsafe", "--diff", guide.name, cwd=folder)
    check("a diff ends with 1", shown.returncode, 1)
    check("fix", run("fix", "--unsafe", guide).returncode, 0)
    mended, left = guide.read_text(), findings(guide)
    check("P201, P202 and P204 after", of(left, "P201", "P202", "P204"), [])
    check("nothing new", sorted(keys(left) - keys(before)), [])
    check("errors after", [f["rule"] for f in left if f["severity"] == "error"], [])
    strange = [line for line in changed(original, mended) if not may_change.match(line)]
    check("only map lines, headings and counts change", strange, [])
    check("a second fix changes nothing", (run("fix", "--unsafe", "--check", guide).returncode, guide.read_text()), (0, mended))
    guide.write_text(original)
    applied = subprocess.run(["git", "apply", "-p1", "-"], input=shown.stdout, text=True, cwd=folder, capture_output=True)
    check("the diff applies", (applied.returncode, guide.read_text() == mended), (0, True))

    # Other plans with needs inside phases that run at once, in other forms.
    plans = ["seed/feature-1-parallel-execution-plan.md", "seed/feature-1-ultra-fine-grained.md",
             "heading/edison-audit-plan.md"]
    for name in plans:
        path = folder / pathlib.Path(name).name
        shutil.copyfile(corpus / name, path)
        original, before = path.read_text(), findings(path)
        check(f"{name}: needs inside phases", bool(of(before, "P201")), True)
        run("fix", "--unsafe", path)
        mended, left = path.read_text(), findings(path)
        check(f"{name}: they are gone", [f["message"] for f in of(left, "P201", "P202")], [])
        check(f"{name}: nothing new but P204", sorted(k for k in keys(left) - keys(before) if k[0] != "P204"), [])
        check(f"{name}: a second fix", (run("fix", "--unsafe", "--check", path).returncode, path.read_text() == mended), (0, True))

    # Chapters that are worked through from top to bottom stay as they are.
    chapters = ["spec-kit/todo-cli-app.md", "spec-kit/todo-env-setup.md", "heading/user-dashboard-plan.md",
                "heading/mesh-rs-phase-8.md", "checklist/polaris-v030-release.md", "table/fluxion-issue-waves.md"]
    for name in chapters:
        inside = of(findings(corpus / name), "P201")
        check(f"{name}: chapters", [f["message"] for f in inside if "grouping" not in f["subject"]], [])
        waves = [(f["subject"]["subtask"], f["subject"]["needs"]) for f in inside if "grouping" in f["subject"]]
        check(f"{name}: waves beside them", waves, [("#62", "#61")] if "waves" in name else [])

    # Three documents of one plan together.
    together = folder / "together"
    together.mkdir()
    for path in seed.glob("*.md"):
        if "mojibake" not in path.name:
            shutil.copyfile(path, together / path.name)
    before = findings(together)
    run("fix", "--unsafe", together)
    left = findings(together)
    check("together: phases hold", [f["message"] for f in of(left, "P201", "P202", "P407")], [])
    check("together: only needs that the author states twice are wrong",
          sorted({f["rule"] for f in left if f["severity"] == "error"}), ["P405"])
    windows = [f["message"] for f in of(left, "P305") if "phase" in f["subject"]]
    check("together: windows agree", windows, [])
    check("together: not more of any rule",
          sorted({rule for rule in {f["rule"] for f in left} if len(of(left, rule)) > len(of(before, rule))}), [])
    check("together: a second fix", run("fix", "--unsafe", "--check", together).returncode, 0)

    # The spec: three prompts that every other reader cuts short.
    spec = folder / "spec.md"
    original = (seed / "feature-1-ultra-fine-grained.md").read_text()
    spec.write_text(original)
    prompts = [s["prompt"] for s in json.loads(run("plan", "--format", "json", spec).stdout)["subtasks"] if s["prompt"]]
    check("broken prompts", len(of(findings(spec), "P402")), 3)
    check("other readers lose them", all(prompt in fences(original) for prompt in prompts), False)
    run("fix", spec)
    check("prompts after the safe fix", [prompt[:40] for prompt in prompts if prompt not in fences(spec.read_text())], [])
    lines = [a for a, b in zip(original.splitlines(), spec.read_text().splitlines()) if a != b]
    check("six fences changed", (len(lines), len(original.splitlines()) == len(spec.read_text().splitlines())), (6, True))

end()
