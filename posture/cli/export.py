"""`posture export`: a run or a study as a file of another program."""

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from posture.cli import options
from posture.cli.completion import offered, runs
from posture.core.errors import PostureError, Refused
from posture.core.storage import write
from posture.report.answers import read_exported
from posture.report.exports import FORMATS, as_graphml
from posture.report.history_exports import as_czml, as_geojson, as_kmz
from posture.report.movement_table import as_movement_table, on_time
from posture.report.orders_of_battle import as_msdl, as_orbat_mapper
from posture.report.playback import Playback, playback
from posture.runs.folders import find
from posture.runs.manifest import manifest_there
from posture.runs.rerun import Rerun, rerun
from posture.runs.store import read_run

PLAYED: Mapping[str, tuple[str, Callable[[Playback], bytes]]] = {
    "geojson": (".geojson", as_geojson),
    "kmz": (".kmz", as_kmz),
    "czml": (".czml", as_czml),
    "orbat-mapper": (".orbat.json", as_orbat_mapper),
    "msdl": (".msdl.xml", as_msdl),
}
"""Of one replication: how a file ends, and who makes it."""
TPFDD, GRAPHML = "tpfdd", "graphml"
ENDINGS = {
    **{name: ending for name, (ending, _) in FORMATS.items()},
    **{name: ending for name, (ending, _) in PLAYED.items()},
    TPFDD: ".tpfdd.csv",
    GRAPHML: ".graphml",
}


@click.command("export")
@click.argument("run", shell_complete=offered(runs))
@click.option("--to", "form", type=click.Choice(list(ENDINGS)), required=True, help="Of which kind.")
@click.option("--measure", "measures", multiple=True, help="This measure alone; repeatable.")
@click.option(
    "--replication", type=click.IntRange(0), default=0, help="Of what tells one history: which one."
)
@click.option("--point", type=click.IntRange(0), default=0, help="Of a study: its number in design.csv.")
@click.option("--out", type=click.Path(path_type=Path), help="The file; by default beside the folder of RUN.")
@options.as_json
def command(
    run: str,
    form: str,
    measures: tuple[str, ...],
    replication: int,
    point: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Write RUN, the folder of a run or a study or its name under runs/, to one file of another program.

    CSV, Parquet: a row an answer, with the settings of its point. Excel: what was run, design, summary,
    answers (pip install 'posture[export]'). NetCDF: for each measure points by replications by subjects.

    Of one replication, which is run again: GeoJSON (QGIS), KMZ (Google Earth), CZML (Cesium), ORBAT Mapper
    (serials by time), MSDL (units where they live), TPFDD-like CSV (a row a line, required and simulated).
    GraphML: places and ways, as a network is read.
    """
    folder = find(run, "run or study")
    path = out or folder.resolve().with_name(f"{folder.resolve().name}{ENDINGS[form]}")
    if path.exists():
        raise Refused(f"{path} is there already; name another file with --out, or remove it")
    options.check_folder(path)
    if form in FORMATS:
        told = read_exported(folder, measures)
        write(path, FORMATS[form][1](told))
        answers = len(told.columns["value"])
        options.say_written(f"{answers} answers in {path}", as_json, path, answers=answers)
        return
    if measures:
        raise PostureError(f"'{form}' tells a history and no measures; leave --measure out")
    found = rerun(folder, point, replication)
    if found.equal is False:
        raise PostureError(
            f"this is NOT the history that {run} holds: the scenario or the version has changed"
        )
    write(path, _content(form, folder, found))
    said = f"replication {replication} in {path}"
    options.say_written(said, as_json, path, point=point, replication=replication)


def _content(form: str, folder: Path, found: Rerun) -> bytes:
    if form == GRAPHML:
        return as_graphml(found.scenario)
    one = playback(found.log, found.scenario)
    if form != TPFDD:
        return PLAYED[form][1](one)
    whole = (manifest_there(folder) or {}).get("kind") == "run"
    return as_movement_table(one, found.scenario, on_time(read_run(folder)) if whole else {})
