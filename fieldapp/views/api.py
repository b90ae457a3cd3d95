"""What phones call, as docs/protocol.md says it: thin, JSON only, every answer `no-store`."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from fieldapp import api_shapes as shapes
from fieldapp.access import current_actor, current_phone, installation, network_address, open_to_all, phone
from fieldapp.backup import is_safe_blob
from fieldapp.errors import Problem
from fieldapp.openapi import describe, endpoint, read_json
from fieldapp.photos import photo_bytes
from fieldapp.push_body import LARGEST_HEADER, WrongPush, read_push
from fieldapp.subscriptions import WrongSubscription, take_in
from sync.blobs import WrongChunk
from sync.push import MOST_BYTES, MOST_ENVELOPES, Behind, OverQuota

blueprint = Blueprint("api", __name__, url_prefix="/api")
LARGEST_PUSH = MOST_BYTES + 4 * (MOST_ENVELOPES + 1) + LARGEST_HEADER
LARGEST_CHUNK = 512 * 1024 + 16
_BLOB = re.compile(r"[0-9a-f]{64}")


@blueprint.get("/v1/ping")
@open_to_all
@endpoint("Alive, the server's time, the least protocol that may pull", gives=shapes.Ping)
def ping() -> Response:
    house = installation()
    least, name = house.config.min_protocol, house.keys.installation.hex()
    return jsonify(ok=True, time=_now(), min_protocol=least, installation=name)


@blueprint.get("/openapi.json")
@open_to_all
def openapi() -> Response:
    return jsonify(describe(current_app))


# --- enrolment and tokens


@blueprint.post("/v1/enrol")
@open_to_all
@endpoint(
    "Bind a phone to a person with a one-time code",
    takes=shapes.EnrolRequest,
    gives=shapes.Enrolment,
    problems=("code_unknown", "code_used", "code_expired", "keys", "person_off", "too_often"),
)
def enrol() -> Response:
    house = installation()
    said = read_json(shapes.EnrolRequest)
    certificate = house.phones.enrol(said.code, said.dev_public, said.sign_public, said.build, network_address())
    person = house.directory.person(certificate.person) or {}
    return jsonify(
        installation=house.keys.installation.hex(),
        municipality={"name": house.config.municipality, "code": house.config.municipality_code},
        person={
            "id": certificate.person,
            "name": person.get("name", ""),
            "roles": sorted(person.get("roles", [])),
            "team_ids": sorted(person.get("team_ids", [])),
        },
        phone=certificate.phone,
        phone_number=certificate.serial,
        certificate=house.phones.certificate_json(certificate),
        signing_public=_b64(house.keys.signing_public()),
        server_keys=_server_keys(),
    )


def _server_keys() -> list[dict[str, Any]]:
    keys = installation().keys.server_keys()
    return [{"kid": kid, "public": _b64(public), "signature": _b64(signature)} for kid, public, signature in keys]


@blueprint.post("/v1/challenge")
@open_to_all
@endpoint("32 bytes to sign within two minutes", takes=shapes.ChallengeRequest, gives=shapes.Challenge)
def challenge() -> Response:
    said = read_json(shapes.ChallengeRequest)
    return jsonify(challenge=_b64(installation().phones.challenge(said.phone)))


@blueprint.post("/v1/token")
@open_to_all
@endpoint(
    "A token for a phone that proves it holds its keys; full when the signing key was free too",
    takes=shapes.TokenRequest,
    gives=shapes.Token,
    problems=("device_unknown", "challenge_expired", "device_revoked"),
)
def token() -> Response:
    said = read_json(shapes.TokenRequest)
    certificate = {"body": said.certificate.body, "signature": said.certificate.signature}
    house = installation()
    given = house.phones.token(said.phone, said.challenge, said.dev_signature, said.sign_signature, certificate)
    keys = {"server_keys": _server_keys()} if given["scope"] == "full" else {}
    return jsonify({**given, **keys, **_signing(), "keeps": house.config.phone_keeps})


def _signing() -> dict[str, list[dict[str, str]]]:
    """Return how phones that know an older signing key come to the present one: each by the word of the one before."""
    handed = [
        {"public": _b64(one.public), "following": _b64(one.following), "signature": _b64(one.signature or b"")}
        for one in installation().keys.believed()
    ]
    return {"signing": handed} if handed else {}


# --- operations and documents


@blueprint.post("/v1/push")
@phone("push")
@endpoint(
    "Keep sealed operations, then apply them",
    takes_media="application/octet-stream",
    gives=shapes.PushAnswer,
    problems=("bad_request", "behind", "too_often", "unavailable", "disk_full"),
)
def push() -> ResponseReturnValue:
    if (request.content_length or 0) > LARGEST_PUSH:
        raise Problem("too_large")
    house, sender = installation(), current_phone()
    try:
        header, envelopes = read_push(request.get_data())
    except WrongPush as error:
        raise Problem("bad_request") from error
    answer = house.engine.push(sender.certificate, header, envelopes)
    house.phones.note_contact(
        sender.certificate.phone, str(header.get("build", ""))[:64], header.get("unsent"), lasts(header)
    )
    if isinstance(answer, Behind):
        raise Problem("behind", have=answer.have, holes=answer.holes)
    return jsonify(answer)


def lasts(header: dict[str, Any]) -> dict[str, int]:
    """Return the last number that the phone says to hold of each of its streams, of the newest fifty; the engine checked them."""
    own = [hold for hold in header.get("holds", []) if not hold.get("phone") and type(hold.get("last")) is int]
    return {hold["stream"].lower(): hold["last"] for hold in own[-50:] if 0 < hold["last"] <= 2**53}


@blueprint.post("/v1/pull")
@phone("full")
@endpoint("What changed since the cursor", takes=shapes.PullRequest, gives=shapes.PullAnswer)
def pull() -> Response:
    said = read_json(shapes.PullRequest)
    house = installation()
    found = house.engine.pull(current_actor(), said.model_dump())
    if found.get("more") is False:
        house.phones.note_pull(current_phone().certificate.phone, has_news=bool(found["documents"]))
    return jsonify(found)


@blueprint.post("/v1/manifest")
@phone("full")
@endpoint("All ids with their versions, after a reset", takes=shapes.ManifestRequest, gives=shapes.Manifest)
def manifest() -> Response:
    said = read_json(shapes.ManifestRequest)
    house = installation()
    found = house.engine.manifest(current_actor(), said.model_dump())
    house.phones.note_pull(current_phone().certificate.phone, has_news=True)
    return jsonify(found)


@blueprint.post("/v1/fetch")
@phone("full")
@endpoint("Documents by id", takes=shapes.FetchRequest, gives=shapes.Fetched)
def fetch() -> Response:
    said = read_json(shapes.FetchRequest)
    return jsonify(installation().engine.fetch(current_actor(), said.ids, said.cursor))


# --- photos


@blueprint.get("/v1/blobs/<blob>")
@phone("push")
@endpoint("Which chunks of a photo the server has", gives=shapes.BlobState, problems=("not_found",))
def blob_state(blob: str) -> Response:
    house = installation()
    have = house.blobs.have(_blob(blob), _sender())
    is_erased = house.blobs.is_erased(blob)
    safe = is_erased or is_safe_blob(house, blob)
    return jsonify(have=have, done=house.blobs.exists(blob) or is_erased, safe=safe)


@blueprint.put("/v1/blobs/<blob>/<int:i>")
@phone("push")
@endpoint(
    "One chunk; twice is once",
    takes_media="application/octet-stream",
    status=204,
    problems=("not_found", "chunk_hash", "too_often", "unavailable", "disk_full"),
    parameters=(
        {
            "name": "X-SHA256",
            "in": "header",
            "required": True,
            "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        },
    ),
)
def put_chunk(blob: str, i: int) -> ResponseReturnValue:
    if (request.content_length or 0) > LARGEST_CHUNK:
        raise Problem("too_large")
    if i >= 64:
        raise Problem("not_found")
    house, data = installation(), request.get_data()
    if not house.may_send(_sender(), 0, len(data)):
        raise OverQuota(_sender())
    try:
        house.blobs.put(_blob(blob), i, data, request.headers.get("X-SHA256", ""), _sender())
    except WrongChunk as error:
        raise Problem("chunk_hash") from error
    return Response(status=204)


@blueprint.post("/v1/blobs/<blob>/done")
@phone("push")
@endpoint(
    "Say that all chunks were sent",
    takes=shapes.BlobDoneRequest,
    gives=shapes.BlobDone,
    problems=("not_found", "incomplete", "unavailable"),
)
def blob_done(blob: str) -> Response:
    said, blobs = read_json(shapes.BlobDoneRequest), installation().blobs
    if not blobs.done(_blob(blob), said.chunks, _sender()):
        raise Problem("incomplete", have=blobs.have(blob, _sender()))
    return jsonify(done=True)


def _sender() -> str:
    """Return the phone whose chunks these are: nobody adds to what another phone is sending."""
    return current_phone().certificate.phone


def _blob(blob: str) -> str:
    if not _BLOB.fullmatch(blob):
        raise Problem("not_found")
    return blob


@blueprint.get("/v1/photos/<document>/<ref>")
@phone("full")
@endpoint(
    "A photo of a document that this phone may read",
    gives_media="image/jpeg",
    problems=("not_found",),
    parameters=({"name": "size", "in": "query", "schema": {"type": "string", "enum": ["thumb", "full"]}},),
)
def photo(document: str, ref: str) -> Response:
    found = photo_bytes(installation(), current_actor(), document, ref, request.args.get("size", "full"))
    if found is None:
        raise Problem("not_found")
    return Response(found, mimetype="image/jpeg")


# --- packs and notices


@blueprint.get("/v1/packs/addresses")
@phone("full")
@endpoint("The present file of addresses; it is public and immutable", gives=shapes.Pack, problems=("not_found",))
def addresses() -> Response:
    listed = installation().config.packs / "addresses.json"
    if not listed.exists():
        raise Problem("not_found")
    said: dict[str, Any] = json.loads(listed.read_bytes())
    return jsonify(version=said["version"], digest=said["digest"], url=said["url"])


@blueprint.get("/v1/vapid")
@open_to_all
@endpoint("The key by which a browser knows this server's notices", gives=shapes.VapidKey)
def vapid() -> Response:
    return jsonify(public_key=installation().keys.vapid_public_text())


@blueprint.post("/v1/subscription")
@phone("full")
@endpoint("Send notices to this browser", takes=shapes.SubscriptionRequest, status=204)
def subscribe() -> ResponseReturnValue:
    try:
        take_in(installation(), current_actor().person, read_json(shapes.SubscriptionRequest), at_desk=False)
    except WrongSubscription as error:
        raise Problem("shape", fields=[error.field]) from error
    return Response(status=204)


@blueprint.delete("/v1/subscription")
@phone("full")
@endpoint("Send no more notices to this person", status=204)
def unsubscribe() -> ResponseReturnValue:
    installation().accounts.drop_subscriptions(current_actor().person)
    return Response(status=204)


@blueprint.post("/v1/emptied")
@phone("push")
@endpoint("A revoked phone says that it has sent the last of its work and erased everything", status=204)
def emptied() -> ResponseReturnValue:
    sender = current_phone()
    if sender.state in {"blocked", "taken_in", "emptied"}:
        installation().phones.note_emptied(sender.certificate.phone)
    return Response(status=204)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _now() -> str:
    return installation().now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
