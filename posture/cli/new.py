"""`posture new`: a scenario file to begin with, of one's own places and units."""

from collections.abc import Mapping
from pathlib import Path

import click

from posture.cli import options
from posture.cli.completion import offered, scenarios
from posture.core.errors import PostureError, Refused
from posture.core.findings import did_you_mean
from posture.core.schema import name as checked_name
from posture.core.storage import write
from posture.scenario import load
from posture.scenario.layers import shipped_homes
from posture.scenario.networks import places_of
from posture.scenario.shipped import missing, shipped
from posture.scenario.template import Outline, brigade, change_of
from posture.theatre.network import Place

CORRIDORS = "corridors"
"""The network off which homes ship."""
SHOWN = 6


@click.command("new")
@click.argument("name")
@click.option(
    "--base", shell_complete=offered(scenarios), help="Change this scenario instead of writing a whole one."
)
@click.option("--at", default="BASE_RUKLA", show_default=True, help="Where the brigade assembles.")
@click.option("--home", default="CITY_DE_PRENZLAU", show_default=True, help="Where its units come from.")
@click.option("--unit", "units", multiple=True, help="Name of a unit; repeatable. By default two battalions.")
@click.option("--nation", help="Whose they are, two letters; by default the country of their home.")
@click.option("--network", default="corridors", show_default=True, help="What ships, or your own.")
@options.as_json
def command(
    name: str,
    base: str | None,
    at: str,
    home: str,
    units: tuple[str, ...],
    nation: str | None,
    network: str,
    as_json: bool,
) -> None:
    """Write NAME.yaml, a scenario that runs as it is, with a remark at each number that is yours to replace.

    It is of one brigade, whose units come from one home; `posture places` finds places.
    """
    for one in (name, *units):
        _check_name(one)
    path = Path(f"{name}.yaml")
    if path.exists():
        raise Refused(f"{path} is there already; name another, or remove it")
    if base is not None:
        if not Path(base).suffix and shipped("scenario", base) is None:
            raise missing("scenario", base)
        text = change_of(name, base)
    else:
        text = _whole(name, at, home, units or ("battalion-1", "battalion-2"), nation, network)
    write(path, text.encode())
    load(str(path))
    words = f"posture run {path}"
    options.say_written(f"{path} is sound; run it with: {words}", as_json, path, command=words)


def _whole(name: str, at: str, home: str, units: tuple[str, ...], nation: str | None, network: str) -> str:
    places = {**places_of(network), **(shipped_homes() if network == CORRIDORS else {})}
    at, home = _place(at, places), _place(home, places)
    country = places[home].country.partition("+")[0]
    received = places[at].country in load("lithuania-brigade").scenario.reinforcement.reception
    tracked = all("rail" in places[one].modes for one in (at, home))
    told = Outline(name, network, at, places[at], home, nation or country, units, received, tracked)
    return brigade(told)


def _place(text: str, places: Mapping[str, Place]) -> str:
    """The key of the place that is meant: by key, or by a name that only one place has."""
    if text in places:
        return text
    wanted = text.casefold()
    found = [key for key, one in places.items() if one.name.casefold() == wanted]
    found = found or [key for key, one in places.items() if wanted in one.name.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        some = ", ".join(found[:SHOWN]) + (", …" if len(found) > SHOWN else "")
        raise PostureError(f"'{text}' may be {some}; write the key of one")
    hint = did_you_mean(text, [*places, *(one.name for one in places.values())])
    raise PostureError(f"there is no place '{text}'{hint or ': posture places TEXT finds some'}")


def _check_name(text: str) -> None:
    try:
        checked_name(text)
    except ValueError as fault:
        raise PostureError(f"'{text[:60]}': {fault}") from None
