"""Typed look-ups in what is written: an entry by its key, a field it leaves out from the last resort.

A misspelt table or field is a fault that the type checker finds, since each table keeps the type of its
entries. Which fields were read is remembered.
"""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar, cast

Entry_co = TypeVar("Entry_co", covariant=True)
Row = TypeVar("Row")
Value = TypeVar("Value")


class ParameterTable(Generic[Entry_co]):
    """One table: its entries by key, and the keys that serve where one has no entry or no such field.

    `name` is the path of the table in a scenario; `used` collects the paths of the fields that are read.
    """

    def __init__(self, name: str, entries: Mapping[str, Entry_co], used: set[str], *last: str) -> None:
        self._name = name
        self._entries = entries
        self._used = used
        self._last = last
        self._found: dict[tuple[str, ...], Entry_co] = {}

    def __getstate__(self) -> dict[str, Any]:
        """A table travels without the entries that were found: they are found again as they are asked for."""
        return self.__dict__ | {"_found": {}}

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __getitem__(self, key: str) -> Entry_co:
        return self.first(key, *self._last)

    def get(self, key: str) -> Entry_co | None:
        """The entry of a key, without a last resort; None where it has none."""
        return self.first(key) if key in self._entries else None

    def first(self, *keys: str) -> Entry_co:
        """The entry of several keys, each field from the first that has it."""
        found = self._found.get(keys)
        if found is None:
            found = self._found[keys] = self._first(keys)
        return found

    def _first(self, keys: tuple[str, ...]) -> Entry_co:
        rows = tuple(
            (f"{self._name}.{key}", self._entries[key]) for key in dict.fromkeys(keys) if key in self._entries
        )
        if not rows:
            raise KeyError(f"none of {keys} stands in '{self._name}'")
        return recorded(rows, self._used)


def recorded(rows: tuple[tuple[str, Row], ...], used: set[str]) -> Row:
    """Entries as one, each field from the first that has it; `used` collects the paths of what is read."""
    return cast(Row, RecordedEntry(rows, used))


class RecordedEntry:
    """What stands for an entry; None is read of it where no row has the field.

    A field that has been read becomes an attribute: it is looked up, and its path kept, once.
    """

    def __init__(self, rows: tuple[tuple[str, Any], ...], used: set[str]) -> None:
        self._rows = rows
        self._used = used

    def __getattr__(self, field: str) -> Any:
        if field.startswith("_"):
            raise AttributeError(field)
        for path, row in self._rows:
            value = getattr(row, field)
            if value is not None:
                self._used.add(f"{path}.{field}")
                break
        else:
            value = None
        self.__dict__[field] = value
        return value


def stated(value: Value | None) -> Value:
    """A field that the last resort of its table always has."""
    assert value is not None
    return value
