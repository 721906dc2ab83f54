-- Format 1.6: touches beside calls; promises with an hour; what a person's part is and where they went; numbers and notes
-- of people in the search.

-- An e-mail sent, a message left elsewhere, a call of theirs. No part of the log: it is taken back as anything else.
CREATE TABLE touch (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    contact INTEGER NOT NULL REFERENCES contact (n),
    account INTEGER NOT NULL REFERENCES account (n),
    rep INTEGER NOT NULL REFERENCES rep (n),
    at INTEGER NOT NULL,
    zone INTEGER NOT NULL,
    kind TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX touch_account ON touch (account, at, zone, contact, kind, deleted) WHERE deleted = 0;
CREATE INDEX touch_contact ON touch (contact, at) WHERE deleted = 0;
-- What the ranking reads: our own touches of the last days.
CREATE INDEX touch_ours ON touch (at, zone, account, kind, deleted) WHERE deleted = 0 AND kind <> 'they_called';

-- The hour of a next step, as the call said it: enters the hash of a call only where it is.
ALTER TABLE call ADD COLUMN next_time TEXT;
DROP TRIGGER call_fixed;
CREATE TRIGGER call_fixed BEFORE UPDATE ON call
WHEN NEW.salt IS NOT NULL OR NEW.words <> '' OR NEW.note <> '' OR NEW.opener <> '' OR NEW.overrides <> '[]'
    OR (NEW.next_what IS NOT NULL AND NEW.next_what <> '')
    OR (NEW.n, NEW.id, NEW.rev, NEW.device, NEW.deleted, NEW.seq, NEW.prev_hash, NEW.hash, NEW.text_hash)
        IS NOT (OLD.n, OLD.id, OLD.rev, OLD.device, OLD.deleted, OLD.seq, OLD.prev_hash, OLD.hash, OLD.text_hash)
    OR (NEW.contact, NEW.account, NEW.rep, NEW.plan, NEW.triggers, NEW.campaign, NEW.amends, NEW.logged_at)
        IS NOT (OLD.contact, OLD.account, OLD.rep, OLD.plan, OLD.triggers, OLD.campaign, OLD.amends, OLD.logged_at)
    OR (NEW.at, NEW.zone, NEW.seconds, NEW.minutes_asked, NEW.reach, NEW.outcome, NEW.verdict, NEW.source)
        IS NOT (OLD.at, OLD.zone, OLD.seconds, OLD.minutes_asked, OLD.reach, OLD.outcome, OLD.verdict, OLD.source)
    OR (NEW.learned, NEW.way_forward, NEW.next_by, NEW.next_time, NEW.next_whose, NEW.log_seconds)
        IS NOT (OLD.learned, OLD.way_forward, OLD.next_by, OLD.next_time, OLD.next_whose, OLD.log_seconds)
    OR (NEW.reason_by, NEW.asked) IS NOT (OLD.reason_by, OLD.asked)
BEGIN SELECT raise(ABORT, 'calls are append-only'); END;

-- The hour of a promise, and the zone whose clock it is by: its name, nothing for the rep's own.
ALTER TABLE promise ADD COLUMN by_time TEXT;
ALTER TABLE promise ADD COLUMN by_zone TEXT;
-- The day and hour that were agreed first, where the promise was moved since.
ALTER TABLE promise ADD COLUMN first_on TEXT;
ALTER TABLE promise ADD COLUMN first_time TEXT;
CREATE INDEX promise_contact ON promise (contact, by_on) WHERE deleted = 0 AND done_on IS NULL;

-- Their part in the decision, in a word; when they left, and for where.
ALTER TABLE contact ADD COLUMN role TEXT;
ALTER TABLE contact ADD COLUMN left_on TEXT;
ALTER TABLE contact ADD COLUMN moved_to TEXT;

DROP TABLE contact_fts;
CREATE VIRTUAL TABLE contact_fts USING fts5 (
    name, title, email, number, notes,
    content = '', contentless_delete = 1, detail = none,
    prefix = '2 3 4 5', tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
INSERT INTO contact_fts (contact_fts, rank) VALUES ('secure-delete', 1);
-- Everybody's words are put in anew once the steps are made.
UPDATE contact SET fts_sum = NULL;
