"""Seeds of a measurement spread over processes; what each finds is put together in order of the seeds."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any


def spread(work: Callable[[Sequence[int]], Any], seeds: Sequence[int], jobs: int) -> list[Any]:
    """What `work` finds of each part of the seeds, in order; here, if it is to be one process."""
    parts = [seeds[len(seeds) * one // jobs : len(seeds) * (one + 1) // jobs] for one in range(jobs)]
    parts = [part for part in parts if part]
    if len(parts) == 1:
        return [work(parts[0])]
    with ProcessPoolExecutor(len(parts), mp_context=get_context("forkserver")) as processes:
        return list(processes.map(work, parts))
