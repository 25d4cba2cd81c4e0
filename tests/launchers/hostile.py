"""Puts what acts on shells, tmux, make, ninja and runners into every part of a plan, and runs it.

Usage: hostile.py PLANC AGENT FOLDER
"""

import os
import pathlib
import shutil
import subprocess
import sys

planc, agent, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
VECTORS = [
    "$(touch canary)", "`touch canary`", "#(touch canary)", "$(shell touch canary)", "$$(touch canary)", "'; touch canary; '",
    '"; touch canary; "', "| touch canary", "& touch canary", "${IFS}touch${IFS}canary", "-rf", "--", "!!", "*", "~", "%", ":",
    "semi;", "back\\", "${{ secrets.X }}", "${{ toJSON(env) }}", "}}", "::error file=x::y", "::stop-commands::x", "##[group]x",
    "${command:x}", "${env:SECRET}", "#{host}", "Enter", "C-c", "\x1b[201~", "&anchor *x", "!tag", "no", "1e3", "../../x",
    "/etc/x", "CON", ".git", "$in $out", "a:b", "\u202ecanary", "\u2028touch canary", "{{ prompt }}", "{% include '/etc/passwd' %}", "%(touch canary)", "-o /tmp",
    "LPT1", "$'\\ntouch canary'", "x" * 5000, "<!-- x -->", "\ttouch canary", "e\u0301", "=cmd|'/c touch canary'!A0",
]
LAUNCHERS = ["Makefile", "build.ninja", "github-workflow.yml", "start-subtask.sh", "subtasks.tsv", "tmux.sh", "vscode-tasks.json"]


def plan(title, word):
    file = title.replace("/", "_").replace("\x1b", "")
    return (
        f"# Feature 1: {title}\n\n## PHASE 1\nWindow 1: SUBTASK 1.1.1 - {title}\nWindow 2: SUBTASK 1.1.2 - {title}\n\n"
        f"## PHASE 2\nWindow 1: SUBTASK 1.1.3 - {title} (needs 1.1.1)\n\n"
        f"## SUBTASK 1.1.1: {title}\nFiles: `{file}.rs`\n\n**Agent Prompt:**\n```\n{word}\n{{label}} {{file}} {{prompt}}\n```\n"
    )


def run(command, cwd, **more):
    environment = dict(os.environ, PLANC=planc, **more)
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False)


def pack(place, text, name="plan.md", out="out", words=(agent, "{label}")):
    place.mkdir(parents=True)
    (place / "planc.toml").write_text("")
    (place / name).write_text(text)
    arguments = [part for word in words for part in ("--agent", word)]
    done = run([planc, "pack", "-o", out, *arguments], place)
    assert done.returncode == 0, done.stderr
    return place / out / "launch"


def check(place, label):
    for root, folders, files in os.walk(place):
        assert "canary" not in files and "canary" not in folders, f"{label}: a canary in {root}"


plain = pack(folder / "plain", plan("Plain", "word"))
for at, vector in enumerate(VECTORS):
    place = folder / str(at)
    launch = pack(place, plan(vector, vector))
    for name in LAUNCHERS:
        assert (launch / name).read_bytes() == (plain / name).read_bytes(), f"{vector!r}: {name} differs"
    if at % 3 == 0:
        done = run(["make", "-C", str(launch), "-j4"], place)
    elif at % 3 == 1:
        done = run(["ninja", "-C", str(launch), "-j4"], place)
    else:
        done = run(["bash", str(launch / "start-subtask.sh"), "F1-1.1.1"], place)
    assert done.returncode == 0, (vector, done.stdout, done.stderr)
    got = (place / "made" / "F1-1.1.1").read_bytes()
    assert got == next(place.glob("out/F1/phases/1/*F1-1.1.1.md")).read_bytes(), vector
    assert f"\n{vector}\n{{label}} {{file}} {{prompt}}\n".encode() in got, vector
    check(place, vector)

# As an argument; what stands in a prompt is no placeholder.
place = folder / "argument"
keep = '["python3", "-c", "import os,sys; open(\\"got\\", \\"wb\\").write(os.fsencode(sys.argv[1]))", "{prompt}"]'
launch = pack(place, plan("$(touch canary)", "`touch canary` {prompt}  "), words=(keep,))
assert run(["bash", str(launch / "start-subtask.sh"), "F1-1.1.1"], place).returncode == 0
assert (place / "got").read_bytes() == next(place.glob("out/F1/phases/1/*F1-1.1.1.md")).read_bytes()

# Folders and files with such names.
for at, name in enumerate(["a b", "$(touch canary)", "#(touch canary)", "it's", "x;", "-rf", "%", "$(shell touch canary)"]):
    place = folder / f"folders{at}" / name
    launch = pack(place, plan("Plain", "word"), name=f"{name}.md", out=f"./{name} out")
    if at % 2:
        done = run(["make", "-C", str(launch)], place)
    else:
        done = run(["ninja", "-C", str(launch)], place)
    assert done.returncode == 0, (name, done.stdout, done.stderr)
    if shutil.which("tmux"):
        shutil.rmtree(place / ".planc")
        socket = f"planc-hostile-{os.getpid()}"
        done = run(["bash", str(launch / "tmux.sh"), "--socket", socket], place)
        assert done.returncode == 0, done.stderr
        for _ in range(300):
            if run(["tmux", "-L", socket, "has-session", "-t", "planc"], place).returncode:
                break
            run(["sleep", "0.1"], place)
        states = run([planc, "log", "--states"], place).stdout.decode()
        assert states.count("\tvalidated\n") == 3, (name, states)
    check(folder / f"folders{at}", name)
print(f"{len(VECTORS)} vectors do nothing")
