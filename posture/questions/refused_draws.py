"""Joint draws that make no sound scenario: how many, what is wrong, and which figure makes it so."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from posture.core.errors import PostureError
from posture.runs.dispatch import FailedItem
from posture.scenario.loading import Override, written

NAMED = 3
"""Reasons of which the figure is looked for: each takes up to twice as many readings as figures halve."""
BY_USER = 2


class RefusedDraws(NamedTuple):
    """Draws that are left out for one reason; `figure` makes it so by itself, empty where none does."""

    draws: tuple[int, ...]
    reason: str
    figure: str = ""

    @property
    def told(self) -> str:
        """In words: so many, for that, because of this."""
        first = f"draw {self.draws[0]}" if len(self.draws) == 1 else f"{len(self.draws)} draws"
        return f"{first}: {self.reason}" + (f" (with {self.figure})" if self.figure else "")


def refused_draws(
    failed: Iterable[FailedItem[int]], why: Callable[[int, str], str]
) -> tuple[RefusedDraws, ...]:
    """By reason, the commonest first; `why(draw, reason)` looks for the figure behind the first ones."""
    groups: dict[tuple[str, int], list[int]] = {}
    for one in failed:
        groups.setdefault((one.message.partition("\n")[0], one.exit_code), []).append(one.item)
    most = sorted(groups.items(), key=lambda group: (-len(group[1]), group[1]))
    return tuple(
        RefusedDraws(
            tuple(draws),
            reason if code == BY_USER else f"a fault of ours: {reason}",
            why(draws[0], reason) if code == BY_USER and place < NAMED else "",
        )
        for place, ((reason, code), draws) in enumerate(most)
    )


def figure_behind(
    figures: Sequence[Sequence[Override]], reason: str, settled: Callable[[Sequence[Override]], object]
) -> str:
    """Of the changes of each figure those that alone give a fault, by halving; empty where none does."""
    while len(figures) > 1:
        middle = len(figures) // 2
        halves = (figures[:middle], figures[middle:])
        failing = next((half for half in halves if _fails(half, reason, settled)), None)
        if failing is None:
            return ""
        figures = failing
    return ", ".join(_words(figures))


def _words(figures: Iterable[Sequence[Override]]) -> Iterator[str]:
    return (written(change) for changes in figures for change in changes)


def _fails(
    figures: Iterable[Sequence[Override]], reason: str, settled: Callable[[Sequence[Override]], object]
) -> bool:
    """Whether these changes, all others left as written, give the same fault."""
    try:
        settled([change for changes in figures for change in changes])
    except PostureError as fault:
        return str(fault).partition("\n")[0] == reason
    return False
