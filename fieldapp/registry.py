"""All that can happen, one line each: read this first.

`new` starts a document, `edit` sets fields and merges, `act` decides against the
document as it is, `pick` chooses between two values of one field. `by` are the roles
that may; besides, nobody operates on a document that he or she cannot read. The rule
says what changes, or why not; the shapes are in `domain/documents/`, the Dutch
sentence of each refusal in `texts.py`. What follows the approval of a measure is the second part of
this table, `registry_course.py`.
"""

from fieldapp.domain import (
    binnentreden,
    day_lists,
    destruction,
    entry_report,
    joint_endings,
    joint_visits,
    letters,
    machtiging,
    makers,
    measures,
    people,
    premises,
    telling_owner,
    visit_endings,
    visits,
)
from fieldapp.domain import documents as shapes
from fieldapp.domain.errors import Refused
from fieldapp.registry_course import AT_PREMISES, COURSE_DOCUMENTS, COURSE_OPERATIONS, LOGGED, document
from sync.registry import ACT, BY_ID, Find, Registry, act, edit, new, pick

FIELD = {"inspector"}
LEAD = {"team_lead"}
LEGAL = {"legal_officer"}
HOLDERS = {"team_lead", "legal_officer"}
REGISTRAR = {"registrar"}
POLICE = {"police"}
ADMIN = {"administrator"}
SYSTEM = {"system"}
OFFICE = {"registrar", "team_lead", "system"}

WRITES = {"inspector", "team_lead", "mandate_holder", "legal_officer", "registrar"}
SENDS = {"registrar", "mandate_holder", "team_lead"}
COPIES = SENDS | FIELD
CLERKS = WRITES - {"registrar"}

# What a rule reads besides its own document; "?" where the body may leave it out.
OF_PLACE = {"premises": "premises_id"}
OF_DWELLING = {"premises": "premises_id?"}
OF_VISIT = {"visit": "visit_id"}
OF_LEADER = {"person": "leader_id"}
OF_MEASURE = OF_PLACE | OF_VISIT
OF_UNIT = {"unit": "unit_id?"}
OF_JOINT = OF_MEASURE | OF_UNIT
OF_LETTER = {"measure": "measure_id?", "visit": "visit_id?"}
OF_COPY = {"visit": "visit_id?"}
OF_BOOK = {"letter": "letter_id"}
OF_FROZEN = {"measure": "measure_id?", "premises": "premises_id", "mandate": "mandate_id?", "book": "book_id"}
OF_STOPS = {"premises": Find("premises", BY_ID, day_lists.premises_on)}
AT_STOPS = {"visits": Find("visit", "premises_id", day_lists.premises_on)}

PHOTO_KEYS = ("photos.*.key", "photos.*.thumb_key")
FILE_KEYS = ("pdf.key", "docx.key")

SAME_LOGIN = {"same_login": Find("person", "login", people.wanted_login)}
OTHERS = {**LOGGED, **AT_PREMISES}
BY_POLICY = {**AT_PREMISES, "policies": Find("policy", "name", measures.matrix_of)}

