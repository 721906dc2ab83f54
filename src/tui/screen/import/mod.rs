//! Import: which file, what its columns are, what would happen, then the real thing with progress; nothing stays of a
//! cancelled one.

mod choices;
mod columns;
mod merge_preview;
mod report;

use std::path::PathBuf;

use ratatui::layout::{Position, Rect};

use crate::domain::import::merge_report::MergeReport;
use crate::domain::import::options::{Import, ImportPreview, ReadOptions};
use crate::domain::progress::JobProgress;
use crate::domain::query::{ColumnBasis, ImportKind, ImportReport};
use crate::tui::message::action::Action;
use crate::tui::message::answer::{Answer, FailedTask, ImportAnswer};
use crate::tui::message::command::Command;
use crate::tui::message::effect::Effect;
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::Query;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::{Field, Form, TextKey};
use crate::tui::widgets::layout;
use crate::tui::widgets::text_edit::Move;
use crate::tui::widgets::theme::Role;

use super::Screen;
use crate::tui::context::{Ctx, Offer};

use columns::{ColumnsList, ColumnsRequest};

/// Stage of an import.
#[derive(Debug, Clone, PartialEq)]
enum ImportStage {
    /// Choosing.
    Choosing,
    /// The file is looked at.
    Looking,
    /// What its columns are.
    Columns(Box<ColumnsList>),
    /// Running; a dry run or the real thing.
    Running { dry_run: bool, at: JobProgress },
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
    /// What its rows are; nothing: what it is.
    kind: Option<ImportKind>,
    form: Form,
    /// What was said of the file.
    how: ReadOptions,
    /// The columns were asked for: they are shown even where nothing about them is open.
    wants_columns: bool,
    stage: ImportStage,
    fault: Option<String>,
    scrolled: usize,
}

/// What can be imported, in the order of Tab.
const KINDS: [(Option<ImportKind>, &str); 7] = [
    (None, "what it is"),
    (Some(ImportKind::Accounts), "accounts"),
    (Some(ImportKind::Contacts), "people"),
    (Some(ImportKind::Triggers), "triggers"),
    (Some(ImportKind::Calls), "calls"),
    (Some(ImportKind::DoNotCall), "do-not-call"),
    (Some(ImportKind::Invites), "meetings"),
];

impl Default for ImportScreen {
    fn default() -> Self {
        let mut form = Form::new(vec![Field::line("path", "File", "~/Downloads/accounts.csv", "")]);
        form.fields[0].text = crate::tui::widgets::text_edit::TextEdit::line(4096);
        ImportScreen {
            kind: None,
            form,
            how: ReadOptions::default(),
            wants_columns: false,
            stage: ImportStage::Choosing,
            fault: None,
            scrolled: 0,
        }
    }
}

impl ImportScreen {
    fn path(&self) -> PathBuf {
        // A path pasted from a file manager comes quoted, or as a URL.
        let typed = self.form.get("path").trim().trim_matches(['"', '\'']).to_string();
        PathBuf::from(typed.strip_prefix("file://").unwrap_or(&typed))
    }

    fn import(&self, dry_run: bool) -> Import {
        let rejects = if dry_run { None } else { self.rejects() };
        Import { kind: self.kind, path: self.path(), dry_run, how: self.how.clone(), rejects }
    }

    /// Beside the file, where the look at it found rows that cannot enter.
    fn rejects(&self) -> Option<PathBuf> {
        let ImportStage::Preview(report) = &self.stage else { return None };
        let path = self.path();
        let name = path.file_stem().filter(|_| report.totals.rejected > 0)?.to_string_lossy().into_owned();
        Some(path.with_file_name(format!("{name}-rejects.csv")))
    }

    /// Looks at the file first: whether there is something to say about its columns.
    fn look(&mut self) -> Vec<Effect> {
        if self.form.get("path").trim().is_empty() {
            self.fault = Some("Which file? Type or paste its path.".into());
            return Vec::new();
        }
        self.fault = None;
        if !matches!(self.stage, ImportStage::Columns(_)) {
            self.stage = ImportStage::Looking;
        }
        vec![Query::Columns(Box::new(self.import(true))).into()]
    }

    fn run(&mut self, dry_run: bool) -> Vec<Effect> {
        self.fault = None;
        let import = self.import(dry_run);
        self.stage = ImportStage::Running { dry_run, at: JobProgress::default() };
        vec![Command::Import(Box::new(import)).into()]
    }

