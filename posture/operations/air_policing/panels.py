"""What a report shows of air policing: the watch, the gaps of its history, and the tracks."""

from posture.core.panel import Panel, PanelColumn

PANELS = (
    Panel(
        "air policing",
        "base",
        (
            PanelColumn("kept_share", "kept", spread=True),
            PanelColumn("worst_gap_hours", "worst gaps, h", ranked=True),
            PanelColumn("sorties", "sorties"),
            PanelColumn("flying_hours", "hours"),
        ),
    ),
    Panel("gaps in the written history", "base and relief", (PanelColumn("handover_gap_days", "days"),)),
    Panel(
        "tracks",
        "area",
        (
            PanelColumn("tracks", "came"),
            PanelColumn("answered_share", "answered", spread=True),
            PanelColumn("met_in_time_share", "in time"),
            PanelColumn("no_pair_free_share", "no pair"),
            PanelColumn("response_minutes_p50", "met, min"),
        ),
    ),
)