OPERATIONS = [
    new("premises.register", "premises", OFFICE, shapes.PremisesRegistration, premises.register),
    new("premises.add", "premises", FIELD, shapes.PremisesAddition, premises.add, anywhere=True),
    edit("premises.update", "premises", OFFICE, shapes.PremisesUpdate, premises.update),
    act("premises.restrict", "premises", LEAD, shapes.Restricting, premises.restrict),
    act("premises.assign", "premises", SYSTEM, shapes.Assigning, premises.assign),
    act("premises.leave_phones", "premises", SYSTEM, shapes.LeavingLists, premises.leave_phones),
    act("premises.note_visit", "premises", SYSTEM, shapes.VisitSummary, premises.note_visit),
    act("premises.note_measure", "premises", SYSTEM, shapes.MeasureSummary, premises.note_measure),
    act("premises.attach_machtiging", "premises", LEAD, shapes.AttachingMachtiging, machtiging.attach),
    act("premises.withdraw_machtiging", "premises", LEAD, shapes.WithdrawingMachtiging, machtiging.withdraw),
    act("premises.place_hold", "premises", HOLDERS, shapes.PlacingHold, destruction.place_hold),
    act("premises.lift_hold", "premises", HOLDERS, shapes.LiftingHold, destruction.lift_hold),
    act("premises.forget", "premises", SYSTEM, shapes.Forgetting, destruction.forget),
    pick("premises.pick", "premises", LEAD),
    new("visit.open", "visit", FIELD, shapes.VisitOpening, visits.open_visit, reads=OF_PLACE, anywhere=True),
    edit("visit.note", "visit", FIELD | {"registrar", "team_lead"}, shapes.VisitNote, visits.note),
    edit("visit.answer", "visit", FIELD, shapes.Answering, visits.answer),
    edit("visit.enter", "visit", FIELD, shapes.Entering, binnentreden.enter, reads=OF_DWELLING),
    edit("visit.find", "visit", FIELD, shapes.FindingNote, visits.find),
    edit("visit.add_photo", "visit", FIELD, shapes.PhotoAddition, visits.add_photo, reads=OF_PLACE, secret=PHOTO_KEYS),
    edit("visit.remove_photo", "visit", FIELD, shapes.PhotoRemoval, visits.remove_photo),
    edit("visit.offer_help", "visit", FIELD, shapes.HelpNote, visits.offer_help),
    edit("visit.see_outside", "visit", FIELD, shapes.OutsideNote, visits.see_outside),
    act("visit.close", "visit", FIELD, shapes.VisitClosing, visits.close),
    act("visit.void", "visit", FIELD | LEAD, shapes.VisitVoiding, visit_endings.void, finds=AT_PREMISES),
    act("visit.take_over", "visit", FIELD | LEAD, shapes.VisitTakingOver, visit_endings.take_over, reads=OF_LEADER),
    act("visit.end", "visit", LEAD, shapes.VisitEnding, visit_endings.end),
    edit("visit.add", "visit", FIELD, shapes.AdditionNote, visits.add),
    act("visit.restrict", "visit", SYSTEM, shapes.Following, visits.restrict),
    act("visit.leave_phones", "visit", SYSTEM, shapes.LeavingPhones, visits.leave_phones),
    act("visit.note_entry", "visit", SYSTEM, shapes.NotingEntry, entry_report.note_entry),
    act("visit.note_verslag", "visit", SYSTEM, shapes.NotingVerslag, entry_report.note),
    act("visit.know_device", "visit", SYSTEM, shapes.KnowingDevice, makers.know_device),
    act("visit.place_hold", "visit", HOLDERS, shapes.PlacingHold, destruction.place_hold),
    act("visit.lift_hold", "visit", HOLDERS, shapes.LiftingHold, destruction.lift_hold),
    act("visit.destroy_photos", "visit", SYSTEM, shapes.DestroyingPhotos, destruction.destroy_photos),
    pick("visit.pick", "visit", LEAD, visits.pick),
    new(
        "measure.propose",
        "measure",
        FIELD,
        shapes.Proposal,
        measures.propose,
        reads=OF_MEASURE,
        anywhere=True,
        finds=LOGGED | BY_POLICY,
    ),
    new(
        "measure.inform_owner",
        "measure",
        SYSTEM,
        shapes.InformingOwner,
        telling_owner.inform_owner,
        reads={"measure": "of"},
    ),
    act(
        "measure.propose_again",
        "measure",
        FIELD,
        shapes.ProposalAgain,
        measures.propose_again,
        reads=OF_MEASURE,
        finds=BY_POLICY,
    ),
    act("measure.withdraw", "measure", FIELD, shapes.Withdrawing, measures.withdraw),
    act("measure.approve", "measure", LEAD, shapes.Approval, measures.approve, reads=OF_MEASURE, finds=OTHERS),
    act("measure.return", "measure", LEAD, shapes.Returning, measures.give_back, reads=OF_MEASURE, finds=LOGGED),
    act("measure.decline", "measure", LEAD, shapes.Declining, measures.decline, reads=OF_MEASURE, finds=LOGGED),
    act("measure.check_legally", "measure", LEGAL, shapes.LegalChecking, measures.check_legally, finds=LOGGED),
    edit("measure.note", "measure", SYSTEM, shapes.MeasureNote, measures.note),
    act("measure.restrict", "measure", SYSTEM, shapes.Following, measures.restrict),
    act("measure.leave_phones", "measure", SYSTEM, shapes.LeavingPhones, measures.leave_phones),
    act("measure.know_device", "measure", SYSTEM, shapes.KnowingDevice, makers.know_device),
    act("measure.place_hold", "measure", HOLDERS, shapes.PlacingHold, destruction.place_hold),
    act("measure.lift_hold", "measure", HOLDERS, shapes.LiftingHold, destruction.lift_hold),
    pick("measure.pick", "measure", LEAD),
    new(
        "joint_visit.open",
        "joint_visit",
        FIELD,
        shapes.JointOpening,
        joint_visits.open_joint_visit,
        reads=OF_JOINT,
        anywhere=True,
    ),
    edit("joint_visit.note", "joint_visit", FIELD, shapes.JointNote, joint_visits.note, reads=OF_UNIT),
    edit("joint_visit.enter", "joint_visit", FIELD, shapes.JointEntering, joint_visits.enter),
    act("joint_visit.close", "joint_visit", FIELD, shapes.JointClosing, joint_visits.close, reads=OF_VISIT),
    act("joint_visit.end", "joint_visit", LEAD, shapes.JointEnding, joint_endings.end, reads=OF_VISIT),
    act(
        "joint_visit.follow_visit",
        "joint_visit",
        SYSTEM,
        shapes.FollowingVisit,
        joint_endings.follow_visit,
        reads=OF_VISIT,
    ),
    act("joint_visit.note_entries", "joint_visit", SYSTEM, shapes.JointEntries, joint_visits.note_entries),
    act("joint_visit.share", "joint_visit", LEAD, shapes.Sharing, joint_visits.share),
    act("joint_visit.answer_request", "joint_visit", LEAD, shapes.AnsweringRequest, joint_visits.answer_request),
    act("joint_visit.assign_unit", "joint_visit", LEAD, shapes.AssigningUnit, joint_visits.assign_unit, reads=OF_UNIT),
    edit("joint_visit.add_partner_note", "joint_visit", POLICE, shapes.PartnerNoting, joint_visits.add_partner_note),
    edit("joint_visit.request", "joint_visit", POLICE, shapes.Requesting, joint_visits.request),
    act("joint_visit.restrict", "joint_visit", SYSTEM, shapes.Following, joint_visits.restrict),
    act("joint_visit.leave_phones", "joint_visit", SYSTEM, shapes.LeavingPhones, joint_visits.leave_phones),
    act("joint_visit.leave_unit", "joint_visit", SYSTEM, shapes.LeavingPhones, joint_visits.leave_unit),
    pick("joint_visit.pick", "joint_visit", LEAD),
    new("letter.draft", "letter", WRITES, letters.Drafting, letters.draft, reads=OF_LETTER),
    act("letter.fill", "letter", WRITES, letters.Filling, letters.fill),
    act("letter.freeze", "letter", CLERKS, letters.Freezing, letters.freeze, reads=OF_FROZEN, secret=FILE_KEYS),
    act("letter.send", "letter", SENDS, letters.LetterSending, letters.send, reads={"measure": "measure_id?"}),
    act("letter.note_copy", "letter", COPIES, letters.NotingCopy, letters.note_copy, reads=OF_COPY),
    act("letter.drop", "letter", WRITES - {"inspector"}, letters.Dropping, letters.drop),
    act("letter.restrict", "letter", SYSTEM, shapes.Following, letters.restrict),
    new("letter_book.take", "letter_book", CLERKS, letters.TakingNumber, letters.take_number, reads=OF_BOOK),
    new("day_list.plan", "day_list", LEAD | SYSTEM, shapes.DayListPlan, day_lists.plan, finds=OF_STOPS),
    edit("day_list.set_stop", "day_list", LEAD | FIELD, shapes.StopNote, day_lists.set_stop, finds=OF_STOPS),
    act("day_list.send", "day_list", LEAD, shapes.Sending, day_lists.send, finds=OF_STOPS),
    act("day_list.withdraw", "day_list", LEAD, shapes.WithdrawingList, day_lists.withdraw, finds=AT_STOPS),
    act("day_list.restrict", "day_list", SYSTEM, shapes.ShieldingStops, day_lists.restrict),
    act("day_list.leave_phones", "day_list", SYSTEM, shapes.LeavingPhones, day_lists.leave_phones),
    pick("day_list.pick", "day_list", LEAD),
    new("person.add", "person", ADMIN | SYSTEM, shapes.PersonAddition, people.add_person, finds=SAME_LOGIN),
    edit("person.change", "person", ADMIN | SYSTEM, shapes.PersonChange, people.change_person, finds=SAME_LOGIN),
    act("person.switch_off", "person", ADMIN | SYSTEM, shapes.SwitchingOff, people.switch_off),
    new("device.enrol", "device", SYSTEM, shapes.Enrolment, people.enrol_device),
    act("device.block", "device", ADMIN | LEAD | SYSTEM, shapes.DeviceAct, people.block_device),
    act("device.confirm", "device", FIELD, shapes.DeviceAct, people.confirm_device),
    act("device.take_in", "device", ADMIN | LEAD | SYSTEM, shapes.DeviceAct, people.take_in_device),
    act("device.empty", "device", SYSTEM, shapes.DeviceAct, people.empty_device),
    new("unit.add", "unit", ADMIN | SYSTEM, shapes.UnitAddition, people.add_unit),
    edit("unit.change", "unit", ADMIN, shapes.UnitChange, people.change_unit),
    new("destruction.propose", "destruction", REGISTRAR, shapes.DestructionProposal, destruction.propose),
    act("destruction.agree", "destruction", LEAD, shapes.Agreeing, destruction.agree),
    act("destruction.withdraw", "destruction", REGISTRAR | LEAD, shapes.WithdrawingDestruction, destruction.withdraw),
    act("destruction.note_done", "destruction", SYSTEM, shapes.DestructionDone, destruction.note_done),
    new("policy.publish", "policy", ADMIN | SYSTEM, shapes.Publication, people.publish_policy),
    *COURSE_OPERATIONS,
]


