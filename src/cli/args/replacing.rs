//! The option that lets a command replace a file of others.

use clap::Args;

#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct ReplaceArgs {
    /// Replace the file even if this command did not write it
    #[arg(long)]
    pub(crate) force: bool,
}
