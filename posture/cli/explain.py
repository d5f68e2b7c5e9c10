"""`posture explain`: what took a run its time, and where."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import chain
from typing import Any

import click

from posture.cli import options
from posture.cli.completion import offered, runs
from posture.core.ids import whole_of
from posture.report.closure_costs import booked_costs, costs_table, pairs_to_run
from posture.report.compare import check_paired, compare, compared
from posture.report.critical_chain import told
from posture.report.explain import chosen, explain
from posture.report.explain_tables import explained, overview
from posture.report.shortfalls import shortfalls, shortfalls_table
from posture.report.tables import Part, show
from posture.report.troubles import trouble_lines, troubles_of
from posture.runs.folders import find
from posture.runs.store import StoredRun, read_run


@click.command("explain")
@click.argument("run", shell_complete=offered(runs))
@click.option(
    "--subject", help="One brigade, or one part written brigade/part; by default every brigade, in short."
)
@click.option("--against", metavar="RUN", help="Compare with another run of the same seed, in pairs.")
@options.as_json
def command(run: str, subject: str | None, against: str | None, as_json: bool) -> None:
    """Say what took RUN its time: by cause, place, nation and part, and along the critical chain.

    RUN is the folder of a run, or the name of one under runs/.
    """
    here = read_run(find(run, "run"))
    has = told(here)
    about = chosen(has, subject)
    content: dict[str, Any] = {"run": str(here.folder), **_of(here)}
    if against is None:
        explanations = [explain(has, one) for one in about]
        content["subjects"] = [asdict(one) for one in explanations]
        several, short = len(explanations) > 1, shortfalls(here.rows)
        content["supply"] = [asdict(one) for one in short if one.brigade in map(whole_of, about)]
        costs = [one for one in booked_costs(here.rows) if one.brigade in map(whole_of, about)]
        content["costs"] = [asdict(one) for one in costs]
        told_of = [overview(explanations)] if several else [explained(one) for one in explanations]
        wrong = troubles_of(here.rows)
        content["troubles"] = [one._asdict() for one in wrong]
        lines = trouble_lines(wrong, int(here.manifest["replications"]))
        pairs = pairs_to_run(costs, here.rows, str(here.folder), here.manifest)
        parts: Iterator[Part] = chain(
            _joined(told_of), lines, costs_table(costs, about), shortfalls_table(short, about), pairs
        )
    else:
        there = read_run(find(against, "run"))
        check_paired(here, there)
        others = told(there)
        comparisons = [compare(has, others, one) for one in about]
        content["against"] = {"run": str(there.folder), **_of(there)}
        content["subjects"] = [asdict(one) for one in comparisons]
        parts = _joined([compared(one, str(there.folder)) for one in comparisons])
    if as_json:
        click.echo(json.dumps(content, indent=2, allow_nan=False, ensure_ascii=False))
        return
    show(parts)


def _joined(parts: Sequence[Iterator[Part]]) -> Iterator[Part]:
    if not parts:
        yield "nothing in this run could close: it has no brigade to explain"
    for number, part in enumerate(parts):
        if number:
            yield ""
        yield from part


def _of(run: StoredRun) -> dict[str, Any]:
    return {key: run.manifest.get(key) for key in ("scenario", "seed", "replications", "fingerprint")}
