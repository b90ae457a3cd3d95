"""What the processes write about themselves: one JSON line each, without anything that people recorded."""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from datetime import UTC, datetime

from flask import Flask, Response, g, request

_EXTRA = ("route", "method", "status", "ms", "why", "kind", "entry", "process", "count")


class JsonLines(logging.Formatter):
    """One line of JSON. Of an error it names the type and where it arose: its text may quote what somebody typed."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {
            "at": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in _EXTRA if hasattr(record, name) and name != "process"}
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            frames = traceback.extract_tb(error.__traceback__)[-12:]
            line["error"] = type(error).__name__
            line["where"] = [
                f"{frame.filename.rsplit('/', 2)[-2]}/{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}"
                for frame in frames
            ]
        return json.dumps(line, ensure_ascii=False)


def start_logging(level: int = logging.INFO) -> None:
    """Send every log line of this process to standard error, once."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("urllib3", "sync"):  # what they say at lower levels may quote what was sent
        logging.getLogger(chatty).setLevel(logging.WARNING)


def add_request_log(app: Flask) -> None:
    """Log method, route and status of each request: the route's pattern, never the address that was asked for."""
    log = logging.getLogger("fieldapp.request")

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        took = (time.perf_counter() - g.started) * 1000 if "started" in g else 0.0
        route = request.url_rule.rule if request.url_rule else "-"
        if not route.startswith("/s/") or response.status_code >= 400:
            facts = {"route": route, "method": request.method, "status": response.status_code, "ms": round(took, 1)}
            log.info("request", extra=facts)
        return response
