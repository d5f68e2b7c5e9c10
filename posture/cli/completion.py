"""What a shell offers for a word that is being written: names that ship, runs that are there, and files."""

from collections.abc import Callable, Iterable, Iterator

import click
from click.shell_completion import CompletionItem

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def scenarios() -> Iterator[tuple[str, str]]:
    """Scenarios that ship, with their titles."""
    from posture.scenario.shipped import scenarios as ship
    from posture.scenario.shipped import title_of

    for path in ship():
        yield path.stem, title_of(path)


def experiments() -> Iterator[tuple[str, str]]:
    """Experiments that ship."""
    from posture.scenario.shipped import experiments as ship

    for path in ship():
        yield path.stem, ""


def runs() -> Iterator[tuple[str, str]]:
    """Runs and studies in the usual folder."""
    from posture.runs.folders import RUNS

    for path in sorted(RUNS.iterdir()) if RUNS.is_dir() else ():
        if path.is_dir():
            yield path.name, ""


def offered(*kinds: Callable[[], Iterable[tuple[str, str]]]) -> Complete:
    """A completion of these names, and of files and folders."""

    def complete(_context: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
        named = [(name, text) for kind in kinds for name, text in kind() if name.startswith(begun)]
        return [
            *(CompletionItem(name, help=text) for name, text in named),
            CompletionItem(begun, type="file"),
        ]

    return complete
