"""Plans shared between the points of a study: searched once for all that have one network and one movement.

Ways depend on nothing else of a scenario; to compare those two costs a hundredth of the searches.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from posture.operations.movement import Movement, Plans
from posture.scenario.outlines import airspace
from posture.theatre.network import Network
from posture.theatre.routing import Routing

_sharing = [False]
_kept: deque[Plans] = deque(maxlen=4)
"""Those that were used last, in this process; a study that varies the network has few networks at a time."""


@contextmanager
def sharing_plans() -> Iterator[None]:
    """Meanwhile scenarios that are alike in this share their plans.

    Only for who does not ask which figures a scenario's own plans looked up: shared ones do not know whose.
    """
    before, _sharing[0] = _sharing[0], True
    try:
        yield
    finally:
        _sharing[0] = before


def plans_over(network: Network, movement: Movement) -> Plans:
    """Plans over a network: those that are there already, where they are shared."""
    if not _sharing[0]:
        return Plans(network, movement, airspace())
    networks = {id(plans.network): plans.network for plans in _kept}  # to compare one costs a third of a run
    network = next((one for one in networks.values() if alike(one, network)), network)
    found = [plans for plans in _kept if plans.network is network]
    for plans in found:
        if plans.written == movement:
            return plans
    made = Plans(network, movement, airspace())
    if found:
        made.routing = Routing(network, found[0].routing)  # unfolded once for all that is written of movement
    _kept.appendleft(made)
    return made


def alike(one: Network, other: Network) -> bool:
    """Whether ways over the one are ways over the other."""
    return one.closures == other.closures and one.links == other.links and one.places == other.places
