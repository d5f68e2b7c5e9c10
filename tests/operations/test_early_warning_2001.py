"""Eagle Assist, as it came about and as it was flown; and the orbits over the eastern flank."""

from datetime import timedelta

import pytest

from posture.core.clock import Clock, utc
from posture.operations.early_warning.measures import (
    crew_hours,
    early_warning_flying_hours,
    early_warning_sorties,
    first_on_station_days,
    longest_crew_duty_hours,
    station_coverage_share,
)
from posture.runs.simulate import prepare, simulate
from posture.scenario import load


@pytest.fixture(scope="module")
def eagle():
    return load("article-5-2001").scenario


@pytest.fixture(scope="module")
def logs(eagle):
    case = prepare(eagle)
    return [simulate(case, 1, n, check=True) for n in range(10)]


def test_two_leave_a_day_after_the_order_the_package_is_there_in_three_more_and_two_come_in_january(eagle):
    log = simulate(prepare(eagle), 1, 0, deterministic=True)
    clock = Clock(eagle.start)
    came = {row.who: clock.moment(row.time) for row in log.of("claimed") if row.where == "tinker"}
    ordered = next(row.time for row in log.of("order") if row.who == "airborne-early-warning")
    assert clock.moment(ordered).date() == utc(2001, 10, 8).date()
    ferry = timedelta(hours=11.17)  # 7,859 km at 380 kn
    assert (came["first"] - ferry).date() == utc(2001, 10, 9).date()
    assert came["more"].date() in {utc(2001, 10, day).date() for day in (10, 11, 12)}
    assert came["january"].date() == utc(2002, 1, 16).date()
    assert 2 < first_on_station_days(log)["eastern-seaboard"] < 5


def test_it_ends_when_the_council_says_and_everybody_goes(eagle, logs):
    for log in logs:
        ended = next(row.time for row in log.of("order") if row.where == "end" and row.who.startswith("air"))
        released = [row.time for row in log.of("released") if row.where == "tinker"]
        assert released == [ended] * 3
        assert max(row.time for row in log.of("takes off")) < ended
        assert [row.amount for row in log.of("airworthy")][-1] == 0
        assert utc(2002, 4, 20) < Clock(eagle.start).moment(ended) < utc(2002, 6, 25)


def test_one_station_of_twelve_hours_takes_more_than_360_sorties_of_about_eleven_hours(logs):
    sorties = [early_warning_sorties(log)["tinker"] for log in logs]
    hours = [early_warning_flying_hours(log)["tinker"] for log in logs]
    assert min(sorties) > 360
    assert 10 < sum(hours) / sum(sorties) < 12  # 10.6 and 11.9 in the two counts
    assert all(0.85 < station_coverage_share(log)["eastern-seaboard"] < 1 for log in logs)
    assert all(longest_crew_duty_hours(log)["tinker"] <= 16 for log in logs)
    assert all(crew_hours(log)["tinker"] > flown for log, flown in zip(logs, hours, strict=True))


def test_without_the_measure_nothing_flies(eagle):
    crisis = eagle.decision.crises["attacks"]
    kept = {name: one for name, one in crisis.measures.items() if name != "airborne-early-warning"}
    mild = crisis.model_copy(update={"measures": type(crisis.measures)(kept)})
    decision = eagle.decision.model_copy(update={"crises": type(eagle.decision.crises)({"attacks": mild})})
    log = simulate(prepare(eagle.model_copy(update={"decision": decision})), 1, 0)
    assert not [*log.of("takes off", "wanted there")]


def test_fourteen_aircraft_keep_three_orbits_twelve_hours_a_day_better_than_round_the_clock():
    stations = ("baltic", "poland", "romania")
    clock = [
        f"early_warning.stations.{one}.{side}" for one in stations for side in ("opens=0 h", "closes=24 h")
    ]
    by_day, always = (
        simulate(prepare(load("early-warning-orbits", changes).scenario), 1, 0) for changes in ((), clock)
    )
    assert (
        early_warning_sorties(always)["geilenkirchen"] > 1.5 * early_warning_sorties(by_day)["geilenkirchen"]
    )
    assert station_coverage_share(always)["all"] < station_coverage_share(by_day)["all"] < 1
