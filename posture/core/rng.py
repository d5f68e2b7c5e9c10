"""Streams: one named stream for each (seed, replication, who, what for), uniforms only."""

from hashlib import blake2b
from random import Random

from posture.core.distributions import Constant, Distribution

_TO_UNIT = 2.0**-53


class Streams:
    """All that is random in one replication.

    A stream's first number is a hash of its name; those after it come from the standard library's generator
    seeded by that name. So a stranger who draws changes nobody else's draws, and the many streams that are
    asked once need no generator, which costs nine times as much. A draw takes one uniform and inverts the
    distribution.
    With `deterministic`, each draw is the distribution's middle and no stream is made.
    """

    def __init__(self, seed: int, replication: int, *, deterministic: bool = False) -> None:
        self._prefix = f"{seed}/{replication}/"
        self._deterministic = deterministic
        self._streams: dict[str, Random | None] = {}
        self._root = blake2b(self._prefix.encode(), digest_size=8)
        self.draws = 0

    def forget(self) -> None:
        """Let all streams go."""
        self._streams.clear()

    def uniform(self, who: str, what: str) -> float:
        """The next number in [0, 1) of this stream; a half in deterministic mode."""
        if self._deterministic:
            return 0.5
        self.draws += 1
        name = f"{who}/{what}"
        if name not in self._streams:
            self._streams[name] = None
            first = self._root.copy()
            first.update(name.encode())
            return (int.from_bytes(first.digest(), "big") >> 11) * _TO_UNIT
        stream = self._streams[name]
        if stream is None:
            stream = self._streams[name] = Random(self._prefix + name)
        return stream.random()

    def level(self, who: str, what: str) -> float | None:
        """How high something ranks among its like, from 0 to 1: 0.9 is faster than nine in ten of its kind.

        None in deterministic mode, which stands for the middle.

        For `value`: one level read in several distributions keeps a fast train fast on every line.
        """
        return None if self._deterministic else self.uniform(who, what)

    def value(self, law: Distribution, level: float | None) -> float:
        """The value of `law` at a level."""
        return law.middle if level is None else law.quantile(level)

    def draw(self, law: Distribution, who: str, what: str) -> float:
        """One value of `law`; a constant draws nothing."""
        if law.__class__ is Constant:
            return law.low
        if self._deterministic:
            return law.middle
        return law.quantile(self.uniform(who, what))

    def seconds(self, law: Distribution, who: str, what: str) -> int:
        """One value of a timing, rounded to whole seconds."""
        if law.__class__ is Constant:
            return int(law.low)
        return round(self.draw(law, who, what))
