"""Every command of README and docs, one after the other as a reader types them, in a folder of their own.

Studies and runs are made small, for here it counts that each does what the page promises of it; what a page
prints is held to the figure by test_docs_output. The long ones run in `make trust`.
"""

import csv
import os
from itertools import pairwise
from pathlib import Path
from shutil import copytree

import networkx as nx
import pytest
from click.testing import CliRunner

from posture.cli import main
from tests.test_docs import PAGES, commands

TRUST = os.environ.get("POSTURE_TRUST") is not None
LITHUANIA, SUWALKI, FLANK = "runs/lithuania-brigade", "runs/suwalki", "runs/eastern-flank-2023"
SMALL = ["--replications", "4", "--jobs", "1", "--quiet"]
PAIRS = ["--replications", "4", "--most", "8", "--jobs", "1", "--quiet"]
CLOSED = ["--replications", "2", "--keep", "2", "--top", "2", "--jobs", "1", "--quiet"]
ASKS_TOO_MUCH = 5
"""The exit code of what so few runs cannot tell."""
STANDS_FOR = {"docs/seeing.md": {"RUN": LITHUANIA, "OTHER": SUWALKI}, "docs/analysis.md": {"RUN": FLANK}}
NEEDS_A_SERVER = "--cluster"
EXTENDED = {"run": SMALL, "sweep": SMALL, "require": PAIRS, "critical": CLOSED}


def lasts(words):
    """Whether a command takes more than a few seconds even when it is small."""
    text = " ".join(words)
    return bool(
        words[0] in {"critical", "require"}
        or (words[0] in {"run", "compare"} and "lithuania-brigade" in words)
        or "runs/ten-days" in words
        or (words[0] == "compare" and "degraded-lithuania" in words)
        or (words[0] == "map" and SUWALKI in words)
        or "flank" in text
        or (words[0] == "compare" and {"finland-in-winter", "baltic-air-policing"} & {*words})
        or (words[0] == "sweep" and "mine" not in text)
        or any(study in text for study in ("prepositioning", "tornado", "part-1", "best-two-of-five"))
        or ("analyse" in text and FLANK in text)
    )


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """What the pages take for granted: files of the reader's own, and runs made before."""
    folder = tmp_path_factory.mktemp("before")
    (folder / "mine.yaml").write_text(
        "question: What makes the company late?\nscenario: first\nfactors:\n"
        "  vehicles: {path: units.company.wheeled, values: [20, 30, 40, 50]}\n"
        "  mishap: {path: movement.march.mishap, values: [1 %, 5 %], kind: uncertainty}\n"
        "design: {kind: full}\nreplications: 8\nmeasures: [closure_days]\n",
        encoding="utf-8",
    )
    (folder / "ports.csv").write_text(
        "code;Breite;lon;Name;Land\nRIX;57,0;24,1;Riga;Latvia\nTLL;59,45;24,75;Tallinn;Estonia\n",
        encoding="utf-8",
    )
    streets = nx.MultiDiGraph(crs="epsg:4326")
    corners = {1: (24.10, 56.94), 2: (24.11, 56.95), 3: (24.13, 56.95)}
    for name, (x, y) in corners.items():
        streets.add_node(name, x=x, y=y)
    for one, other in pairwise(corners):
        for ends in ((one, other), (other, one)):
            streets.add_edge(*ends, length=1200.0, oneway=False)
    nx.write_graphml(streets, folder / "roads.graphml")
    for name, more in ((LITHUANIA, []), (SUWALKI, ["--set", "closures.suwalki.active=true"])):
        assert typed(["run", "lithuania-brigade", *SMALL, *more, "--out", str(folder / name)]).exit_code == 0
    made = typed(["export", str(folder / LITHUANIA), "--to", "tpfdd", "--out", str(folder / "plan.csv")])
    assert made.exit_code == 0, made.output
    return folder


def typed(words):
    return CliRunner().invoke(main, words)


def as_here(page, words):
    """A command with the page's placeholders filled and its study made small; None where it needs a server."""
    if NEEDS_A_SERVER in words:
        return None
    words = [STANDS_FOR.get(page, {}).get(word, word) for word in words]
    small = list(EXTENDED.get(words[0], ()))
    if "mine.yaml" in words or "mine" in words or "first" in words:
        small = [word for word in small if word not in {"--replications", "4"}]
    if "--assumptions" in words:
        small = ["--dry-run"]
    if page == "docs/experiments.md" and words[:2] == ["status", "mine"]:
        made = typed(["sweep", "mine.yaml", "--jobs", "1", "--quiet"])
        assert made.exit_code == 0, made.output
    return [*words, *small]


@pytest.mark.parametrize("page", [page for page in PAGES if [*commands(page)]])
def test_what_a_page_tells_to_type_does_what_it_says(page, before, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    copytree(before, tmp_path, dirs_exist_ok=True)
    if page == "docs/howto.md":
        (tmp_path / "mine.yaml").unlink()  # it makes its own
    made = ["run", "lithuania-brigade"], ["run", "lithuania-brigade", "--out", SUWALKI]
    if TRUST and page == "docs/analysis.md":
        for study in ("prepositioning", "assumptions-tornado"):
            assert typed(["sweep", study, "--replications", "2", "--quiet"]).exit_code == 0
        assert typed(["run", "eastern-flank-2023", "--replications", "3", "--quiet"]).exit_code == 0
    wrong, ran = [], 0
    for words in commands(page):
        here = as_here(page, words)
        if here is None or list(words) in made:
            continue
        if lasts(here) and not TRUST:
            continue
        ended = typed(here)
        ran += 1
        if ended.exit_code not in {0, ASKS_TOO_MUCH if here[0] == "require" else 0}:
            wrong.append(
                f"posture {' '.join(here)}\n{ended.exit_code}: {ended.output[-400:]} {ended.exception!r}"
            )
    assert not wrong, "\n".join(wrong)
    assert ran or not TRUST
    if page == "docs/howto.md":
        check_arrivals()


def check_arrivals():
    """The how-to's list of arrivals names unit, day and place."""
    with Path("arrivals.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["where"] for row in rows} == {"BASE_RUKLA"}
    assert all(row["who"].startswith("lithuania/") for row in rows)
