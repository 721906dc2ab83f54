//! Who works with a book.

/// Who works with a book, as its files and openers name them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhoCalls {
    /// Name of the rep; empty if nobody said it.
    pub name: String,
    /// The rep's own company; empty if nobody said it.
    pub company: String,
    /// True if the rep was asked, whatever the answer was: nobody is asked twice.
    pub asked: bool,
}
