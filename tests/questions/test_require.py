"""The least of a lever that is enough, against closed forms."""

import pytest

from posture.core.errors import PostureError
from posture.questions.require import Effort, Trials, require
from posture.questions.require_aims import aims, all_met
from posture.questions.require_lever import lever
from posture.runs import kept_workers
from posture.runs.dispatch import Here
from posture.runs.single import Draws, run
from posture.scenario.loading import Faults
from posture.stats.estimates import wilson

RAMPS = """
places:
  A: {name: A, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [rail]}
  B: {name: B, kind: base, country: XX, lat: 51.0, lon: 10.0, modes: [rail]}
links:
  ab: {start: A, end: B, mode: rail, gauge: 1435 mm, length: 100 km, country: XX, trains: 1000 per day}
units: {unit: {nation: XX, home: A, tracked: 100, tonnes: 3000 t}}
movement:
  rails: {any: {speed: 10 km/h}}
  railheads: {any: {ramps: 1, load: 6 h, unload: 1 h}}
  wagons: {1435-XX: {sets: 100, pieces: 10, turn: 0 s}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts: {part: {unit: unit, arrangement: moved, lines: {all: {cargo: tracked, modes: [rail]}}}}
"""
"""Ten trains: with c ramps the last closes after ceil(10 / c) x 6 + 10 + 1 hours (and a minute a path)."""

NOTICE = """
places:
  A: {name: A, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [road]}
  B: {name: B, kind: base, country: XX, lat: 50.1, lon: 10.0, modes: [road]}
links: {ab: {start: A, end: B, mode: road, length: 10 m, country: XX}}
units: {unit: {nation: XX, home: A, wheeled: 1, notice: {uniform: [0 d, 10 d]}}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts: {part: {unit: unit, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}}
"""
"""Closes after a uniform notice: P(closed <= x d) = x / 10 when it is written, x / 10 s when scaled by s."""


@pytest.fixture
def ask(load_text, tmp_path):
    """Ask one thing of a world written as text."""

    def asked(world, until, by, *, overrides=(), least=50, most=800, steps=32, jobs=1):
        load_text(world, overrides)
        effort = Effort(1, least, most, 0.95, jobs)
        path = str(tmp_path / "case.yaml")
        return require(Trials(path, overrides, aims(until), effort, lambda _: None), by, steps)

    return asked


RAMP_LEVER = "movement.railheads.any.ramps=1..12"


def test_the_least_servers_of_a_deterministic_gate_are_the_ceiling(ask):
    """At most 30 h: ceil(10 / c) x 6 <= 19, so three rounds, so ceil(10 / 3) = 4 ramps; 3 give 35 h."""
    found = ask(RAMPS, "P(closure_days[brigade] <= 30 h) >= 0.9", RAMP_LEVER)
    assert (found.answer, found.rising) == ("suffices", True)
    assert (found.enough.setting, found.short.setting) == ("4", "3")
    assert [one.seen[0].estimate for one in (found.enough, found.short)] == [1, 0]


def test_its_settings_are_all_run_by_one_pool_and_the_answer_is_the_same(ask, monkeypatch):
    pools = []

    class Counted(Here):
        def __init__(self, *_):
            super().__init__()
            pools.append(self)

    monkeypatch.setattr(kept_workers, "LocalWorkerPool", Counted)
    told = {"until": "mean of closure_days[brigade] <= 30 h", "by": RAMP_LEVER, "least": 2, "most": 2}
    alone = ask(RAMPS, **told)
    assert not pools
    assert ask(RAMPS, **told, jobs=2) == alone
    assert len(alone.tries) > 3
    assert len(pools) == 1


def test_a_mean_without_spread_is_decided_at_the_first_look(ask):
    found = ask(RAMPS, "mean of closure_days[brigade] <= 30 h", RAMP_LEVER, least=2, most=2)
    assert (found.answer, found.enough.setting) == ("suffices", "4")
    assert found.short.seen[0].estimate * 24 == pytest.approx(35, abs=0.1)


def test_both_of_two_aims_must_be_met(ask):
    """18 h: one round, ten ramps; the other aim asks for 5 at most: never both."""
    tight = "mean of closure_days[brigade] <= 18 h"
    assert ask(RAMPS, tight, RAMP_LEVER, least=2, most=2).enough.setting == "10"
    both = f"{tight} and mean of closure_days[brigade] <= 30 h"
    assert ask(RAMPS, both, RAMP_LEVER, least=2, most=2).enough.setting == "10"


