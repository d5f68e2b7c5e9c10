"""A scenario as bytes for another process: network and ways apart from the rest, so that they are kept once.

Of a case of the eastern flank or of Lithuania nine tenths are its network and its ways, which the points of a
study mostly share: whoever has read them once need not again, and holds one of them for all its cases.
"""

import pickle
import zlib
from collections import deque
from hashlib import blake2b
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from posture.operations.movement import Plans
from posture.scenario.shared_plans import alike

if TYPE_CHECKING:
    from posture.scenario import Scenario

PLANS, PLACES, LINKS = "plans", "places", "links"
MOST = 8
"""Networks with their ways that a process keeps, of megabytes each."""


class Parcel(NamedTuple):
    """What is sent: the ways, and all else, in which they are named."""

    ways: bytes
    rest: bytes


class WaysSent(NamedTuple):
    """Plans as they were written when so much had been searched."""

    plans: Plans
    searched: int
    content: bytes


_sent: deque[WaysSent] = deque(maxlen=MOST)
_come: deque[tuple[bytes, Plans]] = deque(maxlen=MOST)
"""Those that came last to this process, each by the digest of its bytes.

Threads of a Dask worker share both, so they are gone through as they were at one moment.
"""


def to_parcel(scenario: "Scenario") -> Parcel:
    """The bytes of a scenario whose plans are made."""
    plans = scenario.plans
    rest = BytesIO()
    _RestPickler(rest, _apart(plans)).dump(scenario)
    return Parcel(_ways(plans), zlib.compress(rest.getvalue(), 1))


def of_parcel(parcel: Parcel) -> "Scenario":
    """The scenario; its ways are those that came before, where these were alike in network and movement.

    They know how far empty lift comes from, and what is foreseen of legs: half a second of a first run.
    """
    plans = _received(parcel.ways)
    found: Scenario = _RestUnpickler(BytesIO(zlib.decompress(parcel.rest)), plans).load()
    return found


def _ways(plans: Plans) -> bytes:
    """Written once for as long as nothing more is searched."""
    for one in tuple(_sent):
        if one.plans is plans and one.searched == plans.searched:
            return one.content
    content = zlib.compress(pickle.dumps(plans), 1)
    _sent.appendleft(WaysSent(plans, plans.searched, content))
    return content


def _received(content: bytes) -> Plans:
    digest = blake2b(content).digest()
    known = tuple(_come)
    for which, one in known:
        if which == digest:
            return one
    came: Plans = pickle.loads(zlib.decompress(content))  # noqa: S301 - from a process of our own
    same = (one for _, one in known if one.written == came.written and alike(one.network, came.network))
    plans = next(same, came)
    _come.appendleft((digest, plans))
    return plans


def _apart(plans: Plans) -> dict[str, object]:
    return {PLANS: plans, PLACES: plans.network.places, LINKS: plans.network.links}


class _RestPickler(pickle.Pickler):
    def __init__(self, to: BytesIO, apart: dict[str, object]) -> None:
        super().__init__(to, pickle.HIGHEST_PROTOCOL)
        self._names = {id(one): name for name, one in apart.items()}

    def persistent_id(self, one: object) -> str | None:
        return self._names.get(id(one))


class _RestUnpickler(pickle.Unpickler):
    def __init__(self, content: BytesIO, plans: Plans) -> None:
        super().__init__(content)
        self._apart = _apart(plans)

    def persistent_load(self, name: Any) -> object:
        return self._apart[name]
