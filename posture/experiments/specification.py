"""Experiment files: a question, a scenario, what varies, how often, and how precise the answer must be."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import Field

from posture.core.errors import PostureError
from posture.core.findings import did_you_mean
from posture.core.schema import Duration, FrozenMap, Name, Positive, Schema
from posture.experiments.conditions import Condition, names, parse_condition
from posture.experiments.design import (
    FREE,
    MOST_REPLICATIONS,
    WHOLE,
    Assumptions,
    Design,
    DesignTable,
    Fractional,
    Listed,
    Seed,
)
from posture.experiments.factors import Axis, Factor
from posture.experiments.precision import targets
from posture.outcomes import MEASURES
from posture.scenario.loading import (
    Fault,
    Faults,
    Mark,
    Override,
    Source,
    parse_override,
    read,
    rows,
)
from posture.scenario.loading.faults import Steps
from posture.scenario.shipped import bare, experiment, missing, shipped

Finding = tuple[Steps, str]
MEMORY = re.compile(r"(\d+(?:\.\d+)?)\s*(MB|GB)")
SIZES = {"MB": 10**6, "GB": 10**9}
LEAST_MEMORY = 300 * 10**6

QUESTION = re.compile(r"^question\s*:", re.MULTILINE)


class Until(Schema):
    """As many replications as a stated precision needs, for each point by itself."""

    min: Annotated[int, Field(ge=2, le=MOST_REPLICATIONS)] = 10
    """The fewest."""
    max: Annotated[int, Field(ge=2, le=MOST_REPLICATIONS)]
    """The most; a study that stops here says so and ends with exit code 5."""
    until: str
    """Such as 'half-width of closure_days[lithuania] <= 0.5 d', joined by 'and'; 95 % intervals."""


class Experiment(Schema):
    """One experiment: everything that decides its results."""

    question: Annotated[str, Field(min_length=1, max_length=500)]
    """What it answers, in one sentence."""
    scenario: Annotated[str, Field(min_length=1)]
    """The base: a scenario that ships, or a file beside this one."""
    changes: tuple[str, ...] = ()
    """What is otherwise at every point, such as `horizon=30 d`."""
    variants: FrozenMap[Name, tuple[str, ...]] = Field(default_factory=FrozenMap)
    """Named lists of overrides such as `units.first.people=700`; every point is run under each."""
    factors: FrozenMap[Name, Factor] = Field(default_factory=FrozenMap)
    """What varies, by a short name."""
    constraints: tuple[str, ...] = ()
    """Conditions on the factors; points that break one are left out."""
    design: Design
    """Which settings of the factors are run."""
    replications: Annotated[int, Field(ge=1, le=MOST_REPLICATIONS)] | Until = 50
    """How often each point is run, or how precisely."""
    seed: Seed = 1
    """Of all draws."""
    common_random_numbers: bool = True
    """Whether replication k meets the same chance at every point, so that differences are of the factors."""
    measures: Annotated[tuple[str, ...], Field(min_length=1)] = ("*",)
    """Which measures the results hold: patterns such as `closure_days` or `part_closure_days[l*]`."""
    time_limit: Annotated[Duration, Field(ge=1)] = 600
    """The longest that one run may take on the clock of the machine."""
    memory_limit: str | None = None
    """The most that one process may take, such as '2 GB'; by default its share of the machine."""
    max_failures: Positive | None = None
    """After how many failed runs the study stops; by default it goes on."""

    @property
    def memory(self) -> int | None:
        """The memory limit in bytes."""
        found = MEMORY.fullmatch(self.memory_limit.strip()) if self.memory_limit else None
        return int(float(found[1]) * SIZES[found[2]]) if found else None

    @property
    def most(self) -> int:
        """The most replications of a point."""
        return self.replications.max if isinstance(self.replications, Until) else self.replications

    def wants(self, measure: str, subject: str) -> bool:
        """Whether the results hold this measure of this subject."""
        whole = f"{measure}[{subject}]"
        return any(fnmatchcase(measure, one) or fnmatchcase(whole, _literal(one)) for one in self.measures)


def _literal(pattern: str) -> str:
    """The brackets of a measure taken as they are, for fnmatch reads them as a set."""
    head, bracket, rest = pattern.partition("[")
    return f"{head}[[]{rest}" if bracket else head


@dataclass(frozen=True, slots=True)
class ExperimentSpec:
    """An experiment as it was read: where each word stands, and the design with its table in it."""

    name: str
    experiment: Experiment
    scenario: str
    mark: Callable[..., Mark]
    design: Design
    sources: tuple[Source, ...]
    sets: tuple[str, ...] = ()

    def overrides(self, *path: str) -> tuple[Override, ...]:
        """The changes that a named list of overrides makes, each at the place where it is written."""
        held = self.experiment.variants if path[0] == "variants" else self.experiment.factors[path[1]].choices
        assert held is not None
        texts = held[path[-1]]
        return tuple(_marked(text, self.mark(*path, index)) for index, text in enumerate(texts))

    def axes(self) -> dict[str, Axis]:
        """The factors in the order of their names' writing."""
        return {
            name: Axis(name, factor, self.mark("factors", name), self._choices(name, factor))
            for name, factor in self.experiment.factors.items()
        }

    def conditions(self) -> list[Condition]:
        """The constraints."""
        return [parse_condition(one) for one in self.experiment.constraints]

    def _choices(self, name: str, factor: Factor) -> dict[str, tuple[Override, ...]]:
        return {one: self.overrides("factors", name, "choices", one) for one in factor.choices or ()}


