"""Choices weighed: against several aims at once, against a condition, and over the futures nobody chooses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from posture.analysis.regret import Robustness, pareto, robustness, sure_pareto
from posture.core.errors import PostureError
from posture.core.findings import did_you_mean
from posture.core.measure import Better
from posture.experiments.conditions import Named, holds, names, parse_condition
from posture.experiments.unit_conversion import in_own_units
from posture.outcomes import MEASURES
from posture.report.findings import Finding, Question, cell
from posture.report.numbers import between, number, percent, percent_of, probability
from posture.report.tables import Table
from posture.runs.studies import Study
from posture.stats.arrays import Array
from posture.stats.estimates import Interval, wilson

SHOWN = 30
CHOICES_SHOWN = 20


class Objective(NamedTuple):
    """What is to be had: a measure of one subject, or a factor as a price; points by replications."""

    text: str
    unit: str
    better: Better
    values: Array


@dataclass(frozen=True, slots=True)
class Offer:
    """One point: its mean in each aim, and whether another surely beats it."""

    point: int
    settings: tuple[str, ...]
    means: tuple[float, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Met:
    """One choice of the levers: in how many of its runs, over all uncertainties, every condition holds."""

    settings: tuple[str, ...]
    met: int
    n: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class Weighed:
    """Every point in every aim by its mean, and which rows are on the front or surely beaten by no other."""

    aims: tuple[Objective, ...]
    means: Array
    front: frozenset[int]
    sure: frozenset[int]


def weighed(study: Study, texts: Sequence[str], confidence: float) -> Weighed:
    """All points against several aims, written as for `front`."""
    aims = _level([_aim(study, text) for text in texts])
    means = np.array([one.values.mean(axis=1) for one in aims]).T
    better = [one.better for one in aims]
    sure = sure_pareto([one.values for one in aims], better, confidence)
    return Weighed(tuple(aims), means, frozenset(pareto(means, better)), frozenset(sure))


def front(study: Study, texts: Sequence[str], confidence: float) -> Finding:
    """The points that no other beats in one aim without losing in another; equals are all kept.

    An aim is written `closure_days[lithuania]`, or is the name of a factor that counts as a price, the less
    the better; `name:higher` and `name:lower` say otherwise.
    """
    if len(texts) < 2:
        raise PostureError("a trade-off is between two aims or more; give --pareto twice")
    told = weighed(study, texts, confidence)
    aims, means = told.aims, told.means
    offers = [
        Offer(study.points[row], study.design[row], tuple(means[row].tolist()), row in told.sure)
        for row in sorted(told.sure | told.front, key=lambda row: tuple(means[row].tolist()))
    ]
    on = {study.points[row] for row in told.front}
    rows = tuple(
        (
            str(one.point),
            *map(cell, one.settings),
            *map(number, one.means),
            "front" if one.point in on else "not surely beaten",
        )
        for one in offers[:SHOWN]
    )
    heads = ("point", *study.names, *(f"{one.text}, {one.unit}".rstrip(", ") for one in aims), "stands")
    right = (0, *range(len(study.names) + 1, len(heads) - 1))
    aimed = " and ".join(f"{'less' if one.better == 'lower' else 'more'} {one.text}" for one in aims)
    sentence = (
        f"for {aimed}: {len(on)} of {len(study.points)} points are beaten by none, "
        f"{len(study.points) - len(offers)} are surely beaten"
    )
    sure = f"{percent_of(confidence)} interval of pairs"
    assumes = (
        f"the front goes by means; surely beaten: by a point no worse in all, better in one ({sure})",
        "what never finished counts as the largest value seen",
    )
    table = Table("points that stand, by their first aim", heads, rows, right)
    return Finding("pareto", sentence, assumes, (table,), tuple(offers))


def satisfied(study: Study, text: str, confidence: float) -> Finding:
    """For each choice of the levers the share of runs in which a condition on measures holds."""
    said = parse_condition(text)
    told = {one: _values(study, one) for one in _measured(list(dict.fromkeys(names(said))))}
    condition = in_own_units(said, lambda one: MEASURES[one.name].unit)
    replications = min(values.shape[1] for values in told.values())
    levers = [place for place, one in enumerate(study.factors) if one.kind != "uncertainty"]
    runs: dict[tuple[str, ...], list[bool]] = {}
    for row, settings in enumerate(study.design):
        choice = tuple(settings[place] for place in levers)
        for run in range(replications):
            known = {one: float(values[row, run]) for one, values in told.items()}
            if not any(map(np.isnan, known.values())):
                runs.setdefault(choice, []).append(holds(condition, known.__getitem__))
    found = [
        Met(choice, sum(met), len(met), wilson(sum(met), len(met), confidence))
        for choice, met in runs.items()
    ]
    found.sort(key=lambda one: -one.met / one.n)
    heads = (*(study.names[place] for place in levers), "holds", f"{percent_of(confidence)} interval", "runs")
    rows = tuple(
        (
            *map(cell, one.settings),
            probability(one.met / one.n),
            between(one.interval, probability),
            str(one.n),
        )
        for one in found[:SHOWN]
    )
    best = found[0]
    named = ", ".join(
        f"{study.names[place]} {cell(value)}" for place, value in zip(levers, best.settings, strict=True)
    )
    sentence = f"'{text}' holds most often, in {percent(best.met / best.n)} of runs, with {named or 'it'}"
    assumes = (
        "over all settings of the uncertainties, which count alike, and all replications"
        if len(levers) < len(study.factors)
        else "over all replications",
        "Wilson intervals; each holds by itself",
    )
    title = "how often it holds, by choice of the levers"
    right = tuple(range(len(levers), len(heads)))
    return Finding("satisficing", sentence, assumes, (Table(title, heads, rows, right),), tuple(found))


def _aim(study: Study, text: str) -> Objective:
    name, _, way = text.partition(":") if "[" not in text else (text, "", "")
    if text.endswith(("]:higher", "]:lower")):
        name, _, way = text.rpartition(":")
    if way not in {"", "higher", "lower"}:
        raise PostureError(f"'{text}': better is 'higher' or 'lower', not '{way}'")
    measure, bracket, subject = name.partition("[")
    if bracket:
        wanted = Named(measure, subject.removesuffix("]"))
        [known] = (MEASURES[one.name] for one in _measured([wanted]))
        better: Better = known.better if not way else "higher" if way == "higher" else "lower"
        return Objective(name, known.unit, better, _values(study, wanted))
    factor = next((one for one in study.factors if one.name == name), None)
    if factor is None:
        hint = did_you_mean(name, study.names) or "; write a measure as closure_days[lithuania]"
        raise PostureError(f"'{name}' is no factor of this study{hint}")
    if factor.numbers is None:
        raise PostureError(f"'{name}' has settings in words, which are no price; name a factor in numbers")
    return Objective(
        name, factor.unit, "higher" if way == "higher" else "lower", factor.numbers[:, np.newaxis]
    )


def _measured(asked: Sequence[Named]) -> list[Named]:
    """The names of a condition, if all are measures of a subject."""
    for one in asked:
        if one.name not in MEASURES:
            hint = did_you_mean(one.name, MEASURES) or "; 'posture list measures' shows all"
            raise PostureError(f"there is no measure '{one.name}'{hint}")
        if one.subject is None:
            raise PostureError(f"of whom? write '{one.name}[subject]'")
    if not asked:
        raise PostureError("this names no measure; write it like 'closure_days[lithuania] <= 25 d'")
    return list(asked)


def _values(study: Study, one: Named) -> Array:
    return study.cells(one.name, one.subject or "").values


def _level(aims: Sequence[Objective]) -> list[Objective]:
    """All aims over the same replications that every point answered; what never finished is the largest."""
    long = [one for one in aims if one.values.shape[1] > 1]
    most = min((one.values.shape[1] for one in long), default=1)
    sound = np.ones(most, dtype=bool)
    for one in long:
        sound &= ~np.isnan(one.values[:, :most]).any(axis=0)
    if not sound.any():
        raise PostureError("no replication was answered at every point; rerun what failed")
    found = []
    for one in aims:
        values = (
            np.broadcast_to(one.values, (len(one.values), most)) if one.values.shape[1] == 1 else one.values
        )
        values = values[:, :most][:, sound]
        finite = values[np.isfinite(values)]
        if not len(finite):
            raise PostureError(f"{one.text} is never reached, so it cannot be traded")
        found.append(one._replace(values=np.minimum(values, finite.max())))
    return found


@dataclass(frozen=True, slots=True)
class LeverSetting:
    """One setting of all levers, and how it stands up in the futures that the uncertainties make."""

    settings: tuple[str, ...]
    robustness: Robustness


def stands_up(study: Study, values: Array, question: Question) -> Finding | None:
    """Regret of each choice of levers over all futures; None where the design does not cross the two."""
    crossed = _crossed(study, values)
    if crossed is None or question.better == "neither":
        return None
    settings, table, levers = crossed
    if np.isnan(table).any():
        return None
    found = [
        LeverSetting(settings[one.choice], one)
        for one in robustness(table, question.better, question.threshold)
    ]
    best = found[0]
    named = ", ".join(f"{lever} {cell(value)}" for lever, value in zip(levers, best.settings, strict=True))
    met = best.robustness.satisfies
    threshold = (
        ""
        if met is None or question.threshold is None
        else (f", and meets {question.amount(question.threshold)} in {percent(met)} of them")
    )
    sentence = (
        f"the choice that is never far from the best is {named}: over {table.shape[1]} futures it loses at "
        f"most {question.size(best.robustness.largest_regret)} to the best choice of that future{threshold}"
    )
    rows = tuple(
        (
            *map(cell, one.settings),
            question.told(one.robustness.mean),
            question.told(one.robustness.worst),
            question.told(one.robustness.largest_regret),
            question.told(one.robustness.regret_90),
            "-" if one.robustness.satisfies is None else percent(one.robustness.satisfies),
        )
        for one in found[:CHOICES_SHOWN]
    )
    heads = (*levers, "mean", "worst", "largest regret", "90 % regret", "meets")
    right = tuple(range(len(levers), len(heads)))
    assumes = ("futures count alike, for nobody states how likely they are; each is judged by its mean",)
    table_of = Table(f"choices over futures, {question.about}", heads, rows, right)
    return Finding("regret", sentence, assumes, (table_of,), tuple(found))


def _crossed(study: Study, values: Array) -> tuple[list[tuple[str, ...]], Array, list[str]] | None:
    """Settings of the levers, their means in each future, and the levers' names."""
    levers = [number for number, one in enumerate(study.factors) if one.kind != "uncertainty"]
    others = [number for number, one in enumerate(study.factors) if one.kind == "uncertainty"]
    if not levers or not others:
        return None
    means = dict(zip(study.design, values.mean(axis=1).tolist(), strict=True))
    choices = list(dict.fromkeys(tuple(row[one] for one in levers) for row in study.design))
    futures = list(dict.fromkeys(tuple(row[one] for one in others) for row in study.design))
    at = {
        (tuple(row[one] for one in levers), tuple(row[one] for one in others)): mean
        for row, mean in means.items()
    }
    if len(choices) < 2 or len(futures) < 2 or len(at) < len(choices) * len(futures):
        return None
    table = np.array([[at[choice, future] for future in futures] for choice in choices])
    return choices, table, [study.factors[one].name for one in levers]
