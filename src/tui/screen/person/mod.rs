//! One person: how to reach them, their part in the decision, what is open between us, and what was said.

mod rows;

use ratatui::layout::{Position, Rect};

use crate::domain::account::Contact;
use crate::domain::ids::ContactId;
use crate::domain::query::{KeptPromise, PersonDetail, PromiseRow};
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::Answer;
use crate::tui::message::command::CallCommand;
use crate::tui::message::effect::{Effect, TerminalRequest};
use crate::tui::message::prompt::{PersonWish, Question};
use crate::tui::message::query::Query;
use crate::tui::message::route::{Errand, Route, Subject};
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::layout;
use crate::tui::widgets::list::first_shown;
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Screen};
use crate::tui::context::{Ctx, Offer, Walk};
use crate::tui::overlay::call_person::about_person;
use crate::tui::overlay::prompt::before_rest;
use rows::{PageRow, rows};

/// Columns of text that are read without losing the line.
const MEASURE: u16 = 96;

/// The page in front.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonScreen {
    id: ContactId,
    file: Option<Box<PersonDetail>>,
    gone: bool,
    /// Place among what can be picked: numbers and addresses, then open promises.
    selected: usize,
    /// The first row shown.
    top: usize,
}

/// What can be picked on the page.
enum Picked<'a> {
    /// A number or an address.
    Reach(String),
    /// An open promise.
    Promise(&'a PromiseRow),
}

impl PersonScreen {
    /// The page of a person, before it is read.
    pub fn new(id: ContactId) -> PersonScreen {
        PersonScreen { id, file: None, gone: false, selected: 0, top: 0 }
    }

    fn contact(&self) -> Option<&Contact> {
        self.file.as_ref().map(|file| &file.row.contact)
    }

    fn picked_row(&self) -> Option<Picked<'_>> {
        let file = self.file.as_ref()?;
        let reach = reach_of(&file.row.contact);
        match reach.get(self.selected) {
            Some((said, _)) => Some(Picked::Reach(said.clone())),
            None => file.promises.get(self.selected - reach.len()).map(Picked::Promise),
        }
    }

    /// How many things can be picked.
    fn count(&self) -> usize {
        self.file.as_ref().map_or(0, |file| reach_of(&file.row.contact).len() + file.promises.len())
    }

    fn area(ctx: &Ctx) -> Rect {
        let inside = layout::inner(ctx.area);
        Rect { width: inside.width.min(MEASURE), ..inside }
    }

    fn rows(&self, ctx: &Ctx) -> Vec<PageRow> {
        self.file.as_ref().map(|file| rows(file, Self::area(ctx).width, ctx.now)).unwrap_or_default()
    }

    /// Moves the selection; beyond the last thing that can be picked the page moves.
    fn go(&mut self, movement: Movement, ctx: &Ctx) -> Vec<Effect> {
        let (rows, page) = (self.rows(ctx), usize::from(Self::area(ctx).height).max(1));
        let last = rows.len().saturating_sub(page);
        match movement {
            Movement::Down if self.selected + 1 < self.count() => self.pick(self.selected + 1, ctx),
            // From the top of the page only: where it is scrolled, Up brings it back first.
            Movement::Up if self.selected > 0 && self.top == 0 => self.pick(self.selected - 1, ctx),
            Movement::Top => (self.top, self.selected) = (0, 0),
            Movement::Down | Movement::Up | Movement::PageDown | Movement::PageUp | Movement::Bottom => {
                self.top = movement.target(self.top, last, page.saturating_sub(1));
            }
        }
        Vec::new()
    }

    /// Selects something and brings it into sight.
    fn pick(&mut self, place: usize, ctx: &Ctx) {
        self.selected = place;
        let (rows, page) = (self.rows(ctx), usize::from(Self::area(ctx).height).max(1));
        let shown = rows.iter().position(|row| row.pick == Some(place)).unwrap_or(0);
        self.top = first_shown(self.top, shown, page).min(rows.len().saturating_sub(page));
    }

    fn is_read(&self, _ctx: &Ctx) -> Offer {
        Offer::yes_if(self.file.is_some(), "the person is not read yet")
    }

    fn on_a_promise(&self, _ctx: &Ctx) -> Offer {
        let is_promise = matches!(self.picked_row(), Some(Picked::Promise(_)));
        Offer::yes_if(is_promise, "pick an open promise first: Down")
    }

    fn may_copy(&self, _ctx: &Ctx) -> Offer {
        Offer::yes_if(self.picked_row().is_some(), "there is no number and no address: e writes one down")
    }

    fn wishes(&self, wish: PersonWish) -> Vec<Effect> {
        self.file.as_ref().map(|file| about_person(wish, &file.row)).into_iter().collect()
    }

    fn open_account(&self) -> Vec<Effect> {
        self.file.as_ref().map(|file| Effect::Go(Route::Person(file.account_id, self.id))).into_iter().collect()
    }

    fn edit(&self) -> Vec<Effect> {
        let form = |file: &PersonDetail| {
            Route::Edit(Subject::Contact(Box::new(file.row.contact.clone()), file.row.account.clone()))
        };
        self.file.as_ref().map(|file| Effect::Go(form(file))).into_iter().collect()
    }

    fn let_rest(&self) -> Vec<Effect> {
        let rest = |file: &PersonDetail| before_rest(file.account_id, &file.row.account, file.rest.as_ref());
        self.file.as_ref().map(|file| rest(file)).into_iter().collect()
    }

    fn copy(&self) -> Vec<Effect> {
        let text = self.picked_row().map(|picked| match picked {
            Picked::Reach(said) => said,
            Picked::Promise(row) => row.promise.what.clone(),
        });
        text.map(|text| Effect::Terminal(TerminalRequest::Copy(text))).into_iter().collect()
    }

    fn keep_promise(&self, ctx: &Ctx) -> Vec<Effect> {
        let Some(Picked::Promise(row)) = self.picked_row() else { return Vec::new() };
        vec![CallCommand::KeepPromise(KeptPromise { promise: row.promise.id, on: ctx.now.date() }).into()]
    }

    fn move_promise(&self) -> Vec<Effect> {
        let Some(Picked::Promise(row)) = self.picked_row() else { return Vec::new() };
        vec![Effect::Prompt(Question::MovePromise(Box::new(row.promise.clone())))]
    }
}

