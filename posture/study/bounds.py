"""Lower bounds: no closure can be sooner, whatever chance brings and however cleverly one moved.

The longest of the shortest: for each line that a brigade needs, the least notice, release, loading, travel,
transload and unloading, each at the lower end of what is written, along the way that is quickest then.
"""

from posture.operations.reinforcement import Wanted, wanted
from posture.scenario import Scenario
from posture.scenario.sound import shape_of


def closure_bounds(scenario: Scenario) -> dict[str, int]:
    """Seconds from the order before which each brigade cannot close; only brigades that wait for a line."""
    arrivals: dict[str, list[int]] = {}
    for line in wanted(scenario.reinforcement, scenario.units):
        arrivals.setdefault(line.brigade, []).append(_arrival(scenario, line))
    bounds = {}
    for name, seconds in arrivals.items():
        brigade = scenario.reinforcement.brigades[name]
        law = brigade.integration or scenario.reinforcement.integration
        bounds[name] = max(*seconds, min(seconds) + int(law.low))
    return bounds


def _arrival(scenario: Scenario, line: Wanted) -> int:
    """Seconds from the order before which no piece of a line can arrive."""
    part = scenario.reinforcement.brigades[line.brigade].parts[line.part]
    release = scenario.reinforcement.release_of(part, line.load.nation)
    notice = scenario.units[line.unit].notice
    waits = sum(int(law.low) for law in (release, notice) if law)
    return waits + line.written.ready + (scenario.plans.least(shape_of(line)) or 0)
