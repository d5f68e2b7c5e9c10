"""What a wait costs as a line of a generator and as a timer that calls back, in one run, by processor time.

A hundred machines go round four phases, half a million waits in all. A plain wait always ends by itself;
one that may be cut short, as a sortie, a stay or an alert may, needs a condition of SimPy in a generator,
and in a call-back a number that says whether its timer is still meant. With the number of timers that
a run of an operation starts, the difference is what saying it as generators would cost.
"""

from collections.abc import Callable
from functools import partial
from statistics import median
from time import process_time

from posture.core.clock import Clock, utc
from posture.core.rng import Streams
from posture.theatre import Process, Theatre

MACHINES, ROUNDS, ROUNDS_OF_PHASES = 100, 7, 1_250
PHASES = (5_400, 7_200, 1_800, 21_600)
HORIZON = ROUNDS_OF_PHASES * sum(PHASES)


def plain_generators(theatre: Theatre, passed: list[int]) -> None:
    """Each machine is a process that waits for its phases in turn."""

    def machine() -> Process:
        while True:
            for number, phase in enumerate(PHASES):
                yield theatre.wait(phase)
                passed[number] += 1

    for _ in range(MACHINES):
        theatre.start(machine())


def generators_that_may_be_cut(theatre: Theatre, passed: list[int]) -> None:
    """The same, and each wait ends earlier should an event come, which it never does."""

    def machine() -> Process:
        recall = theatre.env.event()
        while True:
            for number, phase in enumerate(PHASES):
                yield theatre.wait(phase) | recall
                passed[number] += 1
                recall = theatre.env.event()

    for _ in range(MACHINES):
        theatre.start(machine())


class _Machine:
    """A machine as the house says one: what comes next is a method of its own."""

    def __init__(self, theatre: Theatre, passed: list[int]) -> None:
        self.theatre, self.passed, self.number, self.plan = theatre, passed, 0, 0
        self.wait()

    def wait(self) -> None:
        """Begin a phase."""
        self.theatre.after(PHASES[self.number], self.next)

    def next(self) -> None:
        """A phase has ended; the next begins."""
        self.passed[self.number] += 1
        self.number = (self.number + 1) % len(PHASES)
        self.wait()


class _MachineThatMayBeCut(_Machine):
    """The same, with a number that a recall would raise."""

    def wait(self) -> None:
        """Begin a phase."""
        self.theatre.after(PHASES[self.number], partial(self.unless_cut, self.plan))

    def unless_cut(self, plan: int) -> None:
        """Go on, unless the timer is no longer meant."""
        if plan == self.plan:
            self.next()


def timers(machine: type[_Machine]) -> Callable[[Theatre, list[int]], None]:
    """Machines of this class, all of them."""

    def start(theatre: Theatre, passed: list[int]) -> None:
        for _ in range(MACHINES):
            machine(theatre, passed)

    return start


def timed(start: Callable[[Theatre, list[int]], None]) -> tuple[float, list[int]]:
    """Microseconds a wait, and how often each phase was passed."""
    theatre = Theatre(Clock(utc(2026, 1, 1)), Streams(1, 0), HORIZON, {})
    passed = [0] * len(PHASES)
    begin = process_time()
    start(theatre, passed)
    theatre.run()
    return (process_time() - begin) / sum(passed) * 1e6, passed


def compare(
    what: str, slow: Callable[[Theatre, list[int]], None], fast: Callable[[Theatre, list[int]], None]
) -> None:
    """Print what a wait costs either way, and the difference with its least and greatest."""
    pairs = []
    for _ in range(ROUNDS):
        (one, counted), (other, too) = timed(slow), timed(fast)
        if counted != too:
            raise SystemExit(f"they count otherwise: {counted}, {too}")
        pairs.append((one, other))
    gains = sorted(one - other for one, other in pairs)
    print(
        f"{what}: generator {median(one for one, _ in pairs):.2f} us, timer "
        f"{median(other for _, other in pairs):.2f} us, difference {median(gains):.2f} "
        f"({gains[0]:.2f} to {gains[-1]:.2f})"
    )


def main() -> None:
    """Both kinds of wait."""
    compare("a plain wait", plain_generators, timers(_Machine))
    compare("a wait that may be cut short", generators_that_may_be_cut, timers(_MachineThatMayBeCut))


if __name__ == "__main__":
    main()
