"""`posture check`: is this scenario sound?"""

import json
from threading import Event
from typing import NoReturn

import click

from posture.cli import options
from posture.cli.completion import experiments, offered, scenarios
from posture.core.errors import PostureError
from posture.experiments.specification import is_experiment, read_experiment
from posture.runs.dispatch import cores
from posture.runs.rehearsal import rehearse
from posture.scenario import Loaded, load
from posture.scenario.consistency.air_policing import undermanned
from posture.scenario.consistency.decision import unheard
from posture.scenario.consistency.reinforcement import left_behind
from posture.scenario.shipped import NotShipped, missing_of_both

REMARKS_SHOWN = 20
CURE = (
    "what is left behind needs a line, or 'reinforcement.rest' with the modes by which it follows, or "
    "'no_line' in its part: it stays, or rides with what moves"
)


@click.command("check")
@click.argument("scenario", shell_complete=offered(scenarios, experiments))
@options.overrides
@options.as_json
def command(scenario: str, overrides: tuple[str, ...], as_json: bool) -> None:
    """Say that SCENARIO, a file or the name of one that ships, is sound, or name every fault in it.

    Of an experiment, a file with a `question` or the name of one that ships, every point is tried.
    """
    if is_experiment(scenario):
        _check_experiment(scenario, overrides, as_json)
        return
    try:
        loaded = load(scenario, overrides)
    except NotShipped:
        _tell(missing_of_both(scenario), as_json)
    except PostureError as fault:
        _tell(fault, as_json)
    counts = _counts(loaded)
    behind = [*left_behind(loaded.scenario)]
    remarks = [*behind, *unheard(loaded.scenario), *undermanned(loaded.scenario)]
    if as_json:
        told = {"sound": True, "scenario": loaded.scenario.name, **counts, "faults": [], "remarks": remarks}
        click.echo(json.dumps(told, indent=2))
        return
    click.echo(
        f"sound: {loaded.scenario.name}, {counts['figures']} figures, {counts['assumed']} of them assumed, "
        f"read from {counts['files']} files, {counts['overrides']} values set by hand"
    )
    for remark in remarks[:REMARKS_SHOWN]:
        click.echo(remark)
    if len(remarks) > REMARKS_SHOWN:
        click.echo(f"and {len(remarks) - REMARKS_SHOWN} more remarks")
    if behind:
        click.echo(CURE)


def _check_experiment(name: str, sets: tuple[str, ...], as_json: bool) -> None:
    try:
        asked = read_experiment(name, sets)
        found = rehearse(asked, cores(), lambda _: None, Event())
    except PostureError as fault:
        _tell(fault, as_json)
    told = {"sound": True, "experiment": asked.name, "points": len(found.points.points), "faults": []}
    if as_json:
        click.echo(json.dumps(told, indent=2))
        return
    click.echo(f"sound: {asked.name}, {told['points']} points over {asked.scenario}")


def _tell(fault: PostureError, as_json: bool) -> NoReturn:
    """End with what is wrong, as data where data is asked for."""
    if not as_json:
        raise fault
    click.echo(json.dumps({"sound": False, "faults": str(fault).splitlines()}, indent=2))
    raise click.exceptions.Exit(fault.exit_code) from fault


def _counts(loaded: Loaded) -> dict[str, int]:
    return {
        "figures": len(loaded.figures),
        "assumed": sum(figure.confidence == "assumed" for figure in loaded.figures),
        "files": len(loaded.sources),
        "overrides": len(loaded.overrides),
    }
