//! Pages of a book: where a table lies, and pages that are ruined.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

/// Pages of a table that hold rows.
pub(crate) fn leaves(book: &Path, table: &str) -> Vec<usize> {
    let conn = Connection::open(book).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let root: u32 = conn.query_row(sql, [table], |row| row.get(0)).unwrap();
    let root = root as usize;
    let bytes = fs::read(book).unwrap();
    let page = |n: usize| &bytes[(n - 1) * 4_096..n * 4_096];
    if page(root)[0] == 0x0d {
        return vec![root];
    }
    let two = |bytes: &[u8], at: usize| usize::from(bytes[at]) * 256 + usize::from(bytes[at + 1]);
    let four = |bytes: &[u8], at: usize| two(bytes, at) * 65_536 + two(bytes, at + 2);
    let root = page(root);
    let cells = two(root, 3);
    let mut all: Vec<usize> = (0..cells).map(|cell| four(root, two(root, 12 + 2 * cell))).collect();
    all.push(four(root, 8));
    all
}

/// Pages of the list of tables, without the first of the file where it lies on several.
pub(crate) fn listing(book: &Path) -> Vec<usize> {
    let bytes = fs::read(book).unwrap();
    let starts = |page: &[u8], word: &[u8]| page.windows(word.len()).any(|bytes| bytes == word);
    let is_leaf = |page: &&[u8]| page[0] == 0x0d && (starts(page, b"CREATE TABLE") || starts(page, b"CREATE INDEX"));
    let pages = bytes.chunks(4_096).enumerate().skip(1);
    pages.filter(|(_, page)| is_leaf(page)).map(|(at, _)| at + 1).collect()
}

/// Fills pages of a book with what is no page.
pub(crate) fn ruin(book: &Path, pages: &[usize]) {
    // The log goes into the file first: a page is then at its place and nowhere else.
    let conn = Connection::open(book).unwrap();
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(conn);
    let mut bytes = fs::read(book).unwrap();
    for page in pages {
        bytes[(page - 1) * 4_096..page * 4_096].fill(0x5a);
    }
    fs::write(book, bytes).unwrap();
}
