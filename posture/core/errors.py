"""What can go wrong, told in one message; the exit code says whose turn it is."""


class PostureError(Exception):
    """A fault with one message: what is wrong, where it is written, what to write instead.

    Raised as it is, it is the user's to mend (exit code 2).
    """

    exit_code = 2


class Refused(PostureError):
    """The work would mix or overwrite results that do not belong together."""

    exit_code = 6


class InUse(PostureError):
    """Another process works in the same folder."""

    exit_code = 7


class StorageFault(PostureError):
    """The disk did not take or give what was asked."""

    exit_code = 8


class ModelFault(PostureError):
    """The model broke one of its own promises: a fault of ours, never the user's."""

    exit_code = 1
