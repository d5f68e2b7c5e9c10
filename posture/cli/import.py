"""`posture import`: places, ways, units and requirements from a file of another program."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from posture.cli.completion import offered, scenarios
from posture.core.errors import PostureError, Refused
from posture.core.schema.countries import meant
from posture.core.storage import storage, write
from posture.report.exports import imported_links, imported_places
from posture.report.tables import Part, Table, show
from posture.scenario import load
from posture.scenario.importing import Imported
from posture.scenario.importing.forces import from_movement_table, from_orbat_mapper
from posture.scenario.importing.lists import CALLED, from_list
from posture.scenario.importing.streets import from_geojson, from_osmnx
from posture.scenario.networks import shipped_places
from posture.theatre.network import Place

KINDS = ("osmnx", "geojson", "places", "orbat-mapper", "tpfdd")
MOST = 500_000_000


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "form", type=click.Choice(KINDS), required=True, help="Of which kind it is.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="A folder, or for forces a YAML file."
)
@click.option("--mode", type=click.Choice(["road", "rail", "sea", "inland_waterway"]), default="road")
@click.option("--kind", type=click.Choice(["port", "airbase", "railhead", "base", "city"]), default="port")
@click.option("--country", default="", help="Code of the country of every place; else by position.")
@click.option("--nation", default="", help="Code of the nation of every unit; else by the name of its side.")
@click.option("--column", "columns", multiple=True, metavar="OURS=THEIRS", help="Which column is which.")
@click.option("--separator", default="", help="Between cells; else the one that the first line has most of.")
@click.option(
    "--scenario", shell_complete=offered(scenarios), help="Of forces: the scenario whose places they name."
)
def command(
    file: Path,
    form: str,
    out: Path,
    mode: str,
    kind: str,
    country: str,
    nation: str,
    columns: tuple[str, ...],
    separator: str,
    scenario: str | None,
) -> None:
    """Take from FILE what a scenario can use, and tell what was taken, what was not, and why.

    Road and rail extracts (GraphML of OSMnx, lines of GeoJSON) and lists of places (CSV) become a folder with
    places.csv and links.csv, to be named as `network` of a scenario. Scenarios of ORBAT Mapper become units,
    TPFDD-like tables brigades with their lines, in a YAML file to be included; their places are those of the
    corridor network, or of the scenario that --scenario names, with its homes.
    """
    for code in (country, nation):
        if code and code not in {*meant().values()}:
            raise PostureError(f"'{code}' is no country's code of two letters; write it like 'DE'")
    content = _content(file)
    places = shipped_places() if scenario is None else load(scenario).scenario.places
    told = _taken(form, content, mode, kind, country, nation, _named(columns), separator, places)
    if not (told.places or told.extract.get("units")):
        show(_report(told, "nothing"))
        raise PostureError(f"nothing of {file} could be taken")
    _write(out, told)
    show(_report(told, str(out)))


def _taken(
    form: str,
    content: bytes,
    mode: str,
    kind: str,
    country: str,
    nation: str,
    named: Mapping[str, str],
    separator: str,
    places: Mapping[str, Place],
) -> Imported:
    if form == "osmnx":
        return from_osmnx(content, mode, country)
    if form == "geojson":
        return from_geojson(content, mode, country)
    if form == "orbat-mapper":
        return from_orbat_mapper(content, nation, places)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise PostureError("this is not UTF-8; save the file as UTF-8") from fault
    return from_list(text, kind, named, separator) if form == "places" else from_movement_table(text, places)


def _content(file: Path) -> bytes:
    with storage(file, "cannot read"):
        if not file.is_file():
            raise PostureError(f"there is no file {file}")
        if file.stat().st_size > MOST:
            raise PostureError(f"{file} holds over {MOST // 10**6} MB; take a smaller extract")
        return file.read_bytes()


def _named(columns: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for one in columns:
        mine, sign, theirs = one.partition("=")
        if not sign or mine not in CALLED:
            raise PostureError(f"'{one}' names no column; write one of {', '.join(CALLED)}, as in lat=Breite")
        found[mine] = theirs
    return found


def _write(out: Path, told: Imported) -> None:
    if told.extract:
        if out.exists():
            raise Refused(f"{out} is there already; name another file with --out, or remove it")
        write(out, _yaml(told))
        return
    tables = {"places.csv": imported_places(told.places), "links.csv": imported_links(told.links)}
    for name in tables:
        if (out / name).exists():
            raise Refused(f"{out / name} is there already; name another folder with --out, or remove it")
    with storage(out, kept="name another folder"):
        out.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        write(out / name, text.encode())


def _yaml(told: Imported) -> bytes:
    from io import BytesIO

    from ruamel.yaml import YAML

    buffer, writer = BytesIO(), YAML()
    writer.dump(told.extract, buffer)
    return buffer.getvalue()


def _report(told: Imported, where: str) -> Iterator[Part]:
    counts = {
        "places": len(told.places),
        "ways": len(told.links),
        "units": len(told.extract.get("units", ())),
    }
    lines = told.extract.get("reinforcement", {}).get("brigades", {}).values()
    counts["lines"] = sum(len(part["lines"]) for one in lines for part in one["parts"].values())
    taken = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing"
    yield f"taken: {taken}; in {where}"
    yield from told.remarks
    if told.left:
        rows = tuple((why, str(count)) for why, count in told.left.most_common())
        yield Table("not taken", ("what and why", "how many"), rows, (1,))
