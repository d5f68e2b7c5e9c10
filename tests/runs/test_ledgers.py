import pyarrow.parquet as pq
import pytest

from posture.core.errors import StorageFault
from posture.outcomes.ledger import LedgerEntry
from posture.runs.ledgers import Booked, booked, in_file, ledgers, parquet
from posture.runs.run import Replication

RAIL, DRAW = LedgerEntry("n/a/x", "rail", "RUKLA", 60), LedgerEntry("n/a", "draw", "depot", 5)
DONE = (
    Replication(1, 1, "bb", 9, (), {"n/a": (DRAW,), "n": (DRAW,)}),
    Replication(1, 0, "aa", 7, (), {"n": (RAIL, DRAW)}),
)


def test_what_is_read_is_what_was_written_with_the_names_of_places():
    found = ledgers(parquet(DONE, {"RUKLA": "Rukla"}))
    assert found["n"][0] == (
        Booked(0, "n", 0, "n/a/x", "rail", "RUKLA", "Rukla", 60),
        Booked(0, "n", 1, "n/a", "draw", "depot", "", 5),
    )
    assert set(found["n/a"]) == {1}


def test_each_entry_in_the_order_of_the_file_is_made_of_columns_of_small_numbers(monkeypatch):
    many = tuple(
        Replication(
            1, run, "", 1, (), {who: tuple(RAIL._replace(seconds=9 ** (run % 12)) for _ in range(run % 4))}
        )
        for run in range(300)
        for who in ("n", "o")
        if (run % 2) == (who == "n")
    )
    places = {"RUKLA": "Rukla"}
    wanted = [row for one in many for row in booked(one, places)]
    for chunk in (7, 10_000):
        monkeypatch.setattr("posture.runs.ledgers.CHUNK", chunk)
        content = parquet(many, places)
        assert list(in_file(content)) == wanted
        chains = ledgers(content)
        assert [row for run in range(300) for one in chains.values() for row in one.get(run, ())] == wanted
    assert in_file(content)[5] == wanted[5]


def test_rows_are_sorted_by_replication_subject_and_position(tmp_path):
    path = tmp_path / "ledger.parquet"
    path.write_bytes(parquet(DONE, {}))
    table = pq.read_table(path, page_checksum_verification=True)
    assert table.column_names == list(Booked._fields)
    keys = [(row["replication"], row["subject"], row["position"]) for row in table.to_pylist()]
    assert keys == sorted(keys) == [(0, "n", 0), (0, "n", 1), (1, "n", 0), (1, "n/a", 0)]


def test_a_run_in_which_nothing_closed_has_an_empty_ledger():
    assert ledgers(parquet((), {})) == {}


def test_the_order_in_which_replications_came_is_no_part_of_the_file():
    assert parquet(DONE, {}) == parquet(DONE[::-1], {})


@pytest.mark.parametrize("damage", [lambda b: b[:-9], lambda b: b[:40] + b"\xff" * 4 + b[44:], lambda _: b""])
def test_a_damaged_file_is_a_fault_of_storage(damage):
    with pytest.raises(StorageFault, match=r"ledger\.parquet cannot be read"):
        ledgers(damage(parquet(DONE, {"RUKLA": "Rukla"})))
