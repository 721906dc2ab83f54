//! Turns names from the book into safe file names.

use crate::domain::text::fold;

/// Longest part of a file name, in characters, that is taken from a name in the book.
const LONGEST: usize = 60;

/// Returns a name from the book as part of a file name: letters, digits and hyphens only.
pub(crate) fn in_a_name(name: &str) -> String {
    let plain: String = fold(name).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-").chars().take(LONGEST).collect()
}
