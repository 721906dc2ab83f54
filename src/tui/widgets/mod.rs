//! Pieces that screens are drawn with: lists, tables, forms, a text editor, the brush.
//!
//! Pure: they know no screen and fetch nothing.

pub mod brush;
pub mod filter;
pub mod form;
pub mod format;
pub mod layout;
pub mod list;
pub(super) mod narrowed_list;
pub(super) mod table;
pub mod text_edit;
pub mod theme;
