"""Cases in a worker: kept from batch to batch, and of those alike in their ways the ways are kept once."""

import pickle
from collections import deque

import pytest

from posture.runs.cases import Batch, as_bytes, run_batches
from posture.runs.run import replicate
from posture.runs.simulate import Prepared, prepare
from posture.scenario import load, parcel
from posture.scenario.parcel import to_parcel
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


def test_cases_alike_hold_one_network_and_a_case_travels_on_as_it_came(packed):
    """Nine tenths of a case: a worker holds them once, and what it was sent it can send."""
    first, other, shut = (pickle.loads(packed[words][0]).scenario for words in ((), (NOTICE,), (SHUT,)))
    assert first.plans is other.plans
    assert first.places is other.places is other.plans.network.places
    assert first.links is other.links is other.plans.network.links
    assert shut.plans is not first.plans, "another closure is another network"
    again = pickle.loads(as_bytes(Prepared(other, {}))).scenario
    assert again.plans is other.plans
    assert again == other


def test_what_is_searched_after_a_case_was_sent_is_sent_with_the_next():
    case = prepare(load(BRIGADE, [WAGONS]).scenario)
    before = to_parcel(case.scenario)
    assert to_parcel(case.scenario).ways is before.ways, "nothing is written twice"
    replicate(case, 1, 3)
    assert len(to_parcel(case.scenario).ways) > len(before.ways)
