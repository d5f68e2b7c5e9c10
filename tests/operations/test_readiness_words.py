"""Bad words about readiness: each is refused with its place and its cure."""

import pytest

from posture.core.errors import PostureError

WORLD = """
places: {{P: {{name: P, kind: base, country: DE, lat: 54.0, lon: 10.0, modes: [road]}}}}
units:
  a: {{nation: DE, home: P, people: 100}}
  b: {{nation: NL, home: P, people: 200}}
decision: {{orders: {{{orders}}}}}
readiness:
  tiers:
    lead: {{force: nrf, rank: 1, notice_to: move, notice: 3 d, units: [a]{lead}}}
    main: {{force: nrf, rank: 2, notice_to: move, notice: 7 d, units: [b]{main}}}
{more}
"""
TURN = "  turns: {{y: {{lead: {lead}, stand_up: {up}, stand_by: {by}, stand_down: 2024-01-01, over: 2025-01-01, units: [{unit}]{more}}}}}"


def turn(lead="DE", up="2022-01-01", by="2023-01-01", unit="a", more=""):
    return TURN.format(lead=lead, up=up, by=by, unit=unit, more=more)


CASES = {
    "an unknown tier": (
        {"more": turn(more=", meanwhile: mian")},
        "readiness.turns.y.meanwhile: there is no tier 'mian'; did you mean 'main'?",
    ),
    "an unknown unit": (
        {"units": "[d]"},
        "readiness.tiers.main.units.0: there is no unit 'd'; known here: a, b",
    ),
    "an unknown lead nation": (
        {"more": turn(lead="FR")},
        "readiness.turns.y.lead: 'FR' is the nation of no unit of the turn; known here: DE",
    ),
    "an unknown nation": (
        {"more": "  fill: {FR: 0.5}"},
        "readiness.fill.FR: 'FR' is the nation of no unit under readiness; known here: DE, NL, any",
    ),
    "a probability above one": (
        {"main": ", meets: 1.2"},
        "readiness.tiers.main.meets: 1.2 is no share; a share lies from 0 to 1 (0 % to 100 %)",
    ),
    "a fill above one": (
        {"more": "  fill: {DE: 1.2}"},
        "readiness.fill.DE: 1.2 is no share; a share lies from 0 to 1 (0 % to 100 %)",
    ),
    "a later tier with a shorter notice": (
        {"notice": "2 d"},
        ("readiness.tiers.main.notice: the notice is shorter than that of 'lead', which has an earlier rank; "
        "write a longer notice, or change the ranks"),
    ),
    "stand-by before stand-up": (
        {"more": turn(up="2023-01-02")},
        "readiness.turns.y: 'stand_by' comes before 'stand_up'; write a later date",
    ),
    "a unit in two tiers": (
        {"units": "[b, a]"},
        "readiness.tiers.main.units.1: 'a' is in the tier 'lead' already; a unit stands by in one tier",
    ),
    "a turn of a unit in no tier": (
        {"more": turn(unit="c")},
        "readiness.turns.y.units.0: 'c' takes a turn and is in no tier; add it to the 'units' of one",
    ),
    "an order to raise what does not exist": (
        {"orders": "mian: {kind: raise, decided: 0 s}", "main": ", raised: 5 d"},
        "decision.orders.mian: there is no tier or force 'mian'; did you mean 'main'?",
    ),
    "an order to raise what cannot be raised": (
        {"orders": "lead: {kind: raise, decided: 0 s}"},
        "decision.orders.lead: no tier of 'lead' can be raised; write its notice once raised as 'raised'",
    ),
    "a raised notice that is longer": (
        {"main": ", raised: 8 d"},
        "readiness.tiers.main: 'raised' is a longer notice than 'notice'; write a shorter one",
    ),
    "two kinds of notice in one force": (
        {"to": "effect"},
        ("readiness.tiers.main.notice_to: 'main' has a notice to effect, 'lead' of the same force one to move; "
        "the two do not add up, put the tiers into different forces"),
    ),
    "a tier named like its force": (
        {"force": "main"},
        "readiness.tiers.main: 'main' is the name of a force, which orders use; name the tier otherwise",
    ),
    "more slots than units": (
        {"main": ", slots: 3"},
        "readiness.tiers.main.slots: 3 units shall stand by and the tier has 1; lower 'slots'",
    ),
    "unknown crews": (
        {"main": ", failures: {after: 50 d, restoring: 5 d, crews: school}"},
        "readiness.tiers.main.failures.crews: there is no crew 'school'; known here: none",
    ),
    "a change of an unknown force": (
        {"more": "  changes: {arf: {on: 2024-07-01, ends: nfr, begins: nrf}}"},
        "readiness.changes.arf.ends: there is no force 'nfr'; did you mean 'nrf'?",
    ),
    "a cycle that takes no time": (
        {"main": ", cycle: {work_up: 0 d, stand_by: 0 d, recovery: 0 d}"},
        "readiness.tiers.main.cycle: the cycle takes no time; write a longer 'stand_by'",
    ),
    "failures without end": (
        {"main": ", failures: {after: 0 d, restoring: 0 d, crews: school}", "more": "  crews: {school: 1}"},
        "readiness.tiers.main.failures: units would fail again at once; write a longer 'after'",
    ),
}  # fmt: skip


def text(orders="", lead="", main="", more="", notice="7 d", units="[b]", to="move", force="nrf"):
    world = WORLD.format(orders=orders, lead=lead, main=main, more=more)
    first, second = world.split("    main: ")
    second = second.replace("7 d", notice, 1).replace("units: [b]", f"units: {units}", 1)
    second = second.replace("notice_to: move", f"notice_to: {to}", 1).replace(
        "force: nrf", f"force: {force}", 1
    )
    return f"{first}    main: {second}"


@pytest.mark.parametrize("case", sorted(CASES))
def test_it_is_refused_with_place_and_cure(load_text, case):
    words, said = CASES[case]
    with pytest.raises(PostureError) as refused:
        load_text(text(**words))
    lines = str(refused.value).splitlines()
    assert [line.split(": ", 1)[1] for line in lines] == [said]
    place = lines[0].split(": ", 1)[0].split(":")
    assert place[0].endswith("case.yaml")
    assert int(place[1]) >= 7


def test_what_moves_by_itself_has_no_notice_to_effect(load_text):
    brigade = """
reinforcement:
  brigades:
    x:
      at: Q
      order: go
      reception: XX
      parts: {b: {unit: b, arrangement: moved, lines: {people: {cargo: people, modes: [road]}}}}
links: {way: {start: P, end: Q, mode: road, length: 10 km, country: DE}}
"""
    world = text(orders="go: {decided: 0 s}", to="effect", force="nfm") + brigade
    place = "places: {Q: {name: Q, kind: base, country: DE, lat: 54.1, lon: 10.0, modes: [road]},"
    with pytest.raises(PostureError) as refused:
        load_text(world.replace("places: {", place))
    assert str(refused.value).split(": ", 1)[1] == (
        "reinforcement.brigades.x.parts.b.unit: the notice of 'b' in 'main' ends in the area, so that its "
        "movement is in it already; give the tier a notice to move, or leave the part out"
    )


def test_what_is_written_well_is_taken(load_text):
    load_text(text(more=turn(more=", meanwhile: main")))
