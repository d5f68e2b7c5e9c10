"""Reinforcement: a battlegroup grows to a brigade, part by part."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, inf
from typing import Literal, Self

from pydantic import Field, model_validator

from posture.ground.clock import DAY, days, in_days
from posture.ground.log import Log
from posture.ground.measures import Measure
from posture.ground.written import Count, Duration, FrozenMap, Name, Positive, SteadyRate, Timing, Written
from posture.theatre import Process, Theatre
from posture.theatre.forces import Cargo, Unit
from posture.theatre.gates import Calendar
from posture.theatre.network import Mode
from posture.theatre.requests import Arrival, Load, Move, Stop

# What is written

LIFTED: frozenset[Mode] = frozenset({"sea", "air"})
"""Modes between embarkation and debarkation."""


class Line(Written):
    """Pieces of one class that move together: a line of the time-phased requirement."""

    cargo: Cargo
    """Class of the pieces."""
    pieces: Positive | None = None
    """How many; all that the unit has of the class where not written."""
    modes: tuple[Mode, ...] = Field(min_length=1)
    """Modes it may use; the quickest way by them is taken."""
    through: tuple[str, ...] = ()
    """Places it must pass, in order."""
    poe: str | None = None
    """Port or airfield of embarkation; give `pod` too."""
    pod: str | None = None
    """Port or airfield of debarkation; from `poe` to there it goes by sea or air."""
    lift: str = ""
    """Kind of ship or aircraft it takes; the first by name that can carry it where not written."""
    ready: Duration = 0
    """Ready to load so long after its unit is ready."""
    earliest: Duration | None = None
    """Must not arrive sooner after the order."""
    latest: Duration | None = None
    """Shall be at the place of arrival this long after the order: at the gate of its last leg."""
    required: Duration | None = None
    """Shall be received this long after the order."""
    deadline: Literal["soft", "hard"] = "soft"
    """What comes after `required` is late, or is missed and counts no more."""
    priority: Count = 0
    """Goes first where queues have priorities; the smallest number is the most urgent."""

    @model_validator(mode="after")
    def _embarks_and_debarks(self) -> Self:
        if (self.poe is None) != (self.pod is None):
            raise ValueError("who embarks debarks; write both 'poe' and 'pod'")
        if self.poe is not None and self.through:
            raise ValueError("give either 'through' or 'poe' and 'pod'")
        if self.poe is not None and not LIFTED & set(self.modes):
            raise ValueError("from 'poe' to 'pod' it goes by sea or air; add one of them to 'modes'")
        return self

    def stops(self, end: str) -> tuple[Stop, ...]:
        """Where it goes on its way to `end`, and by which modes to each."""
        if self.poe is None or self.pod is None:
            return tuple((place, self.modes) for place in (*self.through, end))
        lifted = tuple(mode for mode in self.modes if mode in LIFTED)
        ground = tuple(mode for mode in self.modes if mode not in LIFTED)
        return (self.poe, ground), (self.pod, lifted), (end, ground)

    @model_validator(mode="after")
    def _dates_are_in_order(self) -> Self:
        dates = [("earliest", self.earliest), ("latest", self.latest), ("required", self.required)]
        known = [(name, date) for name, date in dates if date is not None]
        for (name, date), (other, later) in pairwise(known):
            if later < date:
                raise ValueError(f"'{other}' comes before '{name}'; write a later date")
        if self.deadline == "hard" and self.required is None:
            raise ValueError("a hard deadline needs a date; write 'required'")
        return self


class Part(Written):
    """A part of a brigade."""

    unit: str
    """Which unit."""
    arrangement: Literal["in place", "moved"]
    """There already, or moved whole."""
    release: Timing | None = None
    """From the order until the nation releases it; the nation's figure where not written."""
    lines: FrozenMap[Name, Line] = Field(default_factory=FrozenMap)
    """What moves, by name; none for a part in place."""

    @model_validator(mode="after")
    def _lines_belong_to_what_moves(self) -> Self:
        if (self.arrangement == "moved") != bool(self.lines):
            raise ValueError("a part that is moved needs lines, and a part in place has none")
        return self


class Reception(Written):
    """What a host receives, stages and sends onward."""

    pieces: SteadyRate
    """Vehicles, containers and other pieces in a day; people are not counted."""


class Brigade(Written):
    """A battlegroup and the parts that make it a brigade."""

    at: str
    """Place where it assembles."""
    order: str
    """Subject of the deploy order it waits for."""
    reception: str
    """Whose reception it passes, by key."""
    integration: Timing | None = None
    """From a part's first arrival until it is ready; the common figure where not written."""
    parts: FrozenMap[Name, Part]
    """Closes when all of these have."""


