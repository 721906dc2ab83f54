//! Parses names of people as files write them: with titles before them, the family name first, or an address instead of
//! a name.

/// Titles before a name; lower case, without points.
const TITLES: &str = "mr mrs ms miss mx dr prof professor ing mgr bc mudr judr phdr rndr mvdr paeddr doc arch herr frau hr fr \
    mme mlle monsieur madame sig sigra dott dottssa avv dra lic dhr mevr pan paní sir";
/// Degrees after a name, following a comma; lower case, without points.
const DEGREES: &str =
    "phd mba msc bsc ma ba md cpa pmp llm csc drsc dis pe esq mph cfa cissp rn jd med dphil meng beng ceng";
/// Small words before a family name, with which it has several: "van der Berg, JW" are initials.
const PARTICLES: &str = "van von der den de del della di da la le du dos das ter ten zu zur bin al el";
/// Words after a comma that are no given name.
const SUFFIXES: &str = "jr sr ii iii iv";

/// Returns true if a name is written with the family name first: `Lund, Ane`.
pub(crate) fn is_family_first(name: &str) -> bool {
    given_name_first(name).is_some()
}

/// Reorders `Lund, Ane` to `Ane Lund`; `None` if the name is not written that way.
pub(crate) fn given_name_first(name: &str) -> Option<String> {
    let bare = without_degrees(name);
    let (family, given) = bare.split_once(',')?;
    let (family, given) = (family.trim(), given.trim());
    let named = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() > 1 || part.chars().count() == 1;
    let fits = named(family) && named(given) && !given.contains(',') && !is_one_of(given, SUFFIXES);
    let companies = given.to_lowercase();
    // "Acme, Inc." in a column for people is a company with its form, not Inc. of the Acme family.
    let company = ["inc", "inc.", "llc", "ltd", "ltd.", "gmbh", "a.s.", "s.r.o."].contains(&companies.as_str());
    (fits && !company && !name.contains('@')).then(|| format!("{given} {family}"))
}

/// Removes titles before a name and degrees after it, if at least two words remain.
pub(crate) fn without_titles(name: &str) -> String {
    let bare = without_degrees(name);
    let mut words: Vec<&str> = bare.split_whitespace().collect();
    let titles = words.iter().take_while(|word| word.split('-').all(is_title)).count();
    // Two words must be left: "Dr Who" keeps its title, or half of the name would be gone.
    if words.len() >= titles + 2 {
        words.drain(..titles);
    }
    words.join(" ")
}

fn without_degrees(name: &str) -> String {
    let mut rest = name.trim();
    while let Some((before, last)) = rest.rsplit_once(',')
        && before.split_whitespace().count() > 1
        && (is_one_of(last, DEGREES) || last.trim().is_empty() || is_credential(before, last))
    {
        rest = before.trim_end();
    }
    rest.to_owned()
}

/// Returns true if what stands behind a comma is a credential by how it is written, "SHRM-CP", "PharmD": there are thousands
/// of them. A name that is all in capitals says nothing by its capitals.
fn is_credential(name: &str, last: &str) -> bool {
    let written = |word: &str| {
        let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
        letters.chars().count() > 1 && letters.chars().next_back().is_some_and(char::is_uppercase)
    };
    let particle = name.split_whitespace().any(|word| is_one_of(word, PARTICLES));
    let mut words = last.split_whitespace().peekable();
    words.peek().is_some() && !particle && name.chars().any(char::is_lowercase) && words.all(written)
}

/// Returns true for a title: a known one with a point, or one that is never a name.
fn is_title(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    let pointed = word.ends_with('.') && bare.eq_ignore_ascii_case("dipl");
    pointed
        || (is_one_of(word, TITLES)
            && (word.ends_with('.')
                // Without a point these may be names or other words: Pan, Doc, Sir.
                || !matches!(
                    bare.to_lowercase().as_str(),
                    "doc" | "pan" | "lic" | "fr" | "hr" | "bc" | "arch" | "sig" | "sir"
                )))
}

fn is_one_of(text: &str, words: &str) -> bool {
    let bare: String = text.trim().to_lowercase().chars().filter(|c| *c != '.').collect();
    words.split_whitespace().any(|word| word == bare)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn titles_are_no_part_of_a_name() {
        for (name, expected) in [
            ("Dr. Ane Lund", "Ane Lund"),
            ("Mr Tom Bright", "Tom Bright"),
            ("Ing. Mgr. Jana Nová, Ph.D.", "Jana Nová"),
            ("Prof. Dr. Karl Maier", "Karl Maier"),
            ("Dr.-Ing. Karl Maier", "Karl Maier"),
            ("Ane Lund, MBA", "Ane Lund"),
            ("Jane Doe, SHRM-CP, PHR", "Jane Doe"),
            ("Mr Smith", "Mr Smith"),
            ("Doc Brown", "Doc Brown"),
            ("Pan Wei Li", "Pan Wei Li"),
            ("JANE DOE", "JANE DOE"),
            ("Tom Bright, Jr.", "Tom Bright, Jr."),
            ("Mme", "Mme"),
        ] {
            assert_eq!(without_titles(name), expected, "{name}");
        }
    }

    #[test]
    fn a_family_name_before_a_comma_is_turned_behind_the_given_one() {
        for (name, expected) in [
            ("Lund, Ane", Some("Ane Lund")),
            ("van der Berg, Jan Willem", Some("Jan Willem van der Berg")),
            ("Nová, Jana, Ph.D.", Some("Jana Nová")),
            ("Ane Lund", None),
            ("Bright, Jr.", None),
            ("Norvik, Inc.", None),
            ("Ane Lund, MBA", None),
            ("Jane Doe, SHRM-CP", None),
            ("Jane Doe, PharmD, BCPS", None),
            ("Jane Doe, CISSP-ISSAP®", None),
            ("DOE, JANE", Some("JANE DOE")),
            ("van der Berg, JW", Some("JW van der Berg")),
            ("Doe, JR", None),
            (", Ane", None),
        ] {
            assert_eq!(given_name_first(name).as_deref(), expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_reader_of_names(name in "\\PC{0,40}", near in "[A-Za-z., ]{0,30}") {
            for name in [name, near] {
                let words = without_titles(&name).split_whitespace().count();
                prop_assert!(words >= 2 || words == without_degrees(&name).split_whitespace().count());
                prop_assert!(given_name_first(&name).is_none_or(|turned| !turned.trim().is_empty()));
            }
        }
    }
}
