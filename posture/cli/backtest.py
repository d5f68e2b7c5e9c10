"""`posture backtest`: past moves predicted from their inputs, beside what was recorded of them."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import click

from posture.cli import options
from posture.cli.progress import told_progress
from posture.core.errors import PostureError
from posture.core.storage import storage
from posture.core.storage import write as write_page
from posture.experiments.matched_settings import write as write_settings
from posture.questions.backtest import backtest, recorded
from posture.questions.backtest_cases import PastCase, cases
from posture.questions.backtest_record import ModelRecord
from posture.questions.backtest_scenarios import scenario_of, write
from posture.questions.backtest_verdicts import moved_verdicts
from posture.questions.history_matching import MatchAsked
from posture.questions.history_matching import matched as matched_settings
from posture.report.backtest import as_data, lines, verdict_lines
from posture.report.backtest_page import of_backtest
from posture.report.history_matching import match_data, match_lines
from posture.report.page import html
from posture.report.tables import show
from posture.runs.dispatch import cores
from posture.runs.runner import StudyProgress

USUAL_JOINT = 60
PAGE = Path("backtest.html")


@click.command("backtest")
@click.argument("cases_csv", required=False)
@click.option("--replications", type=options.pairs, default=60, show_default=True, help="Runs of each case.")
@click.option(
    "--scenarios", "folder", metavar="FOLDER", help="Write each case there as a scenario, and run none."
)
@click.option(
    "--keep-record", metavar="CSV", help="Write how far off these cases were, as the record that ships."
)
@click.option(
    "--assumptions",
    "joint",
    is_flag=False,
    flag_value=USUAL_JOINT,
    type=click.IntRange(2, 10_000),
    metavar="[DRAWS]",
    help=f"Also draw all that is assumed together, {USUAL_JOINT} times a case: a third width.",
)
@click.option(
    "--verdicts",
    "moved",
    is_flag=True,
    help="Also say which figure, at an end of its range, turns which cases.",
)
@click.option(
    "--match",
    "match_csv",
    metavar="CSV",
    help="Write the settings of general figures that these cases do not rule out, and score none.",
)
@click.option(
    "--matched",
    is_flag=True,
    help="Draw for --assumptions only settings that past moves do not rule out.",
)
@click.option("--report", "paged", is_flag=True, help="Also write an HTML page of it that loads nothing.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=PAGE,
    show_default=True,
    help="The file of --report.",
)
@options.seed
@options.jobs
@options.as_json
@options.quiet
def command(
    cases_csv: str | None,
    replications: int,
    folder: str | None,
    keep_record: str | None,
    joint: int | None,
    moved: bool,
    match_csv: str | None,
    matched: bool,
    paged: bool,
    out: Path,
    seed: int,
    jobs: int | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Predict past moves from their inputs alone, and hold the dates that were recorded against it.

    CASES_CSV is a table with the columns of the one that ships (configs/data/deployments.csv), which is
    taken by default. Each case becomes a scenario by general rules (case-rules.csv); none is known by name.
    Intervals are told by chance alone, with joint draws of what is assumed if asked for, and with the model's
    own record: by how much other past moves were missed. Whatever is not scored is listed with the reason.
    """
    asked = cases(Path(cases_csv), cases_csv) if cases_csv else cases(None)
    if folder is not None:
        _write(asked, folder)
        return
    _check(out if paged else None, matched=matched, drawn=joint is not None)
    with told_progress(silent=quiet or as_json) as notify:
        how = jobs or cores()

        def told(over: int, most: int, what: str) -> None:
            notify(StudyProgress(over, 0, most, 0.0, "", what))

        if match_csv is not None:
            _match(asked, Path(match_csv), MatchAsked(seed, jobs=how), told, as_json)
            return
        found = backtest(
            asked,
            cases(None),
            None if keep_record else ModelRecord.shipped(),
            seed=seed,
            replications=replications,
            jobs=how,
            joint=joint or 0,
            matched=matched,
            told=told,
        )
        verdicts = moved_verdicts(found, how, told) if moved else None
    if keep_record:
        recorded(found.predictions).write(Path(keep_record))
    if as_json:
        more = {} if verdicts is None else {"verdicts": [one._asdict() for one in verdicts]}
        click.echo(json.dumps(as_data(found) | more, allow_nan=False))
    else:
        show(lines(found))
        if verdicts is not None:
            show(verdict_lines(verdicts))
    if paged:
        write_page(
            out, html(of_backtest(found, _command(cases_csv, replications, joint, seed), seed, replications))
        )
        if not (quiet or as_json):
            click.echo(f"the page is {out}")


def _check(page: Path | None, *, matched: bool, drawn: bool) -> None:
    """Refuse what could only fail after all cases have been run."""
    if matched and not drawn:
        raise PostureError("--matched says what --assumptions draws from; give both")
    if page is not None:
        options.check_folder(page)


def _match(
    asked: list[PastCase], path: Path, how: MatchAsked, told: Callable[[int, int, str], None], as_json: bool
) -> None:
    """Write the table of matched settings, and say what was learned."""
    options.check_folder(path)
    found = matched_settings(asked, how, told)
    write_settings(path, found.settings, found.implausibility)
    if as_json:
        click.echo(json.dumps(match_data(found), allow_nan=False))
    else:
        show(match_lines(found))


def _command(cases_csv: str | None, replications: int, joint: int | None, seed: int) -> str:
    """The command that makes the page again."""
    words = ["posture", "backtest", *([cases_csv] if cases_csv else []), "--report", "--seed", str(seed)]
    words += ["--replications", str(replications), *(["--assumptions", str(joint)] if joint else [])]
    return shlex.join(words)


def _write(asked: list[PastCase], folder: str) -> None:
    """Each case that can be expressed as a file of a folder."""
    with storage(Path(folder)):
        Path(folder).mkdir(parents=True, exist_ok=True)
        for case in asked:
            try:
                scenario = scenario_of(case)
            except PostureError as fault:
                click.echo(f"{case.name}: {fault}")
                continue
            path = Path(folder) / f"{scenario['name']}.yaml"
            write(scenario, path)
            click.echo(shlex.join(("posture", "run", str(path))))