/// Every number and address with what it is: "+47 22 00 00 00", "work".
fn reach_of(contact: &Contact) -> Vec<(String, String)> {
    let phones = contact.phones.iter().map(|phone| (phone.raw.clone(), phone.label.clone()));
    let emails = contact.emails.iter().map(|email| (email.clone(), "e-mail".to_owned()));
    let link = contact.link.iter().map(|link| (link.clone(), "profile".to_owned()));
    phones.chain(emails).chain(link).collect()
}

impl ActTable for PersonScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::Moves(Self::go),
        Act::offered(Action::Open, Self::is_read, |screen, _| screen.open_account()),
        Act::offered(Action::Plan, Self::is_read, |screen, _| screen.wishes(PersonWish::Begin(Errand::Plan))),
        Act::offered(Action::Call, Self::is_read, |screen, _| screen.wishes(PersonWish::Begin(Errand::Call))),
        Act::offered(Action::Log, Self::is_read, |screen, _| screen.wishes(PersonWish::Begin(Errand::Log))),
        Act::offered(Action::Sheet, Self::is_read, |screen, _| screen.wishes(PersonWish::Begin(Errand::Sheet))),
        Act::offered(Action::Touch, Self::is_read, |screen, _| screen.wishes(PersonWish::Touch)),
        Act::offered(Action::DoNotCall, Self::is_read, |screen, _| screen.wishes(PersonWish::DoNotCall)),
        Act::offered(Action::Erase, Self::is_read, |screen, _| vec![Query::Erasure(screen.id).into()]),
        Act::offered(Action::Edit, Self::is_read, |screen, _| screen.edit()),
        Act::offered(Action::Rest, Self::is_read, |screen, _| screen.let_rest()),
        Act::offered(Action::Copy, Self::may_copy, |screen, _| screen.copy()),
        Act::offered(Action::Done, Self::on_a_promise, |screen, ctx| screen.keep_promise(ctx)),
        Act::offered(Action::MovePromise, Self::on_a_promise, |screen, _| screen.move_promise()),
        Act::refresh(),
    ];
}

impl Screen for PersonScreen {
    fn title(&self) -> String {
        self.file
            .as_ref()
            .map_or_else(|| "Person".into(), |file| format!("{} > {}", file.row.account, file.row.contact.name))
    }

    fn hints(&self) -> Vec<Action> {
        vec![
            Action::Plan,
            Action::Call,
            Action::Copy,
            Action::Touch,
            Action::Edit,
            Action::Log,
            Action::Open,
            Action::Back,
        ]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Query::Person(self.id).into()]
    }

    fn digit(&mut self, digit: usize, ctx: &Ctx) -> bool {
        // Promises have no digit before them.
        let known = self.contact().map_or(0, |contact| reach_of(contact).len());
        let Some(place) = digit.checked_sub(1).filter(|place| *place < known) else { return false };
        self.pick(place, ctx);
        true
    }

    fn show(&mut self, answer: &Answer, _ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Erasure(id, Some(preview)) = answer
            && *id == self.id
        {
            return vec![Effect::Prompt(Question::Erase(preview.clone()))];
        }
        if let Answer::Person(id, file) = answer
            && *id == self.id
        {
            self.gone = file.is_none();
            self.file.clone_from(file);
            self.selected = self.selected.min(self.count().saturating_sub(1));
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let title = self.contact().map_or("Person", |contact| contact.name.as_str());
        brush.pane(ctx.area, title, true);
        let area = Self::area(ctx);
        if self.file.is_none() {
            let gone = "This person is not in the book any more. Esc goes back.";
            let says = if self.gone { gone } else { ctx.reading() };
            brush.paragraph(area, says, Role::Dim);
            return None;
        }
        for (y, row) in (area.y..area.bottom()).zip(self.rows(ctx).iter().skip(self.top)) {
            brush.text(area.x, y, area.width, &row.text, row.role);
            if row.pick == Some(self.selected) {
                brush.mark_selected(Rect { y, height: 1, ..area });
            }
        }
        None
    }

    fn walk(&self) -> Option<Walk> {
        Some(Walk::Accounts)
    }
}
