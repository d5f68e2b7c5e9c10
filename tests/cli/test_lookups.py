"""Places, figures and schemas looked up from the command line."""

import json

import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.scenario import load


def said(*words, code=0):
    result = CliRunner().invoke(main, words)
    assert result.exit_code == code, result.output
    return result.stdout


def test_a_place_is_found_by_name_key_kind_and_country():
    for text in ("riga", "PORT_RI", "Latvia", "port", "LV"):
        found = {one["key"] for one in json.loads(said("places", text, "--json"))}
        assert "PORT_RIGA" in found
        assert "AIR_BIKF" not in found
    assert len(json.loads(said("places", "--json"))) > 100


def test_a_name_that_is_nowhere_brings_the_nearest():
    assert "no place holds 'rigga'; did you mean 'Riga'?" in said("places", "rigga")


def test_places_of_a_scenario_are_its_own():
    keys = {one["key"] for one in json.loads(said("places", "--scenario", "first", "--json"))}
    assert keys == set(load("first").scenario.places)


def test_what_is_assumed_is_told_with_range_and_source():
    assumed = json.loads(said("figures", "--scenario", "lithuania-brigade", "--json"))
    figures = load("lithuania-brigade").figures
    assert len(assumed) == sum(one.confidence == "assumed" for one in figures)
    assert all(one["source"] and one["basis"] for one in assumed)
    every = json.loads(said("figures", "--scenario", "lithuania-brigade", "--every", "--json"))
    assert len(every) == len(figures)
    some = json.loads(said("figures", "wagons", "--scenario", "lithuania-brigade", "--json"))
    assert some
    assert all("wagons" in " ".join((one["path"], one["source"], one["basis"])).lower() for one in some)


def test_a_figure_that_was_replaced_is_not_told():
    words = ("figures", "--scenario", "lithuania-brigade", "--every", "--json")
    path = "movement.roads.any.speed"
    assert path in {one["path"] for one in json.loads(said(*words))}
    assert path not in {one["path"] for one in json.loads(said(*words, "--set", f"{path}=40 km/h"))}


@pytest.mark.parametrize(("what", "field"), [("scenario", "reinforcement"), ("experiment", "question")])
def test_a_schema_is_json_with_help_for_every_field(what, field):
    schema = json.loads(said("schema", what))
    assert field in schema["properties"]
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["additionalProperties"] is False


def test_the_schema_of_a_scenario_lets_a_file_change_a_few_fields_of_its_base():
    schema = json.loads(said("schema"))
    assert {"base", "include"} <= set(schema["properties"])
    assert "required" not in schema
    assert "required" not in schema["$defs"]["Unit"]


def test_help_names_every_command_also_after_one_has_run():
    said("list", "experiments")  # importing it must not hide what the help is made with
    assert "places" in said("--help")


def test_a_misspelt_scenario_brings_the_nearest():
    result = CliRunner().invoke(main, ["figures", "--scenario", "lithuania-brigad"])
    assert (result.exit_code, "did you mean 'lithuania-brigade'" in result.stderr) == (2, True)
