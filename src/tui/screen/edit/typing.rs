//! What follows typing in a trigger's form: a few letters become a kind or an account, defaults follow the kind.

use crate::domain::account::country_names::country_named;
use crate::domain::text::fold;
use crate::domain::trigger::kind::Kind;
use crate::domain::trigger::triage::AccountSuggestion;
use crate::tui::context::Ctx;
use crate::tui::message::effect::Effect;
use crate::tui::message::query::Query;
use crate::tui::message::route::Subject;

use super::EditScreen;
use super::trigger::{follow_kind, kinds_like, read_kind};

impl EditScreen {
    /// The kind that the form names, where it names one.
    pub(super) fn kind<'a>(&self, ctx: &Ctx<'a>) -> Option<&'a Kind> {
        self.form.filled("kind").and_then(|typed| read_kind(&typed, ctx.rules.kinds()).ok())
    }

    /// Leaves a field: a few letters become the first kind or account that they fit.
    pub(super) fn leave_field(&mut self, ctx: &Ctx, before: Option<&Kind>) {
        match self.form.focused().map(|field| field.name) {
            Some("kind") => {
                let typed = self.form.get("kind").to_string();
                let named = read_kind(&typed, ctx.rules.kinds()).ok();
                let kind = named.or_else(|| kinds_like(&typed, ctx.rules.kinds()).first().copied());
                if let Some(kind) = kind.filter(|_| !typed.trim().is_empty()) {
                    self.form.set("kind", &kind.label);
                    follow_kind(&mut self.form, before, kind, ctx.rules);
                }
            }
            Some("touches") => {
                let typed = self.form.get("touches").to_string();
                let (whole, last) =
                    typed.rsplit_once(';').map_or((None, typed.as_str()), |(whole, last)| (Some(whole), last));
                if let Some(first) = self.accounts_like(last).first().filter(|_| !last.trim().is_empty()) {
                    let text = whole.map_or(first.name.clone(), |whole| format!("{whole}; {}", first.name));
                    self.form.set("touches", &text);
                }
            }
            _other => {}
        }
    }

    /// Accounts known here whose names hold the letters.
    fn accounts_like(&self, typed: &str) -> Vec<&AccountSuggestion> {
        let typed = fold(typed.trim());
        self.aside.known.iter().filter(|known| fold(&known.name).contains(&typed)).collect()
    }

    /// What a trigger's form says under its fields: what the letters fit, where a figure comes from, what was read.
    pub(super) fn beside(&self, ctx: &Ctx) -> [String; 2] {
        match &self.subject {
            Subject::Account(_) => return [self.country_line(), self.read_line()],
            Subject::Contact(..) => return [self.works_line(), self.read_line()],
            Subject::Trigger(_) => {}
        }
        let first = match self.form.focused().map(|field| field.name) {
            Some("kind") => {
                let near = kinds_like(self.form.get("kind"), ctx.rules.kinds());
                let labels: Vec<&str> = near.iter().take(6).map(|kind| kind.label.as_str()).collect();
                if labels.is_empty() {
                    "No kind is called that.".into()
                } else {
                    format!("Enter takes the first: {}", labels.join(" · "))
                }
            }
            Some("touches") => {
                let last = self.form.get("touches").rsplit(';').next().unwrap_or_default().to_string();
                let named = |found: &&AccountSuggestion| match found.why.as_str() {
                    "" => found.name.clone(),
                    why => format!("{} ({why})", found.name),
                };
                let near: Vec<String> = self.accounts_like(&last).iter().take(4).map(named).collect();
                if near.is_empty() {
                    "Nothing suggested; type a name. Left empty it waits in the inbox.".into()
                } else {
                    format!("Enter takes the first: {}", near.join(" · "))
                }
            }
            _other => self.strength_line(ctx),
        };
        [first, self.read_line()]
    }

    fn read_line(&self) -> String {
        let says = if self.aside.read.is_empty() { "" } else { "? was read from the text; Ctrl-G or saving takes it." };
        says.to_owned()
    }

    /// Says that a country is not understood; it is saved as typed.
    fn country_line(&self) -> String {
        match self.form.filled("country") {
            Some(typed) if country_named(&typed).is_none() => {
                format!("No country is known as \"{typed}\": it is kept, but tells no clock and no calling hours.")
            }
            Some(_) | None => String::new(),
        }
    }

    /// Where a person who is new works: an account of the book, or one that saving makes.
    fn works_line(&self) -> String {
        let Some(name) = self.form.filled("works") else { return String::new() };
        match self.aside.account_called(&name) {
            Some(known) if known.why.is_empty() => format!("{} is in the book.", known.name),
            Some(known) => format!("{} is in the book ({}).", known.name, known.why),
            None => {
                let like: Vec<&str> = self.aside.known.iter().take(3).map(|known| known.name.as_str()).collect();
                let like =
                    if like.is_empty() { String::new() } else { format!(" In the book: {}.", like.join(" · ")) };
                format!("Not in the book: saving makes this account too.{like}")
            }
        }
    }

    fn strength_line(&self, ctx: &Ctx) -> String {
        let Some(kind) = self.kind(ctx) else { return String::new() };
        let own = ctx.rules.strength_of(kind);
        if self.form.get("strength").trim() != own.to_string() {
            return String::new();
        }
        format!("{}: strength {own}, {}.", kind.label, ctx.rules.strength_from(&kind.key))
    }

    /// The kind whose scope and strength the form still holds.
    pub(super) fn before<'a>(&self, ctx: &Ctx<'a>) -> Option<&'a Kind> {
        let held = (self.form.get("scope").trim(), self.form.get("strength").trim());
        let own = |kind: &&Kind| held == (kind.scope.words(), ctx.rules.strength_of(kind).to_string().as_str());
        ctx.rules.kinds().0.iter().find(own)
    }

    /// What follows a key that changed the text.
    pub(super) fn typed(&mut self, before: Option<&Kind>, ctx: &Ctx) -> Vec<Effect> {
        self.touched = true;
        let Some(name) = self.form.focused().map(|field| field.name) else { return Vec::new() };
        self.aside.read.remove(name);
        if name == "kind"
            && let Some(kind) = self.kind(ctx)
        {
            let held = self.before(ctx);
            // Between two kinds the letters name none: then it is the one whose scope and strength still stand there.
            follow_kind(&mut self.form, before.or(held), kind, ctx.rules);
        }
        if name == "works" {
            return vec![Query::FindAccounts(self.form.get("works").trim().to_owned()).into()];
        }
        if name == "touches" {
            let last = self.form.get("touches").rsplit(';').next().unwrap_or_default().trim().to_string();
            return if last.is_empty() { Vec::new() } else { vec![Query::FindAccounts(last).into()] };
        }
        Vec::new()
    }
}
