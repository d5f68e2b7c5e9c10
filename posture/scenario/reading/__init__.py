"""From YAML and tables to one frozen model: layers, overrides, and every fault with its place and cure."""

from posture.scenario.reading.document import Node, parse, plain
from posture.scenario.reading.faults import Fault, Faults, Mark, did_you_mean
from posture.scenario.reading.files import Source
from posture.scenario.reading.layers import merge
from posture.scenario.reading.overrides import Override, override, parse_override, split_path, written
from posture.scenario.reading.tables import Figure, Layer, figures_layer, rows
from posture.scenario.reading.whole import Read, Stack, read, settled, stacked

__all__ = [
    "Fault",
    "Faults",
    "Figure",
    "Layer",
    "Mark",
    "Node",
    "Override",
    "Read",
    "Source",
    "Stack",
    "did_you_mean",
    "figures_layer",
    "merge",
    "override",
    "parse",
    "parse_override",
    "plain",
    "read",
    "rows",
    "settled",
    "split_path",
    "stacked",
    "written",
]
