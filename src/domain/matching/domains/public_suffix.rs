//! Which part of a domain somebody registered: `firm.co.uk` of `mail.firm.co.uk`, from `assets/public_suffixes.txt`.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The rules, made by `assets/public_suffixes.py`.
#[derive(Default)]
struct SuffixRules {
    /// Names below these are registered: `co.uk`.
    ends: HashSet<&'static str>,
    /// Names below any name of these: `ck`, written `*.ck`.
    below_any: HashSet<&'static str>,
    /// Registered all the same: `www.ck`, written `!www.ck`.
    exceptions: HashSet<&'static str>,
}

static RULES: LazyLock<SuffixRules> = LazyLock::new(|| {
    let mut rules = SuffixRules::default();
    let table = include_str!("../../../../assets/public_suffixes.txt");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        match (line.strip_prefix("*."), line.strip_prefix('!')) {
            (Some(any), _) => rules.below_any.insert(any),
            (None, Some(exception)) => rules.exceptions.insert(exception),
            (None, None) => rules.ends.insert(line),
        };
    }
    rules
});

/// Returns the part of a domain that somebody registered; `None` for one under which others register, such as `co.uk`. The
/// domain is as [`domain_of`](super::domain_of) gives it.
pub fn registered_domain(domain: &str) -> Option<&str> {
    let starts = std::iter::once(0).chain(domain.match_indices('.').map(|(at, _)| at + 1));
    let ends: Vec<&str> = starts.filter_map(|at| domain.get(at..)).collect();
    if ends.iter().any(|end| end.split('.').next().is_none_or(str::is_empty)) {
        return None;
    }
    // From the longest end: the longest rule that fits counts.
    for (at, end) in ends.iter().enumerate() {
        if RULES.exceptions.contains(end) {
            return Some(end);
        }
        let below_any = ends.get(at + 1).is_some_and(|above| RULES.below_any.contains(above));
        if RULES.ends.contains(end) || below_any {
            return at.checked_sub(1).and_then(|before| ends.get(before)).copied();
        }
    }
    // An end that nobody lists: "norvik.example".
    ends.len().checked_sub(2).and_then(|at| ends.get(at)).copied()
}

/// Returns true if the last part of a domain is one that registries know.
pub(crate) fn has_known_end(domain: &str) -> bool {
    domain.rsplit('.').next().is_some_and(|end| RULES.ends.contains(end) || RULES.below_any.contains(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::matching::domain_of;

    #[test]
    fn what_somebody_registered_is_what_the_list_says_of_its_own_examples() {
        let table = include_str!("../../../../tests/data/domains/test_psl.txt");
        let mut tried = 0;
        for line in table.lines().filter_map(|line| line.strip_prefix("checkPublicSuffix(")) {
            let mut parts = line.trim_end_matches(");").split(", ").map(|part| part.trim_matches('\''));
            let (domain, expected) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            // A leading dot is no domain as this program reads them, and is taken off.
            if domain == "null" || domain.starts_with('.') {
                continue;
            }
            tried += 1;
            // Behind another label, for "www." is taken off in front.
            let read = |domain: &str| domain_of(&format!("a.{domain}")).map(|read| read.replacen("a.", "", 1));
            let (given, expected) = (read(domain).unwrap(), read(expected).filter(|_| expected != "null"));
            assert_eq!(registered_domain(&given).map(str::to_owned), expected, "{domain}");
        }
        assert!(tried > 70, "{tried}");
    }

    #[test]
    fn a_name_that_a_company_gave_away_is_registered_there() {
        for (domain, registered) in [
            ("eu.mail.firm.co.uk", Some("firm.co.uk")),
            ("norvik.github.io", Some("norvik.github.io")),
            ("github.io", None),
            ("co.uk", None),
            ("norvik.example", Some("norvik.example")),
            ("firm.公司.cn", Some("firm.公司.cn")),
            ("a..b", None),
            ("", None),
        ] {
            assert_eq!(registered_domain(domain), registered, "{domain}");
        }
    }
}
