//! What somebody typed reaches SQL as a bound value, never as text of the statement.

use super::source::texts;

/// The files that put statements together, out of names of the catalogue and conditions of their own. Another one is a
/// question to whoever reads it: does a word of a person or a file go in?
const PUT_TOGETHER: &[&str] = &[
    "store/backup/missing.rs",
    "store/backup/seal.rs",
    "store/book/emptied.rs",
    "store/book/journal.rs",
    "store/book/monthly_totals.rs",
    "store/catalog/taken_back.rs",
    "store/cells.rs",
    "store/duplicates/merge_pair.rs",
    "store/duplicates/mod.rs",
    "store/erase/arriving.rs",
    "store/erase/blank.rs",
    "store/erase/dossier.rs",
    "store/erase/naming.rs",
    "store/erase/rows.rs",
    "store/erase/sweep.rs",
    "store/erase/typed.rs",
    "store/export/archive_tables.rs",
    "store/file/schema.rs",
    "store/import/commits.rs",
    "store/import/rollback.rs",
    "store/log/filter.rs",
    "store/salvage/calls.rs",
    "store/salvage/look.rs",
    "store/salvage/mend.rs",
    "store/salvage/mod.rs",
    "store/salvage/rows.rs",
    "store/scorecards/mod.rs",
    "store/seal/connect.rs",
    "store/stamps.rs",
    "store/sync/bundle_read.rs",
    "store/sync/bundle_write.rs",
    "store/sync/merge/context.rs",
    "store/sync/merge/lines.rs",
    "store/sync/merge/log.rs",
    "store/sync/merge/mod.rs",
    "store/sync/merge/report.rs",
    "store/sync/merge/rows.rs",
    "store/sync/restore_archive.rs",
    "store/undo.rs",
    "store/verify.rs",
];

/// Words that only a statement begins with.
const STATEMENTS: [&str; 12] = [
    "SELECT ",
    "INSERT ",
    "UPDATE ",
    "DELETE FROM ",
    "PRAGMA ",
    "ATTACH ",
    "DETACH ",
    "CREATE ",
    "DROP INDEX ",
    "DROP TRIGGER ",
    "DROP TABLE ",
    "ALTER TABLE ",
];

/// Returns true where a text with places to fill in is, or holds, a statement.
fn puts_together(text: &str) -> bool {
    let filled = text.replace("{{", "").contains('{');
    filled && STATEMENTS.iter().any(|word| text.starts_with(word) || text.contains(&format!("({word}")))
}

#[test]
fn statements_are_put_together_in_these_files_alone() {
    let mut found: Vec<String> = texts().filter(|(_, text)| puts_together(text)).map(|(path, _)| path).collect();
    found.dedup();
    assert_eq!(found, PUT_TOGETHER);
}

#[test]
fn a_statement_with_a_place_to_fill_in_is_told_from_other_texts() {
    assert!(puts_together("SELECT n FROM call WHERE name = '{name}'"));
    assert!(puts_together("EXISTS (SELECT 1 FROM {table})"));
    for other in ["SELECT n FROM call WHERE name = ?1", "Select {what} first", "PRAGMA user_version", "{{}} SELECT"] {
        assert!(!puts_together(other), "{other}");
    }
}
