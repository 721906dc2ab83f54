//! Options for reading a file, its presets, and the preview of an import.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::domain::query::{ColumnBasis, ImportKind, PresetSimilarity};

/// A file to import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Import {
    /// What its rows are, where somebody said so.
    pub kind: Option<ImportKind>,
    /// The file; `-` is the standard input.
    pub path: PathBuf,
    /// The real import, rolled back.
    pub dry_run: bool,
    /// How it is read, where somebody said so.
    pub how: ReadOptions,
    /// The table to write rejected rows to, where somebody wants it.
    pub rejects: Option<PathBuf>,
}

/// Options for reading a file; whatever is left out is detected from the file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadOptions {
    /// The kind of export: the name of a preset, shipped or one's own.
    pub preset: Option<String>,
    /// What columns mean, by their header; they win over every preset.
    pub map: Vec<(String, Target)>,
    /// The encoding of the bytes, by its common name: `windows-1250`.
    pub encoding: Option<String>,
    /// What parts the cells of a row.
    pub delimiter: Option<char>,
    /// Line of the header, from 1.
    pub header_line: Option<u64>,
    /// Which number comes first in 03/04/2026.
    pub days: Option<DayOrder>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// ISO 3166 code of the country of telephone numbers that name none: `CZ`.
    pub country: Option<String>,
}

/// A user's own preset: how the files of one source are read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OwnPreset {
    /// What it is called.
    pub name: String,
    /// What the rows are.
    pub kind: ImportKind,
    /// The header by which a file of the same source is known again.
    pub header: Vec<String>,
    /// How it is read.
    pub how: ReadOptions,
}

impl OwnPreset {
    /// True if it is called so; case does not count.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.trim().to_lowercase()
    }

    /// True if a file has the same columns, in the same order.
    pub fn knows<'h>(&self, header: impl Iterator<Item = &'h str>) -> bool {
        let plain = |name: &str| name.trim().to_lowercase();
        !self.header.is_empty() && self.header.iter().map(|name| plain(name)).eq(header.map(plain))
    }

    /// Reading by it, where whatever was said besides wins.
    pub fn under(&self, said: &ReadOptions) -> ReadOptions {
        let own = self.how.clone();
        let is_said = |name: &str| said.map.iter().any(|(other, _)| other.to_lowercase() == name.to_lowercase());
        let kept = own.map.into_iter().filter(|(name, _)| !is_said(name));
        ReadOptions {
            preset: own.preset,
            map: said.map.iter().cloned().chain(kept).collect(),
            encoding: said.encoding.clone().or(own.encoding),
            delimiter: said.delimiter.or(own.delimiter),
            header_line: said.header_line.or(own.header_line),
            days: said.days.or(own.days),
            sheet: said.sheet.clone().or(own.sheet),
            country: said.country.clone().or(own.country),
        }
    }
}

/// What a column becomes: a field, a line of the notes, or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A field of the book, by its key in the presets: `city`.
    Field(String),
    /// A line `header: value` in the notes.
    Note,
    /// Nothing.
    Ignore,
}

/// Order of day and month where both numbers are up to 12.
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
    /// What its rows are taken for.
    pub kind: ImportKind,
    /// What it was read as: `CSV, semicolon, Windows-1252`.
    pub format: String,
    /// Which kind of export it looks like.
    pub likeness: Option<PresetSimilarity>,
    /// Its columns, in the order of the file; none for a file that is no table.
    pub columns: Vec<ColumnPreview>,
    /// What a column can become: the key of the field, and what people call it.
    pub fields: Vec<(String, String)>,
    /// What the rows cannot do without and no column gives, in words.
    pub missing: Vec<String>,
}

impl ImportPreview {
    /// What was said of its columns: what a preset of one's own keeps.
    pub fn said(&self) -> Vec<(String, Target)> {
        let said = self.columns.iter().filter(|column| column.known == ColumnBasis::Told);
        said.map(|column| (column.header.clone(), column.target.clone())).collect()
    }

    /// The preset that keeps how this file is read.
    pub fn kept_as(&self, name: &str, how: &ReadOptions) -> OwnPreset {
        let header = self.columns.iter().map(|column| column.header.clone()).collect();
        let how = ReadOptions { map: self.said(), ..how.clone() };
        OwnPreset { name: name.to_owned(), kind: self.kind, header, how }
    }
}

/// A column of the preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnPreview {
    /// Its header as the file has it; a number for a column without one.
    pub header: String,
    /// Its first filled cell among the first rows, clipped.
    pub sample: String,
    /// What it is taken for.
    pub target: Target,
    /// What its values look like, where nothing else says what it is: the key of a field.
    pub offered: Option<String>,
    /// How that is known.
    pub known: ColumnBasis,
}
