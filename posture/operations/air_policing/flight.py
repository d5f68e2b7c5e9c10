"""The flight: one detachment at work at a base, its pairs on alert and in the air, kept in numbers.

An aircraft is ready, on alert, coming to alert, in the air or in turn-round, or in the hangar. What a pair
will do is known when it takes off, so that one timer brings it back, turned round.
"""

from bisect import insort
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from posture.core.arrivals import YEAR
from posture.core.distributions import Constant, Exponential
from posture.operations.air_policing.crews import NEVER, CrewRoster
from posture.operations.air_policing.event_kinds import FLIES, TRAINING
from posture.operations.air_policing.hangar import Hangar
from posture.operations.air_policing.schema import AirPolicing, DetachmentStrength
from posture.operations.air_policing.tracks import Track
from posture.theatre import Theatre

if TYPE_CHECKING:
    from posture.operations.air_policing.station import BaseAtWork


@dataclass(slots=True, eq=False)
class Practice:
    """A pair in the air for training; `recalled` once it has been sent to a track."""

    took_off: int
    recalled: bool = False


class Flight:
    """A detachment that has taken over; `over` once it is relieved."""

    def __init__(
        self,
        theatre: Theatre,
        name: str,
        written: AirPolicing,
        brings: DetachmentStrength,
        station: "BaseAtWork",
    ) -> None:
        self.theatre = theatre
        self.name = name
        self.station = station
        self.pairs = brings.pairs
        self.aircraft = brings.aircraft
        self.ready = brings.aircraft
        self.alert = 0
        self.away = 0
        self.broken = 0
        self.trainers: list[Practice] = []
        self.over = False
        self.crews = CrewRoster(written.crews)
        self.hangar = Hangar(theatre, name, written.upkeep, self._mended)
        self._limited = written.crews is not None
        self._breaks = written.upkeep.breaks > 0
        self._rises = written.flying.second_line
        self._at_once = self._rises == Constant(0.0)
        self._turn_round = written.flying.turn_round
        self._turns = round(self._turn_round.low) if isinstance(self._turn_round, Constant) else -1
        self._training = written.training
        self._watches: list[int] = []
        self._rising: list[int] = []
        self._asked = NEVER
        self._fails = Exponential((written.upkeep.between or 0) / brings.aircraft)
        flights = written.training.flights if written.training else 0.0
        self._trains = Exponential(YEAR / flights if flights else 0.0)

    def begin(self) -> None:
        """Take over: pairs that there are aircraft and crews for are on alert at once."""
        while self._could_rise():
            self._prepare()
            self._stand()
        self._rise_later()
        if self._fails.mean_:
            self._fail_next()
        if self._trains.mean_:
            self._train_next()

    def end(self) -> None:
        """Be relieved: who is in the air comes home and is not counted any more."""
        self.over = True
        self.alert = 0
        self.trainers.clear()

    # Alert

    def _could_rise(self) -> bool:
        if self.ready < 2 or self.alert + len(self._rising) >= self.pairs:
            return False
        return not self._limited or self.crews.next() <= self.theatre.now

    def _prepare(self) -> None:
        self.ready -= 2
        if self._limited:
            self.crews.take()

    def _stand(self) -> None:
        self.alert += 1
        if self._limited:
            self._watches.append(self.theatre.now + self.crews.duty)
            self.theatre.after(self.crews.duty, self._relieve)

    def _lose(self) -> None:
        """Take one pair from alert, the one whose time is over first."""
        self.alert -= 1
        if self._watches:
            self._watches.pop(0)

    def _refill(self) -> None:
        """Put on alert what there is, and tell."""
        if self.over:
            return
        while self.ready >= 2 and self._could_rise():
            self._prepare()
            if self._at_once:
                self._stand()
            else:
                seconds = self.theatre.chance.seconds(self._rises, self.name, "second line")
                insort(self._rising, self.theatre.now + seconds)
                self.theatre.after(seconds, self._risen)
        if self._limited:
            self._rise_later()
        self.station.tell()

    def _risen(self) -> None:
        if not self.over and self._rising and self._rising[0] <= self.theatre.now:
            self._rising.pop(0)
            self._stand()
            self.station.tell()

    def _rise_later(self) -> None:
        """Look again when crews are rested, where only they are wanted."""
        wanted = self.alert + len(self._rising) < self.pairs and self.ready >= 2
        when = self.crews.next()
        if wanted and self.theatre.now < when < self._asked:
            self._asked = when
            self.theatre.after(when - self.theatre.now, self._look)

    def _look(self) -> None:
        self._asked = NEVER
        self._refill()

    def _relieve(self) -> None:
        """Change the crews whose time on alert is over, or leave the slot empty."""
        if self.over or not self._watches or self._watches[0] > self.theatre.now:
            return
        self._lose()
        self.crews.rest(self.theatre.now)
        if self.crews.next() <= self.theatre.now:
            self.crews.take()
            self._stand()
        else:
            self.ready += 2
            self._refill()

    # In the air

    def second_line(self, now: int, track: Track) -> int:
        """Seconds from an order until a pair not on alert is in the air; -1 if there is none."""
        wait = track.second_line if self.ready >= 2 and self.crews.next() <= now else -1
        if self._rising:
            rises = self._rising[0] - now + track.reaction
            return rises if wait < 0 else min(wait, rises)
        return wait

    def scramble(self, now: int, wait: int, track: Track) -> None:
        """Take the pair that is in the air after `wait` from those on the ground."""
        if self.alert:
            self._lose()
        elif self._rising and wait == self._rising[0] - now + track.reaction:
            self._rising.pop(0)
        else:
            self._prepare()
        self.away += 1
        self._refill()

    def recall(self) -> int:
        """Send the last pair that took off for training to a track; gives when it took off."""
        practice = self.trainers.pop()
        practice.recalled = True
        return practice.took_off

    def comes_back(self, now: int, lands: int) -> None:
        """Let a pair land then; its crews rest, what is sound is turned round, what is not is taken in."""
        if self._limited:
            self.crews.rest(lands)
        seconds = self._turns
        if seconds < 0:
            seconds = self.theatre.chance.seconds(self._turn_round, self.name, "turn-round")
        seconds += lands - now
        if self._breaks:
            broken = self.hangar.lands_broken() + self.hangar.lands_broken()
            if broken:
                self.theatre.after(lands - now, partial(self._take_in, broken))
                if broken == 1:
                    self.theatre.after(seconds, self._one_turned)
                return
        self.theatre.after(seconds, self._both_turned)

    def _both_turned(self) -> None:
        self.away -= 1
        self.ready += 2
        self._refill()

    def _one_turned(self) -> None:
        self.ready += 1
        self._refill()

    # What breaks

    def _take_in(self, broken: int) -> None:
        self.away -= 1
        for _ in range(broken):
            self._break()

    def _break(self) -> None:
        if not self.over:
            self.broken += 1
            self.station.serviceable(-1)
            self.hangar.take()

    def _mended(self) -> None:
        if not self.over:
            self.ready += 1
            self.broken -= 1
            self.station.serviceable(1)
            self._refill()

    def _fail_next(self) -> None:
        seconds = self.theatre.chance.seconds(self._fails, self.name, "fails")
        self.theatre.after(max(1, seconds), self._fail)

    def _fail(self) -> None:
        """One aircraft at its time: it fails if it stands ready or on alert, else nothing happens."""
        if self.over:
            return
        self._fail_next()
        which = int(self.theatre.chance.uniform(self.name, "which fails") * self.aircraft)
        if which < 2 * self.alert:
            self._lose()
            self.crews.rested(self.theatre.now)
            self.ready += 1
        elif which < 2 * self.alert + self.ready:
            self.ready -= 1
        else:
            return
        self._break()
        self._refill()

    # Training

    def _train_next(self) -> None:
        seconds = self.theatre.chance.seconds(self._trains, self.name, "trains")
        self.theatre.after(max(1, seconds), self._train)

    def _train(self) -> None:
        """Take off with the spare pair, if there is one; notes `training` with the time in the air."""
        if self.over or self._training is None:
            return
        self._train_next()
        now = self.theatre.now
        if self.station.shut or self.ready < 2 or self.crews.next() > now:
            return
        self._prepare()
        self.away += 1
        seconds = self.theatre.chance.seconds(self._training.length, self.name, "training flight")
        self.theatre.note(TRAINING, self.station.name, self.name, seconds)
        practice = Practice(now)
        if self._training.recalled:
            self.trainers.append(practice)
        self.theatre.after(seconds, partial(self._trained, practice))

    def _trained(self, practice: Practice) -> None:
        """Land from training, unless sent to a track meanwhile; notes `flies` with the time in the air."""
        if practice.recalled:
            return
        if practice in self.trainers:
            self.trainers.remove(practice)
        now = self.theatre.now
        self.theatre.note(FLIES, self.station.name, "training", now - practice.took_off)
        self.comes_back(now, now)
