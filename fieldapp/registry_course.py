"""The second part of the registry: what happens with a measure after its approval, its mandates, and signalen.

One line each; the roles are those of `domain/course/table.py`, and a test compares them.
"""

from collections.abc import Callable
from typing import Any

from fieldapp.domain import documents as shapes
from fieldapp.domain import makers, premises, redaction, sanctions, signals
from fieldapp.domain.course import (
    application,
    binding,
    clock,
    collecting,
    flow,
    guards,
    late_payment,
    lengthening,
    mandates,
    older_costs,
    remedies,
)
from sync.registry import DocumentKind, Find, OperationKind, act, new

LEAD = {"team_lead"}
LEGAL = {"legal_officer"}
MANDATE = {"mandate_holder"}
REGISTRAR = {"registrar"}
ADMIN = {"administrator"}
SYSTEM = {"system"}

BY_MANDATE = {"premises": "premises_id", "mandate": "mandate_id?"}
ON_THE_SPOT = {**BY_MANDATE, "visit": "visit_id?"}
SEEN = {"visit": "visit_id?"}
WITH_PREMISES = {"premises": "premises_id"}

LOGGED = {
    "joint_visits": Find("joint_visit", "visit_id", makers.visit_of),
    "reports": Find("letter", "visit_id", makers.visit_of),
}
LOGGED_THERE = {
    "joint_visits": Find("joint_visit", "visit_id", makers.visit_there),
    "reports": Find("letter", "visit_id", makers.visit_there),
}
"""Of the hercontrole on which a verbeurte rests: who was there by the log with the police draws no consequence either."""
LETTERS = {"letters": Find("letter", "premises_id", sanctions.premises_of)}
AT_PREMISES = {"measures": Find("measure", "premises_id", sanctions.premises_of)}


def _act(name: str, by: set[str], takes: object, rule: object, reads: dict[str, str] | None = None) -> OperationKind:
    finds = {
        **(LOGGED if guards.four_eyes in guards.GUARDS.get(name, ()) else {}),
        **(LOGGED_THERE if name == "forfeit" else {}),
        **(AT_PREMISES if name in ("sign", "make_known") else {}),
        **(LETTERS if name == "fix_costs" else {}),
    }
    return act(f"measure.{name}", "measure", by, takes, rule, reads=reads, finds=finds)  # type: ignore[arg-type]  # a rule of the course


