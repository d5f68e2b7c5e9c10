"""`posture check`: is this scenario sound?"""

import json

import click

from posture.cli import options
from posture.core.errors import PostureError
from posture.scenario import Loaded, load
from posture.scenario.consistency.reinforcement import left_behind

REMARKS_SHOWN = 20
CURE = (
    "what is left behind needs a line, or 'reinforcement.rest' with the modes by which it follows, or "
    "'no_line' in its part: it stays, or rides with what moves"
)


@click.command("check")
@click.argument("scenario")
@options.overrides
@options.as_json
def command(scenario: str, overrides: tuple[str, ...], as_json: bool) -> None:
    """Say that SCENARIO, a file or the name of one that ships, is sound, or name every fault in it."""
    try:
        loaded = load(scenario, overrides)
    except PostureError as fault:
        if not as_json:
            raise
        click.echo(json.dumps({"sound": False, "faults": str(fault).splitlines()}, indent=2))
        raise click.exceptions.Exit(fault.exit_code) from fault
    counts = _counts(loaded)
    remarks = [*left_behind(loaded.scenario)]
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
        click.echo(f"and {len(remarks) - REMARKS_SHOWN} more parts")
    if remarks:
        click.echo(CURE)


def _counts(loaded: Loaded) -> dict[str, int]:
    return {
        "figures": len(loaded.figures),
        "assumed": sum(figure.confidence == "assumed" for figure in loaded.figures),
        "files": len(loaded.sources),
        "overrides": len(loaded.overrides),
    }
