"""A mapping that nobody changes, in an order that does not depend on the order of writing."""

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn, TypeVar, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

K = TypeVar("K")
V = TypeVar("V")


class FrozenMap(dict[K, V]):
    """A dictionary sorted by key, frozen once made; write `FrozenMap[str, Unit]` in a model.

    A dictionary by birth, so that looking up costs what it costs in one and pydantic can write it out.
    """

    __slots__ = ()

    def __init__(self, entries: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        pairs = dict(entries)
        super().__init__((key, pairs[key]) for key in sorted(pairs))  # type: ignore[type-var]

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("a frozen map cannot be changed")

    __setitem__ = __delitem__ = clear = pop = popitem = _refuse
    setdefault = update = __ior__ = _refuse

    def __reduce__(self) -> tuple[type["FrozenMap[K, V]"], tuple[dict[K, V]]]:
        return type(self), (dict(self),)

    def __or__(self, other: Any) -> "FrozenMap[Any, Any]":
        return FrozenMap({**self, **other})

    def copy(self) -> "FrozenMap[K, V]":
        """Itself: there is nothing to protect a copy from."""
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        key, value = get_args(source) or (Any, Any)
        return core_schema.no_info_after_validator_function(cls, handler.generate_schema(dict[key, value]))  # type: ignore[valid-type]
