"""Cases that are not in the table: homes beyond the network, none of something, months, other spellings."""

import csv
from io import StringIO
from math import inf

import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.questions.backtest import LONGEST
from posture.questions.backtest_bench import CaseBench, days_of, history
from posture.questions.backtest_cases import COLUMNS, cases
from posture.questions.backtest_scenarios import Inexpressible, goes_by_itself, scenario_of
from posture.report.backtest import day
from posture.scenario.outlines import country_codes

USUAL = dict.fromkeys(COLUMNS, "") | {
    "case_id": "mine",
    "name": "a company",
    "category": "real",
    "unit": "company",
    "nation": "Germany",
    "from_place": "Munster",
    "from_country": "Germany",
    "from_lat": "52.985",
    "from_lon": "10.09",
    "to_place": "Rukla",
    "to_country": "Lithuania",
    "to_lat": "55.06",
    "to_lon": "24.38",
    "personnel": "100",
    "vehicles": "20",
    "modes": "road",
    "order_date": "2022-03-01",
    "order_basis": "announced",
    "order_conf": "seen",
    "first_arrival_conf": "seen",
}
AMBERLEY = {"from_place": "Amberley", "from_country": "Australia", "from_lat": "-27.64", "from_lon": "152.71"}
"""A home 10,000 km from the nearest airfield and port of the network."""


def table(folder, **cells):
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerow(USUAL | cells)
    path = folder / "cases.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def case(folder, **cells):
    (found,) = cases(table(folder, **cells))
    return found


@pytest.mark.parametrize("modes", ["air", "sea", "air;sea"])
def test_a_home_beyond_the_network_has_a_port_and_an_airfield_of_its_own_and_no_road_across_the_sea(
    tmp_path, modes
):
    told = scenario_of(case(tmp_path, **AMBERLEY, modes=modes))
    home = told["places"]["START"]
    roads = [one for one in told["links"].values() if one["start"] == "START" and one["mode"] == "road"]
    lines = told["reinforcement"]["brigades"]["force"]["parts"]["all"]["lines"]
    assert home["country"] == "AU"
    assert {*modes.split(";")} <= {*home["modes"]}
    assert roads == []
    assert not any("poe" in line or "pod" in line for line in lines.values())


def test_people_from_the_other_end_of_the_world_fly_and_are_there_within_days_of_their_notice(tmp_path):
    """14,500 km at the 700 km/h of an airliner are 21 h; notice, release and integration are told beside it."""
    bench = CaseBench(case(tmp_path, **AMBERLEY, modes="air", vehicles="0"))
    days = days_of(history(bench.loaded.scenario, 1, 0, deterministic=True))
    notice = bench.loaded.scenario.units["force"].notice.middle / 86_400
    assert notice + 0.8 < days["first arrival"] < notice + 3


def test_no_vehicles_are_none_and_no_people_neither_and_nothing_at_all_cannot_be_told(tmp_path):
    def unit(**cells):
        return scenario_of(case(tmp_path, modes="road;air", **cells))["units"]["force"]

    assert "wheeled" not in unit(vehicles="0")
    assert unit(vehicles="0")["people"] == 100
    assert unit(personnel="0") == unit(personnel="0") | {"people": 0, "wheeled": 20}
    assert unit(vehicles="")["wheeled"] == 25
    with pytest.raises(Inexpressible, match="neither people nor vehicles"):
        unit(personnel="0", vehicles="0")


def test_a_date_known_to_its_month_is_shown_and_not_scored(tmp_path):
    found = case(tmp_path, first_arrival_date="2022-03")
    assert found.days == {"first arrival": 14}
    assert found.unscored == {"first arrival": "its date tells only the month"}
    found = case(tmp_path, order_date="2022-03", first_arrival_date="2022-03-02")
    assert found.days == {"first arrival": 0}
    assert found.unscored == {"first arrival": "the order's date tells only the month"}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"first_arrival_date": "2022-02"}, "is before the order"),
        (
            {"order_date": "2022-13"},
            "'2022-13' is no date; write it like 2022-02-25, or 2022-02 where the day",
        ),
        ({"order_date": "28.01.2022"}, "is no date"),
        ({"from_country": "Atlantis"}, "from_country: there is no country 'Atlantis'"),
        ({"personnel": "1,000"}, "personnel: '1,000' is no count; write a whole number"),
        ({"modes": "AIR"}, "there is no mode 'AIR'"),
    ],
)
def test_what_is_malformed_is_told_with_its_place_and_exit_code_2(tmp_path, cells, said):
    result = CliRunner().invoke(main, ["backtest", str(table(tmp_path, **cells))])
    assert result.exit_code == 2
    assert "cases.csv:2:1" in result.output.replace("\n", "")
    assert said in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("text", "code"), [("UK", "GB"), ("GB", "GB"), ("Turkey", "TR"), ("Czechia", "CZ"), ("Japan", "JP")]
)
def test_a_country_is_known_by_each_of_its_names_and_by_its_code(tmp_path, text, code):
    assert case(tmp_path, nation=text, to_country=text).nation == code
    assert case(tmp_path, nation=text, to_country=text).end.country == code
    assert all(len(one) == 2 and one.isupper() for one in country_codes().values())


@pytest.mark.parametrize(
    ("equipment", "mode", "alone"),
    [
        ("E-7A Wedgetail", "air", True),
        ("A-10", "air", True),
        ("F/A-18", "air", True),
        ("MiG-29", "air", True),
        ("PT-91 and BMP-2", "air", False),
        ("submarine", "sea", True),
        ("armoured personnel carriers", "sea", False),
    ],
)
def test_what_flies_or_sails_by_itself_is_known_by_its_kind(tmp_path, equipment, mode, alone):
    assert goes_by_itself(case(tmp_path, equipment=equipment, modes=mode)) == (mode if alone else None)


def test_what_has_not_come_by_the_end_is_told_as_never():
    assert [day(one) for one in (inf, LONGEST, 207.2, 3.0)] == ["never", "never", "207.2", "3.0"]
