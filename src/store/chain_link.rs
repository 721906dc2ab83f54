//! The link of a row in the chain over calls and reviews.

/// A SHA-256.
pub(crate) type Hash = [u8; 32];

/// A row's position in the chain.
pub(crate) struct ChainPosition {
    /// Count of the device's rows, from 1.
    pub(crate) seq: i64,
    /// The hash before.
    pub(crate) prev: Hash,
}

/// One row's link of the chain.
pub(crate) struct ChainLink {
    pub(crate) rev: i64,
    pub(crate) device: i64,
    pub(crate) place: ChainPosition,
    pub(crate) hash: Hash,
    /// Gone with the words of an erased row.
    pub(crate) salt: Option<Vec<u8>>,
    /// The hash of the words.
    pub(crate) text: Hash,
    /// Milliseconds; 0 for a review.
    pub(crate) logged_at: i64,
}
