"""The way in from Python: scenarios in, DataFrames out. Nothing is printed, and nothing is written unasked.

`posture.load`, `run`, `history`, `sweep`, `read_run`, `read_study`, `list_scenarios` and `list_measures`
are these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from posture.core.errors import PostureError
from posture.experiments.points import stack
from posture.experiments.specification import read_experiment
from posture.experiments.unwritten import with_numbers
from posture.outcomes import MEASURES
from posture.report.trace import frame, selected
from posture.runs import daily_file, ledgers, store
from posture.runs.dispatch import cores
from posture.runs.manifest import of_scenario
from posture.runs.simulate import prepare, simulate
from posture.runs.single import draws_of, run_kept
from posture.runs.single import run as run_in_memory
from posture.runs.studies import Study
from posture.runs.sweep import sweep as run_study
from posture.scenario import Loaded
from posture.scenario import load as read_scenario
from posture.scenario.shipped import scenarios, title_of
from posture.stats.estimates import Answer, Estimate, summarise

if TYPE_CHECKING:
    from pandas import DataFrame

UNITS = "units"
"""Key of a DataFrame's `attrs`: the unit of each measure in it, by name."""


@dataclass(frozen=True)
class RunOutput:
    """A run: `fingerprint` is that of its histories, `rows` are its answers, an infinite one never finished.

    `folder` is where it is kept, None for one that was not written; `manifest` says what was run.
    """

    fingerprint: str
    manifest: Mapping[str, Any]
    rows: Sequence[Answer] = field(repr=False)
    booked: Sequence[ledgers.Booked] = field(repr=False)
    folder: Path | None = None
    days: tuple[daily_file.DailyRow, ...] = field(default=(), repr=False)

    @cached_property
    def daily(self) -> "DataFrame":
        """What is told day by day: a row for each replication, series, subject and day (0 is the first)."""
        found = _frame(self.days, daily_file.DailyRow._fields, {one.series: one.unit for one in self.days})
        units = found.attrs
        found["day"] = [list(range(len(one.values))) for one in self.days]
        found = found.explode(["values", "day"], ignore_index=True).rename(columns={"values": "value"})
        found = found.astype({"value": float, "day": int})
        found.attrs = units
        return found

    @cached_property
    def measures(self) -> "DataFrame":
        """A row an answer: replication, measure, subject, value, unit."""
        return _frame(self.rows, Answer._fields, {one.measure: one.unit for one in self.rows})

    @cached_property
    def summary(self) -> "DataFrame":
        """A row for each measure and subject (the index): unit, n, unfinished, mean, median, low, high.

        `low` and `high` are the 10 % and 90 % quantiles of the runs, for a probability its Wilson 95 %
        interval. What never finishes has no number there.
        """
        found = summarise(self.rows)
        heads = tuple(Estimate.__slots__)
        rows = [tuple(getattr(one, head) for head in heads) for one in found]
        units = {one.measure: one.unit for one in found}
        return _frame(rows, heads, units).set_index(["measure", "subject"])

    def values(self, measure: str) -> "DataFrame":
        """One measure: a row a replication, a column a subject."""
        mine = self.measures[self.measures["measure"] == measure]
        if mine.empty:
            known = ", ".join(sorted(set(self.measures["measure"])))
            raise PostureError(f"this run has no measure '{measure}'; it has {known}")
        wide = mine.pivot_table(index="replication", columns="subject", values="value")
        wide.attrs[UNITS] = {measure: MEASURES[measure].unit}
        return wide

    @cached_property
    def ledger(self) -> "DataFrame":
        """The critical chain of all that closed: a row an entry, in order of time; `seconds` is whole."""
        return _frame(self.booked, ledgers.Booked._fields, {"seconds": "s"})

    def _repr_html_(self) -> str:
        html: str = self.summary.to_html()
        return html


