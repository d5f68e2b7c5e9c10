"""Mutants: signs, comparisons, bounds and numbers of the model, each changed once; a test of its module must fail.

`make mutants` draws a sample from a seed, makes each in memory, runs the tests that reach its line, the quickest
first, in a process of its own, and prints those that live, with file, line and change. Which tests reach a line is
what the last `make coverage` saw; where it saw nothing, the tests that name the module are run. Words: how many, and
the seed.
"""

import ast
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from random import Random
from time import monotonic
from typing import NamedTuple
from xml.etree import ElementTree as ET

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PARTS = ("core", "theatre", "operations", "stats")
SECONDS = 240
REACHED = ROOT / "build" / "coverage"
MOST = 80
"""Tests that are run for one mutant."""
CAUGHT, ALIVE, LONG = "caught", "alive", "took too long"
FAR = {"hostile", "cli", "api", "backtests", "report", "questions", "runs"}
"""Tests of what stands above the model."""
SLOW = {"test_faults.py", "test_fingerprints.py", "test_coverage.py", "test_law.py", "test_eastern_flank.py"}
MOVES = {
    "test_convoy",
    "test_lines",
    "test_ferries",
    "test_lift_pool",
    "test_consolidation",
    "test_transporters",
}
"""Tests of movement that are not called so."""
COMPARE = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "=="}
ARITHMETIC = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.FloorDiv: "*", ast.Mod: "*"}


class Mutant(NamedTuple):
    """One change: where, from which line to which, and what stands there then."""

    path: Path
    line: int
    change: str
    source: str


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module: within functions, not in annotations, messages or docstrings."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body:
                for node in ast.walk(statement):
                    for changed in _changes(node):
                        yield _with(path, source, node, changed)


def _changes(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARE:
        left, right = ast.unparse(node.left), ast.unparse(node.comparators[0])
        yield f"({left} {COMPARE[type(node.ops[0])]} {right})"
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC and not _text(node):
        yield f"({ast.unparse(node.left)} {ARITHMETIC[type(node.op)]} {ast.unparse(node.right)})"
    if isinstance(node, ast.BoolOp):
        word = " or " if isinstance(node.op, ast.And) else " and "
        yield f"({word.join(f'({ast.unparse(one)})' for one in node.values)})"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"({ast.unparse(node.operand)})"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"min", "max"}:
        other = "max" if node.func.id == "min" else "min"
        yield other + ast.unparse(node).removeprefix(node.func.id)


def _text(node: ast.BinOp) -> bool:
    return any(
        isinstance(one, ast.JoinedStr | ast.List | ast.Tuple) for one in (node.left, node.right)
    ) or any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in (node.left, node.right))


def _with(path: Path, source: str, node: ast.AST, changed: str) -> Mutant:
    lines = source.encode().splitlines(keepends=True)
    begin = sum(map(len, lines[: node.lineno - 1])) + node.col_offset
    end = sum(map(len, lines[: node.end_lineno - 1])) + node.end_col_offset
    whole = source.encode()
    old = whole[begin:end].decode()
    new = (whole[:begin] + changed.encode() + whole[end:]).decode()
    return Mutant(path, node.lineno, f"{' '.join(old.split())}  ->  {changed}", new)


def tests_of(path: Path) -> list[str]:
    """The tests that name a module or its operation, then strangers, books and relations that see all of them."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    folder = path.parent.name if module.split(".")[1] == "operations" else path.stem
    named, near = [], []
    for test in sorted((ROOT / "tests").rglob("test_*.py"), key=lambda one: one.stat().st_size):
        if test.parent.name in FAR or test.name in SLOW:
            continue
        if f"{module} import" in test.read_text(encoding="utf-8") or path.stem in test.stem:
            named.append(str(test))
        elif folder in test.stem or (folder == "movement" and test.stem in MOVES):
            near.append(str(test))
    broad = ("trust/test_identities.py", "trust/test_strangers.py", "relations/test_relations.py")
    return list(dict.fromkeys([*named, *near, *(str(ROOT / "tests" / one) for one in broad)]))


def reaching(path: Path, line: int) -> list[str]:
    """The tests that the last coverage saw on the statement at this line, the quickest first; at most `MOST`."""
    if not (REACHED / ".coverage").exists():
        return []
    with closing(sqlite3.connect(REACHED / ".coverage")) as kept:
        seen = kept.execute(
            "select distinct context, tono from arc join context on context.id = context_id"
            " join file on file.id = file_id where path like ? and tono between 1 and ? and context != ''",
            (f"%/{path.relative_to(ROOT).as_posix()}", line),
        ).fetchall()
    begins = max((number for _, number in seen), default=0)
    tests = {context.partition("|")[0] for context, number in seen if number == begins}
    took = durations()
    return sorted(tests, key=lambda one: (took.get(one, SECONDS), one))[:MOST]


@cache
def durations() -> dict[str, float]:
    """Seconds that each test took in the last coverage."""
    found = {}
    for case in ET.parse(REACHED / "durations.xml").iter("testcase"):
        parts = case.attrib["classname"].split(".")
        module = next(number for number, part in enumerate(parts) if part.startswith("test_")) + 1
        words = ["/".join(parts[:module]) + ".py", *parts[module:], case.attrib["name"]]
        found["::".join(words)] = float(case.attrib["time"])
    return found


def end_of(mutant: Mutant) -> str:
    """Whether the tests of its line caught it, let it live, or took too long to tell."""
    module = ".".join(mutant.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    fault = {"module": module, "source": mutant.source}
    paths = os.pathsep.join([str(HERE / "planting"), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": paths, "POSTURE_FAULT": json.dumps(fault)}
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", "--tb=no"]
    try:
        ended = subprocess.run(
            [*words, *(reaching(mutant.path, mutant.line) or tests_of(mutant.path))],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return LONG
    return ALIVE if ended.returncode == 0 else CAUGHT


def sample(count: int, seed: str) -> list[Mutant]:
    """So many mutants, drawn from all of these parts."""
    files = [path for part in PARTS for path in sorted((ROOT / "posture" / part).rglob("*.py"))]
    skipped = {
        "schema",
        "measures",
        "series",
        "panels",
    }  # what is written, and sums that tests name one by one
    every = [one for path in files if path.stem not in skipped for one in mutants(path)]
    return Random(seed).sample(every, min(count, len(every)))


def main(count: int = 150, seed: str = "mutants") -> int:
    """Try a sample, tell how each ended; code 1 if fewer than nine in ten of those that ended are caught."""
    ends, began = {CAUGHT: 0, ALIVE: 0, LONG: 0}, monotonic()
    for number, mutant in enumerate(sample(count, seed), 1):
        end = end_of(mutant)
        ends[end] += 1
        where = f"{mutant.path.relative_to(ROOT)}:{mutant.line}"
        sys.stdout.write(f"{number:4} {end:14} {where}: {mutant.change}\n")
        sys.stdout.flush()
    took = (monotonic() - began) / 60
    told = ", ".join(f"{count} {end}" for end, count in ends.items())
    sys.stdout.write(f"{told}; {took:.0f} min, seed {seed}\n")
    return int(ends[CAUGHT] < 0.9 * (ends[CAUGHT] + ends[ALIVE]))


if __name__ == "__main__":
    words = sys.argv[1:]
    sys.exit(main(*([int(words[0]), *words[1:2]] if words else [])))
