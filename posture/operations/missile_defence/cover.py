"""What covers what: nodes that are up, the layers that work over a site, and how they change."""

from collections import Counter
from collections.abc import Mapping
from functools import partial

from posture.operations.missile_defence.event_kinds import DEFENDED, LAYERS_UP, LAYERS_WANTED, SITE_COVERED
from posture.operations.missile_defence.schema import DefendedSite, MissileDefence, System
from posture.theatre import Theatre
from posture.theatre.network import Place, great_circle

UNKNOWN = (-1, -1)


def reaches(system: System, node_at: Place, site_at: Place) -> bool:
    """Whether a node of a system covers a site from where it stands."""
    far = great_circle(node_at, site_at)
    return system.nearest <= far and (system.farthest is None or far <= system.farthest)


class Cover:
    """Coverage of every site.

    Notes `defended` and `layers wanted` where a site begins or ends to be wanted, `site covered` and
    `layers up` whenever they change.
    """

    def __init__(self, theatre: Theatre, written: MissileDefence, places: Mapping[str, Place]) -> None:
        self.theatre = theatre
        self.written = written
        self._sites: dict[str, list[str]] = {}
        self._layer: dict[str, str] = {}
        self._up: dict[str, Counter[str]] = {name: Counter() for name in written.sites}
        self._told = dict.fromkeys(written.sites, UNKNOWN)
        for name, stand in written.stands().items():
            system = written.systems[stand.system]
            self._layer[name] = system.layer
            self._sites[name] = [
                site
                for site, one in written.sites.items()
                if reaches(system, places[stand.at], places[one.at])
            ]

    def open(self) -> None:
        """Want every site from its date on."""
        clock, horizon = self.theatre.clock, self.theatre.horizon
        for name, site in self.written.sites.items():
            since = 0 if site.since is None else max(0, clock.seconds(site.since))
            until = horizon if site.until is None else clock.seconds(site.until)
            if since < min(until, horizon):
                self.theatre.after(since, partial(self._want, name, site))
                if until < horizon:
                    self.theatre.after(until, partial(self._release, name))
            self._tell(name)

    def turn(self, node: str, change: int) -> None:
        """A node is up (1) or down (-1) from now on."""
        layer = self._layer[node]
        for site in self._sites[node]:
            self._up[site][layer] += change
            self._tell(site)

    def _want(self, name: str, site: DefendedSite) -> None:
        self.theatre.note(DEFENDED, name, site.at, site.nodes)
        self.theatre.note(LAYERS_WANTED, name, site.at, site.layers)

    def _release(self, name: str) -> None:
        self.theatre.note(DEFENDED, name, self.written.sites[name].at)

    def _tell(self, site: str) -> None:
        up, layers = self._up[site], self.written.layers
        working = [name for name, layer in layers.items() if layer.counts and self._works(name, up)]
        found = sum(up[name] for name in working), len(working)
        before, self._told[site] = self._told[site], found
        for kind, now, then in zip((SITE_COVERED, LAYERS_UP), found, before, strict=True):
            if now != then:
                self.theatre.note(kind, site, amount=now)

    def _works(self, layer: str, up: Counter[str]) -> bool:
        """Whether a node of a layer is up, and of all that it needs; no layer needs itself."""
        return up[layer] > 0 and all(self._works(other, up) for other in self.written.layers[layer].needs)
