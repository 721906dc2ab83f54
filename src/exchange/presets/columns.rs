//! The header of one file: which of its columns give which fields.

use std::collections::{BTreeMap, HashMap};

use crate::domain::import::options::{ReadOptions, Target};
use crate::domain::query::{ColumnBasis, ColumnMapping, ImportKind, PresetSimilarity};
use crate::domain::text::clean_line;
use crate::exchange::csv_write::strip_guard;
use crate::exchange::table::csv_rows::Row;

use super::builtin::{
    ColumnUse, Preset, PresetLayout, field_key, field_of, fields_of, key, label, names, needed_fields,
};
use super::similarity;
use super::similarity::PLAIN;

/// The columns of a file and the fields they map to.
#[derive(Debug, Clone, Default)]
pub(in crate::exchange) struct FieldColumns {
    /// Field key → its columns, best first.
    found: HashMap<&'static str, Vec<usize>>,
    /// Columns that are kept as lines of the notes.
    noted: Vec<usize>,
    /// Which kind of export it is, where that shows.
    pub(in crate::exchange) preset: Option<&'static Preset>,
    /// How much it is like that.
    pub(in crate::exchange) likeness: Option<PresetSimilarity>,
    /// Header cell → words for its field, in the order of the file.
    pub(in crate::exchange) mapping: Vec<ColumnMapping>,
    pub(in crate::exchange) header: Vec<String>,
    /// The columns give away that the rows are of this kind, not only whose export it is.
    pub(in crate::exchange) is_the_kind: bool,
}

/// How a column was understood: on which basis, and as which field with which rank.
type ColumnSense = (ColumnBasis, Option<(&'static str, usize)>);

/// Ranks of names that mean a field in any file come behind those of the preset, and these behind what was told.
const PRESET: usize = 1;
const ANY: usize = 10_000;

impl FieldColumns {
    /// Understands one line as a header for this kind of import.
    pub(in crate::exchange) fn of(kind: ImportKind, header: &[String], how: &ReadOptions) -> FieldColumns {
        let plain = how.preset.as_deref().is_some_and(|asked| key(asked) == PLAIN);
        let layout = if plain { None } else { similarity::layout_of(kind, header, how.preset.as_deref()) };
        let mut columns = FieldColumns {
            preset: layout.map(|layout| layout.preset),
            likeness: Some(similarity::likeness(kind, header, layout)),
            header: header.to_vec(),
            is_the_kind: layout.is_some_and(|layout| similarity::gives_kind_away(layout, header)),
            ..FieldColumns::default()
        };
        let told: Vec<(String, &Target)> = how.map.iter().map(|(name, target)| (key(name), target)).collect();
        let senses: Vec<ColumnSense> = header.iter().map(|name| sense(kind, name, layout, &told, how)).collect();
        columns.take(kind, &senses);
        columns.noted = (0..senses.len()).filter(|index| is_noted(header.get(*index), &told)).collect();
        columns.mapping = columns.mapped(kind, &senses);
        columns
    }

    /// Sorts the columns under their fields.
    fn take(&mut self, kind: ImportKind, senses: &[ColumnSense]) {
        let mut ranked: BTreeMap<&'static str, Vec<(usize, usize)>> = BTreeMap::new();
        for (index, (_, sense)) in senses.iter().enumerate() {
            if let Some((field, rank)) = sense {
                ranked.entry(field).or_default().push((*rank, index));
            }
        }
        for (name, mut places) in ranked {
            places.sort_unstable();
            let Some(field) = field_of(kind, name) else { continue };
            if field.system_id && self.preset.is_none_or(|preset| preset.source.is_none()) {
                continue;
            }
            let take = if field.take == ColumnUse::Best { 1 } else { places.len() };
            self.found.insert(name, places.into_iter().take(take).map(|(_, index)| index).collect());
        }
    }

    /// How many columns are understood.
    pub(in crate::exchange) fn count(&self) -> usize {
        self.found.values().map(Vec::len).sum()
    }

    /// The fields that this kind of import cannot do without and that no column gives, in words.
    pub(in crate::exchange) fn missing(&self, kind: ImportKind) -> Vec<String> {
        let gives = |field: &String| self.found.contains_key(field.as_str());
        let groups = needed_fields(kind).iter().filter(|group| !group.iter().any(gives));
        groups.map(|group| group.iter().map(|field| label(kind, field)).collect::<Vec<_>>().join(" or ")).collect()
    }

    /// What says on the command line which columns give the fields that are missing: `--map "COLUMN=name"`.
    pub(in crate::exchange) fn to_map(&self, kind: ImportKind) -> String {
        let gives = |field: &String| self.found.contains_key(field.as_str());
        let groups = needed_fields(kind).iter().filter(|group| !group.iter().any(gives));
        let maps = groups.filter_map(|group| group.first()).map(|field| format!("--map \"COLUMN={field}\""));
        maps.collect::<Vec<_>>().join(" ")
    }

    /// True if some column gives this field.
    pub(in crate::exchange) fn has(&self, field: &str) -> bool {
        self.found.contains_key(field)
    }

    /// The first filled cell of the field, without blanks around it and without a formula guard.
    pub(in crate::exchange) fn get<'r>(&self, row: &'r Row, field: &str) -> Option<&'r str> {
        self.all(row, field).map(|(cell, _)| cell).next()
    }

    /// Every filled cell of the field with its header.
    pub(in crate::exchange) fn all<'r>(&self, row: &'r Row, field: &str) -> impl Iterator<Item = (&'r str, &str)> {
        let columns = self.found.get(field).map(Vec::as_slice).unwrap_or_default();
        self.filled(row, columns)
    }

    /// Every filled cell that is kept in the notes, with its header.
    pub(in crate::exchange) fn noted_cells<'r>(&self, row: &'r Row) -> impl Iterator<Item = (&'r str, &str)> {
        self.filled(row, &self.noted)
    }

    fn filled<'r>(&self, row: &'r Row, columns: &[usize]) -> impl Iterator<Item = (&'r str, &str)> {
        columns.iter().filter_map(|index| {
            let cell = strip_guard(row.cell(*index)).trim();
            (!cell.is_empty()).then(|| (cell, self.header.get(*index).map_or("", String::as_str)))
        })
    }

    fn mapped(&self, kind: ImportKind, senses: &[ColumnSense]) -> Vec<ColumnMapping> {
        let field_of = |index: usize| {
            let found = self.found.iter().find(|(_, places)| places.contains(&index));
            found.map(|(field, _)| *field)
        };
        let named = self.header.iter().zip(senses).enumerate().filter(|(_, (name, _))| !name.trim().is_empty());
        let mapped = named.map(|(index, (name, (known, _)))| {
            let field = field_of(index);
            let noted = self.noted.contains(&index);
            let words = field.map(|field| label(kind, field)).or_else(|| noted.then(|| NOTED.to_owned()));
            ColumnMapping { column: name.trim().to_owned(), field: words, key: field.map(str::to_owned), known: *known }
        });
        mapped.collect()
    }
}

