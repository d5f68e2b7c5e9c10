"""Who may fill what: pools, nations, kinds and their substitutes, caveats."""

from collections.abc import Iterator, Mapping

from posture.core.clock import DAY
from posture.core.schema import Span
from posture.operations.rotations.schema import NOTHING, Rotations, Rule, UnitPool
from posture.theatre.forces import Unit

MONTH = round(365.25 / 12 * DAY)
"""Seconds by which spans of months are ranked; nothing is scheduled by it."""


def rough(span: Span) -> int:
    """About how many seconds, to rank spans."""
    return span.months * MONTH + span.seconds


def pooled(written: Rotations, units: Mapping[str, Unit]) -> dict[str, list[str]]:
    """Every unit that rotates, with the pools that it is in."""
    found: dict[str, list[str]] = {}
    for name, pool in written.pools.items():
        for key, unit in units.items():
            if _in_pool(pool, key, unit):
                found.setdefault(key, []).append(name)
    return found


def _in_pool(pool: UnitPool, key: str, unit: Unit) -> bool:
    words = ((pool.nations, unit.nation), (pool.kinds, unit.kind), (pool.units, key))
    return all(not wanted or has in wanted for wanted, has in words)


def kept(written: Rotations) -> dict[str, str]:
    """The task for which each unit is kept that is kept for one."""
    tasks = (*written.commitments.items(), *written.rules.items())
    return {unit: name for name, rule in tasks for unit in rule.keeps}


def cycle_of_substitutes(written: Rotations) -> list[str]:
    """Kinds that stand in for one another in a circle, the first again at the end; empty if none do."""
    done: set[str] = set()

    def walk(kind: str, path: list[str]) -> list[str]:
        if kind in path:
            return [*path[path.index(kind) :], kind]
        for donor in () if kind in done else written.substitutes.get(kind, ()):
            found = walk(donor, [*path, kind])
            if found:
                return found
        done.add(kind)
        return []

    return next((circle for kind in written.substitutes if (circle := walk(kind, []))), [])


class Eligible:
    """Who may fill each commitment, and what its conversion costs."""

    def __init__(self, written: Rotations, units: Mapping[str, Unit]) -> None:
        self._written = written
        self._units = units
        self.pooled = pooled(written, units)
        self.kept = kept(written)
        self._found: dict[str, tuple[dict[str, Span], dict[str, Span]]] = {}
        self._by_kind = {key for key, pools in self.pooled.items() if written.pools[pools[0]].by_kind}

    def both(self, name: str, rule: Rule) -> tuple[dict[str, Span], dict[str, Span]]:
        """Who may fill a commitment, and who might, of all nations: once for all runs."""
        if name not in self._found:
            fitting = self.of(name, rule.model_copy(update={"nations": (), "units": ()}))
            self._found[name] = self.of(name, rule), fitting
        return self._found[name]

    def of(self, name: str, rule: Rule) -> dict[str, Span]:
        """Units that may fill a commitment, each with its time of conversion."""
        costs = self._conversions(rule.kinds)
        return {
            key: costs[self._units[key].kind] if rule.kinds else NOTHING
            for key in self.admitted(name, rule)
            if (self._units[key].kind in costs if rule.kinds else key not in self._by_kind)
        }

    def admitted(self, name: str, rule: Rule) -> Iterator[str]:
        """Units that nation, name and caveats admit, whatever their kind."""
        for key in self.pooled:
            nation = self._units[key].nation
            barred = any(name in self._written.caveats.get(who, ()) for who in (key, nation))
            elsewhere = self.kept.get(key, name) != name
            wanted = (not rule.nations or nation in rule.nations) and (not rule.units or key in rule.units)
            if wanted and not (barred or elsewhere):
                yield key

    def _conversions(self, kinds: tuple[str, ...]) -> dict[str, Span]:
        """The cheapest conversion of each kind of unit into one of those wanted."""
        best = dict.fromkeys(kinds, NOTHING)
        waiting = list(kinds)
        while waiting:
            kind = waiting.pop()
            for donor, cost in self._written.substitutes.get(kind, {}).items():
                through = Span(best[kind].months + cost.months, best[kind].seconds + cost.seconds)
                if donor not in best or rough(through) < rough(best[donor]):
                    best[donor] = through
                    waiting.append(donor)
        return best