DOCUMENTS = [
    document("premises", shapes.Premises, premises.scopes, premises.index, search=premises.search_text),
    document("visit", shapes.Visit, visits.scopes, visits.index, search=visits.search_text),
    document("measure", shapes.Measure, measures.scopes, measures.index),
    document("joint_visit", shapes.JointVisit, joint_visits.scopes, joint_visits.index, logged_for=frozenset(POLICE)),
    document("letter", letters.Letter, letters.scopes, letters.index),
    document("letter_book", letters.LetterBook, letters.book_scopes, letters.book_index),
    document("destruction", shapes.Destruction, destruction.scopes, destruction.index),
    document("day_list", shapes.DayList, day_lists.scopes, day_lists.index),
    document("person", shapes.PersonDocument, people.person_scopes, people.person_index),
    document("device", shapes.Device, people.device_scopes, people.device_index),
    document("unit", shapes.Unit, people.unit_scopes, people.unit_index),
    document("policy", shapes.PolicyVersion, people.policy_scopes, people.policy_index),
    *COURSE_DOCUMENTS,
]

REDACTION_VERSION = "5"
"""Raised with every change of redaction or shapes: phones then compare all they hold."""

# What an inspector recorded without scope or role may be taken in by a team lead; a decision never.
TAKES_IN = {kind.name for kind in OPERATIONS if kind.by == FIELD and kind.form != ACT} | {"visit.note", "visit.close"}
REGISTRY = Registry(OPERATIONS, DOCUMENTS, Refused, takes_in=TAKES_IN, version=REDACTION_VERSION)
