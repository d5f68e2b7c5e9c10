"""Warnings of 2022 and 2001 with surveillance at work: they come within their dates, and never before.

The build-up around Ukraine was reported from the end of October 2021 on; SACEUR raised readiness on 20 December,
a week after the Council, and Ukraine was invaded on 24 February (article5_timelines.csv). In 2001 nothing showed.
"""

from datetime import datetime
from functools import cache

import pytest

from posture.core.clock import days
from posture.operations.decision.measures import decision_days, recognition_days, warning_gained_days
from posture.runs.simulate import Prepared, simulate
from posture.scenario import load
from tests.backtests.cases import moment

SEEDS = range(12)
BUILD_UP, RAISED, INVADED = (
    datetime.fromisoformat(day) for day in ("2021-11-01", "2021-12-20", "2022-02-24")
)
ALONE = (
    "reinforcement.brigades=null", "rotations=null", "maritime=null", "air_policing=null", "sustainment=null", "cyber=null",
    "command=null", "readiness=null", "early_warning=null", "missile_defence=null", "space=null", "decision.crises.north-east=null",
    "decision.crises.south-east.orders=null", "shipping=null", "surveillance.collectors.*-orbit=null",
    "surveillance.collectors.baltic-ships=null",
)  # fmt: skip
LATE = "decision.crises.south-east.detection=200 d"
"""Nobody else tells of it: what comes sooner was seen."""


@cache
def build_up(*words):
    """Day of recognition, seed by seed, of a build-up north of the Danube from 1 November 2021 on."""
    said = [*ALONE, f"start={BUILD_UP:%Y-%m-%d}", "horizon=210 d", LATE, *words]
    case = Prepared(load("eastern-flank-2023", said).scenario, {})
    return [recognition_days(simulate(case, seed, 0))["south-east"] for seed in SEEDS]


def test_the_build_up_of_2021_is_seen_before_readiness_was_raised_and_after_it_began():
    found = build_up()
    assert min(found) > 0
    assert max(found) < (INVADED - BUILD_UP).days
    assert sum(day < (RAISED - BUILD_UP).days for day in found) >= 0.9 * len(found)


@pytest.mark.parametrize(
    "more",
    [
        "surveillance.collectors.ags-south.platforms=2",
        "surveillance.collectors.passes-south.platforms=12",
        "surveillance.collectors.romanian-unmanned.platforms=4",
        "surveillance.collectors.romanian-posts.platforms=4",
        "surveillance.shared=0.6",
    ],
)
def test_twice_as_much_of_anything_never_warns_later_seed_by_seed(more):
    assert all(twice <= once for twice, once in zip(build_up(more), build_up(), strict=True))


def test_without_anybody_who_looks_the_invasion_comes_first():
    assert all(day > (INVADED - BUILD_UP).days for day in build_up("surveillance.collectors=null"))


DATED = {
    "article-5-2001": {"conditional": "2001-09-12", "determined": "2001-10-02", "measures": "2001-10-04"},
    "nrf-2022": {"session": "2022-02-24", "agreed": "2022-02-25", "order": "2022-02-25"},
}


@pytest.mark.parametrize("name", DATED)
def test_what_2023_has_to_look_with_moves_no_date_of_a_case_that_showed_when_it_came(name):
    """Signs show from the first moment on, every hour; recognised when they are found, a day later at most."""
    crisis, *_ = load(name).scenario.decision.crises
    looked = (
        "surveillance.areas.there={size: 60000 km2, signs: 1 h, lasts: 12 h, needed: 3, assessed: 1 h}",
        "surveillance.kinds.post={searches: 20000 km2 per h}",
        "surveillance.collectors.all={kind: post, area: there, platforms: 4}",
        f"decision.crises.{crisis}.shows_in=there",
        f"decision.crises.{crisis}.detection=12 h",
    )
    case = Prepared(load(name, ["horizon=60 d", *looked]).scenario, {})
    logs = [simulate(case, 1, number) for number in SEEDS]
    assert all(0 < warning_gained_days(log)[crisis] < recognition_days(log)[crisis] + 0.5 for log in logs)
    for step, day in DATED[name].items():
        found = sorted(decision_days(log)[f"{crisis}/{step}"] for log in logs)
        date = moment(name, day)
        assert found[0] < date + 1, step
        assert date <= found[-1], step
    first = [row.time for log in logs for row in log.of("step") if row.who == crisis]
    assert min(first) > 0
    assert max(recognition_days(log)[crisis] for log in logs) * days(1) < days(1)
