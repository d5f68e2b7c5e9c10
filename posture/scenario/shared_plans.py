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
_come: deque[Plans] = deque(maxlen=4)
"""Those that came last from another process."""


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
    alike = [plans for plans in _kept if _alike(plans.network, network)]
    for plans in alike:
        if plans.written == movement:
            return plans
    made = Plans(network, movement, airspace())
    if alike:
        made.routing = Routing(network, alike[0].routing)  # unfolded once for all that is written of movement
    _kept.appendleft(made)
    return made


def reunited(plans: Plans) -> Plans:
    """What came from another process: those that came before, where they are alike in network and movement.

    They know how far empty lift comes from, and what is foreseen of legs: half a second of a first run.
    """
    for one in _come:
        if one.written == plans.written and _alike(one.network, plans.network):
            return one
    _come.appendleft(plans)
    return plans


def _alike(one: Network, other: Network) -> bool:
    return one.closures == other.closures and one.links == other.links and one.places == other.places
