"""Steps of one run with their gates, and how many of them a serial passes in one go."""

from posture.operations.movement.gates import Gates
from posture.operations.movement.legs import Step, Steps
from posture.operations.movement.passage import GatedStep
from posture.theatre import Theatre
from posture.theatre.closures import Key


class GatedSteps:
    """Steps by name, made ready for the first serial that passes each."""

    def __init__(self, theatre: Theatre, gates: Gates) -> None:
        self._closures = theatre.closures
        self._gates = gates
        self._roads = gates.parameters.roads
        self._gated: dict[str, GatedStep] = {}
        self._runs: dict[tuple[int, int, bool, bool], tuple[list[GatedStep], Steps]] = {}

    def of(self, step: Step) -> GatedStep:
        """A step with its gates."""
        return self._gated.get(step.name) or self._gate(step)

    def run(self, steps: Steps, index: int, back: str, *, banned: bool, singly: bool) -> list[GatedStep]:
        """The steps from an index on that are passed in one go: a process that wakes at each costs much.

        They end where the gauge changes, before what may be shut or leads back, and before a country with a
        night ban. What leads back heeds no gate.

        Serial after serial of a leg is told the same, but for who has turned round; steps are known by their
        identity.
        """
        if back:
            return self._run(steps, index, back, banned=banned, singly=singly)
        key = (id(steps), index, banned, singly)
        if key not in self._runs:
            self._runs[key] = self._run(steps, index, back, banned=banned, singly=singly), steps
        return self._runs[key][0]

    def _run(self, steps: Steps, index: int, back: str, *, banned: bool, singly: bool) -> list[GatedStep]:
        first, known, roads = steps[index], self._gated, self._roads
        if back and first.hop.link == back:
            return [GatedStep(first, None, None, None)]
        ways = [self.of(first)]
        if singly or (banned and roads[first.country].night_ban):
            return ways
        for step in steps[index + 1 :]:
            way = known.get(step.name) or self._gate(step)
            if way.shuts or step.hop.layer != first.hop.layer:
                break
            if (back and step.hop.link == back) or (banned and roads[step.country].night_ban):
                break
            ways.append(way)
        return ways

    def may_be_shut(self, steps: Steps, index: int) -> bool:
        """Whether the next way may be shut at some time; most may not, and need no looking at."""
        if changes_at(steps, index):
            return not self._closures.known.isdisjoint(needed(steps, index))
        return self.of(steps[index]).shuts

    def _gate(self, step: Step) -> GatedStep:
        gates, passage, hop = self._gates, step.passage, step.hop
        narrows = passage is not None and passage.servers is not None
        gated = self._gated[step.name] = GatedStep(
            step,
            gate=gates.way(step) if step.hold or step.headway else None,
            room=gates.room(step) if step.capacity else None,
            narrows=gates.passage(hop.end, passage, hop.start) if passage and narrows else None,
            shuts=not self._closures.known.isdisjoint([("link", hop.link), ("place", hop.end)]),
        )
        return gated


def changes_at(steps: Steps, index: int) -> bool:
    """Whether the gauge changes where the step at an index begins."""
    return index > 0 and steps[index].hop.layer != steps[index - 1].hop.layer


def needed(steps: Steps, index: int) -> list[Key]:
    """What has to be open for a serial to set out on a step, and to change gauge before it."""
    hop = steps[index].hop
    keys: list[Key] = [("link", hop.link), ("place", hop.end)]
    if changes_at(steps, index):
        keys += [("place", hop.start), ("gate", hop.start, "transload")]
    return keys
