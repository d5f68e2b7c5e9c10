"""Faults to plant, each with the test that is named to catch it: module, what stands there, what is put there."""

from typing import NamedTuple

HERE = "tests/trust"
STRANGERS = f"{HERE}/test_strangers.py"
IDENTITIES = f"{HERE}/test_identities.py"
BOTH = f"{STRANGERS}::test_promise_02_a_stranger_before_and_one_after_change_no_row_of_anybody"
SEEDS = f"{STRANGERS}::test_promise_01_hash_seeds_change_no_row_of_any_operation"


class Fault(NamedTuple):
    """What is planted where, and who must see it; quick faults are planted at every commit."""

    module: str
    changes: tuple[tuple[str, str], ...]
    caught_by: str
    quick: bool = False


FAULTS = {
    "a stream that all share": Fault(
        "posture.core.rng", (('name = f"{who}/{what}"', "name = what"),), f"{BOTH}[cyber]", quick=True
    ),
    "a stream that a nation's forces share": Fault(
        "posture.operations.rotations.process",
        (
            (
                'self.theatre.chance.uniform(who, "place in the rotation")',
                'self.theatre.chance.uniform("XA", "place in the rotation")',
            ),
        ),
        f"{BOTH}[rotations]",
    ),
    "a stream that a fleet shares": Fault(
        "posture.operations.air_policing.flight",
        (("self._fails, self.name,", "self._fails, 'fleet',"),),
        f"{BOTH}[air_policing]",
    ),
    "a stream that all waters share": Fault(
        "posture.operations.shipping.process",
        (
            (
                'chance.seconds(waters.hailing, self.name, "hailing")',
                'chance.seconds(waters.hailing, "", "hailing")',
            ),
        ),
        f"{BOTH}[shipping]",
    ),
    "a stream that all systems share": Fault(
        "posture.operations.cyber.process",
        (
            (
                'chance.seconds(self.recovery, self.name, "recovery")',
                'chance.seconds(self.recovery, "", "recovery")',
            ),
        ),
        f"{BOTH}[cyber]",
    ),
    "a set that is looped over": Fault(
        "posture.operations.rotations.process",
        (
            (
                "in sorted(self.written.commitments.items(), key=lambda one: (one[1].priority, one[0])):",
                "in set(self.written.commitments.items()):",
            ),
        ),
        f"{SEEDS}[rotations]",
        quick=True,
    ),
    "a set of free units that is looped over": Fault(
        "posture.operations.rotations.roster",
        (("for name in sorted(self.free):", "for name in self.free:"),),
        f"{SEEDS}[rotations]",
    ),
    "a gate that is released twice": Fault(
        "posture.theatre.queues",
        (
            (
                "        if owner not in self._held:\n            raise ModelFault(f\"'{owner}' gives back",
                "        if owner == '':\n            raise ModelFault(f\"'{owner}' gives back",
            ),
            (
                "        del self._held[owner]\n        self._serving.ask()",
                "        self._held.pop(owner, None)\n        self._serving.ask()",
            ),
        ),
        f"{IDENTITIES}::test_promise_08_and_12_a_queue_never_serves_more_than_its_servers_and_all_is_given_back",
        quick=True,
    ),
    "a server too many": Fault(
        "posture.theatre.queues",
        (("(len(self._held) < self.servers or", "(len(self._held) <= self.servers or"),),
        f"{IDENTITIES}::test_promise_08_and_12_a_queue_never_serves_more_than_its_servers_and_all_is_given_back",
    ),
    "a release that is dropped": Fault(
        "posture.operations.movement.lift_pool",
        (("        self._taken -= count - fresh\n", "        self._taken -= 0\n"),),
        f"{IDENTITIES}::test_promise_10_littles_law_holds_for_lift_taken_and_lift_asked_for",
    ),
    "a wait that is told a second late": Fault(
        "posture.theatre.waits",
        (("wait.place, now - wait.since)", "wait.place, now - wait.since - 1)"),),
        f"{IDENTITIES}::test_promise_13_two_who_hold_what_the_other_wants_are_told_by_name_at_the_end",
    ),
    "a longest wait that is not kept": Fault(
        "posture.theatre.queues",
        (
            (
                "self.longest_wait = max(self.longest_wait, int(self._env.now) - grant.since)",
                "self.longest_wait = int(self._env.now) - grant.since",
            ),
        ),
        f"{IDENTITIES}::test_promise_08_and_12_a_queue_never_serves_more_than_its_servers_and_all_is_given_back",
    ),
    "a piece that is lost": Fault(
        "posture.theatre.forces",
        (
            (
                "holding[end] = holding.get(end, 0) + count",
                "holding[end] = holding.get(end, 0) + max(0, count - 1)",
            ),
        ),
        f"{IDENTITIES}::test_promise_07_holdings_add_up_after_every_single_move_of_a_run[movement]",
    ),
    "pieces that go below nothing": Fault(
        "posture.theatre.forces",
        (("if not 0 <= count <= there:", "if not 0 <= count:"),),
        f"{IDENTITIES}::TestPromise07Holdings",
    ),
    "a clock that goes back": Fault(
        "posture.core.event_log",
        (
            ("            if time < self._last or", "            if time < self._last - 9 or"),
            ("        if time < self._last:\n", "        if time < self._last - 9:\n"),
        ),
        f"{IDENTITIES}::test_promise_09_a_row_of_the_past_is_refused",
    ),
    "a wait that is no number": Fault(
        "posture.theatre.event_loop",
        (
            (
                "        if seconds.__class__ is not int or seconds <= 0:\n            self._check_wait(seconds)\n        return Pause",
                "        if seconds <= 0:\n            self._check_wait(seconds)\n        return Pause",
            ),
        ),
        f"{IDENTITIES}::test_promise_09_no_wait_is_anything_but_whole_seconds_from_nought_on",
    ),
    "an endless instant": Fault(
        "posture.theatre.event_loop",
        (("MOST_WAITS_AT_ONE_INSTANT = 100_000", "MOST_WAITS_AT_ONE_INSTANT = 10**9"),),
        f"{IDENTITIES}::test_promise_15_an_endless_instant_ends_by_the_name_of_who_makes_it",
    ),
    "a window that ends an hour late": Fault(
        "posture.theatre.gates",
        (("or of_day < self._open_for:", "or of_day <= self._open_for:"),),
        "tests/theatre/test_gates.py::test_work_begins_up_to_the_last_second_of_the_hours_and_not_at_their_end",
    ),
    "a seed that is nought and none": Fault(
        "posture.core.rng",
        (('self._prefix = f"{seed}/{replication}/"', 'self._prefix = f"{seed or 1}/{replication}/"'),),
        "tests/core/test_streams.py::test_seed_nought_is_a_seed",
    ),
    "a replication that is not told apart": Fault(
        "posture.core.rng",
        (('self._prefix = f"{seed}/{replication}/"', 'self._prefix = f"{seed}/"'),),
        "tests/core/test_streams.py::test_seed_replication_who_and_what_each_make_another_stream",
    ),
    "a mean that hides the unfinished": Fault(
        "posture.stats.estimates",
        (("unfinished=sum(map(isinf, values))", "unfinished=0"),),
        "tests/stats/test_estimates.py",
    ),
    "a sum in the order of arrival": Fault(
        "posture.stats.estimates",
        (
            ("from math import fsum, inf", "from math import inf"),
            ("\nLOW_PERCENT", "\nfsum = sum\nLOW_PERCENT"),
        ),
        f"{IDENTITIES}::test_promise_36_no_answer_depends_on_the_order_in_which_replications_came",
    ),
    "a quantile of the wrong sign": Fault(
        "posture.core.distributions",
        (("-self.mean_ * log1p(-u)", "self.mean_ * log1p(-u)"),),
        "tests/core/test_distributions.py::test_exponential_quantiles_are_those_of_the_closed_form",
    ),
}
