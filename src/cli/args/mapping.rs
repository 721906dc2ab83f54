//! Arguments that map the columns of a file to fields.

use clap::Args;

use crate::domain::import::options::{ReadOptions, Target};

/// How the columns of a file map to fields.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "What its columns are, if they were not detected correctly")]
pub(crate) struct MappingArgs {
    /// What a column becomes: "Umsatz=revenue_usd", "Foo=note" (a line of the notes), "Bar=ignore"
    #[arg(long, value_name = "COLUMN=FIELD", value_parser = parse_mapping)]
    pub(crate) map: Vec<(String, Target)>,
    /// Whose export it is, or a preset of your own; `whynow import presets` lists them
    #[arg(long, value_name = "NAME")]
    pub(crate) preset: Option<String>,
}

impl MappingArgs {
    /// Adds preset and column mapping to the options for reading a file.
    pub(crate) fn over(&self, how: ReadOptions) -> ReadOptions {
        ReadOptions { preset: self.preset.clone(), map: self.map.clone(), ..how }
    }
}

fn parse_mapping(text: &str) -> Result<(String, Target), String> {
    let parts = text.rsplit_once('=').map(|(column, field)| (column.trim(), field.trim()));
    let Some((column, field)) = parts.filter(|(column, field)| !column.is_empty() && !field.is_empty()) else {
        return Err("write it as \"COLUMN=FIELD\", such as \"Umsatz=revenue_usd\"".to_owned());
    };
    let target = match field {
        "note" => Target::Note,
        "ignore" => Target::Ignore,
        field => Target::Field(field.to_owned()),
    };
    Ok((column.to_owned(), target))
}
