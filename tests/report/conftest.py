"""Histories that are played, and a browser, once for all tests of a process."""

from shutil import which

import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.report.playback import playback
from posture.runs.simulate import prepare, simulate
from posture.scenario import load


@pytest.fixture(scope="session")
def flank():
    scenario = load("eastern-flank-2023", ("horizon=90 d",)).scenario
    return playback(simulate(prepare(scenario), 1, 0), scenario)


@pytest.fixture(scope="session")
def brigade_run(tmp_path_factory):
    """The folder of one history of the brigade, with its page and its map."""
    pytest.importorskip("milsymbol", reason="symbols are drawn by milsymbol")
    folder = tmp_path_factory.mktemp("brigade") / "mine"
    words = [
        "run",
        "lithuania-brigade",
        "--replications",
        "1",
        "--jobs",
        "1",
        "--quiet",
        "--out",
        str(folder),
    ]
    for one in (words, ["report", str(folder)], ["map", str(folder)]):
        out = CliRunner().invoke(main, one)
        assert out.exit_code == 0, out.output
    return folder


@pytest.fixture(scope="session")
def browser():
    driver = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser")
    path = which("chromium")
    if path is None:
        pytest.skip("there is no chromium; Debian: make browser")
    with driver.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()
