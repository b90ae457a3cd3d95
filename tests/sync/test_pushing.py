"""A push as a whole: its limits, numbers that two claim, holes, and a server that is behind."""

import pytest

from sync import BadRequest, Behind, OverQuota
from sync.envelope import digest
from tests.sync.world import (
    INES,
    IVO,
    TOM,
    World,
    codes,
    forged,
)

# -- limits


def test_a_push_beyond_the_limits_keeps_nothing(world):
    phone = world.phone(INES)
    envelope = phone.record("note.open", "d", team="centrum").envelope
    for wrong in ([envelope] * 201, [bytes(520_000)], [b"short"], [b"XXXX" + envelope[4:]]):
        with pytest.raises(BadRequest):
            world.engine.push(phone.certificate, {"holds": []}, wrong)
    for holds in (7, [7], [{"stream": "zz", "from": 1}], [{"stream": "00", "from": 1}], [{"stream": "0" * 32, "from": 0}],
                  [{"stream": "0" * 32, "from": True}], [{"stream": "0" * 32, "from": 1, "acked": 2**60}],
                  [{"stream": "0" * 32, "from": 1, "h": 5}], [{"stream": "0" * 32}]):  # fmt: skip
        with pytest.raises(BadRequest):
            world.engine.push(phone.certificate, {"holds": holds}, [envelope])
    assert world.store.kept_since(0, 9) == []


def test_a_phone_over_its_quota_is_told_and_keeps_its_work(tmp_path):
    world = World(tmp_path, quota=lambda phone, envelopes, size: envelopes < 2)
    phone = world.phone(INES)
    for n in range(2):
        phone.record("note.open", f"d{n}", team="centrum")
    with pytest.raises(OverQuota):
        phone.send()
    assert not any(row.acked for row in phone.rows)
    phone.send(phone.rows[:1])
    assert phone.rows[0].acked
    world.store.close()


def test_a_phone_whose_mark_shows_other_bytes_is_told_it_is_behind(world):
    phone = world.phone(INES)
    row = phone.record("note.open", "d", team="centrum")
    phone.send()
    for h in ("", "0" * 64, "00000000"):
        holds = [{"stream": row.stream.hex(), "from": 1, "acked": 1, "h": h}]
        answer = world.engine.push(phone.certificate, {"holds": holds}, [])
        assert isinstance(answer, Behind)
        assert answer.have == {row.stream.hex(): [1, digest(row.envelope).hex()[:8]]}


def test_a_stream_of_an_earlier_enrolment_on_the_same_phone_counts_as_that_ones(world):
    old, new_one = world.phone(INES), world.phone(INES)
    row = old.record("note.open", "d", team="centrum")
    holds = [{"stream": row.stream.hex(), "from": 1, "acked": 0, "h": "", "phone": old.name}]
    assert codes(world.engine.push(new_one.certificate, {"holds": holds}, [row.envelope])) == ["applied"]
    other = old.record("note.open", "e", team="centrum")
    holds[0]["phone"] = "unknown"
    assert codes(world.engine.push(new_one.certificate, {"holds": holds}, [other.envelope])) == ["bad_sig"]


# -- variants


def test_a_second_valid_signature_under_one_number_is_a_variant_never_applied(world):
    document, phone = world.note(), world.phone(INES)
    row = phone.record("note.write", document, None, a=1)
    phone.send()
    twin = world.phone(INES, phone.name)
    twin.sign = phone.sign
    world.people.certificates[phone.name] = phone.certificate
    other = twin.record("note.write", document, None, a=2)
    twin.session.stream = row.stream  # a page that would repeat a number of an earlier one
    twin.session.n = 0
    second = forged(world, twin, row.stream, document)
    answer = world.engine.push(phone.certificate, {"holds": []}, [second])
    assert answer["results"] == []
    assert world.fields(document)["a"] == 1
    assert world.outcome(row.id) == ("applied", None)
    assert [line["code"] for line in world.engine.held(TOM)] == ["variant"], "people can look at it, and close it"
    assert other.n == 1


def _in_the_stream_of(world, phone, thief, document):
    """What another enrolled phone signs with its own key under the next number of this phone's stream."""
    return forged(world, thief, phone.session.stream, document, phone.session.n + 1)


def test_the_number_of_another_phone_cannot_be_taken_first(world):
    document, phone, thief = world.note(), world.phone(INES), world.phone(IVO)
    phone.record("note.write", document, None, a=1)
    phone.send()
    stolen = _in_the_stream_of(world, phone, thief, document)
    for _ in range(2):
        answer = world.engine.push(thief.certificate, {"holds": []}, [stolen])
        assert codes(answer) == ["bad_sig"]
        assert world.store.have(phone.session.stream)[0] == 1, "nobody else's bytes reach a number"
    assert world.fields(document)["a"] == 1
    row = phone.record("note.write", document, None, a=2)
    answer = phone.send()
    assert [(r["r"], r["code"]) for r in answer["results"]] == [("applied", None)]
    assert world.outcome(row.id) == ("applied", None)
    assert world.fields(document)["a"] == 2
    assert row.acked
    assert not isinstance(phone.send([]), Behind)
    assert world.engine.check().is_whole


