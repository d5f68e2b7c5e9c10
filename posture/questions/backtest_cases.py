"""Past moves: the rows of a table of cases, what each tells the model and what was recorded of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from posture.core.findings import did_you_mean
from posture.questions.backtest_intervals import by_words, spans, taught_by
from posture.scenario.loading import Fault, Faults, Mark, rows
from posture.scenario.outlines import country_codes
from posture.scenario.shipped import shipped
from posture.theatre.network import Mode, Position

MODES: tuple[Mode, ...] = get_args(Mode)
Date = Literal["first arrival", "all received", "operational"]
DATES: Mapping[Date, tuple[str, str]] = {
    "first arrival": ("first_arrival_date", "first_arrival_conf"),
    "all received": ("closure_date", "closure_conf"),
    "operational": ("operational_date", "operational_conf"),
}
"""For each date that is predicted its column, and that of its confidence."""
INPUTS = (
    *("case_id", "name", "category", "unit", "nation", "equipment", "modes", "order_date", "order_basis"),
    *("from_place", "from_country", "from_lat", "from_lon", "to_place", "to_country", "to_lat", "to_lon"),
    *("personnel", "vehicles", "order_conf", "used_for_timings"),
)
COLUMNS = (*INPUTS, *(column for columns in DATES.values() for column in columns))
SCORED = ("seen", "derived")
MONTH = re.compile(r"\d{4}-\d{2}")
MIDDLE = 15
"""Day of a month that stands for all of it: what is only known to it is shown and not scored."""


class Endpoint(Position):
    """Where a case begins or ends."""

    name: str
    """As the table has it."""
    country: str
    """ISO 3166 code; empty at sea."""


MARKED = "its interval is marked as used"


@dataclass(frozen=True, slots=True)
class PastCase:
    """One past move: what is known before it begins, and what was recorded.

    `people` and `pieces` are None where the table leaves them out. `days` holds what was recorded, in days
    from the order, and `unscored` says of which of these why they are not scored. `compared` are those
    of them that are left out for nothing but a mark of the table: no figure was read from their interval.
    """

    name: str
    title: str
    category: str
    unit: str
    nation: str
    equipment: str
    modes: tuple[Mode, ...]
    ordered: date | None
    order_basis: str
    start: Endpoint
    end: Endpoint
    people: int | None
    pieces: int | None
    days: Mapping[Date, int]
    unscored: Mapping[Date, str]
    compared: frozenset[Date] = frozenset()

    def words(self, field: str) -> str:
        """A field in which a rule looks for words."""
        return {
            "unit": self.unit,
            "equipment": self.equipment,
            "order_basis": self.order_basis,
            "category": self.category,
            "host": self.end.country,
        }[field]


def cases(path: Path | None, shown: str = "") -> list[PastCase]:
    """The cases of a table, by default of that which ships; every fault in it is told at once."""
    table = path or shipped("table", "deployments")
    assert table is not None
    shown = shown or table.name
    found: list[PastCase] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for row, line in rows(table, COLUMNS, shown):
        reader = _RowReader(row, Mark(shown, line, 1))
        one = reader.case()
        if row["case_id"] in seen:
            reader.fault("case_id", f"'{row['case_id']}' is there already; give each case an id of its own")
        seen.add(row["case_id"])
        faults += reader.faults
        if one is not None:
            found.append(one)
    if not found and not faults:
        faults.append(Fault(Mark(shown), "", "has no cases below its header"))
    if faults:
        raise Faults(faults)
    return found


class _RowReader:
    """Reads one row, and keeps what is wrong with it."""

    def __init__(self, row: dict[str, str], mark: Mark) -> None:
        self._row = row
        self._mark = mark
        self._months: set[str] = set()
        self.faults: list[Fault] = []

    def fault(self, column: str, message: str) -> None:
        """That a cell is wrong."""
        self.faults.append(Fault(self._mark, column, message))

    def case(self) -> PastCase | None:
        """The case, or nothing and faults."""
        row = self._row
        if not row["case_id"]:
            self.fault("case_id", "is empty; give each case an id of its own")
        ordered = self._date("order_date")
        days = dict(self._days(ordered))
        unscored = dict(self._unscored(days))
        marked = {one for used in spans(row["used_for_timings"]) for one in by_words(used)}
        compared = frozenset(one for one in days if one in marked and one not in unscored)
        modes, ends = tuple(self._modes()), (self._endpoint("from"), self._endpoint("to"))
        people, pieces = self._count("personnel"), self._count("vehicles")
        if self.faults:
            return None
        return PastCase(
            name=row["case_id"],
            title=row["name"],
            category=row["category"],
            unit=row["unit"],
            nation=self._nation(ends[0]),
            equipment=row["equipment"],
            modes=modes,
            ordered=ordered,
            order_basis=row["order_basis"],
            start=ends[0],
            end=ends[1],
            people=people,
            pieces=pieces,
            days=days,
            unscored=unscored | dict.fromkeys(compared, MARKED),
            compared=compared,
        )

    def _days(self, ordered: date | None) -> Iterator[tuple[Date, int]]:
        first = ordered
        for kind, (column, _) in DATES.items():
            then = self._date(column)
            if then is None or ordered is None:
                continue
            if self._earlier(then, ordered):
                self.fault(column, f"{then} is before the order of {ordered}; correct one of them")
            elif first is not None and self._earlier(then, first):
                self.fault(column, f"{then} is before the first arrival on {first}; correct one of them")
            else:
                yield kind, max(0, (then - ordered).days)
            first = then if kind == "first arrival" else first

    def _earlier(self, one: date, other: date) -> bool:
        """Whether a date lies before another; where some are known by their month, in an earlier month."""
        if self._months:
            return (one.year, one.month) < (other.year, other.month)
        return one < other

    def _unscored(self, days: Mapping[Date, int]) -> Iterator[tuple[Date, str]]:
        taught = taught_by(self._row["case_id"], spans(self._row["used_for_timings"]))
        for kind in days:
            confidence = DATES[kind][1]
            if self._row["order_conf"] not in SCORED:
                yield kind, f"the order's date is {self._row['order_conf'] or 'without a word on it'}"
            elif "order_date" in self._months:
                yield kind, "the order's date tells only the month"
            elif self._row[confidence] not in SCORED:
                yield kind, f"its date is {self._row[confidence] or 'without a word on it'}"
            elif DATES[kind][0] in self._months:
                yield kind, "its date tells only the month"
            elif taught[kind]:
                yield kind, f"it shaped the figures ({'; '.join(taught[kind])})"

    def _date(self, column: str) -> date | None:
        """A day; of a month alone its middle."""
        text = self._row[column]
        if not text:
            return None
        if MONTH.fullmatch(text):
            self._months.add(column)
        try:
            return date.fromisoformat(f"{text}-{MIDDLE}" if column in self._months else text)
        except ValueError:
            wanted = "write it like 2022-02-25, or 2022-02 where the day is not known"
            self.fault(column, f"'{text[:40]}' is no date; {wanted}")
            return None

    def _count(self, column: str) -> int | None:
        text = self._row[column]
        if not text:
            return None
        if not text.isdecimal() or not text.isascii() or int(text[:9]) != int(text):
            self.fault(column, f"'{text[:40]}' is no count; write a whole number, or leave it empty")
            return None
        return int(text)

    def _modes(self) -> Iterator[Mode]:
        for text in re.split(r"\s*;\s*|\s+or\s+|\s*,\s*", self._row["modes"]):
            mode = next((one for one in MODES if one == text), None)
            if mode is not None:
                yield mode
            elif text not in ("", "none"):
                self.fault("modes", f"there is no mode '{text[:40]}'{did_you_mean(text, MODES)}")

    def _endpoint(self, which: str) -> Endpoint:
        name, country = self._row[f"{which}_place"], self._row[f"{which}_country"]
        codes = country_codes()
        code = codes.get(country, country if country in codes.values() else "")
        if country not in ("", "sea") and not code:
            hint = did_you_mean(country, codes)
            self.fault(f"{which}_country", f"there is no country '{country[:40]}'{hint}")
        lat = self._degrees(f"{which}_lat", 90)
        lon = self._degrees(f"{which}_lon", 180)
        return Endpoint(name=name, country=code, lat=lat, lon=lon)

    def _degrees(self, column: str, limit: int) -> float:
        text = self._row[column]
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not abs(value) <= limit:
            place = self._row[f"{column.partition('_')[0]}_place"]
            self.fault(
                column, f"'{text[:40]}' is no position of '{place[:40]}'; write degrees, at most {limit}"
            )
            return 0.0
        return value

    def _nation(self, start: Endpoint) -> str:
        nation = self._row["nation"]
        return country_codes().get(nation, nation if nation in country_codes().values() else start.country)
