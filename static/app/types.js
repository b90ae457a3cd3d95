/**
 * Shapes of the documents on the phone; the same names as in `fieldapp/domain/documents/`.
 * JSON stays snake_case on both sides. Only types live here.
 */
export {};

/** @typedef {import("./lib/bytes.js").Bytes} Bytes */

/**
 * A document as the server shows it, or with this phone's unsent work laid over it.
 * @template F
 * @typedef {object} ShownOf
 * @property {string} id
 * @property {string} kind
 * @property {string | null} version null: made here and not yet received back
 * @property {F} fields
 * @property {Record<string, Rival[]>} [rivals]
 * @property {Record<string, Writer>} [writers] of fields that have rivals
 * @property {boolean} unsent something of it has not reached the server
 * @property {HeldOperation[]} held
 * @property {string[]} waiting_acts kinds of own acts without an outcome yet
 * @property {string} [signed_as] how a visit ended by an own signature that waits
 */
/** @typedef {ShownOf<Record<string, any>>} Shown fields are read by kind: see the shapes below */
/** @typedef {{operation: string, value: unknown, by: string, made_at: string}} Rival */
/** @typedef {{by: string, made_at: string}} Writer */
/** @typedef {{operation: string, code: string | null, kind: string}} HeldOperation */
/** @typedef {{outcome: "applied" | "conflict" | "held" | "closed", code: string | null, position: number, conflicts?: string[], decided?: {by: string, reason?: string, override?: boolean}}} Outcome `decided`: by the office, after it was held */
/** @typedef {{id: string, kind: string, version: string, fields: Record<string, any>, rivals?: Record<string, Rival[]>, writers?: Record<string, Writer>}} ServerDocument */

/** @typedef {{id: string, name: string, roles: string[], team_ids: string[]}} Person */
/** @typedef {{bag_object_id: string | null, bag_address_id: string | null, text: string, lat: number | null, lon: number | null}} Address */
/** @typedef {{name: string, kvk_nummer?: string | null, vestigingsnummer?: string | null}} Exploitant */
/** @typedef {{name: string, kvk_nummer: string | null}} Operator */

/**
 * @typedef {object} Vergunning
 * @property {"verleend" | "geschorst" | "ingetrokken" | "verlopen"} status
 * @property {string} valid_from_on
 * @property {string | null} valid_until_on
 * @property {number | null} [werkplekken]
 * @property {number | null} [leidinggevenden]
 * @property {unknown} [openingstijden]
 * @property {string[]} [voorschriften]
 * @property {Exploitant} [exploitant]
 */
/** @typedef {{rule_key: string, found_on: string, sanction: string | null, sent_on: string | null, operator: string | null}} Breach */
/** @typedef {{measure_type: string, rule_key: string, state: string, term_ends_on: string | null, amount_eur_cents: number | null, max_eur_cents: number | null, operator: string | null, imposed_on: string | null, hercontrole_on?: string | null}} OpenMeasure */
/**
 * @typedef {object} Premises
 * @property {Address} address
 * @property {string | null} [name]
 * @property {string} premises_type
 * @property {boolean} is_dwelling
 * @property {boolean} [is_verified]
 * @property {string} team_id
 * @property {boolean} [is_restricted]
 * @property {Record<string, Vergunning>} [vergunningen]
 * @property {Record<string, Breach>} [breaches]
 * @property {Record<string, OpenMeasure>} [open_measures]
 * @property {Record<string, {on: string, outcome: string, findings: number}>} [visits]
 */
/**
 * @typedef {object} Answer
 * @property {string | null} [value]
 * @property {number | null} [number]
 * @property {string | null} [text]
 * @property {boolean} [filled_together]
 * @property {boolean} [seen_before_withdrawal]
 */
