//! The sources of the program as text, and as words without comments, texts and tests.

use std::fs;
use std::path::Path;

#[derive(Clone)]
pub(super) struct Source {
    /// Path under `src/`.
    pub(super) path: String,
    /// The code without comments, texts and test modules.
    pub(super) code: String,
}

pub(super) fn source(path: &str, text: &str) -> Source {
    Source { path: path.into(), code: without_reach(&without_tests(&without_comments(text))) }
}

/// Without `pub(in crate::exchange)`: how far a name reaches is no use of what is there.
fn without_reach(code: &str) -> String {
    let mut parts = code.split("pub(in ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + "pub" + part.split_once(')').map_or("", |(_, rest)| rest))
}

/// Every source file of the crate.
pub(super) fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut found);
    assert!(found.len() > 10, "the sources are where this test looks for them");
    found
}

fn collect(dir: &Path, prefix: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(dir).expect("a directory of sources") {
        let entry = entry.expect("an entry of a directory");
        let name = entry.file_name().into_string().expect("file names are text");
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{prefix}{name}/"), found);
        } else if name.ends_with(".rs") {
            let text = fs::read_to_string(entry.path()).expect("a source is text");
            found.push(source(&format!("{prefix}{name}"), &text));
        }
    }
}

/// Words, `::` and single signs.
pub(super) fn tokens(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        if !first.is_whitespace() {
            found.push(token);
        }
        rest = after;
    }
    found
}

/// The code with every comment and text replaced by a blank.
fn without_comments(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => block(rest),
            '"' => quoted(rest),
            'r' if !code.ends_with(|c: char| c.is_alphanumeric() || c == '_') => raw(rest),
            '\'' => character(rest),
            _ => 0,
        };
        code.push(if skipped > 0 { ' ' } else { first });
        rest = rest.split_at(if skipped > 0 { skipped } else { first.len_utf8() }).1;
    }
    code
}

/// Every quoted text of the sources, tests left out, with the path of its file; files in the order of their paths.
pub(super) fn texts() -> impl Iterator<Item = (String, String)> {
    let mut paths: Vec<String> = sources().into_iter().map(|source| source.path).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(&path);
        let text = fs::read_to_string(file).expect("a source is text");
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        quotes(code).into_iter().map(|quote| (path.clone(), quote)).collect::<Vec<_>>()
    })
}

/// The texts of a code, without their quotation marks.
fn quotes(code: &str) -> Vec<String> {
    let (mut found, mut rest, mut before) = (Vec::new(), code, ' ');
    while let Some(first) = rest.chars().next() {
        let skipped = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' => quoted(rest),
            'r' if !before.is_alphanumeric() && before != '_' => raw(rest),
            '\'' => character(rest),
            _ => 0,
        };
        let (text, after) = rest.split_at(if skipped > 0 { skipped } else { first.len_utf8() });
        if skipped > 0 && matches!(first, '"' | 'r') {
            found.push(text.trim_start_matches('r').trim_matches('#').trim_matches('"').trim_start().to_owned());
        }
        (rest, before) = (after, first);
    }
    found
}

fn block(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    let bytes = rest.as_bytes();
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn raw(rest: &str) -> usize {
    let hashes = rest.chars().skip(1).take_while(|c| *c == '#').count();
    if rest.as_bytes().get(1 + hashes) != Some(&b'"') {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let body = rest.split_at(2 + hashes).1;
    body.find(&end).map_or(rest.len(), |at| 2 + hashes + at + end.len())
}

/// `'x'` and `'\n'`; a lifetime is not one.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => chars.skip(1).find(|(_, c)| *c == '\'').map_or(0, |(at, _)| at + 1),
        Some(_) => chars.next().filter(|(_, c)| *c == '\'').map_or(0, |(at, _)| at + 1),
        None => 0,
    }
}

/// The code without what stands under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let Some((before, rest)) = code.split_once("#[cfg(test)]") else { return code.to_owned() };
    let mut depth = 0;
    let end = rest.char_indices().find(|(_, c)| match c {
        '{' => {
            depth += 1;
            false
        }
        '}' => {
            depth -= 1;
            depth == 0
        }
        ';' => depth == 0,
        _ => false,
    });
    let after = end.map_or("", |(at, c)| rest.split_at(at + c.len_utf8()).1);
    format!("{before}{}", without_tests(after))
}
