//! The bytes of a file on their way to a reader, each of them counted.

use std::io;
use std::io::{Cursor, Read};

use super::budget::Budget;

/// The bytes of a file, and how much work reading them may be.
pub struct Source {
    bytes: Box<dyn Read>,
    budget: Budget,
}

impl<R: Read + 'static> From<R> for Source {
    fn from(bytes: R) -> Source {
        Source::within(bytes, Budget::default())
    }
}

impl Source {
    /// Makes a source of bytes that are read within a budget.
    pub fn within(bytes: impl Read + 'static, budget: Budget) -> Source {
        Source { bytes: Box::new(CountedReader { bytes, budget: budget.clone() }), budget }
    }

    /// Reads up to `most` bytes from the start; they come again to whoever reads the source afterwards.
    pub(super) fn head(self, most: usize) -> io::Result<(Vec<u8>, Source)> {
        let Source { mut bytes, budget } = self;
        let mut head = Vec::new();
        bytes.by_ref().take(most as u64).read_to_end(&mut head)?;
        let bytes = Box::new(Cursor::new(head.clone()).chain(bytes));
        Ok((head, Source { bytes, budget }))
    }

    /// Returns the same source with other bytes, read and counted before.
    pub(super) fn holding(budget: Budget, bytes: Vec<u8>) -> Source {
        Source { bytes: Box::new(Cursor::new(bytes)), budget }
    }

    /// Returns the budget that is shared by all who read of this file.
    pub(super) fn budget(&self) -> Budget {
        self.budget.clone()
    }

    /// Returns the bytes; each is still counted.
    pub fn into_bytes(self) -> Box<dyn Read> {
        self.bytes
    }
}

/// A reader that spends what it reads.
struct CountedReader<R> {
    bytes: R,
    budget: Budget,
}

impl<R: Read> Read for CountedReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Before, for a reader that was stopped must not be waited for; and after, for what it gave.
        self.budget.check()?;
        let count = self.bytes.read(buffer)?;
        self.budget.spend(count as u64)?;
        Ok(count)
    }
}
