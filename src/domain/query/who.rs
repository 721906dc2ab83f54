//! Who works with a book.

/// A form in which somebody says who works with a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhoEdit {
    /// Who did as the form read it.
    pub read: WhoCalls,
    /// As typed; a blank name or company stays as it is.
    pub typed: WhoCalls,
    /// Keys of the drafts that end with the save.
    pub drafts: Vec<String>,
}

impl WhoEdit {
    /// Returns the parts that the form changed: name and company, each blank where it did not.
    pub fn changed_parts(&self) -> (&str, &str) {
        let changed = |read: &str, typed: &str| typed.trim() != read.trim();
        let name = if changed(&self.read.name, &self.typed.name) { self.typed.name.trim() } else { "" };
        let company = if changed(&self.read.company, &self.typed.company) { self.typed.company.trim() } else { "" };
        (name, company)
    }

    /// Returns true if a part that the form changes was changed elsewhere meanwhile, to something else.
    pub fn meets(&self, stands: &WhoCalls) -> bool {
        let met = |typed: &str, read: &str, stands: &str| !typed.is_empty() && stands != read && stands != typed;
        let (name, company) = self.changed_parts();
        met(name, &self.read.name, &stands.name) || met(company, &self.read.company, &stands.company)
    }
}

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
