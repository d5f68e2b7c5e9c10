"""What happens: water is shut, minehunters come and search day by day, and it opens."""

from collections.abc import Mapping
from math import ceil, inf

from posture.core.clock import DAY, SUMMER
from posture.operations.mine_countermeasures.effort import sweeps
from posture.operations.mine_countermeasures.event_kinds import HUNTING, MINED, SEA_STATE, SURVEYED
from posture.operations.mine_countermeasures.schema import MineCountermeasures, Survey
from posture.theatre import Process, Theatre
from posture.theatre.closures import Key
from posture.theatre.levels import minehunters

ROUNDING = 1e-3


def start(theatre: Theatre, written: MineCountermeasures) -> None:
    """Shut what is mined and let it be surveyed."""
    surveys = {name: survey for name, survey in written.surveys.items() if survey.active}
    for name, survey in surveys.items():
        theatre.start(Hunt(theatre, name, survey, written).run())


class Hunt:
    """One survey: what is left of it, and who is at work.

    Notes `mined` (with its square metres), `hunting` (with the vessels at work from now on), `sea state` for
    each day that is not calm, and `surveyed` (with the seconds for which it was shut).
    """

    def __init__(self, theatre: Theatre, name: str, survey: Survey, written: MineCountermeasures) -> None:
        self.theatre = theatre
        self.name = name
        self.survey = survey
        self.written = written
        assert written.hunting is not None
        self.rate = theatre.chance.draw(written.hunting, name, "hunting") / DAY
        self.left = survey.size * sweeps(written.pattern, written.confidence, written.detects)
        keys: list[Key] = [("link", link) for link in survey.links]
        if survey.approach is not None:
            keys.append(("gate", survey.approach, "approach"))
        self.window = theatre.closures.keep_shut(survey.mined, *keys)
        self.begins = survey.mined + theatre.chance.seconds(survey.arrive, name, "arrive")
        self._today, self._sea = -1, 1.0

    @property
    def vessels(self) -> int:
        """How many minehunters are at work: its own, once they have come, and those in its area."""
        own = self.survey.vessels if self.theatre.now >= self.begins else 0
        area = self.survey.area
        return own + (round(self.theatre.levels.get(minehunters(area))) if area else 0)

    def run(self) -> Process:
        """Search until all is done; vessels that come or go are felt at once, the sea from day to day."""
        theatre, survey = self.theatre, self.survey
        where = survey.approach or survey.links[0]
        self.window.end = self._expected(survey.mined)
        yield theatre.wait(survey.mined)
        theatre.note(MINED, self.name, where, survey.size)
        before = -1
        while self.left > 0:
            vessels, rate = self.vessels, self.vessels * self.rate * self._today_leaves()
            if vessels != before:
                theatre.note(HUNTING, self.name, where, vessels)
                before = vessels
            theatre.closures.tell(self.window, self._expected(theatre.now))
            yield from self._search(rate)
        theatre.note(SURVEYED, self.name, where, theatre.now - survey.mined)
        theatre.closures.tell(self.window, theatre.now)

    def _search(self, rate: float) -> Process:
        """Go on at a rate until the day ends, the work is done, or vessels come or go."""
        theatre, begin = self.theatre, self.theatre.now
        wait = DAY - (begin - self.survey.mined) % DAY
        if begin < self.begins:
            wait = min(wait, self.begins - begin)
        done = _seconds(self.left, rate) if rate else wait + 1
        timer = theatre.wait(min(wait, done))
        area = self.survey.area
        yield timer | theatre.levels.changed(minehunters(area)) if area else timer
        self.left = 0 if theatre.now - begin >= done else self.left - rate * (theatre.now - begin)

    def _today_leaves(self) -> float:
        """Share of the rate that today's sea leaves; drawn once a day."""
        today = (self.theatre.now - self.survey.mined) // DAY
        if today != self._today and self.written.seas:
            self._today = today
            season = self._season(self.theatre.now)
            level = self.theatre.chance.uniform(self.name, "sea")
            for name, sea in self.written.seas.items():
                self._sea = sea.rate
                level -= season[name]
                if level < 0:
                    break
            if self._sea < 1:
                self.theatre.note(SEA_STATE, self.name, name, round(1000 * self._sea))
        return self._sea

    def _season(self, second: int) -> Mapping[str, float]:
        """How often each state of the sea comes at this time of the year."""
        summer = self.theatre.clock.month(second) in SUMMER
        return {name: sea.summer if summer else sea.winter for name, sea in self.written.seas.items()}

    def _expected(self, now: int) -> float:
        """When it will be done with the vessels that are known of, as the sea mostly is."""
        season = self._season(now)
        leaves = sum(self.written.seas[name].rate * share for name, share in season.items())
        begin = now if self.survey.area and self.vessels else max(now, self.begins)
        vessels = self.vessels or self.survey.vessels
        rate = vessels * self.rate * (leaves if season else 1)
        return begin + _seconds(self.left, rate) if rate else inf


def _seconds(work: float, rate: float) -> int:
    """Whole seconds that work takes, a digit lost in adding up left aside."""
    return ceil(work / rate - ROUNDING)
