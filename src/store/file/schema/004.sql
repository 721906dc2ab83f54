-- Format 1.3: imports in many commits, so that other windows can write meanwhile; accounts that may be one.

-- 1 while it runs. Whoever opens the book and finds nobody at it takes it back.
ALTER TABLE import ADD COLUMN running INTEGER NOT NULL DEFAULT 0;

-- Other windows write between the commits of an import: its rows are many spans of a table.
CREATE TABLE import_span (
    import INTEGER NOT NULL REFERENCES import (n),
    tbl TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (import, tbl, first)
) STRICT, WITHOUT ROWID;
INSERT INTO import_span SELECT import, tbl, first, last FROM import_row;
DROP TABLE import_row;
ALTER TABLE import_span RENAME TO import_row;

-- Two accounts, or two people, that may be one: a person decides. one < other. about: account, contact; why: what they
-- have in common; state: open, same (the one went into the other), two. A decision travels, an open question does not.
CREATE TABLE twin (
    n INTEGER PRIMARY KEY,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    about TEXT NOT NULL,
    one INTEGER NOT NULL,
    other INTEGER NOT NULL,
    why TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open',
    UNIQUE (about, one, other)
) STRICT;
CREATE INDEX twin_open ON twin (n, about, one, other, why) WHERE deleted = 0 AND state = 'open';
CREATE INDEX twin_other ON twin (about, other);

-- Where a row went that was found to be the same as another; it is a tombstone, and what knew it leads there.
ALTER TABLE account ADD COLUMN merged_into INTEGER;
ALTER TABLE contact ADD COLUMN merged_into INTEGER;
CREATE INDEX account_merged ON account (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX contact_merged ON contact (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX contact_gone ON contact (account, name_key) WHERE deleted = 1 AND merged_into IS NOT NULL;
