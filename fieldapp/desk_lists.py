"""What the pages of the planning share: the day they are about, its lists, and the form of a stop."""

from datetime import date, timedelta
from typing import Any

from flask import request

from fieldapp import desk
from fieldapp.access import current_actor, installation
from fieldapp.domain.day_lists import WITHDRAWN
from fieldapp.domain.moments import evening_of
from fieldapp.forms import StopForm, choices_of, options, with_empty
from fieldapp.pages import planning

REASONS_AT_A_DESK = ("routine", "hercontrole", "melding", "eerste_controle", "uitvoering")
FARTHEST = timedelta(days=366)


def running_day() -> date:
    """Return the day of the round that goes on: an evening's round lasts until six in the morning."""
    return evening_of(installation().now())


def wanted_day() -> date:
    """Return the day that the page is about: `dag` of the address, otherwise that of the running round."""
    running = running_day()
    try:
        on = date.fromisoformat(request.args.get("dag", ""))
    except ValueError:
        return running
    return on if abs(on - running) <= FARTHEST else running


def lists_of(on: date) -> list[desk.Shown]:
    """Return the lists of a day that stand."""
    return [one for one in desk.everything("day_list", on=on.isoformat()) if one["fields"]["state"] != WITHDRAWN]


def withdrawn_of(on: date) -> list[desk.Shown]:
    return desk.everything("day_list", on=on.isoformat(), state=WITHDRAWN)


def offer(form: StopForm, lists: list[desk.Shown]) -> None:
    """Fill in which lists and which reasons can be chosen; the only list of the day is, and nothing else, beforehand."""
    form.list_id.choices = list_choices(lists)
    if len(lists) == 1 and not form.is_submitted():
        form.list_id.data = lists[0]["id"]
    form.reason.choices = with_empty("Kies de reden", choices_of("visit_reason", only=REASONS_AT_A_DESK))


def list_choices(lists: list[desk.Shown]) -> list[Any]:
    names = desk.names()
    pairs = [(one["id"], planning.pair_words(one["fields"], names)) for one in lists]
    return with_empty("Kies een lijst", options(sorted(pairs, key=lambda pair: pair[1])))


def stop_of(form: StopForm, day_list: desk.Shown, premises: desk.Shown) -> dict[str, Any]:
    """Return the body that puts these premises at the end of the list."""
    stop = planning.new_stop(
        day_list["fields"], premises, desk.new_id(), form.reason.data, form.appointment.data, current_actor().person
    )
    return {f"stops.{desk.new_id()}": stop}
