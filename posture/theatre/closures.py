"""Closures in time: what is shut or slowed in one run, and when it opens again.

Windows are drawn at the start of a run, so that a gate can be booked past them; whoever chooses a way looks
only at what is shut now.
"""

from collections.abc import Callable, Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, prod
from typing import NamedTuple

from simpy import Environment, Event

from posture.core.clock import Clock
from posture.core.rng import Streams
from posture.theatre.network import Closure

Key = tuple[str, ...]
"""`place X`, `link X` or `gate X kind`, as a tuple."""


@dataclass(slots=True)
class ClosureWindow:
    """From `begin` until `end` (which may be infinite) only `share` of the capacity is left.

    One that comes by chance has a `luck`, from 0 to 1: where guards take away a greater share of such
    failures when it begins, it is `void` and does not happen. Before, nobody knows, and it is reckoned with.
    One that counts from an order is void until that order is given: before, nobody knows of it.
    """

    begin: int
    end: float
    share: float
    luck: float = 1.0
    void: bool = False
    told: list[Callable[[], None]] = field(default_factory=list)
    """What is done once it is known when it comes, where it counts from an order."""

    @property
    def known(self) -> bool:
        """Whether it is known when it comes."""
        return self.begin < NEVER


@dataclass(frozen=True, slots=True)
class OrderedWindow:
    """A window that counts from the order to deploy a subject, and what is written of it, in seconds."""

    order: str
    window: ClosureWindow
    start: int
    end: float

    def begin(self, now: int) -> None:
        """The order is given."""
        self.window.begin, self.window.end, self.window.void = now + self.start, now + self.end, False
        for then in self.window.told:
            then()


class Shut(NamedTuple):
    """Places, ways and gates that let nothing through for the time being."""

    places: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    gates: frozenset[tuple[str, str]] = frozenset()


NOTHING_SHUT = Shut()


class Closures:
    """All closures of one run that are not there for good."""

    def __init__(self, written: Mapping[str, Closure], clock: Clock, chance: Streams, horizon: int) -> None:
        self._windows: dict[Key, list[ClosureWindow]] = {}
        self.by_chance: list[ClosureWindow] = []
        """Every window that comes by chance."""
        self.ordered: list[OrderedWindow] = []
        """Every window that counts from an order."""
        self._kept: set[Key] = set()
        self._news: Event | None = None
        for name, closure in written.items():
            if closure.active and not closure.for_good:
                windows = [*self._awaited(closure), *_windows(name, closure, clock, chance, horizon)]
                self.by_chance += [window for window in windows if closure.chance is not None]
                for key in _keys(closure):
                    self._windows.setdefault(key, []).extend(windows)
        for windows in self._windows.values():
            windows.sort(key=lambda window: window.begin)

    def __bool__(self) -> bool:
        return bool(self._windows)

    @property
    def known(self) -> KeysView[Key]:
        """Whatever may be shut at some time."""
        return self._windows.keys()

    def _awaited(self, closure: Closure) -> Iterator[ClosureWindow]:
        if closure.order is not None:
            window = ClosureWindow(NEVER, inf, closure.capacity, void=True)
            end = inf if closure.end is None else closure.end
            self.ordered.append(OrderedWindow(closure.order, window, closure.start, end))
            yield window

    def keep_shut(self, begin: int, *keys: Key) -> ClosureWindow:
        """A window whose end who keeps it will tell; asked for before anything moves."""
        return self._keep(ClosureWindow(begin, inf, 0), keys)

    def keep(self, *keys: Key) -> ClosureWindow:
        """A window that is nowhere yet: who keeps it moves it to now, and tells its end, again and again."""
        return self._keep(ClosureWindow(0, 0, 1), keys)

    def _keep(self, window: ClosureWindow, keys: Sequence[Key]) -> ClosureWindow:
        for key in keys:
            self._windows.setdefault(key, []).append(window)
            self._windows[key].sort(key=lambda one: one.begin)
        self._kept |= {*keys}
        return window

    def kept(self, *keys: Key) -> bool:
        """Whether somebody tells when one of these opens, so that nobody else can know."""
        return not self._kept.isdisjoint(keys)

    def tell(self, window: ClosureWindow, end: float) -> None:
        """Move the end of a kept window, which may be an estimate, and wake who waits for news."""
        window.end = end
        news, self._news = self._news, None
        if news is not None:
            news.succeed()

    def news(self, env: Environment) -> Event:
        """An event that fires when the end of a kept window is next told."""
        if self._news is None:
            self._news = Event(env)
        return self._news

    def windows(self, *keys: Key) -> list[ClosureWindow]:
        """What befalls any of these, in order of beginning."""
        found = [window for key in keys for window in self._windows.get(key, ())]
        return sorted(found, key=lambda window: window.begin)

    def opens(self, now: int, *keys: Key) -> float:
        """When all of these are open again; `now` if they are, infinite if never."""
        moment: float = now
        if self._windows.keys().isdisjoint(keys):  # nearly always
            return moment
        for window in self.windows(*keys):
            if window.share == 0 and not window.void and window.begin <= moment < window.end:
                moment = window.end
        return moment

    def shuts(self, now: int, *keys: Key) -> float:
        """When the first of these shuts for good, as nobody knows before; `now` if one has."""
        ends = (w.begin for w in self.windows(*keys) if w.share == 0 and not w.void and w.end == inf)
        return max(now, min(ends, default=now))

    def shut(self, now: int) -> Shut:
        """What is wholly shut now."""
        if not self._windows:
            return NOTHING_SHUT
        shut = [key for key, windows in self._windows.items() if any(_shuts(w, now) for w in windows)]
        return Shut(
            frozenset(key[1] for key in shut if key[0] == "place"),
            frozenset(key[1] for key in shut if key[0] == "link"),
            frozenset((key[1], key[2]) for key in shut if key[0] == "gate"),
        )


