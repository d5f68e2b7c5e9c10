"""The operations, in the order in which they start, and the kinds of log rows that a run of them may have."""

from posture.core import event_kinds as core
from posture.core.event_kinds import EventKinds
from posture.operations import (
    air_policing,
    command,
    cyber,
    decision,
    early_warning,
    icebreaking,
    maritime,
    mine_countermeasures,
    missile_defence,
    movement,
    readiness,
    reinforcement,
    rotations,
    shipping,
    space,
    surveillance,
    sustainment,
)
from posture.theatre import event_kinds as theatre

OPERATIONS = (
    decision.OPERATION,
    readiness.OPERATION,
    rotations.OPERATION,
    air_policing.OPERATION,
    early_warning.OPERATION,
    missile_defence.OPERATION,
    maritime.OPERATION,
    mine_countermeasures.OPERATION,
    icebreaking.OPERATION,
    shipping.OPERATION,
    cyber.OPERATION,
    command.OPERATION,
    space.OPERATION,
    surveillance.OPERATION,
    sustainment.OPERATION,
    movement.OPERATION,
    reinforcement.OPERATION,
)
EVENT_KINDS = EventKinds(core.EVENT_KINDS, theatre.EVENT_KINDS, *(one.event_kinds for one in OPERATIONS))
