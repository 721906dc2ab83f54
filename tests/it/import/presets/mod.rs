//! Whose export a file is, what its columns are, and how somebody says otherwise: read, imported, on the screen.

mod columns;
mod kinds;
mod own;