class Reinforcement(Written):
    """Brigades, and the reception they share."""

    brigades: FrozenMap[Name, Brigade] = Field(default_factory=FrozenMap)
    """By name."""
    reception: FrozenMap[str, Reception] = Field(default_factory=FrozenMap)
    """By country."""
    release: FrozenMap[str, Timing] = Field(default_factory=FrozenMap)
    """From the order until a nation releases its units, by nation; `any` stands for the others."""
    integration: Timing
    """From a part's first arrival until it is ready."""

    def release_of(self, part: Part, nation: str) -> Timing | None:
        """How long a part waits for its nation."""
        return part.release or self.release.get(nation) or self.release.get("any")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of one part: what must come from where to where before the brigade closes."""

    brigade: str
    part: str
    line: str
    unit: str
    written: Line
    load: Load
    start: str
    end: str
    pieces: int
    share: int

    @property
    def name(self) -> str:
        """Unique name of the line."""
        return f"{self.brigade}/{self.part}/{self.line}"


def wanted(written: Reinforcement, units: Mapping[str, Unit]) -> Iterator[Wanted]:
    """Every line that will have to move, sorted by name."""
    for name, brigade in written.brigades.items():
        for part_name, part in brigade.parts.items():
            unit = units[part.unit]
            for line_name, line in part.lines.items():
                pieces = unit.pieces(line.cargo) if line.pieces is None else line.pieces
                share = ceil(unit.critical_share * pieces)
                mlc = None if line.cargo == "people" else unit.max_mlc
                metres, weight = unit.each(line.cargo)
                load = Load(unit.nation, line.cargo, mlc, metres, weight, line.lift)
                yield Wanted(
                    name, part_name, line_name, part.unit, line, load, unit.home, brigade.at, pieces, share
                )  # fmt: skip


# What happens


@dataclass(slots=True)
class Progress:
    """How far one part of a brigade has come."""

    name: str
    place: str
    open_lines: int
    integration: int
    first: int = -1
    received: dict[str, int] = field(default_factory=dict)


def start(theatre: Theatre, written: Reinforcement, units: Mapping[str, Unit]) -> None:
    """Station the units and let every brigade wait for its order."""
    lines = list(wanted(written, units))
    gates = {key: Calendar(key, 1) for key in written.reception}
    for name, brigade in written.brigades.items():
        for part in brigade.parts.values():
            unit = units[part.unit]
            place = brigade.at if part.arrangement == "in place" else unit.home
            theatre.forces.station(part.unit, unit, place)
        theatre.note("expected", name, brigade.order, len(brigade.parts))
        mine = [line for line in lines if line.brigade == name]
        theatre.start(Growth(theatre, written, name, units, gates[brigade.reception]).grow(mine))


class Growth:
    """One brigade that grows."""

    def __init__(
        self, theatre: Theatre, written: Reinforcement, name: str, units: Mapping[str, Unit], gate: Calendar
    ) -> None:
        self.theatre = theatre
        self.written = written
        self.name = name
        self.brigade = written.brigades[name]
        self.units = units
        self.gate = gate
        self.rate = written.reception[self.brigade.reception].pieces
        self.open_parts = len(self.brigade.parts)

    def grow(self, lines: list[Wanted]) -> Process:
        """Wait for the order, then let each part come; notes `closed` when the last stated part has."""
        theatre, brigade = self.theatre, self.brigade
        yield theatre.orders.wait("deploy", brigade.order)
        integration = theatre.chance.seconds(
            brigade.integration or self.written.integration, self.name, "integration"
        )
        for part_name, part in brigade.parts.items():
            mine = [line for line in lines if line.part == part_name]
            progress = Progress(f"{self.name}/{part_name}", brigade.at, len(mine), integration)
            if not mine:
                self._close(progress)
                continue
            ready = self._ready(progress.name, part)
            for line in mine:
                theatre.start(self._bring(line, ready, progress))

    def _ready(self, name: str, part: Part) -> tuple[int, int]:
        """Seconds of release and of readiness, alike for all lines of a part."""
        unit = self.units[part.unit]
        return self._draw(self.written.release_of(part, unit.nation), name, "release"), self._draw(
            unit.notice, name, "notice"
        )

    def _draw(self, law: Timing | None, who: str, what: str) -> int:
        return self.theatre.chance.seconds(law, who, what) if law else 0

    def _bring(self, line: Wanted, ready: tuple[int, int], progress: Progress) -> Process:
        """One line: released, ready, moved. Its ledger begins at the indication that led to the order."""
        theatre, written, order = self.theatre, line.written, self.brigade.order
        began = theatre.now
        self._spent(line.name, "decision", order, began - theatre.orders.indicated_at(order))
        if written.required is not None:
            theatre.note("due", line.name, written.deadline, written.required)
        yield theatre.wait(ready[0])
        self._spent(line.name, "release", line.start, ready[0])
        theatre.ask(
            Move(
                line.name,
                line.unit,
                line.load,
                line.pieces,
                line.start,
                written.stops(line.end),
                lambda arrival: theatre.start(self._receive(line, progress, arrival)),
                ready=ready[1] + written.ready,
                priority=written.priority,
                earliest=began + (written.earliest or 0),
            )
        )

    def _receive(self, line: Wanted, progress: Progress, arrival: Arrival) -> Process:
        """One serial passes reception; the one that brings its line to its closure share counts."""
        theatre = self.theatre
        if progress.first < 0:
            progress.first = theatre.now
        if line.load.cargo != "people":
            hold = round(arrival.pieces * DAY / self.rate)
            seconds = self.gate.book(theatre.now, hold) - theatre.now + hold
            yield theatre.wait(seconds)
            self._spent(arrival.serial, "reception", progress.place, seconds)
        if self._missed(line):
            theatre.note("missed", line.name, progress.place, arrival.pieces)
            return
        before = progress.received.get(line.name, 0)
        progress.received[line.name] = before + arrival.pieces
        theatre.note("received", line.name, progress.place, arrival.pieces)
        if before < line.share <= before + arrival.pieces:
            progress.open_lines -= 1
            if progress.open_lines == 0:
                theatre.note("follows", progress.name, arrival.serial)
                left = max(0, progress.first + progress.integration - theatre.now)
                yield theatre.wait(left)
                self._spent(progress.name, "integration", progress.place, left)
                self._close(progress)

    def _missed(self, line: Wanted) -> bool:
        written, order = line.written, self.theatre.orders.given_at("deploy", self.brigade.order)
        hard = written.deadline == "hard" and written.required is not None
        return hard and self.theatre.now > order + (written.required or 0)

    def _close(self, progress: Progress) -> None:
        self.theatre.note("closed", progress.name, progress.place)
        self.open_parts -= 1
        if self.open_parts == 0:
            self.theatre.note("follows", self.name, progress.name)
            self.theatre.note("closed", self.name, progress.place)

    def _spent(self, who: str, cause: str, where: str, seconds: int) -> None:
        if seconds:
            self.theatre.note(cause, who, where, seconds)


# What it means


def closures(log: Log) -> dict[str, tuple[str, float]]:
    """Each brigade with its order's subject and the second at which it closed, infinite if it never did."""
    closed = {row.who: row.time for row in log.of("closed")}
    return {row.who: (row.where, closed.get(row.who, inf)) for row in log.of("expected")}


