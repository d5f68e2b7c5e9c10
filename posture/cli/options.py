"""Options that mean the same in every command that has them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posture.core.errors import PostureError
from posture.experiments.design import LARGEST_SEED, MOST_REPLICATIONS
from posture.runs.worker_pool import MakeCrew, WorkerPool

if TYPE_CHECKING:
    from posture.scenario import Scenario


def check_folder(file: Path) -> None:
    """Refuse a file that cannot be written, before anything is run for it."""
    if not file.parent.is_dir():
        raise PostureError(f"there is no folder {file.parent}; name a file in one that is there")


def crew(address: str | None) -> MakeCrew | None:
    """Those who run on a cluster; None where everything runs here."""
    if address is None:
        return None
    from posture.runs.cluster import DaskCrew

    made: Any = DaskCrew
    return lambda: made(address)


@contextmanager
def elsewhere(address: str | None) -> Iterator[WorkerPool[Any] | None]:
    """The workers of a cluster until the end of a question; None where everything runs here."""
    made = crew(address)
    pool = None if made is None else made()
    try:
        yield pool
    finally:
        if pool is not None:
            pool.leave()


def say_written(sentence: str, as_json: bool, file: Path, **facts: object) -> None:
    """Say what was written where, in a sentence or as data: the file and some facts of it."""
    click.echo(json.dumps({"file": str(file), **facts}, indent=2) if as_json else sentence)


def tell_pairs(scenario: "Scenario") -> None:
    """Say which bases want more pairs on alert than whoever is there can keep, before anything is run."""
    from posture.scenario.consistency.air_policing import undermanned

    for said in undermanned(scenario):
        click.echo(f"posture: {said}", err=True)


def tell_patterns(scenario: "Scenario", seed: int) -> None:
    """Say which patterns of the scenario's own measures fit nobody, before anything is run."""
    if scenario.measures:
        from posture.runs.own_patterns import fitting_nobody

        for said in fitting_nobody(scenario, seed):
            click.echo(f"posture: {said}", err=True)


as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
cluster = click.option(
    "--cluster", metavar="ADDRESS", help="Dask scheduler: tcp://…, tls://… or its scheduler file."
)
jobs = click.option(
    "--jobs", type=click.IntRange(1), help="Processes; by default one a core. Changes no result."
)
overrides = click.option(
    "--set", "overrides", multiple=True, metavar="PATH=VALUE", help="Change one value; repeatable."
)
histories = click.IntRange(1, MOST_REPLICATIONS)
pairs = click.IntRange(2, MOST_REPLICATIONS)
"""Of replications, where one alone says nothing."""
quiet = click.option("--quiet", is_flag=True, help="Say nothing of the progress.")
seeds = click.IntRange(0, LARGEST_SEED)
seed = click.option("--seed", type=seeds, default=1, show_default=True, help="Of all draws.")
