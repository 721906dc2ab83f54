//! Finds a trigger kind by the name that a file gives it.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use crate::domain::trigger::kind::{Kind, Kinds};

use super::key;

/// Labels of kinds in earlier versions, which files exported then still contain.
const FORMER_LABELS: [(&str, &str); 1] = [("job advert", "job_posting")];

/// Finds the kind with this key or label among `kinds`, which a team may have added to.
///
/// # Errors
/// A sentence that names the most similar kinds.
pub(crate) fn kind_named<'k>(name: &str, kinds: &'k Kinds) -> Result<&'k Kind, String> {
    let wanted = key(name);
    let former = FORMER_LABELS.iter().find(|(label, _)| key(label) == wanted).map(|(_, kind)| *kind);
    let is_named = |kind: &&Kind| key(&kind.key) == wanted || key(&kind.label) == wanted || former == Some(&kind.key);
    let exact = kinds.0.iter().find(is_named);
    exact.ok_or_else(|| {
        let shown = crate::domain::text::clean_line(name, 40);
        format!("“{shown}” is not a kind of trigger; the nearest are {}", nearest_kinds(&wanted, kinds).join(", "))
    })
}

/// Finds the kind that a column of types names: by key or label, else by what other programs call it. `None` for a word of
/// the file's own.
pub(crate) fn kind_of_type<'k>(name: &str, kinds: &'k Kinds) -> Option<&'k Kind> {
    let kind = || kinds.get(types().get(&key(name))?);
    kind_named(name, kinds).ok().or_else(kind)
}

/// What other programs call a kind: the words in the form in which they are compared, and the kind's key.
fn types() -> &'static HashMap<String, String> {
    static KNOWN: OnceLock<HashMap<String, String>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let kinds: BTreeMap<String, Vec<String>> = toml::from_str(include_str!("../../../assets/trigger_types.toml"))
            .expect("the shipped trigger_types.toml is read by a test");
        let named =
            |(kind, names): (String, Vec<String>)| names.into_iter().map(move |name| (key(&name), kind.clone()));
        kinds.into_iter().flat_map(named).collect()
    })
}

fn nearest_kinds<'k>(wanted: &str, kinds: &'k Kinds) -> Vec<&'k str> {
    let mut near: Vec<(usize, &str)> = kinds
        .0
        .iter()
        .map(|kind| {
            let label = distance(wanted, &key(&kind.label));
            let own = kind.key.split('_').map(|word| distance(wanted, word)).min().unwrap_or(usize::MAX);
            (label.min(own).min(distance(wanted, &key(&kind.key))), kind.key.as_str())
        })
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().take(3).map(|(_, key)| key).collect()
}

/// Returns the edit distance of two words; a word contained in the other costs little.
fn distance(a: &str, b: &str) -> usize {
    if !a.is_empty() && !b.is_empty() && (a.contains(b) || b.contains(a)) {
        return 1;
    }
    // The cost grows with both lengths, and a cell may hold anything.
    let b: Vec<char> = b.chars().take(40).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(40).enumerate() {
        let mut diagonal = std::mem::replace(row.first_mut().unwrap_or(&mut 0), i + 1);
        let mut left = i + 1;
        for (y, above) in b.iter().zip(row.iter_mut().skip(1)) {
            let cost = diagonal + usize::from(x != *y);
            diagonal = *above;
            left = cost.min(left + 1).min(*above + 1);
            *above = left;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Result<&'static Kind, String> {
        kind_named(name, Kinds::builtin())
    }

    #[test]
    fn a_kind_is_found_by_key_or_label_and_a_wrong_one_gets_its_neighbours() {
        assert_eq!(named("leadership_change").unwrap().key, "leadership_change");
        assert_eq!(named("Job advert").unwrap().key, "job_posting", "its label until 0.1.0");
        assert_eq!(named("Leadership Change").unwrap().key, "leadership_change");
        let label = &Kinds::builtin().get("layoff").unwrap().label;
        assert_eq!(named(label).unwrap().key, "layoff");
        let wrong = named("fundng").unwrap_err();
        assert!(wrong.contains("“fundng” is not a kind of trigger; the nearest are funding"), "{wrong}");
        assert!(named("leader_change").unwrap_err().contains("leadership_change"));
    }
    #[test]
    fn the_words_of_vendors_name_a_kind_and_no_word_names_two() {
        let kinds: BTreeMap<String, Vec<String>> =
            toml::from_str(include_str!("../../../assets/trigger_types.toml")).unwrap();
        let mut seen = HashMap::new();
        for (kind, names) in &kinds {
            assert!(Kinds::builtin().get(kind).is_some(), "{kind}");
            for name in names {
                assert_eq!(seen.insert(key(name), kind), None, "{name} stands twice");
                assert_eq!(kind_of_type(name, Kinds::builtin()).map(|found| &found.key), Some(kind), "{name}");
            }
        }
        assert_eq!(kind_of_type("Decreases_Headcount_By", Kinds::builtin()).unwrap().key, "layoff");
        assert_eq!(kind_of_type("Recognized as", Kinds::builtin()), None);
    }
}
