"""The collector of garbage, and work during which it rests."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Work that makes much and throws away little, all of which the collector would look through each time.

    It is left as it was found; the works may be nested.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
