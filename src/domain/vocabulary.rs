//! Closed vocabularies: enums that the book, exports and the command line know by key and people by words.

/// A closed vocabulary: variants with a stable key (book, export, config) and the words people read.
///
/// One that has a default carries `#[derive(Default)]` above its name and `#[default]` above the variant.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal, $words:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every value, in the order of the form.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The stable key: book, export, command line.
            pub fn key(self) -> &'static str {
                match self { $($name::$variant => $key,)* }
            }

            /// The words people read.
            pub fn words(self) -> &'static str {
                match self { $($name::$variant => $words,)* }
            }

            /// The value with this key.
            pub fn from_key(key: &str) -> Option<$name> {
                match key { $($key => Some($name::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use vocabulary;
