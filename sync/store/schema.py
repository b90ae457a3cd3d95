"""The tables of the SQLite store, as named migrations: added at the end, forward only, never edited."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

MIGRATIONS = Migrations("fieldapp.store")

TABLES = """
CREATE TABLE names(num INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

CREATE TABLE streams(sid INTEGER PRIMARY KEY, stream BLOB NOT NULL UNIQUE, phone TEXT NOT NULL, label TEXT NOT NULL,
  have INTEGER NOT NULL, judged INTEGER NOT NULL, last INTEGER NOT NULL, proved INTEGER NOT NULL,
  follows BLOB, follows_n INTEGER);
CREATE INDEX streams_followed ON streams(follows) WHERE follows IS NOT NULL;

CREATE TABLE kept(seq INTEGER PRIMARY KEY, sid INTEGER NOT NULL, n INTEGER NOT NULL, phone INTEGER NOT NULL,
  received_ms INTEGER NOT NULL, envelope BLOB, h BLOB);
CREATE INDEX kept_number ON kept(sid, n);
CREATE TABLE pending(seq INTEGER PRIMARY KEY, attempts INTEGER NOT NULL);
CREATE TABLE holes(sid INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY(sid, first)) WITHOUT ROWID;

CREATE TABLE counter(id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL, head BLOB NOT NULL);
INSERT INTO counter VALUES (1, 0, zeroblob(32));
CREATE TABLE entries(position INTEGER PRIMARY KEY, head BLOB NOT NULL, seq INTEGER NOT NULL, sid INTEGER NOT NULL,
  n INTEGER NOT NULL, alias TEXT, kind INTEGER NOT NULL, document INTEGER NOT NULL, outcome INTEGER NOT NULL, code TEXT,
  maker INTEGER NOT NULL, base TEXT, made_at TEXT NOT NULL, received_ms INTEGER NOT NULL, salt BLOB, content TEXT,
  content_digest BLOB);
CREATE INDEX entries_number ON entries(sid, n);
CREATE INDEX entries_document ON entries(document);
CREATE INDEX entries_alias ON entries(alias) WHERE alias IS NOT NULL;
CREATE TABLE held(operation TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE waiting(document INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(document, seq)) WITHOUT ROWID;
CREATE INDEX waiting_seq ON waiting(seq);

CREATE TABLE documents(num INTEGER PRIMARY KEY, kind INTEGER NOT NULL, position INTEGER NOT NULL, version TEXT NOT NULL,
  fields TEXT NOT NULL, states TEXT NOT NULL, scopes TEXT NOT NULL, idx TEXT NOT NULL, disputed INTEGER NOT NULL);
CREATE INDEX documents_disputed ON documents(position) WHERE disputed = 1;
CREATE INDEX documents_kind ON documents(kind);
CREATE TABLE document_scopes(scope INTEGER NOT NULL, position INTEGER NOT NULL, document INTEGER NOT NULL,
  PRIMARY KEY(scope, position, document)) WITHOUT ROWID;
CREATE TABLE left_scopes(scope INTEGER NOT NULL, document INTEGER NOT NULL, position INTEGER NOT NULL,
  PRIMARY KEY(scope, document)) WITHOUT ROWID;
CREATE INDEX left_scopes_position ON left_scopes(scope, position);
CREATE TABLE index_values(name INTEGER NOT NULL, value TEXT NOT NULL, document INTEGER NOT NULL,
  PRIMARY KEY(name, value, document)) WITHOUT ROWID;
CREATE INDEX index_values_document ON index_values(document, name, value);
CREATE TABLE erased(document INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE words USING fts5(text, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3 4');

CREATE TABLE marks(slot TEXT NOT NULL, stream BLOB NOT NULL, n INTEGER NOT NULL, digests TEXT NOT NULL,
  PRIMARY KEY(slot, stream)) WITHOUT ROWID;
CREATE TABLE private_values(owner TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(owner, name)) WITHOUT ROWID;
CREATE TABLE access(position INTEGER PRIMARY KEY, head BLOB NOT NULL, kind TEXT NOT NULL, by TEXT NOT NULL, document TEXT,
  detail TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX access_document ON access(document);
CREATE INDEX access_by ON access(by);
"""


@MIGRATIONS()
def first_tables(database: Database) -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            database.conn.execute(statement)
