"""What each brigade runs short of, when and why, from what four runs answered."""

from math import inf

from posture.report.shortfalls import shortfalls, shortfalls_table
from posture.report.tables import Table
from posture.stats.estimates import Answer


def answers(measure, subject, *values):
    return [
        Answer(run, measure, subject, value, "d") for run, value in enumerate(values) if value is not None
    ]


ROWS = [
    *answers("least_days_of_supply", "north/fuel", 0, 0, 2, 6),
    *answers("out_on_day", "north/fuel", 30, 50, inf, inf),
    *answers("out_days", "north/fuel", 1, 3, 0, 0),
    *answers("supply_delay_days", "north/fuel/lift wait by rail at DEPOT", 4, 4, 0, None),
    *answers("supply_delay_days", "north/fuel/gate queue at PORT", 1, 1, 1, 1),
    *answers("least_days_of_supply", "north/food", 3, 3, 3, 3),
    *answers("out_on_day", "north/food", inf, inf, inf, inf),
    *answers("least_days_of_supply", "south/fuel", 9, 9, 9, 9),
]


def test_the_least_supplied_comes_first_with_its_day_and_its_cause():
    first, *rest = shortfalls(ROWS)
    assert (first.brigade, first.kind, first.runs, first.out) == ("north", "fuel", 4, 2)
    assert (first.least, first.day, first.empty) == (2, 40, 1)
    assert (first.why, first.waited) == ("lift wait by rail at DEPOT", 2.0)
    assert [(one.brigade, one.kind, one.out, one.day) for one in rest] == [
        ("north", "food", 0, None),
        ("south", "fuel", 0, None),
    ]


def test_a_depot_that_was_empty_before_is_the_cause_and_one_that_was_empty_after_is_not():
    for depot, why in (
        ((20, 20), "the depot 'west' has too little left"),
        ((90, 90), "lift wait by rail at DEPOT"),
    ):
        rows = [*ROWS, *answers("depots_empty", "west/north", *depot)]
        assert shortfalls(rows)[0].why == why
    elsewhere = [*ROWS, *answers("depots_empty", "west/south", 1, 1)]
    assert shortfalls(elsewhere)[0].why == "lift wait by rail at DEPOT"


def test_of_several_brigades_the_worst_class_is_told_and_of_one_all():
    some = shortfalls(ROWS)

    def names(*brigades):
        return [row[0] for table in shortfalls_table(some, brigades) for row in table.rows]

    assert names("north", "south", "east") == ["north/fuel", "south/fuel"]
    assert names("north") == ["north/fuel", "north/food"]
    assert names("north/guns") == names("north"), "of a part what its brigade runs short of"
    assert names("east") == []
    assert all(isinstance(one, Table) for one in shortfalls_table(some, ("north",)))
