-- Format 1.4: who says that a call stood on its reason, and what its rep was asked before it and passed.

-- chosen: by the rep; attached: by the program. NULL is what calls of earlier formats have: where they have triggers,
-- the program attached them. Both enter the hash of a call only where they are.
ALTER TABLE call ADD COLUMN reason_by TEXT;
-- Rules of the cautions that were passed: JSON.
ALTER TABLE call ADD COLUMN asked TEXT NOT NULL DEFAULT '[]';
CREATE INDEX call_asked ON call (at) WHERE asked <> '[]';

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
    OR (NEW.learned, NEW.way_forward, NEW.next_by, NEW.next_whose, NEW.log_seconds, NEW.reason_by, NEW.asked)
        IS NOT (OLD.learned, OLD.way_forward, OLD.next_by, OLD.next_whose, OLD.log_seconds, OLD.reason_by, OLD.asked)
BEGIN SELECT raise(ABORT, 'calls are append-only'); END;

-- Connected calls whose reason the program attached: they count for no kind, no scope and no live reason.
ALTER TABLE tally ADD COLUMN attached INTEGER NOT NULL DEFAULT 0;
