//! A person seen and erased: everything about them is shown, everything goes, nothing else does, and they stay out.

mod again;
mod book;
mod by_key;
mod columns;
mod everywhere;
mod killed;
mod others;
mod shared;
mod told;
mod waiting;
