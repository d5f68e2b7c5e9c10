"""What is wanted: every line that must come before a brigade closes, drawn pieces as lines of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil

from posture.core.ids import drawn_line, line_id
from posture.operations.reinforcement.schema import Brigade, Line, Part, Reinforcement, Rest
from posture.theatre.forces import CARGOES, SELF_DEPLOYING, Cargo, Unit
from posture.theatre.network import Place
from posture.theatre.requests import Load, Stop

WITH = "with "
"""Before the line that people ride with, where a table of movements names modes."""


def stock_of(site: str) -> str:
    """The holder of a site's equipment, wherever it is."""
    return f"stock of {site}"


@dataclass(frozen=True, slots=True)
class MovementRequirement:
    """One line of one part: what must come from where to where before the brigade closes."""

    brigade: str
    part: str
    line: str
    unit: str
    written: Line
    load: Load
    start: str
    end: str
    pieces: int
    share: int
    site: str = ""
    """Site from which these pieces are drawn, or at which these people draw."""
    store: str = ""
    """Place of the site."""

    @property
    def name(self) -> str:
        """Unique name of the line."""
        return line_id(self.brigade, self.part, self.line)

    @property
    def drawn(self) -> bool:
        """Whether it is equipment of a site, and not a unit's own."""
        return bool(self.site) and self.load.cargo != "people"

    @property
    def holder(self) -> str:
        """Whose pieces they are."""
        return stock_of(self.site) if self.drawn else self.unit

    @property
    def rides_with(self) -> str | None:
        """Unique name of the line with whose pieces these people come; None if they come by themselves."""
        host = self.written.rides
        return None if host is None else line_id(self.brigade, self.part, host)

    @property
    def modes_told(self) -> str:
        """Its modes as a table of movements has them: `rail;road`, or `with wheeled` for people who ride."""
        written = self.written
        return ";".join(written.modes) if written.rides is None else f"{WITH}{written.rides}"

    @property
    def journeys(self) -> tuple[tuple[str, tuple[Stop, ...]], ...]:
        """From where to where it goes: in one go, over the site, or (riding, or there) not by itself."""
        if self.written.rides is not None:
            return ()
        if not self.site:
            return ((self.start, self.written.stops(self.end)),)
        onward = ((self.store, ((self.end, self.written.modes),)),) if self.store != self.end else ()
        if self.drawn:
            return onward
        return ((self.start, self.written.stops(self.store)), *onward)

    def staging(self, places: Mapping[str, Place]) -> str | None:
        """Where it embarks and can be staged: a place to go to, in the country where it is at home."""
        embark = self.written.poe
        if embark is None or self.site or embark == self.start:
            return None
        return embark if places[embark].country == places[self.start].country else None

    def way_home(self, place: str) -> tuple[str, tuple[Stop, ...]]:
        """From where it has come to, back to where it set out, by the stops and modes by which it came."""
        start, way = self.journeys[0]
        way = way[: next((k for k, (stop, _) in enumerate(way, 1) if stop == place), None)]
        places = (start, *(stop for stop, _ in way))
        return place, tuple((places[k], modes) for k, (_, modes) in reversed([*enumerate(way)]))


def movement_requirements(written: Reinforcement, units: Mapping[str, Unit]) -> Iterator[MovementRequirement]:
    """Every line that will have to move, sorted by name; what is drawn from a site is a line of its own."""
    for name, brigade in written.brigades.items():
        for part_name, part in brigade.parts.items():
            for line_name, line in part.lines.items():
                whole = _whole(
                    brigade=name,
                    part=part_name,
                    name=line_name,
                    line=_in_its_place(line, brigade),
                    written=part,
                    unit=units[part.unit],
                    end=brigade.at,
                )
                if part.site is None:
                    yield whole
                else:
                    yield from _divided(whole, part.prepositioned, part.site, written.sites[part.site].at)
            yield from _followers(name, part_name, part, written.rest, units[part.unit], brigade)


def _in_its_place(line: Line, brigade: Brigade) -> Line:
    """A line with its brigade's precedence and date, where it has none of its own."""
    own = {"priority": brigade.precedence if line.priority is None else line.priority}
    dated = {"required": line.required if line.required is not None else brigade.required}
    return line.model_copy(update={**own, **dated})


def without_line(part: Part, unit: Unit) -> Iterator[tuple[Cargo, int]]:
    """Classes of a part that comes, and their pieces, of which no line tells and which need one."""
    if part.lines:
        told = {line.cargo for line in part.lines.values()} | {*part.no_line}
        yield from (
            (cargo, unit.pieces(cargo)) for cargo in CARGOES if cargo not in told and unit.pieces(cargo)
        )


def _followers(
    brigade: str, name: str, part: Part, rest: Rest | None, unit: Unit, whole: Brigade
) -> Iterator[MovementRequirement]:
    """What has no line of its own and follows all the same, each class as a line by its name."""
    for cargo, _ in without_line(part, unit) if rest else ():
        assert rest is not None
        if cargo in SELF_DEPLOYING:
            continue
        line = _in_its_place(Line(cargo=cargo, modes=rest.modes, priority=rest.priority), whole)
        called = cargo if cargo not in part.lines else f"other {cargo}"
        yield _whole(
            brigade=brigade, part=name, name=called, line=line, written=part, unit=unit, end=whole.at
        )


def _whole(
    brigade: str, part: str, name: str, line: Line, written: Part, unit: Unit, end: str
) -> MovementRequirement:
    """A line as if all of it came from home."""
    pieces = unit.pieces(line.cargo) if line.pieces is None else line.pieces
    metres, weight = unit.each(line.cargo)
    load = Load(unit.nation, line.cargo, unit.load_class(line.cargo), metres, weight, line.lift)
    share = ceil(unit.critical_share * pieces)
    return MovementRequirement(
        brigade=brigade,
        part=part,
        line=name,
        unit=written.unit,
        written=line,
        load=load,
        start=unit.home,
        end=end,
        pieces=pieces,
        share=share,
    )


def _divided(
    whole: MovementRequirement, prepositioned: float, site: str, store: str
) -> Iterator[MovementRequirement]:
    """What comes from home, and what is drawn (or draws) at the site; closure shares in proportion."""
    exact = prepositioned * whole.pieces
    drawn = ceil(exact) if whole.load.cargo == "people" else round(exact)
    portion = whole.share / whole.pieces if whole.pieces else 0.0
    if whole.pieces > drawn:
        home = whole.pieces - drawn
        yield replace(whole, pieces=home, share=ceil(portion * home))
    if drawn:
        yield replace(
            whole,
            line=drawn_line(whole.line),
            pieces=drawn,
            share=ceil(portion * drawn),
            site=site,
            store=store,
        )