def _shuts(window: ClosureWindow, now: int) -> bool:
    return window.share == 0 and not window.void and window.begin <= now < window.end


def stretch(windows: Sequence[ClosureWindow], start: int, hold: int) -> tuple[int, int]:
    """When work of `hold` seconds can begin at or after `start`, and how long it holds its server then.

    A shut gate begins nothing; one at a share of its capacity takes longer. Work that has begun is finished.
    """
    share = 1.0
    again = True
    while again:
        again, share = False, 1.0
        for window in windows:
            if window.void or not window.begin <= start < window.end:
                continue
            if window.share == 0:
                if window.end == inf:
                    return NEVER, hold
                start, again = int(window.end), True
            else:
                share *= window.share
    return start, round(hold / share)


def share_left(windows: Sequence[ClosureWindow], now: int) -> float:
    """The share of the capacity that all windows in force now leave together."""
    return prod(window.share for window in windows if not window.void and window.begin <= now < window.end)


NEVER = 10**12
"""A second beyond every horizon."""


def _keys(closure: Closure) -> list[Key]:
    if closure.place is None:
        return [("link", link) for link in closure.links]
    return [("gate", closure.place, closure.gate)] if closure.gate else [("place", closure.place)]


def _windows(
    name: str, closure: Closure, clock: Clock, chance: Streams, horizon: int
) -> Iterator[ClosureWindow]:
    for begin, end in _seasons(closure, clock, horizon):
        if closure.chance is None:
            yield ClosureWindow(begin, end, closure.capacity)
            continue
        moment = begin
        while True:
            moment += chance.seconds(closure.chance.every, name, "open")
            lasts = max(1, chance.seconds(closure.chance.lasts, name, "closed"))
            if moment >= min(end, horizon):
                break
            luck = chance.uniform(name, "guarded")
            yield ClosureWindow(moment, min(end, moment + lasts), closure.capacity, luck)
            moment += lasts


def _seasons(closure: Closure, clock: Clock, horizon: int) -> Iterator[tuple[int, float]]:
    """The stretches in which a closure can happen, months joined where they follow one another."""
    if closure.order is not None:
        return
    end = inf if closure.end is None else closure.end
    if not closure.months:
        yield closure.start, end
        return
    first = clock.moment(0).replace(day=1, hour=0, minute=0, second=0)
    begin, number = clock.seconds(first), 0
    while begin < min(end, horizon):
        number += 1
        after = clock.months_after(clock.seconds(first), number)
        if clock.month(begin) in closure.months and after > closure.start:
            yield max(begin, closure.start), min(end, after)
        begin = after
