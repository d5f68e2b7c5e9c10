"""Small worlds for tests: a scenario is written as YAML, loaded and run as a user's would be."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from multiprocessing import forkserver, get_all_start_methods
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import settings

from posture.core.event_log import Log
from posture.report.playback import Playback, playback
from posture.runs import bounds
from posture.runs.run import replicate
from posture.runs.simulate import Prepared, prepare, simulate
from posture.runs.worker import start_method
from posture.scenario import Scenario, load
from posture.scenario.shared_plans import sharing_plans

settings.register_profile("posture", deadline=None)  # a loaded machine is no fault of ours
settings.load_profile("posture")
os.environ.pop("COLUMNS", None)  # several test processes get one of 80; tables are as wide as when piped

MANY = 200
SIMULATED = {"backtests", "invariants", "operations", "outcomes", "relations", "scenario", "theatre", "trust"}
"""Folders whose tests look at histories, and never at which figures the ways of one scenario looked up."""
Load = Callable[..., Scenario]
Run = Callable[..., Log]

PLAIN = """
name: plain
start: 2023-07-03
horizon: 60 d
tables: [movement]
movement:
  roads: {any: {speed: 10 km/h}}
  march: {gap: 0 s, daily: 10000 km per day, driving: 24 h, halt: 0 s, mishap: 0.0}
decision: {orders: {go: {decided: 0 s}}}
reinforcement:
  integration: 0 s
  release: {any: 0 s}
  reception: {XX: {pieces: 1000000000 per day}}
"""
"""A world without friction: whatever a test adds is the only thing that takes time."""


def pytest_collection_finish(session: pytest.Session) -> None:
    """All that is imported stays, and half of all objects are of pytest: the collector need not look at them.

    Where many tests are run, the forkserver of all their workers begins with what any of them imports.
    """
    gc.collect()
    gc.freeze()
    if len(session.items) > MANY and "forkserver" in get_all_start_methods():
        start_method([replicate.__module__, *bounds.IMPORTS])
        forkserver.ensure_running()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What a full run proves, in counts."""
    if os.environ.get("POSTURE_TRUST") != "1":
        return
    here = Path(__file__).parent
    stats = {name: terminalreporter.stats.get(name, []) for name in ("passed", "failed", "error", "skipped")}
    planted = sum("test_a_planted_fault" in one.nodeid for one in stats["passed"])
    prints = len((here / "fingerprints.csv").read_text(encoding="utf-8").splitlines()) - 1
    told = ", ".join(f"{len(found)} {name}" for name, found in stats.items())
    terminalreporter.write_line(
        f"trust: tests {told}; 40 promises, {prints} fingerprints, {planted} planted faults caught,"
        f" {os.environ.get('POSTURE_MUTATIONS', '300')} mutated scenarios and a quarter as many other files"
    )


@pytest.fixture(autouse=True)
def ways_searched_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """What ships is run under many changes of which few move a way: the searches are three fifths of its first run."""
    if request.path.parent.name not in SIMULATED:
        yield
        return
    with sharing_plans():
        yield


@lru_cache(maxsize=24)
def _shipped(name: str, overrides: tuple[str, ...]) -> Prepared:
    return Prepared(load(name, overrides).scenario, {})


@pytest.fixture(scope="session")
def shipped_case() -> Callable[..., Prepared]:
    """What ships, under some overrides, loaded once for all tests of a process.

    Without bounds: they are what `prepare` adds, and no history depends on them.
    """
    return lambda name, *overrides: _shipped(name, overrides)


@lru_cache(maxsize=12)
def _ran(name: str, overrides: tuple[str, ...], seed: int, replication: int) -> Log:
    return simulate(_shipped(name, overrides), seed, replication, check=True)


@pytest.fixture(scope="session")
def shipped_run() -> Callable[..., Log]:
    """The history of what ships, under some overrides, held to all that must be so and made once in a process."""
    return lambda name, *overrides, seed=1, replication=0: _ran(name, overrides, seed, replication)


@pytest.fixture
def load_text(tmp_path: Path) -> Load:
    """Load a scenario from YAML text, on top of the plain world unless it is told otherwise."""
    (tmp_path / "plain.yaml").write_text(PLAIN, encoding="utf-8")

    def loaded(text: str, overrides: Sequence[str] = (), *, plain: bool = True) -> Scenario:
        path = tmp_path / "case.yaml"
        path.write_text(("include: plain.yaml\n" if plain else "") + dedent(text), encoding="utf-8")
        return load(str(path), overrides).scenario

    return loaded


@pytest.fixture
def run_text(load_text: Load) -> Run:
    """Run a scenario from YAML text and give its log; holdings are added up at the end."""

    def ran(text: str, overrides: Sequence[str] = (), *, seed: int = 1, replication: int = 0) -> Log:
        return simulate(prepare(load_text(text, overrides)), seed, replication, check=True)

    return ran


@pytest.fixture(scope="session")
def lithuania() -> Scenario:
    """The shipped scenario of the brigade in Lithuania."""
    return _shipped("lithuania-brigade", ()).scenario


@pytest.fixture(scope="session")
def history(lithuania: Scenario) -> Log:
    """One history of it."""
    return simulate(prepare(lithuania), 1, 0)


@pytest.fixture(scope="session")
def played(history: Log, lithuania: Scenario) -> Playback:
    """The same, to be shown and taken elsewhere."""
    return playback(history, lithuania)
