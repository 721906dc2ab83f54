//! The keymap: layers, default keys, a person's own keys. Footer, help, palette, README and man page derive from it.

use std::collections::BTreeMap;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::action::Action;

/// A layer of keys: letters are commands in some, text in others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// Lists: letters are commands.
    Nav,
    /// Text and forms: letters are text; commands need a function key, Ctrl or Alt.
    Text,
}

impl Layer {
    /// Where its keys work: `in lists`.
    fn words(self) -> &'static str {
        match self {
            Layer::Nav => "in lists",
            Layer::Text => "in text",
        }
    }
}

/// One key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// A key bound to an action in a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    pub layer: Layer,
    pub key: Key,
    pub action: Action,
}

/// What is wrong with a key of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFault {
    /// The action's id.
    pub id: String,
    pub says: String,
}

/// All bindings; the first of an action is the one shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

#[rustfmt::skip]
const NAV: &[(&str, Action)] = &[
    ("1", Action::GoToday), ("2", Action::GoAccounts), ("3", Action::GoTriggers), ("4", Action::GoCalls), ("5", Action::GoReview),
    ("enter", Action::Open), ("l", Action::Open), ("right", Action::Open),
    ("esc", Action::Back), ("h", Action::Back), ("left", Action::Back), ("backspace", Action::Back),
    ("j", Action::Down), ("down", Action::Down), ("k", Action::Up), ("up", Action::Up),
    ("ctrl-d", Action::PageDown), ("pagedown", Action::PageDown), ("ctrl-u", Action::PageUp), ("pageup", Action::PageUp),
    ("g", Action::Top), ("home", Action::Top), ("G", Action::Bottom), ("end", Action::Bottom),
    ("J", Action::NextRecord), ("f8", Action::NextRecord), (">", Action::NextRecord),
    ("K", Action::PreviousRecord), ("f7", Action::PreviousRecord), ("<", Action::PreviousRecord),
    ("tab", Action::NextPane), ("backtab", Action::PreviousPane),
    ("/", Action::Filter), ("f", Action::Search), ("ctrl-f", Action::Search), ("o", Action::Sort), ("R", Action::Refresh), ("ctrl-l", Action::Refresh),
    ("p", Action::Plan), ("P", Action::Sheet), ("c", Action::Call), ("f4", Action::Call), ("C", Action::Log),
    ("n", Action::New), ("e", Action::Edit), ("A", Action::Amend), ("space", Action::Mark), ("x", Action::Menu), ("y", Action::Copy), ("f5", Action::Copy),
    ("z", Action::Rest), ("O", Action::Overrides), ("D", Action::Done), ("a", Action::Keep), ("d", Action::Reject), ("s", Action::Snooze), ("L", Action::Link), ("ctrl-o", Action::OpenLink),
    ("m", Action::Merge), ("T", Action::SetKind), ("S", Action::SetSure), ("v", Action::Capture), ("t", Action::GoKinds), ("w", Action::GoQuiet), ("M", Action::MarkAll), ("F", Action::Fetch), ("W", Action::Feeds),
    ("u", Action::Undo), ("U", Action::Redo), ("I", Action::Import),
    (":", Action::Palette), ("ctrl-p", Action::Palette), ("?", Action::Help), ("f1", Action::Help),
    ("b", Action::StartCampaign), ("B", Action::GoCampaigns), ("@", Action::GoWho), ("%", Action::GoProfile), ("&", Action::GoBackups), ("N", Action::NextToDo), ("X", Action::CloseCampaign), ("E", Action::ExportCampaign),
    ("V", Action::Select), ("Y", Action::GroupBy), ("Q", Action::Whose), ("H", Action::HideNames),
    ("Z", Action::GoTwins), ("=", Action::TheSame), ("-", Action::KeepApart),
    (".", Action::LeaveColumn), ("+", Action::NoteColumn), ("*", Action::KeepPreset),
    ("r", Action::Review), ("i", Action::Answer),
    (",", Action::Touch), (";", Action::Person), ("!", Action::MovePromise), ("#", Action::Erase),
    ("f3", Action::Evidence),
    ("ctrl-n", Action::Tour), ("ctrl-x", Action::EndTour),
    ("q", Action::Quit), ("ctrl-c", Action::Interrupt), ("ctrl-z", Action::Suspend),
];

