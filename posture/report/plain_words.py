"""What the levers buy, in a paragraph for whoever decides."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from posture.analysis.effects import Gain, Interaction
from posture.report.findings import Finding, Question, cell
from posture.report.levers import shares_work
from posture.report.numbers import SHARES, between, per_cent_figure, percent, percent_of, setting
from posture.runs.studies import Study, Varied, number_of
from posture.stats.arrays import Array
from posture.stats.estimates import Interval

PHRASES = {"closure_days": ("{subject} closes", "sooner", "later")}
"""Measures that have a verb of their own, with the words for less and more."""
PLAIN = ("{measure} of {subject} is", "lower", "higher")


def in_words(study: Study, found: Finding, values: Array, question: Question) -> Finding | None:
    """What each lever surely buys, the most first, then what nobody chooses; None where nothing is sure.

    Levers are turned towards the better, what nobody chooses towards the worse.
    """
    told = [one for one in found.results if isinstance(one, Gain)]
    gains = _largest(told)
    sure = [one for one in gains if one.interval and (one.interval.low > 0 or one.interval.high < 0)]
    if not sure or question.better == "neither":
        return None
    words = Words(study, question)
    chosen = words.levers
    meet = [
        one for one in found.results if isinstance(one, Interaction) and {one.first, one.second} <= chosen
    ]
    bought = [words.change(one, words.good) for one in sure if one.factor in chosen]
    others = [words.change(one, words.bad) for one in sure if one.factor not in chosen]
    rest = [words.labels[one.factor] for one in gains if one not in sure]
    parts = (
        f"{words.subject} {_listed(bought)}, each on average over the rest" if bought else "",
        f"what nobody chooses: {_listed(others)}" if others else "",
        f"{_listed(rest)}: no difference is seen" if rest else "",
        *(_shared(one, told, words.labels, question) for one in meet[:1]),
        _corners(values, question),
    )
    text = f"in plain words: {'; '.join(part for part in parts if part)}"
    return Finding("plain words", text, (f"in brackets {percent_of(question.confidence)} intervals",), (), ())


class Words:
    """How a study's factors and its measure are spoken of."""

    def __init__(self, study: Study, question: Question) -> None:
        self._question = question
        self._factors = {one.name: one for one in study.factors}
        self.labels = {one.name: one.label or one.name for one in study.factors}
        self.levers = {one.name for one in study.factors if one.kind != "uncertainty"}
        verb, self._less, self._more = PHRASES.get(question.measure, PLAIN)
        self.subject = verb.format(measure=question.measure, subject=question.subject or "it")
        ends = (self._less, self._more)
        self.good, self.bad = ends if question.better == "lower" else ends[::-1]

    def change(self, one: Gain, wanted: str) -> str:
        """What a factor does, told in the direction that is wanted."""
        ends = [_end(end, self._factors[one.factor]) for end in (one.base, one.level)]
        if (self._less if one.change < 0 else self._more) != wanted:
            ends.reverse()
        size = _size(one.change, one.interval, self._question)
        return f"{size} {wanted} with {self.labels[one.factor]} from {' to '.join(ends)}"


def _largest(gains: Sequence[Gain]) -> list[Gain]:
    """The largest gain of each factor, the largest first."""
    best: dict[str, Gain] = {}
    for one in gains:
        if one.factor not in best or abs(one.change) > abs(best[one.factor].change):
            best[one.factor] = one
    return sorted(best.values(), key=lambda one: (-abs(one.change), one.factor))


def _end(value: str, factor: Varied) -> str:
    """A setting as one reads it; a scale by what it does to what is written."""
    scale = number_of(value) if factor.scaled else None
    if scale is None:
        return cell(value, factor.unit)
    return "as written" if scale == 1 else "none" if scale == 0 else f"{setting(scale)} times as written"


def _size(change: float, interval: Interval | None, question: Question) -> str:
    """How large a change is, whichever way it goes, with its interval; shares in points of a hundred."""
    low, high = interval or (change, change)
    low, high = (low, high) if change > 0 else (-high, -low)
    if question.unit in SHARES:
        return f"{per_cent_figure(abs(change))} points ({between((low, high), per_cent_figure)})"
    return f"{question.amount(abs(change))} ({between((low, high))})"


def _shared(one: Interaction, found: Sequence[Gain], labels: dict[str, str], question: Question) -> str:
    """Whether two of them do each other's work, where that is sure."""
    if one.interval is None or one.interval.low <= 0 <= one.interval.high:
        return ""
    lost = shares_work(one, found, question)
    how = "do each other's work" if lost else "help each other"
    both = f"{labels[one.first]} and {labels[one.second]} {how}: both changes together give"
    amount = _size(one.change, one.interval, question)
    return f"{both} {amount} {'less' if lost else 'more'} than the two added"


def _corners(values: Array, question: Question) -> str:
    means: Any = np.nanmean(values, axis=1)
    worst, best = means.max(), means.min()
    if question.better == "higher":
        worst, best = best, worst
    ends = map(percent, (worst, best)) if question.unit in SHARES else map(question.amount, (worst, best))
    return f"from worst setting to best it goes from {' to '.join(ends)}"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
