//! The rules of a good call, held against examples that were written without them.

mod openers;
