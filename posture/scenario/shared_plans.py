"""Plans shared between the points of a study: searched once for all that have one network and one movement.

Ways depend on nothing else of a scenario; to compare those two costs a hundredth of the searches.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from posture.operations.movement import Movement, Plans
from posture.scenario.outlines import airspace
from posture.theatre.network import Network

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
    for plans in _kept:
        if plans.written == movement and _alike(plans.network, network):
            return plans
    _kept.appendleft(Plans(network, movement, airspace()))
    return _kept[0]


def _alike(one: Network, other: Network) -> bool:
    return one.closures == other.closures and one.links == other.links and one.places == other.places
