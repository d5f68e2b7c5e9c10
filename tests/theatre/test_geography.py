"""Article 6: what lies inside the Treaty's area, what outside, and what is debated."""

import pytest

from posture.scenario import load
from posture.theatre.geography import TROPIC, article_6, within

INSIDE = {
    "Tallinn": (59.44, 24.75, "EE", "land"),
    "Svalbard": (78.22, 15.65, "NO", "land"),
    "Jan Mayen": (70.99, -8.5, "NO", "land"),
    "Greenland": (64.18, -51.72, "DK", "land"),
    "Thule": (76.53, -68.7, "DK", "land"),
    "Iceland": (64.15, -21.94, "IS", "land"),
    "Canary Islands": (28.12, -15.43, "ES", "land"),
    "Azores": (37.74, -25.67, "PT", "land"),
    "Madeira": (32.65, -16.91, "PT", "land"),
    "Bermuda": (32.3, -64.78, "GB", "land"),
    "Saint-Pierre": (46.78, -56.18, "FR", "land"),
    "Izmir": (38.42, 27.14, "TR", "land"),
    "Hakkari": (37.57, 43.74, "TR", "land"),
    "Lampedusa": (35.5, 12.6, "IT", "land"),
    "Crete": (35.34, 25.13, "GR", "land"),
    "Gibraltar": (36.14, -5.35, "GB", "land"),
    "New York": (40.71, -74.01, "US", "land"),
    "Key West": (24.56, -81.78, "US", "land"),
    "Anchorage": (61.2, -149.9, "US", "land"),
    "San Diego": (32.72, -117.15, "US", "land"),
    "Nogales": (31.6, -110.9, "US", "land"),
    "El Paso": (31.85, -106.44, "US", "land"),
    "Presidio": (29.57, -104.36, "US", "land"),
    "Brownsville": (25.95, -97.5, "US", "land"),
    "New Orleans": (29.95, -90.07, "US", "land"),
    "Nantucket": (41.28, -70.1, "US", "land"),
    "St John's": (47.56, -52.71, "CA", "land"),
    "Cape Farewell": (59.9, -43.9, "DK", "land"),
    "Danmarkshavn": (76.77, -18.67, "DK", "land"),
    "Alert": (82.5, -62.35, "CA", "land"),
    "Utqiagvik": (71.29, -156.79, "US", "land"),
    "Gambell": (63.78, -171.74, "US", "land"),
    "Adak": (51.88, -176.65, "US", "land"),
    "Haida Gwaii": (53.25, -132.1, "CA", "land"),
    "Cape Flattery": (48.38, -124.7, "US", "land"),
    "San Francisco": (37.77, -122.5, "US", "land"),
    "Cape Mendocino": (40.44, -124.4, "US", "land"),
    "Almeria": (36.84, -2.46, "ES", "land"),
    "Menorca": (39.9, 4.1, "ES", "land"),
    "Cagliari": (39.22, 9.11, "IT", "land"),
    "Marsala": (37.8, 12.43, "IT", "land"),
    "Kos": (36.85, 27.1, "GR", "land"),
    "Rhodes": (36.2, 28.05, "GR", "land"),
    "Samos": (37.74, 26.85, "GR", "land"),
    "Lesbos": (39.1, 26.1, "GR", "land"),
    "Hatay": (36.2, 36.16, "TR", "land"),
    "Anamur": (36.05, 32.83, "TR", "land"),
    "Bodrum": (37.03, 27.43, "TR", "land"),
    "Kars": (40.6, 43.1, "TR", "land"),
    "Igdir": (39.92, 44.04, "TR", "land"),
    "a ship in the Mediterranean": (34.0, 28.0, None, "ship"),
    "a ship in the Adriatic": (43.0, 15.5, None, "ship"),
    "an aircraft off Algiers": (37.3, 3.0, "FR", "aircraft"),
    "a ship at 24 N in the Atlantic": (24.0, -40.0, None, "ship"),
    "a ship in the North Sea": (56.0, 3.0, None, "ship"),
    "an aircraft over Lithuania": (55.1, 24.4, "DE", "aircraft"),
}
OUTSIDE = {
    "Hawaii": (21.31, -157.86, "US", "land"),
    "Guam": (13.44, 144.79, "US", "land"),
    "Puerto Rico": (18.47, -66.11, "US", "land"),
    "Martinique": (14.6, -61.07, "FR", "land"),
    "Réunion": (-20.88, 55.45, "FR", "land"),
    "Falklands": (-51.7, -57.85, "GB", "land"),
    "French Guiana": (4.92, -52.31, "FR", "land"),
    "Algiers": (36.75, 3.06, "FR", "land"),
    "Oran": (35.7, -0.63, "FR", "land"),
    "Tangier": (35.77, -5.8, "MA", "land"),
    "Essaouira": (31.51, -9.76, "MA", "land"),
    "Annaba": (36.9, 7.76, "DZ", "land"),
    "Bizerte": (37.2, 9.85, "TN", "land"),
    "Aleppo": (36.2, 37.16, "SY", "land"),
    "Erbil": (36.19, 44.01, "IQ", "land"),
    "Yerevan": (40.18, 44.51, "AM", "land"),
    "Tijuana": (32.4, -116.9, "MX", "land"),
    "Hermosillo": (29.07, -110.96, "MX", "land"),
    "Chihuahua": (28.64, -106.09, "MX", "land"),
    "Ojinaga": (29.3, -104.5, "MX", "land"),
    "Monterrey": (25.68, -100.32, "MX", "land"),
    "Turks and Caicos": (21.46, -71.14, "GB", "land"),
    "a ship at 23 N in the Atlantic": (23.0, -40.0, None, "ship"),
    "a ship off Somalia": (11.0, 50.0, None, "ship"),
    "a ship off California": (33.0, -125.0, None, "ship"),
}
DEBATED = {
    "Ceuta": (35.89, -5.31, "ES", "land", False),
    "Melilla": (35.29, -2.94, "ES", "land", False),
    "Akrotiri": (34.59, 32.99, "GB", "land", False),
    "a ship in the Black Sea": (43.5, 31.0, None, "ship", False),
    "a ship in the Baltic": (57.5, 19.5, None, "ship", True),
}


