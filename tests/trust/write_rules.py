"""Writes docs/rules.md: `python tests/trust/write_rules.py PAIRS [PROCESSES]`, twenty seconds a pair."""

import sys
from functools import partial
from math import inf
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from rules import FLANK, RULES, Closures, Rule, closures  # noqa: E402
from spread import spread  # noqa: E402

from posture.stats.intervals import mean_interval  # noqa: E402

PAGE = HERE.parents[1] / "docs" / "rules.md"
SHOWN = 4
"""Words of a row that are shown."""
HEAD = """# The rules of movement, taken away one by one

What each rule of [movement](model.md) does on `{flank}`: the same histories without it, seed by seed from 0 on. Where a field switches a rule, the words are shown; where none does,
the change was planted in the code for the run (`tests/trust/rules.py`). Days by which brigades close later (+) or sooner (-) without the rule, with 95 % t intervals, each by itself: the mean of all
brigades, and those that lie beyond chance. Of {brigades} brigades and {rules} rows some ten lie beyond it by chance alone. *Said* is the sign that was said beforehand, for the mean of all or for the brigade named.
The page is written by `python tests/trust/write_rules.py {pairs}`.

| rule | without it | said | pairs | mean of all | brigades beyond chance |
|---|---|---|--:|--:|---|
"""


def row(rule: Rule, before: list[Closures], after: list[Closures]) -> str:
    """One line of the table."""
    pairs = list(zip(before, after, strict=False))
    told, lost = [], []
    for name in before[0]:
        found = change([(one[name], other[name]) for one, other in pairs])
        if found is not None and not found[0] <= 0 <= found[1]:
            told.append(f"{name} {shown(found)}")
        never = sum(other[name] == inf for _, other in pairs) - sum(one[name] == inf for one, _ in pairs)
        if never > 0:
            lost.append(f"{name} never in {never}")
    mean = change([(average(one, other), average(other, one)) for one, other in pairs])
    written = rule.words()
    words = ", ".join(f"`{one}`" for one in written[:SHOWN])
    words += f" and {len(written) - SHOWN} more" if len(written) > SHOWN else ""
    said = f"{rule.sign} {rule.of}".strip() or "open"
    cells = (
        rule.what,
        f"{rule.without}: {words or 'planted'}",
        said,
        str(len(pairs)),
        "-" if mean is None else shown(mean),
        "; ".join((*told, *lost)) or "none",
    )
    return "| " + " | ".join(cells) + " |"


def average(mine: Closures, other: Closures) -> float:
    """Mean days of those brigades that close in both."""
    both = [name for name in mine if inf not in (mine[name], other[name])]
    return sum(mine[name] for name in both) / len(both)


def change(pairs: list[tuple[float, float]]) -> tuple[float, float] | None:
    """The interval of the mean paired difference, of pairs that come to an end; None of fewer than two."""
    ends = [other - one for one, other in pairs if inf not in (one, other)]
    return mean_interval(ends, 0.95) if len(ends) > 1 else None


def shown(interval: tuple[float, float]) -> str:
    """Mean and half width."""
    low, high = interval
    return f"{(low + high) / 2:+.1f} ± {(high - low) / 2:.1f}"


def page(before: list[Closures], after: dict[Rule, list[Closures]]) -> str:
    """The whole page."""
    head = HEAD.format(
        flank=FLANK, brigades=len(before[0]), rules=len(after), pairs=max(map(len, after.values()))
    )
    return head + "\n".join(row(rule, before, found) for rule, found in after.items()) + "\n"


def main() -> None:
    """Run all pairs, and write the page."""
    count, *jobs = map(int, sys.argv[1:])
    before, *after = (
        [one for part in spread(partial(closures, number), range(count), *jobs or [1]) for one in part]
        for number in range(-1, len(RULES))
    )
    PAGE.write_text(page(before, dict(zip(RULES, after, strict=True))), encoding="utf-8")


if __name__ == "__main__":
    main()
