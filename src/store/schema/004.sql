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
