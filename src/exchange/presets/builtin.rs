//! Built-in presets: column names, the fields they map to, and what else is known of an export.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::query::ImportKind;

/// An export format that is recognised by its columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::exchange) struct Preset {
    /// Name of the preset.
    pub(in crate::exchange) name: String,
    /// Name of the system that gave the ids; without it ids are skipped, because every system counts from 1.
    #[serde(default)]
    pub(in crate::exchange) source: Option<String>,
    /// True if a revenue column without a unit is in millions.
    #[serde(default)]
    pub(in crate::exchange) revenue_in_millions: bool,
    /// True if a call's length without a unit is in milliseconds.
    #[serde(default)]
    pub(in crate::exchange) lengths_in_milliseconds: bool,
    /// True if an authority publishes the file.
    #[serde(default)]
    pub(in crate::exchange) official: bool,
    /// Kind of the triggers in the file, if all are of one.
    #[serde(default)]
    pub(in crate::exchange) trigger_kind: Option<String>,
    /// Ending of the names of custom columns in that system: `__c`.
    #[serde(default)]
    pub(super) added: Option<String>,
    /// Text that at least one column name must contain for the preset to apply: ` - `.
    #[serde(default)]
    pub(super) holds: Option<String>,
    /// Sets of column names; a file with all names of one set is recognised, whatever its rows are.
    #[serde(default)]
    pub(super) signs: Vec<Vec<String>>,
    #[serde(default)]
    accounts: Option<PresetExport>,
    #[serde(default)]
    contacts: Option<PresetExport>,
    #[serde(default)]
    triggers: Option<PresetExport>,
    #[serde(default)]
    do_not_call: Option<PresetExport>,
    #[serde(default)]
    calls: Option<PresetExport>,
}

/// The columns of one kind of rows in a system's exports.
#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct PresetExport {
    /// Sets of column names; a file with all names of one set is recognised as this export.
    signs: Vec<Vec<String>>,
    /// For each field, the names of its columns, best first.
    fields: BTreeMap<String, Vec<String>>,
    /// Columns without a value for the book; `*` at either end matches anything.
    left: Vec<String>,
}

/// The fields of one kind of import, and the column names that mean them in any file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KindFields {
    needed: Vec<Vec<String>>,
    /// Fields that hardly any other kind of list has.
    telling: Vec<String>,
    fields: BTreeMap<String, FieldNames>,
}

/// A field of the book: its label and the names of its columns in files.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldNames {
    /// Name of the field for people.
    pub(super) label: String,
    columns: Vec<String>,
    #[serde(rename = "use", default)]
    pub(super) take: ColumnUse,
    /// True if values are ids that are only unique within their system.
    #[serde(default)]
    pub(super) system_id: bool,
    /// True if only a table that is no program's export has the field by its columns' names: in those the place beside a
    /// person is the person's.
    #[serde(default)]
    pub(super) plain_only: bool,
}

/// Which columns are used if several map to one field.
#[derive(Debug, Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum ColumnUse {
    /// Only the column with the best name is used.
    #[default]
    Best,
    /// For each row, the first column whose cell is filled is used.
    First,
    /// All columns are used.
    All,
}

/// An export that is recognised but not imported, and the sentence that says so.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnreadExport {
    signs: Vec<Vec<String>>,
    says: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetFile {
    preset: Vec<Preset>,
    other: Vec<UnreadExport>,
    accounts: KindFields,
    contacts: KindFields,
    triggers: KindFields,
    do_not_call: KindFields,
    calls: KindFields,
}

