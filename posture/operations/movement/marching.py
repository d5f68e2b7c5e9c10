"""March arithmetic: what halts, night rests and night bans make of a column's driving."""

from math import inf

from posture.core.clock import DAY

NIGHT_BEGINS = DAY - 7200
"""Second of the day, 22:00, at which night bans begin."""
ROUNDING = 1e-6
"""Seconds or metres that are none."""


class MarchDay:
    """A column's day: it rests when it has gone the day's distance or driven the day's hours.

    `metres` and `driving` bound what a day holds, from its first second to the same time on the next. Halts
    of `halt` seconds after each `halt_every` seconds of driving (0: never) lie inside it. What the halts and
    bans of a day take is taken from its rest, so that no day is longer than a day unless driving and halts
    alone are. A rest or halt due at the very end is not taken.
    """

    __slots__ = (
        "_driving",
        "_halt",
        "_halt_every",
        "_left_over",
        "_metres",
        "_spent",
        "_to_drive",
        "_to_go",
        "_to_halt",
        "days",
    )

    def __init__(self, metres: float, driving: int, halt: int, halt_every: int) -> None:
        self._metres = metres
        self._driving = float(driving)
        self._halt = halt
        self._halt_every = float(halt_every or inf)
        self._left_over = self._spent = 0.0
        self._to_go, self._to_drive, self._to_halt = self._metres, self._driving, self._halt_every
        self.days = 0
        """Days of marching so far, begun ones counted whole."""

    def drive(self, metres: float, seconds: int) -> int:
        """Elapsed seconds for `metres` more, which take `seconds` of driving."""
        if 0 < seconds <= self._to_halt and seconds <= self._to_drive and metres <= self._to_go:
            if self._to_drive == self._driving:  # nothing falls due: the hot path, `_go` without a call
                self.days += 1
            self._to_go -= metres
            self._to_drive -= seconds
            self._to_halt -= seconds
            self._spent += seconds
            return seconds
        return self.by_night(metres, seconds, 0, 0)[0]

    def by_night(self, metres: float, seconds: float, of_day: int, ban: int) -> tuple[int, int]:
        """Elapsed seconds, and those among them that a night ban took.

        `of_day` is the second of the day at which driving begins; nothing moves from 22:00 on for `ban`
        seconds, wherever it is on the way.
        """
        if self._nothing_falls_due(metres, seconds, of_day, ban):
            elapsed = self._go(metres, seconds)
            whole = round(elapsed + self._left_over)
            self._left_over += elapsed - whole
            return whole, 0
        elapsed = banned = 0.0
        while seconds > ROUNDING:
            night = (of_day + elapsed - NIGHT_BEGINS) % DAY if ban else 0
            if self._to_drive <= ROUNDING or (metres and self._to_go <= ROUNDING):
                elapsed += self._rest()
            elif self._to_halt <= ROUNDING:
                self._to_halt = self._halt_every
                elapsed += self._pass(self._halt)
            elif night < ban:
                banned += ban - night
                elapsed += self._pass(ban - night)
            else:
                most = min(seconds, self._to_drive, self._to_halt, DAY - night if ban else inf)
                share = min(most / seconds, self._to_go / metres if metres else 1.0)
                elapsed += self._go(metres * share, seconds * share)
                metres, seconds = metres * (1 - share), seconds * (1 - share)
        whole = round(elapsed + self._left_over)
        self._left_over += elapsed - whole
        return whole, min(whole, round(banned))

    def _nothing_falls_due(self, metres: float, seconds: float, of_day: int, ban: int) -> bool:
        """Whether a way is passed in one go, as most are that a ban watches: no halt, rest or night on it."""
        if not (ROUNDING < seconds <= self._to_halt and seconds <= self._to_drive and metres <= self._to_go):
            return False
        night = (of_day - NIGHT_BEGINS) % DAY
        return not ban or ban <= night <= DAY - seconds

    def _go(self, metres: float, seconds: float) -> float:
        if self._to_drive == self._driving:
            self.days += 1
        self._to_go -= metres
        self._to_drive -= seconds
        self._to_halt -= seconds
        return self._pass(seconds)

    def _pass(self, seconds: float) -> float:
        self._spent += seconds
        return seconds

    def _rest(self) -> float:
        """What is left of the day; the next begins."""
        rest = max(0.0, DAY - self._spent)
        self._to_go, self._to_drive, self._to_halt = self._metres, self._driving, self._halt_every
        self._spent = 0.0
        return rest
