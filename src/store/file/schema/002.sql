-- Format 1.1: feeds and watch words; an account left alone until a day; campaigns by what they picked.

-- A place that items come from. outcome says how the last fetch ended, in words; empty before the first.
CREATE TABLE feed (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    address TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL DEFAULT '',
    etag TEXT,
    modified TEXT,
    fetched_at INTEGER,
    outcome TEXT NOT NULL DEFAULT ''
) STRICT;

-- Words whose appearance in an item makes a trigger of this kind: for one account, or for all of an industry.
CREATE TABLE watch_word (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    words TEXT NOT NULL,
    account INTEGER REFERENCES account (n),
    industry TEXT,
    kind TEXT NOT NULL
) STRICT;

-- No call to this account before the day, and why.
ALTER TABLE account ADD COLUMN rest_until TEXT;
ALTER TABLE account ADD COLUMN rest_because TEXT;

ALTER TABLE campaign ADD COLUMN picked TEXT NOT NULL DEFAULT '{}';
ALTER TABLE campaign ADD COLUMN started_on TEXT;
ALTER TABLE campaign ADD COLUMN closed_on TEXT;

-- Derived beside missing: which fields, one bit each.
ALTER TABLE plan ADD COLUMN lacks INTEGER NOT NULL DEFAULT 0;

CREATE INDEX call_campaign ON call (campaign) WHERE campaign IS NOT NULL;
CREATE INDEX call_overridden ON call (at) WHERE overrides <> '[]';
CREATE INDEX plan_person ON plan (contact);
CREATE INDEX plan_campaign ON plan (campaign) WHERE campaign IS NOT NULL;
CREATE INDEX trigger_rejected ON trigger (kind, status_detail) WHERE deleted = 0 AND status = 'rejected';
-- One page is one item, whichever feed leads to it.
CREATE INDEX trigger_url ON trigger (url) WHERE url IS NOT NULL;

-- derived: it did not answer its last touches and nothing is new since; see silence.rs.
ALTER TABLE account ADD COLUMN silent INTEGER NOT NULL DEFAULT 0;
-- derived: what the account's industry is called.
ALTER TABLE trigger_account ADD COLUMN industry TEXT NOT NULL DEFAULT '';
UPDATE trigger_account SET industry = (
    SELECT coalesce(industry, '') || coalesce(' / ' || sub_industry, '') FROM account WHERE account.n = trigger_account.account
) WHERE live = 1;
UPDATE account SET silent = 1 WHERE last_touch IS NOT NULL
    AND (SELECT count(*) = 3 AND max(connected) = 0 FROM (
        SELECT connected FROM call_line WHERE call_line.account = account.n AND deleted = 0 AND head = 1 ORDER BY at DESC LIMIT 3))
    AND NOT EXISTS (SELECT 1 FROM trigger_account AS link WHERE link.account = account.n AND live = 1
        AND occurred > last_touch);
CREATE INDEX account_silent ON account (silent) WHERE silent = 1;
CREATE INDEX account_resting ON account (rest_until) WHERE rest_until IS NOT NULL;
CREATE INDEX trigger_account_industry ON trigger_account (industry, occurred) WHERE live = 1;
CREATE INDEX plan_ready ON plan (missing, deleted, spent) WHERE deleted = 0 AND spent IS NULL AND missing = 0;
CREATE INDEX trigger_kept ON trigger (kind) WHERE deleted = 0 AND status = 'kept';
CREATE INDEX trigger_unmatched ON trigger (company, occurred_on) WHERE deleted = 0 AND links = 0 AND company IS NOT NULL;
CREATE INDEX call_line_score ON call_line (kind, score) WHERE deleted = 0 AND head = 1;
-- A change in a market is asked for by its place.
CREATE INDEX account_country ON account (country COLLATE NOCASE) WHERE deleted = 0 AND archived = 0;
CREATE INDEX account_region ON account (region COLLATE NOCASE) WHERE deleted = 0 AND archived = 0;