def test_bytes_of_another_phone_under_a_number_that_is_taken_are_held_for_people_to_see(world):
    document, phone, thief = world.note(), world.phone(INES), world.phone(IVO)
    phone.record("note.write", document, None, a=1)
    stolen = _in_the_stream_of(world, phone, thief, document)
    row = phone.record("note.write", document, None, a=2)
    phone.send()
    assert codes(world.engine.push(thief.certificate, {"holds": []}, [stolen])) == []
    assert world.outcome(row.id) == ("applied", None)
    assert world.fields(document)["a"] == 2
    (line,) = world.engine.held(TOM)
    assert (line["code"], line["body"], line["device"]) == ("bad_sig", None, thief.name)
    assert world.engine.close_held(TOM, line["operation_id"], "gezien").outcome == "closed"
    assert world.engine.held(TOM) == []
    assert world.outcome(row.id) == ("applied", None)


def test_another_phone_fills_no_hole_and_is_not_told_behind_for_what_is_kept_beside(world):
    document, phone, thief = world.note(), world.phone(INES), world.phone(IVO)
    phone.record("note.write", document, None, a=1)
    stolen = _in_the_stream_of(world, phone, thief, document)
    lost = phone.record("note.write", document, None, a=2)
    phone.record("note.write", document, None, a=3)
    phone.send(phone.rows[:1])
    phone.rows = [phone.rows[0], phone.rows[2]]
    hold = {"stream": lost.stream.hex(), "from": 3, "acked": 0, "h": ""}
    world.engine.push(phone.certificate, {"holds": [hold]}, [phone.rows[1].envelope])
    assert world.engine.holes() != []
    world.engine.push(thief.certificate, {"holds": []}, [stolen])
    assert world.engine.holes() != []
    h = digest(stolen).hex()
    again = {"stream": lost.stream.hex(), "from": 2, "acked": 2, "h": h}
    answer = world.engine.push(thief.certificate, {"holds": [again]}, [])
    assert not isinstance(answer, Behind)
    assert answer["holes"] == {}, "it would send its own bytes for ever"
    assert answer["receipts"] == {}, "nobody is told that a stream is whole that is not"
    assert phone.send([])["holes"] == {lost.stream.hex(): [(2, 2)]}
    phone.send([lost])
    assert world.engine.holes() == []
    assert world.outcome(lost.id) == ("applied", None)


# -- behind


def test_a_push_that_is_told_behind_notes_nothing_at_all(world):
    one, other = world.phone(INES), world.phone(IVO)
    first = one.record("note.open", "d", team="centrum")
    second = other.record("note.open", "e", team="centrum")
    holds = [
        {"stream": first.stream.hex(), "from": 5, "acked": 0, "h": ""},
        {"stream": second.stream.hex(), "from": 1, "acked": 1, "h": digest(second.envelope).hex()},
    ]
    answer = world.engine.push(one.certificate, {"holds": holds}, [])
    assert isinstance(answer, Behind)
    assert answer.have == {first.stream.hex(): [0], second.stream.hex(): [0]}
    assert world.engine.holes() == []
    assert world.store.stream(first.stream) is None


def test_damaged_numbers_become_holes_and_hold_up_nothing_behind_them(world):
    document, phone = world.note(), world.phone(INES)
    for n in range(5):
        phone.record("note.write", document, world.version(document), a=n)
    sound = [phone.rows[0], phone.rows[2]]
    hold = {"stream": sound[0].stream.hex(), "from": 1, "acked": 0, "h": "", "gaps": [[2, 2], [4, 5]]}
    answer = world.engine.push(phone.certificate, {"p": 1, "holds": [hold]}, [row.envelope for row in sound])
    assert [n for _, n, _ in answer["kept"]] == [1, 3]
    assert answer["have"][hold["stream"]] == [5], "the mark is at a hole: no bytes, no digest"
    assert answer["holes"] == {hold["stream"]: [(2, 2), (4, 5)]}
    filled = world.engine.push(phone.certificate, {"p": 1, "holds": [hold]}, [phone.rows[1].envelope])
    assert filled["holes"] == {hold["stream"]: [(4, 5)]}


def test_a_server_that_is_behind_says_which_numbers_it_lacks_inside(world):
    document, phone = world.note(), world.phone(INES)
    for n in range(3):
        phone.record("note.write", document, world.version(document), a=n)
    first, second, third = phone.rows
    hold = {"stream": first.stream.hex(), "from": 1, "acked": 0, "h": "", "gaps": [[2, 2]]}
    world.engine.push(phone.certificate, {"p": 1, "holds": [hold]}, [first.envelope, third.envelope])
    told = {**hold, "acked": 2, "h": digest(second.envelope).hex(), "gaps": []}
    answer = world.engine.push(phone.certificate, {"p": 1, "holds": [told]}, [])
    assert answer.holes == {hold["stream"]: [(2, 2)]}


@pytest.mark.parametrize("gaps", [[[3, 2]], [[0, 2]], [[1]], [["1", 2]], "x", [[1, 2]] * 1001, [[True, 2]]])
def test_gaps_that_are_no_numbers_are_no_push(world, gaps):
    phone = world.phone(INES)
    hold = {"stream": "00" * 16, "from": 1, "acked": 0, "h": "", "gaps": gaps}
    with pytest.raises(BadRequest):
        world.engine.push(phone.certificate, {"p": 1, "holds": [hold]}, [])
