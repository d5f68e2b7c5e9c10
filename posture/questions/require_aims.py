"""What shall hold of all runs together, and whether so many runs show that it does, or that it does not.

`P(condition) >= share`, `median of` or `p90 of` a measure (which are probabilities too), `mean of` a measure;
several joined by 'and'. Of a subject with `*` the worst of all that it stands for is meant. A number without
unit is in the unit of the measure beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import partial
from math import fsum, inf, isinf
from typing import NamedTuple, NoReturn

from posture.core.errors import PostureError
from posture.experiments.conditions import (
    Applied,
    Comparison,
    Condition,
    Joined,
    Named,
    Term,
    Value,
    holds,
    names,
    parse_condition,
    parts,
)
from posture.experiments.measure_names import check_subject, measured
from posture.experiments.unit_conversion import in_own_units
from posture.runs.studies import ZERO_IF_UNTOLD
from posture.scenario.loading.patterns import WILD
from posture.stats.estimates import Interval, mean_interval, wilson

Key = tuple[str, str]
Run = Mapping[Key, float]
"""What one replication says, by measure and subject."""
LIKE = "'P(closure_days[lithuania] <= 10 d) >= 0.9' or 'mean of closure_days[lithuania] <= 12 d'"
UP, DOWN = {">=", ">"}, {"<=", "<"}


class Seen(NamedTuple):
    """An estimate over so many runs with its interval; `met` is None where they cannot tell."""

    runs: int
    estimate: float
    interval: Interval | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One statistic and its limit. `condition` is what each run meets or not; None for the mean of `of`."""

    text: str
    condition: Condition | None
    of: tuple[Named, ...]
    at_least: bool
    limit: float

    def seen(self, runs: Sequence[Run], confidence: float, risk: float) -> Seen:
        """The estimate with its interval; it is decided if the truth is on one side but for this risk."""
        if self.condition is None:
            return self._mean([_value(run, self.of[0]) for run in runs], confidence, risk)
        count = sum(holds(self.condition, partial(_value, run)) for run in runs)
        shown = wilson(count, len(runs), confidence)
        return Seen(len(runs), count / len(runs), shown, self._met(wilson(count, len(runs), 1 - 2 * risk)))

    def _mean(self, values: Sequence[float], confidence: float, risk: float) -> Seen:
        """A run that never finishes makes the mean infinite."""
        if any(map(isinf, values)):
            return Seen(len(values), inf, None, self.at_least)
        sure = mean_interval(values, 1 - 2 * risk)
        met = None if sure is None else self._met(sure)
        return Seen(len(values), fsum(values) / len(values), mean_interval(values, confidence), met)

    def _met(self, sure: Interval) -> bool | None:
        if self.at_least:
            return True if sure.low >= self.limit else False if sure.high < self.limit else None
        return True if sure.high <= self.limit else False if sure.low > self.limit else None

    def check(self, run: Run) -> None:
        """Refuse a subject that a run does not know."""
        for one in self.of:
            known = {subject for measure, subject in run if measure == one.name}
            if not _matching(one, run):
                check_subject(one.name, str(one.subject), known)


def aims(until: str) -> tuple[Requirement, ...]:
    """What a text asks for; `PostureError` says how it is written."""
    return tuple(_aim(part) for part in _parts(parse_condition(until)))


def all_met(seen: Sequence[Seen]) -> bool | None:
    """Whether every aim is met: not if one is not, unknown if one is unknown."""
    if any(one.met is False for one in seen):
        return False
    return True if all(one.met for one in seen) else None


def _parts(condition: Condition) -> Iterator[Comparison]:
    if isinstance(condition, Comparison):
        yield condition
        return
    if condition.how != "and":
        raise PostureError(f"requirements are joined by 'and', not by '{condition.how}'; write like {LIKE}")
    for part in condition.parts:
        yield from _parts(part)


