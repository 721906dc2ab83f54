//! The link of a row in the hash chain over calls and reviews.

/// A SHA-256 hash.
pub(crate) type Hash = [u8; 32];

/// A row's position in the chain.
pub(crate) struct ChainPosition {
    /// Number of the row in its device's chain, from 1.
    pub(crate) seq: i64,
    /// Hash of the row before it in the chain.
    pub(crate) prev: Hash,
}

/// One row's link in the hash chain.
pub(crate) struct ChainLink {
    pub(crate) rev: i64,
    pub(crate) device: i64,
    pub(crate) place: ChainPosition,
    pub(crate) hash: Hash,
    /// Salt of the text's hash; `None` once the row's text was erased.
    pub(crate) salt: Option<Vec<u8>>,
    /// Salted hash of the row's free text.
    pub(crate) text: Hash,
    /// When a call was logged, in milliseconds since 1970; 0 for a review.
    pub(crate) logged_at: i64,
}
