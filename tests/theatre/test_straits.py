"""The Turkish Straits: twenty cases and more with the Article that decides, and who is inside for how long."""

from datetime import UTC, datetime

import pytest
from simpy import Environment

from posture.core.clock import Clock, days, hours, utc
from posture.core.errors import ModelFault
from posture.core.event_log import Log
from posture.core.schema import amounts
from posture.outcomes.straits import black_sea_days, passages_refused
from posture.runs.simulate import prepare, simulate
from posture.scenario import load
from posture.theatre.montreux import Montreux, Present, StraitTransit, TransitShip, War, fits
from posture.theatre.straits import Straits, daylight
from posture.theatre.verdicts import judge

WAR = War(begins="2022-02-28", belligerents=("RU", "UA"), closed_to="all")
SECOND_WORLD_WAR = War(begins="1939-09-01", ends="1945-09-02", belligerents=("DE", "GB", "IT", "RU"))
TURKISH_WAR = War(begins="1980-01-01", ends="1981-01-01", belligerents=("TR", "XX"))
LAW = Montreux(
    aggregate=45_000, in_transit=15_000, vessels=9, stay="21 d", notice="8 d", notice_of_others="15 d",
    start_within="5 d", wars={"ukraine": WAR, "world": SECOND_WORLD_WAR, "turkish": TURKISH_WAR},
)  # fmt: skip
OLD = LAW.model_copy(update={"aggregate": 30_000})
PEACE, SINCE = datetime(2018, 5, 3, 9, tzinfo=UTC), datetime(2023, 7, 3, 9, tzinfo=UTC)


def frigate(flag, tons=4_000, based=False):
    return TransitShip(flag, "light surface", tons, based)


def case(ships, when=PEACE, notified=15, present=None, law=LAW, **more):
    """Arguments of `judge`: fifteen days of notice in peace, unless it is told otherwise."""
    given = None if notified is None else days(notified)
    return law, StraitTransit(ships, when, notified=given, **more), present or Present()


