"""Aircraft and warships that deploy themselves: stages, tankers, fuel, overflight and straits, by hand."""

import pytest

from posture.core.clock import DAY, HOUR
from posture.core.errors import PostureError
from posture.outcomes import MEASURES
from posture.runs.simulate import simulate

FLIGHT = """
places:
  HOME: {name: Home, kind: airbase, country: XX, lat: 0.0, lon: 0.0, modes: [air]}
  NEAR: {name: Near, kind: airbase, country: XX, lat: 0.0, lon: 9.0, modes: [air]}
  FAR: {name: Far, kind: airbase, country: XX, lat: 0.0, lon: 18.0, modes: [air]}
movement:
  own_aircraft:
    fighter: {together: 2, speed: 1000 km/h, range: 1100 km, ground: 3 h}
units: {detachment: {nation: XX, home: HOME, aircraft: 4}}
reinforcement:
  brigades:
    watch:
      at: FAR
      order: go
      reception: XX
      parts:
        fighters:
          unit: detachment
          arrangement: moved
          lines: {jets: {cargo: aircraft, modes: [air], lift: fighter}}
"""
STAGE = 6371.0088 * 9 * 3.141592653589793 / 180 / 1000
"""Hours of nine degrees of the equator, some 1,001 km, at 1,000 km/h."""
NO_TANKERS = "movement.own_aircraft.fighter.tankers=null"
TANKERS = "movement.own_aircraft.fighter.tankers={range: 5000 km, arrange: %s}"

VOYAGE = """
places:
  BASE: {name: Base, kind: port, country: XX, lat: 54.0, lon: 10.0, modes: [sea]}
  CALL: {name: Call, kind: port, country: XX, lat: 55.0, lon: 15.0, modes: [sea]}
  TASK: {name: Task, kind: port, country: XX, lat: 57.0, lon: 21.0, modes: [sea]}
links:
  one: {start: BASE, end: CALL, mode: sea, length: 1000 km}
  two: {start: CALL, end: TASK, mode: sea, length: 2000 km}
movement:
  warships:
    frigate: {speed: 20 km/h, endurance: 1400 km, refuel: 5 h, tons: 4000}
units: {ship: {nation: XX, home: BASE, warships: 1}}
reinforcement:
  brigades:
    group:
      at: TASK
      order: go
      reception: XX
      parts:
        ship:
          unit: ship
          arrangement: moved
          lines: {hull: {cargo: warships, modes: [sea], lift: frigate}}
"""


def came(log, where):
    """Hours after the start when each serial came to a place."""
    return sorted(round(row.time / HOUR, 3) for row in log.of("arrived") if row.where == where)


def closed(log):
    return max((row.time / HOUR for row in log.of("closed")), default=float("inf"))


def test_two_stages_are_flown_with_the_time_on_the_ground_before_each(run_text):
    """Three hours, one stage, three hours, one stage; two formations of two do so side by side."""
    assert came(run_text(FLIGHT), "FAR") == pytest.approx([2 * (3 + STAGE)] * 2, abs=0.01)


def test_who_has_the_range_flies_at_once(run_text):
    assert came(run_text(FLIGHT, ["movement.own_aircraft.fighter.range=2100 km"]), "FAR") == pytest.approx(
        [3 + 2 * STAGE] * 2, abs=0.01
    )


def test_an_airfield_out_of_range_is_refused_with_what_is_lacking(load_text):
    with pytest.raises(PostureError, match="no airfield within the 900 km that 'fighter' flies"):
        load_text(FLIGHT, ["movement.own_aircraft.fighter.range=900 km"])


@pytest.mark.parametrize(
    ("arrange", "expected"),
    [("1 h", 1 + 3 + 2 * STAGE), ("2 h", 2 + 3 + 2 * STAGE), ("20 h", 2 * (3 + STAGE))],
)
def test_tankers_are_waited_for_only_where_that_is_sooner_than_the_stages(run_text, arrange, expected):
    """Stages take 8 h, a flight with tankers 5 h and what they take to be there."""
    assert closed(run_text(FLIGHT, [TANKERS % arrange])) == pytest.approx(expected, abs=0.01)


def test_tankers_are_asked_for_with_the_order_and_run_beside_the_notice(run_text):
    log = run_text(FLIGHT, [TANKERS % "20 h", "units.detachment.notice=30 h"])
    assert closed(log) == pytest.approx(30 + 3 + 2 * STAGE, abs=0.01)


def test_more_range_is_never_later(run_text):
    """Without chance, over thirty ranges and with tankers that come sooner or later."""
    for arrange in (None, "1 h", "9 h"):
        more = [] if arrange is None else [TANKERS % arrange]
        times = [
            closed(run_text(FLIGHT, [f"movement.own_aircraft.fighter.range={km} km", *more]))
            for km in range(1010, 2210, 40)
        ]
        assert times == sorted(times, reverse=True)
        assert times[0] > times[-1]


