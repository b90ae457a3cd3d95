"""Sealed operations in, redacted documents out: the engine, ignorant of what is inspected."""

from sync.operation import Actor, Certificate, Context, Entry, Operation, Outcome
from sync.registry import DocumentKind, OperationKind, Registry, act, edit, new, pick

__all__ = [
    "Actor",
    "Certificate",
    "Context",
    "DocumentKind",
    "Entry",
    "Operation",
    "OperationKind",
    "Outcome",
    "Registry",
    "act",
    "edit",
    "new",
    "pick",
]
