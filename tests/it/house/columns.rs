//! Rows of the book are read by the names of their columns: a column that moves in its statement takes no value along.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rusqlite::Connection;
use whynow::store::Store;

use super::forgotten::written;
use super::source::{sources, tokens};
use crate::support::book::clock;

/// The one reader of a row that has a single column.
const ONLY_VALUE: &str = "store/cells.rs";

#[test]
fn no_column_is_read_by_its_number() {
    let mut found = Vec::new();
    for source in sources().iter().filter(|one| one.path.starts_with("store/") && one.path != ONLY_VALUE) {
        found.extend(numbered(&source.code).into_iter().map(|read| format!("{}: {read}", source.path)));
    }
    assert!(found.is_empty(), "read these by name, or the value of a single column with `only_value`:\n{found:#?}");
}

/// Reads of a row by a number that stands in the code.
fn numbered(code: &str) -> Vec<String> {
    let tokens = tokens(code);
    let is_number = |token: &&&str| token.chars().all(|sign| sign.is_ascii_digit());
    let mut found = Vec::new();
    for (at, pair) in tokens.windows(2).enumerate() {
        if pair[0] == "." && ["get", "get_ref", "get_unwrap"].contains(&pair[1]) {
            let rest = &tokens[at + 2..];
            let open = if rest.first() == Some(&"::") { rest.iter().position(|token| *token == "(") } else { Some(0) };
            let inside = open.and_then(|open| rest.get(open + 1..open + 3));
            if let Some([number, ")"]) = inside
                && is_number(&number)
            {
                found.push(format!("{}({number})", pair[1]));
            }
        }
        if *pair == ["row", "."] && ["try_into", "try_from"].contains(tokens.get(at + 2).unwrap_or(&"")) {
            found.push("a row as a tuple".to_owned());
        }
    }
    found
}

#[test]
fn a_read_by_number_is_found() {
    let code =
        "row.get(0)?; row.get::<_, Option<Vec<u8>>>(12)?; row.get_ref(3)?; row.get(at.n)?; all.get(at + 1); row.get( )";
    assert_eq!(numbered(code), ["get(0)", "get(12)", "get_ref(3)"]);
    assert_eq!(numbered("let pair: (i64, i64) = row.try_into()?;"), ["a row as a tuple"]);
}

/// A statement as it stands in a source, and whether all of it stands there.
struct Statement {
    sql: String,
    whole: bool,
}

/// What a file of the store asks of the book, and the names by which it reads the answers.
struct Asked {
    path: String,
    statements: Vec<Statement>,
    read: BTreeSet<String>,
}

#[test]
fn a_name_that_is_read_is_one_column_of_a_statement_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    drop(Store::create(&book, clock()).unwrap());
    let conn = Connection::open(&book).unwrap();
    let (mut faults, mut whole) = (Vec::new(), 0);
    for Asked { path, statements, read } in asked() {
        let mut known = BTreeSet::new();
        for Statement { sql, .. } in statements.iter().filter(|one| !one.whole) {
            known.extend(tokens(sql).into_iter().map(str::to_owned));
        }
        for Statement { sql, .. } in statements.iter().filter(|one| one.whole) {
            whole += 1;
            match conn.prepare(sql) {
                Err(error) => faults.push(format!("{path}: {error}\n{sql}")),
                Ok(statement) => {
                    let mut names = BTreeSet::new();
                    let twice = statement.column_names().find(|name| !names.insert(name.to_string()));
                    faults.extend(twice.map(|name| format!("{path}: two columns are called {name}\n{sql}")));
                    known.extend(names);
                }
            }
        }
        faults.extend(read.difference(&known).map(|name| format!("{path}: no statement gives {name}")));
    }
    assert!(whole > 250, "the statements are where this test looks for them: {whole}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn asked() -> Vec<Asked> {
    let store = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut files = BTreeSet::new();
    written(&store, &mut files);
    files.retain(|file| !file.starts_with(store.join("tests")));
    let texts: BTreeMap<String, String> =
        files.iter().map(|file| (file.display().to_string(), fs::read_to_string(file).unwrap())).collect();
    let macros: BTreeMap<String, String> = texts.values().flat_map(|text| column_macros(text)).collect();
    let asked = |(path, text): (String, String)| {
        let mut statements = Vec::new();
        for text in literals(&text, &macros) {
            let begins = |word: &str| text.trim_start().starts_with(word);
            let looks = begins("PRAGMA ") && !text.contains(['=', ';']);
            let whole = !text.contains('{') && (looks || begins("SELECT ") && text.contains(" FROM "));
            statements.extend((whole || begins("SELECT ")).then_some(Statement { sql: text, whole }));
        }
        Asked { path, statements, read: names_read(&text) }
    };
    texts.into_iter().map(asked).collect()
}

