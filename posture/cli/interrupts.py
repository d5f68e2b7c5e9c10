"""Interrupts: the first lets what is in hand finish, the second stops at once.

The keyboard's, a polite kill and a terminal that goes away are one: each is told, in every phase of every
command, and ends in 128 plus its number.
"""

import os
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, current_thread, main_thread
from types import FrameType

import click

HANGUP: int | None = getattr(signal, "SIGHUP", None)
"""Not every system has it."""
STANDARD_OUTPUTS = (1, 2)


class Ended(KeyboardInterrupt):
    """A signal that ends the command, by its number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def code_of(fault: KeyboardInterrupt) -> int:
    """The exit code of what was interrupted: 130, 143 or 129, as a shell tells of each."""
    return 128 + (fault.number if isinstance(fault, Ended) else signal.SIGINT)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Within it a signal that ends a process raises `Ended`; who asked to outlive its terminal does."""
    if current_thread() is not main_thread():  # only there may signals be handled
        yield
        return
    with _handled(_end):
        yield


@contextmanager
def interrupts() -> Iterator[tuple[Event, list[int]]]:
    """An event that the first interrupt sets, and the signals that came.

    Whatever stops because of it stops by the signal that came first.
    """
    stop = Event()
    met: list[int] = []

    def handle(number: int, _: FrameType | None) -> None:
        met.append(number)
        _hush(number)
        if stop.is_set():
            raise Ended(met[0])
        stop.set()
        say("finishing what is in hand; interrupt again to stop at once")

    with _handled(handle):
        try:
            yield stop, met
        except KeyboardInterrupt:
            if met:
                raise Ended(met[0]) from None
            raise


def leave_interrupted(again: str, signals: list[int]) -> None:
    """End with the exit code of an interrupt, and the command that goes on."""
    say(f"interrupted; go on with: {again}")
    raise click.exceptions.Exit(code_of(Ended(signals[0]) if signals else KeyboardInterrupt()))


def say(text: str, name: str = "posture: ") -> None:
    """Tell, if anybody is there to be told."""
    with suppress(OSError):
        click.echo(f"{name}{text}", err=True)


def _end(number: int, _: FrameType | None) -> None:
    _hush(number)
    raise Ended(number)


@contextmanager
def _handled(handle: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    numbers = [signal.SIGINT, signal.SIGTERM]
    if HANGUP is not None and signal.getsignal(HANGUP) is not signal.SIG_IGN:  # as under nohup
        numbers.append(signal.Signals(HANGUP))
    before = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _hush(number: int) -> None:
    """Where the terminal has gone, what is still to be printed goes nowhere instead of failing."""
    if number != HANGUP:
        return
    for output in STANDARD_OUTPUTS:
        with suppress(OSError):
            if stat.S_ISCHR(os.fstat(output).st_mode) and not os.isatty(output):
                os.dup2(os.open(os.devnull, os.O_WRONLY), output)
