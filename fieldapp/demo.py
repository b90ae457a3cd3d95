"""Fills an empty installation with the example municipality, by the same door as everybody: `engine.submit`.

The same seed gives the same ids, people, visits and secrets; the times in the log are
those of the run. What follows from the operations is the worker's, as always.
"""

import base64
import random
import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol, get_args

from fieldapp import example_town as town
from fieldapp.demo_course import BEGINS_DAYS_AGO, Past, run_courses
from fieldapp.domain import roles
from fieldapp.domain.deadlines import proposal_dates
from fieldapp.domain.documents import MandateAct
from fieldapp.domain.matrix import advise_for
from fieldapp.domain.moments import AMSTERDAM, instant
from fieldapp.domain.policy import Checklist, Policy
from fieldapp.example_photos import item_of, make_photo
from fieldapp.policy import load_policy
from sync import LATEST, Actor, Engine

SYSTEM = Actor("system", "Systeem", roles.SYSTEM, roles.SYSTEM_SCOPES, signed_in="demo")
BAG_OBJECT, BAG_ADDRESS = "9998010", "9998200"
PROPOSED = ("measure_type", "mode", "time_unit", "amount_eur_cents", "max_eur_cents", "term_days", "duration")
MANDATE_ACTS = get_args(MandateAct)
DATES = ("zienswijze_until_on", "herstel_until_on", "hercontrole_on")


class Accounts(Protocol):
    """What of the accounts the example needs."""

    def set_password(self, person_id: str, password: str) -> None: ...
    def set_totp(self, person_id: str, secret: str) -> None: ...
    def new_device_code(self, person_id: str, by: Actor | None = None) -> dict[str, str]: ...


class Blobs(Protocol):
    """Where the chunks of photos go."""

    def add(self, chunks: list[bytes]) -> str: ...


class NotMade(Exception):
    """An operation of the example was not applied: rule and example do not fit."""


def make_demo(
    engine: Engine,
    accounts: Accounts,
    *,
    seed: int,
    password: str,
    today: date,
    installation: bytes,
    blobs: Blobs | None = None,
) -> dict[str, Any]:
    """Make units, people, premises, visits, measures, joint visits and today's lists; return who can sign in and how."""
    example = Example(engine, random.Random(seed), today, installation, load_policy(), blobs)  # noqa: S311  # no secret of a real installation
    past = Past(today)
    with engine.in_the_past(past.now):
        example.make_units()
        example.make_people()
        users = [example.give_access(accounts, person, password) for person in town.STAFF]
        example.make_premises()
        example.make_courses(past, random.Random(f"course {seed}"))  # noqa: S311  # an example, and its ids only
    example.make_visits()
    example.make_measures()
    example.make_joint_visits()
    example.make_day_lists()
    codes = [example.device_code(accounts, person) for person in town.STAFF if "inspector" in person.roles]
    by_login = {one["login"]: one["code"] for one in codes}
    return {
        "municipality": town.MUNICIPALITY,
        "users": [user | ({"code": by_login[user["login"]]} if user["login"] in by_login else {}) for user in users],
        "device_codes": codes,
    }


