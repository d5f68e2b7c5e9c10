"""Experiments that stand in no file: one that varies nothing, and one that varies every assumed figure."""

from dataclasses import replace
from pathlib import Path

from posture.core.errors import PostureError
from posture.experiments.design import LARGEST_SEED, MOST_REPLICATIONS, Assumptions, Design, Full
from posture.experiments.specification import Experiment, ExperimentSpec
from posture.scenario.loading import Mark


def assumptions(scenario: str, replications: int, seed: int, sets: tuple[str, ...] = ()) -> ExperimentSpec:
    """The experiment that varies every assumed figure of a scenario, one at a time."""
    name = f"{Path(scenario).stem}-assumptions"
    question = f"Which assumed figure moves the answers of {Path(scenario).stem} most?"
    return _unwritten(name, question, scenario, Assumptions(kind="assumptions"), replications, seed, sets)


def one_point(scenario: str, replications: int, seed: int, sets: tuple[str, ...] = ()) -> ExperimentSpec:
    """The experiment that varies nothing: a scenario as it is written, run so many times."""
    name = Path(scenario).stem
    design = Full(kind="full")
    return _unwritten(name, f"What does {name} come to?", scenario, design, replications, seed, sets)


def with_numbers(asked: ExperimentSpec, replications: int | None, seed: int | None = None) -> ExperimentSpec:
    """An experiment with other numbers than its file has, where they are given."""
    told = {"replications": replications, "seed": seed}
    given = {name: value for name, value in told.items() if value is not None}
    check_numbers(**given)
    return replace(asked, experiment=asked.experiment.model_copy(update=given))


def check_numbers(replications: int = 1, seed: int = 0) -> None:
    """Refuse a number of replications, or a seed, that no run can have."""
    if not 1 <= replications <= MOST_REPLICATIONS:
        raise PostureError(f"{replications} replications cannot be run; write 1 to {MOST_REPLICATIONS}")
    if not 0 <= seed <= LARGEST_SEED:
        raise PostureError(f"{seed} is no seed; write 0 to {LARGEST_SEED}")


def _unwritten(
    name: str,
    question: str,
    scenario: str,
    design: Design,
    replications: int,
    seed: int,
    sets: tuple[str, ...],
) -> ExperimentSpec:
    """An experiment that stands in no file."""
    check_numbers(replications, seed)
    words = {"question": question, "scenario": scenario, "replications": replications, "seed": seed}
    said = Experiment.model_validate({**words, "design": design})
    return ExperimentSpec(
        name=name,
        experiment=said,
        scenario=scenario,
        mark=lambda *_: Mark(name),
        design=design,
        sources=(),
        sets=sets,
    )
