//! Applies the user's own presets: requested by name, or recognised by the header of a file.

use std::path::Path;

use crate::domain::import::options::{Import, ImportPreview, OwnPreset, ReadOptions};
use crate::domain::query::{ImportKind, PresetSimilarity};
use crate::domain::text::clean_line;
use crate::exchange;
use crate::exchange::budget::Budget;

use super::source_file::{gives_once, name_of, open};

/// Returns the options for reading a file after applying own presets, and the name of the one that was applied.
///
/// # Errors
/// When no preset has the name that was asked for.
pub(super) fn resolve_options(
    own: &[OwnPreset],
    import: &Import,
    budget: &Budget,
) -> anyhow::Result<(Option<ImportKind>, ReadOptions, Option<String>)> {
    let asked = match &import.how.preset {
        Some(name) => {
            let found = own.iter().find(|preset| preset.is_called(name));
            anyhow::ensure!(found.is_some() || exchange::is_shipped(name), unknown(name, own));
            found
        }
        // Recognising a preset reads the file, and a pipe can be read only once.
        None if !gives_once(&import.path) => {
            let fits = |preset: &&OwnPreset| import.kind.is_none_or(|kind| kind == preset.kind);
            own.iter().filter(fits).find(|preset| is_of(preset, import, budget))
        }
        None => None,
    };
    Ok(match asked {
        Some(preset) => (import.kind.or(Some(preset.kind)), preset.under(&import.how), Some(preset.name.clone())),
        None => (import.kind, import.how.clone(), None),
    })
}

/// Previews a file as an import would read it. A file that cannot be opened is reported by the import itself.
///
/// # Errors
/// When the file is no readable table, or is more work than a look may be.
pub fn look(own: &[OwnPreset], import: &Import, budget: &Budget) -> anyhow::Result<ImportPreview> {
    let (kind, how, own) = resolve_options(own, import, budget)?;
    let mut look = preview_file(&import.path, kind, &how, budget)?;
    look.likeness = own.map(of_own).or(look.likeness);
    Ok(look)
}

/// Returns full similarity to an own preset.
pub(super) fn of_own(preset: String) -> PresetSimilarity {
    PresetSimilarity { preset, percent: 100 }
}

fn unknown(name: &str, own: &[OwnPreset]) -> String {
    let own = own.iter().map(|preset| preset.name.as_str());
    let shipped = exchange::shipped_presets();
    let known: Vec<&str> = own.chain(shipped.iter().map(|preset| preset.name)).chain(["plain"]).collect();
    format!("There is no preset “{}”; there are {}", clean_line(name, 40), known.join(", "))
}

fn preview_file(
    path: &Path,
    kind: Option<ImportKind>,
    how: &ReadOptions,
    budget: &Budget,
) -> anyhow::Result<ImportPreview> {
    let (bytes, _) = open(path, budget)?;
    Ok(exchange::look(&name_of(path), bytes, kind, how)?)
}

/// Returns true if a file has the header with which a preset was saved.
fn is_of(preset: &OwnPreset, import: &Import, budget: &Budget) -> bool {
    let how = preset.under(&import.how);
    let header_only = ReadOptions { map: Vec::new(), ..how };
    let look = preview_file(&import.path, Some(preset.kind), &header_only, budget);
    look.is_ok_and(|look| preset.knows(look.columns.iter().map(|column| column.header.as_str())))
}
