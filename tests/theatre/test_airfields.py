"""Any two airfields are joined, but only those flights are made and priced that a way may need."""

import random
from math import inf

import pytest

from posture.theatre.network import Network, Place, great_circle
from posture.theatre.routing import REST, Costs, Routing

GROUND, SPEED = 3_600, 200


def fields(count, seed=1):
    """Airfields at random in a stretch of 3,000 by 2,000 km."""
    draw = random.Random(seed)
    places = {
        f"f{number}": Place(
            name=f"f{number}",
            kind="airbase",
            country="XX",
            lat=draw.uniform(40, 58),
            lon=draw.uniform(0, 40),
            modes=("air",),
        )
        for number in range(count)
    }
    return Network(places=places, links={}, closures={})


def costs(farthest, straight, asked):
    """So long on the ground before each flight, within range; each flight that is asked for is counted."""

    def travel(hop, _):
        asked.append(hop)
        return None if hop.metres > farthest else GROUND + hop.metres // SPEED

    return Costs(travel, lambda *_: 600, lambda _: None, lambda: straight)


def flown(network, farthest, straight, end="f1"):
    asked = []
    routing = Routing(network)
    found = routing.shortest(("f0", REST), end, ["air"], costs(farthest, straight, asked))
    return found, len(asked), routing.graph.made


def test_eight_times_the_airfields_are_eight_times_the_flights_made_and_priced():
    _, priced, made = flown(fields(20), inf, inf)
    _, many_priced, many_made = flown(fields(160), inf, inf)
    assert priced <= 20
    assert many_priced <= 8 * priced + 8
    assert many_made <= 8 * made + 8


@pytest.mark.parametrize("seed", range(12))
def test_a_way_is_the_same_whether_flights_on_from_where_one_flew_are_looked_at_or_not(seed):
    network = fields(25, seed)
    farthest = 700_000 + 50_000 * seed
    for end in ("f1", "f2", "f3"):
        (whole, all_priced, _), (spared, priced, _) = (
            flown(network, farthest, straight, end) for straight in (0, farthest)
        )
        assert spared == whole
        assert priced <= all_priced
    assert any(great_circle(network.places["f0"], one) > farthest for one in network.places.values())
