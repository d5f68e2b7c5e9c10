"""What happens: detachments come and go by their dates, bases keep pairs on alert, tracks are met."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simpy import Event

from posture.core.clock import Clock
from posture.operations.air_policing.control import Control
from posture.operations.air_policing.event_kinds import HANDOVER_GAP, READINESS_STATE
from posture.operations.air_policing.schema import AirPolicing, Detachment
from posture.operations.air_policing.sending import come, go
from posture.operations.air_policing.station import BaseAtWork
from posture.theatre import Process, Theatre
from posture.theatre.event_kinds import BASE, FLAG
from posture.theatre.network import Place


def start(theatre: Theatre, written: AirPolicing, places: Mapping[str, Place]) -> None:
    """Open the bases in use, let their detachments come, and watch the areas.

    Notes `handover gap` for each gap of the written history that the run meets.
    """
    names = written.in_use()
    if not names:
        return
    theatre.note(READINESS_STATE, "run", amount=written.flying.readiness)
    for name in names:
        theatre.note(BASE, name, written.bases[name].at, written.bases[name].pairs)
    for gap in gaps(written, theatre.clock, theatre.horizon):
        theatre.note(HANDOVER_GAP, gap.base, gap.relief, gap.end - gap.begin)
    stations = {name: BaseAtWork(theatre, name, written, written.bases[name]) for name in names}
    for station in stations.values():
        theatre.start(station.open())
    for name in names:
        for detachment, one in written.at(name):
            theatre.note(FLAG, detachment, one.nation)
            theatre.start(_serve(theatre, detachment, one, written, stations[name]))
    where = {
        name: (places[one.at].lat, places[one.at].lon) for name, one in written.bases.items() if name in names
    }
    for name, area in written.areas.items():
        Control(theatre, name, area, written.flying, stations).open(where)


def _serve(theatre: Theatre, name: str, one: Detachment, written: AirPolicing, base: BaseAtWork) -> Process:
    """One detachment: it comes, takes over, and leaves; what is over before the run is left out."""
    commitments, clock = theatre.commitments, theatre.clock
    begin = 0 if one.start is None else clock.seconds(one.start)
    end = theatre.horizon if one.end is None else clock.seconds(one.end)
    if end <= 0 or begin >= theatre.horizon:
        return
    over: Event = theatre.wait(end)
    if one.after is not None:
        yield theatre.orders.wait("retask", one.after)
        yield theatre.wait(theatre.chance.seconds(one.notice, name, "notice"))
        over = theatre.orders.wait("end", one.after)
    elif one.by_dates:
        arrives = theatre.chance.seconds(written.arrives, name, "arrives")
        yield theatre.wait(max(0, begin - arrives))
    unit = yield from come(theatre, base, name, one.draws)
    yield theatre.wait(max(0, begin - theatre.now))
    if not over.processed:
        commitments.take_authority(unit)
        yield over
    go(theatre, base, unit)


@dataclass(frozen=True, slots=True)
class Gap:
    """Between two run seconds nobody has taken over at a base; `relief` ends it, empty if nobody does."""

    base: str
    begin: int
    end: int
    relief: str


def gaps(written: AirPolicing, clock: Clock, horizon: int) -> Iterator[Gap]:
    """Gaps between the written detachments of each base in use, within the run, in order of beginning.

    A base that has none written is filled by rotations, and one that need not be filled has no gaps.
    """
    for name in written.in_use():
        base = written.bases[name]
        mine = [pair for pair in written.at(name) if pair[1].after is None]
        if not base.continuous or not mine:
            continue
        covered = 0 if base.since is None else max(0, clock.seconds(base.since))
        last = horizon if base.until is None else min(horizon, clock.seconds(base.until))
        for relief, one in mine:
            begin = 0 if one.start is None else clock.seconds(one.start)
            if covered < min(begin, last):
                yield Gap(name, covered, min(begin, last), relief if begin <= last else "")
            covered = max(covered, last if one.end is None else clock.seconds(one.end))
        if covered < last:
            yield Gap(name, covered, last, "")
