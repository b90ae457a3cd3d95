"""Notices to browsers: an encrypted "er is iets gewijzigd" with a link, through the browser's own push service."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass

import requests
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush

from fieldapp.config import Config
from fieldapp.keys import Keys
from fieldapp.push_addresses import is_allowed_endpoint

log = logging.getLogger("fieldapp.webpush")
TIMEOUT_SECONDS = 10
TTL_SECONDS = 12 * 3600
TEXT = "Er is iets gewijzigd"


@dataclass(frozen=True)
class Sent:
    """`result`: `sent`, `gone` (delete the subscription), `refused` (this notice never), or `later`.

    `wait_seconds`: how long the service wants us to wait, 0 if it does not say.
    """

    result: str
    wait_seconds: int = 0


class Sender:
    """Posts one notice; never follows a redirect, never tells the service anything but where and for how long."""

    def __init__(self, keys: Keys, config: Config) -> None:
        self._keys = keys
        self._contact = config.vapid_contact
        self._loopback = config.webpush_loopback
        self._session = requests.Session()
        self._session.max_redirects = 0

    def send(self, endpoint: str, subscription_keys: dict[str, str], link: str, key: object = None) -> Sent:
        """Post it, signed with the key under which this browser subscribed; `key` None: before keys were noted."""
        if not is_allowed_endpoint(endpoint, self._loopback):
            return Sent("gone")
        private = self._keys.vapid_of(key)
        if private is None:
            log.warning("a browser is under a key of web push that is not here any more; the notice waits")
            return Sent("later")
        try:
            webpush(
                {"endpoint": endpoint, "keys": subscription_keys},
                json.dumps({"text": TEXT, "link": link}),
                vapid_private_key=Vapid02(private),
                vapid_claims={"sub": self._contact},
                ttl=TTL_SECONDS,
                timeout=TIMEOUT_SECONDS,
                headers={"Urgency": "normal"},
                requests_session=self._session,
            )
        except WebPushException as error:
            return _failed(error)
        except requests.RequestException as error:
            log.warning("push service not reached", extra={"why": type(error).__name__})
            return Sent("later")
        except ValueError:
            return Sent("gone")
        return Sent("sent")


def _failed(error: WebPushException) -> Sent:
    status = error.status_code
    log.warning("push service refused", extra={"status": status})
    if status in {None, 404, 410}:  # no status: nothing was sent, since its keys are no keys
        return Sent("gone")
    if status in {400, 401, 403, 413}:
        return Sent("refused")
    after = error.retry_after
    return Sent("later", int(after) if after and after.isdigit() else 0)
