-- Format 1.2: what scorecards count of a call and the rollups it adds up to; reviews that are answered; the check as it
-- stood; what a merge overwrote.

-- The inbox: what touches an account first, each newest first.
CREATE INDEX trigger_inbox ON trigger (links > 0, occurred_on, expires) WHERE deleted = 0 AND status = 'inbox';

-- Indexes over what is counted come back once the log is counted: counted.sql.
DROP INDEX call_line_day;
DROP INDEX call_line_score;
DROP INDEX call_line_unreviewed;

-- derived, of the first row of a call: what scorecards group by, and what a manager looks for; see call_facts.rs.
-- scope, fresh: of the first trigger on the day of the call, NULL without one (fresh: 0–100). hour: of the rep's clock.
ALTER TABLE call_line ADD COLUMN scope INTEGER;
ALTER TABLE call_line ADD COLUMN template TEXT NOT NULL DEFAULT '';
ALTER TABLE call_line ADD COLUMN campaign INTEGER;
ALTER TABLE call_line ADD COLUMN hour INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call_line ADD COLUMN fresh INTEGER;
ALTER TABLE call_line ADD COLUMN flags INTEGER NOT NULL DEFAULT 0;
-- Who says so, of the latest verdict: 1 unprompted, 2 when asked, 3 the rep's guess.
ALTER TABLE call_line ADD COLUMN source INTEGER;
-- 1 while the line is counted in tally.
ALTER TABLE call_line ADD COLUMN tallied INTEGER NOT NULL DEFAULT 0;

-- The check of the opener when its plan was last saved: JSON, empty before the first saving.
ALTER TABLE plan ADD COLUMN checked TEXT NOT NULL DEFAULT '';

-- A rep's own reviews no longer take a call off the manager's list.
UPDATE call_line SET reviewed = 0 WHERE reviewed = 1 AND NOT EXISTS (SELECT 1 FROM review_line
    JOIN review ON review.n = review_line.n
    WHERE review_line.call = call_line.n AND review_line.deleted = 0 AND review.reviewer <> call_line.rep);

-- A rep's line under a review of their call: a review of its own that scores nothing.
ALTER TABLE review ADD COLUMN answers INTEGER REFERENCES review (n);
DROP TRIGGER review_fixed;
CREATE TRIGGER review_fixed BEFORE UPDATE ON review
WHEN NEW.salt IS NOT NULL OR NEW.note <> '' OR NEW.focus <> ''
    OR (NEW.n, NEW.id, NEW.rev, NEW.device, NEW.deleted, NEW.seq, NEW.prev_hash, NEW.hash, NEW.text_hash)
        IS NOT (OLD.n, OLD.id, OLD.rev, OLD.device, OLD.deleted, OLD.seq, OLD.prev_hash, OLD.hash, OLD.text_hash)
    OR (NEW.call, NEW.reviewer, NEW.at, NEW.zone, NEW.scores, NEW.answers)
        IS NOT (OLD.call, OLD.reviewer, OLD.at, OLD.zone, OLD.scores, OLD.answers)
BEGIN SELECT raise(ABORT, 'reviews are append-only'); END;

-- derived: what the calls of a rep in a month add up to; rep 0 is everyone. dim: 0 all of them, 1 by kind, 2 scope, 3 template, 4 campaign,
-- 5 hour, 6 whole minutes used; value: which. said_*: their verdict, unprompted and asked together; unprompted: how many
-- of those without being asked; guessed_*: the rep's guess.
CREATE TABLE tally (
    rep INTEGER NOT NULL,
    dim INTEGER NOT NULL,
    month INTEGER NOT NULL,
    value ANY NOT NULL,
    calls INTEGER NOT NULL,
    connected INTEGER NOT NULL,
    said_well INTEGER NOT NULL,
    said_partly INTEGER NOT NULL,
    said_wasted INTEGER NOT NULL,
    unprompted_well INTEGER NOT NULL,
    unprompted_partly INTEGER NOT NULL,
    unprompted_wasted INTEGER NOT NULL,
    guessed_well INTEGER NOT NULL,
    guessed_partly INTEGER NOT NULL,
    guessed_wasted INTEGER NOT NULL,
    live INTEGER NOT NULL,
    fresh_sum INTEGER NOT NULL,
    fresh_n INTEGER NOT NULL,
    ready INTEGER NOT NULL,
    overridden INTEGER NOT NULL,
    swarm INTEGER NOT NULL,
    PRIMARY KEY (rep, dim, month, value)
) STRICT, WITHOUT ROWID;

-- When do_not_call was last set or lifted, as a rev: merging two books takes the later of the two marks, so that somebody
-- who edits the rest of a person does not lift a mark that they have not seen.
ALTER TABLE contact ADD COLUMN barred INTEGER NOT NULL DEFAULT 0;
UPDATE contact SET barred = rev WHERE do_not_call IS NOT NULL;

-- What came from other books: which file, when, how many rows it brought.
CREATE TABLE merge (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    file TEXT NOT NULL,
    import INTEGER NOT NULL REFERENCES import (n),
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX review_line_made ON review_line (n) WHERE deleted = 0;
CREATE INDEX call_line_read ON call_line (day, rep) WHERE deleted = 0 AND head = 1 AND reviewed = 1;

-- Every value that a merge overwrote, for good; rev and device: of the value that won.
CREATE TABLE overwritten (
    n INTEGER PRIMARY KEY,
    merge INTEGER NOT NULL REFERENCES merge (n),
    tbl TEXT NOT NULL,
    row INTEGER NOT NULL,
    col TEXT NOT NULL,
    old ANY,
    new ANY,
    rev INTEGER NOT NULL,
    device INTEGER NOT NULL
) STRICT;
CREATE INDEX overwritten_merge ON overwritten (merge);

-- Rows of another device's chain that have not come yet: first..last. A row that is missing and not in here was taken out.
CREATE TABLE chain_gap (
    device INTEGER NOT NULL REFERENCES device (n),
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (device, first)
) STRICT, WITHOUT ROWID;

-- Calls whose figures move with a trigger or a plan that came from another book.
CREATE INDEX call_trigger_used ON call_trigger (trigger);
CREATE INDEX call_plan ON call (plan) WHERE plan IS NOT NULL;
