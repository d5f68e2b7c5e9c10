"""Writes docs/promises.md from what the tests of the forty promises said.

`make promises` runs them; where the file of a run of all tests is named, as `make trust` does, it is read instead.
With POSTURE_TRUST=1 they are at full size, otherwise at the size of every commit; the page says which.
"""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from promises import PROMISES, Promise  # noqa: E402

ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "promises.md"
HEAD = """# Forty promises

What this program promises, the technique in Sargent's words (2013), the tests that hold it, and how they ended. The table is written by
`make trust` and `make promises` from a run of these tests and by nothing else; a promise of which a part does not hold says so.

"""


def ran(kept: Path | None = None) -> dict[str, list[str]]:
    """How each test of a promise ended, by its name: passed, skipped or failed, case by case."""
    tests = sorted({test for promise in PROMISES.values() for test in promise.tests})
    if kept is not None:
        files = {test.partition("::")[0] for test in tests}
        told = [one for one in cases_of(kept) if str(one.get("file")).removeprefix("tests/") in files]
        return by_test(tests, told)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "told.xml"
        words = ["-q", f"--junitxml={path}", "-o", "junit_family=xunit1", *(f"tests/{one}" for one in tests)]
        workers = ["-n", os.environ.get("WORKERS", "2")]
        subprocess.run([sys.executable, "-m", "pytest", *workers, *words], cwd=ROOT, check=False)
        return by_test(tests, cases_of(path))


def cases_of(path: Path) -> list[ET.Element]:
    """Every case that pytest told of."""
    return list(ET.parse(path).iter("testcase"))


def by_test(tests: list[str], cases: list[ET.Element]) -> dict[str, list[str]]:
    """How they ended, by test; cases of others in the same files are left out."""
    found: dict[str, list[str]] = {test: [] for test in tests}
    for case in cases:
        file = str(case.get("file")).removeprefix("tests/")
        name = str(case.get("name")).partition("[")[0]
        test = f"{file}::{name}" if f"{file}::{name}" in found else _of_a_class(file, case, found)
        if test is None:
            continue
        kinds = {child.tag for child in case}
        found[test].append(
            "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"
        )
    return found


def _of_a_class(file: str, case: ET.Element, found: dict[str, list[str]]) -> str | None:
    """A state machine's test is known by its class, which pytest gives another name."""
    told = f"{file} {case.get('classname')} {case.get('name')}"
    test = [
        one
        for one in found
        if one.rpartition("::")[2].startswith("Test")
        and (one.rpartition("::")[2] in told or ("Holdings" in told and case.get("name") == "runTest"))
    ]
    return test[0] if test else None


def result(promise: Promise, ended: dict[str, list[str]]) -> str:
    """Held, held in part or not held, with the counts."""
    cases = [one for test in promise.tests for one in ended[test]]
    passed, failed = cases.count("passed"), cases.count("failed")
    empty = [test for test in promise.tests if "passed" not in ended[test]]
    counts = f"{passed} passed" + (f", {failed} failed" if failed else "")
    skipped = cases.count("skipped")
    counts += f", {skipped} at full size alone" if skipped else ""
    if not cases:
        return "not run yet" + (f". Not held: {promise.missing}" if promise.missing else "")
    if cases.count("skipped") == len(cases):
        return f"not tried at this size: {counts}"
    if failed or len(empty) == len(promise.tests):
        return f"**not held**: {counts}"
    return f"in part: {counts}. Not held: {promise.missing}" if promise.missing else f"held: {counts}"


def page(ended: dict[str, list[str]]) -> str:
    """The page: one row a promise."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    size = "full" if os.environ.get("POSTURE_TRUST") == "1" else "every-commit"
    cases = [one for told in ended.values() for one in told]
    results = {number: result(promise, ended) for number, promise in PROMISES.items()}
    held = sum(one.startswith("held") for one in results.values())
    part = sum(one.startswith("in part") for one in results.values())
    text = f"Run on {datetime.now(UTC):%d %B %Y} at commit {commit or 'unknown'}, {size} size: {len(PROMISES)} promises, "
    tried = sum(not one.startswith("not tried") for one in results.values())
    text += f"{held} held, {part} in part, {tried - held - part} not held, {len(PROMISES) - tried} not tried; {len(ended)} tests of {len(cases)} cases.\n\n"
    text += "| promise | says | technique | tests | result |\n|--:|---|---|---|---|\n"
    for number, promise in PROMISES.items():
        tests = ", ".join(f"`{test.replace('.py::', ' ')}`" for test in promise.tests)
        text += f"| {number} | {promise.words} | {promise.technique} | {tests} | {results[number]} |\n"
    return HEAD + text


if __name__ == "__main__":
    ended = ran(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    PAGE.write_text(page(ended), encoding="utf-8")
    sys.exit(any("failed" in told for told in ended.values()))
