"""One history as an order of battle: a scenario of ORBAT Mapper that plays, or its first posture as MSDL."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

from posture.core.ids import apart, whole_of
from posture.report.history_exports import located, moment, shown, where
from posture.report.playback import Playback, SerialTrack, UnitStay
from posture.report.symbols import catalogue, symbol_of

FILE_VERSION = "3.4.0"
"""Of ORBAT Mapper's scenario file."""
FRIEND = "3"
LETTERS = "SFGPU-----*****"
"""Code of fifteen letters of a friendly unit of which no more is known."""
MSDL = "urn:sisostds:scenario:military:data:draft:msdl:1"


def as_orbat_mapper(one: Playback) -> bytes:
    """A side, in it a group for each brigade, its parts, and their serials, each with its states by time.

    A leg is one state: `viaStartTime` is its departure, `t` its arrival, `via` what it passes; a serial is
    nowhere before it departs and after its pieces have gone on. States are sorted and ids are unique.
    """
    told = {
        "type": "ORBAT-mapper",
        "id": _id(one, "scenario"),
        "version": FILE_VERSION,
        "name": one.name,
        "description": "Generic units; where serials of one simulated history are at each time.",
        "startTime": moment(one, 0),
        "timeZone": "UTC",
        "symbologyStandard": "app6d",
        "sides": [
            {
                "id": _id(one, "side"),
                "name": "NATO",
                "standardIdentity": FRIEND,
                "groups": list(_groups(one)),
            }
        ],
        "events": [
            {"id": _id(one, f"event {number}"), "title": event.text, "startTime": moment(one, event.time)}
            for number, event in enumerate(one.events)
        ],
        "layerStack": [],
    }
    return f"{json.dumps(told, ensure_ascii=False, allow_nan=False)}\n".encode()


def _groups(one: Playback) -> Iterator[dict[str, Any]]:
    """A group for each brigade, with its parts and below them their serials."""
    serials: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for track, symbol in shown(one):
        serials[track.part].append(
            {
                "id": _id(one, track.serial),
                "name": track.serial,
                "sidc": symbol.sidc,
                "shortName": apart(track.serial).name,
                "state": list(_states(one, track)),
            }
        )
    groups: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for stay in located(one):
        groups[whole_of(stay.part)].append(_unit(one, stay, serials[stay.part]))
    for name, units in groups.items():
        yield {"id": _id(one, f"group {name}"), "name": name, "subUnits": units}


def _unit(one: Playback, stay: UnitStay, serials: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A part stands at home until it has closed, and then where it was wanted; its serials move meanwhile."""
    found: dict[str, Any] = {
        "id": _id(one, stay.part),
        "name": apart(stay.part).name,
        "sidc": symbol_of(stay.kind).sidc,
        "description": stay.kind,
        "location": where(one, stay.home),
        "subUnits": list(serials),
    }
    if stay.closed is not None and stay.end != stay.home:
        state = {"t": moment(one, stay.closed), "location": where(one, stay.end), "title": "closed"}
        found["state"] = [{"id": _id(one, f"{stay.part} closed"), "interpolate": False, **state}]
    return found


def _states(one: Playback, track: SerialTrack) -> Iterator[dict[str, Any]]:
    """Where a serial is from its departure on; what stands still has no state of its own."""
    name = f"{track.serial} state"
    first = track.stops[0]
    yield {"id": _id(one, f"{name} 0"), "t": moment(one, first.time), "location": where(one, first.place)}
    for number, (before, after) in enumerate(pairwise(track.stops), 1):
        if before.place != after.place:
            yield {
                "id": _id(one, f"{name} {number}"),
                "t": moment(one, after.time),
                "viaStartTime": moment(one, before.time),
                "location": where(one, after.place),
            }
    if track.until > track.stops[-1].time:
        yield {"id": _id(one, f"{name} gone"), "t": moment(one, track.until), "location": None}


def as_msdl(one: Playback) -> bytes:
    """Where every unit stands when the run begins (SISO-STD-007-2008): MSDL knows no time after that."""
    side, brigades = _id(one, "side"), dict.fromkeys(whole_of(stay.part) for stay in located(one))
    units = "".join(_brigade(one, name, side) for name in brigades)
    units += "".join(_organisation(one, stay) for stay in located(one))
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<MilitaryScenario xmlns="{MSDL}" xmlns:modelID="http://www.sisostds.org/Schemas/modelID">'
        f"<ScenarioID><modelID:name>{escape(one.name)}</modelID:name>"
        "<modelID:type>Scenario</modelID:type><modelID:version>1</modelID:version></ScenarioID>"
        "<Options><MSDLVersion>1.0.2</MSDLVersion><ScenarioDataStandards><SymbologyDataStandard>"
        "<StandardName>MILSTD_2525B</StandardName></SymbologyDataStandard></ScenarioDataStandards></Options>"
        f"<Environment><ScenarioTime>{moment(one, 0)}</ScenarioTime></Environment>"
        f"<ForceSides><ForceSide><ObjectHandle>{side}</ObjectHandle>"
        f"<ForceSideName>NATO</ForceSideName><AllegianceHandle>{side}</AllegianceHandle></ForceSide></ForceSides>"
        f"<Organizations><Units>{units}</Units></Organizations></MilitaryScenario>\n"
    )
    return text.encode()


def _brigade(one: Playback, name: str, side: str) -> str:
    letters = catalogue()["bde_mech"].letters
    home = next(stay.end for stay in located(one) if whole_of(stay.part) == name)
    return _msdl_unit(_id(one, f"group {name}"), letters, name, _force(side), where(one, home))


def _organisation(one: Playback, stay: UnitStay) -> str:
    superior = _id(one, f"group {whole_of(stay.part)}")
    relation = (
        "<ForceRelationChoice>UNIT</ForceRelationChoice>"
        f"<CommandRelation><CommandingSuperiorHandle>{superior}</CommandingSuperiorHandle>"
        "<CommandRelationshipType>ORGANIC</CommandRelationshipType></CommandRelation>"
    )
    letters = symbol_of(stay.kind).letters or LETTERS
    return _msdl_unit(_id(one, stay.part), letters, apart(stay.part).name, relation, where(one, stay.home))


def _force(side: str) -> str:
    return f"<ForceRelationChoice>FORCE_SIDE</ForceRelationChoice><ForceSideHandle>{side}</ForceSideHandle>"


def _msdl_unit(handle: str, letters: str, name: str, relation: str, at: tuple[float, float]) -> str:
    lon, lat = at
    return (
        f"<Unit><ObjectHandle>{handle}</ObjectHandle><SymbolIdentifier>{letters}</SymbolIdentifier>"
        f"<Name>{escape(name)}</Name><UnitSymbolModifiers><UniqueDesignation>{escape(name[:21])}"
        "</UniqueDesignation></UnitSymbolModifiers>"
        "<Status><ForceRelation>"
        f"<ForceRelationData>{relation}</ForceRelationData></ForceRelation></Status>"
        "<Disposition><Location><CoordinateChoice>GDC</CoordinateChoice><CoordinateData><GDC>"
        f"<Latitude>{lat}</Latitude><Longitude>{lon}</Longitude><ElevationAGL>0</ElevationAGL>"
        "</GDC></CoordinateData></Location></Disposition></Unit>"
    )


def _id(one: Playback, name: str) -> str:
    """The same for the same thing of the same scenario, and no other's."""
    return str(uuid5(NAMESPACE_URL, f"posture:{one.name}:{name}"))
