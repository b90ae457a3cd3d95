"""Which places each role can go to, in the order of the side bar."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

OFFICE = frozenset({"team_lead", "inspector", "mandate_holder", "registrar", "legal_officer"})
LEAD = frozenset({"team_lead"})
DECIDERS = frozenset({"team_lead", "mandate_holder", "registrar", "legal_officer"})
HELD = frozenset({"team_lead", "inspector", "administrator"})
DEVICES = frozenset({"team_lead", "administrator"})
BAR = 3
"""Places in the bottom bar of a phone; the others stand behind "Meer", and so does Start for who begins elsewhere."""


@dataclass(frozen=True)
class Place:
    """One entry of the side bar; `count` names the number shown behind it."""

    label: str
    path: str
    icon: str
    roles: frozenset[str]
    count: str = ""


PLACES = (
    Place("Start", "/kantoor/", "home", OFFICE),
    Place("Goedkeuren", "/kantoor/goedkeuren", "clipboard-check", LEAD, "proposals"),
    Place("Termijnen", "/kantoor/termijnen", "hourglass", OFFICE, "late_terms"),
    Place("Dossiers", "/kantoor/dossiers", "file-text", OFFICE),
    Place("Planning", "/kantoor/planning", "calendar", LEAD),
    Place("Dwangsommen", "/kantoor/dwangsommen", "scale", DECIDERS),
    Place("Samen bezocht", "/kantoor/samen", "users", LEAD, "requests"),
    Place("Signalen", "/kantoor/signalen", "flag", frozenset({"team_lead", "legal_officer"}), "signals"),
    Place("Bewaren", "/kantoor/bewaren", "trash", frozenset({"registrar", "team_lead", "legal_officer"})),
    Place("Mensen", "/beheer/mensen", "users-group", frozenset({"administrator"})),
    Place("Eenheden", "/beheer/eenheden", "building-community", frozenset({"administrator"})),
    Place("Server", "/beheer/server", "database-import", frozenset({"administrator"})),
    Place("Toestellen", "/kantoor/toestellen", "device-mobile", DEVICES),
    Place("Wacht op kantoor", "/kantoor/wacht", "lock", HELD, "held"),
    Place("Twee versies", "/kantoor/twee-versies", "arrows-exchange", frozenset({"team_lead", "inspector"}), "rivals"),
    Place("Samen bezocht", "/partner/", "users", frozenset({"police"})),
    Place("Instellingen", "/kantoor/instellingen", "settings", OFFICE | DEVICES),
)


def places(roles: Collection[str], path: str, counts: Mapping[str, int]) -> list[dict[str, object]]:
    """Return the places of these roles: label, href, icon, count, whether the reader is there and whether a phone's bar has it."""
    mine = [place for place in PLACES if place.roles & set(roles)]
    begins_at_start = home(roles) == "/kantoor/"
    bar = [place.path for place in mine if begins_at_start or place.path != "/kantoor/"][:BAR]
    here = max((p.path for p in mine if is_inside(path, p.path)), key=len, default="")
    return [
        {
            "label": place.label,
            "href": place.path,
            "icon": place.icon,
            "count": how_many(counts.get(place.count, 0)),
            "is_current": place.path == here,
            "in_bar": place.path in bar,
        }
        for place in mine
    ]


def how_many(count: int) -> str:
    """Return the number behind a place, at most two digits; empty where there is nothing."""
    return "" if not count else "99+" if count > 99 else str(count)


def is_inside(path: str, place: str) -> bool:
    """Tell whether a page lies under a place; the two starting pages hold only themselves."""
    if place == "/kantoor/":
        return path == place
    return path == place or path.startswith(place.rstrip("/") + "/")


def home(roles: Collection[str]) -> str:
    """Return where someone with these roles begins after signing in."""
    if "police" in roles:
        return "/partner/"
    if "team_lead" in roles:
        return "/kantoor/goedkeuren"
    return "/beheer/mensen" if set(roles) == {"administrator"} else "/kantoor/"