@dataclass(frozen=True)
class StudyOutput:
    """A study: `study` holds its design and its answers, `folder` is where it is kept."""

    study: Study

    @property
    def folder(self) -> Path:
        """Where it is kept."""
        return self.study.folder

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What was run."""
        return self.study.manifest

    @cached_property
    def design(self) -> "DataFrame":
        """A row a point (the index), a column a factor: numbers where all of its settings are."""
        columns = {one.name: one.cells if one.numbers is None else one.numbers for one in self.study.factors}
        found = _columns(columns, {one.name: one.unit for one in self.study.factors})
        found.index = _index(self.study.points, "point")
        return found

    def values(self, measure: str, subject: str | None = None) -> "DataFrame":
        """One measure of a subject: a row a point, a column a replication; NaN where a run failed.

        Without a subject there must be one alone.
        """
        if subject is None:
            subjects = self.study.subjects(measure)
            if len(subjects) != 1:
                raise PostureError(
                    f"'{measure}' tells of {', '.join(subjects) or 'nobody'}; name one of them"
                )
            [subject] = subjects
        cells = self.study.cells(measure, subject)
        found = _columns(dict(enumerate(cells.values.T)), {measure: cells.unit})
        found.index = _index(self.study.points, "point")
        found.columns.name = "replication"
        return found

    def means(self, measure: str, subject: str | None = None) -> "DataFrame":
        """The design with the mean, the deviation and the number of answers of one measure at each point."""
        table = self.values(measure, subject)
        values = table.to_numpy(dtype=np.float64)
        found = self.design.copy()
        found["mean"] = np.nanmean(values, axis=1)
        found["sd"] = np.nanstd(values, axis=1, ddof=1) if values.shape[1] > 1 else np.nan
        found["n"] = np.isfinite(values).sum(axis=1)
        found.attrs[UNITS] = {**self.design.attrs[UNITS], **table.attrs[UNITS]}
        return found

    def _repr_html_(self) -> str:
        html: str = self.design.to_html()
        return html


def load(name: str | Path, sets: Sequence[str] = ()) -> Loaded:
    """A scenario by path or by the name under which it ships; `sets` are changes such as `a.b=3`.

    Raises `PostureError` with every fault, its place and its cure.
    """
    return read_scenario(str(name), sets)


def run(
    scenario: str | Path | Loaded,
    *,
    replications: int | None = None,
    seed: int = 1,
    jobs: int | None = None,
    sets: Sequence[str] = (),
    deterministic: bool = False,
    check: bool = False,
    out: str | Path | None = None,
) -> RunOutput:
    """Replications 0 to n - 1 of a scenario, by default 50, or the one there is where it is `deterministic`.

    `jobs` processes, by default one a core, change no answer: the fingerprint is that of the same run on the
    command line. With `out` the run is kept in that folder, and what is there of it already is not run again.
    A replication that fails is listed in the manifest under `failures`; if every one fails, the first failure
    is raised.
    """
    draws = draws_of(replications, seed, deterministic=deterministic, check=check)
    if out is not None:
        if isinstance(scenario, Loaded):
            raise PostureError("a run is kept of a scenario by its name or path; give that to run")
        run_kept(load(scenario, sets), str(scenario), Path(out), draws, jobs=jobs)
        return read_run(out)
    loaded = _loaded(scenario, sets)
    result = run_in_memory(loaded.scenario, draws, jobs)
    places = {key: place.name for key, place in loaded.scenario.places.items()}
    told = {
        **of_scenario(loaded, seed, draws.replications, deterministic),
        "fingerprint": result.fingerprint,
        "failures": [{"replication": one.item, "message": one.message} for one in result.failures],
    }
    booked = tuple(row for one in ledgers.in_order(result.done) for row in ledgers.booked(one, places))
    return RunOutput(result.fingerprint, told, tuple(result.rows), booked)


def history(
    scenario: str | Path | Loaded,
    *,
    replication: int = 0,
    seed: int = 1,
    sets: Sequence[str] = (),
    deterministic: bool = False,
    unit: str | None = None,
    kinds: Sequence[str] = (),
) -> "DataFrame":
    """What happens in one replication, a row an event: when, its kind, who, where, and what is counted.

    It is the history of that replication of `run`; `deterministic` gives the one in which every draw has its
    most usual value. `unit` and `kinds` keep the rows of one unit, brigade or place and of some kinds alone.
    """
    loaded = _loaded(scenario, sets)
    log = simulate(prepare(loaded.scenario), seed, replication, deterministic=deterministic)
    return frame(selected(log, unit, kinds), loaded.scenario.start)


def _loaded(scenario: str | Path | Loaded, sets: Sequence[str]) -> Loaded:
    if not isinstance(scenario, Loaded):
        return load(scenario, sets)
    if sets:
        raise PostureError("a scenario that is loaded takes no changes; give them to load")
    return scenario


def sweep(
    experiment: str | Path,
    out: str | Path,
    *,
    replications: int | None = None,
    jobs: int | None = None,
    sets: Sequence[str] = (),
) -> StudyOutput:
    """Run what is missing of an experiment in the folder `out`, and read the study that is there then.

    The same call again goes on with what is over, as `posture sweep` does. `replications` takes the place of
    what the experiment says.
    """
    stack.cache_clear()  # files may have been edited since the last study of this session
    asked = with_numbers(read_experiment(str(experiment), tuple(sets)), replications)
    run_study(asked, Path(out), jobs=jobs or cores())
    return read_study(out)


def read_run(folder: str | Path) -> RunOutput:
    """A run as its folder holds it; refused where it is not as it was written."""
    found = store.read_run(Path(folder))
    booked = ledgers.in_file(found.ledger) if found.ledger is not None else ()
    told = found.manifest
    days = daily_file.daily_rows(found.daily) if found.daily is not None else ()
    return RunOutput(str(told["fingerprint"]), told, found.rows, booked, found.folder, tuple(days))


def read_study(folder: str | Path) -> StudyOutput:
    """A study as its folder holds it; refused where it is not as it was written."""
    return StudyOutput(store.read_study(Path(folder)))


def list_scenarios() -> "DataFrame":
    """The scenarios that ship: name and title."""
    return _frame([(path.stem, title_of(path)) for path in scenarios()], ("name", "title"), {})


def list_measures() -> "DataFrame":
    """Every measure of a run (the index): its unit, which direction is better, and what it means."""
    rows = [(name, one.unit, one.better, one.help) for name, one in sorted(MEASURES.items())]
    units = {name: one.unit for name, one in MEASURES.items()}
    return _frame(rows, ("measure", "unit", "better", "help"), units).set_index("measure")


def _frame(rows: Sequence[tuple[Any, ...]], heads: Sequence[str], units: Mapping[str, str]) -> "DataFrame":
    columns = list(zip(*rows, strict=True)) or [()] * len(heads)
    return _columns(dict(zip(heads, columns, strict=True)), units)


def _columns(columns: Mapping[Any, Any], units: Mapping[str, str]) -> "DataFrame":
    from pandas import DataFrame

    found = DataFrame({name: list(column) for name, column in columns.items()})
    found.attrs[UNITS] = dict(units)
    return found


def _index(values: Sequence[int], name: str) -> Any:
    from pandas import Index

    return Index(list(values), name=name)