/**
 * @typedef {object} Binnentreden
 * @property {"toestemming" | "machtiging" | "acuut_gevaar"} basis
 * @property {boolean} told_identified
 * @property {boolean} told_purpose
 * @property {boolean} told_may_refuse
 * @property {boolean} understood
 * @property {"gesproken" | "tekst_getoond"} how_explained
 * @property {"geen" | "telefonisch" | "fysiek" | "vertaalapp"} interpreter
 * @property {"ja" | "nee" | "ingetrokken" | "niemand_thuis"} consent
 * @property {string} asked_at
 * @property {string} decided_at
 * @property {string | null} [entered_at]
 * @property {string | null} [left_at]
 * @property {string | null} [withdrawn_at]
 * @property {{capacity: string, count: number}[]} [companions]
 * @property {string | null} [danger_reason]
 * @property {string | null} [colleague_id]
 * @property {string | null} [machtiging_id]
 * @property {Record<string, any> | null} [machtiging]
 * @property {"ja" | "niet_mogelijk" | null} [shown]
 * @property {string | null} [not_shown_reason]
 * @property {boolean | null} [resident_present]
 * @property {string | null} [urgency]
 * @property {"voordeur" | "sleutel" | "slotenmaker" | "sterke_arm" | null} [manner]
 * @property {"gevaar" | "onmogelijk" | "strafvordering" | null} [identification_exception]
 * @property {string} purpose
 * @property {string | null} [measure_id]
 * @property {string | null} [corrects]
 */
/** @typedef {{item: string, chips: string[], text?: string | null, not_a_name?: boolean, number?: number | null}} Finding */
/**
 * @typedef {object} Photo
 * @property {string} finding_id
 * @property {string} blob
 * @property {number} chunks
 * @property {string} thumb
 * @property {string} sha256
 * @property {number} bytes
 * @property {number} width
 * @property {number} height
 * @property {string} taken_at
 * @property {number} blurred how many blocks were painted
 */
/**
 * @typedef {object} Visit
 * @property {string} premises_id
 * @property {string} team_id
 * @property {"licensed_premises" | "home_address"} visit_kind
 * @property {string} reason
 * @property {string} leader_id
 * @property {string[]} [co_visitor_ids]
 * @property {string} checklist `id@version`
 * @property {string} opened_at
 * @property {string | null} [day_list_id]
 * @property {{value: "leidinggevende" | "medewerker" | "nog_niet", at: string}} [legitimation]
 * @property {"ja" | "nee" | "onbekend"} [near_address]
 * @property {string} [outcome]
 * @property {string} [closed_at]
 * @property {string} [closed_by]
 * @property {Record<string, Answer>} [answers]
 * @property {Record<string, Binnentreden>} [binnentreden]
 * @property {Record<string, Finding>} [findings]
 * @property {Record<string, Photo>} [photos]
 * @property {Record<string, {organisation: string | null, count: number}>} [help_offers]
 * @property {Record<string, {chips: string[]}>} [seen_outside]
 * @property {Record<string, {text: string, at: string}>} [additions]
 * @property {Record<string, {at: string}>} [also_wrote]
 */
/**
 * @typedef {object} Measure
 * @property {string} premises_id
 * @property {string} visit_id
 * @property {string[]} finding_ids
 * @property {string} team_id
 * @property {string} measure_type
 * @property {string} rule_key
 * @property {string} matrix `id@version`
 * @property {Record<string, any>} advice as shown
 * @property {{reason: string, text: string | null} | null} [deviation]
 * @property {boolean} [inform_owner]
 * @property {{role: string, operator: Operator | null, zaak_ref: string | null}} addressee
 * @property {string | null} [mode]
 * @property {string | null} [time_unit]
 * @property {number | null} [amount_eur_cents]
 * @property {number | null} [max_eur_cents]
 * @property {number | null} [term_days]
 * @property {string | null} [duration]
 * @property {{zienswijze_until_on: string | null, herstel_until_on: string | null, hercontrole_on: string | null}} [dates]
 * @property {string} [state]
 * @property {string} [proposed_by]
 * @property {string} [proposed_at]
 * @property {Record<string, Record<string, any>>} [proposals]
 * @property {Record<string, {text: string, reason: string, by: string, at: string}>} [remarks]
 * @property {string} [returned_at]
 * @property {string} [decided_by]
 * @property {string} [decided_at]
 * @property {Record<string, any>} [decision]
 * @property {{on: string, how: string}} [bekendmaking] since when it binds
 * @property {Record<string, {kind: string, ends_on: string, state: string, why: string[]}>} [terms] those of the measure, not of single dwangsommen
 */
