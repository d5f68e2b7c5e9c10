"""What airfields cost: the ways of a scenario that ships, with 1, 2, 4 and 8 times its airfields.

Each airfield gets neighbours some kilometres off, a road to each. The network is unfolded anew and the ways
of all that moves are searched anew, by processor time, whole rounds in turn.
"""

from statistics import median
from time import process_time

from results import exponent, keep

from posture.operations.movement import Plans
from posture.operations.movement.route_request import RouteRequest
from posture.runs.simulate import prepare
from posture.scenario import Scenario, load
from posture.theatre.network import Link, Network

SCENARIO, SIZES, ROUNDS = "lithuania-brigade", (1, 2, 4, 8), 5


def widened(network: Network, times: int) -> Network:
    """The same network with so many times the airfields, each at the end of a road of its own."""
    places, links = dict(network.places), dict(network.links)
    fields = {key: place for key, place in network.places.items() if "air" in place.modes}
    for number in range(1, times):
        for key, place in fields.items():
            name = f"{key}-{number}"
            where = {"lat": place.lat - 0.1 * number * (place.lat > 0), "lon": place.lon + 0.05 * number}
            places[name] = place.model_copy(update=where | {"name": name, "modes": ("air", "road")})
            links[name] = Link(
                start=key, end=name, mode="road", length=f"{12 * number} km", country=place.country
            )
    return Network(places=places, links=links, closures=network.closures)


def searched(scenario: Scenario, network: Network, asked: list[RouteRequest]) -> tuple[float, int]:
    """Seconds until all ways are found, and how many there are."""
    begin = process_time()
    plans = Plans(network, scenario.movement, scenario.plans.airspace)
    found = sum(len(plans.of(request)) for request in asked)
    return process_time() - begin, found


def main() -> None:
    """Every size, in turn."""
    scenario = load(SCENARIO).scenario
    prepare(scenario)
    asked = list(dict.fromkeys(request for request, _ in scenario.plans.made))
    networks = {times: widened(scenario.plans.network, times) for times in SIZES}
    spent: dict[int, list[float]] = {times: [] for times in SIZES}
    for number in range(ROUNDS):
        for times, network in networks.items():
            seconds, found = searched(scenario, network, asked)
            spent[times].append(seconds)
            if number == 0:
                print(f"{times} times the airfields: {found} ways for {len(asked)} requests")
    for times, found_in in spent.items():
        print(f"{times} times the airfields: {median(found_in):.3f} s")
    grown = [exponent(few, many, SIZES[-1]) for few, many in zip(spent[1], spent[8], strict=True)]
    keep("airfields", grown, "exponent of processor time, 8 times the airfields")
    print(f"exponent {median(grown):.2f} ({min(grown):.2f} to {max(grown):.2f})")


if __name__ == "__main__":
    main()
