"""All settings: one frozen dataclass, read once from FIELDAPP_* when a process starts."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from fieldapp.refusals import OperatorError

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class WrongSetting(OperatorError):
    """A setting cannot be used; the message says which, and what to do. It stops the start."""


PROTOCOL = 2
"""What the field app of this build speaks: docs/protocol.md 5. It goes up when phones before it must not go on."""


@dataclass(frozen=True)
class Config:
    """What the operator chose. `docs/running.md` has one row for each field."""

    data: Path
    register: Path
    log_copy: Path | None = None
    secret: str | None = None
    origin: str | None = None
    municipality: str = ""
    """The name people see; what is shown where nobody gave one is the matter of the installation."""
    municipality_code: str = "9998"
    policy: Path | None = None
    clock_offset_seconds: int = 0
    min_protocol: int = 1
    """Phones that speak an older form of the protocol may send, and receive nothing until they are updated."""
    proxies: int = 0
    vapid_contact: str = "mailto:beheer@voorbeeldstad.example"
    webpush_loopback: bool = False
    shell_off: bool = False
    push_per_day: int = 20_000
    phone_keeps: str = "all"
    bytes_per_day: int = 2_000_000_000

    @property
    def keys(self) -> Path:
        """The folder of the private keys: outside the database and its backups."""
        return self.data / "keys"

    @property
    def store_url(self) -> str:
        return f"sqlite:///{self.data / 'fieldapp.db'}"

    @property
    def blobs(self) -> Path:
        return self.data / "blobs"

    @property
    def packs(self) -> Path:
        """Public files for phones (addresses), named by their digest."""
        return self.data / "packs"

    def now(self) -> datetime:
        """Return the server's time, aware, in UTC, shifted by the setting that tests use."""
        return datetime.now(UTC) + timedelta(seconds=self.clock_offset_seconds)

    def today(self) -> date:
        """Return the calendar day in Europe/Amsterdam."""
        return self.now().astimezone(AMSTERDAM).date()


def load_config(environ: Mapping[str, str] | None = None, *, data: Path | None = None) -> Config:
    """Return the settings of this process; `data` wins over FIELDAPP_DATA. Raises WrongSetting."""
    settings = _from(os.environ if environ is None else environ)
    folder = (data or Path(settings.get("DATA") or "instance")).absolute()
    chosen: dict[str, object] = {name: read(settings[key]) for key, (name, read) in _READERS.items() if key in settings}
    register = Path(settings["REGISTER"]).absolute() if "REGISTER" in settings else beside(folder)
    config = Config(data=folder, register=register, **chosen)  # type: ignore[arg-type]  # the readers give these types
    _check_places(config)
    return config


def _from(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the settings without their prefix; a name ending in _FILE gives the content of that file."""
    found = {key.removeprefix("FIELDAPP_"): value for key, value in environ.items() if key.startswith("FIELDAPP_")}
    for key in [key for key in found if key.endswith("_FILE")]:
        path = Path(found.pop(key))
        try:
            found[key.removesuffix("_FILE")] = path.read_text("utf-8").strip()
        except OSError as error:
            raise WrongSetting(f"FIELDAPP_{key} points to {path}, which cannot be read: {error.strerror}.") from error
    unknown = sorted(set(found) - set(_READERS) - {"DATA", "REGISTER", "KILL"})
    if unknown:
        known = ", ".join(sorted(f"FIELDAPP_{key}" for key in {*_READERS, "DATA", "REGISTER"}))
        raise WrongSetting(f"FIELDAPP_{unknown[0]} is not a setting. The settings are: {known}.")
    return {key: value for key, value in found.items() if value != ""}


def beside(folder: Path) -> Path:
    """Return where the register lies if nobody chose a place: next to the data folder, never in it."""
    return folder.parent / f"{folder.name}.register"


def _check_places(config: Config) -> None:
    for name, path in (("FIELDAPP_REGISTER", config.register), ("FIELDAPP_LOG_COPY", config.log_copy)):
        if path is not None and path.is_relative_to(config.data):
            raise WrongSetting(
                f"{name} lies inside the data folder. Choose a place outside it: it must survive its loss."
            )


def _whole(name: str, least: int, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        try:
            number = int(value)
        except ValueError as error:
            raise WrongSetting(f"FIELDAPP_{name} must be a whole number, not {value!r}.") from error
        if not least <= number <= most:
            raise WrongSetting(f"FIELDAPP_{name} must be from {least} to {most}, not {number}.")
        return number

    return read


def _one_of(name: str, *choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in choices:
            raise WrongSetting(f"FIELDAPP_{name} must be one of {', '.join(choices)}, not {value!r}.")
        return value

    return read


def _switch(name: str) -> Callable[[str], bool]:
    def read(value: str) -> bool:
        if value not in {"0", "1"}:
            raise WrongSetting(f"FIELDAPP_{name} must be 0 or 1, not {value!r}.")
        return value == "1"

    return read


def _origin(value: str) -> str:
    parts = urlsplit(value)
    is_local = parts.hostname in {"localhost", "127.0.0.1"}
    if parts.scheme not in ({"http", "https"} if is_local else {"https"}) or not parts.netloc or parts.path.strip("/"):
        raise WrongSetting("FIELDAPP_ORIGIN must be the address of this server, such as https://toezicht.example.nl.")
    return f"{parts.scheme}://{parts.netloc}"


def _secret(value: str) -> str:
    if len(value) < 16:
        raise WrongSetting("FIELDAPP_SECRET must have at least 16 characters.")
    return value


def _code(value: str) -> str:
    if not re.fullmatch(r"[0-9]{4}", value):
        raise WrongSetting("FIELDAPP_MUNICIPALITY_CODE must be the four digits of the municipality.")
    return value


def _folder(value: str) -> Path:
    path = Path(value).absolute()
    if not path.is_dir():
        raise WrongSetting(f"FIELDAPP_POLICY must be a folder; {path} is not.")
    return path


def _contact(value: str) -> str:
    if not value.startswith(("mailto:", "https:")):
        raise WrongSetting("FIELDAPP_VAPID_CONTACT must begin with mailto: or https:.")
    return value


# setting without FIELDAPP_ -> (field, how its text is read). Every reader refuses with a sentence.
_READERS: dict[str, tuple[str, Callable[[str], object]]] = {
    "LOG_COPY": ("log_copy", lambda value: Path(value).absolute()),
    "SECRET": ("secret", _secret),
    "ORIGIN": ("origin", _origin),
    "MUNICIPALITY": ("municipality", str.strip),
    "MUNICIPALITY_CODE": ("municipality_code", _code),
    "POLICY": ("policy", _folder),
    "CLOCK_OFFSET_SECONDS": ("clock_offset_seconds", _whole("CLOCK_OFFSET_SECONDS", -(10**9), 10**9)),
    "MIN_PROTOCOL": ("min_protocol", _whole("MIN_PROTOCOL", 1, PROTOCOL)),
    "PROXIES": ("proxies", _whole("PROXIES", 0, 3)),
    "VAPID_CONTACT": ("vapid_contact", _contact),
    "WEBPUSH_LOOPBACK": ("webpush_loopback", _switch("WEBPUSH_LOOPBACK")),
    "SHELL_OFF": ("shell_off", _switch("SHELL_OFF")),
    "BYTES_PER_DAY": ("bytes_per_day", _whole("BYTES_PER_DAY", 1_000_000, 10**15)),
    "PHONE_KEEPS": ("phone_keeps", _one_of("PHONE_KEEPS", "all", "today")),
    "PUSH_PER_DAY": ("push_per_day", _whole("PUSH_PER_DAY", 1, 10_000_000)),
}