/// Header key → (field, rank); the smallest rank is the best.
pub(super) type HeaderNames = HashMap<String, (&'static str, usize)>;

/// A preset's columns for one kind of rows, with names in the form in which they are compared.
pub(super) struct PresetLayout {
    pub(super) preset: &'static Preset,
    export: &'static PresetExport,
    pub(super) names: HeaderNames,
    /// Sets of header keys by which the preset is recognised. The first `own` sets identify the kind of rows as well.
    pub(super) signs: Vec<Vec<String>>,
    pub(super) own: usize,
    left: HashSet<String>,
    left_starts: Vec<String>,
    left_ends: Vec<String>,
}

impl PresetLayout {
    fn of(preset: &'static Preset, export: Option<&'static PresetExport>) -> PresetLayout {
        static NOTHING: OnceLock<PresetExport> = OnceLock::new();
        let export = export.unwrap_or_else(|| NOTHING.get_or_init(PresetExport::default));
        let mut names = HeaderNames::new();
        for (field, columns) in &export.fields {
            for (rank, column) in columns.iter().enumerate() {
                names.insert(key(column), (field.as_str(), rank));
            }
        }
        // The export's own signs come first: `own` counts them from the start.
        let signs = export.signs.iter().chain(&preset.signs);
        let signs = signs.map(|sign| sign.iter().map(|name| key(name)).collect()).collect();
        let ends = export.left.iter().filter_map(|name| name.strip_prefix('*')).map(key).collect();
        // "Shipping*", "Organization - *": an export has as many of these as the account has fields.
        let starts = export.left.iter().filter_map(|name| name.strip_suffix('*')).map(key).collect();
        let left = export.left.iter().filter(|name| !name.contains('*')).map(|name| key(name)).collect();
        PresetLayout {
            preset,
            export,
            names,
            signs,
            own: export.signs.len(),
            left,
            left_starts: starts,
            left_ends: ends,
        }
    }

    /// Returns true if a column is known to hold nothing for the book.
    pub(super) fn leaves(&self, key: &str) -> bool {
        self.left.contains(key)
            || self.left_starts.iter().any(|start| key.starts_with(start.as_str()))
            || self.left_ends.iter().any(|end| key.ends_with(end.as_str()))
    }

    /// Returns each field with the columns that are read as it.
    pub(super) fn read(&self) -> impl Iterator<Item = (&'static str, &'static [String])> {
        self.export.fields.iter().map(|(field, columns)| (field.as_str(), columns.as_slice()))
    }

    /// Returns true if the column is a custom one of that system.
    pub(super) fn is_added(&self, header: &str) -> bool {
        self.preset.added.as_ref().is_some_and(|end| header.trim().to_lowercase().ends_with(end.as_str()))
    }
}

/// The built-in presets, with indexes of their column names for every kind of import.
struct PresetIndex {
    book: &'static PresetFile,
    names: [HeaderNames; 5],
    layouts: [Vec<PresetLayout>; 5],
}

/// Returns the column names that would be recognised as required fields, for an error message.
pub(in crate::exchange) fn expected_names(kind: ImportKind) -> String {
    let wanted = fields(kind).needed.iter().flatten().take(4);
    let names = wanted.filter_map(|field| fields(kind).fields.get(field));
    names.flat_map(|field| field.columns.iter().take(3)).map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ")
}

/// Returns a header name in the form in which it is compared: letters and digits only, lower case, without accents; `#`
/// becomes `number`.
pub(in crate::exchange) fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    // Not `fold`: an export in another language, or with a blank more, must hit the same key; "Telefon (geschäftlich)"
    // and "telefon_geschaftlich" are one column.
    for c in name.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '#' => key.push_str("number"),
            // Letters that NFD does not take apart.
            'ß' => key.push_str("ss"),
            'ł' | 'Ł' => key.push('l'),
            'ø' | 'Ø' => key.push('o'),
            c if c.is_alphanumeric() => key.extend(c.to_lowercase()),
            _ => {}
        }
    }
    key
}

/// Returns the sentence for a header of an export that is recognised but not imported.
pub(in crate::exchange) fn something_else(header: &[String]) -> Option<&'static str> {
    let keys: HashSet<String> = header.iter().map(|name| key(name)).collect();
    let given_away =
        |other: &&UnreadExport| other.signs.iter().any(|sign| sign.iter().all(|name| keys.contains(&key(name))));
    preset_index().book.other.iter().find(given_away).map(|other| other.says.as_str())
}

/// Returns the name of a field for people.
pub(in crate::exchange) fn label(kind: ImportKind, field: &str) -> String {
    field_of(kind, field).map_or_else(|| field.to_owned(), |field| field.label.clone())
}

/// Returns every field of an import: its key and its name for people.
pub(in crate::exchange) fn fields_of(kind: ImportKind) -> impl Iterator<Item = (&'static str, &'static str)> {
    fields(kind).fields.iter().map(|(key, field)| (key.as_str(), field.label.as_str()))
}

/// Returns the fields that hardly any other kind of list has.
pub(in crate::exchange) fn distinctive_fields(kind: ImportKind) -> &'static [String] {
    &fields(kind).telling
}

/// Returns groups of fields; an import needs a column for at least one field of each group.
pub(super) fn needed_fields(kind: ImportKind) -> &'static [Vec<String>] {
    &fields(kind).needed
}

/// Finds a field by its key.
pub(super) fn field_of(kind: ImportKind, field: &str) -> Option<&'static FieldNames> {
    fields(kind).fields.get(field)
}

/// Returns a field's key with static lifetime; `None` if the field is not known.
pub(super) fn field_key(kind: ImportKind, field: &str) -> Option<&'static str> {
    fields(kind).fields.get_key_value(field).map(|(key, _)| key.as_str())
}

/// Returns the column names that mean a field in any file.
pub(super) fn names(kind: ImportKind) -> &'static HeaderNames {
    let [accounts, contacts, triggers, do_not_call, calls] = &preset_index().names;
    of_kind(kind, accounts, contacts, triggers, do_not_call, calls)
}

