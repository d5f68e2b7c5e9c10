"""Permissions: who is outside the Alliance permits by a regime of its own."""

import pytest
from simpy import Environment

from posture.core.clock import in_days
from posture.core.rng import Streams
from posture.scenario import load
from posture.theatre.clearances import Clearances, Regimes

TEXT = {
    "regime": "usual",
    "regimes": {"usual": {"time": "9 d", "countries": {"DE": "4 d"}}, "blanket": {"time": "0 h"}},
    "outside": "usual",
}
WRITTEN = Regimes.model_validate(TEXT)


def came(written, change=None, neutral=("AT",)):
    """Days until Germany and Austria permit, where the Allies change their regime on the second day."""
    env, days = Environment(), {}
    offices = Clearances(env, Streams(1, 0), written, neutral=neutral)

    def wait(country):
        yield offices.ask("FR", country, "wheeled")
        days[country] = in_days(env.now)

    def agree():
        yield env.timeout(2 * 86_400)
        offices.change(change)

    for country in ("DE", "AT"):
        env.process(wait(country))
    if change:
        env.process(agree())
    env.run()
    return days


def test_what_the_allies_agree_does_not_bind_who_is_outside():
    assert came(WRITTEN) == {"DE": 4, "AT": 9}
    assert came(WRITTEN, "blanket") == {"DE": 2, "AT": 9}


def test_without_a_regime_of_its_own_it_permits_as_the_allies_do():
    assert came(WRITTEN.model_copy(update={"outside": None}), "blanket") == {"DE": 2, "AT": 2}
    assert came(WRITTEN, "blanket", neutral=()) == {"DE": 2, "AT": 2}


def test_a_regime_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="there is no regime 'usul'; known are 'blanket', 'usual'"):
        Regimes.model_validate(TEXT | {"outside": "usul"})


def test_austria_and_switzerland_are_outside_on_the_network_that_ships():
    assert load("lithuania-brigade").scenario.neutral == {"AT", "CH"}