COURSE_OPERATIONS = [
    _act("weigh", LEAD | LEGAL, shapes.Weighing, flow.weigh, WITH_PREMISES),
    _act("send_voornemen", MANDATE, shapes.SendingVoornemen, flow.send_voornemen, BY_MANDATE),
    _act("receive_zienswijze", REGISTRAR, shapes.ReceivingZienswijze, flow.receive_zienswijze),
    _act("prepare_besluit", LEAD, shapes.PreparingBesluit, flow.prepare_besluit),
    _act("sign", MANDATE, shapes.Signing, flow.sign, BY_MANDATE),
    _act("make_known", REGISTRAR, shapes.MakingKnown, flow.make_known, WITH_PREMISES),
    _act("send_letter", REGISTRAR, shapes.MakingKnown, flow.send_letter),
    _act("check_privacy", LEGAL, shapes.CheckingPrivacy, flow.check_privacy),
    _act("note_reply", REGISTRAR, shapes.NotingReply, flow.note_reply),
    _act("note_hercontrole", LEAD, shapes.NotingHercontrole, flow.note_hercontrole, SEEN),
    _act("apply_at_once", MANDATE, shapes.ApplyingAtOnce, application.apply_at_once, ON_THE_SPOT),
    _act("apply", MANDATE, shapes.Applying, application.apply, ON_THE_SPOT),
    _act("end_application", LEAD, shapes.EndingApplication, application.end_application),
    _act("fix_costs", MANDATE, shapes.FixingCosts, application.fix_costs, BY_MANDATE),
    _act("waive_costs", MANDATE, shapes.WaivingCosts, application.waive_costs, BY_MANDATE),
    _act("close_premises", MANDATE, shapes.Applying, application.close_premises, ON_THE_SPOT),
    _act("seal", LEAD, shapes.Sealing, application.seal),
    _act("report_broken_seal", LEAD, shapes.ReportingBrokenSeal, application.report_broken_seal),
    _act("reopen_for_a_while", MANDATE, shapes.Reopen, application.reopen_for_a_while, BY_MANDATE),
    _act("close_again", LEAD, shapes.ClosingAgain, application.close_again),
    _act("extend_closure", MANDATE, shapes.ExtendingClosure, application.extend_closure, BY_MANDATE),
    _act("lengthen_term", MANDATE | LEAD, shapes.LengtheningTerm, lengthening.lengthen_term, BY_MANDATE),
    _act("lift", MANDATE, shapes.Lifting, binding.lift, BY_MANDATE),
    _act("suspend", MANDATE | LEGAL, shapes.SuspendingMeasure, binding.suspend),
    _act("resume", MANDATE | LEGAL, shapes.Resuming, binding.resume),
    _act("revoke", MANDATE, shapes.Revoking, binding.revoke, BY_MANDATE),
    _act("receive_bezwaar", LEGAL | REGISTRAR, shapes.ReceivingBezwaar, remedies.receive_bezwaar),
    _act("join_remedy", LEGAL | REGISTRAR, shapes.JoiningRemedy, remedies.join_remedy),
    _act("postpone_bezwaar", LEGAL, shapes.PostponingBezwaar, remedies.postpone_bezwaar),
    _act("decide_bezwaar", LEGAL, shapes.DecidingBezwaar, remedies.decide_bezwaar),
    _act("receive_beroep", LEGAL, shapes.ReceivingBeroep, remedies.receive_beroep),
    _act("decide_beroep", LEGAL, shapes.DecidingBeroep, remedies.decide_beroep),
    _act("forfeit", LEAD, shapes.Forfeiting, collecting.forfeit, SEEN),
    _act("notify_verbeurte", REGISTRAR, shapes.NotifyingVerbeurte, collecting.notify_verbeurte),
    _act("announce_invordering", MANDATE, shapes.AnnouncingInvordering, collecting.announce_invordering, BY_MANDATE),
    _act("decide_invordering", MANDATE, shapes.DecidingInvordering, collecting.decide_invordering, BY_MANDATE),
    _act("remind", REGISTRAR, shapes.Reminding, collecting.remind),
    _act("issue_dwangbevel", MANDATE, shapes.IssuingDwangbevel, collecting.issue_dwangbevel, BY_MANDATE),
    _act("record_payment", REGISTRAR, shapes.RecordingPayment, collecting.record_payment),
    _act("defer_payment", MANDATE, shapes.DeferringPayment, late_payment.defer_payment, BY_MANDATE),
    _act("end_deferral", MANDATE, shapes.EndingDeferral, late_payment.end_deferral, BY_MANDATE),
    _act("fix_interest", MANDATE, shapes.FixingInterest, late_payment.fix_interest, BY_MANDATE),
    _act("waive_verbeurte", MANDATE, shapes.WaivingVerbeurte, collecting.waive_verbeurte, BY_MANDATE),
    _act("interrupt_verjaring", MANDATE, shapes.InterruptingVerjaring, collecting.interrupt_verjaring, BY_MANDATE),
    _act("close", LEAD, shapes.ClosingMeasure, binding.close),
    _act("end_term", SYSTEM, shapes.EndingTerm, clock.end_term),
    _act("note_alarm", SYSTEM, shapes.NotingAlarm, clock.note_alarm),
    _act("add_terms", SYSTEM, shapes.AddingTerms, older_costs.add_terms),
    act("premises.note_permit", "premises", SYSTEM, shapes.NotingPermit, premises.note_permit),
    new("mandate.grant", "mandate", ADMIN | SYSTEM, shapes.GrantingMandate, mandates.grant),
    act("mandate.end", "mandate", ADMIN, shapes.EndingMandate, mandates.end),
    new(
        "signaal.note",
        "signaal",
        {"inspector", "team_lead", "system"},
        shapes.NotingSignal,
        signals.note,
        reads=WITH_PREMISES,
    ),
    act("signaal.assess", "signaal", LEAD, shapes.AssessingSignal, signals.assess),
    act("signaal.share", "signaal", LEAD, shapes.SharingSignal, signals.share),
    act("signaal.note_feedback", "signaal", LEAD, shapes.NotingFeedback, signals.note_feedback),
    act("signaal.close", "signaal", LEAD, shapes.ClosingSignal, signals.close),
    act("signaal.restrict", "signaal", SYSTEM, shapes.ShieldingSignal, signals.restrict),
]


def document(
    name: str,
    shape: Any,
    scopes: Callable[[Any], set[str]],
    index: Callable[[Any], dict[str, str]],
    search: Callable[[Any], str] | None = None,
    logged_for: frozenset[str] = frozenset(),
) -> DocumentKind:
    """One kind of document: its shape, who reads it, what it is found by; redacted by the rows under its name."""
    return DocumentKind(name, shape, scopes, index, redaction.redactor(name), logged_for, search)


COURSE_DOCUMENTS = [
    document("mandate", shapes.Mandate, mandates.scopes, mandates.index),
    document("signaal", shapes.Signaal, signals.scopes, signals.index),
]