def test_more_range_is_never_later_on_the_average(run_text):
    """With times on the ground left to chance, 40 runs: each stage draws for itself."""
    drawn = "movement.own_aircraft.fighter.ground={triangular: [1 h, 3 h, 9 h]}"
    few, many = (
        sum(
            closed(run_text(FLIGHT, [f"movement.own_aircraft.fighter.range={km} km", drawn], replication=one))
            for one in range(40)
        )
        for km in (1100, 2100)
    )
    assert many < few


def test_a_shut_airfield_is_no_stage(run_text):
    """Without the stage it stays at home, until it opens again at hour 50."""
    shut = "closures.near={place: NEAR, start: 0 h, end: 50 h}"
    log = run_text(FLIGHT, [shut])
    assert closed(log) == pytest.approx(50 + 3 + 2 * STAGE, abs=3.1)
    assert closed(log) >= 50 + 3 + STAGE


def test_countries_below_are_asked(run_text):
    over = "movement.overflight={regime: slow, regimes: {slow: {time: 0 s, countries: {YY: 2 d}}}}"
    log = run_text(FLIGHT, [over, "places.FAR.country=YY", "reinforcement.release.any=0 s"])
    assert closed(log) == pytest.approx(48 + 2 * (3 + STAGE), abs=0.01)


def test_aircraft_pass_no_reception_and_need_no_lift(run_text):
    log = run_text(FLIGHT, ["reinforcement.reception.XX.pieces=1 per day"])
    assert closed(log) == pytest.approx(2 * (3 + STAGE), abs=0.01)
    assert not [*log.of("lift")]


def test_a_ship_sails_and_takes_fuel_whenever_it_has_gone_its_endurance(run_text):
    """3,000 km at 20 km/h are 150 h; after 1,400 and 2,800 km it takes fuel for five hours."""
    assert closed(run_text(VOYAGE)) == pytest.approx(160, abs=0.01)


@pytest.mark.parametrize(("endurance", "times"), [(1000, 2), (1499, 2), (1500, 1), (2999, 1), (3000, 0)])
def test_it_comes_in_with_an_empty_tank_rather_than_fill_it_at_the_gate(run_text, endurance, times):
    log = run_text(VOYAGE, [f"movement.warships.frigate.endurance={endurance} km"])
    assert closed(log) == pytest.approx(150 + 5 * times, abs=0.01)


def test_more_endurance_is_never_later(run_text):
    times = [
        closed(run_text(VOYAGE, [f"movement.warships.frigate.endurance={km} km"]))
        for km in range(300, 3300, 60)
    ]
    assert times == sorted(times, reverse=True)
    assert times[0] > times[-1]


def test_a_ship_that_draws_too_much_is_told_where(load_text):
    deep = ["movement.warships.frigate.draught=9 m", "movement.ports.CALL={draught: 7 m}"]
    load_text(VOYAGE, deep)  # it only passes there
    with pytest.raises(PostureError, match=r"'frigate' draws 9 m, and Task takes 7 m"):
        load_text(VOYAGE, ["movement.warships.frigate.draught=9 m", "movement.ports.TASK={draught: 7 m}"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (["reinforcement.brigades.group.parts.ship.lines.hull.lift=frigat"], "'frigat'"),
        (["reinforcement.brigades.group.parts.ship.lines.hull.lift=null"], "name their kind"),
        (["reinforcement.brigades.group.parts.ship.lines.hull.modes=[road]"], "write 'modes: \\[sea\\]'"),
        (["units.ship.aircraft=2"], "'ship' has 2 aircraft; write a line for them"),
        (["movement.warships.frigate.tons=20000"], "no 'light surface' ship is of 20000 tons"),
    ],
)
def test_what_is_wrongly_written_is_told_with_its_cure(load_text, changes, said):
    with pytest.raises(PostureError, match=said):
        load_text(VOYAGE, changes)


STRAITS = """
start: 2018-05-01
places:
  BASE: {name: Base, kind: port, country: GR, lat: 38.0, lon: 23.6, modes: [sea]}
  STR_DARDANELLES: {name: Dardanelles, kind: strait, country: TR, lat: 40.2, lon: 26.4, modes: [sea]}
  STR_BOSPHORUS: {name: Bosphorus, kind: strait, country: TR, lat: 41.1, lon: 28.9, modes: [sea]}
  TASK: {name: Task, kind: port, country: BG, lat: 43.0, lon: 27.9, modes: [sea]}
links:
  aegean: {start: BASE, end: STR_DARDANELLES, mode: sea, length: 480 km}
  marmara: {start: STR_DARDANELLES, end: STR_BOSPHORUS, mode: sea, length: 240 km}
  black-sea: {start: STR_BOSPHORUS, end: TASK, mode: sea, length: 240 km}
movement:
  passages: {STR_DARDANELLES: {time: 0 h}, STR_BOSPHORUS: {time: 0 h}}
  warships:
    frigate: {speed: 20 km/h, endurance: 1400 km, refuel: 5 h, tons: 4000}
units: {ship: {nation: US, home: BASE, warships: 1}}
straits:
  aggregate: 45000
  in_transit: 15000
  vessels: 9
  stay: 21 d
  notice: 8 d
  notice_of_others: 15 d
  start_within: 5 d
reinforcement:
  brigades:
    group:
      at: TASK
      order: go
      reception: XX
      parts:
        ship:
          unit: ship
          arrangement: moved
          lines: {hull: {cargo: warships, modes: [sea], lift: frigate}}
"""
PASSAGES = ["movement.passages.STR_DARDANELLES.time=3 h", "movement.passages.STR_BOSPHORUS.time=2 h"]


