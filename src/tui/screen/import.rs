//! Import: which file, what would happen, then the real thing with progress; nothing stays of a cancelled one.

use std::path::PathBuf;

use ratatui::layout::{Position, Rect};

use crate::domain::merging::MergeReport;
use crate::domain::pace::Pace;
use crate::domain::reading::{How, Import};
use crate::domain::rows::{ImportKind, ImportReport, KnownBy};
use crate::tui::action::Action;
use crate::tui::editor::Move;
use crate::tui::effect::{Effect, Request};
use crate::tui::form::{Field, Form, Stroke};
use crate::tui::keymap::Layer;
use crate::tui::layout;
use crate::tui::msg::{Answer, Doing};
use crate::tui::paint::{Brush, Cell, Column};
use crate::tui::theme::Role;

use super::{Ctx, Offer, Screen, merged, show};

/// Where an import stands.
#[derive(Debug, Clone, PartialEq)]
enum Stage {
    /// Choosing.
    Choosing,
    /// Running; a dry run or the real thing.
    Running { dry_run: bool, at: Pace },
    /// What would happen.
    Preview(Box<ImportReport>),
    /// What happened.
    Done(Box<ImportReport>),
    /// What merging a shared book would do, or did.
    Shared(Box<MergeReport>),
}

/// The import screen.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportScreen {
    kind: ImportKind,
    form: Form,
    stage: Stage,
    fault: Option<String>,
    scrolled: usize,
}

/// What can be imported, in the order of Tab.
const KINDS: [(ImportKind, &str); 5] = [
    (ImportKind::Accounts, "accounts"),
    (ImportKind::Contacts, "people"),
    (ImportKind::Triggers, "triggers"),
    (ImportKind::Calls, "calls"),
    (ImportKind::DoNotCall, "do-not-call"),
];

impl Default for ImportScreen {
    fn default() -> Self {
        let mut form = Form::new(vec![Field::line("path", "File", "~/Downloads/accounts.csv", "")]);
        form.fields[0].text = crate::tui::editor::Text::line(4096);
        ImportScreen { kind: ImportKind::Accounts, form, stage: Stage::Choosing, fault: None, scrolled: 0 }
    }
}

impl ImportScreen {
    fn path(&self) -> PathBuf {
        // A path pasted from a file manager comes quoted, or as a URL.
        let typed = self.form.get("path").trim().trim_matches(['"', '\'']).to_string();
        PathBuf::from(typed.strip_prefix("file://").unwrap_or(&typed))
    }

    fn run(&mut self, dry_run: bool) -> Vec<Effect> {
        if self.form.get("path").trim().is_empty() {
            self.fault = Some("Which file? Type or paste its path.".into());
            return Vec::new();
        }
        self.fault = None;
        self.stage = Stage::Running { dry_run, at: Pace::default() };
        let import = Import { kind: Some(self.kind), path: self.path(), dry_run, how: How::default(), rejects: None };
        vec![Request::Import(Box::new(import)).into()]
    }

    fn turn(&mut self, by: isize) {
        let at = KINDS.iter().position(|(kind, _)| *kind == self.kind).unwrap_or(0);
        self.kind = KINDS[(at + KINDS.len()).wrapping_add_signed(by) % KINDS.len()].0;
        self.stage = Stage::Choosing;
    }
}

impl Screen for ImportScreen {
    fn title(&self) -> String {
        "Import".into()
    }

    fn layer(&self) -> Layer {
        Layer::Text
    }

    fn offers(&self, action: Action, _ctx: &Ctx) -> Offer {
        match action {
            Action::NextPane | Action::PreviousPane | Action::UndoText | Action::RedoText | Action::Save => Offer::Yes,
            Action::Interrupt if matches!(self.stage, Stage::Running { .. }) => Offer::Yes,
            _other => Offer::No,
        }
    }

