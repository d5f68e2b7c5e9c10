import pytest

from posture.core.errors import ModelFault
from posture.outcomes import MEASURES, by_name


def test_two_measures_of_one_name_are_refused():
    measure = MEASURES["closure_days"]
    with pytest.raises(ModelFault, match="two measures are called 'closure_days'"):
        by_name([measure], [measure])
