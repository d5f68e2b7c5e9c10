"""A small world of each operation, with chance in all it does, that may be written again beside itself.

`@` stands for the prefix of every name, `#` for degrees of latitude, `^` for who receives: written under another prefix, elsewhere,
a world is a stranger to itself that shares nothing but the clock and what all operations share.
"""

ROADS = """
places:
  @HOME: {name: "@home", kind: base, country: XX, lat: #.1, lon: 24.0, modes: [road]}
  @CAMP: {name: "@camp", kind: base, country: XX, lat: #.6, lon: 24.0, modes: [road]}
  @OVER: {name: "@over", kind: base, country: XX, lat: #.3, lon: 25.0, modes: [road]}
links:
  @way: {start: @HOME, end: @CAMP, mode: road, length: 60 km, country: XX, headway: 5 min}
  @by: {start: @HOME, end: @OVER, mode: road, length: 80 km, country: XX, headway: 5 min}
  @on: {start: @OVER, end: @CAMP, mode: road, length: 80 km, country: XX, headway: 5 min}
units:
  @one: {nation: XX, home: @HOME, wheeled: 40, people: 200, notice: {triangular: [1 d, 2 d, 5 d]}}
  @two: {nation: XX, home: @HOME, wheeled: 30, people: 100, notice: {triangular: [1 d, 2 d, 5 d]}}
decision: {orders: {@go: {decided: {uniform: [0 d, 4 d]}}}}
reinforcement:
  integration: {lognormal: {median: 2 d, p90: 6 d}}
  brigades:
    @brigade:
      at: @CAMP
      order: @go
      reception: ^
      parts:
        first: {unit: @one, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}, men: {cargo: people, modes: [road]}}}
        second: {unit: @two, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}
"""
RAIL = """
movement: {march: {mishap: 0.4, mishap_delay: {uniform: [1 h, 9 h]}}}
"""
DECISION = """
tables: [movement, decision, allies]
decision:
  crises:
    @trouble:
      kind: threat
      country: LT
      position: {lat: 54.4, lon: 23.4}
      indication: 2 d
      detection: {uniform: [1 d, 9 d]}
      requested_by: [LT, LV]
      orders: {@deploy: {kind: deploy}}
"""
READINESS = """
places: {@P: {name: "@p", kind: base, country: XX, lat: #.0, lon: 10.0, modes: [road]}}
units:
  @a: {nation: DE, home: @P, people: 100}
  @b: {nation: NL, home: @P, people: 200}
  @c: {nation: NL, home: @P, people: 300}
decision: {orders: {@alert: {kind: deploy, indication: 10 d, decided: {uniform: [0 d, 4 d]}}}}
readiness:
  tiers:
    @lead: {force: @alert, notice_to: move, notice: 7 d, meets: 0.5, delay: {uniform: [1 d, 9 d]}, units: [@a, @b]}
    @rest: {force: @alert, notice_to: move, notice: 30 d, meets: 0.5, delay: {uniform: [1 d, 9 d]}, units: [@c]}
"""
ROTATIONS = """
horizon: 900 d
places: {@HOME: {name: "@home", kind: base, country: XX, lat: #, lon: 10, modes: []}}
units:
  @a1: {nation: XA, home: @HOME, kind: "@battalion"}
  @a2: {nation: XA, home: @HOME, kind: "@battalion"}
  @b1: {nation: XB, home: @HOME, kind: "@battalion"}
  @b2: {nation: XB, home: @HOME, kind: "@battalion"}
  @l1: {nation: XC, home: @HOME, kind: "@light"}
rotations:
  begin: random
  policies: {@turns: {dwell: 100 d, recovery: 20 d}}
  pools: {@all: {policy: @turns, kinds: ["@battalion", "@light"]}}
  commitments:
    @watch: {slots: 2, length: 60 d, kinds: ["@battalion"], travel: {uniform: [1 d, 5 d]}}
    @guard: {slots: 1, length: 90 d, kinds: ["@light", "@battalion"], travel: {uniform: [1 d, 5 d]}}
"""
AIR_POLICING = """
horizon: 90 d
places:
  @WEST: {name: "@west", kind: airbase, country: XX, lat: #, lon: 22, modes: []}
  @EAST: {name: "@east", kind: airbase, country: XX, lat: #, lon: 26, modes: []}
air_policing:
  bases: {@west: {at: @WEST, runway: 3000 m}, @east: {at: @EAST, runway: 3000 m}}
  detachments:
    @own: {base: @west, nation: XX, stays: always, aircraft: 4}
    @other: {base: @east, nation: XX, stays: always, aircraft: 4}
  upkeep: {breaks: 0.2, between: 100 h, repair: {exponential: {mean: 8 h}}}
  areas:
    @sea:
      route: [{lat: #.5, lon: 22}, {lat: #.5, lon: 26}]
      tracks: 3 per day
      speed: 350 kn
      escort: {exponential: {mean: 2 h}}
      bases: [@west, @east]
"""
EARLY_WARNING = """
horizon: 60 d
places:
  @BASE: {name: "@base", kind: airbase, country: XX, lat: #, lon: 0, modes: [], attributes: {runway_m: "2500"}}
early_warning:
  bases: {@base: {at: @BASE}}
  upkeep: {aborts: 0.1, breaks: 0.2, repair: {exponential: {mean: 8 h}}}
  contingents: {@own: {base: @base, stays: always, aircraft: 4, crews: 6}}
  stations: {@orbit: {base: @base, over: [{lat: #, lon: 3.5}]}}
"""
MISSILE_DEFENCE = """
horizon: 300 d
places: {@TOWN: {name: "@town", kind: city, country: XX, lat: #, lon: 20, modes: [road]}}
missile_defence:
  sites: {@town: {at: @TOWN, nodes: 2, layers: 2}}
  layers: {lower: {needs: [sensor]}, upper: {needs: [sensor]}, sensor: {counts: false}}
  workshops: {@shop: {crews: 1}}
  systems:
    battery: {layer: lower, farthest: 30 km, set_up: {triangular: [2 d, 5 d, 20 d]}, between: 20 d,
      repair: {exponential: {mean: 3 d}}, parts: 0.2, supply: 5 d, service: {every: 40 d, lasts: {triangular: [1 d, 2 d, 4 d]}}}
    ashore: {layer: upper, farthest: 30 km, between: 20 d, repair: 4 d}
    radar: {layer: sensor, farthest: 30 km, between: 30 d, repair: 2 d}
  nodes:
    @radar: {system: radar, at: @TOWN, nation: XX, stays: always}
    @ashore: {system: ashore, at: @TOWN, nation: XX, stays: always}
    @first: {system: battery, at: @TOWN, nation: XX, stays: always, workshop: @shop}
    @second: {system: battery, at: @TOWN, nation: XX, people: 90, start: 2023-07-20, end: 2024-03-01, workshop: @shop,
      crews: {every: 2 months, overlap: 5 d}}
"""
MARITIME = """
horizon: 120 d
places:
  @NORTH: {name: "@north", kind: port, country: AA, lat: #.0, lon: -20.0, modes: [sea]}
  @SOUTH: {name: "@south", kind: port, country: BB, lat: #.9, lon: -20.0, modes: [sea]}
links: {@lane: {start: @NORTH, end: @SOUTH, mode: sea, length: 720 km}}
maritime:
  tour: 60 d
  kinds:
    @frigate: {transit: 36 km/h, hastens: 72 km/h, endurance: 20 d, people: 200, tons: 4000, draught: 5 m}
  areas:
    @high: {lat: #.0, lon: -20.0, near: [@NORTH], ports: [@NORTH]}
    @low: {lat: #.9, lon: -20.0, near: [@SOUTH], ports: [@SOUTH]}
  ships:
    @u1: {nation: AA, kind: @frigate, port: @NORTH, group: @far}
    @u2: {nation: BB, kind: @frigate, port: @SOUTH, group: @far}
    @u3: {nation: AA, kind: @frigate, port: @NORTH, group: @near}
  groups:
    @far: {areas: [@high, @low], least: 1, patrol: {uniform: [5 d, 9 d]}, visit: {uniform: [1 d, 4 d]}}
    @near: {areas: [@low], least: 1, patrol: {uniform: [5 d, 9 d]}, visit: {uniform: [1 d, 4 d]}}
"""
MINES = """
places:
  @QUAY: {name: "@quay", kind: port, country: AA, lat: #.0, lon: 12.0, modes: [road, sea]}
  @PIER: {name: "@pier", kind: port, country: XB, lat: #.9, lon: 21.1, modes: [road, sea]}
  @CAMP: {name: "@camp", kind: base, country: XB, lat: #.5, lon: 22.5, modes: [road]}
links:
  @quay-pier: {start: @QUAY, end: @PIER, mode: sea, length: 650 km}
  @pier-camp: {start: @PIER, end: @CAMP, mode: road, length: 110 km, country: XB, headway: 6 s}
units: {@column: {nation: AA, home: @QUAY, wheeled: 20, lane_metres: 240, tonnes: 240 t}}
movement:
  clearances: {regime: blanket}
  ships: {@ship: {count: 1, pieces: 30, lane_metres: 900, speed: 20 km/h, activation: {uniform: [10 h, 40 h]}, load: 2 h, discharge: 3 h}}
decision: {orders: {@go: {decided: {uniform: [0 d, 4 d]}}}}
reinforcement:
  brigades:
    @brigade:
      at: @CAMP
      order: @go
      reception: ^
      parts: {part: {unit: @column, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road, sea], lift: @ship}}}}
"""
SURVEYS = (
    MINES
    + """
mine_countermeasures:
  hunting: 2 nmi2 per day
  surveys: {@pier: {approach: @PIER, size: 24 nmi2, mined: 1 d, vessels: 3, arrive: {uniform: [1 d, 5 d]}}}
"""
)
ICE = (
    MINES
    + """
icebreaking:
  winters: {mild: {share: 0.5}, severe: {share: 0.5}}
  escort: {uniform: [6 h, 3 d]}
  back: {uniform: [1 h, 6 h]}
  waters:
    @bay:
      ports: [@PIER]
      icebreakers: {^: 1}
      ice:
        mild: {begins: 200 d, lasts: {uniform: [40 d, 60 d]}, assisted: 0.3, alone: {uniform: [1 h, 1 d]}, traffic: 1 per day}
        severe: {begins: 200 d, lasts: {uniform: [60 d, 90 d]}, assisted: 0.9, alone: {uniform: [1 h, 1 d]}, traffic: 1 per day}
"""
)
CYBER = (
    MINES
    + """
cyber:
  recovery: {exponential: {mean: 5 d}}
  teams: {^: 1}
  systems:
    @berth: {nation: ^, place: @PIER, gate: berth, incidents: 30 per year, leaves: 0.5}
    @street: {nation: ^, links: [@pier-camp], incidents: 30 per year, leaves: 0.5}
"""
)
SHIPPING = """
shipping:
  waters:
    @sea: {ships: 1, contacts: 24 per day, hailing: {exponential: {mean: 30 min}}, stays: {exponential: {mean: 3 h}}, boards: 0.2, boarding: 2 h}
    @bay: {ships: 2, contacts: 12 per day, hailing: {exponential: {mean: 50 min}}, stays: {exponential: {mean: 3 h}}}
"""
COMMAND = (
    ROADS
    + """
command:
  order: {triangular: [2 h, 10 h, 30 h]}
  headquarters: {@division: {brigades: {@brigade: 0}}}
"""
)
SURVEILLANCE = (
    DECISION.replace("detection: {uniform: [1 d, 9 d]}", "detection: 20 d\n      shows_in: @border")
    + """
horizon: 90 d
surveillance:
  areas:
    @border: {size: 24000 km2, signs: 2 d, lasts: 4 d, assessed: {uniform: [2 h, 9 h]}}
    @coast: {size: 20000 km2, signs: 3 d, lasts: 4 d, assessed: {uniform: [2 h, 9 h]}}
  kinds: {radar: {searches: 1000 km2 per h}}
  collectors: {@post: {kind: radar, area: @border}, @other: {kind: radar, area: @coast}}
"""
)
SPACE = (
    COMMAND
    + """
space:
  offers: {@alliance: {band: "@x", hours: 100 per day, failure: {every: {exponential: {mean: 10 d}}, lasts: {uniform: [1 d, 4 d]}}}}
  users: {@user: {band: "@x", hours: 120 per day, headquarters: @division}}
"""
)
SUSTAINMENT = (
    ROADS.replace("units:\n", "units:\n  @depot: {nation: XX, home: @OVER, containers: 500, tonnes: 500 t}\n")
    + """
sustainment:
  classes: {food: {cargo: containers, piece: 1 t, person: 10 kg, carried: 3 d}}
  depots: {@west: {unit: @depot, modes: [road]}}
  brigades: {@brigade: {depot: @west, reorder: 2 d, upto: 5 d}}
"""
)

