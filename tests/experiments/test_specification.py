from pathlib import Path
from textwrap import dedent

import pytest

from posture.experiments.factors import node, scaled
from posture.experiments.points import points
from posture.experiments.specification import read_experiment
from posture.experiments.unwritten import assumptions
from posture.scenario import load
from posture.scenario.loading import Faults, Mark, Node, plain

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(path.stem for path in (ROOT / "experiments").glob("*.yaml"))
GOOD = """
    question: How much does notice matter?
    scenario: first
    variants:
      as written: []
      small: [units.company.people=60]
    factors:
      notice: {path: decision.orders.exercise.decided, values: [1 h, 6 h]}
      hard: {path: reinforcement.brigades.*.integration, scale: [0.5, 2], kind: uncertainty}
    design: {kind: full}
    replications: 4
"""


@pytest.fixture
def written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(text=GOOD, **changes):
        text = dedent(text)
        for old, new in changes.items():
            text = text.replace(old, new)
        (tmp_path / "ex.yaml").write_text(text)
        return "ex.yaml"

    return write


def changed(written, old, new):
    assert old in dedent(GOOD)
    return written(GOOD.replace(old, new))


def test_every_point_is_the_base_with_its_variant_and_its_factors(written):
    found = points(read_experiment(written()))
    assert found.columns == ("variant", "hard", "notice")
    assert len(found.points) == 8
    last = found.points[-1]
    assert last.cells == {"variant": "small", "hard": 2.0, "notice": 6}
    assert last.sets == (
        "units.company.people=60",
        'reinforcement.brigades.exercise.integration={"triangular": ["4 h", "8 h", "16 h"]}',
        "decision.orders.exercise.decided=6 h",
    )


def test_the_changes_of_a_point_are_what_the_command_line_would_set(written):
    from posture.experiments.points import stack
    from posture.scenario import settle

    for point in points(read_experiment(written())).points:
        assert settle(stack("first"), point.changes).scenario == load("first", point.sets).scenario


def test_factors_tell_their_kind_unit_and_ends(written):
    hard, notice = points(read_experiment(written())).factors
    assert (hard["kind"], hard["low"], hard["high"], hard["scale"]) == ("uncertainty", 0.5, 2.0, True)
    assert (notice["kind"], notice["unit"], notice["settings"]) == ("lever", "h", [1, 6])


def test_keys_depend_on_what_is_set_and_not_on_where_in_the_design(written):
    before = {point.key for point in points(read_experiment(written())).points}
    more = {
        point.key
        for point in points(read_experiment(changed(written, "[1 h, 6 h]", "[3 h, 6 h, 1 h]"))).points
    }
    assert before < more
    assert len(more) == 12


def test_constraints_leave_points_out(written):
    name = changed(
        written, "replications: 4", 'constraints: ["notice >= 2 h or hard < 1"]\n    replications: 4'
    )
    assert len(points(read_experiment(name)).points) == 6
    with pytest.raises(Faults, match="no point is left"):
        points(
            read_experiment(
                changed(written, "replications: 4", 'constraints: ["notice > 2 d"]\n    replications: 4')
            )
        )


def test_a_table_is_a_design(written, tmp_path):
    (tmp_path / "t.csv").write_text("notice,hard\n1 h,\n6 h,0.75\n")
    found = points(read_experiment(changed(written, "{kind: full}", "{kind: table, file: t.csv}")))
    assert [point.cells for point in found.points[:2]] == [
        {"variant": "as written", "hard": None, "notice": 1},
        {"variant": "as written", "hard": 0.75, "notice": 6},
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("question: How", "qestion: How", "ex.yaml:2:1: qestion: unknown; did you mean 'question'?"),
        ("values: [1 h, 6 h]", "valus: [1 h]", "factors.notice.valus: unknown; did you mean 'values'?"),
        ("[1 h, 6 h]", "[1 h, 1 h]", "factors.notice: a value is written twice"),
        ("scale: [0.5, 2]", "scale: [2, 0.5]", "factors.hard: the first is not below the second; swap them"),
        ("scale: [0.5, 2]", "range: [1 d, 2 km]", "'1 d' to '2 km' is no range"),
        ("scale: [0.5, 2]", "scale: [0.5, 2], values: [1 h]", "values and scale do not go together"),
        ("[units.company.people=60]", "[units.company.people]", "variants.small.0: no '='"),
        ("{kind: full}", "{kind: fulll}", "'fulll' is not one of"),
        (
            "{kind: full}",
            "{kind: list, points: [{notise: 1 h}]}",
            "there is no factor 'notise'; did you mean 'notice'?",
        ),
        ("replications: 4", "replications: 0", "replications"),
        (
            "replications: 4",
            'constraints: ["notise > 1"]',
            "there is no factor 'notise'; did you mean 'notice'?",
        ),
        ("replications: 4", 'constraints: ["notice >"]', "cannot be read at column 9"),
        (
            "replications: 4",
            "measures: [closure_dys]",
            "no measure is called 'closure_dys'; did you mean 'closure_days'?",
        ),
        ("replications: 4", "memory_limit: 2 TB", "'2 TB' is no memory limit"),
        (
            "replications: 4",
            "replications: {max: 90, until: 'half-width of closure_dys[x] <= 1 d'}",
            "no measure 'closure_dys'",
        ),
        (
            "replications: 4",
            "replications: {max: 90, until: 'closure_days[x] <= 1 d'}",
            "a precision is written like",
        ),
        (
            "replications: 4",
            "replications: {max: 90, until: 'half-width of closure_days[x] <= 5 %'}",
            "5 % of max",
        ),
        (
            "replications: 4",
            "replications: {min: 9, max: 5, until: 'half-width of closure_days[x] <= 1 d'}",
            "the most is fewer than the fewest, for 'min' is 9",
        ),
    ],
)
def test_a_fault_of_the_file_is_told_with_its_place_and_cure(written, old, new, said):
    with pytest.raises(Faults) as fault:
        points(read_experiment(changed(written, old, new)))
    assert said in str(fault.value)
    assert str(fault.value).startswith("ex.yaml:")


