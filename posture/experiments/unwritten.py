"""Experiments that stand in no file: one that varies nothing, and one that varies every assumed figure."""

from pathlib import Path

from posture.experiments.design import Assumptions, Design, Full
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
