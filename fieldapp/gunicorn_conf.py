"""How gunicorn runs the server: threads enough for slow connections, workers that end with their parent."""

from __future__ import annotations

from typing import Any

from fieldapp.logs import start_logging
from fieldapp.supervisor import die_with_parent

worker_class = "gthread"
workers = 2
threads = 32
keepalive = 5
timeout = 60
graceful_timeout = 10
accesslog = None
worker_tmp_dir = None
logconfig_dict = {"version": 1, "disable_existing_loggers": False}
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190


def on_starting(server: Any) -> None:
    start_logging()


def post_fork(server: Any, worker: Any) -> None:
    die_with_parent()
