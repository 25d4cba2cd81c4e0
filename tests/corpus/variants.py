#!/usr/bin/env python3
"""Any plan renumbered, renamed, shuffled or laid out in another way must be read the same.

    variants.py PLANC CORPUS [-v]

Each plan of the corpus (FILE.md or a folder, beside FILE.expected.json) is changed in one way at a time, and what
planc reads from the variant must be what it reads from the plan under the same change.  The ids and titles that a
variant changes are those of the label.  A variant that a plan cannot have is left out; EXCEPTIONS says which plans
cannot be read the same, and why.
"""
import argparse
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

EXCEPTIONS = {
    ("table/radit-agent-waves", "shuffled"): "`ALL above` means the rows above",
}


def facts(planc, path):
    done = subprocess.run([planc, "plan", "--format", "json", str(path)], capture_output=True)
    if done.returncode:
        return None
    subtasks = json.loads(done.stdout)["subtasks"]
    plain = lambda text: re.sub(r"[\W_]+", " ", text).strip()
    # A key outside of brackets is an id that two features share; its prefix follows the file's name.
    known = {s["key"]: s["id"] for s in subtasks}
    found = {
        "subtasks": {s["id"] for s in subtasks},
        "titles": {(s["id"], plain(s["title"])) for s in subtasks},
        "needs": {(s["id"], known.get(n, n)) for s in subtasks for n in s["needs"]},
        "phases": {(s["id"], s["phase"]) for s in subtasks},
        "windows": {(s["id"], s["window"]) for s in subtasks},
        "durations": {(s["id"], json.dumps(s["duration_minutes"])) for s in subtasks},
        "status": {(s["id"], s["status"]) for s in subtasks},
    }
    return found


# Layout: what no reader of markdown sees.

def crlf(text, plan):
    return text.replace("\n", "\r\n"), {}


def trailing(text, plan):
    return "\n".join(line + "  " if line.strip() else line for line in text.split("\n")), {}


def blank_ends(text, plan):
    return ("" if text.startswith("---") else "\n\n") + text.rstrip("\n"), {}


