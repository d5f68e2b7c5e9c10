"""Subjects of one run under the names of another, for scenarios that name the same thing otherwise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from posture.core.errors import PostureError
from posture.core.findings import did_you_mean
from posture.core.ids import id_of, within
from posture.core.read_anew import ReadAnew
from posture.stats.estimates import Answer


def names_of(words: Sequence[str]) -> dict[str, str]:
    """`FIRST=SECOND` as a mapping; what is written otherwise, or twice, is refused."""
    found: dict[str, str] = {}
    for one in words:
        first, sign, second = one.partition("=")
        if not (first and sign and second):
            raise PostureError(f"'{one}' says no two subjects; write it like nrf-2013=nrf")
        if first in found or second in found.values():
            raise PostureError(f"'{one}': each subject stands for one alone; leave one out")
        found[first] = second
    return found


def renamed(rows: Sequence[Answer], names: Mapping[str, str], beside: Iterable[Answer]) -> Sequence[Answer]:
    """Rows with these subjects, and what is within them, under the names that the rows `beside` have.

    A subject that neither answers is refused with the nearest.
    """
    for mine, among in ((names.keys(), rows), (names.values(), beside)):
        subjects = {row.subject for row in among}
        for name in mine:
            if not any(name == one or within(name, one) for one in subjects):
                raise PostureError(f"nothing is told of '{name}'{did_you_mean(name, subjects)}")

    def again() -> Iterator[Answer]:
        for row in rows:
            yield row._replace(subject=_renamed(row.subject, names))

    return ReadAnew(again, len(rows))


def _renamed(subject: str, names: Mapping[str, str]) -> str:
    if subject in names:
        return names[subject]
    for first, second in names.items():
        if rest := within(first, subject):
            return id_of(second, rest)
    return subject
