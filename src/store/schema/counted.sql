-- Indexes over the derived columns that scorecards count, made when a log is counted: filling them row by row takes many
-- times as long. Lists and figures read them alone.

-- The calls of a rep, or of everyone, in a span of days, newest last; and all that a scorecard counts of them.
CREATE INDEX call_line_rep ON call_line (rep, day, at, score, kind, scope, template, campaign, hour, fresh, flags, verdict, reviewed)
    WHERE deleted = 0 AND head = 1;
CREATE INDEX call_line_span ON call_line (day, at, rep, account, score, kind, scope, template, campaign, hour, fresh, flags)
    WHERE deleted = 0 AND head = 1;
CREATE INDEX call_line_score ON call_line (kind, score) WHERE deleted = 0 AND head = 1;
CREATE INDEX call_line_kind_at ON call_line (kind, at) WHERE deleted = 0 AND head = 1;
CREATE INDEX call_line_campaign ON call_line (campaign, at) WHERE deleted = 0 AND head = 1 AND campaign IS NOT NULL;
CREATE INDEX call_line_flags ON call_line (at, flags) WHERE deleted = 0 AND head = 1 AND flags <> 0;
