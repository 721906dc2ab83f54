//! Help: every key that works here, filtered as you type; Enter runs it.

use crate::tui::message::action::Action;
use crate::tui::message::keymap::{Keymap, Layer};

use super::palette::{Palette, PaletteEntry};

/// Help for a layer: the palette over the keys that work here, in the order of the table.
pub fn help(layer: Layer, offered: &[PaletteEntry], keymap: &Keymap) -> Palette {
    let entries = offered
        .iter()
        .filter(|entry| entry.off.is_none() && keymap.key(layer, entry.action).is_some())
        .cloned()
        .collect();
    Palette::new("Keys that work here", entries)
}

/// Every key in the order of the table, for the README and the man page: action id, keys, help.
pub fn key_table(keymap: &Keymap) -> Vec<(&'static str, String, &'static str)> {
    Action::ALL
        .iter()
        .map(|action| {
            let mut keys = keymap.keys(Layer::Nav, *action);
            for key in keymap.keys(Layer::Text, *action) {
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
            (action.id(), keys.join(" "), action.help())
        })
        .collect()
}
