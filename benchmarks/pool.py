"""How the cost of rotations grows: units and commitments, each by themselves and both, one to eight times.

Battalions of one kind fill tasks of one slot for six months with a year of dwell, over eight years. Processor
time of whole runs in turn, so that a loaded machine slows small and large alike; 1 is straight.
"""

import gc
from json import dumps
from statistics import median
from time import process_time

from results import exponent, keep

from posture.core.clock import Clock, utc
from posture.core.rng import Streams
from posture.operations import rotations
from posture.theatre import Theatre
from posture.theatre.event_kinds import CLAIMED
from posture.theatre.forces import Unit

UNITS, TASKS, ROUNDS, TIMES = 40, 8, 3, 8
HORIZON = 8 * 366 * 86_400


def run(units: int, tasks: int) -> float:
    """Seconds of one run."""
    written = rotations.Rotations.model_validate_json(
        dumps(
            {
                "begin": "random",
                "policies": {"turns": {"dwell": "12 months", "recovery": "1 months", "cycle": "18 months"}},
                "pools": {"all": {"policy": "turns", "kinds": ["battalion"]}},
                "commitments": {
                    f"task {number}": {"slots": 1, "length": "6 months", "kinds": ["battalion"]}
                    for number in range(tasks)
                },
            }
        )
    )
    those = {f"u{n:04}": Unit(nation="XX", home="", kind="battalion", people=500) for n in range(units)}
    gc.collect()
    begin = process_time()
    theatre = Theatre(Clock(utc(2015, 1, 1)), Streams(1, 0), HORIZON)
    rotations.start(theatre, written, those)
    theatre.run()
    spent = process_time() - begin
    assert len(list(theatre.log.of(CLAIMED))) >= tasks * 8
    return spent


def main() -> None:
    """Both exponents, and that of both together."""
    found: dict[str, list[float]] = {"pool_units": [], "pool_commitments": [], "pool": []}
    for _ in range(ROUNDS):
        base, units, both = (
            run(UNITS, TASKS),
            run(UNITS * TIMES, TASKS),
            run(UNITS * TIMES, TASKS * TIMES),
        )
        found["pool_units"].append(exponent(base, units, TIMES))
        found["pool_commitments"].append(exponent(units, both, TIMES))  # with units enough for all
        found["pool"].append(exponent(base, both, TIMES))
    print(f"rotations: {UNITS} units, {TASKS} tasks, {HORIZON // 86_400} days, times {TIMES}")
    for name, exponents in found.items():
        keep(name, exponents, f"exponent of processor time, {TIMES} times the size")
        print(f"  {name:18} exponent {median(exponents):.2f} ({min(exponents):.2f} to {max(exponents):.2f})")


if __name__ == "__main__":
    main()
