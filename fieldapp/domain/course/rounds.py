"""What was lodged against a besluit, in rounds: `bezwaar`, `bezwaar_2`, and so on."""

from fieldapp.domain.documents import Measure
from fieldapp.domain.documents.course import Rechtsmiddel


def bezwaren(measure: Measure) -> dict[str, Rechtsmiddel]:
    return rounds(measure, "bezwaar")


def rounds(measure: Measure, kind: str) -> dict[str, Rechtsmiddel]:
    """Return what was lodged of one kind, the oldest first: `bezwaar`, `bezwaar_2`, and so on.

    What is against a claim carries its name (`bezwaar_2-kosten`) and is not against the besluit.
    """
    known = measure.get("rechtsmiddelen", {})
    found = {key: one for key, one in known.items() if key == kind or key.startswith(f"{kind}_")}
    found = {key: one for key, one in found.items() if "-" not in key}
    return dict(sorted(found.items(), key=lambda one: (len(one[0]), one[0])))


def next_key(measure: Measure, kind: str) -> str:
    known = rounds(measure, kind)
    return kind if not known else f"{kind}_{len(known) + 1}"
