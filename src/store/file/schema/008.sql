-- Format 1.7: who was erased, and stays erased.

-- What somebody who was erased is recognised by when a file or another book brings them again: keyed hashes, no words.
-- person: the id of their row, which the log names for good. kind: email, number, number_name (the number together with
-- the name, where others have the number too), id (in another system), name (at the account). key: of the hash; a new
-- mark takes the key of the oldest one that stands, and a new key where none does. A lifted mark is a tombstone.
CREATE TABLE erasure (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    person BLOB NOT NULL,
    kind TEXT NOT NULL,
    mark BLOB NOT NULL,
    key BLOB NOT NULL,
    account INTEGER REFERENCES account (n),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX erasure_mark ON erasure (mark);
CREATE INDEX erasure_person ON erasure (person);
CREATE INDEX erasure_account ON erasure (account) WHERE account IS NOT NULL;