def is_experiment(name: str) -> bool:
    """Whether a name is of an experiment that ships, or a file asks a question, as only experiments do."""
    path = Path(name)
    if bare(name) and not path.exists():
        return experiment(name) is not None and shipped("scenario", name) is None
    try:
        return path.is_file() and QUESTION.search(path.read_text(encoding="utf-8")) is not None
    except (OSError, UnicodeDecodeError):
        return False


def read_experiment(name: str, sets: tuple[str, ...] = ()) -> ExperimentSpec:
    """The experiment in a file, or one that ships by its bare name; every fault of it is told at once."""
    path = Path(name)
    if bare(name) and not path.exists():
        ships = experiment(name)
        if not ships:
            raise missing("experiment", name)
        path = ships
    found = read(
        path, Experiment, check=_faults, shown=str(path) if path == Path(name) else f"shipped/{path.name}"
    )
    said = found.value
    scenario = _beside(path, said.scenario, found.mark("scenario"), "scenario")
    design: Design = said.design
    if isinstance(design, DesignTable):
        design = _table(
            Path(_beside(path, design.file, found.mark("design", "file"), "design.file")), found.mark, design
        )
    for text in sets:
        parse_override(text)
    return ExperimentSpec(
        name=path.stem,
        experiment=said,
        scenario=scenario,
        mark=found.mark,
        design=design,
        sources=found.sources,
        sets=(*said.changes, *sets),
    )


def _marked(text: str, mark: Mark) -> Override:
    """An override whose value stands where the text does."""
    from posture.experiments.factors import node
    from posture.scenario.loading import plain

    change = parse_override(text)
    return Override(change.path, node(plain(change.node), mark))


def _beside(path: Path, name: str, mark: Mark, at: str) -> str:
    """A file inside the experiment's folder, or a bare name as it is."""
    if "/" not in name and not Path(name).suffix:
        return name
    root = path.parent.resolve()
    found = (path.parent / name).resolve()
    if not found.is_relative_to(root):
        message = f"'{name}' lies outside the experiment's folder; move it inside, or name it with --scenario"
        raise Faults([Fault(mark, at, message)])
    return str(path.parent / name)


