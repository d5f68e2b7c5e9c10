"""Cases in a worker: kept from batch to batch, and of those alike in their ways the ways are kept once."""

from collections import deque

import pytest

from posture.runs.cases import Batch, as_bytes, run_batches
from posture.runs.run import replicate
from posture.runs.simulate import prepare
from posture.scenario import load, parcel
from posture.theatre.routing import Routing

BRIGADE = "lithuania-brigade"
NOTICE = "units.lt-*.notice=1 d"
WAGONS = "movement.wagons.1520-LT.sets=1"
SHUT = "closures.suwalki.active=true"


@pytest.fixture(scope="module")
def packed():
    """Cases as they are sent, and the fingerprint of one run of each by itself."""
    found = {}
    for words in ((), (NOTICE,), (WAGONS,), (SHUT,), (NOTICE, WAGONS)):
        case = prepare(load(BRIGADE, words).scenario)
        found[words] = as_bytes(case), replicate(case, 1, 3).fingerprint
    return found


def test_histories_do_not_depend_on_the_cases_that_a_worker_had_before(packed):
    for order in (list(packed), list(packed)[::-1]):
        for words in order:
            content, alone = packed[words]
            [done] = run_batches([Batch(0, f"{words} {order[0]}", 1, (3,), content)])
            assert (done.status, done.fingerprint) == ("done", alone)


def test_how_far_empty_lift_comes_is_searched_once_for_cases_alike_in_their_ways(packed, monkeypatch):
    searched: list[object] = []
    reach = Routing.reach
    monkeypatch.setattr(parcel, "_come", deque(maxlen=4))  # nothing of an earlier test
    monkeypatch.setattr(Routing, "reach", lambda *words: searched.append(words) or reach(*words))

    def searches(words):
        searched.clear()
        run_batches([Batch(0, f"{words} anew", 1, (3,), packed[words][0])])
        return len(searched)

    first = searches((WAGONS,))
    assert first > 5
    assert searches((NOTICE, WAGONS)) < first / 3  # from where its own history alone has lift come
    assert searches(()) > 5, "what is written of movement is another, so that nothing is shared"
