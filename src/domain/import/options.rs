//! Options for reading a file, its presets, and the preview of an import.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::domain::query::{ColumnBasis, ImportKind, PresetSimilarity};
use crate::domain::trigger::kind::Kinds;

/// A file to import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Import {
    /// Kind of the file's rows, if the user gave it.
    pub kind: Option<ImportKind>,
    /// Path of the file; `-` is standard input.
    pub path: PathBuf,
    /// True for a dry run: the same work, rolled back.
    pub dry_run: bool,
    /// How the file is read, as far as the user said.
    pub how: ReadOptions,
    /// File to write rejected rows to, if the user wants one.
    pub rejects: Option<PathBuf>,
    /// True if that file may be replaced even if it is no table of rejected rows that an import wrote.
    pub replace_rejects: bool,
}

/// Options for reading a file; whatever is left out is detected from the file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadOptions {
    /// Name of the preset, built-in or the user's own.
    pub preset: Option<String>,
    /// Targets of columns by header; they take precedence over every preset.
    pub map: Vec<(String, Target)>,
    /// Encoding of the bytes, by its common name: `windows-1250`.
    pub encoding: Option<String>,
    /// Delimiter of the cells.
    pub delimiter: Option<char>,
    /// Line of the header, from 1.
    pub header_line: Option<u64>,
    /// Order of day and month in 03/04/2026.
    pub days: Option<DayOrder>,
    /// Name of the sheet in a workbook.
    pub sheet: Option<String>,
    /// ISO 3166 code of the country assumed for telephone numbers without a country code: `CZ`.
    pub country: Option<String>,
    /// The team's trigger kinds, on top of the built-in ones; `None` for the built-in ones alone. The book's, not the
    /// file's: no preset keeps them.
    #[serde(skip)]
    pub kinds: Option<Kinds>,
}

impl ReadOptions {
    /// Returns the trigger kinds that a file may name.
    pub fn kinds(&self) -> &Kinds {
        self.kinds.as_ref().unwrap_or_else(|| Kinds::builtin())
    }
}

/// A user's own preset: how the files of one source are read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OwnPreset {
    /// Name of the preset.
    pub name: String,
    /// Kind of the rows.
    pub kind: ImportKind,
    /// Header by which a file of the same source is recognised.
    pub header: Vec<String>,
    /// Options for reading such a file.
    pub how: ReadOptions,
}

impl OwnPreset {
    /// Returns true if the preset has this name, whatever its case.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.trim().to_lowercase()
    }

    /// Returns true if a file has the same columns in the same order.
    pub fn knows<'h>(&self, header: impl Iterator<Item = &'h str>) -> bool {
        let plain = |name: &str| name.trim().to_lowercase();
        // All columns, in order: a file with one column more may be another export of the same program, and is better
        // asked about. No header would know every file without one.
        !self.header.is_empty() && self.header.iter().map(|name| plain(name)).eq(header.map(plain))
    }

    /// Returns the preset's options, overridden by those that the user gave.
    pub fn under(&self, said: &ReadOptions) -> ReadOptions {
        let own = self.how.clone();
        let is_said = |name: &str| said.map.iter().any(|(other, _)| other.to_lowercase() == name.to_lowercase());
        let kept = own.map.into_iter().filter(|(name, _)| !is_said(name));
        ReadOptions {
            // Not the one that was said: that is the name by which this very preset was found.
            preset: own.preset,
            map: said.map.iter().cloned().chain(kept).collect(),
            encoding: said.encoding.clone().or(own.encoding),
            delimiter: said.delimiter.or(own.delimiter),
            header_line: said.header_line.or(own.header_line),
            days: said.days.or(own.days),
            sheet: said.sheet.clone().or(own.sheet),
            country: said.country.clone().or(own.country),
            kinds: said.kinds.clone(),
        }
    }
}

/// What a column is imported as: a field, a line of the notes, or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A field of the book, by its key in the presets: `city`.
    Field(String),
    /// A line `header: value` in the notes.
    Note,
    /// The column is skipped.
    Ignore,
}

/// Order of day and month in dates where both numbers are at most 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    /// 03/04 is in March.
    MonthFirst,
    /// 03/04 is in April.
    DayFirst,
}

/// Preview of a file before its import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportPreview {
    /// Detected kind of the rows.
    pub kind: ImportKind,
    /// Format of the file: `CSV, semicolon, Windows-1252`.
    pub format: String,
    /// Most similar known export.
    pub likeness: Option<PresetSimilarity>,
    /// Columns in the order of the file; none for a file that is no table.
    pub columns: Vec<ColumnPreview>,
    /// Fields that a column can be mapped to: key and name for people.
    pub fields: Vec<(String, String)>,
    /// Names of required fields that no column provides.
    pub missing: Vec<String>,
}

impl ImportPreview {
    /// Returns the columns that the user mapped, with their targets; an own preset stores these.
    pub fn said(&self) -> Vec<(String, Target)> {
        let said = self.columns.iter().filter(|column| column.known == ColumnBasis::Told);
        said.map(|column| (column.header.clone(), column.target.clone())).collect()
    }

    /// Makes an own preset of this name from the preview and the options.
    pub fn kept_as(&self, name: &str, how: &ReadOptions) -> OwnPreset {
        let header = self.columns.iter().map(|column| column.header.clone()).collect();
        let how = ReadOptions { map: self.said(), ..how.clone() };
        OwnPreset { name: name.to_owned(), kind: self.kind, header, how }
    }
}

/// A column of the preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnPreview {
    /// Header of the column; its number if it has none.
    pub header: String,
    /// First non-blank value among the first rows, shortened.
    pub sample: String,
    /// What the column is imported as.
    pub target: Target,
    /// Field (key) that the column's values suggest, if nothing else says what the column is.
    pub offered: Option<String>,
    /// On which basis the column was mapped.
    pub known: ColumnBasis,
}
