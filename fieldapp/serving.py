"""How gunicorn runs the web application: threads enough for slow connections, workers that end with their parent."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from fieldapp.app import create_app
from fieldapp.config import Config
from fieldapp.supervisor import die_with_parent

WORKERS = 2
THREADS = 32


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with our settings; each worker makes its own application after the fork, so nothing open is shared."""

    def __init__(self, config: Config, address: str) -> None:
        self._config = config
        self._address = address
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options().items():
            self.cfg.set(name, value)

    def _options(self) -> dict[str, object]:
        return {
            "bind": self._address,
            "worker_class": "gthread",
            "workers": WORKERS,
            "threads": THREADS,
            "keepalive": 5,
            "timeout": 60,
            "graceful_timeout": 10,
            "limit_request_fields": 60,
            "logger_class": Quiet,
            "post_fork": _after_fork,
            "proc_name": "fieldapp",
        }

    def load(self) -> Flask:
        return create_app(self._config)


def _after_fork(_server: Any, _worker: Any) -> None:  # Any: gunicorn's arbiter and worker
    die_with_parent()


class Quiet(Logger):  # type: ignore[misc]
    """Gunicorn's own words among ours, without what it fills in: that may be an address somebody looked at."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers[:] = []
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)

    def critical(self, msg: Any, *_args: Any, **kwargs: Any) -> None:
        self._say(logging.CRITICAL, msg, kwargs)

    def error(self, msg: Any, *_args: Any, **kwargs: Any) -> None:
        self._say(logging.ERROR, msg, kwargs)

    def warning(self, msg: Any, *_args: Any, **kwargs: Any) -> None:
        self._say(logging.WARNING, msg, kwargs)

    def exception(self, msg: Any, *_args: Any, **_kwargs: Any) -> None:
        self.error_log.error("%s", msg, exc_info=True)

    def _say(self, level: int, msg: Any, kwargs: dict[str, Any]) -> None:
        self.error_log.log(level, "%s", msg, exc_info=kwargs.get("exc_info"))

    def access(self, *_args: Any, **_kwargs: Any) -> None:
        """Say nothing: the application logs the route of each request."""
