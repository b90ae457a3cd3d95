"""What phones seal: the vectors that JavaScript shares, and what sealing must never do."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from sync import envelope as e

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "envelope.json").read_text())
INSTALLATION = bytes.fromhex(VECTORS["installation"])


def private(jwk: dict[str, str]) -> ec.EllipticCurvePrivateKey:
    import base64

    return ec.derive_private_key(int.from_bytes(base64.urlsafe_b64decode(jwk["d"] + "="), "big"), ec.SECP256R1())


SERVER = private(VECTORS["server_private_jwk"])
SIGN = private(VECTORS["sign_private_jwk"])


def opener(remembered: int = 256) -> e.Opener:
    return e.Opener(INSTALLATION, {VECTORS["kid"]: SERVER}, remembered)


def session() -> e.Session:
    return e.Session(INSTALLATION, VECTORS["kid"], SERVER.public_key(), SIGN)


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda v: v["name"])
def test_a_sealed_vector_opens_to_what_was_written(vector):
    opened = opener().open(bytes.fromhex(vector["envelope"]))
    assert opened.body.decode() == vector["body"]
    assert opened.message.hex() == vector["message"]
    assert opened.follows == (bytes.fromhex(vector["follows"][0]), vector["follows"][1])
    assert (opened.stream.hex(), opened.n, opened.prev.hex()) == (vector["stream"], vector["n"], vector["prev"])
    assert e.verify(e.public_point(bytes.fromhex(VECTORS["sign_public"])), opened.signature, opened.message)
    assert not e.verify(e.public_point(bytes.fromhex(VECTORS["stranger_public"])), opened.signature, opened.message)
    assert e.digest(bytes.fromhex(vector["envelope"])).hex() == vector["h"]


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda v: v["name"])
def test_the_same_parts_make_the_same_bytes(vector):
    opened = opener().open(bytes.fromhex(vector["envelope"]))
    inner = bytes.fromhex(vector["inner"])
    if vector["coding"] == e.PLAIN:
        assert inner == e.pack_inner(
            opened.follows, opened.prev, opened.salt, opened.signature, opened.body, e.PLAIN, opened.body
        )
    header = e.Header(
        opened.stream, opened.n, VECTORS["kid"], bytes.fromhex(VECTORS["sealed_key"]), bytes.fromhex(vector["nonce"])
    )
    assert e.pack_envelope(bytes.fromhex(VECTORS["session_key"]), header, inner).hex() == vector["envelope"]


@pytest.mark.parametrize("vector", VECTORS["broken"], ids=lambda v: v["why"])
def test_a_broken_envelope_is_named_for_what_it_is(vector):
    with pytest.raises({"malformed": e.Malformed, "unopenable": e.Unopenable}[vector["error"]]):
        opener().open(bytes.fromhex(vector["envelope"]))


def test_a_body_of_370_bytes_gives_an_envelope_of_689():
    assert len(session().seal(b"x" * 370)) == 689


def test_no_nonce_is_used_twice_and_each_envelope_names_the_one_before():
    writer, reader = session(), opener()
    sealed = [writer.seal(b"{}") for _ in range(50)]
    assert len({e.read_header(data).nonce for data in sealed}) == 50
    opened = [reader.open(data) for data in sealed]
    assert [o.prev for o in opened[1:]] == [e.digest(data) for data in sealed[:-1]]
    assert [o.n for o in opened] == list(range(1, 51))


def test_any_set_of_lost_envelopes_leaves_the_others_readable():
    writer = session()
    sealed = [writer.seal(f'{{"n":{n}}}'.encode()) for n in range(6)]
    assert opener().open(sealed[4]).body == b'{"n":4}'


def test_two_sessions_never_share_a_stream_or_a_key():
    one, two = session(), session()
    assert one.stream != two.stream
    assert e.read_header(one.seal(b"{}")).sealed_key != e.read_header(two.seal(b"{}")).sealed_key


def test_a_long_body_is_deflated_and_comes_back_whole():
    body = b'{"a":"' + b"nooduitgang " * 9000 + b'"}'
    sealed = session().seal(body)
    assert len(sealed) < 4000
    assert opener().open(sealed).body == body


def test_a_body_that_deflating_would_lengthen_stays_plain():
    import os

    body = os.urandom(600)
    assert opener().open(session().seal(body)).body == body


def test_a_body_beyond_128_kib_is_refused_before_sealing():
    with pytest.raises(ValueError, match="128 KiB"):
        session().seal(b"x" * (e.LONGEST_BODY + 1))


def _sealed_inner(inner: bytes) -> bytes:
    header = e.Header(bytes(16), 1, VECTORS["kid"], _sealed_key(), bytes(12))
    return e.pack_envelope(bytes.fromhex(VECTORS["session_key"]), header, inner)


def _sealed_key() -> bytes:
    info = e.session_info(INSTALLATION, bytes(16), VECTORS["kid"])
    return e.SUITE.encrypt(bytes.fromhex(VECTORS["session_key"]), SERVER.public_key(), info=info)


def _inner(version=1, coding=0, length=2, coded=b"{}") -> bytes:
    inner = e.INNER.pack(version, coding, e.FOLLOWS.pack(*e.NOBODY), e.NOTHING, bytes(16), bytes(64), length) + coded
    return inner + bytes(-len(inner) % 512)


@pytest.mark.parametrize(
    ("why", "inner"),
    [
        ("an unknown version", _inner(version=2)),
        ("an unknown coding", _inner(coding=2)),
        ("a body longer than its box", _inner(length=2000)),
        ("a body beyond the limit", _inner(length=e.LONGEST_BODY + 1)),
        ("a coding that does not inflate", _inner(coding=1, coded=b"\xff\xff\xff")),
        ("an inflated body of another length", _inner(coding=1, length=9, coded=b"\x03\x00")),
    ],
)
def test_an_inside_that_is_not_what_it_must_be_is_unopenable(why, inner):
    with pytest.raises(e.Unopenable):
        opener().open(_sealed_inner(inner))


def test_a_bomb_is_never_inflated_beyond_its_stated_length():
    import zlib

    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = deflate.compress(bytes(50_000_000)) + deflate.flush()
    with pytest.raises(e.Unopenable):
        opener().open(_sealed_inner(_inner(coding=1, length=100, coded=bomb)))


def test_forgotten_session_keys_are_unwrapped_again():
    few = opener(remembered=1)
    one, two = session(), session()
    for _ in range(3):
        assert few.open(one.seal(b"1")).body == b"1"
        assert few.open(two.seal(b"2")).body == b"2"


@pytest.mark.parametrize("n", [0, 2**53 + 1])
def test_a_number_that_no_phone_writes_is_no_claim(n):
    with pytest.raises(e.Malformed):
        e.claim(b"FAE1" + bytes(16) + n.to_bytes(8, "big") + bytes(500))


def test_a_signature_of_zeros_is_wrong_not_an_error():
    assert not e.verify(SIGN.public_key(), bytes(64), b"anything")
