"""Riding: people who come, and go home again, with the pieces of another line of their part."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from simpy import Event

from posture.operations.reinforcement.requirements import MovementRequirement
from posture.operations.reinforcement.strength import Strength
from posture.theatre import Theatre
from posture.theatre.event_kinds import RIDES, RODE_HOME
from posture.theatre.forces import IN_TRANSIT

Given = Callable[[MovementRequirement], int]
"""How many of a line its nation gives."""


class Riders:
    """The people of one brigade who ride: with each piece of a line as many, to within one.

    With the first k of n pieces, r k / n of r people have come, rounded down; so all are there with the last.
    """

    def __init__(self, theatre: Theatre, lines: Iterable[MovementRequirement], strength: Strength) -> None:
        self._theatre = theatre
        self._strength = strength
        self._with: dict[str, list[MovementRequirement]] = {}
        self._going: dict[str, int] = {}
        self._come: Counter[tuple[str, str]] = Counter()
        self._left: Counter[str] = Counter()
        self._away: Counter[str] = Counter()
        self._here: dict[str, Event] = {}
        for line in lines:
            if line.rides_with is not None:
                self._with.setdefault(line.rides_with, []).append(line)
                self._here[line.name] = Event(theatre.env)

    def board(self, host: MovementRequirement, pieces: int) -> None:
        """So many pieces of a line are given, and all who ride with it go with these."""
        self._going[host.name] = pieces

    def here(self, line: MovementRequirement) -> Event:
        """Fires when all of a line have come with what they ride with."""
        return self._here[line.name]

    def set_out(self, host: MovementRequirement, given: Given, pieces: int) -> None:
        """So many pieces of a line leave home, or (below 0) are back there after all; notes as they go."""
        self._left[host.name] += pieces
        for line in self._with.get(host.name, ()):
            self._let_go(line, given(line) * self._left[host.name] // self._going[host.name])

    def _let_go(self, line: MovementRequirement, people: int) -> None:
        """So many of a line are away from home from now on; notes `rides` or `rode home`."""
        forces, change = self._theatre.forces, people - self._away[line.name]
        self._away[line.name] = people
        self._strength.sets_out(line, change)
        if change > 0:
            forces.move(line.unit, line.load.cargo, line.start, IN_TRANSIT, change)
            self._theatre.note(RIDES, line.name, line.start, change)
        elif change < 0:
            forces.move(line.unit, line.load.cargo, IN_TRANSIT, line.start, -change)
            self._theatre.note(RODE_HOME, line.name, line.start, -change)

    def come(
        self, host: MovementRequirement, given: Given, pieces: int
    ) -> Iterator[tuple[MovementRequirement, int]]:
        """Who has come with so many pieces of a line more; they are where it ends from now on."""
        for line, before, after in self._share(host, "there", given, pieces):
            self._let_go(line, max(after, self._away[line.name]))  # what was staged left without them
            self._theatre.forces.move(line.unit, line.load.cargo, IN_TRANSIT, line.end, after - before)
            if after == given(line) and not self._here[line.name].triggered:
                self._here[line.name].succeed()
            yield line, after - before

    def go_home(self, host: MovementRequirement, given: Given, pieces: int) -> None:
        """Who rode with a line is at home again with so many pieces of it more; notes `rode home`."""
        for line, before, after in self._share(host, "home", given, pieces):
            self._theatre.forces.move(line.unit, line.load.cargo, line.end, line.start, after - before)
            self._theatre.note(RODE_HOME, line.name, line.start, after - before)

    def _share(
        self, host: MovementRequirement, where: str, given: Given, pieces: int
    ) -> Iterator[tuple[MovementRequirement, int, int]]:
        """Of each line that rides, how many belong to the pieces before these, and to these too."""
        before = self._come[host.name, where]
        self._come[host.name, where] = after = before + pieces
        for line in self._with.get(host.name, ()):
            going, people = self._going[host.name], given(line)
            yield line, people * before // going, people * after // going
