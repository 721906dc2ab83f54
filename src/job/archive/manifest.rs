//! The layout of an archive folder.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a program looks at first.
pub(super) const MANIFEST: &str = "book.json";
/// What a person looks at first.
pub(super) const README: &str = "README.md";
/// Tables for spreadsheets; they are written only.
pub(super) const TABLES: [&str; 5] = ["accounts.csv", "contacts.csv", "triggers.csv", "calls.csv", "do-not-call.csv"];
/// The layout of the folder.
pub(super) const VERSION: u32 = 1;

/// `book.json`: what must be there for the folder to be whole.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// Says what the folder is.
    pub(super) whynow: String,
    pub(super) version: u32,
    pub(super) rows: BTreeMap<String, u64>,
    /// The ends of the logs.
    pub(super) log: Vec<LogEnd>,
}

/// The last link of a device's log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LogEnd {
    pub(super) device: uuid::Uuid,
    pub(super) rows: i64,
    pub(super) hash: String,
}

/// The file of a table.
pub(super) fn file_of(table: &str) -> String {
    format!("{}.jsonl", table.replace('_', "-"))
}

/// What a table holds, in one line for people.
pub(super) fn table_summary(table: &str) -> &'static str {
    match table {
        "setting" => "settings of the book: the profile, measured strengths of kinds, presets of one's own",
        "feed" => "feeds, and how each was last fetched (fetched_at: milliseconds)",
        "rep" => "everybody who calls or reviews",
        "account" => {
            "companies; employees: people, revenue_musd: millions of US dollars, rest_until: no call before that day"
        }
        "account_identifier" => "web domains, tickers, CIKs and ids of other systems, by account",
        "account_alias" => "other names of accounts",
        "contact" => "people; do_not_call: why not; barred: when that was last set or cleared (a stamp)",
        "contact_identifier" => "ids of people in other systems",
        "contact_email" => "e-mail addresses, in their order (pos)",
        "contact_phone" => "telephone numbers as written, in their order (pos)",
        "do_not_call" => "the do-not-call list: addresses, digits, names",
        "campaign" => "campaigns, with how they picked their accounts (picked) and what was learned",
        "campaign_account" => "accounts of campaigns, with the line of impact for each",
        "trigger" => "what happened or will happen; strength 0 to 5",
        "trigger_account" => "which trigger is linked to which account",
        "plan" => "call plans; minutes asked, seconds of the opener read aloud, the check as it stood (checked)",
        "opener_version" => "every version of an opener (at: milliseconds)",
        "call" => {
            "the log: every call and every amendment (amends), never changed; at, logged_at: milliseconds, zone: minutes east of UTC, seconds: length; seq, prev_hash, hash, salt, text_hash: the chain that shows a changed row"
        }
        "call_line" => "which rows of the log count: taken back where deleted",
        "review" => "reviews of calls, chained with the log; scores 0 to 3",
        "review_line" => "which reviews count",
        "promise" => "promises of both sides, by the call that set them off",
        "watch_word" => "words that are looked for in feeds",
        _ => "",
    }
}