def test_all_faults_of_a_file_are_told_at_once(written):
    text = GOOD.replace("question: How", "qestion: How").replace("scale: [0.5, 2]", "scale: [2, 0.5]")
    with pytest.raises(Faults) as fault:
        read_experiment(written(text))
    assert len(fault.value.faults) == 3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "brigades.*.integration",
            "brigades.*.integratoin",
            "factors.hard.path: 'reinforcement.brigades.*.integratoin' matches nothing",
        ),
        (
            "brigades.*.integration",
            "brigades.exercise.at",
            "'RANGE' at 'reinforcement.brigades.exercise.at' is no amount to scale",
        ),
        (
            "brigades.*.integration",
            "brigades.exercise.nothing",
            "is not written, so there is nothing to scale",
        ),
    ],
)
def test_a_factor_that_leads_nowhere_is_told_where_it_is_written(written, old, new, said):
    with pytest.raises(Faults, match=r"ex\.yaml:9:\d+") as fault:
        points(read_experiment(changed(written, old, new)))
    assert said in str(fault.value)


@pytest.mark.parametrize(
    ("was", "by", "becomes"),
    [
        (4, 0.5, 2), (3, 0.5, 2), (1, 0.4, 0), (0.2, 0.5, 0.1), ("3 d", 0.5, "1.5 d"), ("30 %", 2, "60 %"),
        ({"triangular": ["2 h", "4 h", "8 h"]}, 0.5, {"triangular": ["1 h", "2 h", "4 h"]}),
        ({"lognormal": {"median": "6 h", "p90": "12 h"}}, 2, {"lognormal": {"median": "12 h", "p90": "24 h"}}),
        ({"gamma": {"mean": "6 h", "shape": 2}}, 2, {"gamma": {"mean": "12 h", "shape": 2}}),
        ({"uniform": ["200 km per day", "300 km per day"]}, 1.1, {"uniform": ["220 km per day", "330 km per day"]}),
    ],
)  # fmt: skip
def test_a_scale_multiplies_each_amount_also_inside_distributions(was, by, becomes):
    assert plain(scaled(node(was, Mark("x")), by, Mark("x"), ("a",))) == becomes


def test_a_scale_of_one_changes_nothing_that_a_run_can_see():
    loaded = load("first")
    tree = Node({}, Mark("x"))
    assert loaded.scenario.name == "first"
    assert plain(tree) == {}


def test_the_assumptions_design_takes_each_assumed_figure_to_both_ends():
    found = points(assumptions("first", 3, 1))
    figures = [one for one in load("first").figures if one.confidence == "assumed"]
    rows = {(one.file, one.line) for one in figures}
    assert len(found.factors) <= len(rows)
    assert all(
        sum(cell is not None for cell in point.cells.values()) == (number > 0)
        for number, point in enumerate(found.points)
    )
    for move in found.told["moves"]:
        [figure] = [one for one in figures if one.path == move["factor"]]
        cell = getattr(figure, move["value"])
        sets = found.points[move["row"]].sets
        assert any(text.startswith(f"{figure.path}=") and cell in text for text in sets), (figure, sets)


def test_changes_hold_at_every_point_and_the_command_line_has_the_last_word(written):
    name = changed(written, "factors:", "changes: [horizon=5 d, units.company.people=90]\n    factors:")
    for point in points(read_experiment(name, ("horizon=6 d",))).points:
        found = load("first", point.sets).scenario
        assert found.horizon == 6 * 86_400
        assert found.units["company"].people == (60 if point.cells["variant"] == "small" else 90)
    with pytest.raises(Faults, match=r"changes\.0: no '='"):
        read_experiment(changed(written, "factors:", "changes: [horizon]\n    factors:"))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_experiment_opens_with_its_question_and_can_be_drawn(name):
    text = (ROOT / "experiments" / f"{name}.yaml").read_text()
    assert text.startswith("question: ")
    asked = read_experiment(name)
    assert asked.experiment.question.endswith("?")
    assert 1 < len(points(asked).points) < 1000


def test_a_scenario_outside_the_experiments_folder_is_refused(written):
    with pytest.raises(Faults, match="lies outside the experiment's folder"):
        read_experiment(changed(written, "scenario: first", "scenario: ../first.yaml"))


def test_the_file_that_the_documentation_shows_is_one(written):
    text = (ROOT / "docs" / "experiments.md").read_text().partition("```yaml\n")[2].partition("```")[0]
    found = points(read_experiment(written(text)))
    assert found.columns == ("variant", "hard", "notice", "regime", "stored", "wagons")
    assert 40 < len(found.points) < 80
