"""Bad words on decision: refused with the place and the cure."""

import pytest

from posture.scenario.loading import Faults

CRISIS = """
tables: [movement, allies]
decision:
  chain: {request: 1 d, session: 2 d, agreed: 4 d, invocation: 1 d, determination: 20 d, measures: 2 d, order: 1 d,
    parliament: 10 d}
  crises:
    it: {kind: attack, country: TR, position: {lat: 38.4, lon: 27.1}}
"""
IT = "decision.crises.it"


def told(load_text, *words, text=CRISIS):
    with pytest.raises(Faults) as refused:
        load_text(text, words)
    return str(refused.value)


def test_what_the_faults_spoil_is_sound(load_text):
    assert load_text(CRISIS).decision.crises["it"].country == "TR"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            [f"{IT}.objections.XX.delay=1 d"],
            f"{IT}.objections.XX: there is no Ally 'XX'; write the ISO 3166 code of an Ally, like 'TR'",
        ),
        (
            [f"{IT}.allies.SE.share=0.5"],
            f"{IT}.allies.SE: 'SE' was no Ally on 2023-07-03; it joined on 2024-03-07: take it out",
        ),
        (
            [f"{IT}.national.help.nation=UA", f"{IT}.national.help.after=1 d"],
            f"{IT}.national.help.nation: there is no Ally 'UA'; write the ISO 3166 code of an Ally, like 'TR'",
        ),
        (
            [f"{IT}.country=Turkey"],
            f"{IT}.country: 'Turkey' is no country's code of two letters (ISO 3166); did you mean 'TR'?",
        ),
        (
            [f"{IT}.article_5=true", f"{IT}.country=FR", f"{IT}.position.lat=14.6", f"{IT}.position.lon=-61.1"],
            (f"{IT}.article_5: this lies outside Article 6: south of the Tropic of Cancer; leave 'article_5' out, "
            "and it comes to consultations under Article 4"),
        ),
        (
            [f"{IT}.article_5=true", f"{IT}.country=UA"],
            f"{IT}.article_5: this lies outside Article 6: 'UA' is no Party to the Treaty; leave 'article_5' out",
        ),
        (
            [f"{IT}.article_5=true", f"{IT}.kind=threat"],
            f"{IT}.article_5: a threat is no armed attack, and opens Article 4 alone; leave 'article_5' out",
        ),
        (
            [f"{IT}.objections.FR.resolution=agrees"],
            (f"{IT}.objections.FR: a hold-out without an end blocks the Council for good; write 'delay', such as "
            "'6 d', and 'resolution', how it ends"),
        ),
        (
            ["decision.chain.parliament=null"],
            (f"{IT}.chain.parliament: the parliament of 'DE' must agree, and nothing says how long it takes; "
            "write 'allies.DE.approval' or 'chain.parliament'"),
        ),
        (
            ["decision.chain.session=null"],
            f"{IT}.chain.session: no time; write it here or in 'decision.chain', or add 'decision' to 'tables'",
        ),
        (
            [f"{IT}.orders.help.host=Turkey"],
            f"{IT}.orders.help.host: 'Turkey' is no country's code of two letters (ISO 3166); did you mean 'TR'?",
        ),
        (["decision.chain.invocation=null"], f"{IT}.chain.invocation: no time; write it here"),
        ([f"{IT}.kind=threat", "decision.chain.agreed=null"], f"{IT}.chain.agreed: no time; write it here"),
        ([f"{IT}.chain.termination=9 d"], f"{IT}.chain.ending: no time; write it here"),
        (
            [f"{IT}.kind=threat", f"{IT}.orders.help.after=determined"],
            (f"{IT}.orders.help.after: this crisis never comes to 'determined'; write one of: indication, request, "
            "session, agreed, order"),
        ),
        (
            [f"{IT}.orders.go.kind=deploy"],
            f"{IT}: 'go' gets an order of kind 'deploy' in 'decision.orders.go' already; name it otherwise",
        ),
        (
            [f"{IT}.measures.backfill.after=measures"],
            (f"{IT}.measures.backfill: nothing says what this measure does; write 'decision.effects.backfill', or "
            "add 'decision' to 'tables'"),
        ),
        (
            [f"{IT}.position=null"],
            f"{IT}: say where it happens; write either 'place' or 'position: {{lat: …, lon: …}}'",
        ),
        (
            [f"{IT}.position=null", f"{IT}.place=IZMIR"],
            f"{IT}.place: there is no place 'IZMIR'; write 'position: {{lat: …, lon: …}}' instead",
        ),
        (["decision.crises.it.posit=1"], f"{IT}.posit: unknown; did you mean 'position'?"),
        ([f"{IT}.assistance.help.nation=TR"], f"{IT}.chain.assistance: no time; write it here"),
    ],
)  # fmt: skip
def test_refused_with_place_and_cure(load_text, words, message):
    assert message in told(load_text, *words)


def test_a_crisis_without_allies_names_the_table(load_text):
    text = CRISIS.replace("[movement, allies]", "[movement]")
    assert f"{IT}: no Allies are known; add 'allies' to 'tables'" in told(load_text, text=text)


def test_blanket_overflight_needs_its_regime(load_text):
    words = [f"{IT}.measures.blanket-overflight.after=measures", "movement.overflight.regimes.blanket=null"]
    message = "there is no regime 'blanket'; write 'movement.overflight.regimes.blanket.time: 0 s'"
    assert f"{IT}.measures.blanket-overflight: {message}" in told(load_text, *words)


def test_two_crises_may_not_give_the_same_order(load_text):
    words = [f"{IT}.orders.help.kind=deploy"]
    words += [f"decision.crises.two.{key}" for key in ("kind=threat", "country=TR", "position.lat=38.4")]
    words += ["decision.crises.two.position.lon=27.1", "decision.crises.two.orders.help.kind=deploy"]
    message = "decision.crises.two: 'help' gets an order of kind 'deploy' in 'decision.crises.it' already"
    assert message in told(load_text, *words)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("retask", "the order 'help' is of kind 'retask', a brigade waits for 'deploy'"),
        (None, "there is no order 'help'; known here: go"),
    ],
)
def test_a_brigade_waits_for_an_order_of_a_crisis_too(load_text, kind, message):
    brigade = """
places: {A: {name: A, kind: base, country: LT, lat: 55, lon: 24, modes: [road]}}
units: {company: {nation: LT, home: A, wheeled: 1}}
reinforcement:
  brigades:
    camp: {at: A, order: help, reception: XX, parts: {company: {unit: company, arrangement: in place}}}
"""
    sound = load_text(CRISIS + brigade, [f"{IT}.orders.help.kind=deploy"])
    assert sound.reinforcement.brigades["camp"].order == "help"
    words = [f"{IT}.orders.help.kind={kind}"] if kind else []
    assert message in told(load_text, *words, text=CRISIS + brigade)
