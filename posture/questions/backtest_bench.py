"""One past move under many settings: read once, and of each setting only what it changes is read anew.

A change of `movement`, `reinforcement`, a unit or the trains of a way keeps the network's graph, one of a
way's length makes it anew; any other is read and held to all that a file is held to. Bounds are not worked
out, and what cannot be reached is not refused: it does not come.
"""

import json
from collections.abc import Mapping, Sequence
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import ValidationError

from posture.core.collector import collector_at_rest
from posture.core.event_log import Log
from posture.core.schema import Schema
from posture.operations.movement import Movement, Plans
from posture.operations.reinforcement import Reinforcement
from posture.operations.reinforcement.measures import closure_days, first_arrival_days, received_days
from posture.questions.backtest_cases import DATES, Date, PastCase
from posture.questions.backtest_scenarios import BRIGADE, scenario_of, write
from posture.runs.simulate import Prepared, simulate
from posture.scenario import Loaded, Scenario, base, settle
from posture.scenario.loading import Node, Override, override, plain
from posture.scenario.loading.translate import nearest
from posture.theatre.forces import Unit
from posture.theatre.network import Link, Network
from posture.theatre.routing import Routing

MEASURED = dict(zip(DATES, (first_arrival_days, received_days, closure_days), strict=True))
WHOLE: Mapping[str, type[Schema]] = {"movement": Movement, "reinforcement": Reinforcement}
"""Parts of a scenario that are read anew as a whole."""
ENTRIES: Mapping[str, type[Schema]] = {"units": Unit, "links": Link}
"""Parts of which only the entries changed are read anew."""
Days = Mapping[Date, float]


class CaseBench:
    """A case that can be told to the model, ready to be run under settings."""

    def __init__(self, case: PastCase) -> None:
        self.case = case
        self.written = scenario_of(case)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "case.yaml"
            write(self.written, path)
            self.stack = base(str(path))
        self.loaded: Loaded = settle(self.stack, ())

    def under(self, changes: Sequence[Override]) -> Scenario:
        """The scenario with changes; `PostureError` where they make none that is sound."""
        parts = {one.path[0] if len(one.path) > 1 else "" for one in changes}
        try:
            with collector_at_rest():
                return self._anew(changes) if parts <= {*WHOLE, *ENTRIES} else self._settled(changes)
        except ValidationError:
            return self._settled(changes)

    def _settled(self, changes: Sequence[Override]) -> Scenario:
        """As a file is read; it tells what is wrong in the words of a user."""
        return settle(self.stack, changes).scenario

    def _anew(self, changes: Sequence[Override]) -> Scenario:
        tree, scenario = self.loaded.tree, self.loaded.scenario
        for one in changes:
            tree = override(tree, one)
        update: dict[str, Any] = {
            part: model.model_validate_json(_text(tree, part))
            for part, model in WHOLE.items()
            if any(one.path[0] == part for one in changes)
        }
        for part, model in ENTRIES.items():
            names = {one.path[1] for one in changes if one.path[0] == part}
            entries = {name: model.model_validate_json(_text(tree, part, name)) for name in names}
            if entries:
                update[part] = getattr(scenario, part) | entries
        alike = all(one.path[0] != "links" or one.path[-1] == "trains" for one in changes)
        return self._planned(scenario.model_copy(update=update), alike)

    def _planned(self, scenario: Scenario, alike: bool) -> Scenario:
        """With plans of its own, over the graph that all settings share where its ways are as long."""
        usual = self.loaded.scenario.plans
        network = Network(scenario.places, scenario.links, scenario.closures)
        plans = Plans(network, scenario.movement, usual.airspace)
        plans.__dict__["routing"] = Routing(network, usual.routing if alike else None)
        scenario.__dict__["plans"] = plans
        return scenario


def _text(tree: Node, *path: str) -> str:
    """What is written at a path, as JSON."""
    return json.dumps(plain(nearest(tree, path)[0]))


def days_of(log: Log) -> Days:
    """Days to each date in one history; infinite where it does not come."""
    return {date: measure(log).get(BRIGADE, inf) for date, measure in MEASURED.items()}


def history(scenario: Scenario, seed: int, replication: int, *, deterministic: bool = False) -> Log:
    """One history without bounds."""
    return simulate(Prepared(scenario, {}), seed, replication, deterministic=deterministic)
