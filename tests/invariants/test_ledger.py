"""The books balance: every second between the indication and a closure has one cause."""

import pytest

from posture.outcomes.ledger import books, chain, closed, entries
from posture.runs.simulate import prepare, simulate


@pytest.fixture(scope="module")
def logs(lithuania):
    case = prepare(lithuania)
    return [simulate(case, 5, replication, check=True) for replication in range(20)]


def test_the_ledger_of_each_closure_balances_to_the_second(logs):
    for log in logs:
        for brigade, seconds in closed(log):
            assert sum(entry.seconds for entry in entries(log, brigade)) == seconds


def test_every_closure_has_a_chain_back_to_a_line_that_began_with_the_indication(logs):
    for log in logs:
        for brigade, _ in closed(log):
            assert chain(log, brigade)[0].count("/") == 2


def test_the_entries_of_a_chain_follow_one_another_without_gap_or_overlap(logs):
    for log in logs:
        for brigade, _ in closed(log):
            begin = next(row.time for row in log.of("indication"))
            held = books(log)
            rows = [row for holder in chain(log, brigade) for row in held.rows(holder)]
            spans = [(row.time, row.amount) for row in rows]
            for end in sorted({time for time, _ in spans}):
                spent = sum(amount for time, amount in spans if time == end)
                assert begin + spent == end
                begin = end


def test_time_never_falls(logs):
    for log in logs:
        times = [row.time for row in log]
        assert times == sorted(times)
        assert len(times) > 1000


def test_no_closure_is_sooner_than_its_bound(logs):
    for log in logs:
        bound = next(row.amount for row in log.of("bound"))
        order = next(row.time for row in log.of("order"))
        for row in log.of("closed"):
            if "/" not in row.who:
                assert row.time - order >= bound


def test_what_departs_arrives_once_and_nothing_arrives_that_did_not_depart(logs):
    for log in logs:
        departed = {row.who: row.amount for row in log.of("departed")}
        arrived = {row.who: row.amount for row in log.of("arrived")}
        assert len(departed) == sum(1 for _ in log.of("departed"))
        assert arrived.items() <= departed.items()


def test_as_many_pieces_are_received_as_were_to_move(logs, lithuania):
    for log in logs:
        received: dict[str, int] = {}
        for row in log.of("received"):
            received[row.who] = received.get(row.who, 0) + row.amount
        for name, brigade in lithuania.reinforcement.brigades.items():
            for part_name, part in brigade.parts.items():
                for line_name, line in part.lines.items():
                    want = lithuania.units[part.unit].pieces(line.cargo)
                    assert received[f"{name}/{part_name}/{line_name}"] == want
