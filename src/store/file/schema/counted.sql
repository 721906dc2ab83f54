-- Indexes over the derived columns that scorecards count, made when a log is counted: filling them row by row takes many
-- times as long. Lists and figures read them alone.

-- The calls of a rep, or of everyone, in a span of days, newest last; and all that a scorecard counts of them.
CREATE INDEX call_line_rep ON call_line (rep, day, at, score, kind, scope, template, campaign, hour, fresh, flags, verdict, reviewed, source, connected, deleted, head)
    WHERE deleted = 0 AND head = 1;
CREATE INDEX call_line_span ON call_line (day, at, rep, account, score, kind, scope, template, campaign, hour, fresh, flags)
    WHERE deleted = 0 AND head = 1;
CREATE INDEX call_line_score ON call_line (kind, score, flags) WHERE deleted = 0 AND head = 1;
CREATE INDEX call_line_campaign ON call_line (campaign, at) WHERE deleted = 0 AND head = 1 AND campaign IS NOT NULL;

-- What lists of calls are narrowed by, newest last: see call_picks.rs. deleted and head stand in them although they are the
-- same in all of their rows: without them the table is read for each.
CREATE INDEX call_line_kind_at ON call_line (kind, at, day, verdict, source, connected, reviewed, flags, deleted, head)
    WHERE deleted = 0 AND head = 1;
CREATE INDEX call_line_verdict ON call_line (verdict, at, day, source, connected, reviewed, deleted, head)
    WHERE deleted = 0 AND head = 1 AND verdict IS NOT NULL;
CREATE INDEX call_line_source ON call_line (source, at, day, verdict, connected, reviewed, deleted, head)
    WHERE deleted = 0 AND head = 1 AND source IS NOT NULL;
CREATE INDEX call_line_unreviewed ON call_line (at, day, verdict, deleted, head, connected, reviewed)
    WHERE deleted = 0 AND head = 1 AND connected = 1 AND reviewed = 0;
CREATE INDEX call_line_late ON call_line (at, day, kind, verdict, source, connected, reviewed, flags, deleted, head)
    WHERE deleted = 0 AND head = 1 AND flags & 1 <> 0;
CREATE INDEX call_line_lifted ON call_line (at, day, kind, verdict, source, connected, reviewed, flags, deleted, head)
    WHERE deleted = 0 AND head = 1 AND flags & 2 <> 0;
CREATE INDEX call_line_guessed ON call_line (at, day, kind, verdict, source, connected, reviewed, flags, deleted, head)
    WHERE deleted = 0 AND head = 1 AND flags & 4 <> 0;
CREATE INDEX call_line_swarm ON call_line (at, day, kind, verdict, source, connected, reviewed, flags, deleted, head)
    WHERE deleted = 0 AND head = 1 AND flags & 8 <> 0;
CREATE INDEX call_line_no_trigger ON call_line (at, day, kind, verdict, source, connected, reviewed, flags, deleted, head)
    WHERE deleted = 0 AND head = 1 AND flags & 16 <> 0;
CREATE INDEX call_line_out ON call_line (at, day, kind, verdict, source, connected, reviewed, flags, deleted, head)
    WHERE deleted = 0 AND head = 1 AND flags & 32 <> 0;
CREATE INDEX call_line_attached ON call_line (at, day, kind, verdict, source, connected, reviewed, flags, deleted, head)
    WHERE deleted = 0 AND head = 1 AND flags & 64 <> 0;