/**
 * @typedef {object} JointVisit
 * @property {string | null} visit_id
 * @property {string} premises_id
 * @property {string} [premises_text]
 * @property {string} [premises_type]
 * @property {string} team_id
 * @property {string} unit_id a unit, or `anders`
 * @property {number} officers_count
 * @property {string} ground
 * @property {string} [purpose_municipality]
 * @property {string} [purpose_police]
 * @property {string} started_at
 * @property {string | null} [ended_at]
 * @property {"open" | "closed"} [state]
 * @property {{direction: string, category: string}} [shared_on_the_spot]
 * @property {Record<string, {capacity: string, count: number, basis: string, entered_at: string, left_at: string | null}>} [entries]
 * @property {{yes: boolean, at: string}} [handed_over]
 */
/** @typedef {{premises_id: string, address_text?: string, visit_id: string, order: number, reason: string, appointment?: string | null, added_by?: string}} Stop */
/** @typedef {{team_id: string, on: string, person_ids: string[], state: "concept" | "verstuurd", sent_at?: string, note?: string, stops?: Record<string, Stop>}} DayList */
/** @typedef {{name: string, policy_kind: string, content: any, effective_from_on: string, source: string}} PolicyDocument */
/** @typedef {{name: string, kind: "team" | "police" | "partner", covenant_until_on?: string | null, phone?: string | null, functions?: string[]}} Unit */

/**
 * What the phone records: made once, sealed, never serialised again.
 * @typedef {object} OperationBody
 * @property {string} kind
 * @property {string} document
 * @property {Record<string, any>} body flat keys for a new or an edit, plain facts for an act
 * @property {string | null} base version as shown when the edit began
 * @property {string} made_at as the clock of the phone says
 * @property {number} mono milliseconds since the page began
 */
/**
 * A row of the outbox as it lies on disk. `local` is the operation under the vault key.
 * @typedef {object} OutboxRow
 * @property {number} [seq] order of recording over all tabs
 * @property {string} phone the enrolment that made it
 * @property {string} stream hex
 * @property {number} n
 * @property {string} h hex
 * @property {Bytes} envelope
 * @property {Bytes} local
 * @property {0 | 1} acked
 * @property {string} group random number of its line on Verzenden, in the clear
 * @property {string} [change] random number of the wijziging, the same for all that was recorded of it; rows without have the group
 * @property {string} [unsent] the wijziging, only while not acked: the index of what waits
 * @property {string} [acked_at] when the server answered that it kept it, by the server's clock
 * @property {string} [acked_here] the same moment by the clock of the phone
 * @property {1} [seen] its maker has seen what the office decided, or that it is damaged
 * @property {boolean} [damaged] the bytes of the envelope were lost on the phone
 */
/** @typedef {Omit<OutboxRow, "envelope" | "local"> & {seq: number, bytes: number, op: OperationBody | null}} OutboxEntry a row in memory; `op` is null when it is not ours to read */
/**
 * A photo or thumbnail on its way, on disk.
 * @typedef {object} BlobRow
 * @property {string} id digest over the digests of its chunks, hex
 * @property {string} phone
 * @property {string} group
 * @property {"thumb" | "full"} size
 * @property {number} chunks
 * @property {number} bytes
 * @property {0 | 1} done
 * @property {string} [unsent] the group, only while not done
 * @property {string} [done_at] by the server's clock
 * @property {string} [done_here] the same moment by the clock of the phone
 * @property {1} [safe] the server said that two verified backups hold it
 * @property {string} operation operation id that names it, "<stream>:<n>"
 * @property {boolean} [damaged] its bytes were lost on the phone, and the server does not have them
 * @property {1} [seen] its maker has seen that it is lost
 */