def test_what_no_lever_reaches_is_never_met_and_the_better_end_is_told(ask):
    """Seventeen hours remain however many ramps there are."""
    found = ask(RAMPS, "P(closure_days[brigade] <= 16 h) >= 0.5", RAMP_LEVER)
    assert (found.answer, found.enough, found.short.setting) == ("never", None, "12")


def test_what_is_met_as_written_needs_no_lever(ask):
    found = ask(RAMPS, "P(closure_days[brigade] <= 3 d) >= 0.9", RAMP_LEVER)
    assert (found.answer, [one.setting for one in found.tries]) == ("already met", [""])


def test_where_more_hurts_the_most_that_is_enough_is_found(ask):
    """P(<= 4.5 d) = 4.5 / 10 s >= 0.7 up to s = 0.643: x0.6 is enough, x0.7 is not."""
    found = ask(
        NOTICE, "P(closure_days[brigade] <= 4.5) >= 0.7", "units.unit.notice=x0.1..x1", most=2400, steps=9
    )
    assert (found.answer, found.rising) == ("suffices", False)
    assert (found.enough.setting, found.short.setting) == ("x0.6", "x0.7")
    assert found.short.seen[0].interval.high < 0.75 < found.enough.seen[0].interval.high


def test_at_the_limit_itself_no_number_of_runs_decides(ask):
    """P = 0.75 at x0.6 exactly: enough at x0.5, not at x0.7, and x0.6 cannot be told."""
    found = ask(NOTICE, "P(closure_days[brigade] <= 4.5) >= 0.75", "units.unit.notice=x0.1..x1", steps=9)
    assert (found.answer, found.enough.setting, found.short.setting) == ("undecided", "x0.5", "x0.6")
    assert found.short.met is None
    assert found.short.seen[0].runs == 800


def test_a_setting_is_the_run_of_the_scenario_with_its_changes(ask, load_text):
    found = ask(NOTICE, "P(closure_days[brigade] <= 4.5) >= 0.7", "units.unit.notice=x0.1..x1", steps=9)
    runs = found.short.seen[0].runs
    rows = run(load_text(NOTICE, found.short.sets), Draws(runs), jobs=1).rows
    count = sum(row.value <= 4.5 for row in rows if row.measure == "closure_days")
    assert found.short.seen[0].estimate == count / runs
    assert found.short.seen[0].interval == wilson(count, runs)


def test_a_range_in_days_is_tried_day_by_day(ask):
    """Closed within 7 d needs a notice of 7 d at most."""
    found = ask(
        NOTICE, "mean of closure_days[brigade] <= 7.01", "units.unit.notice=6 d..12 d", least=2, most=2
    )
    assert [found.enough, found.short] != [None, None]
    assert (found.enough.setting, found.short.setting) == ("7 d", "8 d")


def seen_of(until, *values):
    """What one aim says of so many runs of the brigade's closure days."""
    (aim,) = aims(until)
    return aim.seen([{("closure_days", "b"): value} for value in values], 0.95, 0.025)


def test_a_bare_number_is_in_the_unit_of_its_measure():
    for limit in ("10", "10 d", "240 h", "2 * 5 d"):
        assert seen_of(f"P(closure_days[b] <= {limit}) >= 0.5", 9.0, 10.0, 11.0).estimate == pytest.approx(
            2 / 3
        )


def test_a_quantile_is_a_probability():
    values = [*range(1, 101)]
    assert seen_of("p90 of closure_days[b] <= 95", *values).estimate == 0.95
    (aim,) = aims("p90 of closure_days[b] <= 95")
    assert (aim.limit, aim.at_least) == (0.9, True)
    (aim,) = aims("median of closure_days[b] >= 5")
    assert (aim.limit, aim.at_least) == (0.5, True)


def test_a_run_that_never_finishes_has_no_mean_and_counts_against_a_probability():
    never = float("inf")
    assert seen_of("mean of closure_days[b] <= 10", 1.0, 2.0, never).met is False
    assert seen_of("P(closure_days[b] <= 10) >= 0.5", 1.0, never).estimate == 0.5


def test_at_most_is_decided_by_the_other_end_of_the_interval():
    assert seen_of("P(closure_days[b] > 10) <= 0.5", *[1.0] * 50).met is True
    assert seen_of("P(closure_days[b] > 10) <= 0.5", *[11.0] * 50).met is False


def test_one_aim_that_fails_fails_all_and_one_unknown_leaves_all_unknown():
    met, failed, unknown = (
        seen_of("P(closure_days[b] <= 10) >= 0.5", *values)
        for values in ([1.0] * 50, [11.0] * 50, [1.0, 11.0])
    )
    assert [one.met for one in (met, failed, unknown)] == [True, False, None]
    assert [all_met([met, met]), all_met([met, unknown]), all_met([unknown, failed])] == [True, None, False]


