"""Interrupts: the first lets what is in hand finish, the second stops at once."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

import click

INTERRUPTED, TERMINATED = 130, 143


@contextmanager
def interrupts() -> Iterator[tuple[Event, list[int]]]:
    """An event that the first interrupt sets, and the signals that came."""
    stop = Event()
    met: list[int] = []

    def handle(number: int, _: FrameType | None) -> None:
        met.append(number)
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        click.echo("posture: finishing what is in hand; interrupt again to stop at once", err=True)

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop, met
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def leave_interrupted(again: str, signals: list[int]) -> None:
    """End with the exit code of an interrupt, and the command that goes on."""
    click.echo(f"posture: interrupted; go on with: {again}", err=True)
    raise click.exceptions.Exit(TERMINATED if signals[:1] == [signal.SIGTERM] else INTERRUPTED)
