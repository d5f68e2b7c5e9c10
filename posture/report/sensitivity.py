"""What factors do over their whole ranges: Sobol' indices, Morris effects, a stand-in, bad futures."""

from collections.abc import Sequence

import numpy as np

from posture.analysis.discovery import Box, Columns, Flags, Limit, chosen_box
from posture.analysis.metamodel import Fit, Term, gaussian_process, linear
from posture.analysis.morris import morris
from posture.analysis.prim import prim
from posture.analysis.sobol import layout, sobol, whole_rows
from posture.analysis.tree import tree
from posture.core.errors import PostureError
from posture.report.findings import Finding, Question, cell
from posture.report.levers import ONE_BY_ONE
from posture.report.numbers import between, figure, number, percent, percent_of, setting
from posture.report.tables import Table
from posture.runs.studies import Study
from posture.stats.arrays import Array

TERMS_SHOWN = 15
POOR = 0.7
WORST = 0.75
FEW = 40
DENSE = 0.8
BOXES_SHOWN = 10


def sobol_indices(study: Study, values: Array, question: Question) -> Finding:
    """What share of the variance each factor explains, chance taken out."""
    design = study.unit_design()
    rows = layout(design)
    base = len(rows.a)
    if question.drop_failed:
        rows = whole_rows(rows, values)
    found = sobol(design, values, study.names, rows=rows, seed=question.seed, confidence=question.confidence)
    ordered = sorted(found.factors, key=lambda one: (-one.total, one.factor))
    heads = ("factor", "alone", "interval", "with interactions", "interval", "uncorrected")
    cells = tuple(
        (
            one.factor,
            number(one.first),
            between(one.first_interval),
            number(one.total),
            between(one.total_interval),
            f"{number(one.naive_first)} / {number(one.naive_total)}",
        )
        for one in ordered
    )
    lost = f"; {base - found.base} of {base} base rows left out for failed runs" if found.base < base else ""
    noise = "one replication, so chance cannot be told from the factors and is in the indices"
    if found.noise is not None:
        noise = f"{percent(found.noise)} of the variance between points is chance and taken out"
    assumes = (
        f"factors vary independently and evenly over their ranges; {noise}",
        f"bootstrap intervals over {found.base} base rows, {percent_of(question.confidence)}{lost}",
    )
    most = ordered[0]
    rest = 1 - sum(one.first for one in ordered)
    sentence = (
        f"{most.factor} matters most for {question.about} over these ranges: it has a part in "
        f"{percent(min(1.0, most.total))} of the variance and explains {percent(max(0.0, most.first))} "
        f"alone; {percent(max(0.0, rest))} is due to factors acting together"
    )
    table = Table(f"shares of the variance of the expected {question.about}", heads, cells, (1, 2, 3, 4, 5))
    return Finding("Sobol' indices", sentence, assumes, (table,), (found,))


def morris_effects(study: Study, values: Array, question: Question) -> Finding:
    """Elementary effects, the strongest first."""
    design = study.unit_design()
    if question.drop_failed:
        size = len(study.factors) + 1
        good = np.isfinite(values).all(axis=1).reshape(-1, size).all(axis=1).repeat(size)
        design, values = design[good], values[good]
    found = morris(design, values, study.names, question.confidence)
    ordered = sorted(found, key=lambda one: (-one.mu_star, one.factor))
    cells = tuple(
        (
            one.factor,
            question.told(one.mu_star),
            between(one.strength_interval, question.told),
            question.told_more(one.mu),
            question.told(one.sigma),
            "-" if one.noise is None else question.told(one.noise),
        )
        for one in ordered
    )
    interval = f"{percent_of(question.confidence)} interval"
    heads = ("factor", "mu*", interval, "mu", "sigma", "of it chance")
    walks = len(design) // (len(study.factors) + 1)
    assumes = (
        f"effects are from end to end of a factor's range, over {walks} walks",
        "mu* counts size without sign; chance makes it larger, so a factor that does nothing is above 0",
        "a sigma well above its part of chance tells of bends or of factors acting together",
    )
    strongest = ordered[0]
    weak = [one.factor for one in ordered if one.mu_star < 0.05 * strongest.mu_star]
    idle = f"; {', '.join(weak)} could be left as they are" if weak else ""
    sentence = (
        f"{strongest.factor} moves {question.about} most: {question.size(strongest.mu_star)} from end to "
        f"end of its range on average{idle}"
    )
    table = Table(f"elementary effects on {question.about}", heads, cells, (1, 2, 3, 4, 5))
    return Finding("Morris effects", sentence, assumes, (table,), tuple(found))