class Example:
    """The example while it is being made: what has which id, and who acts."""

    def __init__(
        self,
        engine: Engine,
        chance: random.Random,
        today: date,
        installation: bytes,
        policy: Policy,
        blobs: Blobs | None,
    ) -> None:
        self.engine = engine
        self.chance = chance
        self.today = today
        self.namespace = uuid.UUID(bytes=installation)
        self.policy = policy
        self.blobs = blobs
        self.units: dict[str, str] = {}
        self.actors: dict[str, Actor] = {}
        self.premises: dict[str, str] = {}
        self.fields: dict[str, dict[str, Any]] = {}
        self.visits: dict[str, str] = {}
        self.findings: dict[str, str] = {}
        self.mandate = ""

    # --- ids, times, the door

    def new_id(self) -> str:
        """Return a UUIDv7 of the day before the example, with its chance part from the seed."""
        at = datetime.combine(self.today - timedelta(days=1), time(12), AMSTERDAM)
        number = int(at.timestamp() * 1000) << 80 | self.chance.getrandbits(80)
        number = number & ~(0xF << 76) | 0x7 << 76
        return str(uuid.UUID(int=number & ~(0x3 << 62) | 0x2 << 62))

    def at(self, days_ago: int, clock: str, minutes: int = 0) -> str:
        """Return the instant of a wall clock in Amsterdam, some days ago."""
        hour, minute = (int(part) for part in clock.split(":"))
        local = datetime.combine(self.today - timedelta(days=days_ago), time(hour, minute), AMSTERDAM)
        return instant(local + timedelta(minutes=minutes))

    def on(self, days_ago: int) -> str:
        return (self.today - timedelta(days=days_ago)).isoformat()

    def submit(self, actor: Actor, kind: str, document: str, body: Mapping[str, Any]) -> str:
        outcome = self.engine.submit(actor, kind, document, body, base=LATEST)
        if outcome.outcome != "applied":
            raise NotMade(f"{kind} by {actor.name}: {outcome.outcome} {outcome.code} {outcome.conflicts}")
        return document

    # --- units and people

    def make_units(self) -> None:
        for key, (name, kind) in town.UNITS.items():
            covenant = (self.today + timedelta(days=300)).isoformat() if kind == "police" else None
            body = {"name": name, "kind": kind, "covenant_until_on": covenant}
            self.units[key] = self.submit(SYSTEM, "unit.add", self.new_id(), body)

    def make_people(self) -> None:
        for person in town.STAFF:
            person_id = self.new_id()
            body = {
                "name": person.name,
                "roles": list(person.roles),
                "team_ids": [self.units[team] for team in person.teams],
                "unit_id": self.units[person.unit] if person.unit else None,
                "login": person.login,
                "designation": self._designation(person),
            }
            self.submit(SYSTEM, "person.add", person_id, body)
            self.actors[person.login] = self._actor(person_id, body)

    def make_mandates(self) -> None:
        """Who holds the mandate signs for the burgemeester and for the college."""
        for login in (person.login for person in town.STAFF if "mandate_holder" in person.roles):
            for number, authority in enumerate(("burgemeester", "college_van_burgemeester_en_wethouders"), start=1):
                body = {
                    "person_id": self.actors[login].person,
                    "number": f"MB 2026-{number:02d}",
                    "authority": authority,
                    "is_own_power": False,
                    "acts": list(MANDATE_ACTS),
                    "measure_types": [],
                    "max_eur_cents": None,
                    "valid_from_on": self.on(BEGINS_DAYS_AGO),
                    "valid_until_on": None,
                }
                granted = self.submit(SYSTEM, "mandate.grant", self.new_id(), body)
                self.mandate = self.mandate or granted

    def _designation(self, person: town.Staff) -> dict[str, Any] | None:
        if "inspector" not in person.roles:
            return None
        return {"number": "2026-014", "rules": ["apv.hoofdstuk_3"], "valid_until_on": None}

    def _actor(self, person_id: str, body: Mapping[str, Any]) -> Actor:
        held = roles.scopes(person_id, {**body, "is_active": True}, device=False)  # type: ignore[typeddict-item]
        return Actor(
            person=person_id,
            name=body["name"],
            roles=frozenset(body["roles"]),
            scopes=frozenset(held),
            signed_in="demo",
            unit=body["unit_id"],
            teams=frozenset(body["team_ids"]),
        )

    def give_access(self, accounts: Accounts, person: town.Staff, password: str) -> dict[str, Any]:
        person_id = self.actors[person.login].person
        secret = base64.b32encode(self.chance.randbytes(20)).decode()
        accounts.set_password(person_id, password)
        accounts.set_totp(person_id, secret)
        return {
            "login": person.login,
            "name": person.name,
            "roles": list(person.roles),
            "person_id": person_id,
            "totp": secret,
            "teams": [town.UNITS[team][0] for team in person.teams],
            "unit": town.UNITS[person.unit][0] if person.unit else None,
        }

    def device_code(self, accounts: Accounts, person: town.Staff) -> dict[str, Any]:
        person_id = self.actors[person.login].person
        return {"person_id": person_id, "login": person.login, **accounts.new_device_code(person_id, None)}

    # --- premises

    def make_premises(self) -> None:
        registrar = self.actors["e.meijer"]
        for place in town.PLACES:
            bag = BAG_OBJECT + place.bag
            document = str(uuid.uuid5(self.namespace, f"premises:{bag}"))
            body = self._registration(place, bag) | self._history(place)
            self.premises[place.text] = self.submit(registrar, "premises.register", document, body)
            self.fields[place.text] = body

    def _registration(self, place: town.Place, bag: str) -> dict[str, Any]:
        body: dict[str, Any] = {
            "address": {
                "bag_object_id": bag,
                "bag_address_id": BAG_ADDRESS + place.bag,
                "text": place.text,
                "lat": place.lat,
                "lon": place.lon,
            },
            "name": place.business,
            "premises_type": place.premises_type,
            "is_dwelling": place.premises_type == "woning",
            "team_id": self.units[place.team],
        }
        if place.number:
            body["vergunningen"] = {place.number.lower(): self._vergunning(place)}
        meldingen = {
            self.new_id(): {"on": self.on(days), "subject": subject}
            for text, days, subject in town.MELDINGEN
            if text == place.text
        }
        return body | ({"meldingen": meldingen} if meldingen else {})

    def _vergunning(self, place: town.Place) -> dict[str, Any]:
        year = place.number.split("-")[1] if place.number else ""
        return {
            "nummer": place.number,
            "status": "verleend",
            "valid_from_on": f"{year}-02-01",
            "valid_until_on": place.valid_until_on,
            "werkplekken": place.werkplekken,
            "leidinggevenden": place.leidinggevenden,
            "openingstijden": "ma-zo 10:00-02:00",
            "voorschriften": ["Max. 11 uur per etmaal", "alarm in elke werkruimte", "hulpinformatie zichtbaar"],
            "exploitant": {"name": place.business, "kvk_nummer": place.kvk, "vestigingsnummer": None},
        }

    def _history(self, place: town.Place) -> dict[str, Any]:
        """Earlier breaches that were answered, and the measure that still runs."""
        breaches: dict[str, Any] = {}
        running: dict[str, Any] = {}
        for past in town.HISTORIES:
            if past.place != place.text:
                continue
            breaches[self.new_id()] = {
                "rule_key": past.rule_key,
                "found_on": self.on(past.found_days_ago),
                "sanction": past.sanction,
                "sent_on": self.on(past.sent_days_ago),
                "operator": place.kvk,
                "items": [past.item],
            }
            if past.runs:
                running[self.new_id()] = {
                    "measure_type": past.sanction,
                    "rule_key": past.rule_key,
                    "state": "opgelegd",
                    "term_ends_on": self.on(-past.term_ends_days_from_now),
                    "amount_eur_cents": 100000,
                    "max_eur_cents": 500000,
                    "operator": place.kvk,
                    "imposed_on": self.on(past.sent_days_ago),
                    "items": [past.item],
                }
        return ({"breaches": breaches} if breaches else {}) | ({"open_measures": running} if running else {})

    # --- visits

    def make_courses(self, past: Past, chance: random.Random) -> None:
        """Let measures run their course in the past; ids of their own chance, so that those of the rest stay."""
        chance, self.chance = self.chance, chance
        self.make_mandates()
        run_courses(self, SYSTEM, past)
        self.chance = chance

    def make_visits(self) -> None:
        for call in town.CALLS:
            self.make_visit(call)
        self._add_afterwards("lk30")

    def make_visit(self, call: town.Call) -> str:
        """Make one visit, from opening to closing unless it goes on; return its id."""
        is_home = self.fields[call.place]["premises_type"] == "woning"
        visit = self._open(call, is_home)
        if is_home:
            self._visit_home(call, visit)
        else:
            self._visit_premises(call, visit)
        if call.ending != "bezig":
            self._close(call, visit)
        return visit

    def _open(self, call: town.Call, is_home: bool) -> str:
        fields = self.fields[call.place]
        kind = "home_address" if is_home else "licensed_premises"
        body = {
            "premises_id": self.premises[call.place],
            "team_id": fields["team_id"],
            "visit_kind": kind,
            "reason": call.reason,
            "leader_id": self.actors[call.leader].person,
            "co_visitor_ids": [self.actors[call.company].person],
            "checklist": self.policy.current_checklist(kind, fields["premises_type"]),
            "opened_at": self.at(call.days_ago, call.clock),
            "day_list_id": None,
        }
        self.visits[call.key] = self.submit(self.actors[call.leader], "visit.open", self.new_id(), body)
        return self.visits[call.key]

    def _visit_premises(self, call: town.Call, visit: str) -> None:
        leader = self.actors[call.leader]
        if call.ending not in ("afgerond", "bezig"):
            return
        legitimation = {"value": "leidinggevende", "at": self.at(call.days_ago, call.clock, 1)}
        self.submit(leader, "visit.note", visit, {"legitimation": legitimation, "near_address": "ja"})
        self._answer(call, visit, only=5 if call.ending == "bezig" else None)
        self._offer_help(call, visit)

    def _visit_home(self, call: town.Call, visit: str) -> None:
        leader, record = self.actors[call.leader], self.new_id()
        item = self._consent(call)
        self.submit(leader, "visit.enter", visit, {f"binnentreden.{record}": item})
        if item["consent"] == "ja":
            self._answer(call, visit, only=2 if call.ending == "toestemming_ingetrokken" else None)
            self._offer_help(call, visit)
            left: dict[str, Any] = {"left_at": self.at(call.days_ago, call.clock, 14)}
            if call.ending == "toestemming_ingetrokken":
                left |= {"consent": "ingetrokken", "withdrawn_at": self.at(call.days_ago, call.clock, 13)}
            self.submit(leader, "visit.enter", visit, {f"binnentreden.{record}": item | left})
        elif item["consent"] == "nee":
            self._offer_help(call, visit)
            self.submit(leader, "visit.see_outside", visit, {f"seen_outside.{self.new_id()}": {"chips": ["niets"]}})

    def _consent(self, call: town.Call) -> dict[str, Any]:
        answers = {"toestemming_geweigerd": "nee", "niemand_thuis": "niemand_thuis", "bezig": None}
        consent = answers.get(call.ending, "ja")
        met = consent != "niemand_thuis"
        return {
            "basis": "toestemming",
            "told_identified": met,
            "told_purpose": met,
            "told_may_refuse": met,
            "understood": met and consent is not None,
            "how_explained": "gesproken" if met else None,
            "interpreter": "geen",
            "consent": consent,
            "asked_at": self.at(call.days_ago, call.clock, 1) if met else None,
            "decided_at": self.at(call.days_ago, call.clock, 3) if consent else None,
            "entered_at": self.at(call.days_ago, call.clock, 4) if consent == "ja" else None,
            "left_at": None,
            "withdrawn_at": None,
            "companions": [],
            "danger_reason": None,
            "purpose": "Wij kijken of hier een seksbedrijf is zonder vergunning.",
            "corrects": None,
        }

    def _answer(self, call: town.Call, visit: str, only: int | None) -> None:
        """Answer the items that are always asked, `only` the first of them, and record the finding of the failed one."""
        leader = self.actors[call.leader]
        checklist = self.policy.checklists[self._checklist_of(call)]
        failed = call.failed[0] if call.failed else None
        asked = [
            item
            for item in checklist["items"]
            if item["enabled"] and item["recorded_in"] is None and (item["asked"] == "altijd" or item["id"] == failed)
        ][:only]
        answers = {
            f"answers.{item['id']}": self._answer_to(item["id"], item["answer"], failed, checklist) for item in asked
        }
        self.submit(leader, "visit.answer", visit, answers)
        if failed:
            self.findings[call.key] = self.new_id()
            number = 1 if self._counts(checklist, failed) else None
            finding = {"item": failed, "chips": list(call.failed[1:]), "text": call.text, "number": number}
            self.submit(leader, "visit.find", visit, {f"findings.{self.findings[call.key]}": finding})
            self._photograph(call, visit)

    def _photograph(self, call: town.Call, visit: str) -> None:
        """Add the drawn photos of this visit, when there is a place for their bytes."""
        for minute, (scene, blurred) in enumerate(town.PHOTOS.get(call.key, ()), start=3):
            if self.blobs is None:
                return
            jpeg, photo, thumb = make_photo(scene, self.chance.randbytes(32), self.chance.randbytes(32))
            if (self.blobs.add(photo.chunks), self.blobs.add(thumb.chunks)) != (photo.blob, thumb.blob):
                raise NotMade("a photo is not what was sealed")
            taken_at = self.at(call.days_ago, call.clock, minute)
            item = item_of(self.findings[call.key], taken_at, jpeg, photo, thumb, blurred)
            self.submit(self.actors[call.leader], "visit.add_photo", visit, {f"photos.{self.new_id()}": item})

    def _answer_to(self, item_id: str, answer: str, failed: str | None, checklist: Checklist) -> dict[str, Any]:
        if answer == "aantal":
            return {"number": self.chance.randint(0, 3)}
        if answer == "ja_nee":
            return {"value": "nee"}
        if answer == "keuze":
            item = next(one for one in checklist["items"] if one["id"] == item_id)
            return {"value": self.chance.choice(item["choices"])["id"]}
        return {"value": "niet_in_orde" if item_id == failed else "in_orde", "filled_together": False}

    def _counts(self, checklist: Checklist, item_id: str) -> bool:
        return any(item["id"] == item_id and item["number"] is not None for item in checklist["items"])

    def _checklist_of(self, call: town.Call) -> str:
        premises_type = self.fields[call.place]["premises_type"]
        kind = "home_address" if premises_type == "woning" else "licensed_premises"
        return self.policy.current_checklist(kind, premises_type)

    def _offer_help(self, call: town.Call, visit: str) -> None:
        organisation = self.policy.directory["help_organisations"][0]["id"]
        offer = {"organisation": organisation, "count": self.chance.randint(1, 3)}
        self.submit(self.actors[call.leader], "visit.offer_help", visit, {f"help_offers.{self.new_id()}": offer})

    def _close(self, call: town.Call, visit: str) -> None:
        closed_at = self.at(call.days_ago, call.clock, 15)
        if call.ending == "vervallen":
            void = {"void_reason": "dubbel", "text": None, "made_at": closed_at}
            self.submit(self.actors[call.leader], "visit.void", visit, void)
            return
        if call.ending == "afgebroken":
            self.submit(self.actors["l.jansen"], "visit.end", visit, {"end_reason": "toestel_weg", "text": None})
            return
        body = {"outcome": call.ending, "statement": True, "made_at": closed_at}
        self.submit(self.actors[call.leader], "visit.close", visit, body)

    def _add_afterwards(self, key: str) -> None:
        call = next(one for one in town.CALLS if one.key == key)
        addition = {"text": "De kratten stonden er om 22:45 nog.", "at": self.at(call.days_ago, "23:10")}
        self.submit(self.actors[call.leader], "visit.add", self.visits[key], {f"additions.{self.new_id()}": addition})

    # --- measures

    def make_measures(self) -> None:
        for wish in town.WISHES:
            call = next(one for one in town.CALLS if one.key == wish.call)
            body = self._proposal(wish, call)
            measure = self.submit(self.actors[call.leader], "measure.propose", self.new_id(), body)
            FATES[wish.fate](self, measure, call, body)

    def _proposal(self, wish: town.Wish, call: town.Call) -> dict[str, Any]:
        fields, found_on = self.fields[call.place], self.today - timedelta(days=call.days_ago)
        rule_key = self._rule_key(call)
        advice = advise_for(self.policy.matrix, fields, rule_key, found_on)
        chosen = {name: advice.get(name) for name in PROPOSED}
        if wish.choice is not None:
            chosen = dict.fromkeys(PROPOSED) | {"measure_type": wish.choice} | CHOSEN.get(wish.choice, {})
        dates = proposal_dates(self.today, {**advice, **chosen}, equated=self.policy.equated_days)
        deviation = {"reason": wish.deviation, "text": None} if wish.deviation else None
        return {
            "premises_id": self.premises[call.place],
            "visit_id": self.visits[wish.call],
            "team_id": fields["team_id"],
            "finding_ids": [self.findings[wish.call]],
            "rule_key": rule_key,
            "matrix": advice["matrix"],
            "advice": advice,
            "deviation": deviation,
            "inform_owner": wish.addressee != "eigenaar" and wish.fate in TELLS_OWNER,
            "addressee": {"role": wish.addressee, "operator": self._operator(wish, fields), "zaak_ref": None},
            "dates": {name: dates[name] for name in DATES},
            **chosen,
        }

    def _rule_key(self, call: town.Call) -> str:
        checklist = self.policy.checklists[self._checklist_of(call)]
        return next(str(item["rule_key"]) for item in checklist["items"] if item["id"] == call.failed[0])

    def _operator(self, wish: town.Wish, fields: Mapping[str, Any]) -> dict[str, Any] | None:
        permits = list(fields.get("vergunningen", {}).values())
        if wish.addressee != "exploitant" or not permits:
            return None
        return {"name": permits[0]["exploitant"]["name"], "kvk_nummer": permits[0]["exploitant"]["kvk_nummer"]}

    def lead_of(self, call: town.Call) -> Actor:
        """Return who decides: a team lead of the team who was not at the visit."""
        return self.actors["l.jansen" if self.fields[call.place]["team_id"] == self.units[town.NOORD] else "n.vos"]

    def give_back(self, measure: str, call: town.Call, body: dict[str, Any]) -> None:
        remark = "Op de foto zie ik niet of de deur echt op slot zit. Was de sleutel er? Graag aanvullen."
        returned = {"reason": "bewijs_aanvullen", "remarks": {"finding_ids": remark}}
        self.submit(self.lead_of(call), "measure.return", measure, returned)

    def propose_again(self, measure: str, call: town.Call, body: dict[str, Any]) -> None:
        self.give_back(measure, call, body)
        again = {name: value for name, value in body.items() if name not in ("premises_id", "visit_id", "team_id")}
        again["text"] = "De sleutel hing er niet. De deur kon niet open."
        self.submit(self.actors[call.leader], "measure.propose_again", measure, again)

    def withdraw(self, measure: str, call: town.Call, body: dict[str, Any]) -> None:
        self.submit(self.actors[call.leader], "measure.withdraw", measure, {})

    def decline(self, measure: str, call: town.Call, body: dict[str, Any]) -> None:
        declined = {"reason": "andere_instantie", "text": "De last van deze zomer loopt nog. Die gaat voor."}
        self.submit(self.lead_of(call), "measure.decline", measure, declined)

    def approve(self, measure: str, call: town.Call, body: dict[str, Any]) -> None:
        approval = {"seen_proposal": 1, "seen_binnentreden": True, "photos_on_their_way": 0}
        self.submit(self.lead_of(call), "measure.approve", measure, approval)

    def check_and_approve(self, measure: str, call: town.Call, body: dict[str, Any]) -> None:
        opinion = {"agrees": True, "text": "Een lichtere maatregel helpt hier niet. De termijn is kort genoeg."}
        self.submit(self.actors["p.hendriks"], "measure.check_legally", measure, opinion)
        self.approve(measure, call, body)

    def leave(self, measure: str, call: town.Call, body: dict[str, Any]) -> None:
        """It waits for the team lead."""

    # --- joint visits and lists

    def make_joint_visits(self) -> None:
        """Those that are over and hang on no visit came in on their own evening: an address is shown for 90 days."""
        for together in town.JOINT:
            ended_at = self.at(together.days_ago, together.end) if together.end else None
            if ended_at is None or together.call:
                self._joint_visit(together, ended_at)
                continue
            with self.engine.in_the_past(_a_minute_after(ended_at)):
                self._joint_visit(together, ended_at)

    def _joint_visit(self, together: town.Together, ended_at: str | None) -> None:
        leader = self.actors[together.leader]
        joint = self.submit(leader, "joint_visit.open", self.new_id(), self._together(together))
        if ended_at:
            self.submit(leader, "joint_visit.close", joint, {"ended_at": ended_at})

    def _together(self, together: town.Together) -> dict[str, Any]:
        fields = self.fields[together.place]
        direction = "geen" if together.category == "niets" else "gemeente_aan_politie"
        return {
            "visit_id": self.visits[together.call] if together.call else None,
            "premises_id": self.premises[together.place],
            "premises_text": together.place,
            "premises_type": fields["premises_type"],
            "team_id": fields["team_id"],
            "unit_id": self.units.get(together.unit, "anders"),
            "officers_count": together.officers,
            "ground": together.ground,
            "purpose_municipality": "toezicht_woning" if fields["is_dwelling"] else "toezicht_vergunning",
            "purpose_police": "bijstand",
            "started_at": self.at(together.days_ago, together.start),
            "shared_on_the_spot": {"direction": direction, "category": together.category},
            "handed_over": {"yes": False, "at": None},
            "leader_id": self.actors[together.leader].person,
            "co_visitor_ids": [self.actors[together.company].person],
        }

    def make_day_lists(self) -> None:
        for team, first, second in town.PAIRS:
            lead = self.actors["l.jansen" if team == town.NOORD else "k.bakker"]
            body = {
                "team_id": self.units[team],
                "on": self.today.isoformat(),
                "person_ids": [self.actors[first].person, self.actors[second].person],
                "note": None,
                "stops": {
                    self.new_id(): self._stop(lead, order, stop) for order, stop in enumerate(town.STOPS[first], 1)
                },
            }
            day_list = self.submit(lead, "day_list.plan", self.new_id(), body)
            self.submit(lead, "day_list.send", day_list, {})

    def _stop(self, lead: Actor, order: int, stop: tuple[str, str, str | None]) -> dict[str, Any]:
        place, reason, appointment = stop
        return {
            "premises_id": self.premises[place],
            "address_text": place,
            "visit_id": self.new_id(),
            "order": order,
            "reason": reason,
            "appointment": appointment,
            "added_by": lead.person,
        }


CHOSEN: dict[str, dict[str, Any]] = {
    "last_onder_dwangsom": {
        "mode": "per_overtreding",
        "amount_eur_cents": 1500000,
        "max_eur_cents": 7500000,
        "term_days": 14,
    },
    "waarschuwing": {"term_days": 14},
    "sluiting": {"duration": {"months": 1}},
}
TELLS_OWNER = ("voorgesteld", "juridisch")
"""Proposals of these fates say that the owner hears of it too; the worker makes that a measure once they are approved."""
FATES = {
    "voorgesteld": Example.leave,
    "teruggegeven": Example.give_back,
    "opnieuw": Example.propose_again,
    "ingetrokken_voorstel": Example.withdraw,
    "afgezien": Example.decline,
    "goedgekeurd": Example.approve,
    "juridisch": Example.check_and_approve,
}


def _a_minute_after(moment: str) -> Callable[[], datetime]:
    later = datetime.fromisoformat(moment) + timedelta(minutes=1)
    return lambda: later