#[rustfmt::skip]
const TEXT: &[(&str, Action)] = &[
    ("esc", Action::Back), ("tab", Action::NextPane), ("backtab", Action::PreviousPane),
    ("ctrl-s", Action::Save), ("alt-enter", Action::Save),
    ("f1", Action::Help), ("f2", Action::Editor), ("f3", Action::Evidence), ("f4", Action::Call), ("f5", Action::Copy),
    ("f6", Action::Timer), ("f7", Action::PreviousRecord), ("f8", Action::NextRecord), ("f9", Action::Template), ("ctrl-t", Action::Template), ("ctrl-r", Action::Reason), ("ctrl-o", Action::Wordings), ("f10", Action::Discard), ("ctrl-g", Action::TakeAll), ("f12", Action::Sheet), ("ctrl-l", Action::Columns),
    ("ctrl-p", Action::Palette), ("ctrl-f", Action::Search), ("ctrl-z", Action::UndoText), ("ctrl-y", Action::RedoText),
    ("ctrl-n", Action::Tour), ("ctrl-x", Action::EndTour), ("ctrl-c", Action::Interrupt),
];

impl Default for Keymap {
    fn default() -> Self {
        let layer = |layer, rows: &'static [(&str, Action)]| {
            rows.iter().map(move |(key, action)| Binding {
                layer,
                key: Key::parse(key).expect("the default keys are well formed: a test reads them all"),
                action: *action,
            })
        };
        Keymap { bindings: layer(Layer::Nav, NAV).chain(layer(Layer::Text, TEXT)).collect() }
    }
}

impl Keymap {
    /// The default keys with a person's own on top: action id → keys, as the settings give them.
    /// What cannot be used comes back as sentences; the rest holds.
    pub fn with(overrides: &BTreeMap<String, Vec<String>>) -> (Keymap, Vec<KeyFault>) {
        let mut map = Keymap::default();
        let mut faults = Vec::new();
        let mut own: Vec<Binding> = Vec::new();
        for (id, texts) in overrides {
            let Some(action) = Action::from_id(id) else {
                let says = format!("keys: there is no action \"{id}\"; `whynow man` lists them");
                faults.push(KeyFault { id: id.clone(), says });
                continue;
            };
            // The last that is bound is shown first.
            for text in texts.iter().rev() {
                let says = match Key::parse(text) {
                    None => format!("keys.{id}: \"{text}\" is not a key; write it like \"ctrl-p\", \"f6\" or \"J\""),
                    Some(key) => match map.bind_own(action, key, &mut own) {
                        None => continue,
                        Some(other) => {
                            format!("keys.{id}: {} is given to {} too; it stays there", key.name(), other.id())
                        }
                    },
                };
                faults.push(KeyFault { id: id.clone(), says });
            }
        }
        (map, faults)
    }

    /// Binds a key of the settings, unless they gave it to another action already: to which.
    fn bind_own(&mut self, action: Action, key: Key, own: &mut Vec<Binding>) -> Option<Action> {
        let layers = self.layers_of(action, key);
        let taken = |b: &&Binding| b.key == key && b.action != action && layers.contains(&b.layer);
        if let Some(other) = own.iter().find(taken) {
            return Some(other.action);
        }
        own.extend(layers.iter().map(|layer| Binding { layer: *layer, key, action }));
        for layer in layers {
            self.bindings.retain(|b| b.layer != layer || b.key != key);
            self.bindings.insert(0, Binding { layer, key, action });
        }
        None
    }

    /// The layers in which an action can have this key.
    fn layers_of(&self, action: Action, key: Key) -> Vec<Layer> {
        [Layer::Nav, Layer::Text]
            .into_iter()
            .filter(|layer| self.bindings.iter().any(|b| b.layer == *layer && b.action == action))
            // In text a bare letter is typed, whatever the settings say.
            .filter(|layer| *layer == Layer::Nav || !key.is_text())
            .collect()
    }

