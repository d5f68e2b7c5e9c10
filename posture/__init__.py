"""An open discrete-event simulator of NATO's collective-defence posture."""

__version__ = "0.1.0"
