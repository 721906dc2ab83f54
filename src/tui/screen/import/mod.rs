//! Import: which file, what its columns are, what would happen, then the real thing with progress; nothing stays of a
//! cancelled one.

mod acts;
mod choices;
mod columns;
mod draw;
mod file_url;
mod keeping;
mod looking;
mod merge_preview;
mod report;

use std::path::PathBuf;

use ratatui::layout::{Position, Rect};

use crate::domain::import::merge_report::MergeReport;
use crate::domain::import::options::{Import, ImportPreview, ReadOptions};
use crate::domain::import::path_completion::PathCompletion;
use crate::domain::progress::JobProgress;
use crate::domain::query::{ColumnBasis, ImportKind, ImportReport};
use crate::tui::message::action::{Action, Movement};
use crate::tui::message::answer::{Answer, FailedTask, ImportAnswer};
use crate::tui::message::command::Command;
use crate::tui::message::effect::Effect;
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::Query;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::{Field, Form, TextKey};
use crate::tui::widgets::theme::Role;

use super::Screen;
use crate::tui::context::{Ctx, FormSketch, Offer};

use columns::{ColumnsList, ColumnsRequest};
use keeping::KEY;

/// Stage of an import.
#[derive(Debug, Clone, PartialEq)]
enum ImportStage {
    /// The path is typed; nothing was read yet.
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

/// A file on its way into the book, from its path to the report.
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
    /// Files and folders that begin like the typed path.
    names: Vec<String>,
    scrolled: usize,
    /// Something was typed or chosen that is not imported yet.
    touched: bool,
    /// The draft that waits for it was asked for and has come.
    restored: bool,
    /// The name that was being typed for how the file is read.
    preset_name: String,
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
        // As long as a path can be: a field's own limit is that of a name.
        form.fields[0].text = crate::tui::widgets::text_edit::TextEdit::line(4096);
        ImportScreen {
            kind: None,
            form,
            how: ReadOptions::default(),
            wants_columns: false,
            stage: ImportStage::Choosing,
            fault: None,
            names: Vec::new(),
            scrolled: 0,
            touched: false,
            restored: false,
            preset_name: String::new(),
        }
    }
}

impl ImportScreen {
    fn path(&self) -> PathBuf {
        // A path pasted from a file manager comes quoted, or as a URL.
        let typed = self.form.get("path").trim().trim_matches(['"', '\'']).to_string();
        PathBuf::from(file_url::path_of(&typed).unwrap_or(typed))
    }

