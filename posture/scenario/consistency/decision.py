"""Whether what is written of decision hangs together: Allies of the day, times, places, steps reached."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from posture.core.findings import Finding, Path, did_you_mean, known, listed
from posture.operations.decision import Chain, Crisis, Step

if TYPE_CHECKING:
    from posture.scenario import Scenario

COUNTRY = re.compile("[A-Z]{2}")
TABLE = "write it here or in 'decision.chain', or add 'decision' to 'tables'"
NEEDED: dict[Step, str] = {
    "request": "request",
    "session": "session",
    "measures": "measures",
    "order": "order",
    "determined": "determination",
    "conditional": "invocation",
    "ended": "ending",
}
"""The time that brings a crisis to a step."""


def decision_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Every fault between the values of decision, each with the path where it is written."""
    given: dict[tuple[str, str], str] = {
        (subject, order.kind): f"decision.orders.{subject}"
        for subject, order in scenario.decision.orders.items()
    }
    for name, crisis in scenario.decision.crises.items():
        path = ("decision", "crises", name)
        yield from ((path + where, said) for where, said in _crisis(scenario, crisis))
        for subject, kind in dict.fromkeys(crisis.given()):
            before = given.setdefault((subject, kind), ".".join(path))
            if before != ".".join(path):
                said = f"'{subject}' gets an order of kind '{kind}' in '{before}' already; name it otherwise"
                yield path, said


def _crisis(scenario: "Scenario", crisis: Crisis) -> Iterator[Finding]:
    decision = scenario.decision
    chain = crisis.chain.over(decision.chain)
    if not decision.allies:
        yield (), "no Allies are known; add 'allies' to 'tables', or write 'decision.allies'"
        return
    if crisis.place is not None and crisis.place not in scenario.places:
        cure = did_you_mean(crisis.place, scenario.places) or "; write 'position: {lat: …, lon: …}' instead"
        yield ("place",), f"there is no place '{crisis.place}'{cure}"
        return
    if crisis.shows_in is not None:
        areas = scenario.surveillance.areas
        yield from known(("shows_in",), crisis.shows_in, "area of surveillance", areas)
        if crisis.shows_in in areas and areas[crisis.shows_in].signs is None:
            yield ("shows_in",), f"no sign shows in '{crisis.shows_in}'; write its 'signs' and 'lasts'"
    if crisis.follows is not None:
        yield from _incident(scenario, crisis.follows)
    yield from _countries(crisis)
    yield from _nations(scenario, crisis)
    yield from _caveats(crisis)
    article_5 = decision.article_5(crisis, decision.ruling(crisis, scenario.places, scenario.start))
    yield from _article_5(scenario, crisis)
    yield from _times(scenario, crisis, chain, article_5=article_5)
    yield from _steps(crisis, chain, article_5=article_5)
    yield from _measures(scenario, crisis)


def _incident(scenario: "Scenario", system: str) -> Iterator[Finding]:
    """A crisis that waits for an incident which is never referred."""
    path: Path = ("follows",)
    yield from known(path, system, "system of cyber", scenario.cyber.systems)
    one = scenario.cyber.systems.get(system)
    if one is not None and not one.referred:
        yield path, f"no incident of '{system}' is ever referred to the Council; write its 'referred'"


def _countries(crisis: Crisis) -> Iterator[Finding]:
    """Codes that name no country, of the one attacked and of hosts."""
    named: list[tuple[Path, str]] = [(("country",), crisis.country)]
    named += [(("hosts", code), code) for code in crisis.hosts]
    for field in ("orders", "national"):
        orders = getattr(crisis, field).items()
        named += [((field, subject, "host"), one.host) for subject, one in orders if one.host is not None]
    for where, code in named:
        if not COUNTRY.fullmatch(code):
            yield where, f"'{code}' is no country; write its ISO 3166 code, like 'TR'"


def _nations(scenario: "Scenario", crisis: Crisis) -> Iterator[Finding]:
    """Codes that name no Ally of the day."""
    named: list[tuple[Path, str]] = []
    for field in ("allies", "objections"):
        named += [((field, code), code) for code in getattr(crisis, field)]
    for field in ("orders", "national", "assistance"):
        for subject, one in getattr(crisis, field).items():
            if one.nation is not None:
                named.append(((field, subject, "nation"), one.nation))
    named += [(("requested_by", index), code) for index, code in enumerate(crisis.requested_by)]
    moment = scenario.start + timedelta(seconds=crisis.indication)
    members = scenario.decision.members(moment)
    for where, code in named:
        ally = scenario.decision.allies.get(code)
        if ally is None:
            near = did_you_mean(code, members) or "; write the ISO 3166 code of an Ally, like 'TR'"
            yield where, f"there is no Ally '{code}'{near}"
        elif code not in members:
            joined = f"{ally.accession:%Y-%m-%d}"
            said = f"'{code}' was no Ally on {moment:%Y-%m-%d}; it joined on {joined}: take it out"
            yield where, said


def _caveats(crisis: Crisis) -> Iterator[Finding]:
    """Caveats about orders that nobody gives."""
    for code, stance in crisis.allies.items():
        for index, subject in enumerate(stance.not_for):
            yield from known(("allies", code, "not_for", index), subject, "order to deploy", crisis.deployed)


