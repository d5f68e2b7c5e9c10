"""The command line: words to calls, errors to exit codes.

`posture --help` imports no command, so it answers at once.
"""

import os
import sys
from errno import EDQUOT, EIO, ENAMETOOLONG, ENOSPC
from importlib import import_module
from traceback import print_exc
from typing import Any

import click

from posture import __version__
from posture.cli.interrupts import code_of, ended_by_signals, say
from posture.cli.memory import check_limits, is_of_memory
from posture.core.errors import PostureError
from posture.core.findings import did_you_mean

COMMANDS = {
    "run": "Run a scenario many times and say how soon, how likely and what took the time.",
    "analyse": "Say what a study found: which factor moves what, by how much, and which choice is best.",
    "sweep": "Run an experiment: every point, as often as asked; the same command resumes it.",
    "status": "Say how far an experiment is, also while it runs.",
    "rerun": "Run one run of an experiment again, and write its history.",
    "merge": "Put parts of one experiment, run apart, together.",
    "report": "Write the page of a run or an experiment: the answer, charts, tables, what it stands on.",
    "map": "Play a replication of a run on a map, or two side by side.",
    "plot": "Draw one chart, measure or daily series of a run as a picture.",
    "cards": "Write look-up cards of a run for a room without computers, to print and as CSV.",
    "export": "Write a run or an experiment as a table, or one replication for maps and orders of battle.",
    "import": "Take places, ways, units or requirements from a file of another program.",
    "explain": "Say what took a run its time: by cause, by place, and along the critical chain.",
    "trace": "Tell what happened in one replication of a run, row by row, with dates.",
    "compare": "Say which measures moved from one run or scenario to another, and why.",
    "backtest": "Predict past moves from their inputs alone, beside what was recorded of them.",
    "critical": "Close each gate, place and way that a scenario's forces use, and rank what it costs.",
    "require": "Find the least of a lever with which a requirement is met.",
    "network": "Say what a scenario's network holds, and which way each of its forces takes.",
    "new": "Write a scenario file to begin with.",
    "places": "Find places of a network by name, key or country.",
    "figures": "Say what a scenario assumes, with range and source.",
    "schema": "Print the JSON Schema of scenario or experiment files, for editors.",
    "check": "Say whether a scenario is sound, or name every fault in it.",
    "list": "List what there is: scenarios, experiments, measures, fields.",
}
READER_GONE = 141
"""As a shell tells of a command whose reader, such as `head`, has read enough."""
UNWRITTEN = 8
FULL = {ENOSPC, EIO, EDQUOT}
LONGEST = 60
"""Of a name in a message."""


class Commands(click.Group):
    """Commands that are imported when they are called, and faults told as one message and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which they are used."""
        return [*COMMANDS]  # the command `list` hides the built-in one in this module

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; of a misspelt one the nearest is told."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            ctx.fail(f"there is no command '{name[:LONGEST]}'{did_you_mean(name, COMMANDS)}")
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; its file is imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"posture.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Names and their one line each."""
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])

    def main(self, *args: Any, **more: Any) -> Any:
        """Everything, the help included, which is printed before a command is called."""
        try:
            with ended_by_signals():
                return super().main(*args, **more)
        except OSError as fault:
            sys.exit(_tell_system(fault))

    def invoke(self, ctx: click.Context) -> None:
        """Call the command; whatever goes wrong ends in one message and an exit code."""
        try:
            check_limits()
            super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            _print_no_more()
            ctx.exit(READER_GONE)
        except KeyboardInterrupt as fault:
            say("interrupted")
            ctx.exit(code_of(fault))
        except PostureError as fault:
            say(str(fault), name="")  # bare: editors find file:line:column at its begin
            print_trace()
            ctx.exit(fault.exit_code)
        except OSError as fault:
            ctx.exit(_tell_system(fault))
        except Exception as fault:
            ctx.exit(_tell_unforeseen(fault))


def _tell_system(fault: OSError) -> int:
    """What the system would not do, in a line; the exit code. A name too long is the user's to mend."""
    if fault.errno in FULL and fault.filename is None:
        _print_no_more()
        say(f"what was to be printed cannot be written: {fault.strerror}")
        return UNWRITTEN
    why = fault.strerror or str(fault)
    if fault.filename is None:
        say(f"the system refused: {why}")
    else:
        say(f"'{str(fault.filename)[:LONGEST]}' cannot be used: {why}")
    print_trace()
    return PostureError.exit_code if fault.errno == ENAMETOOLONG else UNWRITTEN


def _tell_unforeseen(fault: Exception) -> int:
    """Too little memory, or a fault of ours; the exit code."""
    if is_of_memory(fault):
        say("there is not enough memory; run fewer at once with --jobs")
        sys.unraisablehook = lambda _: None  # what is closed now fails for the same reason
        return UNWRITTEN
    say(f"a fault of ours: {type(fault).__name__}: {fault}; please report it with this command")
    print_trace()
    return 1


def _print_no_more() -> None:
    """Send what is still to be printed nowhere, so that Python does not fall over it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def tracing() -> bool:
    """Whether POSTURE_TRACEBACK=1 asks for tracebacks."""
    return os.environ.get("POSTURE_TRACEBACK") == "1"


def print_trace() -> None:
    """The traceback of the fault at hand, where it is asked for."""
    if tracing():
        print_exc()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Simulate NATO's collective-defence posture: who is ready, how soon more can come, what holds them up.

    Exit codes: 0 done, 1 a fault of ours, 2 your words or input, 4 finished with failed runs,
    5 precision not reached, 6 refused, 7 folder in use, 8 storage or memory, 129 its terminal
    went away, 130 interrupted, 141 nobody reads on, 143 told to end.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a letter shows another, never a traceback
            stream.reconfigure(errors="replace")
