"""March arithmetic: halts and night rests that a column's driving time brings with it."""

from dataclasses import dataclass


@dataclass(slots=True)
class Column:
    """A column's day: how long it may drive before it rests, how often it halts, what it has driven.

    `budget` is the driving time of a day, `rest` what follows it; `halt` is taken each `halt_every`
    seconds of driving (0: never). A rest or halt due at the very end is not taken.
    """

    budget: int
    rest: int
    halt: int
    halt_every: int
    driven: int = 0

    def drive(self, seconds: int) -> int:
        """Elapsed seconds for `seconds` more of driving."""
        before = self._pauses()
        self.driven += seconds
        return seconds + self._pauses() - before

    def _pauses(self) -> int:
        rests = _begun(self.driven, self.budget)
        halts = _begun(self.driven, self.halt_every) if self.halt_every else 0
        return rests * self.rest + halts * self.halt


def _begun(driven: int, every: int) -> int:
    """How often a pause due each `every` seconds lies behind one who has driven so long and goes on."""
    return max(0, -(-driven // every) - 1)
