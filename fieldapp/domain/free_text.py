"""The guard on everything that people can type: no personal data, no text where a code belongs.

The phone warns while typing; this is the same check again where the record is kept
(AVG art. 5 lid 1 c, art. 9; UAVG art. 22).
"""

import re
from collections.abc import Collection, Iterable

from fieldapp.domain.documents import Context
from fieldapp.domain.errors import Refused
from fieldapp.domain.text_guard import check_text, passes_eleven_test

LONGEST = 2000
LONGEST_LINE = 200
MOST_CENTS = 100_000_000_00
"""A hundred million euro: more is a mistake."""
CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KEY = re.compile(rf"{UUID.pattern}|[a-z][0-9]{{0,3}}")
"""A key of a collection says nothing: an id, or a letter and a number."""
KVK_NUMMER = re.compile(r"[0-9]{8}")
VESTIGINGSNUMMER = re.compile(r"[0-9]{12}")
DIGITS = re.compile(r"[0-9]+(?:[-_.][0-9]+)*")
CASE_NUMBER = re.compile(r"(?:19|20)[0-9]{2}[-_.][0-9]{5}")
PHONE = re.compile(r"(?:0031|31|0)[1-9][0-9]{8}")


def check_free_text(text: str | None, context: Context, *, longest: int = LONGEST) -> None:
    """Refuse a text that is too long or surely holds personal data.

    A possible name is not refused: the maker was asked, and the team lead sees the answer.
    Refused: text.too_long, text.personal_data.
    """
    if not text:
        return
    if len(text) > longest:
        raise Refused("text.too_long")
    if any(hit.blocks for hit in check_text(text, context.policy.guard)):
        raise Refused("text.personal_data")


def check_line(text: str | None, context: Context) -> None:
    """The same for one line, such as an address or a purpose."""
    check_free_text(text, context, longest=LONGEST_LINE)


def check_codes(*codes: str | None) -> None:
    """Refuse anything but short codes, so that no sentence or number of a person hides in a list of choices.

    Refused: text.not_a_code, text.personal_data.
    """
    for code in codes:
        if code is None:
            continue
        if not CODE.fullmatch(code):
            raise Refused("text.not_a_code")
        if not UUID.fullmatch(code) and any(_is_of_a_person(number) for number in DIGITS.findall(code)):
            raise Refused("text.personal_data")


def _is_of_a_person(number: str) -> bool:
    """Say whether this is a BSN or a telephone number, however it is cut up."""
    bare = re.sub("[^0-9]", "", number)
    is_bsn = len(bare) == 9 and not CASE_NUMBER.fullmatch(number) and passes_eleven_test(bare)
    return is_bsn or PHONE.fullmatch(bare) is not None


def check_ids(*ids: str | None) -> None:
    """Refuse anything but the id of a document. Refused: text.not_a_code."""
    if any(one is not None and not UUID.fullmatch(one) for one in ids):
        raise Refused("text.not_a_code")


def check_keys(body: Iterable[str]) -> None:
    """Refuse a key of a collection that could say something, in a flat body. Refused: text.not_a_code."""
    if any("." in field and not KEY.fullmatch(field.partition(".")[2]) for field in body):
        raise Refused("text.not_a_code")


def check_choices(known: Collection[str], *chosen: str | None) -> None:
    """Refuse what is not on a list. Refused: text.not_a_code."""
    if any(one is not None and one not in known for one in chosen):
        raise Refused("text.not_a_code")


def check_zaaknummer(number: str | None, context: Context) -> None:
    """Accept a number as the case system of the municipality writes it: the policy has the pattern.

    Nine digits that fit the pattern are a zaaknummer, whatever else they could be. Refused: text.no_zaaknummer.
    """
    if number is not None and not context.policy.is_zaaknummer(number):
        raise Refused("text.no_zaaknummer")


def check_business(kvk_nummer: str | None, vestigingsnummer: str | None = None) -> None:
    """Accept the numbers of a business in the Handelsregister, or none. Refused: text.no_kvk_nummer."""
    if kvk_nummer is not None and not KVK_NUMMER.fullmatch(kvk_nummer):
        raise Refused("text.no_kvk_nummer")
    if vestigingsnummer is not None and not VESTIGINGSNUMMER.fullmatch(vestigingsnummer):
        raise Refused("text.no_kvk_nummer")


def check_counts(*counts: int | None) -> None:
    """Refuse a negative or absurd number. Refused: number.out_of_range."""
    for count in counts:
        if count is not None and not 0 <= count <= 9999:
            raise Refused("number.out_of_range")


def check_cents(*amounts: int | None) -> None:
    """Refuse a negative or absurd amount in euro cents. Refused: number.out_of_range."""
    for amount in amounts:
        if amount is not None and not 0 <= amount <= MOST_CENTS:
            raise Refused("number.out_of_range")
