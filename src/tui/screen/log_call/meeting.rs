//! A call that was amended elsewhere while its form was open: both values are shown, and one of them stands.

use crate::domain::call::Call;
use crate::domain::edit::Clash;
use crate::tui::message::command::DraftCommand;
use crate::tui::message::effect::Effect;
use crate::tui::message::query::Query;
use crate::tui::screen::{all_taken, ask_about, rest_is_unsaved};
use crate::tui::widgets::form::Field;

use super::choices::{pack, unpack};
use super::{Amended, LogScreen};

/// The choices of an amendment, by their names in a draft, and what people call them.
const CHOICES: [(&str, &str); 7] = [
    ("reach", "whom you reached"),
    ("verdict", "time well spent"),
    ("source", "who said so"),
    ("outcome", "outcome"),
    ("learned", "what they learned"),
    ("forward", "the way forward"),
    ("whose", "who owes it"),
];

impl LogScreen {
    /// Takes the call as it stands, and asks about what was amended in it and here.
    pub(super) fn meet(&mut self, stands: &Call) -> Vec<Effect> {
        let Some(amended) = &mut self.amends else { return self.meet_logged(stands) };
        let fresh = LogScreen::amend(stands.clone());
        let mut clashes = self.form.meet(&fresh.form);
        let (read, theirs, mut mine) = (pack(&amended.picked), pack(&fresh.picked), pack(&self.picked));
        for (name, label) in CHOICES {
            let (was, now, own) = (read.get(name), theirs.get(name), mine.get(name));
            if now == was || now == own {
                continue;
            }
            if own == was {
                match now {
                    Some(now) => mine.insert(name.to_owned(), now.clone()),
                    None => mine.remove(name),
                };
                continue;
            }
            let said = |choice: Option<&String>| choice.map_or_else(String::new, |key| key.replace('_', " "));
            let (theirs, mine) = (said(now), said(own));
            clashes.push(Clash { name, label: label.to_owned(), theirs, mine });
        }
        self.picked = unpack(&mine, fresh.picked);
        amended.picked = fresh.picked;
        // Still the same amendment, only over another version.
        amended.call = Call { id: amended.call.id, amends: amended.call.amends, ..stands.clone() };
        self.clashes = clashes.iter().map(|clash| clash.name).collect();
        vec![ask_about(self.key(), clashes)]
    }

    /// The call was logged from another window, with other words: the form amends it from now on, and asks about what both
    /// said.
    fn meet_logged(&mut self, stands: &Call) -> Vec<Effect> {
        let logged = LogScreen::amend(stands.clone());
        // What waited of it is shown now.
        let ends = DraftCommand::Discard(self.key());
        let (mine, mut clashes) = (std::mem::replace(&mut self.form, logged.form), Vec::new());
        for field in &mut self.form.fields {
            let (theirs, typed) = (field.text.as_str().to_owned(), mine.get(field.name).trim().to_owned());
            if typed.is_empty() || typed == theirs.trim() {
                continue;
            }
            field.text.replace(&typed);
            if !theirs.trim().is_empty() {
                clashes.push(Clash { name: field.name, label: field.label.to_owned(), theirs, mine: typed });
            }
        }
        let (theirs, mut picked) = (pack(&logged.picked), pack(&self.picked));
        for (name, label) in CHOICES {
            let (there, own) = (theirs.get(name), picked.get(name).cloned());
            match (there, own) {
                (Some(there), Some(own)) if *there != own => {
                    let said = |key: &str| key.replace('_', " ");
                    clashes.push(Clash { name, label: label.to_owned(), theirs: said(there), mine: said(&own) });
                }
                (Some(there), None) => drop(picked.insert(name.to_owned(), there.clone())),
                (Some(_) | None, _) => {}
            }
        }
        self.picked = unpack(&picked, logged.picked);
        self.amends = Some(Box::new(Amended { call: stands.clone(), picked: logged.picked }));
        // What it starts from is that of an amendment now.
        (self.start, self.ended, self.touched) = (None, None, true);
        self.clashes = clashes.iter().map(|clash| clash.name).collect();
        vec![ends.into(), Query::AmendStart(stands.id).into(), ask_about(self.key(), clashes)]
    }

    /// Gives fields and choices up for what is in the book.
    pub(super) fn give_up(&mut self, names: &[&'static str]) -> Vec<Effect> {
        let Some(amended) = &self.amends else { return Vec::new() };
        self.form.give_up(names);
        let (theirs, mut mine) = (pack(&amended.picked), pack(&self.picked));
        for name in names {
            match theirs.get(*name) {
                Some(said) => mine.insert((*name).to_owned(), said.clone()),
                None => mine.remove(*name),
            };
        }
        self.picked = unpack(&mine, amended.picked);
        if self.form.fields.iter().any(Field::is_changed) || self.picked != amended.picked {
            return vec![rest_is_unsaved("amended", "Enter")];
        }
        self.touched = false;
        vec![all_taken(), DraftCommand::Discard(self.key()).into()]
    }
}
