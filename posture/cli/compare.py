"""`posture compare`: which measures moved from one run to another, and why."""

import json
import shlex
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import click

from posture.cli import options
from posture.cli.completion import offered, runs, scenarios
from posture.cli.side_by_side import Played, play, played, replayed
from posture.questions.renamed import names_of, renamed
from posture.report.compare import answer, as_data, lines
from posture.report.tables import show
from posture.runs import ledgers
from posture.runs.folders import there
from posture.runs.manifest import of_scenario
from posture.runs.single import Draws, run
from posture.runs.store import StoredRun, read_run
from posture.scenario import Loaded, load

REPLICATIONS, SEED = 50, 1


class ScenarioToRun(NamedTuple):
    """A scenario that is still to be run, and what the user calls it."""

    name: str
    loaded: Loaded


@click.command("compare")
@click.argument("first", shell_complete=offered(runs, scenarios))
@click.argument("second", shell_complete=offered(runs, scenarios))
@click.option("--set", "overrides", multiple=True, metavar="PATH=VALUE", help="Change one value of SECOND.")
@click.option("--replications", type=options.pairs, help="Of scenarios; as the run beside, else 50.")
@click.option("--seed", type=options.seeds, help="Of scenarios; as the run beside, else 1.")
@options.jobs
@click.option("--confidence", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True)
@click.option("--top", type=click.IntRange(1), default=25, show_default=True, help="Measures shown.")
@click.option(
    "--as",
    "same",
    multiple=True,
    metavar="FIRST=SECOND",
    help="Take what is told of a subject of FIRST for one of SECOND; repeatable.",
)
@click.option(
    "--map",
    "page",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Play both side by side, as one page.",
)
@options.as_json
def command(
    first: str,
    second: str,
    overrides: tuple[str, ...],
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    confidence: float,
    top: int,
    same: tuple[str, ...],
    page: Path | None,
    as_json: bool,
) -> None:
    """Say what differs from FIRST to SECOND, each the folder of a run, a name under runs/, or a scenario.

    Runs that draw alike are compared in pairs. What moved is corrected for the number of questions (Holm);
    why brigades close otherwise is read off the delay ledgers. A scenario is run as the run beside it was.
    Where two scenarios name the same thing otherwise, --as says which is which, of measures alone.
    """
    if page is not None:
        options.check_folder(page)
    sources = _source(first), _source(second, overrides)
    beside = next((one for one in sources if isinstance(one, StoredRun)), None)
    draws = _draws(beside, replications, seed)
    names = names_of(same)
    runs = [one if isinstance(one, StoredRun) else _ran(one, draws, jobs) for one in sources]
    if names:
        runs[0] = replace(runs[0], rows=renamed(runs[0].rows, names, runs[1].rows))
    answered = answer(runs[0], runs[1], confidence)
    if page is not None:
        some = [_played(one, draws.seed) for one in sources]
        click.echo(play(some, page, shlex.join(_words(first, second, overrides))), err=True)
    if as_json:
        click.echo(json.dumps(as_data(answered), indent=2, allow_nan=False, ensure_ascii=False))
        return
    show(lines(answered, top))


def _played(source: StoredRun | ScenarioToRun, seed: int) -> Played:
    """The first replication of a run or scenario."""
    if isinstance(source, StoredRun):
        return replayed(str(source.folder), source.folder, 0, 0)
    return played(source.name, source.loaded, seed, 0)


def _words(first: str, second: str, overrides: tuple[str, ...]) -> tuple[str, ...]:
    return "posture", "compare", first, second, *(word for one in overrides for word in ("--set", one))


def _source(name: str, overrides: tuple[str, ...] = ()) -> StoredRun | ScenarioToRun:
    """The run that a name means, or the scenario; with changes always the scenario."""
    folder = None if overrides else there(name)
    if folder is not None:
        return read_run(folder)
    return ScenarioToRun(name, load(name, overrides))


def _draws(beside: StoredRun | None, replications: int | None, seed: int | None) -> Draws:
    """How scenarios are run: as the run beside them was, unless told otherwise."""
    told = beside.manifest if beside else {}
    return Draws(
        replications or int(told.get("replications", REPLICATIONS)),
        int(told.get("seed", SEED)) if seed is None else seed,
        bool(told.get("deterministic", False)),
    )


def _ran(scenario: ScenarioToRun, draws: Draws, jobs: int | None) -> StoredRun:
    """A scenario, run as if it had been kept; a replication that fails is one of a pair less."""
    loaded = scenario.loaded
    options.tell_pairs(loaded.scenario)
    options.tell_patterns(loaded.scenario, draws.seed)
    result = run(loaded.scenario, draws, jobs)
    name = shlex.join([scenario.name, *(word for one in loaded.overrides for word in ("--set", one))])
    if result.failures:
        first = result.failures[0]
        click.echo(
            f"posture: {len(result.failures)} of {draws.replications} replications of {name} failed and are "
            f"left aside; the first: {first.message}",
            err=True,
        )
    words = f"posture run {name} --replications {draws.replications} --seed {draws.seed}"
    places = {key: place.name for key, place in loaded.scenario.places.items()}
    told = {
        **of_scenario(loaded, draws.seed, draws.replications, draws.deterministic),
        "fingerprint": result.fingerprint,
        "command": words,
    }
    return StoredRun(Path(name), told, result.rows, ledgers.parquet(result.done, places))
