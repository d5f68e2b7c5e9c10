"""What it means: sites covered, nodes available, how soon they were, and the people it takes."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from math import inf

from posture.core.clock import in_days
from posture.core.event_log import Log
from posture.core.ids import id_of
from posture.core.measure import horizon, measured
from posture.core.panel import Panel, PanelColumn
from posture.operations.missile_defence.event_kinds import CREW_RELIEVED, OPERATIONAL
from posture.operations.missile_defence.spans import Stretch, gaps, spells, stretches
from posture.theatre.event_kinds import EMPLACED, GARRISON, INDICATION, LEAVES_SITE, NODE, ORDER, SENT_BY


def _share(log: Log, kept: Callable[[Stretch], bool]) -> dict[str, float]:
    """Share of the time in which a site is wanted for which this holds; `all` sites together."""
    spans = {name: mine for name, mine in stretches(log).items() if mine}
    wanted = {name: sum(one.seconds for one in mine) for name, mine in spans.items()}
    had = {name: sum(one.seconds for one in mine if kept(one)) for name, mine in spans.items()}
    found = {name: had[name] / wanted[name] for name in spans}
    return found | ({"all": sum(had.values()) / sum(wanted.values())} if found else {})


def site_coverage_share(log: Log) -> dict[str, float]:
    """Share of the time in which a site is wanted that a node covers it; `all` sites together."""
    return _share(log, lambda one: one.nodes > 0)


def site_coverage_wanted_share(log: Log) -> dict[str, float]:
    """Share of the time in which a site is wanted that as many nodes as wanted cover it."""
    return _share(log, lambda one: one.nodes >= one.nodes_wanted)


def site_layers_wanted_share(log: Log) -> dict[str, float]:
    """Share of the time in which a site is wanted that as many layers as wanted cover it."""
    return _share(log, lambda one: one.layers >= one.layers_wanted)


def _mean(log: Log, number: Callable[[Stretch], int]) -> dict[str, float]:
    return {
        name: sum(one.seconds * number(one) for one in mine) / sum(one.seconds for one in mine)
        for name, mine in stretches(log).items()
        if mine
    }


def site_layers_mean(log: Log) -> dict[str, float]:
    """Layers that cover a site while it is wanted, on average."""
    return _mean(log, lambda one: one.layers)


def site_nodes_mean(log: Log) -> dict[str, float]:
    """Nodes that cover a site while it is wanted, on average."""
    return _mean(log, lambda one: one.nodes)


def site_gaps(log: Log) -> dict[str, float]:
    """How often fewer nodes than wanted covered a site."""
    return {name: float(len(gaps(mine))) for name, mine in stretches(log).items() if mine}


def longest_site_gap_days(log: Log) -> dict[str, float]:
    """The longest time in which fewer nodes than wanted covered a site; 0 if there was none."""
    return {name: in_days(max(gaps(mine), default=0)) for name, mine in stretches(log).items() if mine}


def node_availability_share(log: Log) -> dict[str, float]:
    """Share of a node's time on task in which it is up; `all` nodes together."""
    total, up = Counter[str](), Counter[str]()
    for name, mine in spells(log).items():
        for seconds, is_up, _ in mine:
            total[name] += seconds
            up[name] += seconds * is_up
    found = {name: up[name] / seconds for name, seconds in total.items() if seconds}
    return found | ({"all": up.total() / total.total()} if found else {})


def node_operational_days(log: Log) -> dict[str, float]:
    """Days for which a node is up."""
    found = spells(log)
    return {
        row.who: in_days(sum(seconds * up for seconds, up, _ in found.get(row.who, ())))
        for row in log.of(NODE)
    }


def node_on_site_days(log: Log) -> dict[str, float]:
    """Days for which a node is at its place, setting up and packing up among them, until the run ends."""
    found: Counter[str] = Counter()
    for row in log.of(EMPLACED, LEAVES_SITE):
        found[row.who] += (horizon(log) - row.time) * (1 if row.kind == EMPLACED else -1)
    return {node: in_days(seconds) for node, seconds in found.items()}


def node_down_days(log: Log) -> dict[str, float]:
    """Days on task for which a node is down, by node and reason."""
    found: Counter[str] = Counter()
    for name, mine in spells(log).items():
        for seconds, up, why in mine:
            if not up:
                found[id_of(name, why)] += seconds
    return {name: in_days(found[name]) for name in sorted(found)}


def _first_up(log: Log) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in log.of(OPERATIONAL):
        if row.amount:
            found.setdefault(row.who, row.time)
    return found


