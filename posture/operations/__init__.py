"""The operations, and the kinds of log rows that a run of them may have."""

from posture.core import event_kinds as core
from posture.core.event_kinds import EventKinds
from posture.operations.air_policing.event_kinds import EVENT_KINDS as AIR_POLICING
from posture.operations.decision.event_kinds import EVENT_KINDS as DECISION
from posture.operations.early_warning.event_kinds import EVENT_KINDS as EARLY_WARNING
from posture.operations.maritime.event_kinds import EVENT_KINDS as MARITIME
from posture.operations.mine_countermeasures.event_kinds import EVENT_KINDS as MINE_COUNTERMEASURES
from posture.operations.missile_defence.event_kinds import EVENT_KINDS as MISSILE_DEFENCE
from posture.operations.movement.event_kinds import EVENT_KINDS as MOVEMENT
from posture.operations.readiness.event_kinds import EVENT_KINDS as READINESS
from posture.operations.reinforcement.event_kinds import EVENT_KINDS as REINFORCEMENT
from posture.operations.shipping.event_kinds import EVENT_KINDS as SHIPPING
from posture.theatre import event_kinds as theatre

EVENT_KINDS = EventKinds(
    core.EVENT_KINDS,
    theatre.EVENT_KINDS,
    AIR_POLICING,
    DECISION,
    EARLY_WARNING,
    MARITIME,
    MINE_COUNTERMEASURES,
    MISSILE_DEFENCE,
    MOVEMENT,
    READINESS,
    REINFORCEMENT,
    SHIPPING,
)
