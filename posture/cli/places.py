"""`posture places`: the places of a network by name, key or country."""

import json

import click

from posture.cli import options
from posture.cli.completion import offered, scenarios
from posture.core.findings import did_you_mean
from posture.report.tables import Table, show
from posture.scenario import load
from posture.scenario.layers import shipped_homes
from posture.scenario.networks import shipped_places
from posture.scenario.outlines import country_name
from posture.theatre.network import Place

HEADS = ("key", "name", "kind", "country", "ways", "lat", "lon")


@click.command("places")
@click.argument("text", default="")
@click.option(
    "--scenario",
    shell_complete=offered(scenarios),
    help="Of this scenario; by default the corridor network and homes off it.",
)
@options.as_json
def command(text: str, scenario: str | None, as_json: bool) -> None:
    """Find places whose key, name, kind, or country's name or code holds TEXT; without it, all of them.

    The key is what a scenario writes.
    """
    ships = {**shipped_places(), **shipped_homes()}
    places = ships if scenario is None else load(scenario).scenario.places
    found = {key: place for key, place in sorted(places.items()) if _fits(text, key, place)}
    if as_json:
        told = [{"key": key, **place.model_dump(mode="json")} for key, place in found.items()]
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    elif found:
        rows = tuple(_row(key, place) for key, place in found.items())
        show([Table(f"{len(rows)} places:", HEADS, rows, (5, 6))])
    else:
        names = [place.name for place in places.values()]
        click.echo(f"no place holds '{text[:60]}'{did_you_mean(text.title(), names)}")


def _fits(text: str, key: str, place: Place) -> bool:
    words = (key, place.name, place.kind, *_countries(place))
    return any(text.casefold() in word.casefold() for word in words)


def _countries(place: Place) -> list[str]:
    """Codes and names of where it is; a crossing is in two countries."""
    codes = [code for code in place.country.split("+") if code]
    return [*codes, *map(country_name, codes)]


def _row(key: str, place: Place) -> tuple[str, ...]:
    ways = ", ".join(sorted(place.modes))
    return key, place.name, place.kind, place.country, ways, str(place.lat), str(place.lon)