CASES = {
    "GB frigate, 15 d notice, 20 d stay, 2018": (case([frigate("GB")], stay=days(20)), True, "10"),
    "GB frigate, 21 d stay": (case([frigate("GB")], stay=days(21)), True, "10"),
    "GB frigate, 22 d stay": (case([frigate("GB")], stay=days(22)), False, "18(2)"),
    "GB frigate, 14 d notice": (case([frigate("GB")], notified=14), False, "13"),
    "GB frigate, no notice": (case([frigate("GB")], notified=None), False, "13"),
    "GB frigate, 6 d after the date given": (case([frigate("GB")], late=days(6)), False, "13"),
    "GB frigate by night": (case([frigate("GB")], by_day=False), False, "10"),
    "RO frigate, 8 d notice": (case([frigate("RO", based=True)], notified=8), True, "10"),
    "RO frigate, 7 d notice": (case([frigate("RO", based=True)], notified=7), False, "13"),
    "RO frigate in the Black Sea for 100 d": (case([frigate("RO", based=True)], stay=days(100)), True, "10"),
    "US aircraft carrier": (case([TransitShip("US", "carrier", 80_000)]), False, "10"),
    "RU aircraft carrier": (case([TransitShip("RU", "carrier", 46_000, True)]), False, "10"),
    "US submarine": (case([TransitShip("US", "submarine", 6_000)], singly=True), False, "10"),
    "RU submarine that joins its base, singly by day": (
        case([TransitShip("RU", "submarine", 2_300, True)], singly=True, purpose="joins its base"), True, "12",
    ),
    "RU submarine that joins its base, singly by night": (
        case([TransitShip("RU", "submarine", 2_300, True)], singly=True, by_day=False, purpose="joins its base"),
        False, "12",
    ),
    "RU submarine that joins its base with others by day": (
        case([TransitShip("RU", "submarine", 2_300, True)], singly=False, purpose="joins its base"), False, "12",
    ),
    "RU submarine for repair, singly by day": (
        case([TransitShip("RU", "submarine", 2_300, True)], singly=True, purpose="repair"), True, "12",
    ),
    "RU submarine on patrol": (case([TransitShip("RU", "submarine", 2_300, True)], singly=True), False, "12"),
    "RU battleship of 23,000 t, singly, two destroyers": (
        case([TransitShip("RU", "capital", 23_000, True)], singly=True, escorts=2), True, "11",
    ),
    "RU battleship of 23,000 t, three destroyers": (
        case([TransitShip("RU", "capital", 23_000, True)], singly=True, escorts=3), False, "11",
    ),
    "US cruiser of 14,000 t": (case([TransitShip("US", "capital", 14_000)]), False, "10"),
    "ten GB minehunters": (case([TransitShip("GB", "minor", 600)] * 10), False, "14"),
    "nine GB minehunters": (case([TransitShip("GB", "minor", 600)] * 9), True, "10"),
    "four frigates of 4,000 t": (case([frigate("DE")] * 4), False, "14"),
    "two frigates with 8,000 t in transit": (
        case([frigate("DE")] * 2, present=Present(2, 8_000)), False, "14",
    ),
    "a frigate with 42,000 t of four others inside": (
        case([frigate("DE")], present=Present(0, 0, {"FR": 12_000, "GB": 20_000, "IT": 10_000})),
        False, "18(1)(b)",
    ),
    "a frigate with 28,000 t inside, before the rise": (
        case([frigate("DE")], present=Present(0, 0, {"FR": 28_000}), law=OLD), False, "18(1)(a)",
    ),
    "US destroyer, US with 26,000 t inside": (
        case([frigate("US", 9_000)], present=Present(0, 0, {"US": 26_000})), False, "18(1)(c)",
    ),
    "US frigate that fills two thirds to the ton": (
        case([frigate("US", 4_000)], present=Present(0, 0, {"US": 26_000})), True, "10",
    ),
    "humanitarian force of 8,000 t without notice": (
        case([frigate("FR")] * 2, notified=None, purpose="humanitarian"), True, "18(1)(d)",
    ),
    "humanitarian force of 12,000 t": (
        case([frigate("FR")] * 3, notified=None, purpose="humanitarian"), False, "18(1)(d)",
    ),
    "US carrier on a visit to Istanbul": (
        case([TransitShip("US", "carrier", 80_000)], purpose="courtesy visit", notified=None), True, "17",
    ),
    "ES tanker of the fleet, singly, no notice": (
        case([TransitShip("ES", "fuel", 17_000)], singly=True, notified=None), True, "9",
    ),
    "ES tanker of the fleet with a frigate": (case([TransitShip("ES", "fuel", 17_000), frigate("ES")]), False, "9"),
    "GB frigate, 2023": (case([frigate("GB")], when=SINCE), False, "19"),
    "RU frigate of the Baltic, into the Black Sea, 2023": (case([frigate("RU")], when=SINCE), False, "19"),
    "RU frigate of the Black Sea, home, 2023": (
        case([frigate("RU", based=True)], when=SINCE), True, "19",
    ),
    "RU frigate of the Black Sea, out, 2023": (
        case([frigate("RU", based=True)], when=SINCE, into=False), False, "19",
    ),
    "GB frigate that was inside, out, 2023": (
        case([frigate("GB")], when=SINCE, into=False, back=True, notified=None), True, "10",
    ),
    "a neutral's frigate in a war of others, Article 19 alone": (
        case([frigate("SE")], when=datetime(1940, 5, 3, 9, tzinfo=UTC)), True, "10",
    ),
    "GB frigate in that war": (
        case([frigate("GB")], when=datetime(1940, 5, 3, 9, tzinfo=UTC)), False, "19",
    ),
    "GB frigate while Türkiye is at war": (
        case([frigate("GB")], when=datetime(1980, 5, 3, 9, tzinfo=UTC)), False, "20",
    ),
    "merchant ship by night, no notice": (
        case([TransitShip("PA", "merchant", 80_000)], notified=None, by_day=False), True, "2",
    ),
    "merchant ship, 2023": (case([TransitShip("UA", "merchant", 80_000)], notified=None, when=SINCE), True, "4"),
    "merchant ship of Türkiye's enemy": (
        case([TransitShip("XX", "merchant", 8_000)], when=datetime(1980, 5, 3, 9, tzinfo=UTC)), False, "5",
    ),
    "TR frigate": (case([frigate("TR", based=True)], notified=None, when=SINCE), True, "-"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_convention_allows_or_refuses_by_its_article(name):
    asked, allowed, article = CASES[name]
    found = judge(*asked)
    assert (found.allowed, found.article) == (allowed, article)


@pytest.mark.parametrize(
    ("kind", "tons", "known"),
    [
        ("light surface", 10_000, True), ("light surface", 10_001, False), ("light surface", 100, False),
        ("minor", 2_000, True), ("minor", 2_001, False), ("capital", 10_000, False),
        ("capital", 10_001, True), ("auxiliary", 101, True), ("submarine", 90, True),
    ],
)  # fmt: skip
def test_annex_two_knows_a_class_by_its_tonnage(kind, tons, known):
    assert fits(kind, tons) is known


def straits(start, law=LAW):
    env, log = Environment(), Log()
    return env, log, Straits(env, Clock(start), log, law)


GROUP = [frigate("GB"), frigate("ES", 4_900), TransitShip("TR", "light surface", 3_000, True)]


def test_a_group_of_2018_is_let_in_stays_twenty_days_of_21_and_is_counted():
    env, log, here = straits(utc(2018, 4, 15))
    here.notify("group", days(17) + hours(9))
    env.run(until=days(17) + hours(9))
    assert here.ask("group", GROUP, stay=days(20)).article == "10"
    here.enter("group", GROUP)
    assert here.present() == Present(2, 8_900, {"GB": 4_000, "ES": 4_900})
    env.run(until=env.now + hours(18))
    here.come_out("group")
    assert here.present() == Present(0, 0, {"GB": 4_000, "ES": 4_900})
    assert here.leaves_by("group") == env.now + days(21)
    env.run(until=env.now + days(20))
    assert here.ask("group", GROUP, into=False).allowed is daylight(Clock(utc(2018, 4, 15)).moment(env.now))
    here.enter("group", GROUP, into=False)
    here.come_out("group")
    assert here.present() == Present()
    assert [row.amount for row in log.of("leaves the Black Sea")] == [days(20)]
    assert black_sea_days(log) == {"group": 20.0}
    assert set(passages_refused(log)) <= {"group", "group/Article 10"}


def test_two_that_together_are_too_many_cannot_pass_on_the_same_tons():
    env, _, here = straits(utc(2018, 5, 1), OLD)
    here.notify("first", days(15) + hours(9))
    here.notify("second", days(15) + hours(9))
    env.run(until=days(15) + hours(9))
    ships = [TransitShip("FR", "light surface", 5_000)] * 3
    assert here.ask("first", ships).allowed
    here.enter("first", ships)
    assert here.ask("second", [frigate("DE", 9_000)]).article == "14"
    here.come_out("first")
    assert here.ask("second", [frigate("DE", 9_000)]).allowed
    assert here.ask("second", [frigate("FR", 6_000)]).article == "18(1)(c)"


def test_without_a_convention_everybody_passes_and_nothing_is_noted():
    _, log, here = straits(utc(2023, 7, 3), None)
    assert here.ask("group", GROUP).allowed
    assert here.present() == Present()
    assert len(log) == 0


def test_leaving_what_was_not_entered_and_entering_twice_are_faults():
    _, _, here = straits(utc(2023, 7, 3))
    with pytest.raises(ModelFault, match="not in the straits"):
        here.come_out("group")
    here.enter("group", GROUP)
    with pytest.raises(ModelFault, match="already"):
        here.enter("group", GROUP)


@pytest.mark.parametrize(
    ("day", "sunrise", "sunset"),
    [
        ((2023, 6, 21), "02:32", "17:39"),
        ((2023, 12, 21), "05:25", "14:38"),
        ((2023, 3, 20), "04:05", "16:15"),
    ],
)
def test_daylight_is_that_of_istanbul_within_a_quarter_of_an_hour(day, sunrise, sunset):
    """Sunrise and sunset of Istanbul from an almanac, in UTC."""
    quarter = 15
    found = [m for m in range(24 * 60) if daylight(datetime(*day, m // 60, m % 60, tzinfo=UTC))]
    wanted = [int(one[:2]) * 60 + int(one[3:]) for one in (sunrise, sunset)]
    assert abs(found[0] - wanted[0]) <= quarter
    assert abs(found[-1] - wanted[1]) <= quarter


@pytest.mark.parametrize(
    ("strait", "draught", "passes"),
    [
        ("STR_KIELCANAL_W", "9.5 m", True), ("STR_KIELCANAL_W", "9.6 m", False), ("STR_ORESUND", "8 m", True),
        ("STR_ORESUND", "8.1 m", False), ("STR_GREATBELT", "17 m", True), ("STR_GREATBELT", "17.5 m", False),
        ("STR_GIBRALTAR", "25 m", True),
    ],
)  # fmt: skip
def test_canals_and_the_danish_straits_ask_for_draught_alone(lithuania, strait, draught, passes):
    deepest = lithuania.places[strait].deepest("draught_limit_m")
    assert (deepest is None or amounts.depth(draught) <= deepest) is passes


def test_the_visit_of_2018_uses_its_21_days_but_for_the_reserve_and_never_more():
    """Two days for a group that passes in two parts, and one for daylight, are kept in reserve (seen: 20 days).

    Without maintenance both ships stay as long as the group; with it, one may be in port meanwhile.
    """
    whole = prepare(load("black-sea-straits", ["maritime.upkeep.planned=null"]).scenario)
    kept = prepare(load("black-sea-straits").scenario)
    for number in range(10):
        spent = black_sea_days(simulate(whole, 1, number))
        assert spent["gb-destroyer"] == spent["es-frigate"]
        assert 18 <= spent["gb-destroyer"] <= 21
        limited = {
            ship: days for ship, days in black_sea_days(simulate(kept, 1, number)).items() if ship[:2] != "tr"
        }
        assert max(limited.values()) <= 21


SHUT = "straits.wars.ukraine.begins=2018-01-01"


@pytest.mark.parametrize(
    ("words", "entered"),
    [
        ([], True),
        ([SHUT], False),
        ([SHUT, "straits.wars.ukraine.closed_to=belligerents"], True),
        (["start=2023-04-10", "maritime.calls.visit.at=2023-04-16"], False),
    ],
)
def test_with_the_straits_shut_the_visit_is_refused_by_article_19(words, entered):
    log = simulate(prepare(load("black-sea-straits", words).scenario), 1, 0)
    assert ("gb-destroyer" in black_sea_days(log)) is entered
    refused = {row.where for row in log.of("call refused")}
    assert ("snmg2, Article 19" in refused) is not entered


def test_what_ships_is_the_convention_of_today_and_the_war_of_2022():
    law = load("first", ["tables=[movement, straits]"]).scenario.straits
    assert law == LAW.model_copy(update={"wars": law.wars})
    assert law.war(SINCE).closed_to == "all"
    assert law.war(PEACE) is None


def test_who_comes_by_night_waits_for_the_sun():
    env, _, here = straits(utc(2023, 6, 21))
    assert here.until_daylight() == pytest.approx(hours(2.5), abs=hours(0.5))
    env.run(until=hours(9))
    assert here.until_daylight() == 0
