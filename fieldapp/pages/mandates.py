"""The mandates of one person as the administrator sees them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fieldapp.pages.moments import day_long, day_of
from fieldapp.texts import eur, label

Shown = Mapping[str, Any]


def rows(mandates: Iterable[Shown], today: date) -> list[dict[str, Any]]:
    """Return each mandate with whether it holds today, those that hold first."""
    made = [row(one, today.isoformat()) for one in mandates]
    return sorted(made, key=lambda one: (not one["holds"], one["number"]))


def row(mandate: Shown, today: str) -> dict[str, Any]:
    fields = mandate["fields"]
    ended, until = fields.get("ended_on"), fields.get("valid_until_on")
    begun, over = fields["valid_from_on"] <= today, bool((ended and ended <= today) or (until and until < today))
    most = fields.get("max_eur_cents")
    types = [label("measure_type", one) for one in fields.get("measure_types") or ()]
    return {
        "id": mandate["id"],
        "number": fields["number"],
        "authority": label("authority", fields["authority"]),
        "acts": ", ".join(label("mandate_act", one) for one in fields["acts"]),
        "types": ", ".join(types) or "Alle maatregelen",
        "most": f"tot {eur(most)}" if most is not None else "geen grens",
        "from": day_long(day_of(fields["valid_from_on"])),
        "until": day_long(day_of(ended or until)) if ended or until else "",
        "holds": begun and not over,
        "state": "Geldt" if begun and not over else "Voorbij" if over else "Nog niet",
        "tone": "safe" if begun and not over else "neutral",
        "can_end": ended is None,
        "own": "Eigen bevoegdheid" if fields.get("is_own_power") else "",
    }


def body(form: Any, person_id: str, most: int | None) -> dict[str, Any]:
    """Return what the form grants."""
    until = form.valid_until_on.data
    return {
        "person_id": person_id,
        "number": (form.number.data or "").strip(),
        "authority": form.authority.data,
        "is_own_power": bool(form.is_own_power.data),
        "acts": list(form.acts.data or ()),
        "measure_types": list(form.measure_types.data or ()),
        "max_eur_cents": most,
        "valid_from_on": form.valid_from_on.data.isoformat(),
        "valid_until_on": until.isoformat() if until else None,
    }
