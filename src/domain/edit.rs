//! A form that changes a row: only changed fields are written, onto the row as it is by then.
//!
//! A form may be open for hours while another window, an import or a call changes the same row. Writing all fields
//! would restore old values unnoticed.

use super::account::{Account, Contact};
use super::call::Call;
use super::plan::Plan;
use super::trigger::Trigger;

/// A form that is saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit<T> {
    /// The row as the form read it.
    pub read: T,
    /// The row with what was typed; a nil id stands for a new row.
    pub typed: T,
    /// Keys of the drafts that are dropped with the save.
    pub drafts: Vec<String>,
}

/// Result of saving a form.
#[derive(Debug, Clone, PartialEq)]
pub enum Edited<T, I> {
    /// What was typed is in the book.
    Saved(I),
    /// Nothing was saved: fields that the form changes were changed elsewhere since it read the row.
    Meanwhile(Meanwhile<T>),
}

/// A row that was changed elsewhere while a form was open, in fields that the form changes too.
#[derive(Debug, Clone, PartialEq)]
pub struct Meanwhile<T> {
    /// The row as it stands.
    pub stands: Box<T>,
    /// Names of those fields.
    pub fields: Vec<&'static str>,
}

/// A line that is written over what it said before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineChange {
    /// The line as it was read.
    pub read: String,
    pub typed: String,
}

impl LineChange {
    /// Returns true if the line was changed elsewhere meanwhile, to something else than was typed.
    pub fn meets(&self, stands: &str) -> bool {
        let stands = stands.trim();
        stands != self.read.trim() && stands != self.typed.trim()
    }
}

/// A single value that is set over what was read of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueChange<T> {
    pub read: T,
    pub typed: T,
}

impl<T: Clone + PartialEq> ValueChange<T> {
    /// Returns the value as it stands if it was changed elsewhere meanwhile, to something else than is typed.
    pub fn meets(&self, stands: &T) -> Option<Meanwhile<T>> {
        let met = *stands != self.read && *stands != self.typed;
        met.then(|| Meanwhile { stands: Box::new(stands.clone()), fields: Vec::new() })
    }
}

/// A field that was changed in a form and elsewhere meanwhile, with both values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Name of the form's field.
    pub name: &'static str,
    /// What people call it.
    pub label: String,
    /// What is in the book now.
    pub theirs: String,
    /// What was typed.
    pub mine: String,
}

/// What is said to a form whose row is changed between the look at it and the save.
pub const CHANGED_JUST_NOW: &str = "This was changed elsewhere this very moment. Save it once more.";

/// Declares, for a row, which fields a form can change and what they are called. All other fields must be named too: a
/// form leaves them unchanged, and a field added to the row fails to compile here until it is listed.
macro_rules! editable {
    ($row:ident: $($field:ident $words:literal),* $(,)?; kept: $($kept:ident),* $(,)?) => {
        impl Edit<$row> {
            /// Applies the form's changes to the row as it is now. Returns the names of fields that were changed
            /// elsewhere too.
            pub fn apply(&self, row: &mut $row) -> Vec<&'static str> {
                let $row { $($field,)* $($kept: _),* } = row;
                let mut replaced = Vec::new();
                $(if put(&self.read.$field, &self.typed.$field, $field) {
                    replaced.push($words);
                })*
                // Fields side by side share a word: kind and origin are one line of the form.
                replaced.dedup();
                replaced
            }

            /// Returns the row as it stands if another change of it meets one of the form; the form shows both.
            pub fn meets(&self, stands: &$row) -> Option<Meanwhile<$row>> {
                let fields = self.apply(&mut stands.clone());
                (!fields.is_empty()).then(|| Meanwhile { stands: Box::new(stands.clone()), fields })
            }
        }
    };
}

editable!(Account:
    name "name", domain "web address", industry "industry", city "city", region "state or region", country "country",
    zone "time zone", employees "people", phone "telephone", tickers "tickers", aliases "other names", tags "tags",
    notes "notes";
    kept: id, cik, external, sub_industry, revenue_musd, owner, archived);

// Who must not be called is said by a command or a call, never by a form that was open meanwhile.
editable!(Contact:
    name "name", given_name "how they are called", title "title", phones "telephone", emails "e-mail", zone "time zone",
    hours "their hours", role "their part", left_on "when they left", moved_to "where they went", goal "their goal",
    notes "notes";
    kept: id, account_id, external, link, do_not_call, archived);

editable!(Trigger:
    headline "what happened", accounts "whom it touches", kind "kind", origin "kind", scope "whose world",
    occurred_on "when", effective_on "when it takes effect", strength "strength", confidence "how sure", source "source",
    url "link", impact "what it means for them", summary "more";
    kept: id, status, contact, campaign, company, cik, ticker, external);

editable!(Call:
    reach "whom you reached", verdict "time well spent", source "who said so", outcome "outcome",
    learned "what they learned", way_forward "the way forward", words "their words", next "next step", seconds "minutes",
    note "note";
    kept: id, contact_id, account_id, rep_id, plan_id, triggers, reason_by, campaign, amends, at, minutes_asked, opener,
    overrides, asked, log_seconds);

editable!(Plan:
    opener "opener", impact "impact on them", why_not_later "why not later", purpose "purpose", value "value to them",
    their_goal "their goal", questions "questions", minutes "minutes asked", next_step "next step",
    no_trigger_because "why no trigger", triggers "the reason", template "template";
    kept: id, contact_id, account_id, campaign);

/// Applies one value if the form changed it; returns true if it was changed elsewhere to something different.
fn put<T: Clone + PartialEq>(read: &T, typed: &T, stored: &mut T) -> bool {
    // Nobody replaced anything where both wrote the same.
    if typed == read || typed == stored {
        return false;
    }
    let replaces = stored != read;
    stored.clone_from(typed);
    replaces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ane() -> Contact {
        Contact { name: "Ane Lund".to_owned(), title: Some("COO".to_owned()), ..Contact::default() }
    }

    fn edit(typed: Contact) -> Edit<Contact> {
        Edit { read: ane(), typed, drafts: Vec::new() }
    }

    #[test]
    fn a_form_writes_what_was_changed_in_it_and_leaves_the_rest_as_it_stands() {
        let typed = Contact { title: Some("CEO".to_owned()), do_not_call: Some("never typed".to_owned()), ..ane() };
        let mut row = Contact { notes: "from elsewhere".to_owned(), do_not_call: Some("asked".to_owned()), ..ane() };
        assert_eq!(edit(typed).apply(&mut row), Vec::<&str>::new());
        assert_eq!((row.title.as_deref(), row.notes.as_str()), (Some("CEO"), "from elsewhere"));
        assert_eq!(row.do_not_call.as_deref(), Some("asked"));
    }

    #[test]
    fn a_field_that_was_changed_in_both_is_named_unless_both_say_the_same() {
        let typed = Contact { title: Some("CEO".to_owned()), notes: "call at nine".to_owned(), ..ane() };
        for (stored, replaced) in [("CFO", vec!["title"]), ("CEO", vec![]), ("COO", vec![])] {
            let mut row = Contact { title: Some(stored.to_owned()), ..ane() };
            let met = edit(typed.clone()).meets(&row).map(|met| (met.fields, met.stands.title.clone()));
            assert_eq!(met, (!replaced.is_empty()).then(|| (replaced.clone(), Some(stored.to_owned()))), "{stored}");
            assert_eq!(edit(typed.clone()).apply(&mut row), replaced, "{stored}");
            assert_eq!(row, typed, "{stored}");
        }
    }
}
