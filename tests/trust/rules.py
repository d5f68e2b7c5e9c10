"""The rules of movement, each taken away from the flank: by words where a field switches it, by a planted change else."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple
from unittest.mock import patch

from posture.core.distributions import Triangular, TwoPiece
from posture.operations.movement import choice
from posture.operations.movement.consolidation import Consolidation
from posture.operations.movement.marching import MarchDay
from posture.operations.movement.modes import MODES
from posture.operations.movement.plans import Plans
from posture.operations.reinforcement import closure_days
from posture.operations.reinforcement.integration import Integration
from posture.runs.simulate import Prepared, simulate
from posture.scenario import load

FLANK = "eastern-flank-2023"
SUWALKI = "closures.suwalki"
HALTING = "reinforcement.brigades.poland.parts.armoured.lines.wheeled"
Closures = dict[str, float]
"""Days until each brigade closes; infinite for one that never does."""


class Rule(NamedTuple):
    """One rule, and what takes it away: words of the scenario, or a change planted in the code.

    `sign` is which way closures go without it, as was said beforehand: of one brigade, or on the mean of all.
    """

    what: str
    without: str
    sign: str
    words: Callable[[], Sequence[str]] = tuple
    planted: Callable[[], AbstractContextManager[object]] = nullcontext
    of: str = ""


def _alone(self: Consolidation, serial, leg):  # type: ignore[no-untyped-def]
    """Each load by itself, however little it fills."""
    yield from MODES[leg.mode].carry(self._travel, serial, leg)


def _held_from_arrival(self: Integration, progress) -> None:  # type: ignore[no-untyped-def]
    """A place to integrate is asked for with the first arrival of a part."""
    if progress.first < 0:
        progress.first = self.theatre.now
        if self.places is not None:
            ticket = self.places.acquire(progress.name, 0).granted
            self.__dict__.setdefault("asked", {})[progress.name] = ticket


def _from_its_place_on(self: Integration, progress):  # type: ignore[no-untyped-def]
    """Integrated once it has had its place for as long as that takes, and its last piece has come."""
    ticket = self.__dict__.get("asked", {}).get(progress.name)
    if ticket is not None and not ticket.processed:
        yield ticket
        progress.first = self.theatre.now
    while (left := self._ends(progress) - self.theatre.now) > 0:
        yield self.theatre.wait(left)
    if ticket is not None:
        self.places.release(progress.name)


def _room_held() -> AbstractContextManager[object]:
    return patch.multiple(Integration, begin=_held_from_arrival, finish=_from_its_place_on)


def _driven(self: MarchDay, metres: float, seconds: float) -> float:
    """Driving alone counts for the day."""
    if self._to_drive == self._driving:
        self.days += 1
    self._to_go -= metres
    self._to_drive -= seconds
    self._to_halt -= seconds
    self._spent += seconds
    return seconds


def _halts_on_top() -> AbstractContextManager[object]:
    return patch.multiple(MarchDay, _go=_driven, _pass=lambda _, seconds: seconds)


def _mode(self: TwoPiece, u: float) -> float:
    """The typical value as the most likely one."""
    return Triangular(self.low, self.median, self.high).quantile(u)


def _flown(scenario: str = FLANK) -> Iterator[str]:
    """Words by which nobody rides with vehicles."""
    for name, brigade in load(scenario).scenario.reinforcement.brigades.items():
        for part, written in brigade.parts.items():
            for key, line in written.lines.items():
                if line.rides is not None:
                    path = f"reinforcement.brigades.{name}.parts.{part}.lines.{key}"
                    yield f"{path}.rides=null"
                    yield f"{path}.modes=[road, air]"


RULES = (
    Rule(
        "everything a unit owns moves",
        "what has no line of its own stays",
        "-",
        lambda: ("reinforcement.rest=null",),
    ),
    Rule(
        "lift has a place",
        "empty ways take no time",
        "-",
        planted=lambda: patch.object(Plans, "ballast", lambda *_, **__: 0),
    ),
    Rule(
        "loads go together",
        "each load by itself",
        "+",
        planted=lambda: patch.object(Consolidation, "carry", _alone),
    ),
    Rule("loads wait for one another", "none waits", "", lambda: ("movement.consolidation=0 s",)),
    Rule("ferries by timetable", "no ferries", "+", lambda: ("movement.ferries=null",)),
    Rule("march law once", "halts and bans on top of a full day", "+", planted=_halts_on_top),
    Rule("speeds go together", "each unit by its own speed", "+", lambda: ("movement.speed_correlation=0",)),
    Rule(
        "notice beside the release",
        "notice begins with the release",
        "+",
        lambda: ("reinforcement.notice_from=release",),
    ),
    Rule("room when all is there to integrate", "room from the first arrival on", "+", planted=_room_held),
    Rule(
        "ways by expected arrival",
        "all take the way of the least travel time",
        "+",
        lambda: ("movement.routes.weigh=travel time",),
    ),
    Rule(
        "two ways of one pool foreseen together",
        "each way counts its own alone",
        "",
        planted=lambda: patch.object(choice, "_shared", lambda _: frozenset()),
    ),
    Rule(
        "tracks drive the last way",
        "transporters all the way",
        "+",
        lambda: ("movement.march.on_tracks=0 km",),
    ),
    Rule("people ride", "who rides flies or goes by bus", "", lambda: tuple(_flown())),
    Rule(
        "typical is the median",
        "typical is the mode",
        "+",
        planted=lambda: patch.object(TwoPiece, "quantile", _mode),
    ),
    Rule(
        "host, marshalling, customs",
        "nothing waits for them",
        "-",
        lambda: (
            "reinforcement.support=null",
            "movement.ports.any.marshal=null",
            "movement.airfields.any.marshal=null",
            "movement.customs=null",
        ),
    ),
    Rule(
        "planned halts",
        "put in: vehicles of a battalion stop for ten days in Warsaw",
        "+",
        lambda: (f"{HALTING}.through=[CITY_PL_WARSAW]", f"{HALTING}.halts={{CITY_PL_WARSAW: 10 d}}"),
        of="poland",
    ),
    Rule(
        "a closure costs its length and a little",
        "put in: the Suwałki gap shut for a week from ten days after the order on",
        "+",
        lambda: (
            f"{SUWALKI}.active=true",
            f"{SUWALKI}.order=lithuania",
            f"{SUWALKI}.start=D+10",
            f"{SUWALKI}.end=D+17",
        ),
        of="lithuania",
    ),
)
AS_WRITTEN = Rule("as written", "", "")


def closures(number: int, seeds: Sequence[int], scenario: str = FLANK) -> list[Closures]:
    """Days until each brigade closes without the rule of a number, or as written without one, seed by seed.

    By its number, since a planted change cannot be sent to another process.
    """
    rule = AS_WRITTEN if number < 0 else RULES[number]
    with rule.planted():
        case = Prepared(load(scenario, rule.words()).scenario, {})
        return [dict(closure_days(simulate(case, seed, 0))) for seed in seeds]