    fn enter(&self) -> Option<&'static str> {
        match self.stage {
            Stage::Choosing => Some("look at it"),
            Stage::Preview(_) => Some("import"),
            Stage::Done(_) => Some("close"),
            Stage::Shared(ref report) if report.dry_run && !report.is_nothing() => Some("merge"),
            Stage::Shared(_) => Some("close"),
            Stage::Running { .. } => None,
        }
    }

    fn hints(&self) -> Vec<Action> {
        match self.stage {
            Stage::Running { .. } => vec![Action::Interrupt],
            Stage::Choosing | Stage::Preview(_) | Stage::Done(_) | Stage::Shared(_) => {
                vec![Action::NextPane, Action::Back]
            }
        }
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        match action {
            Action::NextPane => self.turn(1),
            Action::PreviousPane => self.turn(-1),
            Action::UndoText => return self.stroke(&Stroke::Undo, ctx),
            Action::RedoText => return self.stroke(&Stroke::Redo, ctx),
            Action::Interrupt => return vec![Request::CancelImport.into()],
            Action::Save => return self.stroke(&Stroke::Enter, ctx),
            _other => {}
        }
        Vec::new()
    }

    fn stroke(&mut self, stroke: &Stroke, ctx: &Ctx) -> Vec<Effect> {
        match (&self.stage, stroke) {
            (Stage::Running { .. }, _) => Vec::new(),
            (Stage::Choosing, Stroke::Enter) => self.run(true),
            (Stage::Preview(_), Stroke::Enter) => match ctx.read_only {
                Some(why) => vec![Effect::complain(format!("Nothing can be imported: {why}."))],
                None => self.run(false),
            },
            (Stage::Shared(report), Stroke::Enter) if report.dry_run && !report.is_nothing() => match ctx.read_only {
                Some(why) => vec![Effect::complain(format!("Nothing can be merged: {why}."))],
                None => self.run(false),
            },
            (Stage::Done(_) | Stage::Shared(_), Stroke::Enter) => vec![Effect::Close],
            (_, Stroke::Move(Move::Down)) => {
                self.scrolled += 1;
                Vec::new()
            }
            (_, Stroke::Move(Move::Up)) => {
                self.scrolled = self.scrolled.saturating_sub(1);
                Vec::new()
            }
            (_, typed) => {
                if self.form.stroke(typed, 4096) {
                    self.stage = Stage::Choosing;
                    self.fault = None;
                }
                Vec::new()
            }
        }
    }

    fn show(&mut self, answer: &Answer, _ctx: &Ctx) -> Vec<Effect> {
        match answer {
            Answer::Progress(pace) => {
                if let Stage::Running { at, .. } = &mut self.stage {
                    *at = *pace;
                }
            }
            Answer::Imported(report) => {
                self.scrolled = 0;
                self.stage = if report.dry_run { Stage::Preview(report.clone()) } else { Stage::Done(report.clone()) };
            }
            Answer::Merged(report) => {
                self.scrolled = 0;
                self.stage = Stage::Shared(report.clone());
            }
            Answer::Failed { doing: Doing::Importing, says } => {
                self.stage = Stage::Choosing;
                self.fault = Some(says.clone());
            }
            _other => {}
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let inner = brush.pane(ctx.area, "Import a file", true);
        let mut x = inner.x + 1 + brush.text(inner.x + 1, inner.y, 10, "What  ", Role::Dim);
        for (kind, name) in KINDS {
            let front = kind == self.kind;
            let label = if front { format!("[{name}]") } else { format!(" {name} ") };
            x += brush.text(
                x,
                inner.y,
                inner.right().saturating_sub(x),
                &label,
                if front { Role::Strong } else { Role::Text },
            );
        }
        let (gap, hint) = if inner.right() >= x + 13 { (2, "Tab changes") } else { (0, "Tab") };
        brush.text(x + gap, inner.y, inner.right().saturating_sub(x + gap), hint, Role::Dim);
        brush.text(inner.x + 1, inner.y + 1, 6, "File", Role::Dim);
        let line = Rect { x: inner.x + 7, y: inner.y + 1, width: inner.width.saturating_sub(8), height: 1 };
        let field = self.form.focused()?;
        if field.text.is_blank() {
            brush.text(line.x, line.y, line.width, field.hint, Role::Dim);
        }
        // A long path shows its end, where the caret is.
        let caret = brush.editor(line, &field.text, &[]);
        let rest = Rect {
            x: inner.x + 1,
            y: inner.y + 3,
            width: inner.width.saturating_sub(2),
            height: inner.height.saturating_sub(3),
        };
        self.draw_stage(rest, brush);
        caret
    }
}

