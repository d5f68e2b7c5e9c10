"""March arithmetic: halts and night rests that a column's driving time brings with it."""


class MarchDay:
    """A column's day: how long it may drive before it rests, how often it halts, what it has driven.

    `budget` is the driving time of a day, `rest` what follows it; `halt` is taken each `halt_every`
    seconds of driving (0: never). A rest or halt due at the very end is not taken.
    """

    __slots__ = ("_budget", "_driven", "_halt", "_halt_every", "_next", "_rest")

    def __init__(self, budget: int, rest: int, halt: int, halt_every: int) -> None:
        self._budget = budget
        self._rest = rest
        self._halt = halt
        self._halt_every = halt_every
        self._driven = 0
        self._next = min(budget, halt_every or budget)

    @property
    def days(self) -> int:
        """Days of marching so far, begun ones counted whole."""
        return -(-self._driven // self._budget)

    def drive(self, seconds: int) -> int:
        """Elapsed seconds for `seconds` more of driving."""
        driven = self._driven + seconds
        if driven <= self._next:
            self._driven = driven
            return seconds
        before = self._pauses()
        self._driven = driven
        self._next = min(_after(driven, every) for every in (self._budget, self._halt_every) if every)
        return seconds + self._pauses() - before

    def _pauses(self) -> int:
        rests = _begun(self._driven, self._budget)
        halts = _begun(self._driven, self._halt_every) if self._halt_every else 0
        return rests * self._rest + halts * self._halt


def _begun(driven: int, every: int) -> int:
    """How often a pause due each `every` seconds lies behind one who has driven so long and goes on."""
    return max(0, -(-driven // every) - 1)


def _after(driven: int, every: int) -> int:
    """How far one may have driven before the next pause due each `every` seconds."""
    return max(every, -(-driven // every) * every)
