"""The delay ledger: where every second between the indication and a closure went."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from posture.ground.clock import in_days
from posture.ground.log import Log
from posture.ground.measures import Measure
from posture.theatre.kinds import CAUSES


class Entry(NamedTuple):
    """So many seconds for one cause at one place, by one holder of the ledger."""

    who: str
    cause: str
    where: str
    seconds: int


def chain(log: Log, who: str) -> list[str]:
    """Whose ledgers make up that of `who`, the first holder first."""
    follows = {row.who: row.where for row in log.of("follows")}
    holders = [who]
    while holders[-1] in follows:
        holders.append(follows[holders[-1]])
    return holders[::-1]


def entries(log: Log, who: str) -> list[Entry]:
    """The ledger of `who`, in order of time; it ends when `who` closed."""
    spent: dict[str, list[Entry]] = defaultdict(list)
    for row in log.of(*CAUSES):
        spent[row.who].append(Entry(row.who, row.kind, row.where, row.amount))
    return [entry for holder in chain(log, who) for entry in spent[holder]]


def closed(log: Log) -> Iterator[tuple[str, int]]:
    """Every brigade that closed, with the seconds from its first sign to its closure."""
    orders = {row.who: row.where for row in log.of("expected")}
    signs = {row.who: row.time for row in log.of("indication")}
    for row in log.of("closed"):
        if row.who in orders:
            yield row.who, row.time - signs.get(orders[row.who], 0)


def delay_days(log: Log) -> dict[str, float]:
    """Days of each cause along the critical chain of each brigade that closed."""
    sums: dict[str, int] = defaultdict(int)
    for who, _ in closed(log):
        for cause in CAUSES:
            sums[f"{who}/{cause}"] = 0
        for entry in entries(log, who):
            sums[f"{who}/{entry.cause}"] += entry.seconds
    return {subject: in_days(seconds) for subject, seconds in sums.items()}


def bound_days(log: Log) -> dict[str, float]:
    """Days before which no closure is possible, whatever chance brings."""
    return {row.who: in_days(row.amount) for row in log.of("bound")}


MEASURES = (
    Measure("delay_days", "d", "lower", "Days booked to a cause along the critical chain", delay_days),
    Measure("closure_bound_days", "d", "neither", "Lower bound of the closure from the network", bound_days),
)
