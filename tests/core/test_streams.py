"""Named streams: who draws what depends on nobody else."""

from hashlib import blake2b
from random import Random

import pytest

from posture.core.distributions import Constant, Triangular
from posture.core.rng import Streams


def draws(chance, who, count=5):
    return [chance.uniform(who, "transit") for _ in range(count)]


def test_a_stranger_changes_nobody_elses_draws():
    alone, together = Streams(7, 3), Streams(7, 3)
    draws(together, "stranger")
    first = draws(together, "battalion", 2)
    draws(together, "another stranger")
    assert draws(alone, "battalion") == first + draws(together, "battalion", 3)


def test_seed_replication_who_and_what_each_make_another_stream():
    base = Streams(7, 3).uniform("battalion", "transit")
    others = [
        Streams(8, 3).uniform("battalion", "transit"),
        Streams(7, 4).uniform("battalion", "transit"),
        Streams(7, 3).uniform("brigade", "transit"),
        Streams(7, 3).uniform("battalion", "loading"),
    ]
    assert len({base, *others}) == 5


def test_seed_nought_is_a_seed():
    assert Streams(0, 0).uniform("a", "b") != Streams(1, 0).uniform("a", "b")


def test_ten_thousand_streams_start_evenly_and_no_two_alike():
    firsts = sorted(Streams(1, 0).uniform(f"unit {i}", "transit") for i in range(10_000))
    assert len(set(firsts)) == 10_000
    gap = max(abs(value - (i + 0.5) / 10_000) for i, value in enumerate(firsts))
    assert gap < 1.63 / 100  # Kolmogorov-Smirnov, 1 % level


def test_in_deterministic_mode_a_draw_is_the_middle_and_a_constant_draws_nothing():
    sure = Streams(1, 0, deterministic=True)
    assert sure.draw(Triangular(0.0, 1.0, 14.0), "a", "b") == 1.0
    free = Streams(1, 0)
    assert free.draw(Constant(3.0), "a", "b") == 3.0
    assert free.draws == 0


def test_the_fixed_first_draws_of_a_known_stream():
    """The upper 53 bits of BLAKE2b-64 of the name; then what Python promises to stay the same across versions."""
    name = "7/3/battalion/transit"
    first = int(blake2b(name.encode(), digest_size=8).hexdigest(), 16) / 2**64
    after = Random(name)
    told = draws(Streams(7, 3), "battalion", 3)
    assert told[0] == pytest.approx(first, rel=1e-15)
    assert told[1:] == [after.random(), after.random()]


def test_first_draws_of_one_name_and_those_after_them_have_nothing_in_common():
    """Correlation of 10,000 pairs, first with second draw and replication with replication: below 3.3 / 100."""
    streams = [Streams(1, number) for number in range(10_000)]
    firsts, seconds = zip(*(draws(one, "battalion", 2) for one in streams), strict=True)
    for xs, ys in ((firsts, seconds), (firsts[1:], firsts[:-1])):
        both = sum((x - 0.5) * (y - 0.5) for x, y in zip(xs, ys, strict=True))
        assert abs(12 * both / len(xs)) < 3.3 / 100
