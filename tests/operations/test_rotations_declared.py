"""Commitments that other operations declare are filled by rotations, and who declared them is told."""

import json

from posture.core.clock import DAY, Clock, days, utc
from posture.core.rng import Streams
from posture.operations import rotations
from posture.operations.rotations import Rotations
from posture.outcomes.fill import fill_share
from posture.theatre import Theatre
from posture.theatre.forces import Unit

SHIPS = {f"ship-{n}": Unit(nation="AA", home="PORT", kind="frigate") for n in range(4)}
WRITTEN = {
    "begin": "rested",
    "policies": {"ships": {"dwell": "60 d"}},
    "pools": {"fleet": {"policy": "ships", "kinds": ["frigate"]}},
    "rules": {"group": {"length": "60 d", "overlap": "5 d"}},
}


def ran(operation, horizon=200):
    """The log of a run in which rotations and one other operation are at work."""
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(1, 0, deterministic=True), days(horizon))
    rotations.start(theatre, Rotations.model_validate_json(json.dumps(WRITTEN)), SHIPS)
    theatre.start(operation(theatre))
    theatre.run()
    return theatre.log


def test_what_is_declared_at_the_start_is_filled_from_the_start():
    def declares(theatre):
        theatre.commitments.declare("group", 1, 0, "standing naval group")
        yield theatre.wait(0)

    log = ran(declares)
    assert fill_share(log) == {"group": 1.0}
    assert [(row.time / DAY, row.who) for row in log.of("claimed")][:3] == [
        (0, "ship-0"),
        (55, "ship-1"),
        (110, "ship-2"),
    ]


def test_who_declares_is_told_of_every_change_of_holders():
    seen = []

    def watches(theatre):
        theatre.commitments.declare("group", 1, 0)
        while True:
            yield theatre.commitments.changed("group")
            seen.append((theatre.now // DAY, theatre.commitments.on_task("group")))

    ran(watches, horizon=70)
    assert (55, ("ship-0",)) in seen
    assert seen[-1] == (60, ("ship-1",))


def test_what_is_declared_later_grows_shrinks_and_is_retired():
    def declares(theatre):
        yield theatre.wait(days(10))
        theatre.commitments.declare("group", 1, 0)
        yield theatre.wait(days(20))
        theatre.commitments.resize("group", 3)
        yield theatre.wait(days(20))
        theatre.commitments.resize("group", 1)
        yield theatre.wait(days(100))
        theatre.commitments.retire("group")

    log = ran(declares, horizon=300)
    claims = [(row.time // DAY, row.who) for row in log.of("claimed")]
    assert claims[:3] == [(10, "ship-0"), (30, "ship-1"), (30, "ship-2")]
    assert len([day for day, _ in claims if day > 30]) == 2  # one slot alone is relieved
    assert max(row.time for row in log.of("claimed", "released")) <= days(150)
    assert [row.time // DAY for row in log.of("retired")] == [150]


def test_a_rule_for_what_nobody_declares_does_nothing():
    def idles(theatre):
        yield theatre.wait(days(1))

    assert [row.who for row in ran(idles).of("claimed")] == []
