"""What happens: units stand by by calendar or cycle; orders raise, alert and dismiss them."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from simpy import Event

from posture.core.event_kinds import EventKind
from posture.operations.readiness.event_kinds import NOTICE_TO_EFFECT, NOTICE_TO_MOVE, WANTED
from posture.operations.readiness.schema import EVERYBODY, Change, NoticeTo, Readiness, Tier
from posture.operations.readiness.unit_cycle import Life, Phase
from posture.operations.readiness.watches import TierWatch
from posture.theatre import Process, Theatre
from posture.theatre.forces import Unit
from posture.theatre.queues import Queue

PHASES: Mapping[str, Phase] = {
    "stand_up": "stand-up",
    "certified": "certified",
    "stand_by": "stand-by",
    "stand_down": "stand-down",
    "over": "over",
}
"""What begins on each date of a turn."""


NOTICES: dict[NoticeTo, EventKind] = {"move": NOTICE_TO_MOVE, "effect": NOTICE_TO_EFFECT}
"""How a tier's notice is told; the two are never mixed."""


def start(theatre: Theatre, written: Readiness, units: Mapping[str, Unit]) -> None:
    """Let every unit of a tier live its readiness, and every order to a tier, a force or all be obeyed."""
    if written.tiers:
        Alliance(theatre, written, units).begin()


class Alliance:
    """All that stand by: watches by tier and lives by unit."""

    def __init__(self, theatre: Theatre, written: Readiness, units: Mapping[str, Unit]) -> None:
        self.theatre = theatre
        self.written = written
        crews = {name: Queue(theatre.env, name, servers) for name, servers in written.crews.items()}
        self.watches = {name: _watch(name, tier, crews) for name, tier in written.tiers.items()}
        mine = {unit: watch for watch in self.watches.values() for unit in watch.tier.units}
        filled = {nation: self._fill(nation) for nation in sorted({units[unit].nation for unit in mine})}
        self.nation_of = {unit: units[unit].nation for unit in mine}
        self.lives = {
            unit: Life(theatre, unit, round(units[unit].people * filled[self.nation_of[unit]]), watch)
            for unit, watch in mine.items()
        }

    def begin(self) -> None:
        """Note the tiers, send everybody where they belong, and listen to orders."""
        theatre, written = self.theatre, self.written
        for name, tier in written.tiers.items():
            theatre.note(NOTICES[tier.notice_to], name, tier.force, tier.notice)
            theatre.note(WANTED, name, amount=tier.slots or len(tier.units))
        for change in written.changes.values():
            self._announce(change)
        self._follow_the_calendar()
        for name in [unit for watch in self.watches.values() for unit in watch.tier.units]:
            self.lives[name].begin()
        for subject in sorted({EVERYBODY, *written.tiers, *written.forces()}):
            watches = [self.watches[name] for name in written.ordered(subject)]
            self._obey(theatre.orders.wait("raise", subject), partial(self._raise, watches))
            self._obey(theatre.orders.wait("end", subject), partial(self._end, watches))
            self._obey(theatre.orders.wait("deploy", subject), partial(self._call, subject, watches))

    def _fill(self, nation: str) -> float:
        """Share of its people that a nation provides, one draw a nation."""
        law = self.written.fill.get(nation) or self.written.fill.get("any")
        return self.theatre.chance.draw(law, nation, "fill") if law else 1.0

    def _obey(self, order: Event, then: Callable[[], None]) -> None:
        def wait() -> Process:
            yield order
            then()

        self.theatre.start(wait())

    def _raise(self, watches: list[TierWatch]) -> None:
        for watch in watches:
            self.theatre.after(watch.tier.raising, partial(self._lift, watch))

    def _lift(self, watch: TierWatch) -> None:
        watch.raised = watch.tier.raised is not None
        for life in self._of(watch):
            life.lift()
            life.hurry()

    def _call(self, subject: str, watches: list[TierWatch]) -> None:
        """Alert who stands by now, and not who steps up for them, each when its nation has released it."""
        for life in [life for watch in watches for life in self._of(watch) if life.on_call()]:
            released = self.theatre.orders.released(self.nation_of[life.name], subject, life.name)
            self._obey(released, life.alert)

    def _end(self, watches: list[TierWatch]) -> None:
        for watch in watches:
            watch.raised = False
            for life in self._of(watch):
                life.lower()
                life.dismiss()

    def _of(self, watch: TierWatch) -> list[Life]:
        """Who stands by in a watch, was called with it, or is being restored for it."""
        return [life for life in self.lives.values() if (life.at or life.caller or life.watch) is watch]

    def _announce(self, change: Change) -> None:
        """Keep the force closed that begins with a change, and bring the change about if it is active."""
        ending = [watch for watch in self.watches.values() if watch.tier.force == change.ends]
        coming = [watch for watch in self.watches.values() if watch.tier.force == change.begins]
        for watch in coming:
            watch.open = False
        if change.active:
            second = max(0, self.theatre.clock.seconds(change.on))
            self.theatre.after(second, partial(self._change, ending, coming))

    def _change(self, ending: list[TierWatch], coming: list[TierWatch]) -> None:
        for watch in ending:
            watch.open = False
            for life in self._of(watch):
                life.disband()
        for watch in coming:
            watch.open = True
            watch.fill()

    def _follow_the_calendar(self) -> None:
        """Each unit of a turn: what it does at the start, and what it will do on each later date."""
        for unit, phase, meanwhile, second in sorted(self._dates(), key=lambda date: date[3]):
            life = self.lives[unit]
            if life.phase is None:
                life.phase = "over", None
            if second <= 0:
                life.phase = phase, meanwhile
            else:
                self.theatre.after(second, partial(life.turn, phase, meanwhile))

    def _dates(self) -> Iterator[tuple[str, Phase, TierWatch | None, int]]:
        for turn in self.written.turns.values():
            meanwhile = self.watches.get(turn.meanwhile)
            for name, date in turn.dates():
                for unit in turn.units:
                    yield unit, PHASES[name], meanwhile, self.theatre.clock.seconds(date)


def _watch(name: str, tier: Tier, crews: Mapping[str, Queue]) -> TierWatch:
    return TierWatch(name, tier, crews[tier.failures.crews] if tier.failures else None)
