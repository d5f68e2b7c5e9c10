"""Surveillance against paper: exponential search, marked Poisson signs, renewal of looks, alternating coverage."""

from json import dumps
from math import exp, inf, sqrt

import pytest

from posture.core.clock import DAY, HOUR, Clock, days, utc
from posture.core.rng import Streams
from posture.operations.surveillance.measures import finds_a_day, on_watch_share, overcast_days
from posture.operations.surveillance.process import start
from posture.operations.surveillance.schema import Surveillance
from posture.theatre import Theatre
from posture.theatre.levels import measure, ships
from posture.theatre.requests import Watch

AREA = {"size": "24000 km2", "signs": {"exponential": {"mean": "48 h"}}, "lasts": "30 h"}
RADAR = {"searches": "1000 km2 per h", "detects": 0.8}
"""Finds what shows once in 30 h, on average: 24,000 / (1,000 x 0.8)."""
RATE = 1 / (30 * HOUR)


def written(area=None, **collectors):
    """Surveillance of one area by collectors of one kind each, always there where nothing else is said."""
    kinds = {name: RADAR | one.pop("kind", {}) for name, one in collectors.items()}
    told = {
        "areas": {"area": AREA | (area or {})},
        "kinds": kinds,
        "collectors": {name: {"kind": name, "area": "area"} | one for name, one in collectors.items()},
    }
    return Surveillance.model_validate_json(dumps(told))


def recognised(case, crises=4000, nations=("LT",), seed=1, share=0.0):
    """Hours from when each of many crises began to show until it was recognised; they share nothing else."""
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(seed, 0), days(400))
    start(theatre, case)
    found = dict.fromkeys(range(crises), inf)
    if share:
        theatre.levels.set(measure("intelligence-sharing"), share)

    def ask(number):
        event = theatre.ask(Watch(f"crisis {number}", "area", nations))
        event.callbacks.append(lambda _: found.update({number: theatre.now / HOUR}))

    for number in found:
        ask(number)
    theatre.run()
    return list(found.values())


def close(values, wanted):
    """Within 2 % and three standard errors."""
    mean = sum(values) / len(values)
    error = sqrt(sum((one - mean) ** 2 for one in values) / (len(values) - 1) / len(values))
    return abs(mean / wanted - 1) < 0.02 and abs(mean - wanted) < 3 * error


ONE_SIGN = {"signs": "2 h", "lasts": "10000 d"}


def first_found(mean_gap, lasts, finds, needed=1):
    """Mean hours until so many signs are found, on paper.

    Signs come as a Poisson process, each is found within its time by an exponential search: findings are a
    Poisson process too, of mean `L(t)` by t (an infinite-server queue's output), so that the time is the sum
    over k below `needed` of the integral of exp(-L) L^k / k!.
    """
    step, total, mean, moment, term = 0.05, 0.0, 0.0, 0.0, 1.0
    while term > 1e-9:
        mean += step / mean_gap * (1 - exp(-finds * min(moment + step / 2, lasts)))
        moment += step
        term, power = exp(-mean), 1.0
        for k in range(needed):
            total += step * term * power
            power *= mean / (k + 1)
        term *= max(1.0, mean) ** needed
    return total


LATE = {"signs": "300 d", "lasts": "90 d"}
"""One sign in the run, on day 300, which stays."""


def after_the_sign(*words, **more):
    return [one - 300 * 24 for one in recognised(*words, **more)]


def test_a_sign_that_stays_is_found_after_an_exponential_time():
    found = after_the_sign(written(LATE, radar={}), seed=3)
    assert close(found, 30)
    assert sum(one > 30 for one in found) / len(found) == pytest.approx(exp(-1), abs=0.02)


def test_what_is_found_is_told_once_it_is_assessed():
    plain = after_the_sign(written(LATE, radar={}), 50)
    assert after_the_sign(written(LATE | {"assessed": "7 h"}, radar={}), 50) == pytest.approx(
        [one + 7 for one in plain]
    )


def test_signs_at_random_are_found_as_the_output_of_an_infinite_server_queue():
    assert close(recognised(written(radar={}), seed=3), first_found(48, 30, 1 / 30))


def test_three_signs_take_as_long_as_the_third_event_of_that_process():
    assert close(recognised(written({"needed": 3}, radar={}), seed=2), first_found(48, 30, 1 / 30, needed=3))


def test_looks_at_signs_that_pass_are_a_renewal_process():
    """Signs every 40 h that show for 20 h: the number of the one that is found is geometric."""
    case = written({"signs": "40 h", "lasts": "20 h"}, radar={})
    passes = 1 - exp(-20 / 30)
    mean_of_found = 30 - 20 * exp(-20 / 30) / passes
    assert close(recognised(case, seed=2), 40 / passes + mean_of_found)


