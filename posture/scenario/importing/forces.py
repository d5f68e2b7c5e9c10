"""Units and requirements: scenarios of ORBAT Mapper, and movement tables in the manner of a TPFDD."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from posture.core.csv_text import unguarded
from posture.core.errors import PostureError
from posture.core.ids import apart, is_whole, part_and_line, whole_of
from posture.operations.reinforcement.requirements import WITH
from posture.scenario.importing import Imported, country_code, number
from posture.theatre.forces import CARGOES
from posture.theatre.network import Place, Position, great_circle

NEAR = 30_000
"""Metres within which a unit is taken to live at a place of the network."""
KEY = re.compile(r"\W+")
SHORT_TON = 907.18474
NEEDED = ("ULN", "NATION", "CARGO", "ORIGIN", "DEST", "MODES")
DATES = {"RLD": "ready", "EAD": "earliest", "LAD": "latest", "RDD": "required"}
"""Days after the order by our own words for them, in the order in which they must come."""


def from_orbat_mapper(text: bytes, nation: str, places: Mapping[str, Place]) -> Imported:
    """Every unit with a position becomes one that lives at the nearest place; the file has no pieces.

    What is nowhere at first, below a unit that is somewhere, is a part of that on its way, as serials are.
    """
    try:
        told = json.loads(text)
        sides = told["sides"]
    except (ValueError, KeyError, TypeError) as fault:
        raise PostureError("this is no scenario of ORBAT Mapper; it has no 'sides'") from fault
    found, seen = Imported(), Counter[str]()
    units: dict[str, Any] = {}
    for side, unit, above in _units(sides):
        if above.get("location") and not unit.get("location"):
            found.left[
                "units that are nowhere at first, below one that is taken: parts of it on their way"
            ] += 1
            continue
        at = unit.get("location") or next(
            (state["location"] for state in unit.get("state") or () if state.get("location")), None
        )
        code = nation or country_code(str(side.get("name", "")))
        if not code:
            found.left[f"units of the side '{side.get('name')}', which is no country; give --nation"] += 1
            continue
        if at is None:
            found.left["units without a position"] += 1
            continue
        home, metres = _nearest(Position(lat=at[1], lon=at[0]), places)
        if metres > NEAR:
            found.left[f"units more than {NEAR // 1000} km from every place of the network"] += 1
            continue
        key = KEY.sub("-", str(unit.get("name") or unit["id"]).lower()).strip("-") or "unit"
        seen[key] += 1
        name = key if seen[key] == 1 else f"{key}-{seen[key]}"
        units[name] = {"nation": code, "home": home, "kind": str(unit.get("description") or unit.get("name"))}
    found.extract = {"units": units}
    found.remark(len(units), "units have no people and no vehicles yet: the file holds none; write them")
    return found


def _units(sides: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Each unit with its side and what stands above it."""
    for side in sides:
        tops = [*(side.get("groups") or ()), side]
        queue = [(top, unit) for top in tops for unit in top.get("subUnits") or ()]
        while queue:
            above, unit = queue.pop(0)
            yield side, unit, above
            queue += [(unit, below) for below in unit.get("subUnits") or ()]


def _nearest(where: Position, places: Mapping[str, Place]) -> tuple[str, float]:
    if not places:
        raise PostureError("there is no place to which a unit could be tied")
    return min((great_circle(where, place), key) for key, place in places.items())[::-1]


