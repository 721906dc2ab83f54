-- The book, step 1. A released step never changes; the next one is 002.sql.
--
-- Every row: rev = milliseconds << 16 | counter, rising through the whole file; device = who wrote it (device.n);
-- deleted = a tombstone, because rows are never removed. n is local to this file, id is the same in every copy.
-- Columns after "derived" are computed from others: they may be rebuilt at any time and are never journaled.

CREATE TABLE book (
    n INTEGER PRIMARY KEY CHECK (n = 1),
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

-- seq and hash: the last link of this device's chain over calls and reviews.
CREATE TABLE device (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rev INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    seq INTEGER NOT NULL DEFAULT 0,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE rep (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
    n INTEGER PRIMARY KEY,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE account (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    archived INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    industry TEXT,
    sub_industry TEXT,
    city TEXT,
    region TEXT,
    country TEXT,
    zone TEXT,
    employees INTEGER,
    revenue_musd REAL,
    phone TEXT,
    tags TEXT NOT NULL DEFAULT '[]',
    owner TEXT,
    notes TEXT NOT NULL DEFAULT '',
    -- derived
    fold TEXT NOT NULL,
    fit INTEGER NOT NULL DEFAULT 1,
    tier INTEGER NOT NULL DEFAULT 0,
    tier_until INTEGER,
    ranked INTEGER NOT NULL DEFAULT 0,
    last_touch INTEGER,
    fts INTEGER,
    fts_sum INTEGER
) STRICT;
CREATE INDEX account_key ON account (name_key);
CREATE INDEX account_name ON account (fold, fit) WHERE deleted = 0 AND archived = 0;
CREATE INDEX account_touch ON account (last_touch, fit) WHERE deleted = 0 AND archived = 0;
CREATE INDEX account_size ON account (employees DESC, fit) WHERE deleted = 0 AND archived = 0;
CREATE INDEX account_rest ON account (fit DESC, deleted, archived, ranked) WHERE deleted = 0 AND archived = 0 AND ranked = 0;
CREATE INDEX account_fit ON account (fit) WHERE deleted = 0 AND archived = 0;
CREATE INDEX account_unlisted ON account (deleted, archived) WHERE deleted = 1 OR archived = 1;
CREATE INDEX account_ageing ON account (tier_until) WHERE tier_until IS NOT NULL;

-- kind: domain, ticker, cik, external:<source>.
CREATE TABLE account_identifier (
    n INTEGER PRIMARY KEY,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    account INTEGER NOT NULL REFERENCES account (n),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (value, kind, account)
) STRICT;
CREATE INDEX account_identifier_account ON account_identifier (account);

CREATE TABLE account_alias (
    n INTEGER PRIMARY KEY,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    account INTEGER NOT NULL REFERENCES account (n),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    UNIQUE (account, name)
) STRICT;
CREATE INDEX account_alias_key ON account_alias (name_key);

-- Every length of prefix that people type gets an index of its own: without one, FTS5 first merges all its rows, which
-- costs 13 ms where a word stands in 33,000 of a million accounts, and 2 ms with one.
CREATE VIRTUAL TABLE account_fts USING fts5 (
    name, handle, city, industry, mark,
    content = '', contentless_delete = 1, detail = none,
    prefix = '1 2 3 4 5 6 7 8', tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);

CREATE TABLE contact (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    archived INTEGER NOT NULL DEFAULT 0,
    account INTEGER NOT NULL REFERENCES account (n),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    given_name TEXT,
    title TEXT,
    zone TEXT,
    hours_from TEXT,
    hours_until TEXT,
    link TEXT,
    goal TEXT,
    notes TEXT NOT NULL DEFAULT '',
    do_not_call TEXT,
    -- derived
    fts_sum INTEGER
) STRICT;
CREATE INDEX contact_account ON contact (account, name_key, archived) WHERE deleted = 0;

CREATE TABLE contact_identifier (
    n INTEGER PRIMARY KEY,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    contact INTEGER NOT NULL REFERENCES contact (n),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (value, kind, contact)
) STRICT;
CREATE INDEX contact_identifier_contact ON contact_identifier (contact);

CREATE TABLE contact_email (
    n INTEGER PRIMARY KEY,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    contact INTEGER NOT NULL REFERENCES contact (n),
    pos INTEGER NOT NULL,
    address TEXT NOT NULL,
    UNIQUE (contact, address)
) STRICT;
CREATE INDEX contact_email_address ON contact_email (address);

CREATE TABLE contact_phone (
    n INTEGER PRIMARY KEY,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    contact INTEGER NOT NULL REFERENCES contact (n),
    pos INTEGER NOT NULL,
    raw TEXT NOT NULL,
    label TEXT NOT NULL,
    digits TEXT NOT NULL,
    UNIQUE (contact, raw, label)
) STRICT;
CREATE INDEX contact_phone_digits ON contact_phone (digits);

CREATE VIRTUAL TABLE contact_fts USING fts5 (
    name, title, email,
    content = '', contentless_delete = 1, detail = none,
    prefix = '2 3 4 5', tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);

-- kind: email, digits, name.
CREATE TABLE do_not_call (
    n INTEGER PRIMARY KEY,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    why TEXT NOT NULL,
    UNIQUE (kind, value)
) STRICT;

CREATE TABLE campaign (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    trigger INTEGER,
    shared_reason TEXT NOT NULL,
    learned TEXT NOT NULL,
    closed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE campaign_account (
    n INTEGER PRIMARY KEY,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    campaign INTEGER NOT NULL REFERENCES campaign (n),
    account INTEGER NOT NULL REFERENCES account (n),
    pos INTEGER NOT NULL,
    impact TEXT NOT NULL,
    UNIQUE (campaign, account)
) STRICT;
CREATE INDEX campaign_account_account ON campaign_account (account);

-- status: inbox, kept, rejected (detail: why), snoozed (detail: until), merged (merged_into).
CREATE TABLE trigger (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL,
    headline TEXT NOT NULL,
    summary TEXT NOT NULL,
    source TEXT NOT NULL,
    url TEXT,
    occurred_on TEXT NOT NULL,
    effective_on TEXT,
    scope TEXT NOT NULL,
    origin TEXT NOT NULL,
    strength INTEGER NOT NULL,
    confidence TEXT NOT NULL,
    status TEXT NOT NULL,
    status_detail TEXT,
    merged_into INTEGER,
    contact INTEGER REFERENCES contact (n),
    campaign INTEGER REFERENCES campaign (n),
    company TEXT,
    cik INTEGER,
    ticker TEXT,
    external TEXT,
    impact TEXT NOT NULL,
    -- derived
    expires INTEGER NOT NULL,
    same INTEGER NOT NULL,
    links INTEGER NOT NULL DEFAULT 0,
    fts INTEGER,
    fts_sum INTEGER
) STRICT;
CREATE INDEX trigger_tray ON trigger (status, occurred_on, expires) WHERE deleted = 0;
CREATE INDEX trigger_snoozed ON trigger (status_detail) WHERE deleted = 0 AND status = 'snoozed';
CREATE INDEX trigger_external ON trigger (external) WHERE external IS NOT NULL;
CREATE INDEX trigger_same ON trigger (same);

CREATE TABLE trigger_account (
    n INTEGER PRIMARY KEY,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    trigger INTEGER NOT NULL REFERENCES trigger (n),
    account INTEGER NOT NULL REFERENCES account (n),
    -- derived
    live INTEGER NOT NULL DEFAULT 0,
    scope INTEGER NOT NULL DEFAULT 0,
    strength INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL DEFAULT '',
    occurred INTEGER NOT NULL DEFAULT 0,
    effective INTEGER,
    fit INTEGER NOT NULL DEFAULT 1,
    UNIQUE (trigger, account)
) STRICT;
CREATE INDEX trigger_account_account ON trigger_account (account);
CREATE INDEX trigger_account_live
    ON trigger_account (account, kind, scope, strength, occurred, effective, fit, trigger) WHERE live = 1;

CREATE VIRTUAL TABLE trigger_fts USING fts5 (
    headline, company, source, mark,
    content = '', contentless_delete = 1, detail = none,
    prefix = '1 2 3 4 5', tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);

-- spent: the call that reached the person with this plan; a spent plan stands beside its call and changes no more.
CREATE TABLE plan (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    contact INTEGER NOT NULL REFERENCES contact (n),
    account INTEGER NOT NULL REFERENCES account (n),
    triggers BLOB NOT NULL,
    no_trigger_because TEXT NOT NULL,
    impact TEXT NOT NULL,
    why_not_later TEXT NOT NULL,
    purpose TEXT NOT NULL,
    value TEXT NOT NULL,
    their_goal TEXT NOT NULL,
    questions TEXT NOT NULL,
    minutes INTEGER,
    next_step TEXT NOT NULL,
    opener TEXT NOT NULL,
    template TEXT,
    campaign INTEGER REFERENCES campaign (n),
    spent INTEGER,
    -- derived
    missing INTEGER NOT NULL DEFAULT 0,
    seconds INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX plan_contact ON plan (contact) WHERE deleted = 0 AND spent IS NULL;
CREATE INDEX plan_account ON plan (account) WHERE deleted = 0 AND spent IS NULL;

CREATE TABLE opener_version (
    n INTEGER PRIMARY KEY,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    plan INTEGER NOT NULL REFERENCES plan (n),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX opener_version_plan ON opener_version (plan, number);

-- Append-only and chained. Free text enters the hash as text_hash = SHA-256(salt, text): erasing text and salt keeps
-- the chain valid. What may change about a call (voided, reviewed, amended) stands in call_line.
CREATE TABLE call (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL REFERENCES device (n),
    deleted INTEGER NOT NULL DEFAULT 0,
    seq INTEGER NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    salt BLOB,
    text_hash BLOB NOT NULL,
    contact INTEGER NOT NULL REFERENCES contact (n),
    account INTEGER NOT NULL REFERENCES account (n),
    rep INTEGER NOT NULL REFERENCES rep (n),
    plan INTEGER REFERENCES plan (n),
    triggers BLOB NOT NULL,
    campaign INTEGER REFERENCES campaign (n),
    amends INTEGER REFERENCES call (n),
    logged_at INTEGER NOT NULL,
    at INTEGER NOT NULL,
    zone INTEGER NOT NULL,
    seconds INTEGER,
    minutes_asked INTEGER,
    reach TEXT NOT NULL,
    outcome TEXT,
    verdict TEXT,
    source TEXT,
    learned TEXT NOT NULL,
    way_forward TEXT NOT NULL,
    words TEXT NOT NULL,
    note TEXT NOT NULL,
    next_what TEXT,
    next_by TEXT,
    next_whose TEXT,
    opener TEXT NOT NULL,
    overrides TEXT NOT NULL,
    log_seconds INTEGER
) STRICT;
CREATE INDEX call_chain ON call (device, seq);

-- One a call row; head = 1 for the first row of a call, whose values are those of its latest amendment.
-- score packs what the scorecard counts: see calls.rs.
CREATE TABLE call_line (
    n INTEGER PRIMARY KEY REFERENCES call (n),
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    head INTEGER NOT NULL,
    root INTEGER NOT NULL,
    contact INTEGER NOT NULL,
    account INTEGER NOT NULL,
    rep INTEGER NOT NULL,
    at INTEGER NOT NULL,
    day INTEGER NOT NULL,
    kind TEXT NOT NULL,
    -- derived
    latest INTEGER NOT NULL,
    verdict INTEGER,
    score INTEGER NOT NULL,
    connected INTEGER NOT NULL,
    reviewed INTEGER NOT NULL DEFAULT 0,
    fts INTEGER
) STRICT;
CREATE INDEX call_line_at ON call_line (at) WHERE deleted = 0 AND head = 1;
CREATE INDEX call_line_account ON call_line (account, at, day, contact) WHERE deleted = 0 AND head = 1;
CREATE INDEX call_line_contact ON call_line (contact, at, day, verdict) WHERE deleted = 0 AND head = 1;
CREATE INDEX call_line_day ON call_line (day, account, rep, score) WHERE deleted = 0 AND head = 1;
CREATE INDEX call_line_unreviewed ON call_line (at, deleted, head, connected, reviewed)
    WHERE deleted = 0 AND head = 1 AND connected = 1 AND reviewed = 0;
CREATE INDEX call_line_kind ON call_line (rep, kind, at) WHERE deleted = 0 AND head = 1 AND verdict IS NOT NULL;
CREATE INDEX call_line_amendments ON call_line (root) WHERE head = 0;
CREATE INDEX call_line_void ON call_line (n) WHERE deleted = 1 OR head = 0;

CREATE TABLE call_trigger (
    contact INTEGER NOT NULL,
    trigger INTEGER NOT NULL,
    call INTEGER NOT NULL REFERENCES call (n),
    PRIMARY KEY (contact, trigger, call)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE call_fts USING fts5 (
    account, contact, words, note, mark,
    content = '', contentless_delete = 1, detail = none,
    prefix = '1 2 3 4 5 6', tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);

CREATE TABLE review (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL REFERENCES device (n),
    deleted INTEGER NOT NULL DEFAULT 0,
    seq INTEGER NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    salt BLOB,
    text_hash BLOB NOT NULL,
    call INTEGER NOT NULL REFERENCES call (n),
    reviewer INTEGER NOT NULL REFERENCES rep (n),
    at INTEGER NOT NULL,
    zone INTEGER NOT NULL,
    scores TEXT NOT NULL,
    note TEXT NOT NULL,
    focus TEXT NOT NULL
) STRICT;
CREATE INDEX review_chain ON review (device, seq);

CREATE TABLE review_line (
    n INTEGER PRIMARY KEY REFERENCES review (n),
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    call INTEGER NOT NULL
) STRICT;
CREATE INDEX review_line_call ON review_line (call) WHERE deleted = 0;

CREATE TRIGGER call_kept BEFORE DELETE ON call BEGIN SELECT raise(ABORT, 'calls are append-only'); END;
CREATE TRIGGER review_kept BEFORE DELETE ON review BEGIN SELECT raise(ABORT, 'reviews are append-only'); END;
-- The one change allowed: erasing free text together with its salt.
CREATE TRIGGER call_fixed BEFORE UPDATE ON call
WHEN NEW.salt IS NOT NULL OR NEW.words <> '' OR NEW.note <> '' OR NEW.opener <> '' OR NEW.overrides <> '[]'
    OR (NEW.next_what IS NOT NULL AND NEW.next_what <> '')
    OR (NEW.n, NEW.id, NEW.rev, NEW.device, NEW.deleted, NEW.seq, NEW.prev_hash, NEW.hash, NEW.text_hash)
        IS NOT (OLD.n, OLD.id, OLD.rev, OLD.device, OLD.deleted, OLD.seq, OLD.prev_hash, OLD.hash, OLD.text_hash)
    OR (NEW.contact, NEW.account, NEW.rep, NEW.plan, NEW.triggers, NEW.campaign, NEW.amends, NEW.logged_at)
        IS NOT (OLD.contact, OLD.account, OLD.rep, OLD.plan, OLD.triggers, OLD.campaign, OLD.amends, OLD.logged_at)
    OR (NEW.at, NEW.zone, NEW.seconds, NEW.minutes_asked, NEW.reach, NEW.outcome, NEW.verdict, NEW.source)
        IS NOT (OLD.at, OLD.zone, OLD.seconds, OLD.minutes_asked, OLD.reach, OLD.outcome, OLD.verdict, OLD.source)
    OR (NEW.learned, NEW.way_forward, NEW.next_by, NEW.next_whose, NEW.log_seconds)
        IS NOT (OLD.learned, OLD.way_forward, OLD.next_by, OLD.next_whose, OLD.log_seconds)
BEGIN SELECT raise(ABORT, 'calls are append-only'); END;
CREATE TRIGGER review_fixed BEFORE UPDATE ON review
WHEN NEW.salt IS NOT NULL OR NEW.note <> '' OR NEW.focus <> ''
    OR (NEW.n, NEW.id, NEW.rev, NEW.device, NEW.deleted, NEW.seq, NEW.prev_hash, NEW.hash, NEW.text_hash)
        IS NOT (OLD.n, OLD.id, OLD.rev, OLD.device, OLD.deleted, OLD.seq, OLD.prev_hash, OLD.hash, OLD.text_hash)
    OR (NEW.call, NEW.reviewer, NEW.at, NEW.zone, NEW.scores)
        IS NOT (OLD.call, OLD.reviewer, OLD.at, OLD.zone, OLD.scores)
BEGIN SELECT raise(ABORT, 'reviews are append-only'); END;

CREATE TABLE promise (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    call INTEGER NOT NULL REFERENCES call (n),
    contact INTEGER NOT NULL REFERENCES contact (n),
    account INTEGER NOT NULL REFERENCES account (n),
    what TEXT NOT NULL,
    by_on TEXT,
    whose TEXT NOT NULL,
    done_on TEXT
) STRICT;
CREATE INDEX promise_open ON promise (by_on) WHERE deleted = 0 AND done_on IS NULL;
CREATE INDEX promise_call ON promise (call);

-- Text typed and not saved. Not an action of the user; only logging or saving, which ends a draft, is.
CREATE TABLE draft (
    n INTEGER PRIMARY KEY,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    held_by TEXT,
    held_at INTEGER
) STRICT;

CREATE TABLE import (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL,
    file TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- The rows an import made: rows first..last of a table. One writer at a time makes them a span.
CREATE TABLE import_row (
    import INTEGER NOT NULL REFERENCES import (n),
    tbl TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (import, tbl)
) STRICT, WITHOUT ROWID;

-- What the user did, for undo and redo. state: 0 done, 1 undone, 2 passed over.
CREATE TABLE action (
    n INTEGER PRIMARY KEY,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    at INTEGER NOT NULL,
    label TEXT NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    import INTEGER REFERENCES import (n)
) STRICT;
CREATE INDEX action_done ON action (n) WHERE state = 0;
CREATE INDEX action_undone ON action (n) WHERE state = 1;

-- One a changed column; col '' says that the action made the row.
CREATE TABLE change (
    action INTEGER NOT NULL,
    tbl TEXT NOT NULL,
    row INTEGER NOT NULL,
    col TEXT NOT NULL,
    old ANY,
    new ANY,
    PRIMARY KEY (action, tbl, row, col)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_row ON change (tbl, row);