def test_shared_intelligence_is_the_sooner_of_two_searches_crisis_by_crisis():
    own, other = {"nation": "LT"}, {"nation": "US"}
    alone = after_the_sign(written(LATE, own=own), 200)
    others = after_the_sign(written(LATE, other=other), 200, nations=("US",))
    sooner = [min(pair) for pair in zip(alone, others, strict=True)]
    both = written(LATE, own=own, other=other)
    assert after_the_sign(both, 200) == alone
    assert after_the_sign(both, 200, share=1) == sooner
    half = after_the_sign(both, 200, share=0.5)
    assert all(one in pair for one, pair in zip(half, zip(alone, sooner, strict=True), strict=True))
    told = sum(one < less for one, less in zip(half, alone, strict=True))
    assert told == pytest.approx(50, abs=3 * sqrt(200 * 0.25 * 0.75))


def test_the_alliances_own_picture_is_everybodys():
    mixed = after_the_sign(written(LATE, own={"nation": "LT"}, common={}), 200)
    common = after_the_sign(written(LATE, common={}), 200)
    own = after_the_sign(written(LATE, own={"nation": "LT"}), 200)
    assert mixed == [min(pair) for pair in zip(common, own, strict=True)]


def test_what_another_nation_found_alone_is_told_when_allies_agree_to_share():
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(1, 0), days(20))
    start(theatre, written({"signs": "1 d", "lasts": "30 d"}, other={"nation": "US", "platforms": 900}))
    found = []
    theatre.ask(Watch("crisis", "area", ("LT", "LV"))).callbacks.append(lambda _: found.append(theatre.now))
    theatre.after(days(12), lambda: theatre.levels.set(measure("intelligence-sharing"), 1.0))
    theatre.run()
    assert found == [days(12)]


def told(case, ends=400):
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(1, 0), days(ends))
    start(theatre, case)
    theatre.run()
    return theatre.log


CLOUDS = {"overcast_summer": 0.75, "overcast_winter": 0.75}
COMES = {"stays": "16 h", "away": {"exponential": {"mean": "40 h"}}}


@pytest.mark.parametrize(("cancelled", "share"), [(0.0, 16 / 56), (0.3, 0.7 * 16 / 56)])
def test_platforms_watch_for_their_stay_over_their_cycle(cancelled, share):
    log = told(written(drone={"platforms": 40, "kind": COMES | {"cancelled": cancelled}}))
    found = on_watch_share(log)["drone"]
    assert found == pytest.approx(share, rel=0.02)
    assert finds_a_day(log)["area"] == pytest.approx(40 * found * DAY * RATE, rel=1e-3)


def test_clouds_take_their_share_of_the_days_from_those_that_need_a_clear_sky():
    log = told(written(CLOUDS, eyes={"kind": {"under_cloud": 0.2}}, radar={}), 4000)
    assert overcast_days(log)["area"] / 4000 == pytest.approx(0.75, rel=0.02)
    assert finds_a_day(log)["area"] == pytest.approx(DAY * RATE * (1 + 0.25 + 0.75 * 0.2), rel=0.02)


@pytest.mark.parametrize("seed", range(8))
def test_twice_the_coverage_never_warns_later(seed):
    """Crisis by crisis: clouds, sorties, cancelled ones, two nations and half of it shared."""

    def case(platforms):
        drone = {
            "platforms": platforms,
            "nation": "LT",
            "kind": COMES | {"cancelled": 0.2, "under_cloud": 0.3},
        }
        other = {"nation": "PL", "platforms": platforms, "kind": {"searches": "300 km2 per h"}}
        return written({"needed": 2, "assessed": "6 h", **CLOUDS}, drone=drone, other=other)

    once, twice = (recognised(case(count), 100, seed=seed, share=0.5) for count in (2, 4))
    assert all(more <= less for more, less in zip(twice, once, strict=True))
    assert sum(twice) < sum(once)


def test_nobody_watches_and_nobody_is_warned():
    assert recognised(written(), 3) == [inf] * 3


def test_as_many_platforms_watch_as_ships_are_on_task():
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(1, 0), days(10))
    start(theatre, written(group={"ships": "baltic"}))
    theatre.after(days(2), lambda: theatre.levels.set(ships("baltic"), 3))
    theatre.after(days(6), lambda: theatre.levels.set(ships("baltic"), 0))
    theatre.run()
    assert on_watch_share(theatre.log)["group"] == pytest.approx(3 * 4 / 10)
    assert finds_a_day(theatre.log)["area"] == pytest.approx(3 * 4 / 10 * DAY * RATE, rel=1e-3)
