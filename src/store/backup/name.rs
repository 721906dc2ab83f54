//! Names of backups: `book.db-0007-20261130T145021Z-start.db`. All that thinning goes by stands in the name.
//!
//! The number rises with every backup, whatever the clock says; times of change of a file are never looked at.

use chrono::{DateTime, NaiveDateTime, Utc};

/// What a backup was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The screens were opened on a book that had changed.
    Start,
    /// Somebody asked for it.
    ByHand,
    /// The book was about to be brought to a newer format.
    Upgrade,
    /// A file was about to be imported.
    Import,
    /// Bundles were about to be merged.
    Merge,
    /// A person was about to be erased.
    Erase,
    /// Stamps of a wrong clock were about to be set right.
    Mend,
}

impl Occasion {
    const ALL: [Occasion; 7] = [
        Occasion::Start,
        Occasion::ByHand,
        Occasion::Upgrade,
        Occasion::Import,
        Occasion::Merge,
        Occasion::Erase,
        Occasion::Mend,
    ];

    fn key(self) -> &'static str {
        match self {
            Occasion::Start => "start",
            Occasion::ByHand => "hand",
            Occasion::Upgrade => "upgrade",
            Occasion::Import => "import",
            Occasion::Merge => "merge",
            Occasion::Erase => "erase",
            Occasion::Mend => "mend",
        }
    }

    /// Returns it in words for a list: "before an import".
    pub fn says(self) -> &'static str {
        match self {
            Occasion::Start => "at start",
            Occasion::ByHand => "by hand",
            Occasion::Upgrade => "before an upgrade",
            Occasion::Import => "before an import",
            Occasion::Merge => "before a merge",
            Occasion::Erase => "before an erasure",
            Occasion::Mend => "before a mend",
        }
    }

    /// Returns true if the backup is the way back from something done to the book.
    pub(super) fn is_way_back(self) -> bool {
        match self {
            Occasion::Start | Occasion::ByHand => false,
            Occasion::Upgrade | Occasion::Import | Occasion::Merge | Occasion::Erase | Occasion::Mend => true,
        }
    }
}

/// What the name of a backup says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BackupName {
    /// File name of the book.
    pub(super) book: String,
    /// Number of the backup, from 1; each is larger than all before it.
    pub(super) number: u32,
    /// When it was made, to the second.
    pub(super) at: DateTime<Utc>,
    pub(super) occasion: Occasion,
}

const TIME: &str = "%Y%m%dT%H%M%SZ";

impl BackupName {
    pub(super) fn format(&self) -> String {
        let BackupName { book, number, at, occasion } = self;
        format!("{book}-{number:04}-{}-{}.db", at.format(TIME), occasion.key())
    }

    /// Reads a file name; `None` if it is no name of a backup.
    pub(super) fn parse(name: &str) -> Option<BackupName> {
        let mut parts = name.strip_suffix(".db")?.rsplitn(4, '-');
        let (occasion, at, number, book) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let found = BackupName {
            book: book.to_owned(),
            number: number.parse().ok()?,
            at: NaiveDateTime::parse_from_str(at, TIME).ok()?.and_utc(),
            occasion: Occasion::ALL.into_iter().find(|one| one.key() == occasion)?,
        };
        // "+7" is a number too; only what we would write ourselves is ours.
        (found.format() == name).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_was_written_and_no_other_file_is_taken_for_a_backup() {
        for name in ["book.db-0007-20261130T145021Z-start.db", "my-book-12345-20261130T145021Z-import.db"] {
            assert_eq!(BackupName::parse(name).unwrap().format(), name);
        }
        assert_eq!(BackupName::parse("my-book-0001-20261130T145021Z-hand.db").unwrap().book, "my-book");
        for name in [
            "book.db",
            "book.db-7-20261130T145021Z-start.db",
            "book.db-+007-20261130T145021Z-start.db",
            "book.db-0007-20261330T145021Z-start.db",
            "book.db-0007-20261130T145021Z-lunch.db",
            "book.db-0007-20261130T145021Z-start.db-wal",
        ] {
            assert_eq!(BackupName::parse(name), None, "{name}");
        }
    }
}
