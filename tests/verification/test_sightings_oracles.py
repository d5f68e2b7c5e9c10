"""What passes against paper: exponential search of ships that leave, thinning, a watch that comes and goes."""

from json import dumps
from math import exp, sqrt

import pytest

from posture.core.clock import HOUR, Clock, days, hours, utc
from posture.core.rng import Streams
from posture.operations.shipping.measures import contact_share, contact_wait_minutes
from posture.operations.shipping.process import start as start_shipping
from posture.operations.shipping.schema import Shipping
from posture.operations.surveillance.measures import (
    finds_a_day,
    longest_unwatched_hours,
    passers,
    passers_seen_share,
    unseen_hours,
)
from posture.operations.surveillance.process import start
from posture.operations.surveillance.schema import Surveillance
from posture.theatre import Theatre

RATE = 1 / 30
"""Times an hour that one platform finds what is there: 1,000 km2 an hour x 0.8 over 24,000 km2."""
DAYS = 2000


def watch(area=None, **collectors):
    kinds = {
        name: {"searches": "1000 km2 per h", "detects": 0.8} | one.pop("kind", {})
        for name, one in collectors.items()
    }
    told = {
        "areas": {"sea": {"size": "24000 km2"} | (area or {})},
        "kinds": kinds,
        "collectors": {name: {"kind": name, "area": "sea"} | one for name, one in collectors.items()},
    }
    return Surveillance.model_validate_json(dumps(told))


def passed(case, stays="20 h", seed=1, ends=DAYS, **words):
    """The log of waters through which ten ships a day come; a thousand ships of their own hail what is seen."""
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(seed, 0), days(ends))
    waters = {"ships": 1000, "contacts": "10 per day", "stays": stays, "seen_in": "sea"} | words
    start(theatre, case)
    start_shipping(theatre, Shipping.model_validate_json(dumps({"waters": {"lane": waters}})))
    theatre.run()
    return theatre.log


def seen(log):
    """Hours from coming until first seen, ship by ship."""
    return {row.who: row.amount / HOUR for row in log.of("seen")}


def share_is(log, wanted):
    count, found = passers(log)["sea"], passers_seen_share(log)["sea"]
    return abs(found / wanted - 1) < 0.02 and abs(found - wanted) < 3 * sqrt(wanted * (1 - wanted) / count)


def mean_is(values, wanted):
    mean = sum(values) / len(values)
    error = sqrt(sum((one - mean) ** 2 for one in values) / (len(values) - 1) / len(values))
    return abs(mean / wanted - 1) < 0.02 and abs(mean - wanted) < 3 * error


def test_of_ships_that_stay_so_long_an_exponential_share_is_seen_after_a_truncated_exponential_time():
    log = passed(watch(radar={}))
    missed = exp(-20 * RATE)
    assert share_is(log, 1 - missed)
    assert mean_is([*seen(log).values()], 1 / RATE - 20 * missed / (1 - missed))
    assert unseen_hours(log)["sea"] == pytest.approx(1 / RATE - 20 * missed / (1 - missed), rel=0.02)


def test_ships_that_stay_an_exponential_time_are_seen_in_a_race_of_two_rates():
    log = passed(watch(radar={}), stays={"exponential": {"mean": "15 h"}})
    assert share_is(log, RATE / (RATE + 1 / 15))
    assert mean_is([*seen(log).values()], 1 / (RATE + 1 / 15))


