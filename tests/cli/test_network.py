import json

from click.testing import CliRunner

from posture.cli import main


def call(*words):
    return CliRunner().invoke(main, [*map(str, words)], prog_name="posture")


def test_network_lists_places_ways_closures_and_the_way_of_each_line():
    result = call("network", "first")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "first: 3 places, 2 ways, 0 airfields linked by air"
    assert "nothing is closed" in lines
    assert any(line.startswith("exercise/company/vehicles: 30 wheeled, Barracks") for line in lines)


def test_json_is_one_object_of_the_same_content():
    told = json.loads(call("network", "first", "--json").stdout)
    assert told["places"] == {"base": 2, "city": 1}
    [line] = told["lines"]
    assert [leg["mode"] for leg in line["legs"]] == ["road"]


def test_csv_writes_both_tables_once(tmp_path):
    result = call("network", "first", "--csv", tmp_path / "net")
    assert result.exit_code == 0
    assert {path.name for path in (tmp_path / "net").iterdir()} == {"places.csv", "links.csv"}
    again = call("network", "first", "--csv", tmp_path / "net")
    assert (again.exit_code, again.stdout) == (6, "")
    assert "is there already" in again.stderr


def test_a_folder_that_cannot_be_written_ends_in_code_8():
    result = call("network", "first", "--csv", "/proc/none/net")
    assert (result.exit_code, result.stdout) == (8, "")
    assert "cannot write /proc/none/net" in result.stderr


def test_a_spoilt_scenario_ends_in_code_2():
    result = call("network", "first", "--set", "units.company.home=BARACKS")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean 'BARRACKS'?" in result.stderr