    /// The default keys that a person's own take from other actions, which were given no other key in the settings.
    pub fn collisions(overrides: &BTreeMap<String, Vec<String>>) -> Vec<KeyFault> {
        let (before, map) = (Keymap::default(), Keymap::with(overrides).0);
        let mut found = Vec::new();
        for was in before.bindings.iter().filter(|was| !overrides.contains_key(was.action.id())) {
            let now = map.bindings.iter().find(|b| b.layer == was.layer && b.key == was.key && b.action != was.action);
            let Some(now) = now else { continue };
            let left = map.keys(was.layer, was.action);
            let rest = if left.is_empty() {
                "has no key left there: give it one".to_owned()
            } else {
                format!("keeps {}", left.join(" "))
            };
            let (id, key) = (now.action.id(), was.key.name());
            let says =
                format!("keys.{id}: {key} is the key of {} {}, which {rest}", was.action.id(), was.layer.words());
            found.push(KeyFault { id: id.to_owned(), says });
        }
        found
    }

    /// What a key asks for in a layer.
    pub fn resolve(&self, layer: Layer, event: &KeyEvent) -> Option<Action> {
        let key = Key::of(event)?;
        self.bindings.iter().find(|b| b.layer == layer && b.key == key).map(|b| b.action)
    }

    /// The key to show for an action in a layer.
    pub fn key(&self, layer: Layer, action: Action) -> Option<String> {
        self.bindings.iter().find(|b| b.layer == layer && b.action == action).map(|b| b.key.name())
    }

    /// Every key of an action in a layer.
    pub fn keys(&self, layer: Layer, action: Action) -> Vec<String> {
        self.bindings.iter().filter(|b| b.layer == layer && b.action == action).map(|b| b.key.name()).collect()
    }
}

impl Key {
    /// Reads `ctrl-p`, `f6`, `J`, `enter`.
    pub fn parse(text: &str) -> Option<Key> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        loop {
            if let Some(after) = rest.strip_prefix("ctrl-").filter(|r| !r.is_empty()) {
                modifiers |= KeyModifiers::CONTROL;
                rest = after;
            } else if let Some(after) = rest.strip_prefix("alt-").filter(|r| !r.is_empty()) {
                modifiers |= KeyModifiers::ALT;
                rest = after;
            } else {
                break;
            }
        }
        Some(Key { code: code(rest)?, modifiers })
    }

    /// The key of a press; `None` for releases.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the keys of crossterm: only letters change with Ctrl")]
    pub fn of(event: &KeyEvent) -> Option<Key> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        // Shift is left out: a letter carries it in itself ("J"), and not every terminal reports it.
        let mut modifiers = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
        // AltGr arrives as Ctrl-Alt with the character it makes: that is text.
        if matches!(event.code, KeyCode::Char(c) if !c.is_ascii_lowercase()) && modifiers.contains(KeyModifiers::ALT) {
            modifiers = KeyModifiers::NONE;
        }
        let code = match event.code {
            // Without the newer key protocol Ctrl-P and Ctrl-Shift-P are the same byte: they are one key.
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => KeyCode::Char(c.to_ascii_lowercase()),
            other => other,
        };
        Some(Key { code, modifiers })
    }

    /// The press of this key.
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }

    fn is_text(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && self.modifiers.is_empty()
    }

    /// How it is written for people: `Ctrl-P`, `F6`, `J`, `Enter`.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the keys of crossterm: the others are in a table")]
    pub fn name(self) -> String {
        let mut out = String::new();
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            out.push_str("Ctrl-");
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            out.push_str("Alt-");
        }
        match self.code {
            KeyCode::Char(' ') => out.push_str("Space"),
            KeyCode::Char(c) if !self.modifiers.is_empty() => out.extend(c.to_uppercase()),
            KeyCode::Char(c) => out.push(c),
            KeyCode::F(n) => out.push_str(&format!("F{n}")),
            other => out.push_str(NAMED.iter().find(|(_, code, _)| *code == other).map_or("?", |(_, _, shown)| shown)),
        }
        out
    }
}

#[rustfmt::skip]
const NAMED: &[(&str, KeyCode, &str)] = &[
    ("enter", KeyCode::Enter, "Enter"), ("esc", KeyCode::Esc, "Esc"), ("tab", KeyCode::Tab, "Tab"), ("backtab", KeyCode::BackTab, "Shift-Tab"),
    ("up", KeyCode::Up, "Up"), ("down", KeyCode::Down, "Down"), ("left", KeyCode::Left, "Left"), ("right", KeyCode::Right, "Right"),
    ("home", KeyCode::Home, "Home"), ("end", KeyCode::End, "End"), ("pageup", KeyCode::PageUp, "PgUp"), ("pagedown", KeyCode::PageDown, "PgDn"),
    ("backspace", KeyCode::Backspace, "Backspace"), ("delete", KeyCode::Delete, "Del"), ("insert", KeyCode::Insert, "Ins"),
    ("space", KeyCode::Char(' '), "Space"),
];

