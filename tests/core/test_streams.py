"""Named streams: who draws what depends on nobody else."""

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
    """random.Random("7/3/battalion/transit"): promised by Python to stay the same across versions."""
    from random import Random

    assert Streams(7, 3).uniform("battalion", "transit") == Random("7/3/battalion/transit").random()
