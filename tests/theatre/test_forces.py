"""Holdings are whole and conserved."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from posture.core.errors import ModelFault
from posture.theatre.forces import Forces, Unit

PLACES = ("home", "road", "range")


class Holdings(RuleBasedStateMachine):
    """Any moves at all: what is there moves, what is not is refused, and nothing is made or lost."""

    def __init__(self) -> None:
        super().__init__()
        self.forces = Forces()
        self.forces.station("company", Unit(nation="XX", home="home", people=120, wheeled=30), "home")

    @rule(
        cargo=st.sampled_from(["people", "wheeled"]),
        start=st.sampled_from(PLACES),
        end=st.sampled_from(PLACES),
        count=st.integers(-5, 150),
    )
    def move(self, cargo, start, end, count):
        there = self.forces.holding("company", cargo, start)
        if 0 <= count <= there:
            self.forces.move("company", cargo, start, end, count)
        else:
            with pytest.raises(ModelFault):
                self.forces.move("company", cargo, start, end, count)

    @invariant()
    def nothing_is_made_or_lost(self):
        self.forces.check()
        assert sum(self.forces.holding("company", "people", place) for place in PLACES) == 120


TestHoldings = Holdings.TestCase
TestHoldings.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)


def test_what_a_unit_does_not_have_cannot_leave():
    forces = Forces()
    forces.station("company", Unit(nation="XX", home="home", wheeled=3), "home")
    with pytest.raises(ModelFault, match="has 3 wheeled at home, 4 were to leave"):
        forces.move("company", "wheeled", "home", "range", 4)


def test_the_heaviest_of_a_unit_are_its_tracked_and_outsize_pieces():
    armour = Unit(nation="XX", home="home", wheeled=30, tracked=10, people=90, max_mlc=70)
    assert [armour.load_class(one) for one in ("tracked", "outsize", "wheeled", "people")] == [
        70,
        70,
        None,
        None,
    ]
    lorries = Unit(nation="XX", home="home", wheeled=30, containers=4, max_mlc=30)
    assert [lorries.load_class(one) for one in ("wheeled", "containers", "people")] == [30, 30, None]