    /// A file whose columns are all understood is not stopped at; nor is one that is no table.
    fn on_preview(&mut self, look: Option<ImportPreview>) -> Vec<Effect> {
        match (&mut self.stage, look) {
            (ImportStage::Columns(columns), Some(look)) => {
                columns.refresh(look);
                Vec::new()
            }
            (ImportStage::Looking, Some(look)) if self.wants_columns || is_open(&look) => {
                // Whoever goes on from here has seen what the rows are taken for.
                self.kind = Some(look.kind);
                self.stage = ImportStage::Columns(Box::new(ColumnsList::new(look)));
                Vec::new()
            }
            (ImportStage::Looking | ImportStage::Columns(_), _) => self.run(true),
            _elsewhere => Vec::new(),
        }
    }

    fn turn(&mut self, by: isize) -> Vec<Effect> {
        let at = KINDS.iter().position(|(kind, _)| *kind == self.kind).unwrap_or(0);
        self.kind = KINDS[(at + KINDS.len()).wrapping_add_signed(by) % KINDS.len()].0;
        if matches!(self.stage, ImportStage::Columns(_)) {
            return self.look();
        }
        self.stage = ImportStage::Choosing;
        Vec::new()
    }

    fn carry(&mut self, wanted: ColumnsRequest) -> Vec<Effect> {
        match wanted {
            ColumnsRequest::Nothing => Vec::new(),
            ColumnsRequest::Again(how) => {
                self.how = how;
                self.look()
            }
            ColumnsRequest::Keep(preset) => vec![Command::KeepPreset(preset).into()],
        }
    }

    /// A key of the list of columns.
    fn act_on_columns(&mut self, action: Action) -> Vec<Effect> {
        let ImportStage::Columns(columns) = &mut self.stage else { return Vec::new() };
        match action {
            Action::Back => {
                if !columns.close() {
                    self.stage = ImportStage::Choosing;
                }
                Vec::new()
            }
            Action::Open => match columns.look.missing.first() {
                Some(missing) => {
                    vec![Effect::complain(format!(
                        "No column gives {missing}: stand on the one that does and press e."
                    ))]
                }
                None => self.run(true),
            },
            action => {
                let wanted = columns.act(action, &self.how);
                self.carry(wanted)
            }
        }
    }
}

/// True if somebody should see the columns first: one that is needed is missing, or a table of no known kind has some
/// that are not understood.
fn is_open(look: &ImportPreview) -> bool {
    let known = look.likeness.as_ref().is_some_and(|likeness| !likeness.is_plain());
    let open = look.columns.iter().any(|column| matches!(column.known, ColumnBasis::No | ColumnBasis::Values));
    !look.missing.is_empty() || (open && !known)
}

impl Screen for ImportScreen {
    fn title(&self) -> String {
        "Import".into()
    }

    fn layer(&self) -> Layer {
        match &self.stage {
            ImportStage::Columns(columns) if !columns.is_typing() => Layer::Nav,
            ImportStage::Columns(_) => Layer::Text,
            ImportStage::Choosing | ImportStage::Looking | ImportStage::Running { .. } => Layer::Text,
            ImportStage::Preview(_) | ImportStage::Done(_) | ImportStage::Shared(_) => Layer::Text,
        }
    }

    fn offers(&self, action: Action, _ctx: &Ctx) -> Offer {
        if let ImportStage::Columns(columns) = &self.stage {
            return if offered_on_columns(action, columns) { Offer::Yes } else { Offer::No };
        }
        match action {
            Action::NextPane | Action::PreviousPane | Action::UndoText | Action::RedoText | Action::Save => Offer::Yes,
            Action::Interrupt if matches!(self.stage, ImportStage::Running { .. }) => Offer::Yes,
            Action::Columns => match &self.stage {
                ImportStage::Preview(report) if report.mapping.is_empty() => {
                    Offer::Off("this file is not a table: it has no columns".to_owned())
                }
                ImportStage::Preview(_) | ImportStage::Choosing => Offer::Yes,
                ImportStage::Looking
                | ImportStage::Columns(_)
                | ImportStage::Running { .. }
                | ImportStage::Done(_)
                | ImportStage::Shared(_) => Offer::No,
            },
            _other => Offer::No,
        }
    }

