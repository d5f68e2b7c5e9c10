"""Mutated files: each loads and runs, or is refused in a few lines; nothing else ever comes out.

Every mutation has a number and is drawn from it alone, so a failure names all that repeats it. The ordinary
suite makes 300; POSTURE_MUTATIONS=10000 makes more, and runs more of those that load.
"""

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from time import perf_counter
from traceback import extract_tb

import pytest

from posture.core.clock import days
from posture.core.errors import ModelFault, PostureError
from posture.outcomes import MEASURES
from posture.runs.simulate import prepare, simulate
from posture.scenario import Scenario, load

ROOT = Path(__file__).parents[2]
FILES = {
    "road": ROOT / "configs" / "first.yaml",
    "rail": Path(__file__).parent / "spoilt" / "sound" / "small.yaml",
}
MOST_LINES = 29
SLOWEST = 10.0
HORIZON = days(20)
SCALAR = re.compile(rb"[\w./%+-]+(?: [\w./%+-]+)*(?=[,}\]\n])")
VALUES = b"0 -1 3 2.5 1e6 1000000 1e308 010 0x1F true null ~ NO .nan -.inf '' [] {} [[]] - & * ! 0..".split()
WORDS = (
    b"0 d",
    b"6 km",
    b"-3 h",
    b"1e9 d",
    b"120 %",
    b"2023-02-30",
    b"../x",
    b"a: b",
    b"'open",
    b"HOME",
    b"CAMP",
)
LETTERS = "\0\a\t\r\x7f\x85\u2028\u202e\ufeff\uffff\u0301é漢🚂ß٣'\"{}[]:,#&*!|>%@`-?~"

Mutation = Callable[[bytes, Random], bytes]


def flipped(text: bytes, chance: Random) -> bytes:
    """A few bits turned."""
    spoilt = bytearray(text)
    for _ in range(chance.randint(1, 3)):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def truncated(text: bytes, chance: Random) -> bytes:
    """The end cut off."""
    return text[: chance.randrange(len(text))]


def deleted(text: bytes, chance: Random) -> bytes:
    """A few lines taken out."""
    lines = text.splitlines(keepends=True)
    for _ in range(chance.randint(1, 3)):
        del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def doubled(text: bytes, chance: Random) -> bytes:
    """A line written again, below itself or elsewhere."""
    lines = text.splitlines(keepends=True)
    here = chance.randrange(len(lines))
    lines.insert(here if chance.random() < 0.5 else chance.randrange(len(lines)), lines[here])
    return b"".join(lines)


def retyped(text: bytes, chance: Random) -> bytes:
    """A value of another type or size."""
    return _replaced(text, chance, chance.choice((*VALUES, *WORDS)))


def swapped(text: bytes, chance: Random) -> bytes:
    """A value in place of another."""
    return _replaced(text, chance, chance.choice(SCALAR.findall(text)))


def lettered(text: bytes, chance: Random) -> bytes:
    """A few letters from anywhere in Unicode."""
    spoilt = text
    for _ in range(chance.randint(1, 3)):
        letter = chance.choice(LETTERS) if chance.random() < 0.7 else chr(chance.randrange(0x110000))
        here = chance.randrange(len(spoilt))
        spoilt = spoilt[:here] + letter.encode("utf-8", "surrogatepass") + spoilt[here:]
    return spoilt


def _replaced(text: bytes, chance: Random, new: bytes) -> bytes:
    old = chance.choice(list(SCALAR.finditer(text)))
    return text[: old.start()] + new + text[old.end() :]


MUTATIONS: Mapping[str, Mutation] = {
    one.__name__: one for one in (flipped, truncated, deleted, doubled, retyped, swapped, lettered)
}
EACH = max(1, int(os.environ.get("POSTURE_MUTATIONS", "300")) // (len(FILES) * len(MUTATIONS)))
RUNS = max(5, EACH // 10)


@pytest.mark.parametrize("kind", MUTATIONS)
@pytest.mark.parametrize("file", FILES)
def test_a_mutated_file_is_run_or_refused_in_under_thirty_lines(file, kind, tmp_path):
    text = FILES[file].read_bytes()
    path = tmp_path / "case.yaml"
    failures = []
    runs = 0
    for number in range(EACH):
        path.write_bytes(MUTATIONS[kind](text, Random(f"{file}/{kind}/{number}")))
        began = perf_counter()
        scenario, failure = attempted(path)
        if scenario is not None and runs < RUNS:
            runs += 1
            failure = failure_of_run(scenario)
        if perf_counter() - began > SLOWEST:
            failure = f"took over {SLOWEST} s"
        if failure:
            failures.append(f"{file}/{kind}/{number}: {failure}")
    assert failures == []


def attempted(path: Path) -> tuple[Scenario | None, str]:
    """The scenario if the file loads, and what is wrong if it neither loads nor is refused well."""
    try:
        return load(str(path)).scenario, ""
    except PostureError as fault:
        lines = len(str(fault).splitlines())
        return None, "" if 0 < lines <= MOST_LINES and fault.exit_code == 2 else f"{lines} lines: {fault}"
    except Exception as fault:
        return None, _told(fault)


def failure_of_run(scenario: Scenario) -> str:
    """What goes wrong in a short run of a scenario that loads; nothing if nothing does."""
    short = scenario.model_copy(update={"horizon": min(scenario.horizon, HORIZON)})
    try:
        log = simulate(prepare(short), 1, 0, check=True)
        for measure in MEASURES.values():
            measure.of(log)
    except ModelFault as fault:
        return _told(fault)
    except PostureError:
        return ""
    except Exception as fault:
        return _told(fault)
    return ""


def _told(fault: Exception) -> str:
    where = extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__} in {Path(where.filename).name} {where.name}: {fault}"


def test_a_file_that_is_not_mutated_loads_and_runs():
    for path in FILES.values():
        scenario, failure = attempted(path)
        assert failure == ""
        assert scenario is not None
        assert failure_of_run(scenario) == ""


def test_a_mutation_is_drawn_from_its_number_alone_and_changes_the_file():
    text = FILES["rail"].read_bytes()
    for kind, mutate in MUTATIONS.items():
        spoilt = [mutate(text, Random(f"rail/{kind}/{number}")) for number in (0, 1, 0)]
        assert spoilt[0] == spoilt[2] != spoilt[1]
