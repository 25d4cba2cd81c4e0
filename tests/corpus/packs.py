#!/usr/bin/env python3
"""What must hold for packs of the labelled seed plan, and for large packs. Usage: packs.py PLANC SEED_FOLDER"""
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import time

from checked import check, end, guide, plan as map_of_plan, planc, spec

memory = pathlib.Path("/dev/shm") if pathlib.Path("/dev/shm").is_dir() else pathlib.Path(tempfile.gettempdir())


def worked():
    """Seconds of processor time of all children so far: what else runs on the machine does not count."""
    times = os.times()
    return times.children_user + times.children_system


def run(*args, cwd=None):
    return subprocess.run([planc, *map(str, args)], capture_output=True, cwd=cwd)


def tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def prompt_files(folder):
    return {p.stem.split("-F1-")[1]: p.read_bytes() for p in folder.glob("F1/phases/*/window-*.md")}


def author_prompts():
    """The lines between the outer fences of each section, told apart by its headings and rules alone."""
    text, found, name = spec.read_bytes().split(b"\n"), {}, None
    for at, line in enumerate(text):
        if line.startswith((b"## SUBTASK ", b"## INTEGRATION TEST PROMPT")):
            name = line.split()[2].rstrip(b":").decode() if b"SUBTASK" in line else "INTEGRATION"
        elif line.startswith((b"**Agent Prompt:**",)) and name:
            opening = next(i for i in range(at, len(text)) if text[i].startswith(b"```"))
            section = next(i for i in range(opening + 1, len(text)) if text[i] == b"---" and text[i - 1] == b"" and text[i - 2] == b"```")
            found[name], name = b"\n".join(text[opening + 1:section - 2]) + b"\n", None
    return found


with tempfile.TemporaryDirectory(dir=memory) as folder:
    folder = pathlib.Path(folder)
    plan = folder / "plan"
    plan.mkdir()
    for path in (guide, map_of_plan, spec):
        shutil.copy(path, plan)
    out = folder / "OUT"
    check("pack", run("pack", plan, "-o", out).returncode, 0)
    wanted = author_prompts()
    check("prompts of the spec", len(wanted), 31)

    # The prompt file of every subtask holds the author's bytes, those with inner fences included.
    found = prompt_files(out)
    check("a prompt file for each subtask", sorted(found), sorted(wanted))
    whole = [name for name, prompt in wanted.items() if b"text\n" + prompt + b"```" in found[name]]
    check("prompts that are whole", sorted(whole), sorted(wanted))
    inner = sorted(name for name, prompt in wanted.items() if b"```" in prompt)
    check("prompts with inner fences", inner, ["1.1.9", "1.2.6", "1.4.8"])

    # Phase 1 has twelve prompts; plain files are the author's bytes and nothing else, and so is `planc prompt`.
    check("phase 1", run("pack", plan, "-o", folder / "ONE", "--phase", "1", "--style", "plain").returncode, 0)
    one = prompt_files(folder / "ONE")
    label = json.loads(run("plan", "--format", "json", plan).stdout)["subtasks"]
    check("phase 1 has twelve prompts", sorted(one), sorted(s["id"] for s in label if s["phase"] == "1"))
    check("twelve", len(one), 12)
    check("they are the author's bytes", {name: wanted[name] for name in one}, one)
    for name, prompt in wanted.items():
        check(f"planc prompt {name}", run("prompt", name, plan, "--style", "plain").stdout, prompt)

    # The integration test is the last phase.
    last = max(json.loads(run("schedule", "--format", "json", plan).stdout)["executions"][1]["slots"], key=lambda s: s["start"])
    check("the integration test comes last", last["key"], "F1-INTEGRATION")

    # A kill at any moment: the user's file stays, and the next run completes.
    modes, fresh = ["phases", "dataflow"], {}
    for mode in modes:
        run("pack", plan, "-o", folder / mode, "--mode", mode)
        fresh[mode] = tree(folder / mode)
    (out / "mine.txt").write_text("mine")
    begun = time.monotonic()
    run("pack", plan, "-o", out, "--mode", modes[1])
    took = time.monotonic() - begun
    dice = random.Random(1)
    for round in range(100):
        child = subprocess.Popen([planc, "pack", plan, "-o", out, "--mode", modes[round % 2]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.random() * took)
        child.send_signal(signal.SIGKILL)
        child.wait()
    for mode in modes:
        check("the run after kills", run("pack", plan, "-o", out, "--mode", mode).returncode, 0)
        left = tree(out)
        check("the user's file", left.pop("mine.txt"), b"mine")
        check("the pack after kills", left == fresh[mode], True)

    # Ten thousand prompts, twice.
    lines = ["# Feature 1: Large\n"]
    for n in range(10_000):
        track, number = n // 100 + 1, n % 100 + 1
        need = f"\nNeeds: 1.{track}.{number - 1}" if number > 1 else ""
        lines.append(f"## SUBTASK 1.{track}.{number}: Part {n}\nDuration: 10 min{need}\n\n**Agent Prompt:**\n```\n"
                     f"Make part {n}.\n\nCREATE THIS FILE:\nsrc/part_{n}.rs\n\nVALIDATION:\n- [ ] it builds\n```\n\n---\n")
    (folder / "large.md").write_text("\n".join(lines))
    large = folder / "LARGE"
    times = []
    for _ in range(2):
        begun = worked()
        check("a large pack", run("pack", folder / "large.md", "-o", large, "--windows", "12").returncode, 0)
        times.append(worked() - begun)
        if len(times) == 1:
            files = [p for p in large.rglob("*") if p.is_file()]
            for path in files:
                os.utime(path, (1_000_000_000, 1_000_000_000))
    check("its prompts", sum("bundle" not in p.name and "phases" in p.parts for p in files), 10_000)
    check("files that were written again", sum(p.stat().st_mtime != 1_000_000_000 for p in files), 0)
    print(f"10,000 prompts: {times[0]:.2f} s to write, {times[1]:.2f} s to see that nothing changed")
    check("less than two seconds", times[0] < 2, True)

end()