def from_movement_table(text: str, places: Mapping[str, Place]) -> Imported:
    """A row a line: its brigade and part by PARENT_ULN, its pieces by PAX or PIECES, dates by days.

    A row with nothing to move, with a place that the network lacks, or with dates out of order is left out.
    """
    rows = [
        {head: unguarded((cell or "").strip()) for head, cell in row.items() if head}
        for row in csv.DictReader(StringIO(text, newline=""))
    ]
    if not rows or (missing := [head for head in NEEDED if head not in rows[0]]):
        told = ", ".join(missing) if rows else "every row"
        raise PostureError(f"this is no table of movements; it lacks {told}")
    found, units, brigades = Imported(), dict[str, Any](), dict[str, Any]()
    seen: set[str] = set()
    for row in rows:
        wrong = _wrong(row, places, seen)
        seen.add(row["ULN"])
        if wrong:
            found.left[wrong] += 1
            continue
        part_id = row.get("PARENT_ULN") or apart(row["ULN"]).whole
        brigade = whole_of(part_id)
        part = "whole" if is_whole(part_id) else part_and_line(part_id)[0]
        unit = row.get("UNIT_NAME") or KEY.sub("-", part_id)
        pieces = _pieces(row)
        written = units.setdefault(unit, {"nation": country_code(row["NATION"]), "home": row["ORIGIN"]})
        written["kind"] = row.get("UNIT_KIND", "")
        written[row["CARGO"]] = written.get(row["CARGO"], 0) + pieces
        _weigh(written, row)
        whole = brigades.setdefault(brigade, {"at": row["DEST"], "order": brigade, "parts": {}})
        lines = whole["parts"].setdefault(part, {"unit": unit, "arrangement": "moved", "lines": {}})["lines"]
        lines[apart(row["ULN"]).name or "line"] = _line(row, pieces)
    for written in units.values():
        tonnes, metres = written.pop("_tonnes", 0.0), written.pop("_metres", 0.0)
        if tonnes:
            written["tonnes"] = f"{tonnes:.6g} t"
        if metres:
            written["lane_metres"] = round(metres)
    orders = {name: {"kind": "deploy", "indication": "0 d", "decided": "0 d"} for name in brigades}
    found.extract = {
        "decision": {"orders": orders},
        "units": units,
        "reinforcement": {"brigades": brigades},
    }
    return found


def _wrong(row: Mapping[str, str], places: Mapping[str, Place], seen: set[str]) -> str:
    """Why a row is not taken; empty if nothing is against it."""
    dates = [date for head in DATES if head != "RLD" and (date := number(row.get(head, ""))) is not None]
    stops = (row["ORIGIN"], row.get("POE", ""), row.get("POD", ""), row["DEST"])
    reasons = {
        "rows whose ULN another row has": row["ULN"] in seen,
        "rows without a ULN": not row["ULN"],
        "rows of a nation that is no country": not country_code(row["NATION"]),
        f"rows whose cargo is none of {', '.join(CARGOES)}": row["CARGO"] not in CARGOES,
        "rows with nothing to move": _pieces(row) <= 0,
        "rows with a weight below nought": (number(row.get("STONS", "")) or 0) < 0,
        "rows that name a place which the network lacks": any(stop and stop not in places for stop in stops),
        "rows whose dates are not in order (EAD, LAD, RDD)": dates != sorted(dates),
    }
    return next((why for why, so in reasons.items() if so), "")


def _pieces(row: Mapping[str, str]) -> int:
    head = "PAX" if row["CARGO"] == "people" else "PIECES"
    return int(number(row.get(head, "")) or 0)


def _weigh(written: dict[str, Any], row: Mapping[str, str]) -> None:
    short = number(row.get("STONS", ""))
    tonnes = number(row.get("TONNES", ""))
    if tonnes is None and short is not None:
        tonnes = short * SHORT_TON / 1000
    written["_tonnes"] = written.get("_tonnes", 0.0) + (tonnes or 0.0)
    written["_metres"] = written.get("_metres", 0.0) + (number(row.get("LANE_M", "")) or 0.0)


def _line(row: Mapping[str, str], pieces: int) -> dict[str, Any]:
    line: dict[str, Any] = {"cargo": row["CARGO"], "pieces": pieces}
    if row["MODES"].startswith(WITH):
        due = number(row.get("RDD", ""))
        line["rides"] = row["MODES"].removeprefix(WITH)
        return line if due is None else line | {"required": f"{due:.12g} d"}
    line["modes"] = row["MODES"].split(";")
    if row.get("POE") and row.get("POD"):
        line |= {"poe": row["POE"], "pod": row["POD"]}
    for head, word in DATES.items():
        days = number(row.get(head, ""))
        if days is not None and (days or word != "ready"):
            line[word] = f"{days:.12g} d"
    priority = number(row.get("PRIORITY", ""))
    return line | ({"priority": int(priority)} if priority else {})
