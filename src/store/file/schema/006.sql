-- Format 1.5: what the ranking reads of a trigger and of the calls about it.

-- derived, of a live link: how good its trigger's evidence is (0 low, 1 medium, 2 high); 1 where somebody of the account
-- has heard it as a reason.
ALTER TABLE trigger_account ADD COLUMN confidence INTEGER NOT NULL DEFAULT 1;
ALTER TABLE trigger_account ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
UPDATE trigger_account SET
    confidence = (SELECT CASE trigger.confidence WHEN 'low' THEN 0 WHEN 'high' THEN 2 ELSE 1 END
        FROM trigger WHERE trigger.n = trigger_account.trigger),
    used = EXISTS (SELECT 1 FROM call_line AS line
        JOIN call_trigger ON call_trigger.contact = line.contact AND call_trigger.trigger = trigger_account.trigger
            AND call_trigger.call = line.latest
        JOIN call ON call.n = line.latest
        WHERE line.account = trigger_account.account AND line.deleted = 0 AND line.head = 1
            AND call.reach IN ('connected', 'left_message', 'voicemail'))
WHERE live = 1;
DROP INDEX trigger_account_live;
CREATE INDEX trigger_account_ranked
    ON trigger_account (account, kind, scope, strength, occurred, effective, fit, trigger, confidence, used) WHERE live = 1;

-- derived: somebody there was talked to, and nothing happened to them since; see no_answer.rs.
ALTER TABLE account ADD COLUMN talked INTEGER NOT NULL DEFAULT 0;
UPDATE account SET talked = 1 WHERE last_touch IS NOT NULL
    AND EXISTS (SELECT 1 FROM call_line AS line
        WHERE line.account = account.n AND line.deleted = 0 AND line.head = 1 AND line.connected = 1)
    AND NOT EXISTS (SELECT 1 FROM trigger_account AS link
        WHERE link.account = account.n AND link.live = 1 AND link.kind NOT IN ('download', 'newsletter_open')
            AND link.occurred > (SELECT max(line.day) FROM call_line AS line
                WHERE line.account = account.n AND line.deleted = 0 AND line.head = 1 AND line.connected = 1));
CREATE INDEX account_talked ON account (talked, ranked) WHERE talked = 1 AND ranked = 1;
