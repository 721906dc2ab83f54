//! Closed vocabularies: enums that the book, exports and the command line know by key, and people by words.

/// Declares a closed vocabulary: an enum whose variants have a stable key (book, export, config) and words for people.
///
/// One with a default has `#[derive(Default)]` above its name and `#[default]` above the variant.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal, $words:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All values, in the order of the form.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// Returns the stable key, used in the book, exports and on the command line.
            pub fn key(self) -> &'static str {
                match self { $($name::$variant => $key,)* }
            }

            /// Returns the words for people.
            pub fn words(self) -> &'static str {
                match self { $($name::$variant => $words,)* }
            }

            /// Finds the value with this key.
            pub fn from_key(key: &str) -> Option<$name> {
                match key { $($key => Some($name::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use vocabulary;
