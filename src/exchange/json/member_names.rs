//! Names of members in JSON files, from `assets/json.toml`.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::query::ImportKind;
use crate::exchange::presets::key;

/// What the entries of a list are, judged by the list's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListKind {
    Companies,
    People,
    Notes,
    Tasks,
    Users,
    Happenings,
    Calls,
    Barred,
    /// Rows of whichever kind is imported.
    Rows,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberNameFile {
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

/// The names, in the form in which they are compared.
pub(super) struct MemberNames {
    pub(super) transparent: HashSet<String>,
    pub(super) told_by: Vec<String>,
    pub(super) phones: HashSet<String>,
    pub(super) headers: HashSet<String>,
    renamed: HashMap<String, String>,
    sorts: HashMap<String, ListKind>,
}

impl MemberNames {
    /// Returns what the entries of the list at this path are; `None` if its name is not known.
    pub(super) fn sort(&self, path: &str) -> Option<ListKind> {
        let name = path.rsplit('.').next().unwrap_or(path);
        self.sorts.get(&key(name)).copied()
    }

    /// Returns the column name of the member at this path.
    pub(super) fn column(&self, path: &str) -> String {
        let wanted = path.split('.').map(key).collect::<Vec<_>>().join(".");
        self.renamed.get(&wanted).cloned().unwrap_or_else(|| path.to_owned())
    }
}

impl ListKind {
    /// Returns true if a list of this kind holds what the import asks for.
    pub(super) fn is(self, kind: ImportKind) -> bool {
        match self {
            ListKind::Companies => kind == ImportKind::Accounts,
            ListKind::People => kind == ImportKind::Contacts,
            ListKind::Happenings => kind == ImportKind::Triggers,
            ListKind::Calls => kind == ImportKind::Calls,
            ListKind::Barred => kind == ImportKind::DoNotCall,
            ListKind::Notes | ListKind::Tasks | ListKind::Users | ListKind::Rows => false,
        }
    }
}

/// Returns the built-in names.
pub(super) fn words() -> &'static MemberNames {
    static WORDS: OnceLock<MemberNames> = OnceLock::new();
    WORDS.get_or_init(|| {
        let file: MemberNameFile =
            toml::from_str(include_str!("../../../assets/json.toml")).expect("the shipped json.toml is read by a test");
        let keys = |names: &[String]| names.iter().map(|name| key(name)).collect::<HashSet<_>>();
        let sorts = [
            (ListKind::Companies, &file.companies),
            (ListKind::People, &file.people),
            (ListKind::Notes, &file.notes),
            (ListKind::Tasks, &file.tasks),
            (ListKind::Users, &file.users),
            (ListKind::Happenings, &file.happenings),
            (ListKind::Calls, &file.calls),
            (ListKind::Barred, &file.barred),
            (ListKind::Rows, &file.rows),
        ];
        MemberNames {
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
        assert_eq!(words().sort("data.contacts"), Some(ListKind::People));
        assert_eq!(words().column("Names.displayName"), "full name");
        assert_eq!(words().column("a.b"), "a.b");
    }
}