impl ImportScreen {
    fn draw_stage(&self, area: Rect, brush: &mut Brush) {
        match &self.stage {
            Stage::Choosing => {
                let used = match &self.fault {
                    Some(fault) => brush.paragraph(area, fault, Role::Bad) + 1,
                    None => 0,
                };
                let says = "Enter shows what would happen; nothing is kept by that.\n\nCSV of any delimiter and encoding, as Salesforce, HubSpot, Apollo, LinkedIn, Google, Outlook, Pipedrive or a spreadsheet write it. Triggers also come as Atom, RSS or JSON feeds. Every row ends as created, updated, same or rejected with a reason.\n\nA book or bundle that a colleague shared is merged, whatever stands above.";
                brush.paragraph(layout::top(area, used).1, says, Role::Dim);
            }
            Stage::Running { dry_run, at } => {
                let verb = if *dry_run { "Looking at it" } else { "Importing" };
                let meter = Brush::meter(f64::from(at.percent().unwrap_or(0)) / 100.0, 30);
                brush.text(area.x, area.y, area.width, &format!("{verb} {meter}"), Role::Text);
                brush.text(area.x, area.y + 1, area.width, &at.says(), Role::Text);
                brush.text(area.x, area.y + 3, area.width, "Ctrl-C cancels; nothing of it stays.", Role::Dim);
            }
            Stage::Preview(report) => self.draw_report(report, "Enter imports it. Nothing is kept yet.", area, brush),
            Stage::Shared(report) => merged::draw(report, self.scrolled, area, brush),
            Stage::Done(report) => {
                let nothing = report.totals.created + report.totals.updated == 0;
                let says = if nothing {
                    "Your book has all of it that can enter; nothing was changed. Enter closes."
                } else {
                    "Done. u takes the whole import back. Enter closes."
                };
                self.draw_report(report, says, area, brush);
            }
        }
    }

    fn draw_report(&self, report: &ImportReport, next: &str, area: Rect, brush: &mut Brush) {
        let totals = &report.totals;
        let head = format!(
            "{} rows: {} new, {} updated, {} same, {} rejected",
            show::thousands(totals.read),
            show::thousands(totals.created),
            show::thousands(totals.updated),
            show::thousands(totals.same),
            show::thousands(totals.rejected)
        );
        brush.text(area.x, area.y, area.width, &head, Role::Strong);
        brush.text(area.x, area.y + 1, area.width, next, Role::Key);
        brush.text(area.x, area.y + 2, area.width, &report.format, Role::Dim);
        let lines = report_lines(report);
        let mut list = Rect { y: area.y + 4, height: area.height.saturating_sub(4), ..area };
        if lines.len() > usize::from(list.height) {
            list.height = list.height.saturating_sub(1);
            brush.text(
                list.x + 1,
                list.bottom(),
                list.width.saturating_sub(1),
                "Up and Down show the rest.",
                Role::Dim,
            );
        }
        let first = self.scrolled.min(lines.len().saturating_sub(usize::from(list.height)));
        for (y, (left, right, role)) in (list.y..list.bottom()).zip(lines.into_iter().skip(first)) {
            let cells = [Cell::new(left, Role::Dim), Cell::new(right, role)];
            brush.row(Rect { y, height: 1, ..list }, false, &[Column::Fixed(26), Column::Flex(1)], &cells);
        }
    }
}

/// What a report shows below its totals: what did not enter first, then how the columns were read.
fn report_lines(report: &ImportReport) -> Vec<(String, String, Role)> {
    let mut lines: Vec<(String, String, Role)> = report
        .rejects
        .iter()
        .map(|r| (format!("line {}", r.line), format!("{} | {}", r.reason, r.row), Role::Warn))
        .collect();
    if report.unsure > 0 {
        let says = format!("{} may be something you have; Z shows them side by side", show::thousands(report.unsure));
        lines.push(("to decide".into(), says, Role::Warn));
    }
    let known = |known: &KnownBy| (format!("{} known by", show::thousands(known.rows)), known.by.clone(), Role::Text);
    lines.extend(report.known_by.iter().map(known));
    lines.extend(report.notes.iter().map(|note| ("note".to_string(), note.clone(), Role::Text)));
    let taken = report.mapping.iter().filter_map(|mapped| Some((mapped, mapped.field.as_ref()?)));
    lines.extend(taken.map(|(mapped, field)| (mapped.column.clone(), format!("-> {field}"), Role::Text)));
    let left: Vec<&str> =
        report.mapping.iter().filter(|mapped| mapped.field.is_none()).map(|mapped| mapped.column.as_str()).collect();
    if !left.is_empty() {
        lines.push(("left alone".into(), left.join(", "), Role::Dim));
    }
    lines
}
