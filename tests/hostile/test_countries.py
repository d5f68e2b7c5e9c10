"""A country or nation is a code of ISO 3166, wherever it is written; any other word is told what it means."""

import pytest

from posture.core.schema.countries import CODES, countries, country, meant
from posture.scenario import load
from posture.scenario.loading import Faults

WRONG = [("Germany", "DE"), ("DEU", "DE"), ("de", "DE"), ("UK", "GB"), ("Turkey", "TR"), ("Germny", "DE")]
FIRST = [
    "units.company.nation={}",
    "places.BRIDGE.country={}",
    "places.BRIDGE.country=LT+{}",
    "links.south.country={}",
    "reinforcement.release={{{}: 4 d}}",
    "readiness.fill={{{}: 0.5}}",
    "movement.roads.{}.speed=40 km/h",
    "movement.borders.{}.convoy=1 h",
    "movement.clearances.regimes.peacetime.countries={{{}: 4 d}}",
    "movement.clearances.regimes.peacetime.countries={{{} hazardous: 4 d}}",
    "rotations.pools={{p: {{policy: x, nations: [{}]}}}}",
]


@pytest.mark.parametrize(("word", "code"), WRONG)
def test_a_word_for_a_country_is_refused_with_its_code(word, code):
    with pytest.raises(ValueError, match=f"did you mean '{code}'"):
        country(word)


def test_the_list_is_that_of_iso_3166_and_no_word_means_two():
    assert len(CODES) == 249
    assert set(meant().values()) == CODES
    assert not CODES & meant().keys()


@pytest.mark.parametrize("text", ["", "DE", "DE+PL", "XX", "AA+ZZ"])
def test_codes_joined_at_a_border_none_at_sea_and_codes_left_to_users_are_taken(text):
    assert countries(text) == text


@pytest.mark.parametrize("text", ["DE+", "DE/PL", "ATLANTIS", "JJ", "XXX"])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(ValueError, match=r"no country's code of two letters"):
        countries(text)


@pytest.mark.parametrize("change", FIRST)
def test_wherever_a_country_is_written_another_word_for_it_is_refused(change):
    with pytest.raises(Faults, match="did you mean 'GB'"):
        load("first", [change.format("UK")])


@pytest.mark.parametrize("code", ["Germany", "DEU", "de"])
def test_a_release_for_a_word_that_names_no_nation_is_refused(code):
    with pytest.raises(Faults, match="did you mean 'DE'"):
        load("lithuania-brigade", [f"reinforcement.release.{code}=40 d"])


@pytest.mark.parametrize("key", ["cargoes={ammunition: 4 d}", "countries={DE ammunition: 4 d}"])
def test_a_permission_for_a_class_of_cargo_that_there_is_not_is_refused(key):
    with pytest.raises(Faults, match="hazardous"):
        load("first", [f"movement.clearances.regimes.peacetime.{key}"])
