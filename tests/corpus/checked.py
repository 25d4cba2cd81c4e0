"""What the scripts that check answers about labelled plans share: arguments, the files of the seed plan, the tally."""
import pathlib
import sys

planc, seed = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
guide = seed / "parallelization-orchestration-guide.md"
twin = seed / "orchestration-guide-mojibake.md"
plan = seed / "feature-1-parallel-execution-plan.md"
spec = seed / "feature-1-ultra-fine-grained.md"
_passed = _failed = 0


def check(name, found, wanted):
    global _passed, _failed
    if found == wanted:
        _passed += 1
    else:
        _failed += 1
        print(f"FAILED {name}\n  found  {found}\n  wanted {wanted}")


def end():
    """Prints the tally and ends the script, with 1 if a check failed."""
    print(f"{_passed} passed, {_failed} failed")
    sys.exit(1 if _failed else 0)