def _since(log: Log, kind: str) -> dict[str, float]:
    begin = {row.who: row.time for row in log.of(kind)}
    return {who: end - begin.get(order, 0) for who, (order, end) in closures(log).items()}


def closure_days(log: Log) -> dict[str, float]:
    """Days from the order until the brigade closed."""
    return {who: in_days(seconds) for who, seconds in _since(log, "order").items()}


def closure_from_indication_days(log: Log) -> dict[str, float]:
    """Days from the first sign until the brigade closed."""
    return {who: in_days(seconds) for who, seconds in _since(log, "indication").items()}


def part_closure_days(log: Log) -> dict[str, float]:
    """Days from the order until each part closed; a part that never closed is left to its brigade."""
    orders = {row.who: row.time for row in log.of("order")}
    begin = {brigade: orders.get(order, 0) for brigade, (order, _) in closures(log).items()}
    rows = (row for row in log.of("closed") if "/" in row.who)
    return {row.who: in_days(row.time - begin[row.who.split("/")[0]]) for row in rows}


def _within(limit: int) -> Measure:
    def chance(log: Log) -> dict[str, float]:
        return {who: float(seconds <= days(limit)) for who, seconds in _since(log, "order").items()}

    help_text = f"Whether the brigade closed within {limit} days of the order"
    return Measure(f"closed_within_{limit}_days", "probability", "higher", help_text, chance)


MEASURES = (
    Measure("closure_days", "d", "lower", "Days from the order until the brigade closed", closure_days),
    Measure(
        "closure_from_indication_days",
        "d",
        "lower",
        "Days from the first sign until the brigade closed",
        closure_from_indication_days,
    ),
    Measure("part_closure_days", "d", "lower", "Days from the order until a part closed", part_closure_days),
    *(_within(limit) for limit in (10, 15, 30)),
)