def _table(path: Path, mark: Callable[..., Mark], design: DesignTable) -> Listed:
    from posture.scenario.loading.yaml_nodes import plain_value

    if not path.is_file():
        raise Faults([Fault(mark("design", "file"), "design.file", f"there is no file '{design.file}'")])
    points = [{key: plain_value(cell) for key, cell in row.items() if cell} for row, _ in rows(path)]
    if not points:
        raise Faults([Fault(mark("design", "file"), "design.file", f"'{design.file}' has no rows")])
    return Listed.model_validate({"kind": "list", "points": tuple(map(FrozenMap, points))})


def _faults(said: Experiment) -> Iterator[Finding]:
    """Every fault between values, with the path where it is written."""
    yield from _of_overrides(said)
    yield from _of_factors(said)
    for index, text in enumerate(said.constraints):
        yield from _tried(("constraints", index), partial(_constraint, said, text))
    if isinstance(said.replications, Until):
        if said.replications.max < said.replications.min:
            fewest = f"'min' is {said.replications.min}"
            yield ("replications", "max"), f"the most is fewer than the fewest, for {fewest}; raise it"
        yield from _tried(("replications", "until"), partial(targets, said.replications.until))
    for index, pattern in enumerate(said.measures):
        head = pattern.partition("[")[0]
        if not any(fnmatchcase(name, head) for name in MEASURES):
            yield ("measures", index), f"no measure is called '{head}'{did_you_mean(head, MEASURES)}"
    if said.memory_limit and (said.memory is None or said.memory < LEAST_MEMORY):
        yield (
            ("memory_limit",),
            f"'{said.memory_limit}' is no memory limit; write at least '300 MB', or '2 GB'",
        )


def _of_overrides(said: Experiment) -> Iterator[Finding]:
    for index, text in enumerate(said.changes):
        yield from _tried(("changes", index), partial(parse_override, text))
    for name, texts in said.variants.items():
        for index, text in enumerate(texts):
            yield from _tried(("variants", name, index), partial(parse_override, text))
    for name, factor in said.factors.items():
        for choice, texts in (factor.choices or {}).items():
            for index, text in enumerate(texts):
                at = ("factors", name, "choices", choice, index)
                yield from _tried(at, partial(parse_override, text))


def _of_factors(said: Experiment) -> Iterator[Finding]:
    design = said.design
    if not said.factors and not isinstance(design, Assumptions):
        yield ("factors",), "nothing varies; write at least one factor, or use 'posture run'"
    for name, factor in said.factors.items():
        if name in {"point", "variant"}:
            yield ("factors", name), f"'{name}' is a column of every design; name the factor otherwise"
        bare = not any((factor.values, factor.range, factor.scale, factor.choices))
        if bare and not isinstance(design, FREE):
            yield (
                ("factors", name),
                f"a {design.kind} design needs 'values', 'range', 'scale' or 'choices' here",
            )
    if isinstance(design, Assumptions) and said.factors:
        yield (
            ("factors",),
            "the factors of an assumptions design are the scenario's assumed figures; write none",
        )
    points = design.points if isinstance(design, Listed) else ()
    for index, point in enumerate(points):
        for name in point.keys() - said.factors.keys():
            yield (
                ("design", "points", index, name),
                f"there is no factor '{name}'{did_you_mean(name, said.factors)}",
            )
    for name in design.generators if isinstance(design, Fractional) else ():
        if name not in said.factors:
            at = ("design", "generators", name)
            yield at, f"there is no factor '{name}'{did_you_mean(name, said.factors)}"


def _constraint(said: Experiment, text: str) -> None:
    if isinstance(said.design, WHOLE):
        raise PostureError(f"a {said.design.kind} design needs all its points; use latin-hypercube or full")
    for named in names(parse_condition(text)):
        if named.subject is not None or named.name not in {*said.factors, "variant"}:
            hint = did_you_mean(named.name, said.factors)
            raise PostureError(f"there is no factor '{named.name}'{hint}")


def _tried(path: Steps, attempt: Callable[[], object]) -> Iterator[Finding]:
    try:
        attempt()
    except Faults as faults:
        yield path, "; ".join(f"{one.path}: {one.message}".removeprefix(": ") for one in faults.faults)
    except (PostureError, ValueError) as fault:
        yield path, str(fault)