/// What is said of a column that is kept in the notes.
const NOTED: &str = "a line of the notes";

/// How one column is understood: what was told wins over the preset, and that over the names of any file.
fn sense(
    kind: ImportKind,
    name: &str,
    layout: Option<&PresetLayout>,
    told: &[(String, &Target)],
    how: &ReadOptions,
) -> ColumnSense {
    let header = key(name);
    if let Some(place) = told.iter().position(|(told, _)| *told == header)
        && let Some((_, target)) = how.map.get(place)
    {
        return match target {
            Target::Field(field) => (ColumnBasis::Told, field_key(kind, field).map(|field| (field, 0))),
            Target::Note | Target::Ignore => (ColumnBasis::Told, None),
        };
    }
    if let Some(layout) = layout {
        if let Some((field, rank)) = layout.names.get(&header) {
            return (ColumnBasis::Preset, Some((*field, PRESET + rank)));
        }
        if layout.leaves(&header) {
            return (ColumnBasis::Preset, None);
        }
    }
    match names(kind).get(&header) {
        Some((field, rank)) => (ColumnBasis::Name, Some((*field, ANY + rank))),
        None => (ColumnBasis::No, None),
    }
}

fn is_noted(name: Option<&String>, told: &[(String, &Target)]) -> bool {
    let Some(header) = name.map(|name| key(name)) else { return false };
    told.iter().find(|(told, _)| *told == header).is_some_and(|(_, target)| **target == Target::Note)
}

/// Whether what was told of columns can be done in a file with this header; else the sentence that says what cannot.
pub(in crate::exchange) fn check_map(kind: ImportKind, header: &[String], how: &ReadOptions) -> Result<(), String> {
    for (name, target) in &how.map {
        let shown = clean_line(name, 60);
        if !header.iter().any(|column| key(column) == key(name)) {
            let seen: Vec<String> = header.iter().filter(|column| !column.is_empty()).take(40).cloned().collect();
            return Err(format!("it has no column “{shown}” to map; it has {}", seen.join(", ")));
        }
        if let Target::Field(field) = target
            && field_of(kind, field).is_none()
        {
            let known: Vec<&str> = fields_of(kind).map(|(key, _)| key).collect();
            let field = clean_line(field, 40);
            return Err(format!("“{shown}” cannot become “{field}”; there are {}, note, ignore", known.join(", ")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(kind: ImportKind, header: &str) -> FieldColumns {
        FieldColumns::of(kind, &header.split(',').map(str::to_owned).collect::<Vec<_>>(), &ReadOptions::default())
    }

    fn read(kind: ImportKind, header: &str) -> Vec<String> {
        columns(kind, header).mapping.into_iter().map(|mapped| mapped.field.unwrap_or("-".into())).collect()
    }

    #[test]
    fn real_headers_are_understood() {
        use crate::domain::query::ImportKind::{Accounts, Contacts, Triggers};
        assert_eq!(
            read(Accounts, "Název firmy,Obor,Město,Počet zaměstnanců,Web,IČO"),
            ["company", "industry", "city", "head count", "web domain", "company number (Czechia, Slovakia)"]
        );
        assert_eq!(
            read(Accounts, "Firma,Branche,Ort,Mitarbeiter,Webseite"),
            ["company", "industry", "city", "head count", "web domain"]
        );
        assert_eq!(read(Accounts, "Company Name,Company Name for Emails,# Employees"), ["company", "-", "head count"]);
        assert_eq!(
            read(Contacts, "First Name,Last Name,URL,Email Address,Company,Position,Connected On"),
            ["given name", "family name", "profile page", "e-mail", "company", "job title", "-"]
        );
        assert_eq!(read(Contacts, "Title,First Name,Job Title"), ["-", "given name", "job title"]);
        assert_eq!(read(Contacts, "Person - Name*,Organization - Name"), ["name", "company"]);
        assert_eq!(read(Triggers, "Company,headquarter,layoff,Date"), ["company", "place", "people affected", "date"]);
    }

    #[test]
    fn ids_are_taken_only_from_a_known_system() {
        assert_eq!(read(ImportKind::Accounts, "Id,Name"), ["-", "company"]);
        assert_eq!(read(ImportKind::Accounts, "Id,Name,SystemModstamp"), ["id in its system", "company", "-"]);
    }
}