    fn import(&self, dry_run: bool) -> Import {
        let rejects = if dry_run { None } else { self.rejects() };
        let how = self.how.clone();
        Import { kind: self.kind, path: self.path(), dry_run, how, rejects, ..Import::default() }
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
        // The list of columns stays in front while it is looked at anew.
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
            (
                ImportStage::Choosing
                | ImportStage::Running { .. }
                | ImportStage::Preview(_)
                | ImportStage::Done(_)
                | ImportStage::Shared(_),
                _,
            ) => Vec::new(),
        }
    }

    /// Tab: completes the path while it is typed; later it changes what the rows are.
    fn tab(&mut self) -> Vec<Effect> {
        match &self.stage {
            ImportStage::Choosing => vec![Query::CompletePath(self.form.get("path").trim_start().to_owned()).into()],
            ImportStage::Looking
            | ImportStage::Columns(_)
            | ImportStage::Running { .. }
            | ImportStage::Preview(_)
            | ImportStage::Done(_)
            | ImportStage::Shared(_) => self.turn(1),
        }
    }

    fn on_completion(&mut self, found: &PathCompletion) {
        if found.filled != self.form.get("path") {
            self.form.set("path", &found.filled);
        }
        self.names.clone_from(&found.names);
        // A path that is whole says so by itself.
        if let [only] = self.names.as_slice()
            && found.filled.ends_with(only.as_str())
        {
            self.names.clear();
        }
        self.fault.clone_from(&found.problem);
    }

    fn turn(&mut self, by: isize) -> Vec<Effect> {
        self.touched = true;
        let at = KINDS.iter().position(|(kind, _)| *kind == self.kind).unwrap_or(0);
        self.kind = KINDS[(at + KINDS.len()).wrapping_add_signed(by) % KINDS.len()].0;
        if matches!(self.stage, ImportStage::Columns(_)) {
            return self.look();
        }
        self.stage = ImportStage::Choosing;
        Vec::new()
    }

    /// Enter: on to the next stage.
    fn go_on(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let verb = match &self.stage {
            ImportStage::Choosing => return self.look(),
            ImportStage::Preview(_) => "imported",
            ImportStage::Shared(report) if report.dry_run && !report.is_nothing() => "merged",
            ImportStage::Done(_) | ImportStage::Shared(_) => return vec![Effect::Close],
            ImportStage::Looking | ImportStage::Columns(_) | ImportStage::Running { .. } => return Vec::new(),
        };
        match ctx.read_only {
            Some(why) => vec![Effect::complain(format!("Nothing can be {verb}: {why}."))],
            None => self.run(false),
        }
    }

    /// True once the file is in the book.
    fn is_in(&self) -> bool {
        match &self.stage {
            ImportStage::Done(_) => true,
            ImportStage::Shared(report) => !report.dry_run,
            ImportStage::Choosing
            | ImportStage::Looking
            | ImportStage::Columns(_)
            | ImportStage::Running { .. }
            | ImportStage::Preview(_) => false,
        }
    }

    fn scroll(&mut self, movement: Movement) -> Vec<Effect> {
        let lines = match &self.stage {
            ImportStage::Done(report) | ImportStage::Preview(report) => report::report_lines(report).len(),
            ImportStage::Shared(report) => merge_preview::lines(report).len(),
            ImportStage::Choosing | ImportStage::Looking | ImportStage::Columns(_) | ImportStage::Running { .. } => 0,
        };
        self.scrolled = movement.target(self.scrolled, lines.saturating_sub(1), 10);
        Vec::new()
    }

    fn scroll_or_type(&mut self, stroke: &TextKey) -> Vec<Effect> {
        if let Some(by) = stroke.line_step() {
            self.scrolled = self.scrolled.saturating_add_signed(by);
        } else if self.form.stroke(stroke, 4096) {
            // What was said was said of another file.
            (self.how, self.wants_columns) = (ReadOptions::default(), false);
            self.touched = true;
            self.stage = ImportStage::Choosing;
            self.fault = None;
            self.names.clear();
        }
        Vec::new()
    }

    fn may_show_columns(&self) -> Offer {
        match &self.stage {
            ImportStage::Preview(report) => {
                Offer::yes_if(!report.mapping.is_empty(), "this file is not a table: it has no columns")
            }
            ImportStage::Choosing => Offer::Yes,
            ImportStage::Looking
            | ImportStage::Columns(_)
            | ImportStage::Running { .. }
            | ImportStage::Done(_)
            | ImportStage::Shared(_) => Offer::No,
        }
    }

    fn show_columns(&mut self) -> Vec<Effect> {
        self.wants_columns = true;
        self.stage = ImportStage::Choosing;
        self.look()
    }

    /// Does something with the list of columns, and what that asks for.
    fn on_columns(&mut self, work: impl FnOnce(&mut ColumnsList, &ReadOptions) -> ColumnsRequest) -> Vec<Effect> {
        let ImportStage::Columns(columns) = &mut self.stage else { return Vec::new() };
        let wanted = work(columns, &self.how);
        self.carry(wanted)
    }

    fn see_what_would_happen(&mut self) -> Vec<Effect> {
        let ImportStage::Columns(columns) = &self.stage else { return Vec::new() };
        match columns.look.missing.first() {
            Some(missing) => {
                vec![Effect::complain(format!("No column gives {missing}: stand on the one that does and press e."))]
            }
            None => self.run(true),
        }
    }

    /// Closes what stands over the list, else the list.
    fn leave_columns(&mut self) -> Vec<Effect> {
        let ImportStage::Columns(columns) = &mut self.stage else { return Vec::new() };
        if let Some(name) = columns.preset_name() {
            self.preset_name = name.to_owned();
        }
        if !columns.close() {
            self.stage = ImportStage::Choosing;
        }
        Vec::new()
    }

    fn carry(&mut self, wanted: ColumnsRequest) -> Vec<Effect> {
        match wanted {
            ColumnsRequest::Nothing => Vec::new(),
            ColumnsRequest::Again(how) => {
                (self.how, self.touched) = (how, true);
                self.look()
            }
            ColumnsRequest::Keep(preset) => {
                self.preset_name.clear();
                vec![Command::KeepPreset(preset).into()]
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
            _ if self.is_in() => Layer::Nav,
            ImportStage::Choosing | ImportStage::Looking | ImportStage::Running { .. } => Layer::Text,
            ImportStage::Preview(_) | ImportStage::Done(_) | ImportStage::Shared(_) => Layer::Text,
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
            ImportStage::Running { dry_run: true, .. } => vec![Action::Back],
            ImportStage::Running { dry_run: false, .. } => vec![Action::Interrupt],
            ImportStage::Columns(columns) if columns.is_typing() => vec![Action::Back],
            ImportStage::Columns(_) => {
                vec![Action::Edit, Action::LeaveColumn, Action::NoteColumn, Action::KeepPreset, Action::Back]
            }
            ImportStage::Preview(report) if report.mapping.is_empty() => vec![Action::NextPane, Action::Back],
            ImportStage::Preview(_) => vec![Action::Columns, Action::NextPane, Action::Back],
            ImportStage::Choosing => vec![Action::PreviousPane, Action::Columns, Action::Back],
            _ if self.is_in() => vec![Action::Undo, Action::Back],
            ImportStage::Looking => vec![Action::Back],
            ImportStage::Done(_) | ImportStage::Shared(_) => vec![Action::NextPane, Action::Back],
        }
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        (!self.restored).then(|| Query::Draft(KEY.into()).into()).into_iter().collect()
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        match &self.stage {
            ImportStage::Running { .. } | ImportStage::Looking => Vec::new(),
            ImportStage::Columns(_) => self.on_columns(|columns, how| columns.stroke(stroke, how)),
            ImportStage::Choosing | ImportStage::Preview(_) | ImportStage::Done(_) | ImportStage::Shared(_) => {
                if *stroke == TextKey::Enter {
                    self.go_on(ctx)
                } else {
                    self.scroll_or_type(stroke)
                }
            }
        }
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Draft(key, draft) = answer
            && key == KEY
            && !std::mem::replace(&mut self.restored, true)
        {
            return draft.as_ref().map(|draft| self.restore(draft, ctx)).unwrap_or_default();
        }
        if let (Answer::Progress(pace), ImportStage::Running { at, .. }) = (answer, &mut self.stage) {
            *at = *pace;
        }
        if let Answer::Imported(report) = answer
            // Esc has left it: the report of a stopped look must not bring it back.
            && !(report.cancelled && self.stage == ImportStage::Choosing)
        {
            self.scrolled = 0;
            let dry_run = report.dry_run;
            self.stage = if dry_run { ImportStage::Preview(report.clone()) } else { ImportStage::Done(report.clone()) };
            if !dry_run {
                return self.end_draft();
            }
        }
        if let Answer::Merged(report) = answer {
            self.scrolled = 0;
            self.stage = ImportStage::Shared(report.clone());
            if !report.dry_run {
                return self.end_draft();
            }
        }
        if let Answer::Failed { doing: FailedTask::Importing, says } = answer {
            self.stage = ImportStage::Choosing;
            self.fault = Some(says.clone());
        }
        if let Answer::Undone(_) = answer
            && self.is_in()
        {
            // What was taken back is not shown as done.
            self.stage = ImportStage::Choosing;
        }
        let Answer::Importing(answer) = answer else { return Vec::new() };
        match answer {
            // An answer about another path, or another way to read it, is too late.
            ImportAnswer::Looked(import, look) if **import == self.import(true) => {
                return self.on_preview(look.as_deref().cloned());
            }
            ImportAnswer::Completed(typed, found) if typed == self.form.get("path").trim_start() => {
                self.on_completion(found);
            }
            ImportAnswer::Looked(..) | ImportAnswer::Completed(..) => {}
        }
        Vec::new()
    }

    fn claim(&self) -> Option<String> {
        (!self.is_in()).then(|| KEY.into())
    }

    fn sketch(&self) -> Option<FormSketch> {
        self.kept_sketch()
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
        if let ImportStage::Columns(columns) = &self.stage {
            return columns.draw(rest, brush);
        }
        self.draw_stage(rest, brush);
        caret
    }
}
