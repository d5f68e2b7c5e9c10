"""The folder of a run or a study, opened to work in: ours alone, of this work and no other."""

import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from posture.core.errors import Refused
from posture.core.storage import storage
from posture.experiments.points import Points
from posture.experiments.specification import ExperimentSpec
from posture.runs.cases import DONE
from posture.runs.identity import check_same, difference, seed_of
from posture.runs.journal import JOURNAL, LOCK, Journal, Lock, PointEntry
from posture.runs.manifest import MANIFEST, manifest_there, old

PREVIOUS = ".previous"
"""Ending of the folder that keeps the run that was there before."""


def opened(folder: Path, held: ExitStack) -> Journal:
    """The journal of a folder that is ours alone from now on; nothing of another's is touched."""
    with storage(folder):
        if folder.exists() and not folder.is_dir():
            raise Refused(f"{folder} is a file; name a folder with --out")
        strange = folder.is_dir() and any(one.name != LOCK for one in folder.iterdir())
        if strange and not (folder / JOURNAL).exists():
            raise _strange(folder)
        fresh = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
    held.enter_context(Lock(folder))
    journal = Journal(folder, write=True)
    held.callback(_clean, folder, journal, fresh)
    journal.forget_damaged()
    return journal


def _strange(folder: Path) -> Refused:
    found = manifest_there(folder)
    if found is not None:
        return old(folder, str(found.get("command", "posture run or posture sweep")))
    return Refused(
        f"{folder} is not empty and holds no run or study of posture; name another folder with --out"
    )


def _clean(folder: Path, journal: Journal, fresh: bool) -> None:
    """Leave no folder behind where nothing came of it."""
    empty = fresh and not (folder / MANIFEST).exists()
    journal.close()
    if empty:
        for name in (JOURNAL, LOCK):
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()


def set_aside(folder: Path, here: Mapping[str, Any]) -> Path | None:
    """Keep another run that is in a folder under the name `….previous`; where it is now, None if it is not.

    A previous run with more replications is not given up for it, and neither is anything else.
    """
    if not (folder / JOURNAL).exists():
        return None
    aside = folder.with_name(folder.name + PREVIOUS)
    with Lock(folder):
        with Journal(folder, write=False) as journal:
            there = journal.fact("identity")
            if there is None or difference(there, here) is None:
                return None
            done = journal.counts().get(DONE, 0)
        _check_given_up(aside, done, folder)
        with storage(folder):
            if aside.exists():
                shutil.rmtree(aside)
            folder.rename(aside)
    return aside


def _check_given_up(aside: Path, done: int, folder: Path) -> None:
    """Refuse to give up a folder that is no run, or one that holds more than what would take its place."""
    if not aside.exists():
        return
    cure = "name another folder with --out, or remove one of the two"
    if not (aside / JOURNAL).exists():
        raise Refused(f"{aside} holds no run, and {folder} would take its place; {cure}")
    with Journal(aside, write=False) as journal:
        kept = journal.counts().get(DONE, 0)
    if kept > done:
        raise Refused(f"{aside} holds {kept} runs and would be given up for {done} in {folder}; {cure}")


def same_work(folder: Path, journal: Journal, here: Mapping[str, Any], sets: Sequence[str]) -> None:
    """Write down what a journal is of, or refuse what is something else."""
    there = journal.fact("identity")
    if there is None:
        journal.keep("identity", {**here, "sets": list(sets)})
    else:
        check_same(folder, there, here, sets)


def never_fewer(folder: Path, asked: int) -> None:
    """Refuse to let tables of fewer replications take the place of those of more."""
    done = (manifest_there(folder) or {}).get("finished", 0)
    if done > asked:
        raise Refused(
            f"{folder} holds {done} replications of this run, and {asked} would take their place; "
            f"ask for {done} or more, or name another folder with --out"
        )


def numbered(
    folder: Path, journal: Journal, asked: ExperimentSpec, found: Points, here: Mapping[str, Any]
) -> list[PointEntry]:
    """All points with their numbers: those there are keep theirs, new ones follow."""
    same_work(folder, journal, here, asked.sets)
    before = journal.points()
    wanted = {point.key: point for point in found.points}
    for entry in before:
        if entry.key not in wanted:
            cells = ", ".join(f"{name}={cell}" for name, cell in entry.cells.items() if cell is not None)
            gone = f"its point {entry.point} ({cells or 'as written'}) is not in this design"
            raise Refused(f"{folder} holds another design: {gone}; points may be added, never taken away")
    known = {entry.key for entry in before}
    common = asked.experiment.common_random_numbers
    new = [point for point in found.points if point.key not in known]
    return [
        *(entry._replace(cells=dict(wanted[entry.key].cells)) for entry in before),
        *(
            PointEntry(
                number,
                point.key,
                dict(point.cells),
                point.sets,
                seed_of(asked.experiment.seed, point.key, common=common),
            )
            for number, point in enumerate(new, start=len(before))
        ),
    ]
