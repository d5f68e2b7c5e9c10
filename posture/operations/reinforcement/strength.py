"""Strength: whoever feeds a brigade is told how many of it stand there, are under way and have come."""

from posture.core.ids import id_of
from posture.operations.reinforcement.requirements import MovementRequirement
from posture.theatre import Theatre
from posture.theatre.forces import CARGOES, Unit
from posture.theatre.requests import BrigadeState, Sustain


class Strength:
    """What one brigade tells of its pieces, as they leave home and come."""

    def __init__(self, theatre: Theatre, brigade: str, place: str) -> None:
        self._theatre = theatre
        self._brigade = brigade
        self._place = place

    def stands(self, part: str, unit: Unit) -> None:
        """A part is there when the run starts."""
        for cargo in CARGOES:
            if pieces := unit.pieces(cargo):
                self._theatre.ask(Sustain(id_of(self._brigade, part), cargo, pieces, "stand", self._place))

    def sets_out(self, line: MovementRequirement, pieces: int) -> None:
        """So many of a line leave home or a store, or (below 0) are back there after all."""
        if pieces:
            formation = id_of(self._brigade, line.part)
            self._theatre.ask(Sustain(formation, line.load.cargo, pieces, "set out", self._place))

    def comes(self, line: MovementRequirement, pieces: int) -> None:
        """So many of a line have come to where they are wanted."""
        if pieces:
            formation = id_of(self._brigade, line.part)
            self._theatre.ask(Sustain(formation, line.load.cargo, pieces, "come", self._place))

    def ordered(self) -> None:
        """The brigade has its order."""
        self._theatre.ask(BrigadeState(self._brigade, "on alert", self._place))

    def closes(self) -> None:
        """The last of its parts has closed."""
        self._theatre.ask(BrigadeState(self._brigade, "in place", self._place))

    def ends(self) -> None:
        """What it came for has ended."""
        self._theatre.ask(BrigadeState(self._brigade, "going home", self._place))
