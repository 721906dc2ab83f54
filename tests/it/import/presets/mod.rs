//! Whose export a file is, what its columns are, and how somebody says otherwise: read, imported, on the screen.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test stops where it fails")]

mod columns;
mod kinds;
mod own;
