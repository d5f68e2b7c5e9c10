"""One more of each, on the flank: no berth, ramp, wagon set, transporter, ship, aircraft or place more makes a brigade later.

`python tests/trust/one_more.py SCREENED PAIRS [PROCESSES]` prints what moves how, and writes docs/one-more.md. Each thing is
tried in a few pairs; those that move nothing in any of them are told, and the worst are run in other pairs, so that they
are not judged by those that chose them.
"""

import sys
from collections.abc import Iterator, Sequence
from functools import partial
from math import inf, isfinite, sqrt
from pathlib import Path
from statistics import mean, stdev

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from spread import spread  # noqa: E402

from posture.operations.reinforcement import closure_days  # noqa: E402
from posture.runs.simulate import Prepared, simulate  # noqa: E402
from posture.scenario import load  # noqa: E402

PAGE = HERE.parents[1] / "docs" / "one-more.md"
FLANK = "eastern-flank-2023"
COUNTED = {
    "ports": "berths",
    "railheads": "ramps",
    "airfields": "mog",
    "transloads": "tracks",
    "wagons": "sets",
    "transporters": "count",
    "ships": "count",
    "aircraft": "count",
}
"""Tables of movement, and the field of each that counts."""
WORST = 8
"""So many things are run in all pairs: those that make any brigade latest, by standard errors."""


Run = dict[str, float]
"""Days until each brigade closes in one history."""


def things() -> Iterator[str]:
    """Words that give one more of each."""
    scenario = load(FLANK).scenario
    for table, field in COUNTED.items():
        for key, entry in getattr(scenario.movement, table).items():
            count = getattr(entry, field)
            if count is not None:
                yield f"movement.{table}.{key}.{field}={count + 1}"
    for key, host in scenario.reinforcement.reception.items():
        if host.integrating is not None:
            yield f"reinforcement.reception.{key}.integrating={host.integrating + 1}"


def runs(words: Sequence[str], seeds: Sequence[int]) -> list[Run]:
    """Histories with some words, seed by seed."""
    case = Prepared(load(FLANK, words).scenario, {})
    return [dict(closure_days(simulate(case, seed, 0))) for seed in seeds]


def gaps(before: list[Run], after: list[Run], brigade: str) -> list[float]:
    """Days later, pair by pair; pairs in which it never closes are left out if it does in neither."""
    both = [(one[brigade], other[brigade]) for one, other in zip(before, after, strict=False)]
    return [other - one for one, other in both if inf not in (one, other)]


def later(before: list[Run], after: list[Run]) -> list[tuple[float, str, float, float]]:
    """Of each brigade that moves: standard errors, name, mean days later, and the standard error; worst first."""
    found = []
    for brigade in before[0]:
        days = gaps(before, after, brigade)
        if len(days) > 1 and any(days):
            error = stdev(days) / sqrt(len(days))
            found.append((mean(days) / error if error else inf, brigade, mean(days), error))
    return sorted(found, reverse=True)


def both(words: Sequence[str], seeds: range, jobs: int) -> list[Run]:
    """Histories of some seeds, on some processes."""
    return [run for part in spread(partial(runs, words), seeds, jobs) for run in part]


def told(one: tuple[float, str, float, float]) -> str:
    """A brigade, and its mean with a 95 % interval."""
    return f"{one[1]} {one[2]:+.2f} ± {1.96 * one[3]:.2f}"


def main() -> None:
    """Try each, then the worst, and write the page."""
    screened, pairs, *some = map(int, sys.argv[1:])
    jobs, first, fresh = some[0] if some else 1, range(screened), range(screened, screened + pairs)
    written, anew = both((), first, jobs), both((), fresh, jobs)
    tried = {thing: both((thing,), first, jobs) for thing in things()}
    moved = {
        thing: found
        for thing, found in tried.items()
        if any(one != other for one, other in zip(written, found, strict=False))
    }
    worst = sorted(
        moved, key=lambda thing: -max((one[0] for one in later(written, moved[thing])), default=-inf)
    )
    lines = []
    for thing in worst[:WORST]:
        found = later(anew, both((thing,), fresh, jobs))
        lines.append(f"| `{thing}` | {pairs} | {'; '.join(map(told, found[:2]))} | {told(found[-1])} |")
    for thing in worst[WORST:]:
        found = [one for one in later(written, moved[thing]) if isfinite(one[0])]
        if found:
            lines.append(f"| `{thing}` | {screened} | {told(found[0])} | {told(found[-1])} |")
    PAGE.write_text(page(lines, sorted(tried.keys() - moved.keys()), screened, pairs), encoding="utf-8")


def page(lines: list[str], still: list[str], screened: int, pairs: int) -> str:
    """The whole page."""
    return f"""# One more of each

What one berth, ramp, track of gauge change, working place of an airfield, wagon set, transporter, ship, aircraft or place to integrate more does on `{FLANK}`: the same histories with it, seed by
seed from 0 on, in days of closure, with 95 % intervals. Each was tried in {screened} pairs; the {WORST} that made any brigade latest, by standard errors, in {pairs} others. Of twelve brigades and so many things
the latest of all lies some three standard errors out by chance alone. The page is written by `python tests/trust/one_more.py {screened} {pairs}`.

| one more | pairs | latest | soonest |
|---|--:|---|---|
{chr(10).join(lines)}

In {screened} pairs these moved no brigade by a second: {", ".join(f"`{one}`" for one in still)}.
"""


if __name__ == "__main__":
    main()
