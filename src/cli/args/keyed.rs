//! Values of a closed vocabulary on the command line.

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// A value of one of the closed vocabularies, by its key.
pub(super) fn key_parser<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    key: fn(T) -> &'static str,
    from_key: fn(&str) -> Option<T>,
) -> impl TypedValueParser<Value = T> {
    let keys: Vec<&'static str> = all.iter().map(|value| key(*value)).collect();
    PossibleValuesParser::new(keys).map(move |typed| from_key(&typed).expect("the parser let only keys through"))
}
