"""Takes an export of permits (CSV as permit systems and spreadsheets give it) into premises.

What a line says is read in `permit_lines.py`; here it finds its premises and becomes documents through
the engine, the same door as everybody. The id of premises follows from the BAG, so that the same file
twice changes nothing. All accepted lines are written, or none.
"""

import uuid
from collections.abc import Iterable, Mapping
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from fieldapp.domain.addresses import address_text, normalised, premises_name
from fieldapp.domain.premises import as_in_file
from fieldapp.imports.address_index import AddressIndex, IndexedAddress
from fieldapp.imports.permit_lines import PermitLine, Unusable, read_file
from fieldapp.imports.refused import ImportRefused
from fieldapp.imports.report import Line, Progress, What, summary
from sync import Actor, Engine, NotApplied

Operation = tuple[str, str, dict[str, Any]]
"""Kind, document, body."""


@dataclass(frozen=True)
class Placed:
    """A line that was read, with the premises it belongs to and all that must be said about it."""

    permit: PermitLine
    document: str
    address: dict[str, Any]
    remarks: tuple[str, ...]


@dataclass
class PremisesInFile:
    """All lines of the file about one address."""

    document: str
    placed: list[Placed] = field(default_factory=list)

    @property
    def leading(self) -> Placed:
        """The line that says what these premises are: granted before others, a sex business before others, the newest."""
        return max(
            self.placed,
            key=lambda one: (
                one.permit.status == "verleend",
                one.permit.premises_type != "overig",
                one.permit.valid_from_on or "",
            ),
        )

    def fields(self) -> dict[str, Any]:
        """The flat fields of the document as the file has them."""
        return {
            "address": self.leading.address,
            "name": self.leading.permit.business,
            "premises_type": self.leading.permit.premises_type,
            "is_verified": self.leading.address["bag_address_id"] is not None,
            **{f"vergunningen.{one.permit.key}": one.permit.as_vergunning() for one in self.placed},
        }


def run(
    engine: Engine,
    actor: Actor,
    path: Path,
    dry_run: bool,
    progress: Progress | None = None,
    *,
    installation: uuid.UUID,
    rules: Mapping[str, Any],
    today: date,
    addresses: Path,
    team: str | None = None,
) -> dict[str, Any]:
    """Take in a file of permits and return what became of each line.

    `rules`: those of the text guard. `addresses`: the index that `import-bag` made; without it premises
    wait for their check against the BAG. `team`: id or name of the team for new premises, else the first
    by name. Raises ImportRefused.
    """
    team_id, team_name = _team(engine, actor, team)
    lines, placed = _place_all(path, installation, rules, today, addresses)
    operations: list[Operation] = []
    files = _by_premises(placed)
    for number, one in enumerate(files, start=1):
        shown = engine.read(actor, one.document)
        operation, said = _compare(one, _flat(shown["fields"]) if shown else {}, team_id)
        lines += said
        operations += [operation] if operation else []
        if progress:
            progress(number, len(files))
    if not dry_run:
        _write(engine, actor, operations)
    new = sum(kind == "premises.register" for kind, _, _ in operations)
    remarks = [f"{new} nieuwe panden bij {team_name}. Kies een ander team met --team."] if new else []
    return summary(
        path.name,
        sorted(lines, key=lambda line: line.line),
        dry_run=dry_run,
        new_premises=new,
        changed_premises=len(operations) - new,
        remarks=remarks,
    )


def _team(engine: Engine, actor: Actor, wanted: str | None) -> tuple[str, str]:
    """The team for new premises. Raises ImportRefused, naming those that are there."""
    units = engine.find(actor, "unit", limit=500)
    teams = sorted((str(one["fields"]["name"]), str(one["id"])) for one in units if one["fields"].get("kind") == "team")
    if not teams:
        raise ImportRefused("Er is nog geen team. Maak eerst een team; daarna kunt u vergunningen inlezen.")
    for name, team_id in teams:
        if wanted is None or wanted.casefold() in (team_id, name.casefold()):
            return team_id, name
    raise ImportRefused(f"Team {wanted} bestaat niet. Kies uit: {', '.join(name for name, _ in teams)}.")


def _place_all(
    path: Path, installation: uuid.UUID, rules: Mapping[str, Any], today: date, addresses: Path
) -> tuple[list[Line], list[Placed]]:
    """Read every line and find its premises; what cannot be used is refused with a reason."""
    lines: list[Line] = []
    placed: dict[str, Placed] = {}
    with closing(AddressIndex(addresses)) if addresses.exists() else nullcontext() as index:
        for number, read in read_file(path, rules, today):
            try:
                if isinstance(read, Unusable):
                    raise read
                again = placed.get(read.key)
                if again is not None:
                    lines.append(_again(read, again.permit))
                else:
                    placed[read.key] = _place(read, index, installation)
            except Unusable as unusable:
                lines.append(Line(number, "refused", unusable.subject, str(unusable)))
    return lines, list(placed.values())


def _again(read: PermitLine, before: PermitLine) -> Line:
    if replace(read, line=before.line) == before:
        return Line(read.line, "same", read.subject, f"Staat al in dit bestand op regel {before.line}.")
    reason = f"Vergunning {read.number} staat al op regel {before.line}, met andere gegevens."
    raise Unusable(read.subject, reason)


