"""Days in Amsterdam, instants in UTC, and texts that are no codes."""

from datetime import UTC, datetime

import pytest

from fieldapp.domain import free_text, moments
from fieldapp.domain.errors import Refused
from tests.domain.situations import context


def test_a_late_evening_is_the_next_day_in_utc_but_not_in_amsterdam() -> None:
    assert moments.day_of("2026-06-20T21:59:59Z") == "2026-06-20"
    assert moments.day_of("2026-06-20T22:00:00Z") == "2026-06-21"
    assert moments.day_of("2026-11-20T22:59:59.123Z") == "2026-11-20"


def test_an_instant_is_written_in_utc() -> None:
    assert moments.instant(datetime(2026, 11, 20, 21, 14, 7, 999, tzinfo=UTC)) == "2026-11-20T21:14:07Z"
    assert moments.today(datetime(2026, 11, 20, 23, 30, tzinfo=UTC)).isoformat() == "2026-11-21"


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 21, 20, 0, tzinfo=UTC), "2026-11-21"),
        (datetime(2026, 11, 21, 23, 30, tzinfo=UTC), "2026-11-21"),
        (datetime(2026, 11, 22, 4, 59, tzinfo=UTC), "2026-11-21"),
        (datetime(2026, 11, 22, 5, 0, tzinfo=UTC), "2026-11-22"),
    ],
)
def test_a_round_belongs_to_its_evening_until_six_in_the_morning(at: datetime, day: str) -> None:
    assert moments.evening_of(at).isoformat() == day


@pytest.mark.parametrize(
    "written",
    [
        "",
        "gisteren",
        "2026-11-20T21:14:07",
        "2026-02-30T10:00:00Z",
        "9" * 400,
    ],
)
def test_what_is_no_instant_is_refused_and_never_an_error(written: str) -> None:
    with pytest.raises(Refused, match=r"moment\.unreadable"):
        moments.read_instant(written)


@pytest.mark.parametrize("written", ["", "20-11-2026", "2026-2-1", "20261120", "2026-02-30", "2026-W47-5"])
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(Refused, match=r"moment\.unreadable"):
        moments.check_days(written)


def test_nothing_is_no_wrong_moment() -> None:
    moments.check_days(None, "2026-11-20")
    moments.check_instants(None, "2026-11-20T21:14:07Z")
    moments.check_clock_time(None)
    moments.check_clock_time("21:30")


def test_a_year_ends() -> None:
    assert moments.days_later("2026-12-28", 7) == "2027-01-04"


@pytest.mark.parametrize("code", ["Mevrouw", "een zin", "a" * 65, "", "-a", "é"])
def test_a_sentence_does_not_hide_where_a_code_belongs(code: str) -> None:
    with pytest.raises(Refused, match=r"text\.not_a_code"):
        free_text.check_codes(code)


@pytest.mark.parametrize(
    "code", ["z-999990019", "999990019", "bsn.9999.90.019", "0612345678", "06-1234_5678", "tel.0031612345678"]
)
def test_a_number_of_a_person_does_not_hide_where_a_code_belongs(code: str) -> None:
    with pytest.raises(Refused, match=r"text\.personal_data"):
        free_text.check_codes(code)


@pytest.mark.parametrize(
    "code",
    ["78e51061-7311-48a3-82ce-6f447ed4d57b", "019a944b-0046-7598-04a9-02319ece0ddb", "z-2026-0042", "z-2026-00019",
     "2026-0012345", "z-123456789", "chk-lp-1"],
)  # fmt: skip
def test_an_id_or_case_number_is_no_number_of_a_person(code: str) -> None:
    free_text.check_codes(code)


def test_codes_and_counts_pass() -> None:
    free_text.check_codes(None, "fier_pmw", "z-2026-0042", "apv.bedrijfsplan")
    free_text.check_counts(None, 0, 9999)
    for wrong in (-1, 10000):
        with pytest.raises(Refused, match=r"number\.out_of_range"):
            free_text.check_counts(wrong)


def test_free_text_blocks_what_is_sure_and_lets_pass_what_was_asked() -> None:
    free_text.check_free_text(None, context())
    free_text.check_free_text("De deur zat op slot. Anna zei niets.", context())
    for text, reason in (("x" * 2001, r"text\.too_long"), ("Mail anna@voorbeeld.nl", r"text\.personal_data")):
        with pytest.raises(Refused, match=reason):
            free_text.check_free_text(text, context())
    with pytest.raises(Refused, match=r"text\.too_long"):
        free_text.check_line("x" * 201, context())


@pytest.mark.parametrize("written", ["1989-12-31", "2101-01-01", "9999-12-31", "0001-01-01"])
def test_a_day_lies_in_a_year_that_a_permit_or_a_term_can_have(written: str) -> None:
    with pytest.raises(Refused, match=r"moment\.wrong_year"):
        moments.check_days(written)
    moments.check_days("1990-01-01", "2100-12-31")


@pytest.mark.parametrize("written", ["1969-12-31T23:59:59Z", "2101-01-01T00:00:00Z", "9999-12-31T23:59:59-05:00"])
def test_a_moment_lies_between_a_clock_that_lost_the_time_and_the_next_century(written: str) -> None:
    with pytest.raises(Refused, match=r"moment\.wrong_year"):
        moments.read_instant(written)
    moments.check_instants("1970-01-01T00:00:07Z", "2100-12-31T23:59:59Z")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-20T21:14:00Z", "2026-11-20"),
        ("2026-11-21T09:14:00Z", "2026-11-21"),
        ("2026-10-22T09:00:00Z", "2026-10-22"),
        ("2026-11-21T09:16:00Z", "2026-11-21"),
        ("2026-10-20T09:00:00Z", "2026-11-21"),
        ("2031-01-01T00:00:00Z", "2026-11-21"),
        ("1970-01-01T00:00:07Z", "2026-11-21"),
    ],
)
def test_a_clock_that_cannot_be_right_gives_way_to_the_arrival(written: str, day: str) -> None:
    assert moments.likely_day(written, "2026-11-21T09:00:00Z").isoformat() == day
    assert moments.likely_day(written, None).isoformat() == moments.day_of(written)