def tabs(text, plan):
    """Leading spaces become tabs, one for each step of indentation; text in fences stays."""
    out, fenced = [], False
    columns = {len(line) - len(line.lstrip(" ")) for line in text.split("\n") if re.match(r" +([-*+]|\d+[.)]) ", line)}
    step = min(columns, default=0)
    if step < 2:
        return None
    for line in text.split("\n"):
        if re.match(r" *(```|~~~)", line):
            fenced = not fenced
        count = len(line) - len(line.lstrip(" "))
        out.append(line if fenced or count % step else "\t" * (count // step) + line.lstrip(" "))
    return "\n".join(out), {}


def deeper(text, plan):
    """Every heading is one level deeper."""
    if re.search(r"^#{6} ", text, re.M):
        return None
    return re.sub(r"^(#{1,5}) ", r"#\1 ", text, flags=re.M), {}


def stars(text, plan):
    """Items begin with another mark."""
    return re.sub(r"^( *)- (?=\S)", r"\1* ", text, flags=re.M), {}


# Names.

TIME = r"(?!\s?(?:x\b|%|h\b|hrs?\b|hours?|min|days?|weeks?|seconds?|s\b|小时|天|分钟|時間|日|分|倍))"


def renumbered(text, plan):
    """Numbers of ids grow; 1.2.3 becomes 21.2.3, T001 becomes T101, Task 4 becomes Task 24, #52 becomes #152."""
    ids = plan["ids"]
    change, patterns = {}, []
    lettered = {i for i in ids if re.fullmatch(r"[A-Z]+-?\d{3}", i)}
    numbered = {i for i in ids if re.fullmatch(r"#\d+", i)}
    dotted = {i for i in ids if re.fullmatch(r"\d+(\.\d+)+[a-z]?", i)}
    bare = {i for i in ids if re.fullmatch(r"\d+", i)}
    if lettered | numbered | dotted | bare != ids or not ids:
        return None
    heads = {i.split(".")[0] for i in dotted}
    if any(len(i.split(".")) == 2 for i in dotted) and re.search(r"\b\d+\.\d+\s?(?:\*|\s)", text) and not bare:
        return None  # no telling ids from other numbers
    for prefix in {re.match(r"[A-Z]+-?", i).group() for i in lettered}:
        dashed = prefix.endswith("-")
        ends = r"(?:(-)(\d{3}))?" if dashed else r"()()"
        grow = lambda m: prefix_of(m) + f"{int(m.group(2)) + 100:03}" + (f"-{int(m.group(4)) + 100:03}" if m.group(4) else "")
        patterns.append((rf"\b({re.escape(prefix)})(\d{{3}}){ends}(?!\d)", grow))
    if numbered:
        patterns.append((r"(#)(\d+)()()(?![\w-])", lambda m: f"#{int(m.group(2)) + 100}"))
    if dotted:
        head = "|".join(sorted(heads, key=len, reverse=True))
        three = all(len(i.split(".")) > 2 for i in dotted)
        more = r"(?:\.\d+){2,}|\.\d+\.\*|\.\*(?=[\s,).;]|$)" if three else r"(?:\.\d+)+|\.\*"
        alone = "" if not bare else r"(?<!task )(?<!Task )(?<!tasks )(?<!Tasks )(?<!Subtask )(?<!ST )"
        patterns.append((rf"{alone}(?<![\w.$/-])({head})({more})(?![\d])(?!\.\d){TIME}", lambda m: str(int(m.group(1)) + 20) + m.group(2)))
        patterns.append((rf"((?:feature|track|FEATURE|TRACK|Feature|Track)s?[ _]?)({head})(?=[\s:.()—-]|$)", lambda m: m.group(1) + str(int(m.group(2)) + 20)))
        patterns.append((rf"\bF({head})(?=-)", lambda m: f"F{int(m.group(1)) + 20}"))
    if bare:
        word = r"(?:sub-?tasks?|tasks?|st|任务|子任务|タスク)"
        numbers = r"\d+(?:\.\d+)*(?:(?:\s*(?:,|，|、|-|–|—|~|&|and|和|to|至|\+|/)\s*)(?:(?:sub-?)?tasks?\s*|ST\s*|任务\s*)?\d+(?:\.\d+)*)*"
        grow = lambda m: m.group(1) + re.sub(r"(?<![\d.])(\d+)", lambda n: str(int(n.group(1)) + 20), m.group(2))
        patterns.append((rf"(?i)(\b{word}\s*\[?)({numbers})(?!\w){TIME}", grow))
        patterns.append((r"(?m)^(\s*[-*] \[[ xX]\]\*? )(\d+)(?=\. )", grow))
    prefix_of = lambda m: m.group(1)
    for pattern, by in patterns:
        text = re.sub(pattern, by, text)
    for i in ids:
        if i in lettered:
            change[i] = re.sub(r"\d{3}$", lambda n: f"{int(n.group()) + 100:03}", i)
        elif i in numbered:
            change[i] = f"#{int(i[1:]) + 100}"
        else:
            change[i] = re.sub(r"^\d+", lambda n: str(int(n.group()) + 20), i)
    return text, {"ids": change}


SYLLABLES = ["ba", "ko", "mi", "ru", "te", "lo", "na", "vi", "su", "pe"]


def renamed(text, plan):
    """Long words of titles become other words."""
    words = {}
    for title in plan["titles"].values():
        for word in re.findall(r"(?<![\w/.`-])[A-Za-z]{5,}(?![\w/.`(-])", title):
            if word.lower() not in KEYWORDS:
                made = "".join(SYLLABLES[(len(words) // 10**n + 7 * n) % 10] for n in range(3)) + "q"
                words.setdefault(word, made.capitalize() if word[0].isupper() else made)
    if not words:
        return None
    pattern = re.compile(r"(?<![\w/.`-])(" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r")(?![\w/.`(-])")
    by = lambda title: pattern.sub(lambda m: words[m.group(1)], title)
    for title in sorted(set(plan["titles"].values()), key=len, reverse=True):
        if len(title) > 8:
            text = text.replace(title, by(title))
    plain = lambda title: re.sub(r"[\W_]+", " ", title).strip()
    return text, {"title": {plain(title): plain(by(title)) for title in plan["titles"].values() if len(title) > 8}}


KEYWORDS = {"window", "windows", "phase", "integration", "needs", "after", "tests", "depends", "buffer", "create",
            "update", "feature", "track", "subtask", "append", "modify", "depend", "requires", "blocked", "complete",
            "completed", "finished", "closed", "merged", "review", "stream", "story", "before", "blocks", "single",
            "session", "level", "sprint", "batch", "hours", "minutes"}


def shuffled(text, plan):
    """Neighbouring lines, items and sections that define one subtask each change places."""
    lines = text.split("\n")
    mix = random.Random(len(lines))
    ids = sorted(plan["ids"], key=len, reverse=True)
    named = re.compile(r"(?<![\w.#])(?:" + "|".join(map(re.escape, ids)) + r")(?![\w.]*\d)")
    defines = lambda line, mark: bool(re.match(mark, line)) and bool(named.search(line[:60]))
    moved = False
    # Items with what is indented below them, and lines of windows.
    out, at = [], 0
    item = r"(- \[[ xX~/-]\]|Window \d+:|\|)"
    while at < len(lines):
        run = []
        while at < len(lines) and defines(lines[at], item):
            end = at + 1
            while end < len(lines) and re.match(r"[ \t]+\S", lines[end]):
                end += 1
            run.append(lines[at:end])
            at = end
        if len(run) > 1:
            before = list(run)
            mix.shuffle(run)
            moved |= run != before
        out += [line for block in run for line in block]
        if at < len(lines):
            out.append(lines[at])
            at += 1
    # Sections side by side whose headings name a subtask or group.
    lines, out = out, []
    starts = [n for n, line in enumerate(lines) if re.match(r"#{2,6} ", line) and defines(line, r"#{2,6} (?!Phase|PHASE|阶段|Wave|WAVE|TRACK)")]
    heads = [n for n, line in enumerate(lines) if re.match(r"#{1,6} ", line)]
    if starts and not re.search(r"^```[^`]*\n(?:(?!```).*\n)*?#", "\n".join(lines), re.M):
        level = lambda n: len(lines[n]) - len(lines[n].lstrip("#"))
        at = 0
        while at < len(lines):
            run = []
            while at in starts and (not run or level(at) == level(run[0][0])):
                end = next((n for n in heads if n > at and level(n) <= level(at)), len(lines))
                run.append((at, end))
                at = end
            if len(run) > 1:
                blocks = [lines[a:b] for a, b in run]
                blocks = [b if b[-1].strip() == "" else b + [""] for b in blocks]
                last = blocks.pop()  # what stands behind the last section may belong to none
                before = list(blocks)
                mix.shuffle(blocks)
                moved |= blocks != before
                out += [line for block in blocks + [last] for line in block]
                continue
            if run:
                out += lines[run[0][0]:run[0][1]]
                continue
            out.append(lines[at])
            at += 1
        lines = out
    return ("\n".join(lines), {}) if moved else None


VARIANTS = [crlf, trailing, blank_ends, tabs, deeper, stars, renumbered, renamed, shuffled]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("planc")
    parser.add_argument("corpus")
    parser.add_argument("-v", "--verbose", action="store_true")
    args = parser.parse_args()
    planc, corpus = pathlib.Path(args.planc).resolve(), pathlib.Path(args.corpus).resolve()
    same = failed = excused = 0
    for label_path in sorted(corpus.rglob("*.expected.json")):
        label = json.loads(label_path.read_text(encoding="utf-8"))
        name = str(label_path.relative_to(corpus))[: -len(".expected.json")]
        path = corpus / (name + ".md")
        path = path if path.exists() else corpus / name
        files = [path] if path.is_file() else sorted(path.rglob("*.md"))
        groups = [g["id"] for g in label.get("groups", []) if isinstance(g, dict)]
        plan = {
            "ids": {str(s["id"]) for s in label["subtasks"]} | {str(g) for g in groups},
            "titles": {str(s["id"]): s["title"] for s in label["subtasks"] if s.get("title") and s["id"] != "INTEGRATION"},
        }
        wanted = facts(planc, path)
        for variant in VARIANTS + [moved]:
            what = variant.__name__
            with tempfile.TemporaryDirectory() as folder:
                root = pathlib.Path(folder) / ("another-name.md" if variant is moved and path.is_file() else path.name)
                changed, change = write(variant, files, path, root, plan)
                if not changed:
                    continue
                found = facts(planc, root)
            mapped = under(wanted, change)
            wrong = found is None or any(found[facet] != mapped[facet] for facet in mapped)
            if wrong and (name, what) in EXCEPTIONS:
                excused += 1
            elif wrong:
                failed += 1
                print(f"FAILED {name} {what}")
                for facet in mapped if found else []:
                    missing, extra = mapped[facet] - found[facet], found[facet] - mapped[facet]
                    for sign, items in (("missing", missing), ("extra  ", extra)):
                        for each in sorted(items, key=str)[: 99 if args.verbose else 2]:
                            print(f"    {facet}: {sign} {each}")
            else:
                same += 1
    print(f"{same} variants read the same, {excused} excused, {failed} failed")
    return 1 if failed else 0


def moved(text, plan):
    """The file has another name, and the folder too."""
    return text, {}


def write(variant, files, path, root, plan):
    """Writes the variant of a plan below `root`; whether there is one, and how names change."""
    change = {}
    for file in files:
        text = file.read_bytes().decode("utf-8", "surrogateescape")
        made = variant(text.replace("\r\n", "\n"), plan)
        if made is None or (path.is_dir() and (variant is moved or "ids" in made[1])):
            return False, {}
        text, more = made
        change.update(more)
        target = root if path.is_file() else root / file.relative_to(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8", "surrogateescape"))
    return True, change


def under(facts, change):
    """Facts with changed names."""
    ids, titles = change.get("ids", {}), change.get("title", {})
    name = lambda text: ids.get(text, text)
    mapped = {"subtasks": {name(i) for i in facts["subtasks"]}}
    for facet in ("titles", "needs", "phases", "windows", "durations", "status"):
        mapped[facet] = {(name(a), name(b) if facet == "needs" else b) for a, b in facts[facet]}
    mapped["titles"] = {(a, titles.get(b, b)) for a, b in mapped["titles"]}
    if ids:
        del mapped["titles"]  # titles name other ids
    return mapped


if __name__ == "__main__":
    sys.exit(main())
