"""Lower bounds of pure mathematics: no closure can be sooner, however cleverly one moves.

`quickest_flow` bounds what gates let through, `waves` what lift that comes back can carry.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from posture.core.clock import HOUR
from posture.core.errors import ModelFault

if TYPE_CHECKING:
    from numpy import bool_, int64
    from numpy.typing import NDArray

    Whole = NDArray[int64]
    Marks = NDArray[bool_]

FAR = 2**60
"""Label of a spot that is not reached."""
SLACK = 1e-7
"""A flow this near to a limit, relative to the whole, is taken to be at it."""
DUST = 1e-6
"""A part of a lot or second that is none."""
SOURCE, SINK = 0, 1


@dataclass(frozen=True, slots=True)
class Arc:
    """One way through one gate, from spot to spot.

    A lot enters when one of `servers` is free, keeps it `hold` seconds (0: nothing limits it) and is at `end`
    `seconds` after it entered. A lot has at most `lot` pieces and a full one holds for `hold`; a smaller one
    as long if `fixed` (trains), else for no less by the piece (columns).
    """

    start: str
    end: str
    seconds: int
    hold: int = 0
    servers: int = 1
    lot: int = 1
    fixed: bool = False

    def __post_init__(self) -> None:
        if self.seconds < 0 or self.hold < 0 or self.servers < 1 or self.lot < 1:
            raise ModelFault(f"no way can be like {self}")


Supply = tuple[str, tuple[float, int]]
"""A source, its pieces, and the second of their release."""


@dataclass(frozen=True, slots=True)
class CutWindow:
    """An arc of the cut, and the seconds during which what enters it crosses the cut."""

    arc: Arc
    opens: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Bound:
    """No way of moving brings all pieces to the sink before `seconds`.

    `fluid_seconds` is Ford and Fulkerson's value, for reading only: it lets pieces trickle through gates that
    lots pass whole, so it is no bound and can lie above the best there is. `longest` is the longest of the
    shortest, release and way, of any source. `sources` are those that decide, `cut` the arcs that hold them
    up; no cut where the longest of the shortest decides.
    """

    seconds: int
    fluid_seconds: float
    longest: int
    sources: tuple[str, ...]
    cut: tuple[CutWindow, ...] = ()


def quickest_flow(arcs: Sequence[Arc], supplies: Mapping[str, tuple[float, int]], sink: str) -> Bound | None:
    """The least time in which `supplies` (pieces, and the second of their release) can be at the sink.

    None where a supply has no way. A spot with two releases is two spots, tied by an arc that nothing limits.
    What a set of sources needs without the others bounds all; the largest over all sets is the fluid optimum
    (Klinz; Hoppe & Tardos 2000; in whole seconds Fleischer & Tardos 1998). Tried are each source alone and
    the 2, 4, 8, ... hardest pooled, up to all: n + log2 n linear programs for n sources.
    """
    wanted = tuple(sorted((name, supply) for name, supply in supplies.items() if supply[0] > 0))
    return _quickest(tuple(arcs), wanted, sink)


@lru_cache(maxsize=64)
def _quickest(arcs: tuple[Arc, ...], supplies: tuple[Supply, ...], sink: str) -> Bound | None:
    """Kept by content: few points of a study change what moves, over what, and when it is let go."""
    wanted = dict(supplies)
    found: list[Bound] = []
    for name in sorted(wanted):
        bound = _Pooled(arcs, {name: wanted[name]}, sink).bound()
        if bound is None:
            return None
        found.append(bound)
    hardest = [bound.sources[0] for bound in sorted(found, key=lambda bound: -bound.fluid_seconds)]
    for count in (min(2**k, len(hardest)) for k in range(1, max(0, len(hardest) - 1).bit_length() + 1)):
        bound = _Pooled(arcs, {name: wanted[name] for name in hardest[:count]}, sink).bound()
        assert bound is not None
        found.append(bound)
    best = max(found, key=lambda bound: bound.seconds, default=Bound(0, 0.0, 0, ()))
    return replace(
        best,
        fluid_seconds=max((bound.fluid_seconds for bound in found), default=0.0),
        longest=max((bound.longest for bound in found), default=0),
    )


class _Pooled:
    """A set of sources, pooled behind a super-source whose arcs last the release times; why its bound holds.

    *Fluid.* A static flow f kept up for T seconds lands T |f| - sum(tau f) of the Q pieces, and no flow over
    time lands more than the best of these (Ford & Fulkerson 1958): T is the least (Q + sum(tau f)) / |f|
    (Burkard, Dlaska & Klinz 1993; as a ratio Lin & Jaillet 2015). With g = f / |f| and y = 1 / |f| (Charnes &
    Cooper) that is one linear program: least Q y + sum(tau g) of all unit flows g <= c y.

    *Lots.* Give each spot v a second a(v) from which it lies on the near side of a cut: 0 for the
    super-source, T for the sink, and a(v) <= a(u) + tau where nothing limits the arc (u, v). Spots only join,
    so waiting does not cross; who is at the sink before T has entered some arc (u, v) at a second t with
    a(u) <= t and t + tau < a(v): one of w = a(v) - a(u) - tau seconds. The lots of one server that enter in
    them, but the last, hold it for w - 1 seconds at most, so servers * (floor((w - 1) lot / hold) + lot)
    pieces can, or servers * lot * (floor((w - 1) / hold) + 1) if small lots hold as long as full ones. Where
    these, summed over the arcs, are fewer than Q, a piece comes at T or later: T is a bound, whatever a is.
    The a tried are the fluid's optimal duals in whole seconds: distances from the super-source and to the
    sink in the network that the static flow leaves, with an arc of T from one to the other. So the linear
    program only proposes, whole numbers prove, and its rounding cannot make a bound too large.
    """

    def __init__(self, arcs: Sequence[Arc], supplies: Mapping[str, tuple[float, int]], sink: str) -> None:
        import numpy as np

        self.names = tuple(sorted(supplies))
        self.amount = math.fsum(pieces for pieces, _ in supplies.values())
        self.arcs = [*arcs, *(Arc("", name, supplies[name][1]) for name in self.names)]
        spots = sorted({spot for arc in self.arcs for spot in (arc.start, arc.end)} - {"", sink})
        number = {"": SOURCE, sink: SINK} | {spot: i for i, spot in enumerate(spots, start=2)}
        self.spots = len(number)
        rows = [
            (number[a.start], number[a.end], a.seconds, a.hold, a.servers, a.lot, a.fixed) for a in self.arcs
        ]
        columns = np.array(rows, dtype=np.int64).T
        self.tails, self.heads, self.seconds, self.hold, self.servers, self.lot, self.fixed = columns
        self.limited = self.hold > 0

    def bound(self) -> Bound | None:
        """The larger of the cuts' and the longest of the shortest; None where a source has no way."""
        way = _distances(self.heads, self.tails, self.seconds, SINK, self.spots)
        assert way is not None
        longest = int((way[self.heads] + self.seconds)[-len(self.names) :].max())
        if longest >= FAR:
            return None
        free, used, fluid = self._static_flow()
        best = Bound(longest, max(fluid, longest), longest, self.names)
        for joins, latest in self._families(free, used):
            spans = range(longest, min(latest, math.ceil(fluid) + 1) + 1)
            short = bisect_left(spans, True, key=lambda t: self._passing(joins(t)) >= self.amount - SLACK)
            if short and spans[short - 1] > best.seconds:
                seconds = spans[short - 1]
                best = replace(best, seconds=seconds, cut=self._cut(joins(seconds)))
        return best

    def _static_flow(self) -> "tuple[Marks, Marks, float]":
        """Of the quickest flow: arcs that still have room, arcs that are used, and its seconds."""
        import numpy as np
        from scipy import sparse
        from scipy.optimize import linprog

        count, some = len(self.arcs), np.flatnonzero(self.limited)
        at, row = np.arange(count), np.arange(len(some))
        hourly = self.servers * self.lot * HOUR / np.where(self.limited, self.hold, 1)
        balance = sparse.csr_array(
            (np.repeat([1.0, -1.0], count), (np.r_[self.tails, self.heads], np.r_[at, at])),
            shape=(self.spots, count + 1),
        )
        room = sparse.csr_array(
            (np.r_[np.ones(len(some)), -hourly[some]], (np.r_[row, row], np.r_[some, 0 * some + count])),
            shape=(len(some), count + 1),
        )
        solved = linprog(  # type: ignore[call-overload]
            np.r_[self.seconds / HOUR, self.amount],
            A_ub=room,
            b_ub=np.zeros(len(some)),
            A_eq=balance,
            b_eq=np.r_[1.0, -1.0, np.zeros(self.spots - 2)],
        )
        if solved.status != 0:
            raise ModelFault(f"the quickest flow was not found: {solved.message}")
        flow, pace = solved.x[:-1], solved.x[-1]
        return ~self.limited | (flow < hourly * pace - SLACK), flow > SLACK, solved.fun * HOUR

    def _families(self, free: "Marks", used: "Marks") -> "Iterator[tuple[Callable[[int], Whole], int]]":
        """When each spot joins, by the second at which the sink does, and the last second that holds for."""
        import numpy as np

        tails = np.r_[self.tails[free], self.heads[used]]
        heads = np.r_[self.heads[free], self.tails[used]]
        costs = np.r_[self.seconds[free], -self.seconds[used]]
        first, then = (_distances(tails, heads, costs, spot, self.spots) for spot in (SOURCE, SINK))
        if first is not None and then is not None:
            yield lambda t: np.clip(np.minimum(first, t + then), 0, t), int(first[SINK])
        left, back = (_distances(heads, tails, costs, spot, self.spots) for spot in (SINK, SOURCE))
        if left is not None and back is not None:
            yield lambda t: np.clip(np.maximum(t - left, -back), 0, t), int(left[SOURCE])

    def _windows(self, joins: "Whole") -> "Whole":
        windows: Whole = joins[self.heads] - joins[self.tails] - self.seconds
        return windows

    def _passing(self, joins: "Whole") -> float:
        """Most pieces that can cross the cut."""
        import numpy as np

        windows = self._windows(joins)
        open_ = windows > 0
        if (open_ & ~self.limited).any():
            return math.inf
        span, hold, lot = windows[open_] - 1, self.hold[open_], self.lot[open_]
        pieces = np.where(self.fixed[open_], span // hold * lot, span * lot // hold) + lot
        return int((self.servers[open_] * pieces).sum())

    def _cut(self, joins: "Whole") -> tuple[CutWindow, ...]:
        lengths, opens = self._windows(joins).tolist(), joins[self.tails].tolist()
        return tuple(CutWindow(a, o, w) for a, o, w in zip(self.arcs, opens, lengths, strict=True) if w > 0)


def _distances(tails: "Whole", heads: "Whole", costs: "Whole", origin: int, spots: int) -> "Whole | None":
    """Shortest distances from a spot (Bellman, Ford), FAR where none leads; None if a circle is negative."""
    import numpy as np

    reach = np.full(spots, FAR)
    reach[origin] = 0
    for _ in range(spots):
        before = reach.copy()
        known = reach[tails] < FAR
        np.minimum.at(reach, heads[known], reach[tails[known]] + costs[known])
        if (reach == before).all():
            return reach
    return None


@dataclass(frozen=True, slots=True)
class Trips:
    """So many lots, each of which takes one asset of a pool, from `release` on; a part of one may share it.

    The lot arrives no sooner than `there` seconds after the asset is taken, and the asset cannot be taken
    again for `cycle` seconds.
    """

    lots: float
    cycle: int
    there: int
    release: int = 0


def waves(trips: Sequence[Trips], assets: int) -> int:
    """When the last of these lots can have arrived if `assets` carry one each and come back; 0 for no lots.

    Several flows may share the pool. The largest of three bounds:

    *Longest*: release + there. *Area*: trips on one asset do not overlap, and after the last arrival T an
    asset has no more left than the way back of its last trip, so the sum of all cycles less the `assets`
    longest ways back is at most assets * (T - release). *Waves*: of the k * assets + 1 lots with the longest
    cycles one asset carries k + 1, so T >= release + k * the shortest of these cycles + the shortest way.
    The last two hold for those released from any moment on, without the others. Exact for one flow.
    """
    some = [flow for flow in trips if flow.lots]
    found = [flow.release + flow.there for flow in some]
    for release in sorted({flow.release for flow in some}):
        late = sorted((flow for flow in some if flow.release >= release), key=lambda flow: -flow.cycle)
        found.append(release + _area(late, assets))
        carried = 0.0
        for i, flow in enumerate(late, start=1):
            carried += flow.lots
            shortest = min(other.there for other in late[:i])
            found.append(release + (math.ceil(carried - DUST) - 1) // assets * flow.cycle + shortest)
    return max(found, default=0)


def _area(trips: Sequence[Trips], assets: int) -> int:
    total, last = sum(flow.lots * flow.cycle for flow in trips), float(assets)
    for back, lots in sorted(((max(0, flow.cycle - flow.there), flow.lots) for flow in trips), reverse=True):
        total -= min(last, lots) * back
        last -= min(last, lots)
    return math.ceil(total / assets - DUST)
