"""`posture network`: what a scenario's network holds, and how its forces cross it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from posture.cli import options
from posture.cli.completion import offered, scenarios
from posture.core.errors import Refused
from posture.core.storage import storage
from posture.report.exports import links_table, places_table
from posture.report.network import atlas, described
from posture.report.tables import show
from posture.scenario import Scenario, load


@click.command("network")
@click.argument("scenario", shell_complete=offered(scenarios))
@options.overrides
@options.as_json
@click.option("--csv", "folder", type=click.Path(path_type=Path), help="Folder for places.csv and links.csv.")
def command(scenario: str, overrides: tuple[str, ...], as_json: bool, folder: Path | None) -> None:
    """Say what the network of SCENARIO holds, what is closed, and which way each of its lines takes."""
    found = load(scenario, overrides).scenario
    if folder is not None:
        _write(folder, found)
    told = atlas(found)
    if as_json:
        click.echo(json.dumps(_finite(asdict(told)), indent=2, allow_nan=False, ensure_ascii=False))
        return
    show(described(told))
    if folder is not None:
        click.echo(f"\nplaces.csv and links.csv are in {folder}")


def _write(folder: Path, scenario: Scenario) -> None:
    """Both tables; those of another network are left alone."""
    tables = {"places.csv": places_table(scenario), "links.csv": links_table(scenario)}
    with storage(folder, kept="name another folder"):
        for name in tables:
            if (folder / name).exists():
                raise Refused(f"{folder / name} is there already; name another folder, or remove it")
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in tables.items():
            (folder / name).write_text(content, encoding="utf-8", newline="")


def _finite(value: Any) -> Any:
    """The same without infinities, which JSON does not know."""
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if value == float("inf") else value
