"""`posture new`: what it writes is sound and runs, wherever the brigade is put."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.outcomes import MEASURES
from posture.runs.simulate import prepare, simulate
from posture.runs.single import Draws, run
from posture.scenario import load


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def new(*words):
    return CliRunner().invoke(main, ["new", *words])


def test_a_brigade_in_finland_of_ones_own_units_closes():
    made = new("finland", "--at", "BASE_MIKKELI", "--home", "Prenzlau", "--unit", "our-battalion")
    assert (made.exit_code, made.output) == (
        0,
        "finland.yaml is sound; run it with: posture run finland.yaml\n",
    )
    scenario = load("finland.yaml").scenario
    assert {name: one.nation for name, one in scenario.units.items() if name == "our-battalion"} == {
        "our-battalion": "DE"
    }
    [closed] = [row.value for row in run(scenario, Draws(1), jobs=1).rows if row.measure == "closure_days"]
    assert 1 < closed < 60


def test_a_brigade_over_a_network_of_ones_own_runs():
    assert CliRunner().invoke(main, ["network", "first", "--csv", "ground"]).exit_code == 0
    made = new("10", "--network", "ground", "--at", "RANGE", "--home", "Barracks", "--unit", "NO")
    assert made.exit_code == 0, made.output
    assert load("10.yaml").scenario.units["NO"].home == "BARRACKS"


def test_a_change_of_what_ships_names_its_base():
    assert new("mine", "--base", "first").exit_code == 0
    scenario = load("mine.yaml").scenario
    assert (scenario.name, "company" in scenario.units) == ("mine", True)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["there"], 6, "is there already"),
        (["x", "--base", "lithuania-brigad"], 2, "did you mean 'lithuania-brigade'?"),
        (["x", "--at", "Rovaniemi"], 2, "may be AIR_EFRO, CITY_FI_ROVANIEMI; write the key of one"),
        (["x", "--at", "Rovanieme"], 2, "did you mean 'Rovaniemi'?"),
        (["../x"], 2, "a name is 1 to 64 letters"),
        (["x", "--unit", "a/b"], 2, "a name is 1 to 64 letters"),
        (["x", "--network", "nowhere"], 2, "no network 'nowhere' ships"),
    ],
)
def test_what_cannot_be_begun_is_refused_and_nothing_is_written(words, code, said):
    Path("there.yaml").write_text("mine")
    ended = new(*words)
    assert (ended.exit_code, said in ended.output) == (code, True), ended.output
    assert [path.name for path in Path().iterdir()] == ["there.yaml"]
    assert Path("there.yaml").read_text() == "mine"


@pytest.mark.parametrize("home", ["Fort Riley", "HOME_FORT_CARSON", "Fort Stewart"])
def test_a_battalion_from_the_american_interior_comes_by_rail_and_sea(home):
    """1,000 to 2,000 km by rail at 12 to 30 km/h, and some 8,500 km at sea: never in under two weeks."""
    made = new("interior", "--at", "BASE_RUKLA", "--home", home, "--unit", "a-battalion")
    assert made.exit_code == 0, made.output
    loaded = load("interior.yaml").scenario
    log = simulate(prepare(loaded), 1, 0, check=True)
    closed = MEASURES["closure_days"].of(log)["interior"]
    assert 14 < closed < 60
    assert {row.where for row in log.of("hauled")} >= {"rail", "sea"}
