"""Parts of one study, run apart, put together again."""

from collections.abc import Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from posture.core.errors import Refused
from posture.core.storage import storage
from posture.runs.cases import Outcome
from posture.runs.identity import check_same
from posture.runs.journal import JOURNAL, Journal, Lock, Stored

AT_ONCE = 1000


def merge(parts: Sequence[Path], folder: Path) -> int:
    """Copy the runs of all parts into one folder; how many. `sweep` into it then writes the results.

    Refuses parts of different studies, and a run that two parts have with different answers.
    """
    with storage(folder):
        if folder.exists() and any(folder.iterdir()) and not (folder / JOURNAL).exists():
            raise Refused(f"{folder} is not empty and holds no study; name another folder with --out")
        folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        held.enter_context(Lock(folder))
        whole = held.enter_context(Journal(folder, write=True))
        for part in parts:
            _add(whole, folder, held.enter_context(Journal(part, write=False)), part)
        return sum(whole.counts().values())


def _add(whole: Journal, folder: Path, part: Journal, name: Path) -> None:
    here, there = whole.fact("identity"), part.fact("identity")
    if here is None:
        for fact in ("identity", "asked"):
            whole.keep(fact, part.fact(fact))
        whole.add_points(part.points())
    else:
        check_same(folder, here, there, there.get("sets", ()))
        for one, other in zip(whole.points(), part.points(), strict=False):
            if one.key != other.key:
                raise Refused(f"{name} is of another design: its point {one.point} is not that of {folder}")
        if len(whole.points()) != len(part.points()):
            raise Refused(f"{name} is of another design: it has another number of points than {folder}")
    runs = part.runs()
    while some := list(islice(runs, AT_ONCE)):
        _check_twice(whole, some, name)
        whole.record([_outcome(one) for one in some])


def _check_twice(whole: Journal, some: Sequence[Stored], name: Path) -> None:
    for point in sorted({one.point for one in some}):
        mine = [one for one in some if one.point == point]
        present = whole.present(point, mine[0].replication, mine[-1].replication + 1)
        if not present:
            continue
        there = {one.replication: one for one in whole.runs(point, mine[-1].replication + 1)}
        for one in mine:
            if one.replication in present and there[one.replication].fingerprint != one.fingerprint:
                where = f"point {point}, replication {one.replication}"
                raise Refused(f"{name} has another answer for {where}; they cannot be of one study")


def _outcome(one: Stored) -> Outcome:
    facts = (one.point, one.replication, one.seed, one.status, one.fingerprint, one.rows, one.keys)
    return Outcome(*facts, one.values.tobytes(), one.books, one.message, one.trace, one.seconds)
