"""`posture rerun`: one run of a study once more."""

import csv
import json
from pathlib import Path

import click

from posture.cli import options
from posture.cli.completion import offered, runs
from posture.core.csv_text import guarded
from posture.core.storage import storage
from posture.runs.folders import find
from posture.runs.rerun import Rerun, rerun

DIFFERENT = 1


@click.command("rerun")
@click.argument("study", shell_complete=offered(runs))
@click.option("--point", type=click.IntRange(0), required=True, help="Its number in design.csv.")
@click.option("--replication", type=click.IntRange(0), required=True, help="Which of its replications.")
@click.option("--trace", type=click.Path(path_type=Path), help="Write the whole history to this CSV file.")
@options.as_json
def command(study: str, point: int, replication: int, trace: Path | None, as_json: bool) -> None:
    """Run one replication of one point of STUDY again, and say whether its history is the same."""
    found = rerun(find(study, "run or study"), point, replication)
    if trace is not None:
        _write(trace, found)
    said = {
        True: "the same history as stored",
        False: "NOT the history that is stored",
        None: "nothing stored to compare",
    }
    if as_json:
        told = {
            "point": point,
            "replication": replication,
            "seed": found.entry.seed,
            "fingerprint": found.fingerprint,
        }
        click.echo(json.dumps({**told, "rows": len(found.log), "equal": found.equal}, indent=2))
    else:
        click.echo(
            f"point {point}, replication {replication}, seed {found.entry.seed}: {len(found.log)} rows"
        )
        click.echo(f"fingerprint {found.fingerprint}: {said[found.equal]}")
        if found.stored is not None and found.stored.status != "done":
            click.echo(f"stored as {found.stored.status}: {found.stored.message}")
        if trace is not None:
            click.echo(f"history in {trace}")
    if found.equal is False:
        raise click.exceptions.Exit(DIFFERENT)


def _write(path: Path, found: Rerun) -> None:
    with storage(path, kept="name another file"), path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("time", "kind", "who", "where", "amount"))
        writer.writerows(map(guarded, row) for row in found.log)
