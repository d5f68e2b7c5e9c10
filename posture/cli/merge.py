"""`posture merge`: parts of one study into one."""

from pathlib import Path

import click

from posture.cli import options
from posture.cli.completion import offered
from posture.cli.completion import runs as kept
from posture.runs.folders import find
from posture.runs.journal import Journal
from posture.runs.merge import merge


@click.command("merge")
@click.argument("parts", nargs=-1, required=True, shell_complete=offered(kept))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder of the whole study.")
@options.as_json
def command(parts: tuple[str, ...], out: Path, as_json: bool) -> None:
    """Put PARTS, folders that `posture sweep --shard` made, together; then sweep into it for the results."""
    folders = [find(part, "study") for part in parts]
    runs = merge(folders, out)
    with Journal(folders[0], write=False) as journal:
        command = str((journal.fact("asked") or {}).get("command", "posture sweep EXPERIMENT"))
    words = _whole(command, out)
    said = f"{runs} runs in {out}; write its results with: {words}"
    options.say_written(said, as_json, out, runs=runs, command=words)


def _whole(command: str, out: Path) -> str:
    """The command of a part as that of the whole."""
    import shlex

    words = shlex.split(command)
    for option in ("--shard", "--out"):
        if option in words:
            at = words.index(option)
            del words[at : at + 2]
    return shlex.join([*words, "--out", str(out)])
