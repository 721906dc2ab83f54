//! Sealed books: how such a file is recognised, how what somebody types becomes its key, and every connection to a file,
//! which is given the key where the file is sealed.
//!
//! Builds without the feature `sealed` recognise a sealed book, and open none. Keys live in this process alone, from the
//! moment that somebody types the passphrase; nothing here writes one anywhere.

mod connect;
#[cfg(feature = "sealed")]
mod crypto;
#[cfg(not(feature = "sealed"))]
#[path = "absent.rs"]
mod crypto;
mod header;
mod image;
mod key;
mod recovery_code;
mod unlock;

pub(in crate::store) use connect::{
    BACKUPS, are_alike, connect, connect_immutable, locked_error, note_opening, page_size, sealed_backup,
};
pub use connect::{Sealing, is_locked, is_sealed, to_unlock};
pub(in crate::store) use header::is_sealed_head;
pub(in crate::store) use image::open_in_memory;
pub use unlock::{NewSeal, SealSecret, unlock};

/// True if this build can open and make sealed books.
pub const IS_BUILT_IN: bool = cfg!(feature = "sealed");
/// What a build that cannot says.
pub const ABSENT: &str = "this build of whynow opens no sealed books; one that was built with `--features sealed` does. \
    The file is as it was";
