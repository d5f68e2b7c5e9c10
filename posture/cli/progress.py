"""The progress of a study: a live line on a terminal, a plain line now and then elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import click
from rich.console import Console
from rich.live import Live
from rich.text import Text

from posture.report.numbers import duration, number
from posture.runs.runner import Notify, StudyProgress

PLAIN_SECONDS = 10.0


@contextmanager
def told_progress(*, silent: bool) -> Iterator[Notify]:
    """What is told how far a study is."""
    console = Console(stderr=True)
    if silent:
        yield lambda _: None
    elif console.is_terminal:
        with Live(console=console, transient=True, refresh_per_second=4) as live:
            yield lambda progress: live.update(Text(line(progress)))
    else:
        yield _Plain()


class _Plain:
    def __init__(self) -> None:
        self._said = monotonic()

    def __call__(self, progress: StudyProgress) -> None:
        if monotonic() - self._said >= PLAIN_SECONDS:
            self._said = monotonic()
            click.echo(f"posture: {line(progress)}", err=True)


def line(progress: StudyProgress) -> str:
    """Done, failed, rate, time left, worst precision."""
    parts = [f"{progress.over} of {'' if not progress.worst else 'at most '}{progress.most} {progress.stage}"]
    if progress.failed:
        parts.append(f"{progress.failed} failed")
    if progress.rate:
        parts.append(f"{number(progress.rate)}/s")
        parts.append(f"{duration((progress.most - progress.over) / progress.rate)} left")
    if progress.worst:
        parts.append(f"least precise {progress.worst}")
    return ", ".join(parts)
