"""Whether early warning hangs together: known names, stations within reach, crews that may fly so long."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from posture.core.clock import DAY, HOUR
from posture.core.findings import Finding, Path, known
from posture.operations.early_warning import Base, transit

if TYPE_CHECKING:
    from posture.scenario import Scenario

TOP: Path = ("early_warning",)


def early_warning_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Every fault; whether stations can be kept is asked only when all names are known."""
    found = [*_bases(scenario), *_contingents(scenario), *_stations(scenario)]
    yield from found or _reach(scenario)


def _bases(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.early_warning
    for name, base in written.bases.items():
        path = (*TOP, "bases", name)
        if base.at in scenario.places:
            yield from _runway(scenario, base, path)
        else:
            yield from known((*path, "at"), base.at, "place", scenario.places)
        if name in scenario.rotations.commitments:
            yield path, f"'{name}' is a commitment of the rotations already; name the base otherwise"
        if name in scenario.air_policing.in_use():
            yield path, f"'{name}' is a base of air policing already; name the base otherwise"
        if name in scenario.rotations.rules and any(one.base == name for one in written.contingents.values()):
            yield path, "rotations fill it and contingents are written for it; take either out"


def _runway(scenario: "Scenario", base: Base, path: Path) -> Iterator[Finding]:
    need = scenario.early_warning.flying.runway
    told = scenario.places[base.at].attributes.get("runway_m", "")
    length = int(told) if base.runway is None and told.isdecimal() else base.runway
    if need and length is None:
        yield path, f"no runway is known at '{base.at}'; write its length as 'runway', at least {need:,} m"
    elif length is not None and length < need:
        said = f"a runway of {length:,} m is too short for its aircraft, which need {need:,} m"
        yield (*path, "runway"), f"{said}; take another base, or lower 'flying.runway'"


def _contingents(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.early_warning
    for name, one in written.contingents.items():
        path = (*TOP, "contingents", name)
        yield from known((*path, "base"), one.base, "base", written.bases)
        if one.home is not None:
            yield from known((*path, "home"), one.home, "place", scenario.places)
        if name in scenario.units:
            yield path, f"'{name}' is a unit already; name the contingent otherwise"
        if one.of is not None:
            others = {key: other for key, other in written.contingents.items() if other.of is None}
            yield from known((*path, "of"), one.of, "contingent of its own", others)
            for field in ("aircraft", "crews") if one.of in others else ():
                has, takes = getattr(others[one.of], field), getattr(one, field)
                if takes > has:
                    said = f"it takes {takes} {field} of '{one.of}', which has {has}"
                    yield (*path, field), f"{said}; write no more than those"
        yield from _order(scenario, one.after, (*path, "after"))


def _stations(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.early_warning
    manned = {one.base for one in written.contingents.values()} | {*scenario.rotations.rules}
    for name, station in written.stations.items():
        path = (*TOP, "stations", name)
        yield from known((*path, "base"), station.base, "base", written.bases)
        if station.base in written.bases and station.base not in manned:
            said = f"nobody is ever at '{station.base}'; write a contingent there"
            yield (*path, "base"), f"{said}, or a rule of the rotations that fills it"
        yield from _order(scenario, station.after, (*path, "after"))


def _order(scenario: "Scenario", subject: str | None, path: Path) -> Iterator[Finding]:
    if subject is not None:
        given = scenario.decision.given().items()
        yield from known(path, subject, "order to retask", {one for one, kinds in given if "retask" in kinds})


def _reach(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.early_warning
    flying, crews = written.flying, written.crews
    alone = flying.refuelled if flying.tanker >= 1 else flying.endurance
    for name, station in written.stations.items():
        path = (*TOP, "stations", name)
        out = transit(written, station, scenario.places)
        there_and_back = f"{_hours(2 * out)} there and back"
        if 2 * out >= alone:
            said = f"it is {there_and_back} from '{station.base}', and aircraft fly {_hours(alone)}"
            yield path, f"{said}; take a nearer base or a tanker, or lengthen 'flying.endurance'"
        elif crews and 2 * out + flying.prepare + crews.debriefing >= crews.duty:
            shortest = _hours(2 * out + flying.prepare + crews.debriefing)
            said = f"a duty of {_hours(crews.duty)} is over before any time on '{name}'"
            yield (*TOP, "crews", "duty"), f"{said}; its shortest sortie takes a crew {shortest}, lengthen it"
        elif 0 < DAY - station.wanted < out + flying.prepare:
            said = f"it closes for {_hours(DAY - station.wanted)}, less than the"
            said = f"{said} {_hours(out + flying.prepare)} that an aircraft takes from call to station"
            yield (*path, "closes"), f"{said}; write 'opens: 0 h' and 'closes: 24 h', or close it longer"


def _hours(seconds: int) -> str:
    return f"{seconds / HOUR:,.3g} h"
