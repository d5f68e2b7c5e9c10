"""Which methods fit the design of a study, and what they find; of a run, what it comes to in the long run."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from posture.core.errors import PostureError
from posture.core.ids import is_whole
from posture.outcomes import MEASURES
from posture.report.findings import Finding, Question
from posture.report.levers import fraction, grid, one_at_a_time
from posture.report.numbers import between, number, number_more, percent_of
from posture.report.plain_words import in_words
from posture.report.ranking import against_first, best, overview
from posture.report.sensitivity import discovery, morris_effects, sobol_indices, stand_in
from posture.report.tables import Table
from posture.report.tradeoffs import stands_up
from posture.runs.series import HELD, daily, logs
from posture.runs.store import StoredRun
from posture.runs.studies import Cells, Study
from posture.stats.arrays import Array
from posture.stats.intervals import BATCHES
from posture.stats.warm_up import summed_up

CLOSURE = "closure_days"
MADE_AGAIN = 20
"""Replications of a run that are made again for its long run."""
Method = Callable[[Study, Array, Question], Finding]

METHODS: dict[str, Method] = {
    "effects": grid,
    "fraction": fraction,
    "tornado": one_at_a_time,
    "morris": morris_effects,
    "sobol": sobol_indices,
    "stand-in": stand_in,
    "discovery": discovery,
    "compare": against_first,
}
"""What can be asked for by name."""

FITTING: dict[str, tuple[str, ...]] = {
    "list": ("compare",),
    "table": ("compare",),
    "full": ("effects",),
    "fractional": ("fraction",),
    "one-at-a-time": ("tornado",),
    "assumptions": ("tornado",),
    "latin-hypercube": ("stand-in", "discovery"),
    "space-filling": ("stand-in", "discovery"),
    "sobol": ("sobol",),
    "morris": ("morris",),
}
"""What fits each kind of design."""
WHOLE = ("effects", "fraction", "compare")
"""Methods that take a variant as one more factor."""
POINTS_COMPARED = ("list", "table", "full", "fractional")


def asked(study: Study, measure: str | None, subject: str | None) -> list[tuple[str, str]]:
    """Measure and subjects: by default the closure, or the first measure there is, of each whole unit."""
    if measure is None:
        known = study.measures()
        if not known:
            raise PostureError(f"{study.folder} holds no answer of any run; look at its failures")
        measure = CLOSURE if CLOSURE in known else known[0]
    subjects = study.subjects(measure)
    if subject is not None:
        return [(measure, subject)]
    whole = [one for one in subjects if is_whole(one)]
    return [(measure, one) for one in (whole or subjects)]


def analyse(study: Study, question: Question, method: str | None = None) -> list[Finding]:
    """What is found of one measure of one subject: an overview, then what fits the design or is asked for."""
    cells = study.cells(question.measure, question.subject)
    known = MEASURES.get(question.measure)
    question = replace(question, unit=cells.unit, better=known.better if known else question.better)
    question, values = _cut(study, cells, question)
    return list(_findings(study, cells.values, values, question, method))


def _findings(
    study: Study, raw: Array, values: Array, question: Question, method: str | None
) -> Iterator[Finding]:
    if method is not None:
        yield from _by_variant(study, values, question, METHODS[method], split=method not in WHOLE)
        return
    methods = FITTING.get(study.kind, ("compare",))
    compared = study.kind in POINTS_COMPARED or methods == ("compare",)
    if compared:
        yield overview(study, raw, values, question)
    if np.nanmax(values) == np.nanmin(values):
        yield _constant(question, float(np.nanmax(values)))
        return
    found = [
        finding
        for name in methods
        for finding in _by_variant(study, values, question, METHODS[name], split=not compared)
    ]
    yield from found
    more = [best(study, values, question), stands_up(study, values, question)] if compared else []
    more += [in_words(study, one, values, question) for one in found if one.method == "main effects"]
    yield from (one for one in more if one is not None)


def _by_variant(
    study: Study, values: Array, question: Question, method: Method, *, split: bool
) -> Iterator[Finding]:
    """A design that only makes sense whole is looked at variant by variant; a grid takes them as a factor."""
    if len(values) < 2:
        return
    if not split:
        yield method(study, values, question)
        return
    for name, part in study.by_variant():
        finding = method(part, values[np.isin(study.points, part.points)], question)
        yield replace(finding, variant=name)


def _constant(question: Question, value: float) -> Finding:
    amount = question.amount(value)
    sentence = f"{question.about} is {amount} in every run: nothing that this study varies moves it"
    return Finding("constant", sentence, (), (), ())


def _cut(study: Study, cells: Cells, question: Question) -> tuple[Question, Array]:
    """The values up to the limit; without one, unfinished runs count as the largest value seen."""
    unfinished = int(np.isinf(cells.values).sum())
    limit = question.limit
    if limit is None and unfinished:
        finite = cells.values[np.isfinite(cells.values)]
        if not len(finite):
            raise PostureError(f"no run of {study.folder} finished: {question.about} is never reached")
        limit = float(finite.max())
    if np.isnan(cells.values).all():
        raise PostureError(f"no run of {study.folder} answered {question.about}")
    if limit is None:
        return question, cells.values
    return replace(question, limit=limit), np.minimum(cells.values, limit)


def remarks(study: Study, cells: Cells, question: Question) -> Iterator[str]:
    """What anyone must know before reading on: failed and unfinished runs, and the pairing."""
    runs = cells.values.size
    chance = (
        "the same random numbers at every point" if study.common else "its own random numbers at each point"
    )
    yield f"{len(study.points)} points, {cells.values.shape[1]} replications of each, {chance}"
    if cells.failed:
        yield f"{cells.failed} of {runs} runs failed and count nowhere: if the slow ones fail, this flatters"
    unfinished = int(np.isinf(cells.values).sum())
    if unfinished:
        upto = "the largest value seen" if question.limit is None else question.amount(question.limit)
        yield f"{unfinished} of {runs} runs never finished; in means they count as {upto} (--limit sets it)"


def steady(run: StoredRun, asked: str, confidence: float) -> Finding:
    """MSER-5 on the mean of all replications day by day, then the mean of what is left.

    `asked` is a kind of log row, of one subject where brackets name one: `serviceable[siauliai]`.
    """
    kind, bracket, rest = asked.partition("[")
    if bracket and not rest.endswith("]"):
        raise PostureError(f"'{asked}' lacks its ']'; write it like serviceable[siauliai]")
    series = [daily(log, horizon, kind, rest.removesuffix("]")) for log, horizon in logs(run, MADE_AGAIN)]
    found = summed_up(series, confidence)
    if found is None:
        raise PostureError(f"{len(series[0])} days are too few to tell a warm-up; run it longer")
    unit = "on average" if kind in HELD else "a day"
    sure = percent_of(confidence)
    rows = (
        ("from the first day on", number(found.whole), "-"),
        (f"without the first {found.warmup.cut} days", number(found.mean), between(found.interval)),
        ("one replication in batches", "-", between(found.batches)),
    )
    table = Table(f"{asked}, {unit}", ("days counted", "mean", f"{sure} interval"), rows, (1,))
    if found.warmup.sound:
        cut = f"the first {found.warmup.cut} of {found.days} days are warm-up; from then on it is"
        counted = f", {number(found.whole)} if they count" if found.warmup.cut else ""
        cut = cut if found.warmup.cut else f"none of {found.days} days is warm-up; it is"
        sentence = f"{asked}: {cut} {number(found.mean)} {unit} ({between(found.interval)}){counted}"
    else:
        sentence = (
            f"{asked}: {found.days} days are too short to tell the warm-up from the rest; the least error is "
            f"at day {found.warmup.cut}, past the middle"
        )
    lag = number_more(found.lag)
    assumes = (
        f"warm-up by MSER-5 on the mean of {found.replications} replications, made again and found as stored",
        f"intervals over replications by t; of one by {BATCHES} batches, correlated with the next by {lag}",
    )
    return Finding("steady state", sentence, assumes, (table,), (found,))
