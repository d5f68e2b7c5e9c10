"""`posture map`: a replication of a run played on a map, or two side by side."""

from pathlib import Path

import click

from posture.core.errors import PostureError
from posture.core.storage import write
from posture.report.map_page import html
from posture.report.playback import Playback, playback
from posture.runs.folders import find
from posture.runs.rerun import rerun


@click.command("map")
@click.argument("runs", nargs=-1, required=True)
@click.option("--replication", type=click.IntRange(0), default=0, show_default=True, help="Which one.")
@click.option("--point", type=click.IntRange(0), default=0, help="Of a study: its number in design.csv.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="The file; by default map.html in the first folder."
)
@click.option("--open", "shown", is_flag=True, help="Open it in the browser.")
def command(runs: tuple[str, ...], replication: int, point: int, out: Path | None, shown: bool) -> None:
    """Play one replication of RUNS, a run or study or two of them, on a map.

    One HTML file that loads nothing: every serial on its way, units at home and where they are wanted, with
    symbols of APP-6, queues at places, what happened when. Two runs are played side by side.
    """
    if len(runs) > 2:
        raise PostureError(f"{len(runs)} runs are too many for one page; name one or two")
    folders = [find(run, "run or study") for run in runs]
    path = out or folders[0] / "map.html"
    if not path.parent.is_dir():
        raise PostureError(f"there is no folder {path.parent}; name a file in one that is there")
    some = [_played(run, folder, point, replication) for run, folder in zip(runs, folders, strict=True)]
    words = " ".join(("posture map", *runs, f"--replication {replication}"))
    write(path, html(some, " and ".join(one.name for _, one in some), words))
    click.echo(f"{sum(len(one.tracks) for _, one in some)} serials in {path}")
    if shown:
        click.launch(str(path))


def _played(run: str, folder: Path, point: int, replication: int) -> tuple[str, Playback]:
    found = rerun(folder, point, replication)
    if found.equal is False:
        raise PostureError(
            f"this is NOT the history that {run} holds: the scenario or the version has changed"
        )
    said = f"{Path(run).name}, replication {replication} of seed {found.entry.seed}"
    return said, playback(found.log, found.scenario)
