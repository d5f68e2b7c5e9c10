"""From YAML and tables to one frozen model: layers, overrides, and every fault with its place and cure."""

from posture.scenario.loading.faults import Fault, Faults, Mark
from posture.scenario.loading.files import Source
from posture.scenario.loading.load import Read, Stack, read, settled, stacked
from posture.scenario.loading.merge import merge
from posture.scenario.loading.overrides import Override, override, parse_override, split_path, written
from posture.scenario.loading.tables import Figure, TableLayer, figures_layer, rows
from posture.scenario.loading.yaml_nodes import Node, parse, plain

__all__ = [
    "Fault",
    "Faults",
    "Figure",
    "Mark",
    "Node",
    "Override",
    "Read",
    "Source",
    "Stack",
    "TableLayer",
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