def stand_in(study: Study, values: Array, question: Question) -> Finding:
    """A linear stand-in with interactions, and a Gaussian process beside it where that is asked for."""
    design = study.unit_design()
    kept = np.isfinite(values).all(axis=1) if question.drop_failed else np.ones(len(design), dtype=bool)
    design, values = design[kept], values[kept]
    plain = linear(design, values, study.names, confidence=question.confidence)
    fits = [plain]
    if question.surrogate:
        fits.append(gaussian_process(design, values, seed=question.seed))
    terms = sorted(plain.terms, key=lambda one: (-abs(one.change), one.factors))
    cells = tuple(
        (
            " with ".join(one.factors),
            question.told_more(one.change),
            between(one.interval, question.told_more),
        )
        for one in terms[:TERMS_SHOWN]
    )
    interval = f"{percent_of(question.confidence)} interval"
    effects = Table(
        f"what each factor adds to {question.about} from its low to its high end, others midway",
        ("factor", question.column or "change", interval),
        cells,
        (1, 2),
    )
    tested = Table(
        "how far each stand-in is off at points left out",
        ("stand-in", f"typical error, {question.column}", "variance explained"),
        tuple((fit.kind, question.told(fit.error), percent(fit.explained)) for fit in fits),
        (1, 2),
    )
    results = ({"kind": fit.kind, "error": fit.error, "explained": fit.explained} for fit in fits)
    assumes = (
        "a straight line in each factor, errors alike everywhere: trust it as far as the second table says",
        ONE_BY_ONE,
    )
    sentence = _line(terms, plain, question)
    return Finding("stand-in", sentence, assumes, (effects, tested), (*terms, *results))


def _line(terms: list[Term], fit: Fit, question: Question) -> str:
    if not terms:
        raise PostureError("this design varies no factor")
    alone = [one for one in terms if len(one.factors) == 1]
    sure = [one for one in alone if one.interval.low > 0 or one.interval.high < 0]
    warned = (
        ""
        if fit.explained >= POOR
        else (
            f"; but straight lines explain only {percent(max(0.0, fit.explained))} at points left out: "
            f"do not rely on them"
        )
    )
    if not sure:
        return f"no factor is seen to move {question.about} along a straight line{warned}"
    parts = [f"{one.factors[0]} {question.buys(one.change)}" for one in sure[:3]]
    return f"{question.about}, from the low to the high end of each range: {', '.join(parts)}{warned}"


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
            f"{missed} mostly where {_where(box.limits)}: {percent(box.coverage)} of such cases lie there "
            f"and {percent(box.density)} of what lies there is such a case, against "
            f"{percent(float(interest.mean()))} of all{stated}"
        )
    else:
        sentence = f"nothing sets apart the points at which {missed}{stated}"
    tables = (
        _boxes(
            f"PRIM, from all points to the densest box ({missed})",
            boxes[:: max(1, len(boxes) // BOXES_SHOWN)],
        ),
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


def _boxes(title: str, boxes: Sequence[Box]) -> Table:
    rows = tuple(
        (
            _where(box.limits) or "everywhere",
            str(box.cases),
            percent(box.coverage),
            percent(box.density),
            figure(max(box.chance)) if box.chance else "-",
        )
        for box in boxes
    )
    return Table(title, ("where", "points", "coverage", "density", "chance"), rows, (1, 2, 3, 4))


def _where(limits: Sequence[Limit]) -> str:
    return " and ".join(map(_limit, limits))


def _limit(one: Limit) -> str:
    if one.among:
        return f"{one.factor} is {' or '.join(map(cell, one.among))}"
    if one.low is not None and one.high is not None:
        return f"{one.factor} is {setting(one.low)} to {setting(one.high)}"
    if one.low is not None:
        return f"{one.factor} ≥ {setting(one.low)}"
    return f"{one.factor} ≤ {setting(one.high)}" if one.high is not None else one.factor
