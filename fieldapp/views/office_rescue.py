"""Reddingsbestand inlezen: the sealed work of a phone that cannot send, brought as a file."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from fieldapp import api_shapes as shapes
from fieldapp import rescue
from fieldapp.access import current_actor, installation, require_roles
from fieldapp.errors import PROBLEMS, Problem
from fieldapp.forms import FileForm
from fieldapp.openapi import endpoint
from fieldapp.pages.rescue import rows

blueprint = Blueprint("office_rescue", __name__)
BRINGS = require_roles("team_lead", "administrator")
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def takes_large_file(view: View) -> View:
    """Let this route take a body as large as a rescue file may be; see `fieldapp.app`."""
    view.largest_body = rescue.LARGEST_FILE  # type: ignore[attr-defined]  # functions declare no attributes
    return view


@blueprint.route("/kantoor/wacht/reddingsbestand", methods=["GET", "POST"])
@takes_large_file
@BRINGS
def bring() -> ResponseReturnValue:
    """Ask for the file; say per phone what came in."""
    form, taken = FileForm(), None
    if form.validate_on_submit():
        house = installation()
        try:
            with form.file.data.stream as content:
                taken = rescue.take_in(house, content)
        except rescue.WrongFile as error:
            form.file.errors = [PROBLEMS[error.slug][1]]
        else:
            rescue.note(house, current_actor(), taken)
    said = None if taken is None else rows(taken, rescue.numbers_of(installation(), taken))
    status = 422 if form.errors else 200
    return render_template("office/rescue.html", form=form, rows=said), status


@blueprint.post("/api/v1/import")
@takes_large_file
@BRINGS
@endpoint(
    "Take in the rescue file of a phone; its session and the header X-CSRFToken are those of a desk",
    takes_media="application/octet-stream",
    gives=shapes.RescueAnswer,
    problems=(
        "bad_request",
        "rescue_no_file",
        "rescue_damaged",
        "rescue_other_version",
        "rescue_other_installation",
        "unavailable",
    ),
)
def take_file() -> Response:
    house = installation()
    try:
        validate_csrf(request.headers.get("X-CSRFToken"))
    except ValidationError as error:
        raise Problem("bad_request") from error
    try:
        taken = rescue.take_in(house, request.stream)  # type: ignore[arg-type]  # it can be read, which is all that is asked
    except rescue.WrongFile as error:
        raise Problem(error.slug) from error
    rescue.note(house, current_actor(), taken)
    return jsonify(phones=[one.as_json() for one in taken])