def _aim(part: Comparison) -> Requirement:
    left = part.left
    if part.sign not in UP | DOWN or not isinstance(left, Applied):
        _refuse()
    if left.what == "P" and isinstance(left.terms[0], Comparison | Joined):
        return _share(left.terms[0], part.sign in UP, _probability(part.right))
    what = left.terms[0] if left.terms else None
    if not isinstance(what, Named) or not (left.what in {"mean", "median"} or left.what[1:].isdigit()):
        _refuse()
    if left.what == "mean":
        limit = _limit(what, part)
        return Requirement(f"mean of {_told(what)}", None, (what,), part.sign in UP, limit)
    share = 0.5 if left.what == "median" else int(left.what[1:]) / 100
    if not 0 < share < 1:
        raise PostureError(f"'{left.what} of' is of no use; write one from 'p1 of' to 'p99 of'")
    aim = _share(Comparison(what, part.sign, part.right), True, share if part.sign in DOWN else 1 - share)
    return replace(aim, text=f"{aim.text}, for the {left.what}")


def _share(condition: Condition, at_least: bool, limit: float) -> Requirement:
    asked = tuple(dict.fromkeys(names(condition)))
    if not asked:
        _refuse()
    text = " and ".join(map(_told, asked))
    if isinstance(condition, Comparison) and isinstance(condition.right, Value):
        right = condition.right
        number = right.value if isinstance(right.value, str) else f"{right.value:g}"
        text += f" {condition.sign} {number} {right.unit}".rstrip()
    return Requirement(f"P({text})", _plain(condition), asked, at_least, limit)


def _plain(condition: Condition) -> Condition:
    """The condition in the units of its measures, each of a subject and none a statistic."""
    _check_terms(condition)
    return in_own_units(condition, lambda named: measured(named.name).unit)


def _check_worst(named: Named) -> None:
    """A pattern asks for the worst of several, which only a measure has that is better one way."""
    if WILD.search(str(named.subject)) and measured(named.name).better == "neither":
        raise PostureError(
            f"'{named.name}' has no worst of '{named.subject}', since neither more nor less of it is better; "
            f"name one subject"
        )


def _check_terms(term: Term) -> None:
    if isinstance(term, Named) and term.subject is not None:
        _check_worst(term)
    if isinstance(term, Named) and term.subject is None:
        raise PostureError(f"say of whom '{term.name}' is asked: {term.name}[…]; write like {LIKE}")
    if isinstance(term, Applied) and term.what not in {"+", "-", "*", "/", "max", "min", "of"}:
        raise PostureError(f"'{term.what} of' is no number of one run; write it outside P(…), like {LIKE}")
    for one in parts(term):
        _check_terms(one)


def _limit(what: Named, part: Comparison) -> float:
    plain = _plain(Comparison(what, part.sign, part.right))
    return _number(plain.right) if isinstance(plain, Comparison) else _refuse()


def _probability(right: Term) -> float:
    limit = _number(right)
    if not 0 < limit < 1:
        raise PostureError(
            f"runs can show a probability between 0 and 1, never one of {limit:g}; write a share such as 0.99"
        )
    return limit


def _number(term: Term) -> float:
    if not isinstance(term, Value) or isinstance(term.value, str | bool) or term.unit not in {"", "%"}:
        _refuse()
    return term.value / 100 if term.unit == "%" else term.value


def _refuse() -> NoReturn:
    raise PostureError(f"a requirement is a statistic of runs and its limit; write it like {LIKE}")


def _told(named: Named) -> str:
    return f"{named.name}[{named.subject}]"


def _matching(named: Named, run: Run) -> list[str]:
    """The subjects of which a run tells that a pattern stands for; none where it is no pattern."""
    pattern = str(named.subject)
    if not WILD.search(pattern):
        return []
    return [subject for name, subject in run if name == named.name and fnmatchcase(subject, pattern)]


def _value(run: Run, named: Named) -> float:
    """What a run says; what it does not tell of never finished, or took nothing.

    Of the subjects of a pattern the worst: the least where more is better, else the most.
    """
    subjects = _matching(named, run)
    if subjects:
        worst = min if measured(named.name).better == "higher" else max
        return worst(run[named.name, subject] for subject in subjects)
    return run.get((named.name, str(named.subject)), 0.0 if named.name in ZERO_IF_UNTOLD else inf)
