"""From approval to the day on which the besluit binds: weighing, voornemen, zienswijze, signature, bekendmaking.

Each rule is one line of `table.py`. What a measure stands in after bekendmaking differs per type: `_FIRST`.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from fieldapp.domain import one_sanction
from fieldapp.domain.course import mandates, terms
from fieldapp.domain.course.acting import begin, check_letter, gezag, possible_day, reasoned, signed_on, who_and_when
from fieldapp.domain.course.states import (
    INFORMEREN,
    INTREKKING,
    LAST_BESTUURSDWANG,
    LAST_DWANGSOM,
    SCHORSING,
    SLUITING,
    WAARSCHUWING,
)
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.documents.course import Weighing
from fieldapp.domain.documents.course_acts import (
    CheckingPrivacy,
    MakingKnown,
    NotingHercontrole,
    NotingReply,
    PreparingBesluit,
    ReceivingZienswijze,
    SendingVoornemen,
    Signing,
)
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_counts, check_free_text, check_ids, check_zaaknummer
from fieldapp.domain.makers import check_not_told, linkers, logged, makers
from fieldapp.domain.moments import check_days, day_of, instant, read_day, read_instant, today
from fieldapp.domain.sanctions import file_now
from fieldapp.domain.visit_endings import is_voided, nobody_looked

TEXTS_OF_A_WEIGHING = (
    "owner_controls",
    "duration_reason",
    "geschikt",
    "noodzakelijk",
    "evenwichtig",
    "cost_text",
)
MOST_ZIENSWIJZE_DAYS = 84


def weigh(measure: Measure, body: Weighing, context: Context) -> Changes:
    """Keep what must be weighed before a besluit; the whole is replaced, the log keeps the earlier one.

    Where one of two authorities signed already, that signature was under another weighing: it falls away.
    Source: Awb art. 3:2, 3:4 lid 2, 3:46. Refused: measure.not_now, text.personal_data, number.out_of_range.
    """
    begin("weigh", measure, context)
    said: dict[str, Any] = dict(body)
    edition = measure.get("weighing", {}).get("edition", 0)
    if said.pop("edition", edition) != edition:
        raise Refused("measure.changed_meanwhile")
    for text in (*(said.get(name) for name in TEXTS_OF_A_WEIGHING), *said.get("herstelmaatregelen", [])):
        check_free_text(text, context)
    check_days(said.get("owner_informed_on"), said.get("starts_on"))
    check_counts(said.get("residents_count"), said.get("minors_count"))
    check_zaaknummer(said.get("zaak_ref"), context)
    permits = (context.reads.get("premises") or {}).get("vergunningen", {})
    if said.get("permit_number") is not None and said["permit_number"] not in permits:
        raise Refused("measure.permit_missing")
    if said.get("cautie_at"):
        read_instant(said["cautie_at"])
    found = read_day(day_of(measure["proposed_at"]))
    weighed = {
        **said,
        **who_and_when(context),
        "edition": edition + 1,
        "days_since_finding": (today(context.at) - found).days,
    }
    return {"weighing": weighed, **_unsigned(measure)}


def _unsigned(measure: Measure) -> Changes:
    """Return the changes that take back the signatures of a besluit that was not signed by all yet."""
    return {f"signatures.{authority}": None for authority in measure.get("signatures", {})}


def send_voornemen(measure: Measure, body: SendingVoornemen, context: Context) -> Changes:
    """Ask the view of the addressee before deciding. Source: Awb art. 4:8.

    Refused: measure.not_now, measure.no_mandate and its kin, measure.wrong_days, and the guards.
    """
    step = begin("send_voornemen", measure, context)
    check_letter(body)
    mandates.check(context, "voornemen", measure["measure_type"], None, gezag(measure, context).bodies)
    sent = possible_day(body["sent_on"], context, since=day_of(measure["decided_at"]))
    days = body["zienswijze_days"]
    if not 1 <= days <= MOST_ZIENSWIJZE_DAYS:
        raise Refused("measure.wrong_days")
    term = terms.by_decision("zienswijze", sent, days, context.policy.equated_days)
    kept = {**body, "by": context.by.person}
    return {"state": step.to[0], "voornemen": kept, "terms.zienswijze": term}


def receive_zienswijze(measure: Measure, body: ReceivingZienswijze, context: Context) -> Changes:
    """Keep a view, written or told, or that none will come. Late ones are kept too: the besluit is then prepared again.

    Source: Awb art. 3:2, 4:8, 4:9, 5:10a lid 2 (the right to silence is told before questioning, where a fine or the
    criminal track is possible). Refused: measure.not_now, measure.cautie_missing, measure.zienswijze_exists.
    """
    step = begin("receive_zienswijze", measure, context)
    check_ids(body["zienswijze_id"])
    if body["zienswijze_id"] in measure.get("zienswijzen", {}):
        raise Refused("measure.zienswijze_exists")
    sent = measure.get("voornemen", {}).get("sent_on") or day_of(measure["decided_at"])
    possible_day(body["received_on"], context, since=sent)
    check_free_text(body.get("text"), context)
    if body["form"] == "mondeling" and _may_be_punished(measure) and not body.get("cautie_at"):
        raise Refused("measure.cautie_missing")
    if body.get("cautie_at"):
        read_instant(str(body["cautie_at"]))
    item = {
        "received_on": body["received_on"],
        "form": body["form"],
        "text": body.get("text"),
        "heard_by_role": body.get("heard_by_role"),
        "cautie_at": body.get("cautie_at"),
        **who_and_when(context),
    }
    ended = terms.end_running(measure, "gehaald", body["received_on"], "zienswijze")
    return {"state": step.to[0], f"zienswijzen.{body['zienswijze_id']}": item, **ended, **_unsigned(measure)}


def _may_be_punished(measure: Measure) -> bool:
    """A fine, the criminal track, or a withdrawal meant as a punishment."""
    weighing = measure.get("weighing", {})
    return bool(weighing.get("criminal_track")) or weighing.get("motive") == "straf"


def prepare_besluit(measure: Measure, body: PreparingBesluit, context: Context) -> Changes:
    """Say what was done with the zienswijze and have the besluit ready to sign. Source: Awb art. 3:46, 4:8."""
    step = begin("prepare_besluit", measure, context)
    reasoned(body["text"], context)
    return {"state": step.to[0], "prepared": {"text": body["text"], **who_and_when(context)}}


def sign(measure: Measure, body: Signing, context: Context) -> Changes:
    """Sign in the name of the authority. Where two decide together it waits for both.

    Source: Awb art. 3:46, 5:6, 10:1, 10:3, 10:10; Gemeentewet art. 125, 174.
    Refused: measure.not_now, measure.no_mandate and its kin, measure.signed_already, measure.sanction_running, guards.
    """
    step = begin("sign", measure, context)
    check_letter(body)
    who = gezag(measure, context)
    _check_no_other(measure, context, signed_counts=True)
    act = "spoed" if "at_once" in measure else "besluit"
    mandate = mandates.check(context, act, measure["measure_type"], measure.get("max_eur_cents"), who.bodies)
    signed = {**measure.get("signatures", {})}
    if mandate["authority"] in signed:
        raise Refused("measure.signed_already")
    signature = {
        "mandate_id": body["mandate_id"],
        "mandate_number": mandate["number"],
        "is_own_power": mandate.get("is_own_power", False),
        **who_and_when(context),
    }
    changes: Changes = {f"signatures.{mandate['authority']}": signature}
    authorities = sorted({*signed, mandate["authority"]})
    if who.together and set(authorities) != set(who.bodies):
        return changes
    besluit = {
        "signed_by": context.by.person,
        "signed_at": instant(context.at),
        "mandate_id": body["mandate_id"],
        "mandate_number": mandate["number"],
        "authority": authorities,
        "ground": who.ground,
        "is_own_power": mandate.get("is_own_power", False),
        "letter_id": body.get("letter_id"),
    }
    return {**changes, "state": step.to[0], "besluit": besluit}


def _check_no_other(measure: Measure, context: Context, *, signed_counts: bool) -> None:
    """No second herstelsanctie: looked at again at the signature and when it is made known.

    `signed_counts`: another that is signed and waits for its bekendmaking stands in the way too.
    Source: Awb art. 5:6. Refused: measure.sanction_running.
    """
    premises = context.reads.get("premises")
    if premises is None:
        return
    others = {
        key: {**one, "imposed_on": one["imposed_on"] or "signed"} if signed_counts and _is_signed(one) else one
        for key, one in file_now(premises, context)["open_measures"].items()
        if key != context.document_id
    }
    file = {**premises, "open_measures": others}
    one_sanction.check_no_running_sanction(measure["measure_type"], measure["rule_key"], measure["addressee"], file)


def _is_signed(running: dict[str, Any]) -> bool:
    return bool(running["state"] == "ondertekend")


def make_known(measure: Measure, body: MakingKnown, context: Context) -> Changes:
    """The besluit reaches its addressees: it binds from now, and the six weeks for bezwaar begin the next day.

    Source: Awb art. 3:40, 3:41, 6:8 lid 1. Refused: measure.not_now, measure.day_in_the_future,
    measure.day_too_early, measure.zaak_ref_missing.
    """
    begin("make_known", measure, context)
    check_letter(body)
    on = possible_day(body["on"], context, since=signed_on(measure))
    _check_no_other(measure, context, signed_counts=False)
    return {
        "bekendmaking": {**body, "by": context.by.person},
        **_contestable(measure, on, context),
        **terms.end_running(measure, "gehaald", body["on"], "besluit_achteraf"),
        **_FIRST[measure["measure_type"]](measure, on, context),
    }


def _contestable(measure: Measure, on: date, context: Context) -> Changes:
    """The six weeks begin; a bezwaar that came before counts as one against this besluit. Source: Awb art. 6:7, 6:10."""
    term = terms.for_remedy("bezwaar", on, context.policy.equated_days)
    early = [one for one in measure.get("rechtsmiddelen", {}).values() if "result" not in one]
    if not early:
        return {"rechtsmiddel": "bezwaartermijn_loopt", "terms.bezwaar": term}
    committee = any(one.get("with_committee") for one in early)
    to_decide = terms.to_decide_on_bezwaar(read_day(term["ends_on"]), committee, context.policy.equated_days)
    return {
        "rechtsmiddel": "bezwaar_lopend",
        "terms.bezwaar": terms.over(term, "gehaald", on.isoformat()),
        "terms.beslistermijn_bezwaar": to_decide,
    }


def _first_of_dwangsom(measure: Measure, on: date, context: Context) -> Changes:
    year = terms.statutory("opheffing_na_jaar", on, context.policy.equated_days)
    days = measure.get("term_days")
    if not days:
        return {"state": "actief", "terms.opheffing_na_jaar": year}
    term = terms.by_decision("begunstiging", on, days, context.policy.equated_days)
    return {"state": "in_begunstiging", "terms.begunstiging": term, "terms.opheffing_na_jaar": year}


def _first_of_bestuursdwang(measure: Measure, on: date, context: Context) -> Changes:
    if "application" in measure:
        return {"state": "toegepast"}
    days = measure.get("term_days")
    if measure.get("weighing", {}).get("variant") == "spoed_5_31_1" or not days:
        return {"state": "toepassing_gepland"}
    term = terms.by_decision("uitvoering", on, days, context.policy.equated_days)
    return {"state": "in_uitvoeringstermijn", "terms.uitvoering": term}


def _first_of_closure(measure: Measure, on: date, context: Context) -> Changes:
    """A place that was closed at once stays closed: its duration counts from the day on which it was closed."""
    if "application" not in measure:
        return {"state": "aangekondigd"}
    state = "verzegeld" if measure.get("seals") else "pand_gesloten"
    return {"state": state, **closing_term(measure, day_of(measure["application"]["applied_at"]))}


def _first_of_suspension(measure: Measure, on: date, context: Context) -> Changes:
    starts = measure.get("weighing", {}).get("starts_on") or on.isoformat()
    if starts <= on.isoformat():
        return {"state": "geschorst", **suspension_term(measure, on.isoformat())}
    before = read_day(starts) - timedelta(days=1)
    why = "De schorsing begint op de dag die het besluit noemt."
    return {
        "state": "schorsing_aangekondigd",
        "terms.begin_schorsing": terms.until("begin_schorsing", on, before, why),
    }


def _first_of_withdrawal(measure: Measure, on: date, context: Context) -> Changes:
    return {"state": "vergunning_ingetrokken"}


_FIRST: dict[str, Callable[[Measure, date, Context], Changes]] = {
    LAST_DWANGSOM: _first_of_dwangsom,
    LAST_BESTUURSDWANG: _first_of_bestuursdwang,
    SLUITING: _first_of_closure,
    SCHORSING: _first_of_suspension,
    INTREKKING: _first_of_withdrawal,
}


def closing_term(measure: Measure, closed_on: str) -> Changes:
    """Return the term of a closure from the day on which the door was shut, or the day that the besluit names."""
    starts = max(closed_on, measure.get("weighing", {}).get("starts_on") or closed_on)
    term = terms.duration("sluiting", read_day(starts), _lasts(measure), "Het besluit noemt tot wanneer.")
    return {"terms.sluiting": term} if term else {}


def suspension_term(measure: Measure, starts_on: str) -> Changes:
    term = terms.duration("schorsing", read_day(starts_on), _lasts(measure), "Het besluit noemt tot wanneer.")
    return {"terms.schorsing": term} if term else {}


def _lasts(measure: Measure) -> dict[str, Any]:
    return dict(measure.get("duration") or {})


def send_letter(measure: Measure, body: MakingKnown, context: Context) -> Changes:
    """Send what is no besluit: a waarschuwing, or word to the owner. Source: Awb art. 1:3, 4:84; AVG art. 6.

    Refused: measure.not_now, measure.day_in_the_future, measure.day_too_early, measure.zaak_ref_missing.
    """
    step = begin("send_letter", measure, context)
    check_letter(body)
    on = possible_day(body["on"], context, since=day_of(measure["decided_at"]))
    changes: Changes = {"state": step.to[0], "bekendmaking": {**body, "by": context.by.person}}
    if measure["measure_type"] == INFORMEREN:
        return {
            **changes,
            "terms.reactie": terms.by_decision("reactie", on, terms.REPLY_DAYS, context.policy.equated_days),
        }
    days = measure.get("term_days")
    if measure["measure_type"] == WAARSCHUWING and days:
        changes["terms.herstel"] = terms.by_decision("herstel", on, days, context.policy.equated_days)
    return changes


def check_privacy(measure: Measure, body: CheckingPrivacy, context: Context) -> Changes:
    """Look before an owner, landlord or bewindvoerder is told anything: on which basis, and nothing of a person.

    Source: AVG art. 5, 6 lid 1 under e, 9; UAVG art. 22. Refused: measure.not_now, measure.not_neutral, four eyes.
    """
    begin("check_privacy", measure, context)
    reasoned(body["legal_basis"], context)
    check_free_text(body["text"], context)
    if body["agrees"] and not body["is_neutral"]:
        raise Refused("measure.not_neutral")
    kept = {"privacy_check": {**body, **who_and_when(context)}}
    if body["agrees"]:
        return {**kept, "state": "privacy_getoetst"}
    return {**kept, "state": "afgezien", "closed_at": instant(context.at)}


def note_reply(measure: Measure, body: NotingReply, context: Context) -> Changes:
    """Keep what the owner answered. Refused: measure.not_now, text.personal_data."""
    step = begin("note_reply", measure, context)
    possible_day(body["received_on"], context, since=measure["bekendmaking"]["on"])
    check_free_text(body["text"], context)
    ended = terms.end_running(measure, "gehaald", body["received_on"], "reactie")
    return {"state": step.to[0], "reply": {**body, "by": context.by.person}, **ended}


def note_hercontrole(measure: Measure, body: NotingHercontrole, context: Context) -> Changes:
    """Keep what a second visit showed. It never punishes by itself: forfeiting is an act of its own.

    Source: Awb art. 5:24 lid 2, 5:32a lid 1. Refused: measure.not_now, measure.no_hercontrole, measure.term_runs,
    measure.seen_already, measure.nobody_looked.
    """
    step = begin("note_hercontrole", measure, context)
    on = day_of_hercontrole(measure, body["visit_id"], context)
    if body["visit_id"] in measure.get("hercontroles", {}):
        raise Refused("measure.seen_already")
    if nobody_looked(context.reads["visit"] or {}):
        raise Refused("measure.nobody_looked")
    to = _after_hercontrole(measure, body)
    if to not in (*step.to, measure["state"]):
        raise Refused("measure.not_now")
    item = {"result": body["result"], "on": on, **who_and_when(context)}
    changes: Changes = {"state": to, f"hercontroles.{body['visit_id']}": item}
    if to in ("opgevolgd", "nagekomen"):
        changes |= terms.end_running(measure, "gehaald", on, "herstel", "uitvoering")
    return changes


def day_of_hercontrole(measure: Measure, visit_id: str, context: Context) -> str:
    """Return the day of a finished visit to the same premises after the letter. Refused: measure.no_hercontrole."""
    visit = context.reads.get("visit")
    if visit is None or visit_id == measure["visit_id"] or "outcome" not in visit or is_voided(visit):
        raise Refused("measure.no_hercontrole")
    on = day_of(visit["opened_at"])
    if visit["premises_id"] != measure["premises_id"] or on < measure["bekendmaking"]["on"]:
        raise Refused("measure.no_hercontrole")
    return on


def not_there(visit: dict[str, Any], context: Context) -> None:
    """Who made the visit does not draw its consequence. Refused: measure.own_visit, measure.own_code."""
    if context.by.person in makers(visit) | logged(context):
        raise Refused("measure.own_visit")
    check_not_told(context)
    if context.by.person in linkers(visit):
        raise Refused("measure.own_code")


def _after_hercontrole(measure: Measure, body: NotingHercontrole) -> str:
    done, state = body["result"] == "nagekomen", measure["state"]
    if measure["measure_type"] == WAARSCHUWING:
        return "opgevolgd" if done else state
    if measure["measure_type"] == LAST_BESTUURSDWANG:
        if not done and any(one["kind"] == "uitvoering" for _, one in terms.running(measure)):
            raise Refused("measure.term_runs")
        return "nagekomen" if done else "toepassing_gepland"
    return "uitgewerkt" if done and body.get("is_finished") else state
