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

CREATE INDEX call_campaign ON call (campaign) WHERE campaign IS NOT NULL;
CREATE INDEX call_overridden ON call (at) WHERE overrides <> '[]';
CREATE INDEX plan_campaign ON plan (campaign) WHERE campaign IS NOT NULL;
CREATE INDEX trigger_rejected ON trigger (kind) WHERE deleted = 0 AND status = 'rejected';
-- A change in a market is asked for by its place.
CREATE INDEX account_country ON account (country COLLATE NOCASE) WHERE deleted = 0 AND archived = 0;
CREATE INDEX account_region ON account (region COLLATE NOCASE) WHERE deleted = 0 AND archived = 0;