/// Macros that stand for a list of columns, with that list.
fn column_macros(text: &str) -> Vec<(String, String)> {
    let made = text.split("macro_rules! ").skip(1);
    made.filter_map(|made| {
        let (name, body) = made.split_once(" {")?;
        name.ends_with("columns").then(|| (name.to_owned(), first_literal(body).unwrap_or_default()))
    })
    .collect()
}

fn first_literal(text: &str) -> Option<String> {
    Some(split_literal(text.split_at(text.find('"')?).1).0)
}

/// The text that begins with this quote, and what stands behind it.
fn split_literal(quoted: &str) -> (String, &str) {
    let mut escaped = false;
    let end = quoted.char_indices().skip(1).find(|(_, sign)| {
        let ends = *sign == '"' && !escaped;
        escaped = *sign == '\\' && !escaped;
        ends
    });
    let (inside, rest) = quoted.split_at(end.map_or(quoted.len(), |(at, _)| at));
    let text = inside.trim_start_matches('"').replace("\\\"", "\"").replace("\\\\", "\\");
    (text, rest.strip_prefix('"').unwrap_or_default())
}

/// The texts of a source; those of one `concat!` are one, with the columns that its macros stand for.
fn literals(text: &str, macros: &BTreeMap<String, String>) -> Vec<String> {
    let (mut found, mut rest): (Vec<String>, &str) = (Vec::new(), text);
    let mut begun = 0;
    while let Some(at) = rest.find('"') {
        let (before, quoted) = rest.split_at(at);
        begun += at;
        let line = text.split_at(begun).0.rsplit('\n').next().unwrap_or_default();
        if line.trim_start().starts_with("//") || before.ends_with('\'') {
            rest = quoted.split_at(1).1;
            begun += 1;
            continue;
        }
        let (literal, after) = split_literal(quoted);
        // Between two texts of a `concat!` stands a macro between two commas.
        let between: String = before.chars().filter(|sign| !sign.is_whitespace()).collect();
        let named = between.strip_prefix(',').and_then(|name| name.strip_suffix("!(),"));
        match (found.last_mut(), named.and_then(|name| macros.get(name))) {
            (Some(last), Some(columns)) => *last = format!("{last}{columns}{literal}"),
            _ => found.push(literal),
        }
        begun += quoted.len() - after.len();
        rest = after;
    }
    found
}

/// Names by which rows are read, one by one or as [`numbered_columns`] of a statement.
fn names_read(text: &str) -> BTreeSet<String> {
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let (text, mut names) = (code.join("\n"), BTreeSet::new());
    for read in text.split("row.get").skip(1) {
        let Some((_, inside)) = read.split_once("(\"").filter(|(kind, _)| !kind.contains(['(', ')', ';'])) else {
            continue;
        };
        // What is asked of a JSON object is no column.
        if let Some((name, after)) = inside.split_once("\")")
            && !after.starts_with(".and_then")
        {
            names.insert(name.to_owned());
        }
    }
    for made in text.split("numbered_columns! {").skip(1) {
        let list = made.split_once("struct ").and_then(|(_, rest)| rest.split_once('{')?.1.split_once('}'));
        let list = list.map_or("", |(list, _)| list);
        names.extend(list.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()));
    }
    names
}
