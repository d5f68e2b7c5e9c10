"""Icebreakers against paper: M/M/c queues, Poisson streams that split, winters drawn by their shares."""

from json import dumps
from math import factorial

import pytest

from posture.core.clock import DAY, Clock, days, hours, utc
from posture.core.rng import Streams
from posture.operations.icebreaking.measures import (
    ice_days,
    icebreaker_wait_hours,
    icebreakers_busy_share,
    ships_led,
    without_waiting_share,
)
from posture.operations.icebreaking.process import start
from posture.operations.icebreaking.schema import Icebreaking
from posture.theatre import Theatre
from posture.theatre.requests import IcePassage

ALWAYS = {"begins": "0 s", "lasts": "360 d", "assisted": 1}


def theatre_of(ends=360, seed=1, winters=None, begins=(2024, 11, 1), **waters):
    bay = {"ports": ["PIER"], "icebreakers": {"FI": 1}, "escort": "8 h", "ice": {"usual": ALWAYS}}
    written = {"winters": winters or {"usual": {"share": 1}}, "waters": {"bay": bay | waters}}
    theatre = Theatre(Clock(utc(*begins)), Streams(seed, 0), days(ends))
    start(theatre, Icebreaking.model_validate_json(dumps(written)))
    return theatre


def run(**written):
    theatre = theatre_of(**written)
    theatre.run()
    return theatre.log


def erlang_c(servers, offered):
    """The chance that all servers are busy when a customer comes to an M/M/c queue."""
    queued = offered**servers / factorial(servers) * servers / (servers - offered)
    return queued / (sum(offered**k / factorial(k) for k in range(servers)) + queued)


@pytest.mark.parametrize(("servers", "daily"), [(1, 2), (3, 6)])
def test_ships_wait_for_icebreakers_as_in_an_m_m_c_queue(servers, daily):
    """Of Erlang: the share that waits; who waits does so for 1 / (c mu - lambda) on average."""
    offered, served = daily * 8 / 24, 24 / 8
    waits, means, busy = [], [], []
    for seed in range(12):
        log = run(
            seed=seed,
            icebreakers={"FI": servers},
            escort={"exponential": {"mean": "8 h"}},
            ice={"usual": ALWAYS | {"traffic": f"{daily} per day"}},
        )
        waits.append(1 - without_waiting_share(log)["bay"])
        means.append(icebreaker_wait_hours(log)["bay"])
        busy.append(icebreakers_busy_share(log)["bay"])
    assert sum(waits) / 12 == pytest.approx(erlang_c(servers, offered), rel=0.08)
    assert sum(means) / 12 == pytest.approx(24 / (servers * served - daily), rel=0.12)
    assert sum(busy) / 12 == pytest.approx(offered / servers, rel=0.05)


def test_of_a_stream_of_ships_the_share_that_needs_help_is_led():
    ice = {"usual": ALWAYS | {"traffic": "40 per day", "assisted": 0.25, "alone": "2 h"}}
    log = run(icebreakers={"FI": 100}, ice=ice)
    assert ships_led(log)["bay"] == pytest.approx(0.25 * 40 * 360, rel=0.05)
    assert without_waiting_share(log) == {"bay": 1}
    assert {row.amount for row in log.of("sailed alone")} == {hours(2)}


def asked(theatre, *moments):
    """Ships that come at so many hours, and the hours at which they are through."""
    through = {}

    def come(number, moment):
        passage = theatre.ask(IcePassage("PIER", f"ship {number}"))
        passage.callbacks.append(lambda _: through.update({number: theatre.now / 3600}))

    for number, moment in enumerate(moments):
        theatre.after(hours(moment), lambda number=number, moment=moment: come(number, moment))
    theatre.run()
    return through


def test_one_icebreaker_leads_one_ship_after_the_other():
    assert asked(theatre_of(), 10, 12, 13) == {0: 18, 1: 26, 2: 34}


def test_two_icebreakers_of_two_nations_lead_whoever_comes():
    assert asked(theatre_of(icebreakers={"FI": 1, "SE": 1}), 10, 12, 13) == {0: 18, 1: 20, 2: 26}


def test_where_no_icebreaker_works_a_ship_waits_for_the_thaw():
    theatre = theatre_of(icebreakers={}, ice={"usual": ALWAYS | {"lasts": "50 d"}})
    assert asked(theatre, 10) == {0: 50 * 24}
    assert [row.amount for row in theatre.log.of("thawed")] == [50 * DAY - hours(10)]
    assert without_waiting_share(theatre.log) == {"bay": 0}


def test_ice_is_there_from_its_day_on_and_for_its_time_each_winter():
    log = run(ends=800, begins=(2024, 2, 1), ice={"usual": ALWAYS | {"begins": "60 d", "lasts": "90 d"}})
    told = [(row.time // DAY, row.amount // DAY) for row in log.of("frozen")]
    assert told == [(0, 58), (334, 90), (699, 90)], "from 31 December, and the first until 30 March"
    assert ice_days(log) == {"bay": 58 + 90 + 90}


def test_winters_are_drawn_by_their_shares_and_mild_ones_may_have_no_ice():
    winters = {"mild": {"share": 0.7}, "hard": {"share": 0.3}}
    ice = {"hard": ALWAYS | {"lasts": "90 d"}}
    found = sum(bool(ice_days(run(ends=120, seed=seed, winters=winters, ice=ice))) for seed in range(400))
    assert found == pytest.approx(120, abs=3 * (400 * 0.7 * 0.3) ** 0.5)