def test_ships_that_are_seen_are_a_thinned_poisson_process():
    """Arrivals are Poisson and each is seen by its own chance: so are the ships seen, by when they came."""
    log = passed(watch(radar={}))
    among = seen(log)
    came = [0] * DAYS
    for row in log.of("passes"):
        came[row.time // days(1)] += row.who in among
    mean = sum(came) / DAYS
    spread = sum((one - mean) ** 2 for one in came) / (DAYS - 1) / mean
    assert mean == pytest.approx(10 * (1 - exp(-20 * RATE)), rel=0.02)
    assert spread == pytest.approx(1, abs=3 * sqrt(2 / DAYS))


def missed_by_turns(there, away, stays, rate):
    """The chance to be missed for so long by a watch that is there and away for exponential times, on paper.

    P' = (Q - diag(rate, 0)) P from the stationary state, solved by its two roots.
    """
    leave, come = 1 / there, 1 / away
    on, off = there / (there + away), away / (there + away)
    half, root = (rate + leave + come) / 2, sqrt(((rate + leave + come) / 2) ** 2 - rate * come)
    slow, fast = -half + root, -half - root
    falls = -rate * on  # how fast the chance falls at first: only while somebody is there
    first = (falls - fast * (on + off)) / (slow - fast)
    return first * exp(slow * stays) + (1 - first) * exp(fast * stays)


def test_a_watch_that_comes_and_goes_misses_as_a_markov_chain_of_two_states():
    cycle = {"stays": {"exponential": {"mean": "8 h"}}, "away": {"exponential": {"mean": "16 h"}}}
    case = watch(drone={"kind": cycle | {"searches": "6000 km2 per h"}})
    log = passed(case, ends=3 * DAYS)
    wanted = 1 - missed_by_turns(8, 16, 20, 0.2)
    assert passers_seen_share(log)["sea"] == pytest.approx(wanted, rel=0.02)
    assert missed_by_turns(8, 1e-9, 20, 0.2) == pytest.approx(exp(-20 * 0.2), rel=1e-6)
    assert longest_unwatched_hours(log)["sea"] > 6 * 16


def test_coverage_that_is_there_half_of_the_time_is_told_as_a_gap():
    """Exactly by turns, 10 h and 14 h: nobody watches for 14 h at a time, whatever the phase."""
    log = passed(watch(drone={"kind": {"stays": "10 h", "away": "14 h"}}), ends=20)
    assert longest_unwatched_hours(log)["sea"] == 14
    assert finds_a_day(log)["sea"] == pytest.approx(24 * RATE * 10 / 24, rel=0.05)


@pytest.mark.parametrize("seed", range(8))
def test_twice_the_coverage_never_sees_fewer_or_later(seed):
    """Ship by ship: clouds, sorties, cancelled ones, what is nobody's and a nation's."""
    cycle = {"stays": "6 h", "away": {"exponential": {"mean": "20 h"}}, "cancelled": 0.2, "under_cloud": 0.3}
    clouds = {"overcast_summer": 0.5, "overcast_winter": 0.7}

    def case(platforms):
        drone = {"platforms": platforms, "kind": dict(cycle)}
        return watch(clouds, drone=drone, post={"platforms": platforms, "nation": "PL"})

    once, twice = (passed(case(count), "12 h", seed, 60) for count in (2, 4))
    assert list(once.of("contact")) == list(twice.of("contact"))
    few, many = seen(once), seen(twice)
    assert few.keys() < many.keys()
    assert all(many[ship] <= few[ship] for ship in few)
    assert contact_share(twice)["lane"] > contact_share(once)["lane"]


def test_only_who_is_seen_is_hailed_and_from_then_on():
    log = passed(watch(radar={}), ends=200)
    waits = {row.who: row.amount / HOUR for row in log.of("hailed")}
    assert waits == seen(log), "ships enough to hail at once"
    assert contact_wait_minutes(log)["lane"] == pytest.approx(60 * unseen_hours(log)["sea"])
    late = {row.who for row in log.of("contact") if row.time > days(200) - hours(20)}
    assert {row.who for row in log.of("contact")} - waits.keys() - late <= {
        row.who for row in log.of("unseen")
    }


def test_where_nobody_watches_nobody_is_seen_or_hailed():
    log = passed(watch(), ends=50)
    assert passers_seen_share(log) == {"sea": 0}
    assert contact_share(log) == {"lane": 0}
    assert unseen_hours(log) == {}


def test_who_stays_until_hailed_is_seen_some_day():
    log = passed(watch(radar={}), stays=None, ends=400)
    assert mean_is([*seen(log).values()], 30)
    assert passers_seen_share(log) == {"sea": 1}


def test_waters_without_surveillance_hail_as_ever():
    log = passed(watch(radar={}), seen_in=None, ends=50)
    assert not list(log.of("passes", "seen"))
    assert contact_share(log) == {"lane": 1}
