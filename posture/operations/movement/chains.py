"""Chains: the serials of one plan leg by leg, who of them waits, requests for those that go another way."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace

from simpy import Event

from posture.operations.movement.legs import Plan
from posture.operations.movement.route_request import RouteRequest
from posture.operations.movement.serials import Serial
from posture.theatre.requests import Move, Stop


@dataclass(slots=True)
class SerialChain:
    """The serials of one plan of a request, leg by leg."""

    move: Move
    plan: Plan
    crews: list[list[Serial]] = field(default_factory=list)
    news: Event | None = None
    """What tells those that wait for their first lift, in columns, that other plans are sooner by now."""
    others: tuple[Plan, ...] = ()
    """By which those that wait for their first lift are sooner by now."""

    def unloaded(self, serial: Serial, number: int) -> list[Serial]:
        """A serial and all others of its leg whose pieces are there too and have no lift yet."""
        return [one for one in self.crews[number - 1] if one is serial or waits_for_lift(one)]

    def shape_from(self, number: int) -> RouteRequest:
        """What decides the way of pieces that stand before a leg: the stops that are still to come."""
        shape = RouteRequest.of(self.move)
        if number == 1:
            return shape
        passed = {leg.end for leg in self.plan.legs[: number - 1]}
        done = [at for at, (place, _) in enumerate(shape.stops) if place in passed]
        start = self.plan.legs[number - 1].start
        return RouteRequest(start, shape.stops[max(done, default=-1) + 1 :], shape.load)


def waits_for_lift(one: Serial) -> bool:
    """Whether its pieces are there, and no lift for them yet."""
    return bool(one.pieces) and one.gathered and not (one.loaded or one.left or one.arrived or one.resting)


def again(move: Move, name: str, pieces: int, start: str, stops: tuple[Stop, ...]) -> Move:
    """A request for some pieces of another that stand elsewhere, ready to go on."""
    there = start == move.start
    more = replace(move, name=name, pieces=pieces, start=start, stops=stops, ready=None)
    return more if there else replace(more, stop=None, departed=None)


def overlapping(upstream: list[Serial], serial: Serial) -> list[Serial]:
    """The serials of the leg before that bring pieces of this one; both go along the pieces in order."""
    begin = bisect_right(upstream, serial.first, key=lambda one: one.last)
    end = bisect_left(upstream, serial.last, key=lambda one: one.first)
    return upstream[begin:end]
