"""The tally: how many ships are on task in each area and for each call, told to whoever reads it."""

from collections import Counter

from posture.operations.maritime.event_kinds import ON_CALL
from posture.theatre import Theatre
from posture.theatre.levels import minehunters, ships


class Tally:
    """Ships on task now. `tell` sets the levels of areas and notes `on call`, for what has changed."""

    def __init__(self, theatre: Theatre) -> None:
        self._theatre = theatre
        self._now: Counter[tuple[str, str, str]] = Counter()
        self._told: Counter[tuple[str, str, str]] = Counter()
        self._changed: set[tuple[str, str, str]] = set()

    def count(self, area: str, call: str, *, hunts: bool, by: int) -> None:
        """Count a ship in or out; no area is nowhere."""
        if not area:
            return
        keys = [("ships", area, "")]
        if hunts:
            keys.append(("minehunters", area, ""))
        if call:
            keys.append(("call", area, call))
        for key in keys:
            self._now[key] += by
            self._changed.add(key)

    def tell(self) -> None:
        """Tell what has changed since it was told last."""
        changed, self._changed = self._changed, set()
        for key in sorted(changed):
            number = self._now[key]
            if number == self._told[key]:
                continue
            self._told[key] = number
            what, area, call = key
            if what == "call":
                self._theatre.note(ON_CALL, call, area, number)
            else:
                level = ships(area) if what == "ships" else minehunters(area)
                self._theatre.levels.set(level, number)
