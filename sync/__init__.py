"""Sealed operations in, redacted documents out: the engine, ignorant of what is inspected."""

from sync.access_log import AccessLog
from sync.blobs import Blobs, WrongChunk
from sync.check import Report
from sync.engine import LATEST, Engine, NotApplied, NotEntitled
from sync.envelope import Malformed, Opener, Session, Signer, Unopenable
from sync.log_copy import LogCopy
from sync.operation import Actor, Certificate, Context, Entry, Operation, Outcome
from sync.push import BadRequest, Behind, OverQuota
from sync.register import Register
from sync.registry import DocumentKind, OperationKind, Registry, act, edit, new, pick
from sync.store import Store, StoreUnavailable, open_store
from sync.work import Directory

__all__ = [
    "LATEST",
    "AccessLog",
    "Actor",
    "BadRequest",
    "Behind",
    "Blobs",
    "Certificate",
    "Context",
    "Directory",
    "DocumentKind",
    "Engine",
    "Entry",
    "LogCopy",
    "Malformed",
    "NotApplied",
    "NotEntitled",
    "Opener",
    "Operation",
    "OperationKind",
    "Outcome",
    "OverQuota",
    "Register",
    "Registry",
    "Report",
    "Session",
    "Signer",
    "Store",
    "StoreUnavailable",
    "Unopenable",
    "WrongChunk",
    "act",
    "edit",
    "new",
    "open_store",
    "pick",
]
