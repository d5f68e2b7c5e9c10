"""The least of a lever that is enough: the answer in lines, and as data."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from posture.questions.require import Effort, Required, Try
from posture.questions.require_aims import Requirement, Seen
from posture.report.numbers import between, number, percent_of, probability
from posture.report.tables import Part, Table
from posture.stats.estimates import finite


@dataclass(frozen=True, slots=True)
class RequireAnswer:
    """What was found, with what was asked."""

    found: Required
    scenario: str
    overrides: tuple[str, ...]
    until: str
    by: str
    aims: tuple[Requirement, ...]
    effort: Effort

    @property
    def path(self) -> str:
        """What the lever moves."""
        return self.by.partition("=")[0].strip()

    def again(self, one: Try) -> str:
        """The command whose runs are those of a setting."""
        words = ["posture", "run", self.scenario]
        words += ["--replications", str(one.seen[0].runs), "--seed", str(self.effort.seed)]
        for text in (*self.overrides, *one.sets):
            words += ["--set", text]
        return shlex.join(words)


def lines(told: RequireAnswer) -> Iterator[Part]:
    """The answer, what it rests on, and the runs that confirm it."""
    found = told.found
    yield f"{told.until}: {_answer(told)}"
    heads = ("setting", "aim", "estimate", f"{percent_of(told.effort.confidence)} interval", "runs", "is")
    yield Table("tried", heads, tuple(row for one in found.tries for row in _rows(one, told)), (2, 3, 4))
    if found.answer != "already met":
        yield from _granted(told)
    for one in (found.enough, found.short):
        if one is not None:
            yield f"confirm {_named(one, told)} with: {told.again(one)}"


def _answer(told: RequireAnswer) -> str:
    found, enough, short = told.found, told.found.enough, told.found.short
    if found.answer == "already met":
        return "met already, as written"
    if found.answer == "never":
        best = _named(short, told) if short else ""
        return f"never met by {told.by}: neither end is enough, and {best} is the better one"
    if enough is None:
        return f"undecided: {told.effort.most} runs cannot tell at an end of {told.by}; raise --most"
    which = "least" if found.rising else "most"
    if short is None:
        return f"met at both ends of {told.by}; the least asked is {_named(enough, told)}"
    if found.answer == "undecided":
        return (
            f"undecided: {_named(enough, told)} is enough, and {told.effort.most} runs cannot tell whether "
            f"{_named(short, told)} is; raise --most"
        )
    return f"the {which} that is enough is {_named(enough, told)}; {_named(short, told)} is not"


def _named(one: Try, told: RequireAnswer) -> str:
    return f"{told.path}={one.setting}" if one.setting else "it as written"


def _rows(one: Try, told: RequireAnswer) -> Iterator[tuple[str, ...]]:
    for aim, seen in zip(told.aims, one.seen, strict=True):
        form = number if aim.condition is None else probability
        estimate = "never finishes" if finite(seen.estimate) is None else form(seen.estimate)
        interval = between(seen.interval, form)
        yield one.setting or "as written", aim.text, estimate, interval, str(seen.runs), _verdict(seen)


def _verdict(seen: Seen) -> str:
    return {True: "enough", False: "not enough", None: "cannot be told"}[seen.met]


def _granted(told: RequireAnswer) -> Iterator[str]:
    found = told.found
    if found.enough is None or found.short is None:
        yield "only the ends were tried: that nothing between them does otherwise is taken for granted"
    else:
        way = "never hurts" if found.rising else "never helps"
        yield f"that more of {told.path} {way} is taken for granted; the two ends agree with it"
    sure = percent_of(told.effort.confidence)
    yield f"all decisions hold together with {sure} confidence, however often was looked"


def as_data(told: RequireAnswer) -> dict[str, Any]:
    """All of it."""
    found = told.found
    return {
        "scenario": told.scenario,
        "until": told.until,
        "by": told.by,
        "answer": found.answer,
        "monotone": "rising" if found.rising else "falling",
        "confidence": told.effort.confidence,
        "seed": told.effort.seed,
        "enough": _data(found.enough, told),
        "short": _data(found.short, told),
        "tries": [_data(one, told) for one in found.tries],
    }


def _data(one: Try | None, told: RequireAnswer) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "setting": one.setting or None,
        "sets": one.sets,
        "met": one.met,
        "aims": [
            {
                "aim": aim.text,
                "limit": aim.limit,
                "runs": seen.runs,
                "estimate": finite(seen.estimate),
                "low": seen.interval.low if seen.interval else None,
                "high": seen.interval.high if seen.interval else None,
                "met": seen.met,
            }
            for aim, seen in zip(told.aims, one.seen, strict=True)
        ],
        "command": told.again(one),
    }
