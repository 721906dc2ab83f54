//! Legal forms of every country, beyond those with which the same name is the same company: ISO 20275, from
//! `assets/entity_forms.txt`.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The forms, folded and without blanks. Made by `assets/entity_forms.py`.
const TABLE: &str = include_str!("../../../assets/entity_forms.txt");

/// Most words of a form that are looked at.
const LONGEST: usize = 6;

static FORMS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| TABLE.lines().filter(|line| !line.starts_with('#')).collect());

/// Returns true if a part of a name key is a legal form.
pub(super) fn is_entity_form(rest: &str) -> bool {
    FORMS.contains(rest)
}

/// Returns how many of the last of these folded words are a legal form, leaving one at least; 0 if they are none.
pub(super) fn form_behind(words: &[&str]) -> usize {
    let most = LONGEST.min(words.len().saturating_sub(1));
    let is_form = |length: &usize| {
        let from = words.len() - length;
        words.get(from..).is_some_and(|form| FORMS.contains(form.concat().as_str()))
    };
    (1..=most).rev().find(is_form).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fold::{fold_name, push_spaced};
    use crate::domain::matching::{core_key, is_qualifier, name_key};

    /// The forms as they are written.
    const WRITTEN: &str = include_str!("../../../tests/data/forms/entity_forms.txt");

    #[test]
    fn the_forms_are_shipped_as_names_are_compared() {
        let closed_up = |form: &str| {
            let mut spaced = String::new();
            push_spaced(&fold_name(form), &mut spaced);
            spaced.split_whitespace().collect::<String>()
        };
        let folded: HashSet<String> = WRITTEN.lines().filter(|line| !line.starts_with('#')).map(closed_up).collect();
        let wrong: Vec<&String> =
            folded.iter().filter(|form| !form.is_empty() && !FORMS.contains(form.as_str())).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(FORMS.len(), folded.iter().filter(|form| !form.is_empty()).count());
    }

    #[test]
    fn a_name_with_a_form_of_any_country_is_near_the_bare_name() {
        for (name, bare) in [
            ("Norvik Sh.p.k.", "Norvik"),
            ("Norvik d.n.o.", "Norvik"),
            ("Norvik Sociedad Colectiva", "Norvik"),
            ("Norvik Aktiebolag", "Norvik"),
            ("Norvik S.C.p.A.", "Norvik"),
            ("Norvik Kooperativ", "Norvik Kooperativ"),
        ] {
            let near = name_key(name) == name_key(bare) || core_key(name).as_deref() == Some(&name_key(bare));
            assert!(near, "{name}: {} {:?}", name_key(name), core_key(name));
        }
        assert!(is_qualifier("sociedadcolectiva") && !is_qualifier("kraft") && !is_qualifier(""));
        assert_eq!(core_key("First Bank"), None, "a trade is no form");
    }
}
