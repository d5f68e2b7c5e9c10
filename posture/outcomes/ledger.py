"""The delay ledger: where every second between the indication and a closure went."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

from posture.core.clock import in_days
from posture.core.errors import ModelFault
from posture.core.event_log import Log, Row
from posture.core.ids import id_of, is_part, is_whole, whole_of
from posture.core.measure import Measure
from posture.theatre.event_kinds import ABOARD, BOUND, CAUSES, CLOSED, EXPECTED, FOLLOWS, INDICATION, ORDER


class LedgerEntry(NamedTuple):
    """So many seconds for one cause at one place, by one holder of the ledger."""

    who: str
    cause: str
    where: str
    seconds: int


class Journey(NamedTuple):
    """With whom a serial went together, and from when to when."""

    lead: str
    begin: int
    end: int


Accounts = dict[str, tuple[LedgerEntry, ...]]
"""By brigade or part that closed: its critical chain, in order of time."""


class Books:
    """One log, read once: who spent what, whose ledger goes on from whose, and what closed when."""

    def __init__(self, log: Log) -> None:
        self.spent: defaultdict[str, list[Row]] = defaultdict(list)
        for row in log.of(*CAUSES):
            self.spent[row.who].append(row)
        self.follows = {row.who: row.where for row in log.of(FOLLOWS)}
        self.begins = {row.who: row.time for row in log.of(FOLLOWS)}
        self.aboard = {row.who: Journey(row.where, row.time - row.amount, row.time) for row in log.of(ABOARD)}
        self.closed = {row.who: row.time for row in log.of(CLOSED)}
        self.subjects = {row.who: row.where for row in log.of(EXPECTED)}
        self.signs = {row.who: row.time for row in log.of(INDICATION)}
        self.orders = {row.who: row.time for row in log.of(ORDER) if row.where == "deploy"}

    def chain(self, who: str) -> list[str]:
        """Whose ledgers make up that of `who`, the first holder first."""
        holders = [who]
        while (before := self.follows.get(holders[-1])) is not None:
            holders.append(before)
            if len(holders) > len(self.follows) + 1:
                raise ModelFault(f"the ledger of '{who}' goes round: it follows itself")
        return holders[::-1]

    def entries(self, who: str) -> tuple[LedgerEntry, ...]:
        """The ledger of `who`; a part that follows nobody stood there, and had only the order to wait for.

        Of a holder counts what it spent until the next goes on from it: people who draw a store wait for
        their own reception beside that.
        """
        holders = self.chain(who)
        if holders[0] not in self.spent and is_part(holders[0]):
            return self._in_place(holders[0])
        ends = [*(self.begins[after] for after in holders[1:]), inf]
        return tuple(
            LedgerEntry(holder, cause, where, seconds)
            for holder, end in zip(holders, ends, strict=True)
            for time, cause, _, where, seconds in self.rows(holder)
            if time <= end
        )

    def rows(self, holder: str) -> Sequence[Row]:
        """What a holder spent, the journey with another's lift included."""
        mine = self.spent.get(holder, ())
        journey = self.aboard.get(holder)
        if journey is None:
            return mine
        theirs = [row for row in self.rows(journey.lead) if journey.begin < row.time <= journey.end]
        return sorted((*mine, *theirs), key=lambda row: row.time)

    def _in_place(self, part: str) -> tuple[LedgerEntry, ...]:
        order = self.subjects.get(whole_of(part), "")
        waited = self.orders.get(order, 0) - self.signs.get(order, 0)
        return (LedgerEntry(part, "decision", order, waited),) if waited else ()

    def closures(self) -> Iterator[tuple[str, int]]:
        """Every brigade and part that closed, with the seconds from the first sign to its closure."""
        for who, time in self.closed.items():
            brigade = whole_of(who)
            if brigade in self.subjects:
                yield who, time - self.signs.get(self.subjects[brigade], 0)


def books(log: Log) -> Books:
    """The books of a log, kept with it as long as it does not grow."""
    return log.once(Books)


def chain(log: Log, who: str) -> list[str]:
    """Whose ledgers make up that of `who`, the first holder first."""
    return books(log).chain(who)


def entries(log: Log, who: str) -> tuple[LedgerEntry, ...]:
    """The ledger of `who`, in order of time; it ends when `who` closed."""
    return books(log).entries(who)


def closed(log: Log) -> Iterator[tuple[str, int]]:
    """Every brigade that closed, with the seconds from its first sign to its closure."""
    return ((who, seconds) for who, seconds in books(log).closures() if is_whole(who))


def accounts(log: Log) -> Accounts:
    """The critical chains of every brigade and part that closed, sorted by name.

    Each sums up to the second to the time from the first sign to its closure, or it is a fault of ours.
    """
    held = books(log)
    found: Accounts = {}
    for who, seconds in sorted(held.closures()):
        found[who] = held.entries(who)
        booked = sum(entry.seconds for entry in found[who])
        if booked != seconds:
            raise ModelFault(
                f"the ledger of '{who}' does not balance: {booked} s are booked, {seconds} s passed "
                f"between the indication and its closure"
            )
    return found


def delay_days(log: Log) -> dict[str, float]:
    """Days of each cause along the critical chain of each brigade that closed."""
    sums: dict[str, int] = defaultdict(int)
    for who, _ in closed(log):
        for cause in CAUSES:
            sums[id_of(who, cause)] = 0
        for entry in entries(log, who):
            sums[id_of(who, entry.cause)] += entry.seconds
    return {subject: in_days(seconds) for subject, seconds in sums.items()}


def bound_days(log: Log) -> dict[str, float]:
    """Days before which no closure is possible, whatever chance brings."""
    return {row.who: in_days(row.amount) for row in log.of(BOUND)}


MEASURES = (
    Measure("delay_days", "d", "lower", "Days booked to a cause along the critical chain", delay_days),
    Measure("closure_bound_days", "d", "neither", "Lower bound of the closure from the network", bound_days),
)
