"""Writes docs/joints.md: `python tests/trust/write_joints.py PAIRS [PROCESSES]`, ten seconds a pair."""

import sys
from functools import partial
from math import inf
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from joints import JOINTS, Joint, Pair, pairs  # noqa: E402
from spread import spread  # noqa: E402

from posture.stats.intervals import mean_interval  # noqa: E402

PAGE = HERE.parents[1] / "docs" / "joints.md"
HEAD = """# What joins the parts

Words of a scenario that once moved nothing but their own date, and what they move now: the same histories without and with the change, seed by seed from 0 on.
Differences are of the pairs in which both come to an end, with a 95 % t interval; where the change has something never happen, it says in how many. The page is written by
`python tests/trust/write_joints.py {pairs}`; `make trust` holds the signs, and the [law of fields](validation.md) holds those of every other word.

| written | scenario | measure | before | change | pairs |
|---|---|---|--:|--:|--:|
"""


def row(joint: Joint, found: list[Pair]) -> str:
    """One line of the table."""
    ends = [one for one in found if inf not in one]
    interval = mean_interval([one.after - one.before for one in ends], 0.95) if len(ends) > 1 else None
    before = f"{sum(one.before for one in ends) / len(ends):,.3g}" if ends else "-"
    change = (
        "-" if interval is None else f"{sum(interval) / 2:+,.3g} ± {(interval[1] - interval[0]) / 2:,.2g}"
    )
    never = sum(one.after == inf != one.before for one in found)
    told = f"{change}; never in {never}" if ends and never else f"never in {never}" if never else change
    words = " ".join(f"`{one}`" for one in joint.change)
    name, _, subject = joint.asked.partition(" ")
    on = f" (with `{' '.join(joint.given)}`)" if joint.given else ""
    return f"| {joint.what}: {words}{on} | `{joint.scenario}` | `{name}[{subject}]` | {before} | {told} | {len(found)} |"


def main() -> None:
    """Run all pairs, and write the page."""
    count, *jobs = map(int, sys.argv[1:])
    parts = spread(partial(pairs, JOINTS), range(count), *jobs or [1])
    found = {joint: [pair for part in parts for pair in part[joint]] for joint in JOINTS}
    PAGE.write_text(
        HEAD.format(pairs=count) + "\n".join(row(*one) for one in found.items()) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