@pytest.mark.parametrize("name", INSIDE)
@pytest.mark.parametrize("told", [True, False])
def test_inside(name, told):
    lat, lon, country, domain = INSIDE[name]
    ruling = article_6(lat, lon, country=country if told else None, domain=domain)
    assert (ruling.inside, ruling.debated) == (True, False), ruling.why


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("told", [True, False])
def test_outside(name, told):
    lat, lon, country, domain = OUTSIDE[name]
    ruling = article_6(lat, lon, country=country if told else None, domain=domain)
    assert (ruling.inside, ruling.debated) == (False, False), ruling.why


@pytest.mark.parametrize("name", DEBATED)
def test_what_lawyers_debate_is_marked(name):
    lat, lon, country, domain, inside = DEBATED[name]
    ruling = article_6(lat, lon, country=country, domain=domain)
    assert (ruling.inside, ruling.debated) == (inside, True)


def test_a_country_is_a_party_only_once_it_has_joined():
    assert article_6(60.17, 24.94, country="FI", parties={"FI"}).inside
    ruling = article_6(60.17, 24.94, country="FI", parties={"NO"})
    assert (ruling.inside, ruling.why) == (False, "'FI' is no Party to the Treaty")


def test_a_territory_belongs_to_the_party_that_answers_for_it():
    assert article_6(64.18, -51.72, country="GL", parties={"DK"}).inside


def test_the_tropic_parts_the_atlantic():
    assert article_6(TROPIC + 0.01, -40, domain="ship").inside
    assert not article_6(TROPIC - 0.01, -40, domain="ship").inside


def test_the_reason_names_the_words_of_the_treaty():
    assert article_6(36.75, 3.06).why == "in Africa; the Algerian departments left the area in 1963"
    assert article_6(14.6, -61.07).why == "south of the Tropic of Cancer"
    assert article_6(38.42, 27.14).why == "the territory of Türkiye"


def test_a_square_holds_its_middle_and_nothing_outside():
    square = ((0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0))
    assert within(square, 1, 1)
    assert not within(square, 3, 1)
    assert not within(square, 1, -1)


def test_every_place_of_an_ally_on_the_network_is_inside(lithuania):
    parties = set(load("article-5-2001").scenario.decision.allies)
    for key, place in lithuania.places.items():
        for country in place.countries:
            if country in parties:
                assert article_6(place.lat, place.lon, country=country, parties=parties).inside, key
