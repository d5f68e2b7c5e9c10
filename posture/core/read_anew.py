"""Sequences that are read anew each time they are asked for, so that nobody holds all of them at once."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Generic, TypeVar, overload

T = TypeVar("T")


class ReadAnew(Sequence[T], Generic[T]):
    """So many things in their order, each made when it is come to and kept by nobody.

    To go through them costs one reading; to take one by its number costs reading up to it. Equal to any
    sequence of equal things.
    """

    def __init__(self, read: Callable[[], Iterator[T]], length: int) -> None:
        self._read = read
        self._length = length

    def __iter__(self) -> Iterator[T]:
        return self._read()

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...

    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        at = range(self._length)[index]
        if isinstance(at, int):
            return next(islice(self, at, None))
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]