WORLDS = {
    "decision": DECISION,
    "readiness": READINESS,
    "rotations": ROTATIONS,
    "air_policing": AIR_POLICING,
    "early_warning": EARLY_WARNING,
    "missile_defence": MISSILE_DEFENCE,
    "maritime": MARITIME,
    "mine_countermeasures": SURVEYS,
    "icebreaking": ICE,
    "shipping": SHIPPING,
    "cyber": CYBER,
    "command": COMMAND,
    "space": SPACE,
    "surveillance": SURVEILLANCE,
    "sustainment": SUSTAINMENT,
    "movement": ROADS + RAIL,
    "reinforcement": ROADS,
}

MINE, BEFORE, AFTER = "m", "aa-alien", "zz-alien"
"""Prefixes of names: of who is looked at, and of strangers whose names come before and after its own."""
_WHERE = {MINE: ("55", "XX"), BEFORE: ("35", "XY"), AFTER: ("15", "XZ")}


def text_of(operation: str, prefix: str) -> str:
    """The world of an operation, under names of its own and at a latitude of its own."""
    latitude, host = _WHERE[prefix]
    return WORLDS[operation].replace("@", f"{prefix}-").replace("#", latitude).replace("^", host)


def written(folder, operation: str, *prefixes: str):
    """The path of a scenario in which this world stands once under each prefix."""
    for prefix in prefixes:
        (folder / f"{prefix}.yaml").write_text(text_of(operation, prefix), encoding="utf-8")
    path = folder / f"{operation}-{len(prefixes)}-{prefixes[0]}.yaml"
    head = "name: world\nstart: 2023-07-03\nhorizon: 60 d\ntables: [movement]\n"
    (folder / "ground.yaml").write_text(head, encoding="utf-8")
    names = ", ".join(f"{name}.yaml" for name in ("ground", *prefixes))
    path.write_text(f"include: [{names}]\n", encoding="utf-8")
    return path
