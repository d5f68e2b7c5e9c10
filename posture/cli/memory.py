"""Little memory: told before the libraries below fall over it, or wait for it without end."""

import re

from posture.core.errors import StorageFault

LEAST = {"RLIMIT_AS": ("v", 600), "RLIMIT_DATA": ("d", 300)}
"""Limits of a process, the option of `ulimit` that sets each, and the MB that a run of one company needs.

Measured on two cores. Below them linear algebra tries again for ever, and others end the process.
"""
UNMAPPED = re.compile(r"failed to map segment|[Cc]annot allocate memory")
"""How a library that finds no memory is refused by the loader."""


def check_limits() -> None:
    """Refuse a process that may take less than its libraries do."""
    try:
        import resource
    except ImportError:  # not on every system
        return
    for name, (letter, least) in LEAST.items():
        limit, _ = resource.getrlimit(getattr(resource, name))
        if limit != resource.RLIM_INFINITY and limit < least * 10**6:
            raise StorageFault(
                f"a process may take {limit // 10**6} MB here, and needs {least};"
                f" raise it: ulimit -{letter} {2 * least}000"
            )


def is_of_memory(fault: Exception) -> bool:
    """Whether memory ran out: Python's own word for it, or a library that could not be loaded for it."""
    return isinstance(fault, MemoryError) or (
        isinstance(fault, ImportError) and UNMAPPED.search(str(fault)) is not None
    )
