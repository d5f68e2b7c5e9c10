"""Verdicts: which Article of the Montreux Convention allows a passage or refuses it.

A pure reading of the words. Two readings go beyond them: fifteen days of notice, which Article 13
calls desirable, and passage refused to all in a war, which Türkiye has asked for since 28 February 2022.
"""

from posture.core.clock import in_days
from posture.theatre.montreux import AGGREGATES, NOBODY, Montreux, Present, StraitTransit, Verdict

ESCORTS = 2
"""Destroyers that may go with a capital ship (Article 11)."""
HUMANITARIAN = 8_000
"""Tons of a force that is sent for humanitarian purposes (Article 18(1)(d))."""
HEAVY = {"submarine", "capital"}
"""Classes to which Article 10 gives no right; Articles 11 and 12 give it to Black Sea Powers."""

Refusal = tuple[str, str] | None
"""The Article that refuses, and why."""


def judge(law: Montreux, asked: StraitTransit, present: Present = NOBODY) -> Verdict:
    """The first Article that refuses: war, class, daylight, notice, transit, Black Sea in this order.

    If none does, the passage is allowed by the Article that gives the right to it.
    """
    if not asked.foreign:
        merchant = any(ship.kind == "merchant" for ship in asked.ships)
        return _free(law, asked) if merchant else Verdict(True, "-", "Turkish ships are not foreign")
    if asked.purpose == "courtesy visit":
        return Verdict(True, "17", "a visit to a port in the straits, by invitation, of any tonnage")
    checks = (_war, _class, _day, _notice, _transit, _black_sea)
    refused = next((found for check in checks if (found := check(law, asked, present))), None)
    if refused is not None:
        return Verdict(False, *refused)
    return Verdict(True, _right(law, asked), "within every limit")


def _free(law: Montreux, asked: StraitTransit) -> Verdict:
    """Merchant ships are free in peace and in a war of others; not those of Türkiye's enemies in its own."""
    war = law.war(asked.moment)
    if war is None:
        return Verdict(True, "2", "merchant ships are free by day and night")
    if "TR" not in war.belligerents:
        return Verdict(True, "4", "merchant ships are free in a war of others")
    enemies = {ship.flag for ship in asked.ships} & {*war.belligerents} - {"TR"}
    return Verdict(not enemies and asked.by_day, "5", "Türkiye at war: by day, and not its enemies")


def _war(law: Montreux, asked: StraitTransit, _: Present) -> Refusal:
    war = law.war(asked.moment)
    if war is None:
        return None
    if "TR" in war.belligerents:
        return "20", "Türkiye is at war and decides as it likes"
    others = [ship for ship in asked.foreign if ship.based != asked.into]
    if any(ship.flag in war.belligerents for ship in others):
        return "19", "warships of powers at war may only return to their bases"
    if war.closed_to == "all" and others:
        return "19", "as Türkiye applies it in this war, to all warships that do not return to their bases"
    return None


def _class(law: Montreux, asked: StraitTransit, _: Present) -> Refusal:
    ships = asked.foreign
    if any(ship.kind == "carrier" or (ship.kind in HEAVY and not ship.riparian) for ship in ships):
        return "10", "no aircraft carriers, and of other powers no submarines and capital ships, may pass"
    if any(ship.kind == "submarine" for ship in ships):
        if asked.purpose not in {"joins its base", "repair"}:
            return "12", "submarines pass only to join their base once built or bought, or for repair"
        if not asked.singly or not asked.by_day:
            return "12", "submarines pass singly, by day and on the surface"
    if any(law.large(ship) for ship in ships) and (not asked.singly or asked.escorts > ESCORTS):
        return "11", "large capital ships pass singly with two destroyers at most"
    if any(ship.kind == "fuel" for ship in ships) and not asked.singly:
        return "9", "fuel ships pass singly"
    return None


def _day(_: Montreux, asked: StraitTransit, __: Present) -> Refusal:
    return None if asked.by_day else ("10", "passage begins by day")


def _notice(law: Montreux, asked: StraitTransit, _: Present) -> Refusal:
    fuel = all(ship.kind == "fuel" for ship in asked.foreign)
    if asked.back or fuel or asked.purpose == "humanitarian":
        return None
    riparian = all(ship.riparian for ship in asked.foreign)
    wanted = law.notice if riparian else law.notice_of_others
    if asked.notified is None or asked.notified < wanted:
        return "13", f"{in_days(wanted):g} days of notice are asked for"
    if not 0 <= asked.late <= law.start_within:
        return "13", f"passage begins within {in_days(law.start_within):g} days from the date of the notice"
    return None


def _transit(law: Montreux, asked: StraitTransit, present: Present) -> Refusal:
    ships = [ship for ship in asked.counted if not law.large(ship)]
    if ships and present.vessels + len(ships) > law.vessels:
        return "14", f"more than {law.vessels} foreign vessels in transit"
    if ships and present.in_transit + sum(ship.tons for ship in ships) > law.in_transit:
        return "14", f"more than {law.in_transit:,} tons in transit"
    return None


def _black_sea(law: Montreux, asked: StraitTransit, present: Present) -> Refusal:
    mine = [ship for ship in asked.counted if not ship.riparian]
    if not asked.into or not (mine or any(not ship.riparian for ship in asked.foreign)):
        return None
    tons = sum(ship.tons for ship in mine)
    if asked.purpose == "humanitarian" and tons > HUMANITARIAN:
        return "18(1)(d)", f"a humanitarian force has at most {HUMANITARIAN:,} tons"
    if tons + sum(present.in_black_sea.values()) > law.aggregate:
        return _aggregate(law), f"more than {law.aggregate:,} tons of other powers in the Black Sea"
    for flag in sorted({ship.flag for ship in mine}):
        own = sum(ship.tons for ship in mine if ship.flag == flag) + present.in_black_sea.get(flag, 0)
        if 3 * own > 2 * law.aggregate:
            return "18(1)(c)", f"{flag} alone has more than two thirds of {law.aggregate:,} tons"
    if asked.stay > law.stay:
        return "18(2)", f"other powers stay {in_days(law.stay):g} days at most"
    return None


def _aggregate(law: Montreux) -> str:
    return "18(1)(a)" if law.aggregate <= AGGREGATES[0] else "18(1)(b)"


def _right(law: Montreux, asked: StraitTransit) -> str:
    """The Article that gives the right of passage."""
    war = law.war(asked.moment)
    if war is not None and any(ship.flag in war.belligerents for ship in asked.foreign):
        return "19"
    if asked.purpose == "humanitarian":
        return "18(1)(d)"
    kinds = {ship.kind for ship in asked.foreign}
    for kind, article in (("submarine", "12"), ("capital", "11"), ("fuel", "9")):
        if kind in kinds:
            return article
    return "10"
