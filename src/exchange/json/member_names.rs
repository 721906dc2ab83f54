//! Names of members in JSON files: `assets/json.toml`.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::query::ImportKind;
use crate::exchange::presets::key;

/// Kind of a list's entries, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Companies,
    People,
    Notes,
    Tasks,
    Users,
    Happenings,
    Calls,
    Barred,
    /// Whatever is imported.
    Rows,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    transparent: Vec<String>,
    told_by: Vec<String>,
    phones: Vec<String>,
    companies: Vec<String>,
    people: Vec<String>,
    notes: Vec<String>,
    tasks: Vec<String>,
    users: Vec<String>,
    happenings: Vec<String>,
    calls: Vec<String>,
    barred: Vec<String>,
    rows: Vec<String>,
    headers: Vec<String>,
    renamed: HashMap<String, String>,
}

/// The words, as they are compared.
pub(super) struct Words {
    pub(super) transparent: HashSet<String>,
    pub(super) told_by: Vec<String>,
    pub(super) phones: HashSet<String>,
    pub(super) headers: HashSet<String>,
    renamed: HashMap<String, String>,
    sorts: HashMap<String, Sort>,
}

impl Words {
    /// What the entries of a list of this name are.
    pub(super) fn sort(&self, path: &str) -> Option<Sort> {
        let name = path.rsplit('.').next().unwrap_or(path);
        self.sorts.get(&key(name)).copied()
    }

    /// What a member is called as a column, by its path.
    pub(super) fn column(&self, path: &str) -> String {
        let wanted = path.split('.').map(key).collect::<Vec<_>>().join(".");
        self.renamed.get(&wanted).cloned().unwrap_or_else(|| path.to_owned())
    }
}

impl Sort {
    /// True if a list of this sort is what an import of this kind asks for.
    pub(super) fn is(self, kind: ImportKind) -> bool {
        match self {
            Sort::Companies => kind == ImportKind::Accounts,
            Sort::People => kind == ImportKind::Contacts,
            Sort::Happenings => kind == ImportKind::Triggers,
            Sort::Calls => kind == ImportKind::Calls,
            Sort::Barred => kind == ImportKind::DoNotCall,
            Sort::Notes | Sort::Tasks | Sort::Users | Sort::Rows => false,
        }
    }
}

/// The shipped words.
pub(super) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let file: File =
            toml::from_str(include_str!("../../../assets/json.toml")).expect("the shipped json.toml is read by a test");
        let keys = |names: &[String]| names.iter().map(|name| key(name)).collect::<HashSet<_>>();
        let sorts = [
            (Sort::Companies, &file.companies),
            (Sort::People, &file.people),
            (Sort::Notes, &file.notes),
            (Sort::Tasks, &file.tasks),
            (Sort::Users, &file.users),
            (Sort::Happenings, &file.happenings),
            (Sort::Calls, &file.calls),
            (Sort::Barred, &file.barred),
            (Sort::Rows, &file.rows),
        ];
        Words {
            transparent: keys(&file.transparent),
            told_by: file.told_by.iter().map(|name| key(name)).collect(),
            phones: keys(&file.phones),
            headers: keys(&file.headers),
            renamed: file.renamed.clone(),
            sorts: sorts
                .into_iter()
                .flat_map(|(sort, names)| names.iter().map(move |name| (key(name), sort)))
                .collect(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        assert_eq!(words().sort("data.contacts"), Some(Sort::People));
        assert_eq!(words().column("Names.displayName"), "full name");
        assert_eq!(words().column("a.b"), "a.b");
    }
}
