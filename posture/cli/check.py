"""`posture check`: is this scenario sound?"""

import json

import click

from posture.cli import options
from posture.core.errors import PostureError
from posture.scenario import Loaded, load


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
    if as_json:
        told = {"sound": True, "scenario": loaded.scenario.name, **counts, "faults": []}
        click.echo(json.dumps(told, indent=2))
        return
    click.echo(
        f"sound: {loaded.scenario.name}, {counts['figures']} figures, {counts['assumed']} of them assumed, "
        f"read from {counts['files']} files, {counts['overrides']} values set by hand"
    )


def _counts(loaded: Loaded) -> dict[str, int]:
    return {
        "figures": len(loaded.figures),
        "assumed": sum(figure.confidence == "assumed" for figure in loaded.figures),
        "files": len(loaded.sources),
        "overrides": len(loaded.overrides),
    }
