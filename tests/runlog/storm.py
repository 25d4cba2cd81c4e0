"""Fifteen writers of one run log, with and without kill -9, and a disk without room.

usage: storm.py LOG_STORM PLANC RECORDS
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

WRITERS = 15


def start(storm, log, records, folder):
    out = [open(os.path.join(folder, f"said-{writer}"), "wb") for writer in range(WRITERS)]
    return [
        subprocess.Popen([storm, log, str(writer), str(records)], stdout=out[writer])
        for writer in range(WRITERS)
    ]


def judge(log, folder, killed):
    """Every acknowledged record is in the log once, whole; at most one line per kill is damaged."""
    bad, found, seqs, last = 0, set(), [], {}
    with open(log, "rb") as lines:
        for line in lines:
            if not line.strip():
                continue
            try:
                event = json.loads(line)
            except ValueError:
                bad += 1
                continue
            _, writer, record = event["subtask"].split(".")
            assert event["note"] == "words " * (int(record) % 97) or (event["note"] is None), line
            assert (writer, record) not in found, line
            assert int(record) > last.get(writer, -1), line
            last[writer] = int(record)
            found.add((writer, record))
            seqs.append(event["seq"])
    for writer in range(WRITERS):
        with open(os.path.join(folder, f"said-{writer}")) as said:
            for record in said.read().split("\n")[:-1]:
                assert record.isdigit(), f"writer {writer}: {record}"
                assert (str(writer), record) in found, f"record {record} of writer {writer} is lost"
    assert bad <= killed, f"{bad} damaged lines after {killed} kills"
    assert seqs == sorted(set(seqs)), "sequence numbers repeat"
    return len(found), bad


def storm_once(storm, planc, records, kills):
    folder = tempfile.mkdtemp(prefix="planc-storm-")
    try:
        log = os.path.join(folder, "run.jsonl")
        began = time.monotonic()
        writers = start(storm, log, records, folder)
        chance = random.Random(7)
        killed = 0
        while any(writer.poll() is None for writer in writers):
            time.sleep(0.01)
            if kills and killed < WRITERS - 1 and chance.random() < 0.1:
                alive = [writer for writer in writers if writer.poll() is None]
                if len(alive) > 1:
                    chance.choice(alive).kill()
                    killed += 1
        for writer in writers:
            writer.wait()
            assert writer.returncode in (0, -9), writer.returncode
        took = time.monotonic() - began
        if not kills:
            assert all(writer.returncode == 0 for writer in writers)
        found, bad = judge(log, folder, killed)
        assert kills or found == WRITERS * records, found
        # The reader of planc agrees, and the next record stands on a line of its own.
        with open(os.path.join(folder, "plan.md"), "w") as plan:
            plan.write("# Feature 1: Ferry\n\n## SUBTASK 1.1.1: Timetable\n")
        run = [planc, "log", "--plan", "plan.md", "--log", "run.jsonl"]
        said = subprocess.run([*run, "start", "1.1.1"], cwd=folder, capture_output=True, text=True)
        assert said.returncode == 0, said.stderr
        assert (bad == 0) == ("left out" not in said.stderr), said.stderr
        with open(log, "rb") as lines:
            json.loads(lines.read().rsplit(b"\n", 2)[1])
        print(f"{found} records, {killed} writers killed, {bad} damaged lines, {took:.1f} s")
    finally:
        shutil.rmtree(folder)


def no_room(storm):
    """Where the system takes no more, nothing is half written and the writer says so."""
    folder = tempfile.mkdtemp(prefix="planc-limit-")
    try:
        log = os.path.join(folder, "run.jsonl")
        command = f'trap "" XFSZ; ulimit -f 64; exec "{storm}" "{log}" 0 5000'
        full = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
        assert full.returncode == 1 and "failed" in full.stdout, full
        check_whole(log, full.stdout)
    finally:
        shutil.rmtree(folder)


def check_whole(log, said):
    with open(log, "rb") as lines:
        text = lines.read()
    assert text.endswith(b"\n")
    records = [json.loads(line) for line in text.splitlines()]
    acknowledged = [line for line in said.splitlines() if line.isdigit()]
    assert len(records) == len(acknowledged), (len(records), len(acknowledged))
    print(f"no room: {len(records)} whole records, the next one refused")


def main():
    storm, planc, records = (os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), int(sys.argv[3]))
    storm_once(storm, planc, records, kills=False)
    storm_once(storm, planc, records, kills=True)
    no_room(storm)


main()