    fn enter(&self) -> Option<&'static str> {
        match self.stage {
            ImportStage::Choosing => Some("look at it"),
            ImportStage::Columns(ref columns) if columns.is_typing() || !columns.look.missing.is_empty() => None,
            ImportStage::Columns(_) => Some("see what would happen"),
            ImportStage::Preview(_) => Some("import"),
            ImportStage::Done(_) => Some("close"),
            ImportStage::Shared(ref report) if report.dry_run && !report.is_nothing() => Some("merge"),
            ImportStage::Shared(_) => Some("close"),
            ImportStage::Looking | ImportStage::Running { .. } => None,
        }
    }

    fn hints(&self) -> Vec<Action> {
        match &self.stage {
            ImportStage::Running { .. } => vec![Action::Interrupt],
            ImportStage::Columns(columns) if columns.is_typing() => vec![Action::Back],
            ImportStage::Columns(_) => {
                vec![Action::Edit, Action::LeaveColumn, Action::NoteColumn, Action::KeepPreset, Action::Back]
            }
            ImportStage::Preview(report) if report.mapping.is_empty() => vec![Action::NextPane, Action::Back],
            ImportStage::Preview(_) => vec![Action::Columns, Action::NextPane, Action::Back],
            ImportStage::Choosing | ImportStage::Looking | ImportStage::Done(_) | ImportStage::Shared(_) => {
                vec![Action::NextPane, Action::Back]
            }
        }
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        match action {
            Action::NextPane => return self.turn(1),
            Action::PreviousPane => return self.turn(-1),
            action if matches!(self.stage, ImportStage::Columns(_)) => return self.act_on_columns(action),
            Action::Columns => {
                self.wants_columns = true;
                self.stage = ImportStage::Choosing;
                return self.look();
            }
            Action::UndoText => return self.stroke(&TextKey::Undo, ctx),
            Action::RedoText => return self.stroke(&TextKey::Redo, ctx),
            Action::Interrupt => return vec![Command::CancelImport.into()],
            Action::Save => return self.stroke(&TextKey::Enter, ctx),
            _other => {}
        }
        Vec::new()
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        match (&self.stage, stroke) {
            (ImportStage::Running { .. } | ImportStage::Looking, _) => Vec::new(),
            (ImportStage::Columns(_), stroke) => {
                let ImportStage::Columns(columns) = &mut self.stage else { return Vec::new() };
                let wanted = columns.stroke(stroke, &self.how);
                self.carry(wanted)
            }
            (ImportStage::Choosing, TextKey::Enter) => self.look(),
            (ImportStage::Preview(_), TextKey::Enter) => match ctx.read_only {
                Some(why) => vec![Effect::complain(format!("Nothing can be imported: {why}."))],
                None => self.run(false),
            },
            (ImportStage::Shared(report), TextKey::Enter) if report.dry_run && !report.is_nothing() => {
                match ctx.read_only {
                    Some(why) => vec![Effect::complain(format!("Nothing can be merged: {why}."))],
                    None => self.run(false),
                }
            }
            (ImportStage::Done(_) | ImportStage::Shared(_), TextKey::Enter) => vec![Effect::Close],
            (_, TextKey::Move(Move::Down)) => {
                self.scrolled += 1;
                Vec::new()
            }
            (_, TextKey::Move(Move::Up)) => {
                self.scrolled = self.scrolled.saturating_sub(1);
                Vec::new()
            }
            (_, typed) => {
                if self.form.stroke(typed, 4096) {
                    // What was said was said of another file.
                    (self.how, self.wants_columns) = (ReadOptions::default(), false);
                    self.stage = ImportStage::Choosing;
                    self.fault = None;
                }
                Vec::new()
            }
        }
    }

    fn show(&mut self, answer: &Answer, _ctx: &Ctx) -> Vec<Effect> {
        match answer {
            Answer::Progress(pace) => {
                if let ImportStage::Running { at, .. } = &mut self.stage {
                    *at = *pace;
                }
            }
            Answer::Importing(ImportAnswer::Looked(import, look)) if **import == self.import(true) => {
                return self.on_preview(look.as_deref().cloned());
            }
            Answer::Imported(report) => {
                self.scrolled = 0;
                self.stage = if report.dry_run {
                    ImportStage::Preview(report.clone())
                } else {
                    ImportStage::Done(report.clone())
                };
            }
            Answer::Merged(report) => {
                self.scrolled = 0;
                self.stage = ImportStage::Shared(report.clone());
            }
            Answer::Failed { doing: FailedTask::Importing, says } => {
                self.stage = ImportStage::Choosing;
                self.fault = Some(says.clone());
            }
            _other => {}
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let inner = brush.pane(ctx.area, "Import a file", true);
        self.draw_kinds(inner, brush);
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
        match &self.stage {
            ImportStage::Columns(columns) => columns.draw(rest, brush),
            _other => {
                self.draw_stage(rest, brush);
                caret
            }
        }
    }
}

