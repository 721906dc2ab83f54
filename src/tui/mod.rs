//! The screens.

use std::path::PathBuf;

use crate::config::Config;

/// What the screens start from.
#[derive(Debug, Clone)]
pub struct Start {
    /// The book; it need not be there yet.
    pub book: PathBuf,
    /// The settings.
    pub config: Config,
    /// The book is the sample, gone at the end.
    pub demo: bool,
}

/// Opens the screens and comes back when the rep leaves them.
pub fn run(start: Start) -> anyhow::Result<()> {
    anyhow::bail!("The screens cannot open {} yet", start.book.display())
}