@pytest.mark.parametrize(
    ("until", "message"),
    [
        ("closure_days[b] <= 10", "a requirement is a statistic of runs and its limit"),
        ("P(closure_days[b] <= 10) >= 1", "never one of 1; write a share such as 0.99"),
        ("P(closure_days[b] <= 10) >= 5 d", "a requirement is a statistic of runs and its limit"),
        ("P(closure_days <= 10) >= 0.5", "say of whom 'closure_days' is asked"),
        ("P(closure_daze[b] <= 10) >= 0.5", "did you mean 'closure_days'?"),
        ("P(closure_days[b] <= 10 km) >= 0.5", "10 km is no amount in d"),
        ("mean of closure_days[b] <= 1 or mean of closure_days[b] >= 2", "joined by 'and', not by 'or'"),
        ("P(closure_days[b] <= 10) >= ", "cannot be read"),
        ("half-width of closure_days[b] <= 1", "a requirement is a statistic of runs and its limit"),
    ],
)
def test_a_requirement_that_cannot_be_read_says_how_one_is_written(until, message):
    with pytest.raises(PostureError) as fault:
        aims(until)
    assert message in str(fault.value)


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("movement.railheads.any.ramps", "is no lever; write it like"),
        ("movement.railheads.any.ramps=5", "is no lever; write it like"),
        ("movement.railheads.any.ramps=9..2", "the first is not below the second; swap them"),
        ("movement.railheads.any.ramps=x1..4", "is no lever"),
        ("movement.railheads.any.load=1 h..2 d", "write two amounts in the same unit"),
        ("movement.wagonz.*.sets=1..4", "matches nothing that is written"),
    ],
)
def test_a_lever_that_cannot_be_read_says_how_one_is_written(ask, by, message):
    with pytest.raises(PostureError) as fault:
        ask(RAMPS, "mean of closure_days[brigade] <= 1", by, least=2, most=2)
    assert message in str(fault.value)


def test_a_setting_that_the_scenario_refuses_is_told_with_its_path(ask):
    with pytest.raises(Faults, match=r"movement.railheads.any.ramps"):
        ask(RAMPS, "mean of closure_days[brigade] <= 1", "movement.railheads.any.ramps=0..4", least=2, most=2)


def test_a_subject_that_no_run_knows_is_named(ask):
    with pytest.raises(PostureError, match="tells of no 'brigadier'; did you mean 'brigade'"):
        ask(RAMPS, "mean of closure_days[brigadier] <= 1", RAMP_LEVER, least=2, most=2)


def test_a_range_that_is_not_whole_is_cut_into_steps(load_text, tmp_path):
    load_text(RAMPS)
    tree = Trials(
        str(tmp_path / "case.yaml"), (), aims("mean of closure_days[b] <= 1"), Effort(1, 2, 2, 0.95), print
    ).tree
    assert lever("a.b=0.0..1.0", 4, tree).cells == (0.0, 0.25, 0.5, 0.75, 1.0)
    assert lever("a.b=3..6", 4, tree).cells == (3, 4, 5, 6)


def test_of_a_pattern_the_worst_subject_counts_whichever_way_is_better():
    runs = [
        {
            ("closure_days", "a"): 4.0,
            ("closure_days", "b"): late,
            ("least_days_of_supply", "a/fuel"): 3.0,
            ("least_days_of_supply", "b/fuel"): least,
        }
        for late, least in ((9.0, 2.0), (11.0, 0.0), (8.0, 5.0), (float("inf"), 1.0))
    ]

    def estimate(until):
        return aims(until)[0].seen(runs, 0.95, 0.01).estimate

    assert estimate("P(closure_days[*] <= 10 d) >= 0.9") == 0.5
    assert estimate("P(least_days_of_supply[*] > 0 d) >= 0.9") == 0.75
    assert estimate("mean of least_days_of_supply[*/fuel] >= 1 d") == (2 + 0 + 3 + 1) / 4
    assert estimate("P(least_days_of_supply[b/*] >= 2 d) >= 0.9") == 0.5


def test_a_pattern_that_stands_for_nobody_or_has_no_worst_is_refused():
    known = {("least_days_of_supply", "a/fuel"): 1.0}
    with pytest.raises(PostureError, match=r"tells of no 'b/\*'; known: a/fuel"):
        aims("P(least_days_of_supply[b/*] > 0 d) >= 0.9")[0].check(known)
    aims("P(least_days_of_supply[a/*] > 0 d) >= 0.9")[0].check(known)
    with pytest.raises(PostureError, match="'tonnes_a_day_needed' has no worst of"):
        aims("mean of tonnes_a_day_needed[*] >= 1")