def _place(read: PermitLine, index: AddressIndex | None, installation: uuid.UUID) -> Placed:
    """Find the premises of a line in the BAG; an address that it does not know is kept as not checked."""
    written = address_text(read.street, read.house)
    if index is None and read.bag_object_id is None:
        raise Unusable(read.subject, "Zonder BAG-id kan dit nog niet. Lees eerst de adressen in (import-bag).")
    found, remarks = _in_the_bag(read, index) if index else (None, ["Nog niet vergeleken met de BAG."])
    object_id = found.bag_object_id if found else read.bag_object_id
    name = premises_name(object_id, written, read.place)
    unknown = {"bag_object_id": object_id, "bag_address_id": None, "text": written, "lat": None, "lon": None}
    address = found.as_address() if found else unknown
    return Placed(read, str(uuid.uuid5(installation, name)), address, (*read.remarks, *remarks))


def _in_the_bag(read: PermitLine, index: AddressIndex) -> tuple[IndexedAddress | None, list[str]]:
    """The BAG's own entry for a line, and what to say about it. Raises Unusable when the two contradict."""
    if read.bag_object_id:
        found = index.by_object_id(read.bag_object_id)
        if found is None:
            raise Unusable(read.subject, f"BAG-id {read.bag_object_id} staat niet in de BAG van deze gemeente.")
        if normalised(found.street) != normalised(read.street) or found.number != read.house.number:
            raise Unusable(read.subject, f"BAG-id {read.bag_object_id} hoort bij {found.text}.")
    else:
        matches = index.by_address(read.street, read.house, read.postcode)
        if len(matches) > 1:
            raise Unusable(read.subject, "De BAG kent dit adres vaker dan één keer. Vul de BAG-id in.")
        if not matches:
            return None, ["De BAG kent dit adres niet: het komt erbij als niet gecontroleerd adres."]
        found = matches[0]
    remarks = [] if found.is_visitable else [f"De BAG meldt: {found.status.lower()}."]
    if read.postcode and found.postcode not in ("", read.postcode):
        remarks.append(f"De BAG heeft postcode {found.postcode}.")
    return found, remarks


def _by_premises(placed: Iterable[Placed]) -> list[PremisesInFile]:
    found: dict[str, PremisesInFile] = {}
    for one in placed:
        found.setdefault(one.document, PremisesInFile(one.document)).placed.append(one)
    return list(found.values())


def _flat(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a document with its permits as `vergunningen.<key>`."""
    permits = fields.get("vergunningen") or {}
    return {**fields, **{f"vergunningen.{key}": permit for key, permit in permits.items()}}


def _compare(one: PremisesInFile, before: Mapping[str, Any], team_id: str) -> tuple[Operation | None, list[Line]]:
    """What must be written for these premises, and what to say about each of their lines."""
    wanted = one.fields()
    if not before:
        body = {**wanted, "is_dwelling": False, "team_id": team_id}
        added = [Line(each.permit.line, "added", each.permit.subject, " ".join(each.remarks)) for each in one.placed]
        return ("premises.register", one.document, body), added
    if before.get("is_dwelling") and not before.get("vergunningen"):
        reason = "Dit adres staat hier als woning. Laat de registrator het dossier eerst nakijken."
        return None, [Line(each.permit.line, "refused", each.permit.subject, reason) for each in one.placed]
    before = {key: as_in_file(value) if key.startswith("vergunningen.") else value for key, value in before.items()}
    changes = {
        key: value for key, value in wanted.items() if before.get(key) != value and not _is_worse(key, wanted, before)
    }
    lines = [_line(each, before, changes, is_leading=each is one.leading) for each in one.placed]
    return ("premises.update", one.document, changes) if changes else None, lines


def _is_worse(key: str, wanted: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """An import never takes back that an address was checked, nor makes a sex business into something else."""
    if key == "is_verified":
        return wanted[key] is False
    becomes_other = wanted["premises_type"] == "overig" and before.get("premises_type") not in (None, "overig")
    return key in ("premises_type", "name") and becomes_other


def _line(each: Placed, before: Mapping[str, Any], changes: Mapping[str, Any], *, is_leading: bool) -> Line:
    key = f"vergunningen.{each.permit.key}"
    changed = (
        _differing(before.get(key) or {}, each.permit.as_vergunning()) if before.get(key) and key in changes else []
    )
    if is_leading:
        changed += sorted(name for name in changes if not name.startswith("vergunningen."))
    said = [f"Anders: {', '.join(changed)}."] if changed else []
    what: What = "changed" if changed else "same"
    if key in changes and not before.get(key):
        what, said = "added", ["Komt bij een pand dat er al is.", *said]
    return Line(each.permit.line, what, each.permit.subject, " ".join((*said, *each.remarks)))


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return sorted(key for key in {*old, *new} if old.get(key) != new.get(key))


def _write(engine: Engine, actor: Actor, operations: Iterable[Operation]) -> None:
    """Write all operations, or none. Raises ImportRefused when the engine says no to one of them."""
    try:
        engine.submit_all(actor, list(operations))
    except NotApplied as error:
        raise ImportRefused(f"Niet bewaard: {error.outcome.code}. Er is niets veranderd.") from error
