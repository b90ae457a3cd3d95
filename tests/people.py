"""The cast of every test: who they are, and how they act at a desk or on a phone.

**Ines** and **Ivo** inspect in team Centrum, **Tom** leads it, **Tess** leads it too, **Mia** holds the mandate,
**Rob** registers, **Lea** is the legal officer, **Pia** is police of the unit that comes along, **Ada** administers,
and **Otto** inspects elsewhere and must see nothing.
"""

from typing import Any

from fieldapp.domain import roles
from fieldapp.domain.documents import PersonDocument
from sync import Actor

CENTRUM = "018f0000-0000-7000-8000-00000000c001"
ELSEWHERE = "018f0000-0000-7000-8000-00000000c002"
POLICE_UNIT = "018f0000-0000-7000-8000-00000000c003"
OTHER_UNIT = "018f0000-0000-7000-8000-00000000c004"

PEOPLE: dict[str, PersonDocument] = {
    "018f0000-0000-7000-8000-000000000001": {"name": "Ines", "roles": ["inspector"], "team_ids": [CENTRUM]},
    "018f0000-0000-7000-8000-000000000002": {"name": "Ivo", "roles": ["inspector"], "team_ids": [CENTRUM]},
    "018f0000-0000-7000-8000-000000000003": {"name": "Tom", "roles": ["team_lead"], "team_ids": [CENTRUM]},
    "018f0000-0000-7000-8000-000000000004": {
        "name": "Tess",
        "roles": ["team_lead", "inspector"],
        "team_ids": [CENTRUM],
    },
    "018f0000-0000-7000-8000-000000000005": {"name": "Mia", "roles": ["mandate_holder"], "team_ids": []},
    "018f0000-0000-7000-8000-000000000006": {"name": "Rob", "roles": ["registrar"], "team_ids": []},
    "018f0000-0000-7000-8000-000000000007": {"name": "Lea", "roles": ["legal_officer"], "team_ids": []},
    "018f0000-0000-7000-8000-000000000008": {"name": "Pia", "roles": ["police"], "unit_id": POLICE_UNIT},
    "018f0000-0000-7000-8000-000000000009": {"name": "Ada", "roles": ["administrator"], "team_ids": []},
    "018f0000-0000-7000-8000-00000000000a": {"name": "Otto", "roles": ["inspector"], "team_ids": [ELSEWHERE]},
    "018f0000-0000-7000-8000-00000000000b": {"name": "Pam", "roles": ["police"], "unit_id": OTHER_UNIT},
}
for _id, _person in PEOPLE.items():
    _person.update({"person_id": _id, "login": _person["name"].lower(), "is_active": True})


def at_desk(person_id: str) -> Actor:
    return _actor(person_id, None)


def on_phone(person_id: str) -> Actor:
    return _actor(person_id, f"{person_id[:-4]}f{person_id[-3:]}")


def _actor(person_id: str, device: str | None) -> Actor:
    person: Any = PEOPLE[person_id]
    return Actor(
        person=person_id,
        name=person["name"],
        roles=frozenset(person["roles"]),
        scopes=frozenset(roles.scopes(person_id, person, device=device is not None)),
        device=device,
        signed_in="phone:full" if device else "password+totp",
        unit=person.get("unit_id"),
        teams=frozenset(person.get("team_ids", [])),
    )


INES, IVO, TOM, TESS, MIA, ROB, LEA, PIA, ADA, OTTO, PAM = (at_desk(person_id) for person_id in PEOPLE)
INES_ON_HER_PHONE, IVO_ON_HIS_PHONE = on_phone(INES.person), on_phone(IVO.person)
OTTO_ON_HIS_PHONE = on_phone(OTTO.person)
SYSTEM = Actor(person="system", name="Systeem", roles=roles.SYSTEM, scopes=roles.SYSTEM_SCOPES, signed_in="worker")
EVERYBODY = (INES, IVO, TOM, TESS, MIA, ROB, LEA, PIA, ADA, OTTO, PAM)
