import pytest
from mypy import api

from posture.operations.movement.parameters import Parameters
from posture.operations.movement.tables import ParameterTable, stated

READ = """
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.tables import stated

def ramps(parameters: Parameters) -> int:
    return stated(parameters.{table}["any"].{field})
"""


@pytest.mark.slow
def test_a_misspelt_table_or_field_of_movement_fails_the_type_check(tmp_path):
    spelt = {
        "right": ("railheads", "ramps"),
        "table": ("railhaeds", "ramps"),
        "field": ("railheads", "rampz"),
    }
    for name, (table, field) in spelt.items():
        (tmp_path / f"{name}.py").write_text(READ.format(table=table, field=field))
    told, _, _ = api.run([str(tmp_path / f"{name}.py") for name in spelt])
    assert "right.py" not in told
    assert 'table.py:6: error: "Parameters" has no attribute "railhaeds"' in told
    assert 'field.py:6: error: "Railhead" has no attribute "rampz"' in told


def test_a_field_comes_from_the_first_key_that_has_it_and_is_remembered(lithuania):
    parameters = Parameters(lithuania.movement, lithuania.plans.network)
    written = lithuania.movement.rails
    assert parameters.rail(1435, "DE").length == next(
        length for key in ("1435-DE", "1435-any", "any") if key in written and (length := written[key].length)
    )
    assert stated(parameters.rail(1520, "XX").trains) == written["any"].trains
    assert "movement.rails.any.trains" in parameters.used
    assert not any("1520-XX" in path for path in parameters.used)


def test_every_field_that_a_plan_used_stands_in_the_scenario(lithuania):
    assert "movement.march.vehicles" in lithuania.plans.parameters.used
    for path in lithuania.plans.parameters.used:
        value = lithuania
        for step in _steps(path):
            value = value[step] if hasattr(value, "keys") else getattr(value, step)
        assert value is not None


def _steps(path):
    head, _, rest = path.partition(".")
    if head == "links":
        key, _, field = rest.rpartition(".")
        return head, key, field
    table, _, rest = rest.partition(".")
    key, _, field = rest.rpartition(".")
    return (head, table, key, field) if key else (head, table, field)


def test_a_key_that_nothing_answers_for_is_refused():
    with pytest.raises(KeyError, match="none of"):
        ParameterTable("ships", {}, set())["roro"]
