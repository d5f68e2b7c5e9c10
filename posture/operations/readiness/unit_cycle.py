"""The life of one unit: stood up, certified, standing by, alerted, ready; failed and restored."""

from typing import Literal

from simpy import Event

from posture.operations.readiness.calls import AlertDraw, drawn
from posture.operations.readiness.event_kinds import ALERTED, ENROLLED, IN_EFFECT, READY_TO_MOVE, SHORTENED
from posture.operations.readiness.standing import TAKEN, Standing
from posture.operations.readiness.watches import TierWatch
from posture.theatre import Theatre

Phase = Literal["stand-up", "certified", "stand-by", "stand-down", "over"]


class Life(Standing):
    """One unit, through its cycle or its calendar, until it is called.

    A unit that a commitment holds, or that moves, is left alone until it is ready again.
    """

    def __init__(self, theatre: Theatre, name: str, people: int, watch: TierWatch) -> None:
        super().__init__(theatre, name, people, watch)
        self.phase: tuple[Phase, TierWatch | None] | None = None
        """What the calendar says, and at whose notice meanwhile; nothing for a unit in no turn."""
        self.caller: TierWatch | None = None
        """The watch with which it was called."""
        self._call: AlertDraw | None = None
        self._due: int | None = None
        """When it is due, for a unit called while it is unready."""
        self._until: int | None = None

    def begin(self) -> None:
        """Enter its life: somewhere in its cycle, as the calendar says, or certified."""
        self.theatre.note(ENROLLED, self.name, self.watch.name, self.people)
        self.theatre.status.answer(self.name, self.ready_in, self.dismiss)
        if not self.free():
            self._taken()
        elif self.watch.tier.cycle and self.phase is None:
            self._look_out()
            self._into_the_cycle()
        else:
            self._look_out()
            self._resume()

    def turn(self, phase: Phase, meanwhile: TierWatch | None) -> None:
        """Do as the calendar says; who has been called, or is held by another, goes on with that."""
        self.phase = phase, meanwhile
        if self.caller is None and self.free():
            self._resume()

    def stand_by(self) -> None:
        """Take a slot of its watch, until its time is over, it fails or is worn out."""
        chance, tier, now = self.theatre.chance, self.watch.tier, self.theatre.now
        self.enter("stand-by")
        if tier.cycle and self.phase is None:
            if self._until is None:
                self._until = now + chance.seconds(tier.cycle.stand_by, self.name, "stand-by")
            self.later(max(0, self._until - now), self.recover)
        if tier.failures:
            self.later(chance.seconds(tier.failures.after, self.name, "failure"), self._fail)
        self.join(self.watch)

    def on_call(self) -> bool:
        """Whether an alert would find it: standing by, or being restored to."""
        return self.caller is None and self.free() and (self.at is not None or self.step == "unready")

    def alert(self) -> None:
        """Let its notice run: at once, or once it is restored. Who is at no notice is not alerted."""
        theatre, now = self.theatre, self.theatre.now
        if not self.on_call():
            return
        if self.at is not None:
            self.caller = self.at
            notice = theatre.status.notice(self.name) or 0
            theatre.note(ALERTED, self.name, self.caller.name, notice)
            self._run(self.caller, notice, now + notice)
        else:
            self.caller = self.watch
            notice = self.watch.tier.notice
            theatre.note(ALERTED, self.name, self.watch.name, notice)
            self._due = now + notice

    def ready_in(self) -> int | None:
        """Alert it and say how many seconds it needs; None if it is at no notice to move."""
        self.alert()
        if self._call is None or self.caller is None or self.caller.tier.notice_to == "effect":
            return None
        return max(0, self._call.ready - self.theatre.now)

    def hurry(self) -> None:
        """Shorten what remains of its notice to the raised one; notes `shortened`."""
        theatre, watch, call = self.theatre, self.caller, self._call
        if watch is None or watch.tier.raised is None or call is None or self.step != "alerted":
            return
        left = call.shorten(theatre.now, watch.tier.raised)
        if left is not None:
            theatre.status.set_notice(self.name, left)
            theatre.note(SHORTENED, self.name, watch.name, left)
            self.instead(call.ready - theatre.now, self._ready)

    def dismiss(self) -> None:
        """End what it was called for, and let it recover."""
        if self.caller is not None and self.free():
            self.caller = self._call = self._due = None
            self.recover()
            if self.phase is not None:
                self._resume()

    def disband(self) -> None:
        """Leave its watch for good, unless it has been called."""
        if self.caller is None and self.free():
            self.enter("stand-down")

    def recover(self) -> None:
        """Stand down; trained and certified again by its cycle, its tier or its calendar."""
        tier, chance = self.watch.tier, self.theatre.chance
        self.enter("stand-down")
        self._until = None
        if self.phase is not None:
            return
        if tier.cycle:
            self.later(chance.seconds(tier.cycle.recovery, self.name, "recovery"), self._train)
        else:
            rest = chance.seconds(tier.wear.recovery, self.name, "recovery") if tier.wear else 0
            self.later(rest, self._certify)

    def _resume(self) -> None:
        """Go where the calendar has it, or be certified."""
        phase, meanwhile = self.phase or ("stand-by", None)
        if phase == "stand-by":
            self._certify()
            return
        self.enter("stand-down" if phase == "over" else phase)
        if phase != "over" and meanwhile is not None and meanwhile.open:
            self.join(meanwhile)

    def _into_the_cycle(self) -> None:
        """A place at random in its first cycle."""
        cycle, chance, name = self.watch.tier.cycle, self.theatre.chance, self.name
        assert cycle is not None
        work_up = chance.seconds(cycle.work_up, name, "work-up")
        stand_by = work_up + chance.seconds(cycle.stand_by, name, "stand-by")
        whole = stand_by + chance.seconds(cycle.recovery, name, "recovery")
        place = int(chance.uniform(name, "place in its cycle") * whole)
        if place < work_up:
            self._train(work_up - place)
        elif place < stand_by:
            self._until = self.theatre.now + stand_by - place
            self._certify()
        else:
            self.enter("stand-down")
            self.later(whole - place, self._train)

    def _train(self, left: int | None = None) -> None:
        cycle = self.watch.tier.cycle
        assert cycle is not None
        self.enter("stand-up")
        whole = self.theatre.chance.seconds(cycle.work_up, self.name, "work-up") if left is None else left
        self.later(whole, self._certify)

    def _certify(self) -> None:
        """Ready for its slot, or for the alert that came meanwhile."""
        self.enter("certified")
        if self._due is not None:
            self._run(self.watch, self.watch.tier.notice, self._due)
        else:
            self.watch.offer(self)

    def _fail(self) -> None:
        """Unready until a crew has restored it."""
        failures, crews = self.watch.tier.failures, self.watch.crews
        assert failures is not None
        assert crews is not None
        self.enter("unready")
        seconds = self.theatre.chance.seconds(failures.restoring, self.name, "restoring")
        grant = crews.acquire(self.name, 0)
        self.work = crews, grant

        def begin(_: Event) -> None:
            if self.work is not None and self.work[1] is grant:
                self.later(seconds, self._restored)

        grant.granted.callbacks.append(begin)

    def _restored(self) -> None:
        over = self._until is not None and self._until <= self.theatre.now and self.caller is None
        if over:
            self.recover()
        else:
            self._certify()

    def _run(self, watch: TierWatch, notice: int, due: int) -> None:
        theatre = self.theatre
        self.enter("alerted")
        theatre.status.set_notice(self.name, notice)
        self._due = None
        self._call = drawn(theatre.chance, self.name, watch.tier, theatre.now, notice, due)
        self.later(self._call.ready - theatre.now, self._ready)

    def _ready(self) -> None:
        assert self.caller is not None
        to_move = self.caller.tier.notice_to == "move"
        step = READY_TO_MOVE if to_move else IN_EFFECT
        self.enter(step)
        if to_move:
            self.theatre.status.set_notice(self.name, 0)
        self.theatre.note(step, self.name, self.caller.name, self.people)

    def _look_out(self) -> None:
        """Be told when another operation takes it."""
        self.theatre.status.when(self.name, "committed").callbacks.append(self._taken)
        self.theatre.status.when(self.name, "moving").callbacks.append(self._taken)

    def _taken(self, event: Event | None = None) -> None:
        """Leave it to another operation until it is ready again."""
        if self.step != TAKEN:
            self.caller = self._call = self._due = self._until = None
            self.enter(TAKEN)
        if event is None:
            self._look_out()
        else:
            self.theatre.status.when(self.name, "ready").callbacks.append(self._back)

    def disturbed(self, event: Event) -> None:
        """It has trained or recovered: for another operation, unless it was sent to."""
        if self.at is not None and not self.free():
            self._taken(event)

    def _back(self, _: Event) -> None:
        """Ready again: back to its calendar or its slot."""
        if self.step != TAKEN:
            return
        self._look_out()
        if self.theatre.commitments.held(self.name) is None:
            self.step = ""
            self._resume()