def _after(log: Log, begin: Mapping[str, int]) -> dict[str, float]:
    """Days from a moment of its order until a node is first operational, and by order the first and all."""
    first, found = _first_up(log), dict[str, float]()
    by_order: dict[str, list[float]] = defaultdict(list)
    for row in log.of(SENT_BY):
        if row.where in begin:
            found[row.who] = in_days(first.get(row.who, inf) - begin[row.where])
            by_order[row.where].append(found[row.who])
    for order, mine in by_order.items():
        found |= {id_of(order, "first"): min(mine), id_of(order, "all"): max(mine)}
    return found


def _requested(log: Log) -> dict[str, int]:
    return {row.who: row.time for row in log.of(INDICATION)}


def operational_from_request_days(log: Log) -> dict[str, float]:
    """Days from the first sign that led to its order until a node is operational; infinite if it never is.

    By node, by order (`/first` and `/all`), and `first` and `all` of everything that orders sent.
    """
    found = _after(log, _requested(log))
    mine = [found[row.who] for row in log.of(SENT_BY) if row.who in found]
    return found | ({"first": min(mine), "all": max(mine)} if mine else {})


def operational_from_order_days(log: Log) -> dict[str, float]:
    """Days from its order until a node is operational, by node and by order; infinite if it never is."""
    ordered = {row.who: row.time for row in reversed([*log.of(ORDER)]) if row.where == "deploy"}
    return _after(log, ordered)


def crew_rotations(log: Log) -> dict[str, float]:
    """How often the crew of a node that has people was relieved."""
    turns = Counter(row.who for row in log.of(CREW_RELIEVED))
    return {name: float(turns[name]) for name in _people(log)}


def _people(log: Log) -> dict[str, int]:
    """People times seconds, by node."""
    end = horizon(log)
    found: dict[str, int] = defaultdict(int)
    now: dict[str, int] = {}
    for row in log.of(GARRISON):
        found[row.who] += (row.amount - now.get(row.who, 0)) * (end - row.time)
        now[row.who] = row.amount
    return {name: total for name, total in found.items() if total}


def missile_defence_person_days(log: Log) -> dict[str, float]:
    """Days that people are at a node, times people; `all` nodes together."""
    found = {name: in_days(total) for name, total in _people(log).items()}
    return found | ({"all": sum(found.values())} if found else {})


MEASURES = (
    measured(site_coverage_share, "share", "higher", "Share of time wanted with a node that covers the site"),
    measured(site_coverage_wanted_share, "share", "higher", "Share of time with as many nodes as wanted"),
    measured(site_layers_wanted_share, "share", "higher", "Share of time with as many layers as wanted"),
    measured(site_layers_mean, "layers", "higher", "Layers that cover a site, on average"),
    measured(site_nodes_mean, "nodes", "higher", "Nodes that cover a site, on average"),
    measured(site_gaps, "gaps", "lower", "Times with fewer nodes than wanted"),
    measured(longest_site_gap_days, "d", "lower", "Longest time with fewer nodes than wanted"),
    measured(node_availability_share, "share", "higher", "Share of time on task that a node is up"),
    measured(node_operational_days, "d", "higher", "Days for which a node is up"),
    measured(node_on_site_days, "d", "neither", "Days for which a node is at its place"),
    measured(node_down_days, "d", "lower", "Days on task for which a node is down, by reason"),
    measured(operational_from_request_days, "d", "lower", "From the first sign until operational"),
    measured(operational_from_order_days, "d", "lower", "From the order until operational"),
    measured(crew_rotations, "turns", "neither", "Times the crew of a node was relieved"),
    measured(missile_defence_person_days, "person-days", "lower", "Days at the nodes, times people"),
)
PANELS = (
    Panel(
        "sites covered: at all, by nodes and by layers wanted; longest gap in days",
        "site",
        (
            PanelColumn("site_coverage_share", "at all", spread=True),
            PanelColumn("site_coverage_wanted_share", "wanted"),
            PanelColumn("site_layers_wanted_share", "layers"),
            PanelColumn("site_gaps", "gaps"),
            PanelColumn("longest_site_gap_days", "longest"),
        ),
    ),
    Panel(
        "batteries and other nodes",
        "node",
        (
            PanelColumn("node_availability_share", "available", spread=True),
            PanelColumn("node_operational_days", "days up"),
            PanelColumn("crew_rotations", "turns"),
            PanelColumn("missile_defence_person_days", "person-days"),
        ),
    ),
    Panel(
        "days until operational",
        "node or order",
        (
            PanelColumn("operational_from_request_days", "from first sign", spread=True),
            PanelColumn("operational_from_order_days", "from order"),
        ),
    ),
)
