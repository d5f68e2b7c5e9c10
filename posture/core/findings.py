"""What a check between values finds: a path and a sentence that names the cure."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

Path = tuple[str | int, ...]
Finding = tuple[Path, str]
MOST_NAMED = 6
LONGEST_COMPARED = 60
"""Characters of a word that are compared; what is longer is near nothing."""
LEAST_ALIKE = 0.6
"""Share of two words that must be alike for one to be near the other."""


def did_you_mean(
    word: str, candidates: Iterable[str], before: str = "; ", least_alike: float = LEAST_ALIKE
) -> str:
    """The nearest candidate as the end of a sentence; empty where none is near."""
    near = get_close_matches(word[:LONGEST_COMPARED], sorted(candidates), n=1, cutoff=least_alike)
    return f"{before}did you mean '{near[0]}'?" if near else ""


def known(path: Path, name: str, what: str, among: Iterable[str] | Mapping[str, object]) -> Iterator[Finding]:
    """A finding if there is nothing of this name, with the nearest name or all there are."""
    if name not in among:
        yield path, f"there is no {what} '{name}'{did_you_mean(name, among) or listed(among)}"


def listed(among: Iterable[str] | Mapping[str, object]) -> str:
    """The names there are as the end of a sentence; empty where they are many."""
    names = sorted(among)
    return f"; known here: {', '.join(names) or 'none'}" if len(names) <= MOST_NAMED else ""