/// Keys that the list of columns takes.
fn offered_on_columns(action: Action, columns: &ColumnsList) -> bool {
    match action {
        Action::Back => true,
        Action::Open | Action::Edit | Action::LeaveColumn | Action::NoteColumn | Action::KeepPreset => {
            !columns.is_typing()
        }
        Action::Down | Action::Up | Action::PageDown | Action::PageUp | Action::Top | Action::Bottom => {
            !columns.is_typing()
        }
        Action::NextPane | Action::PreviousPane => !columns.is_typing(),
        _other => false,
    }
}

impl ImportScreen {
    /// What the rows are; where there is no room for all, the one that is chosen.
    fn draw_kinds(&self, inner: Rect, brush: &mut Brush) {
        let mut x = inner.x + 1 + brush.text(inner.x + 1, inner.y, 10, "What  ", Role::Dim);
        let all = inner.width >= 76;
        for (kind, name) in KINDS.iter().filter(|(kind, _)| all || *kind == self.kind) {
            let front = *kind == self.kind;
            let label = if front { format!("[{name}]") } else { format!(" {name} ") };
            let role = if front { Role::Strong } else { Role::Text };
            x += brush.text(x, inner.y, inner.right().saturating_sub(x), &label, role);
        }
        let hint = if inner.right() >= x + 13 { "Tab changes" } else { "Tab" };
        brush.text(x + 2, inner.y, inner.right().saturating_sub(x + 2), hint, Role::Dim);
    }

    fn draw_stage(&self, area: Rect, brush: &mut Brush) {
        match &self.stage {
            ImportStage::Choosing => {
                let used = match &self.fault {
                    Some(fault) => brush.paragraph(area, fault, Role::Bad) + 1,
                    None => 0,
                };
                let says = "Enter looks at it and shows what would happen; nothing is kept by that.\n\nCSV of any delimiter and encoding, as Salesforce, HubSpot, Apollo, LinkedIn, Google, Outlook, Pipedrive or a spreadsheet write it. Triggers also come as Atom, RSS or JSON feeds. Every row ends as created, updated, same or rejected with a reason.\n\nA book or bundle that a colleague shared is merged, whatever stands above.";
                brush.paragraph(layout::top(area, used).1, says, Role::Dim);
            }
            ImportStage::Looking => {
                brush.text(area.x, area.y, area.width, "looking at the file …", Role::Dim);
            }
            ImportStage::Columns(_) => {}
            ImportStage::Running { dry_run, at } => {
                let verb = if *dry_run { "Looking at it" } else { "Importing" };
                let meter = Brush::meter(f64::from(at.percent().unwrap_or(0)) / 100.0, 30);
                brush.text(area.x, area.y, area.width, &format!("{verb} {meter}"), Role::Text);
                brush.text(area.x, area.y + 1, area.width, &at.says(), Role::Text);
                brush.text(area.x, area.y + 3, area.width, "Ctrl-C cancels; nothing of it is kept.", Role::Dim);
            }
            ImportStage::Preview(report) => {
                report::draw(report, "Enter imports it. Nothing is kept yet.", self.scrolled, area, brush);
            }
            ImportStage::Shared(report) => merge_preview::draw(report, self.scrolled, area, brush),
            ImportStage::Done(report) => {
                let nothing = report.totals.created + report.totals.updated == 0;
                let says = if nothing {
                    "Your book has all of it that can enter; nothing was changed. Enter closes."
                } else {
                    "Done. u takes the whole import back. Enter closes."
                };
                report::draw(report, says, self.scrolled, area, brush);
            }
        }
    }
}