def _article_5(scenario: "Scenario", crisis: Crisis) -> Iterator[Finding]:
    """Article 5 demanded where it is not open."""
    if not crisis.article_5:
        return
    ruling = scenario.decision.ruling(crisis, scenario.places, scenario.start)
    cure = "leave 'article_5' out, and it comes to consultations under Article 4"
    if crisis.kind != "attack":
        yield ("article_5",), f"a threat is no armed attack, and opens Article 4 alone; {cure}"
    elif not ruling.inside and not ruling.debated:
        yield ("article_5",), f"this lies outside Article 6: {ruling.why}; {cure}"


def _times(scenario: "Scenario", crisis: Crisis, chain: Chain, *, article_5: bool) -> Iterator[Finding]:
    """Steps, hold-outs and parliaments without a time."""
    for step in crisis.path(chain, article_5=article_5):
        field = NEEDED.get(step)
        if field and getattr(chain, field) is None:
            yield ("chain", field), f"no time; {TABLE}"
    if not article_5 and chain.agreed is None:
        yield ("chain", "agreed"), f"no time; {TABLE}"
    if crisis.assistance and chain.assistance is None:
        yield ("chain", "assistance"), f"no time; {TABLE}"
    for code, objection in crisis.objections.items():
        if objection.delay is None:
            said = "a hold-out without an end blocks the Council for good; write 'delay', such as '6 d', and"
            yield ("objections", code), f"{said} 'resolution', how it ends"
    moment = scenario.start + timedelta(seconds=crisis.indication)
    for code, ally in scenario.decision.members(moment).items():
        stance = crisis.allies.get(code)
        asks = ally.parliament if stance is None or stance.parliament is None else stance.parliament
        if asks and chain.parliament is None and (stance is None or stance.approval is None):
            said = f"the parliament of '{code}' must agree, and nothing says how long it takes; "
            where = ("allies", code) if stance else ("chain", "parliament")
            yield where, f"{said}write 'allies.{code}.approval' or 'chain.parliament'"
            return


def _steps(crisis: Crisis, chain: Chain, *, article_5: bool) -> Iterator[Finding]:
    """What follows a step that the crisis does not reach."""
    path = crisis.path(chain, article_5=article_5)
    for where, step in crisis.awaited():
        if step not in path:
            yield where, f"this crisis never comes to '{step}'; write one of: {', '.join(path)}"


def _measures(scenario: "Scenario", crisis: Crisis) -> Iterator[Finding]:
    """Measures without a stated effect, and blanket overflight without its regime."""
    for name in crisis.measures:
        field = name.replace("-", "_")
        effects = scenario.decision.effects
        if field in type(effects).model_fields and getattr(effects, field) is None:
            said = f"nothing says what this measure does; write 'decision.effects.{field}', or add 'decision'"
            yield ("measures", name), f"{said} to 'tables'"
    overflight = scenario.movement.overflight
    if "blanket-overflight" in crisis.measures and overflight and "blanket" not in overflight.regimes:
        said = "there is no regime 'blanket'; write 'movement.overflight.regimes.blanket.time: 0 s'"
        yield ("measures", "blanket-overflight"), said


def unheard(scenario: "Scenario") -> Iterator[str]:
    """Orders that nobody obeys: no fault, and worth a word."""
    obeyed = {kind: set(subjects) for kind, subjects in _obeyers(scenario)}
    for subject, kinds in sorted(scenario.decision.given().items()):
        for kind in sorted(kinds):
            ordered = kind in {"raise", "deploy", "end"} and scenario.readiness.ordered(subject)
            if not ordered and subject not in obeyed.get(kind, ()):
                yield f"nobody obeys the order to {kind} '{subject}'"


def _obeyers(scenario: "Scenario") -> Iterator[tuple[str, list[str | None]]]:
    """By kind of order, the subjects to whose orders somebody listens, beside tiers of readiness."""
    brigades: list[str | None] = [one.order for one in scenario.reinforcement.brigades.values()]
    nodes = [one.order for one in scenario.missile_defence.nodes.values()]
    calls: list[str | None] = [one.after for one in scenario.maritime.calls.values()]
    calls += [one.after for one in scenario.early_warning.stations.values()]
    calls += [one.after for one in scenario.early_warning.contingents.values()]
    calls += [one.after for one in scenario.air_policing.detachments.values()]
    yield from (("raise", brigades), ("stage", brigades), ("deploy", brigades + nodes), ("retask", calls))
    yield "end", brigades + nodes + calls


def not_deployed(scenario: "Scenario", subject: str, who: str = "a brigade") -> str:
    """Why `who` cannot wait for the deployment of a subject; empty where it can."""
    given = scenario.decision.given()
    if subject not in given:
        return f"there is no order '{subject}'{did_you_mean(subject, given) or listed(given)}"
    if "deploy" not in given[subject]:
        kinds = "', '".join(sorted(given[subject]))
        return f"the order '{subject}' is of kind '{kinds}', {who} waits for 'deploy'"
    return ""
