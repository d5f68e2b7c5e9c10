"""The modes of transport: everything that sets one apart from the others stands in its file."""

from collections.abc import Mapping

from posture.operations.movement.modes.air import AirMode
from posture.operations.movement.modes.base import TransportMode
from posture.operations.movement.modes.inland_waterway import InlandWaterwayMode
from posture.operations.movement.modes.rail import RailMode
from posture.operations.movement.modes.road import RoadMode
from posture.operations.movement.modes.sea import SeaMode
from posture.theatre.network import Mode

MODES: Mapping[Mode, TransportMode] = {
    mode.name: mode for mode in (RoadMode(), RailMode(), SeaMode(), InlandWaterwayMode(), AirMode())
}
"""Every mode by its name."""
