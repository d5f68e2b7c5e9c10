"""Which futures go wrong, and which choices stand up in most of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from posture.analysis.discovery import Box, Columns, Flags, Limit, chosen_box
from posture.analysis.prim import prim
from posture.analysis.regret import Robustness, robustness
from posture.analysis.tree import tree
from posture.core.errors import PostureError
from posture.report.findings import Finding, FindingTable, Question, cell, number
from posture.runs.studies import Study
from posture.stats.arrays import Array

WORST = 0.75
FEW = 40
DENSE = 0.8
SHOWN = 10


def discovery(study: Study, values: Array, question: Question) -> Finding:
    """Boxes of factor values in which the measure misses the threshold; without one, its worst quarter."""
    columns, interest, threshold = _cases(study, values, question)
    boxes = prim(columns, interest)
    box = chosen_box(boxes, DENSE)
    leaves = tree(columns, interest, seed=question.seed)
    bad = "above" if question.better != "higher" else "below"
    missed = f"{question.about} is {bad} {question.amount(threshold)}"
    stated = "" if question.threshold is not None else " (the worst quarter of all points; state --threshold)"
    if box.limits:
        sentence = (
            f"{missed} mostly where {_where(box.limits)}: {100 * box.coverage:.0f} % of such cases lie there "
            f"and {100 * box.density:.0f} % of what lies there is such a case, against "
            f"{100 * interest.mean():.0f} % of all{stated}"
        )
    else:
        sentence = f"nothing sets apart the points at which {missed}{stated}"
    tables = (
        _boxes(f"PRIM, from all points to the densest box ({missed})", boxes[:: max(1, len(boxes) // SHOWN)]),
        _boxes("the leaves of a shallow tree in which it happens more than usual", leaves),
    )
    few = "; so few that boxes come and go with the sample" if interest.sum() < FEW else ""
    assumes = (
        f"points count by their means: {int(interest.sum())} of {len(interest)} are cases of interest{few}",
        "chance is the quasi-p-value of the weakest limit: how likely so many cases were without it",
    )
    return Finding("scenario discovery", sentence, assumes, tables, (box, *boxes, *leaves))


def _cases(study: Study, values: Array, question: Question) -> tuple[Columns, Flags, float]:
    kept: Flags = np.asarray(~np.isnan(values).any(axis=1))
    if not kept.all() and not question.drop_failed:
        raise PostureError(
            f"{int((~kept).sum())} of {len(kept)} points have failed runs; rerun them, or leave them out "
            f"with --drop-failed"
        )
    means = values[kept].mean(axis=1)
    sign = -1 if question.better == "higher" else 1
    threshold = question.threshold
    if threshold is None:
        threshold = float(sign * np.quantile(sign * means, WORST, method="inverted_cdf"))
    columns: dict[str, Array | Sequence[str]] = {}
    for factor in study.factors:
        numbers = factor.numbers
        cells = [factor.cells[row] for row in np.flatnonzero(kept)]
        columns[factor.name] = cells if numbers is None else numbers[kept]
    return columns, np.asarray(sign * means > sign * threshold), threshold


def _boxes(title: str, boxes: Sequence[Box]) -> FindingTable:
    rows = tuple(
        (
            _where(box.limits) or "everywhere",
            str(box.cases),
            f"{100 * box.coverage:.0f} %",
            f"{100 * box.density:.0f} %",
            f"{max(box.chance):.2g}" if box.chance else "-",
        )
        for box in boxes
    )
    return FindingTable(title, ("where", "points", "coverage", "density", "chance"), rows, (1, 2, 3, 4))


def _where(limits: Sequence[Limit]) -> str:
    return " and ".join(map(_limit, limits))


def _limit(one: Limit) -> str:
    if one.among:
        return f"{one.factor} is {' or '.join(map(cell, one.among))}"
    if one.low is not None and one.high is not None:
        return f"{one.factor} is {one.low:.4g} to {one.high:.4g}"
    return f"{one.factor} ≥ {one.low:.4g}" if one.low is not None else f"{one.factor} ≤ {one.high:.4g}"


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
        else (f", and meets {question.amount(question.threshold)} in {100 * met:.0f} % of them")
    )
    sentence = (
        f"the choice that is never far from the best is {named}: over {table.shape[1]} futures it loses at "
        f"most {question.amount(best.robustness.largest_regret)} to the best choice of that future{threshold}"
    )
    rows = tuple(
        (
            *map(cell, one.settings),
            number(one.robustness.mean),
            number(one.robustness.worst),
            number(one.robustness.largest_regret),
            number(one.robustness.regret_90),
            "-" if one.robustness.satisfies is None else f"{100 * one.robustness.satisfies:.0f} %",
        )
        for one in found[: 2 * SHOWN]
    )
    heads = (*levers, "mean", "worst", "largest regret", "90 % regret", "meets")
    right = tuple(range(len(levers), len(heads)))
    assumes = ("futures count alike, for nobody states how likely they are; each is judged by its mean",)
    table_of = FindingTable(f"choices over futures, {question.about}", heads, rows, right)
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