def entered(log):
    return [row.time / DAY for row in log.of("enters straits")]


def test_a_warship_waits_at_the_straits_until_its_notice_has_run_and_it_is_day(run_text):
    """It is there after a day, and enters after fifteen, at sunrise; then 480 km are another day."""
    log = run_text(STRAITS)
    (moment,) = entered(log)
    assert 15 < moment < 15.25
    assert closed(log) / 24 == pytest.approx(moment + 1, abs=0.01)
    assert [(row.where, row.amount) for row in log.of("clearance")] == [
        ("STR_DARDANELLES", round((moment - 1) * DAY))
    ]
    assert [row.amount for row in log.of("in the Black Sea")] == [4000]


def test_notice_for_the_straits_runs_beside_the_notice_to_move(run_text):
    early = run_text(STRAITS, ["units.ship.notice=10 d"])
    assert entered(early) == entered(run_text(STRAITS))
    (late,) = entered(run_text(STRAITS, ["units.ship.notice=20 d"]))
    assert 21 < late < 21.25


def test_a_black_sea_power_gives_eight_days_of_notice_and_turkiye_none(run_text):
    (moment,) = entered(run_text(STRAITS, ["units.ship.nation=RO"]))
    assert 8 < moment < 8.25
    turkish = run_text(STRAITS, ["units.ship.nation=TR"])
    assert entered(turkish) == []
    assert closed(turkish) == pytest.approx(48, abs=0.01)


def test_both_passages_take_their_time_once(run_text):
    free = closed(run_text(STRAITS, ["units.ship.nation=TR"]))
    for nation in ("TR", "US"):
        nationally = [f"units.ship.nation={nation}"]
        longer = closed(run_text(STRAITS, [*nationally, *PASSAGES])) - closed(run_text(STRAITS, nationally))
        assert longer == pytest.approx(5, abs=0.01)
    assert free == pytest.approx(48, abs=0.01)


def test_a_warship_that_is_refused_stays_before_the_straits(run_text):
    war = "straits.wars={war: {begins: 2018-01-01, closed_to: all}}"
    log = run_text(STRAITS, [war])
    assert closed(log) == float("inf")
    assert [row.where for row in log.of("stranded")] == ["STR_DARDANELLES"]
    assert {row.where for row in log.of("strait refused")} == {"19"}


def test_an_aircraft_that_carries_lands_for_fuel_beyond_its_range(run_text):
    """Loading, a stage, the ground again, a stage, unloading: an hour each on the ground."""
    carried = (
        FLIGHT.replace("aircraft: 4", "people: 50").replace(
            "cargo: aircraft, modes: [air], lift: fighter", "cargo: people, modes: [air]"
        )
        + "  # by air\n"
    )
    plane = "movement.aircraft={plane: {count: 9, seats: 100, speed: 1000 km/h, range: 1100 km, ground: 1 h}}"
    fields = "movement.airfields={any: {mog: 9, open: 24 h, efficiency: 1.0, marshal: 0 s}}"
    assert closed(run_text(carried, [plane, fields])) == pytest.approx(3 + 2 * STAGE, abs=0.02)
    far = plane.replace("1100 km", "2100 km")
    assert closed(run_text(carried, [far, fields])) == pytest.approx(2 + 2 * STAGE, abs=0.02)


def test_a_submarine_of_another_power_may_not_pass(run_text):
    kind = ["movement.warships.frigate.strait_class=submarine", "movement.warships.frigate.tons=1500"]
    assert {row.where for row in run_text(STRAITS, kind).of("strait refused")} == {"10"}


def test_the_scenario_that_ships_is_sooner_with_tankers(shipped_case):
    """Without chance: fighters from Utah need stages without them, the frigate none."""
    with_, without = (
        simulate(shipped_case("air-and-sea-2022", *more), 1, 0, deterministic=True)
        for more in ((), (NO_TANKERS,))
    )
    days = [MEASURES["closure_days"].of(log) for log in (with_, without)]
    assert days[0]["spangdahlem"] < days[1]["spangdahlem"]
    assert days[0]["lask"] <= days[1]["lask"]
    assert days[0]["atlantic"] == days[1]["atlantic"]
    stages = [
        [row.where for row in log.of("air") if row.who.startswith("spangdahlem")] for log in (with_, without)
    ]
    assert len(set(stages[0])) < len(set(stages[1]))
