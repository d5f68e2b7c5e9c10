"""`posture cards`: look-up cards of a run for a room without computers, to print and as CSV."""

import csv
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import click

from posture.cli import options
from posture.cli.completion import offered, runs
from posture.core.csv_text import guarded
from posture.core.errors import PostureError, Refused
from posture.core.storage import storage, write
from posture.report.cards import cards
from posture.report.page import place_names, read_again
from posture.report.printed_cards import pdf
from posture.report.tables import Table
from posture.runs.daily_file import daily_runs
from posture.runs.folders import find
from posture.runs.store import read_run

PAGE, PRINTED = "cards.html", "cards.pdf"
FOOT = "Generic units, public figures. D+n counts from the activation order; other days from the run's begin."


@click.command("cards")
@click.argument("run", shell_complete=offered(runs))
@click.option(
    "--out", type=click.Path(path_type=Path), help="The folder; by default cards in the folder of RUN."
)
@options.as_json
def command(run: str, out: Path | None, as_json: bool) -> None:
    """Write cards of RUN, the folder of a run or its name under runs/: a PDF on A4, a page, and a CSV each.

    Who has closed by which day and how likely, a roll of a die of ten for the day on which a brigade closes,
    what a brigade has and what has come to a place by each day.
    """
    folder = find(run, "run")
    found = read_run(folder)
    told = daily_runs(found.daily) if found.daily is not None else {}
    made = list(cards(found.rows, told, place_names(read_again(found.manifest))))
    if not made:
        raise PostureError("nothing moves in this run; there is no card to fill")
    name = str(found.manifest["scenario"])
    sample = f"{found.manifest.get('finished', 0)} runs of seed {found.manifest['seed']}"
    path = out or folder / "cards"
    if path.exists():
        raise Refused(f"{path} is there already; name another folder with --out, or remove it")
    with storage(path, kept="name another folder"):
        path.mkdir(parents=True)
    write(path / PAGE, _html(name, sample, made))
    if find_spec("typst"):
        write(path / PRINTED, pdf(name, f"{name}: {sample}. {FOOT}", made))
    else:
        click.echo("without a PDF, which needs Typst: pip install 'posture[print]'", err=True)
    for number, card in enumerate(made, 1):
        write(path / f"card-{number}.csv", _csv(card))
    options.say_written(f"{len(made)} cards in {path}", as_json, path, cards=len(made))


def _html(name: str, sample: str, made: list[Table]) -> bytes:
    from jinja2 import Environment, PackageLoader

    templates = Environment(loader=PackageLoader("posture.report", "."), autoescape=True, trim_blocks=True)
    text = templates.get_template(PAGE).render(name=name, sample=sample, foot=FOOT, cards=made)
    return text.encode("utf-8")


def _csv(card: Table) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([guarded(head) for head in card.heads])
    writer.writerows([[guarded(cell) for cell in row] for row in card.rows])
    return text.getvalue().encode()
