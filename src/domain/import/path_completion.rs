//! Completes the path of a file to import, as it is typed.

/// What a typed path can become.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PathCompletion {
    /// The path, as far as all that begins like it agree.
    pub filled: String,
    /// Names that begin like it, folders with a slash: files that can be read first, then folders, then other files.
    pub names: Vec<String>,
    /// Why there are none, in one sentence.
    pub problem: Option<String>,
}

/// A name in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderEntry {
    pub name: String,
    pub is_folder: bool,
}

/// Endings of files that can be imported or merged.
const READABLE: &[&str] = &[
    "csv", "tsv", "tab", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods", "json", "jsonl", "ndjson", "vcf", "ics", "atom",
    "rss", "rdf", "xml", "db", "age",
];

/// Splits a typed path into the folder, with its slash, and the beginning of a name in it.
pub fn split(typed: &str) -> (&str, &str) {
    match typed.rfind('/') {
        Some(slash) => typed.split_at(slash + 1),
        None => ("", typed),
    }
}

/// Completes a path from the entries of its folder. Where no name begins with the letters as typed, their case does not
/// matter. Hidden names need their dot.
pub fn complete(typed: &str, entries: &[FolderEntry]) -> PathCompletion {
    if typed == "~" {
        return PathCompletion { filled: "~/".into(), ..PathCompletion::default() };
    }
    let (folder, begun) = split(typed);
    let seen = |entry: &&FolderEntry| begun.starts_with('.') || !entry.name.starts_with('.');
    let begins = |fold: fn(&str) -> String| {
        let begun = fold(begun);
        entries.iter().filter(seen).filter(|entry| fold(&entry.name).starts_with(&begun)).collect::<Vec<_>>()
    };
    let exact = begins(str::to_owned);
    let mut found = if exact.is_empty() { begins(str::to_lowercase) } else { exact };
    found.sort_by_key(|entry| (rank(entry), entry.name.to_lowercase()));
    let names: Vec<String> = found.iter().map(|entry| shown_name(entry)).collect();
    match common_beginning(&names) {
        // Names that only agree when their case does not matter may share less than was typed.
        Some(shared) if shared.len() >= begun.len() => {
            PathCompletion { filled: format!("{folder}{shared}"), names, problem: None }
        }
        Some(_) => PathCompletion { filled: typed.to_owned(), names, problem: None },
        None => {
            let place = if folder.is_empty() { "this folder" } else { folder };
            let problem = match begun {
                "" => format!("There is nothing in {place}."),
                begun => format!("Nothing in {place} begins with {begun}."),
            };
            PathCompletion { filled: typed.to_owned(), names, problem: Some(problem) }
        }
    }
}

fn rank(entry: &FolderEntry) -> u8 {
    let readable =
        || entry.name.rsplit_once('.').is_some_and(|(_, ending)| READABLE.contains(&ending.to_lowercase().as_str()));
    match entry.is_folder {
        false if readable() => 0,
        true => 1,
        false => 2,
    }
}

fn shown_name(entry: &FolderEntry) -> String {
    if entry.is_folder { format!("{}/", entry.name) } else { entry.name.clone() }
}

/// Returns the longest text with which all names begin; `None` without names.
fn common_beginning(names: &[String]) -> Option<&str> {
    let (first, others) = names.split_first()?;
    let shared = |other: &String| {
        // By letters: "é" and "è" share their first byte, and a path cut behind it would be none.
        let same = first.char_indices().zip(other.chars()).take_while(|((_, a), b)| a == b);
        same.last().map_or(0, |((at, c), _)| at + c.len_utf8())
    };
    let length = others.iter().map(shared).min().unwrap_or(first.len());
    first.get(..length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> Vec<FolderEntry> {
        [
            "Downloads/",
            "accounts.csv",
            "accounts-old.csv",
            "apollo.XLSX",
            "archive/",
            "ärger.csv",
            "photo.png",
            ".hidden.csv",
        ]
        .into_iter()
        .map(|name| FolderEntry { name: name.trim_end_matches('/').into(), is_folder: name.ends_with('/') })
        .collect()
    }

    #[test]
    fn what_all_agree_on_is_filled_and_the_rest_is_listed_readable_files_first() {
        for (typed, filled, names) in [
            ("p", "photo.png", &["photo.png"][..]),
            ("acc", "accounts", &["accounts-old.csv", "accounts.csv"]),
            ("a", "a", &["accounts-old.csv", "accounts.csv", "apollo.XLSX", "archive/"]),
            ("ar", "archive/", &["archive/"]),
            ("~/x/ar", "~/x/archive/", &["archive/"]),
            ("down", "Downloads/", &["Downloads/"]),
            ("ä", "ärger.csv", &["ärger.csv"]),
            (".", ".hidden.csv", &[".hidden.csv"]),
            ("~", "~/", &[]),
        ] {
            let found = complete(typed, &folder());
            assert_eq!((found.filled.as_str(), found.problem), (filled, None), "{typed}");
            assert_eq!(found.names, names, "{typed}");
        }
        let all = complete("", &folder()).names;
        assert_eq!(all.first().map(String::as_str), Some("accounts-old.csv"));
        assert_eq!(all.last().map(String::as_str), Some("photo.png"));
        assert!(!all.contains(&".hidden.csv".to_owned()));
    }

    #[test]
    fn where_nothing_begins_so_the_path_stays_and_a_sentence_says_it() {
        let found = complete("sub/zzz", &folder());
        assert_eq!((found.filled.as_str(), found.names.len()), ("sub/zzz", 0));
        assert_eq!(found.problem.as_deref(), Some("Nothing in sub/ begins with zzz."));
        assert_eq!(complete("", &[]).problem.as_deref(), Some("There is nothing in this folder."));
    }
}
