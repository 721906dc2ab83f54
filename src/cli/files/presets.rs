//! `whynow import presets`: lists known exports and the user's own presets.

use anyhow::Result;

use crate::cli::args::PresetsArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::domain::import::options::{Import, ReadOptions, Target};
use crate::domain::query::ImportKind;
use crate::exchange::budget::Budget;
use crate::exchange::{self, PresetField};
use crate::job::import::presets;
use crate::store::Store;

pub(super) fn run(args: &PresetsArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    if let Some(name) = &args.remove {
        let mut store = desk.open()?;
        store.remove_preset(name)?;
        out.line(format!("Removed {name}; `whynow undo` brings it back."))?;
        return Ok(Exit::Done);
    }
    let own = if desk.book.exists() { desk.open()?.own_presets()? } else { Vec::new() };
    let shipped = exchange::shipped_presets();
    if args.json {
        out.json(&serde_json::json!({ "own": own, "shipped": shipped }))?;
        return Ok(Exit::Done);
    }
    for preset in &own {
        out.line(format!("{} (your own, {})", preset.name, kind_word(preset.kind)))?;
        for (column, target) in &preset.how.map {
            out.line(format!("  {column} → {}", target_word(target)))?;
        }
    }
    for preset in &shipped {
        out.line(preset.name)?;
        for (kind, fields) in &preset.knows {
            let fields: Vec<String> = fields.iter().map(field_words).collect();
            out.line(format!("  {}: {}", kind_word(*kind), fields.join(", ")))?;
        }
    }
    Ok(Exit::Done)
}

/// Saves the options of an import as an own preset.
pub(super) fn keep(store: &mut Store, name: &str, import: &Import, budget: &Budget, out: &mut Output) -> Result<()> {
    let look = presets::look(&store.own_presets()?, import, budget)?;
    let how = ReadOptions {
        preset: import.how.preset.clone().filter(|preset| exchange::is_shipped(preset)),
        ..import.how.clone()
    };
    store.save_preset(&look.kept_as(name, &how))?;
    out.beside(format!(
        "Saved as {name}: a file with the same columns is read the same way. `whynow undo` takes it back."
    ));
    Ok(())
}

fn field_words(field: &PresetField) -> String {
    match field.columns.first() {
        Some(column) => format!("{} ({column})", field.field),
        None => field.field.to_owned(),
    }
}

fn target_word(target: &Target) -> &str {
    match target {
        Target::Field(field) => field,
        Target::Note => "note",
        Target::Ignore => "ignore",
    }
}

fn kind_word(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Accounts => "accounts",
        ImportKind::Contacts => "contacts",
        ImportKind::Triggers => "triggers",
        ImportKind::Calls => "calls",
        ImportKind::DoNotCall => "dnc",
        ImportKind::Invites => "invites",
    }
}