/// Returns the layouts of all presets for this kind of rows.
pub(super) fn layouts(kind: ImportKind) -> &'static [PresetLayout] {
    let [accounts, contacts, triggers, do_not_call, calls] = &preset_index().layouts;
    of_kind(kind, accounts, contacts, triggers, do_not_call, calls)
}

/// Returns every built-in preset, in the order of the asset file.
pub(super) fn presets() -> &'static [Preset] {
    &preset_index().book.preset
}

fn fields(kind: ImportKind) -> &'static KindFields {
    let book = preset_index().book;
    of_kind(kind, &book.accounts, &book.contacts, &book.triggers, &book.do_not_call, &book.calls)
}

fn of_kind<'a, T: ?Sized>(
    kind: ImportKind,
    accounts: &'a T,
    contacts: &'a T,
    triggers: &'a T,
    do_not_call: &'a T,
    calls: &'a T,
) -> &'a T {
    match kind {
        ImportKind::Accounts => accounts,
        // A calendar has no columns: nothing asks for its.
        ImportKind::Contacts | ImportKind::Invites => contacts,
        ImportKind::Triggers => triggers,
        ImportKind::DoNotCall => do_not_call,
        ImportKind::Calls => calls,
    }
}

fn preset_index() -> &'static PresetIndex {
    static BOOK: OnceLock<PresetFile> = OnceLock::new();
    static KNOWN: OnceLock<PresetIndex> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let book = BOOK.get_or_init(|| {
            toml::from_str(include_str!("../../../assets/presets.toml"))
                .expect("the shipped presets.toml is read by a test")
        });
        let all = [&book.accounts, &book.contacts, &book.triggers, &book.do_not_call, &book.calls];
        let layouts = |export: fn(&'static Preset) -> Option<&'static PresetExport>| {
            book.preset.iter().map(|preset| PresetLayout::of(preset, export(preset))).collect()
        };
        let layouts = [
            layouts(|preset| preset.accounts.as_ref()),
            layouts(|preset| preset.contacts.as_ref()),
            layouts(|preset| preset.triggers.as_ref()),
            layouts(|preset| preset.do_not_call.as_ref()),
            layouts(|preset| preset.calls.as_ref()),
        ];
        PresetIndex { book, names: all.map(turned_round), layouts }
    })
}

fn turned_round(fields: &'static KindFields) -> HeaderNames {
    let mut names = HeaderNames::new();
    for (name, field) in &fields.fields {
        for (rank, column) in field.columns.iter().enumerate() {
            names.entry(key(column)).or_insert((name.as_str(), rank));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_header_name_means_two_fields_of_one_import() {
        let book = preset_index().book;
        for fields in [&book.accounts, &book.contacts, &book.triggers, &book.do_not_call, &book.calls] {
            let mut seen: HashMap<String, &str> = HashMap::new();
            for (name, field) in &fields.fields {
                for column in &field.columns {
                    let other = seen.insert(key(column), name);
                    assert!(other.is_none_or(|other| other == name), "{column}: {other:?} and {name}");
                }
            }
            for field in fields.needed.iter().flatten().chain(&fields.telling) {
                assert!(fields.fields.contains_key(field), "needed {field}");
            }
        }
    }

    #[test]
    fn a_preset_names_fields_that_exist_and_no_column_twice() {
        let mut names = HashSet::new();
        for preset in presets() {
            assert!(names.insert(key(&preset.name)), "{} is there twice", preset.name);
            let exports = [
                (&preset.accounts, ImportKind::Accounts),
                (&preset.contacts, ImportKind::Contacts),
                (&preset.triggers, ImportKind::Triggers),
                (&preset.do_not_call, ImportKind::DoNotCall),
                (&preset.calls, ImportKind::Calls),
            ];
            for (export, kind) in exports {
                let Some(export) = export else { continue };
                let mut seen: HashMap<String, &str> = HashMap::new();
                for (field, columns) in &export.fields {
                    assert!(field_of(kind, field).is_some(), "{}: {kind:?} has no field {field}", preset.name);
                    for column in columns {
                        let other = seen.insert(key(column), field);
                        assert_eq!(other, None, "{}: {kind:?}: {column} is there twice", preset.name);
                    }
                }
                for column in export.left.iter().filter(|column| !column.contains('*')) {
                    assert!(!seen.contains_key(&key(column)), "{}: {column} is left and read", preset.name);
                }
            }
        }
    }

    #[test]
    fn headers_are_compared_without_case_accents_and_punctuation() {
        for (name, expected_names) in
            [("Název firmy", "nazevfirmy"), ("BILLINGCITY", "billingcity"), ("Billing_City*", "billingcity")]
        {
            assert_eq!(key(name), expected_names);
        }
        assert_eq!(key("# Employees"), "numberemployees");
        assert_eq!(key(" # of Workers "), "numberofworkers");
    }
}
