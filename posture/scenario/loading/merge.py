"""Layers: a file over what it includes, over its base, over the tables; overrides on top of all."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath

from posture.core.schema.uncertain import LISTS, MAPPINGS
from posture.scenario.loading.faults import Mark, short
from posture.scenario.loading.files import Intake, Mention, read_text
from posture.scenario.loading.yaml_nodes import Node, parse

Shipped = Callable[[str, str], Path | None]
MOST_FILES = 100


def merge(low: Node, high: Node) -> Node:
    """One tree over another: mappings entry by entry, everything else replaced; null takes an entry away.

    Null over an entry that is not there stays, so that validation sees the misspelt key, and so does a
    refused value. A distribution is replaced whole by one of another kind, even of a misspelt one.
    """
    if not isinstance(low.value, dict) or not isinstance(high.value, dict) or _other_kind(low, high):
        return high
    entries = dict(low.value)
    for key, child in high.value.items():
        if key not in entries:
            entries[key] = child
        elif child.value is None and not child.refused:
            del entries[key]
        else:
            entries[key] = merge(entries[key], child)
    return Node(entries, high.mark, high.key, low.refused or high.refused)


def _other_kind(low: Node, high: Node) -> bool:
    kinds = [list(node.value) for node in (low, high) if isinstance(node.value, dict)]
    return all(len(kind) == 1 for kind in kinds) and kinds[0] != kinds[1] and is_distribution(low)


def is_distribution(node: Node) -> bool:
    """Whether a mapping of one entry is a distribution; a brigade may be called 'gamma' too."""
    assert isinstance(node.value, dict)
    [(kind, content)] = node.value.items()
    if kind in LISTS:
        return isinstance(content.value, list)
    return kind in MAPPINGS and isinstance(content.value, dict) and set(content.value) <= {*MAPPINGS[kind]}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: where it is, what the user calls it, the folder that nothing may leave, who asks."""

    path: Path
    shown: str
    root: Path
    asked: Mention | None = None


@dataclass(frozen=True, slots=True)
class Collector:
    """Reads a scenario and all that it stands on."""

    shipped: Shipped
    intake: Intake

    def gather(self, place: SourceFile, above: tuple[SourceFile, ...] = ()) -> Node | None:
        """The merged tree of a file, its includes and its base; nothing where the file cannot be read."""
        if len(self.intake.sources) >= MOST_FILES:
            self.intake.lost(_mark(place), f"over {MOST_FILES} files; include fewer")
            return None
        text = read_text(place.path, place.shown, self.intake, place.asked)
        node = None if text is None else parse(text, place.shown, self.intake)
        if node is None:
            return None
        if not isinstance(node.value, dict):
            self.intake.lost(node.mark, "a file holds a mapping: lines such as 'key: value'")
            return None
        below = [*self._base(node.value, place), *self._includes(node.value, place)]
        tree = replace(
            node, value={key: one for key, one in node.value.items() if key not in {"base", "include"}}
        )
        return self._stacked(tree, below, (*above, place))

    def _stacked(self, tree: Node, below: Sequence[SourceFile], above: tuple[SourceFile, ...]) -> Node:
        under: Node | None = None
        for place in below:
            paths = [one.path for one in above]
            if place.path in paths:
                ring = [*above[paths.index(place.path) :], place]
                self.intake.lost(_mark(place), f"includes go round: {' -> '.join(one.shown for one in ring)}")
                continue
            layer = self.gather(place, above)
            if layer is not None:
                under = layer if under is None else merge(under, layer)
        return tree if under is None else merge(under, tree)

    def _base(self, entries: dict[str, Node], place: SourceFile) -> list[SourceFile]:
        node = entries.get("base")
        if node is None:
            return []
        name = node.value
        if not isinstance(name, str) or not name:
            self.intake.lost(node.mark, "the name of one scenario is wanted", "base")
            return []
        if "/" in name or "\\" in name or name.endswith((".yaml", ".yml")):
            return self._within(name, node.mark, place, "base")
        path = self.shipped("scenario", name)
        if path is None:
            self.intake.lost(
                node.mark, f"no scenario '{short(name)}' ships; 'posture list' names those that do", "base"
            )
            return []
        path = path.resolve()
        return [SourceFile(path, f"shipped/{path.name}", path.parent, Mention(node.mark, "base", name))]

    def _includes(self, entries: dict[str, Node], place: SourceFile) -> list[SourceFile]:
        node = entries.get("include")
        if node is None:
            return []
        names = node.value if isinstance(node.value, list) else [node]
        found: list[SourceFile] = []
        for one in names:
            if isinstance(one.value, str) and one.value:
                found += self._within(one.value, one.mark, place, "include")
            else:
                self.intake.lost(one.mark, "a file name, or a list of file names, is wanted", "include")
        return found

    def _within(self, name: str, mark: Mark, place: SourceFile, key: str) -> list[SourceFile]:
        """The named file, if it lies inside the top folder once every link is followed."""
        if Path(name).is_absolute() or PureWindowsPath(name).drive or "\\" in name:
            self.intake.lost(mark, f"'{short(name)}': name a file by its path from this one, with '/'", key)
            return []
        path = followed(place, name)
        if path is None:
            self.intake.lost(mark, f"'{short(name)}' leads nowhere", key)
            return []
        if not path.is_relative_to(place.root):
            self.intake.lost(mark, f"'{short(name)}' lies outside the scenario's folder; move it inside", key)
            return []
        shown = os.path.normpath(Path(place.shown).parent / name)
        return [SourceFile(path, shown, place.root, Mention(mark, key, name))]


def followed(place: SourceFile, name: str) -> Path | None:
    """Where a path leads that is written in a file, every link followed; None where it can lead nowhere."""
    try:
        path = (place.path.parent / name).resolve()
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
            path.stat()
    except (OSError, RuntimeError, ValueError):  # a name too long, links in a ring, a byte of nought
        return None
    return path


def _mark(place: SourceFile) -> Mark:
    """Where a file is asked for."""
    return place.asked.mark if place.asked else Mark(place.shown)
