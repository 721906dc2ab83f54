//! Parses values of a closed vocabulary on the command line.

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Returns a parser for the keys of a closed vocabulary.
pub(super) fn key_parser<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    key: fn(T) -> &'static str,
    from_key: fn(&str) -> Option<T>,
) -> impl TypedValueParser<Value = T> {
    let keys: Vec<&'static str> = all.iter().map(|value| key(*value)).collect();
    PossibleValuesParser::new(keys).map(move |typed| from_key(&typed).expect("the parser let only keys through"))
}