fn code(name: &str) -> Option<KeyCode> {
    if let Some((_, code, _)) = NAMED.iter().find(|(known, _, _)| *known == name) {
        return Some(*code);
    }
    if let Some(number) = name.strip_prefix('f').and_then(|n| n.parse::<u8>().ok()) {
        return (1..=12).contains(&number).then_some(KeyCode::F(number));
    }
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => Some(KeyCode::Char(only)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(text: &str) -> KeyEvent {
        Key::parse(text).unwrap().event()
    }

    #[test]
    fn no_key_of_a_layer_is_bound_twice() {
        for (layer, rows) in [(Layer::Nav, NAV), (Layer::Text, TEXT)] {
            for (i, (key, _)) in rows.iter().enumerate() {
                assert!(Key::parse(key).is_some(), "{key} is not a key");
                assert!(!rows[..i].iter().any(|(other, _)| other == key), "{key} is bound twice in {layer:?}");
            }
        }
    }

    #[test]
    fn a_letter_is_a_command_in_lists_and_text_in_forms() {
        let map = Keymap::default();
        assert_eq!(map.resolve(Layer::Nav, &press("p")), Some(Action::Plan));
        assert_eq!(map.resolve(Layer::Text, &press("p")), None);
        assert_eq!(map.resolve(Layer::Text, &press("ctrl-s")), Some(Action::Save));
    }

    #[test]
    fn own_keys_win_and_never_turn_a_letter_into_a_command_in_text() {
        let wanted =
            own(&[("text.save", &["s"]), ("list.down", &["t"]), ("no.such", &["t"]), ("list.up", &["hyper-x"])]);
        let (map, faults) = Keymap::with(&wanted);
        assert_eq!(map.resolve(Layer::Nav, &press("t")), Some(Action::Down));
        assert_eq!(map.resolve(Layer::Text, &press("s")), None);
        assert_eq!(faults.len(), 2, "{faults:?}");
    }

    fn own(keys: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        keys.iter().map(|(id, keys)| ((*id).to_string(), keys.iter().map(|key| (*key).to_string()).collect())).collect()
    }

    #[test]
    fn an_action_may_have_several_keys_and_the_first_is_shown() {
        let (map, faults) = Keymap::with(&own(&[("call.clock", &["f11", "с"])]));
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(map.key(Layer::Nav, Action::Call).as_deref(), Some("F11"));
        for key in ["f11", "с", "c"] {
            assert_eq!(map.resolve(Layer::Nav, &press(key)), Some(Action::Call), "{key}");
        }
        assert_eq!(map.resolve(Layer::Text, &press("f11")), Some(Action::Call));
        assert_eq!(map.resolve(Layer::Text, &press("с")), None);
    }

    #[test]
    fn keys_that_collide_are_named() {
        let twice = own(&[("call.clock", &["Q", "f11"]), ("call.log", &["f11"])]);
        let (map, faults) = Keymap::with(&twice);
        assert_eq!(map.resolve(Layer::Nav, &press("f11")), Some(Action::Call));
        let says = |faults: &[KeyFault]| faults.iter().map(|fault| fault.says.clone()).collect::<Vec<_>>();
        assert_eq!(says(&faults), ["keys.call.log: F11 is given to call.clock too; it stays there"]);
        let taken = "keys.call.clock: Q is the key of score.whose in lists, which has no key left there: give it one";
        assert_eq!(says(&Keymap::collisions(&twice)), [taken]);
        let moved = own(&[("call.clock", &["Q"]), ("score.whose", &["f11"])]);
        assert_eq!(Keymap::collisions(&moved), []);
        assert_eq!(says(&Keymap::collisions(&own(&[("call.plan", &["j"])]))).len(), 1, "Down keeps its arrow");
    }

    #[test]
    fn altgr_characters_are_text() {
        let map = Keymap::default();
        let at = KeyEvent::new(KeyCode::Char('@'), KeyModifiers::CONTROL | KeyModifiers::ALT);
        assert_eq!(map.resolve(Layer::Text, &at), None);
    }
}
