//! Arguments that say how a file is read.

use clap::{Args, ValueEnum};

use crate::domain::account::phone_region::Dialling;
use crate::domain::import::options::{DayOrder, ReadOptions};

/// Options for a file that detection does not read right.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "How to read the file, if it was not detected correctly")]
pub(crate) struct ReadingArgs {
    /// Text encoding, such as windows-1250 or utf-16le
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// Separator of its columns: a character, or comma, semicolon, tab, bar
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    pub(crate) delimiter: Option<char>,
    /// Line of the header, counted from 1; in a workbook, its row
    #[arg(long, value_name = "LINE", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) header_line: Option<u64>,
    /// Whether 03/04/2026 is in April (dmy) or in March (mdy)
    #[arg(long, value_name = "ORDER", value_enum)]
    pub(crate) days: Option<DayOrderArg>,
    /// The sheet of a workbook, by its name
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// Country of telephone numbers without a country code, by its two letters: CZ
    #[arg(long, value_name = "CODE", value_parser = country)]
    pub(crate) country: Option<String>,
}

/// Order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DayOrderArg {
    /// The day first: 03/04/2026 is in April
    Dmy,
    /// The month first: 03/04/2026 is in March
    Mdy,
}

impl ReadingArgs {
    /// Returns the options for the reader.
    pub(crate) fn how(&self) -> ReadOptions {
        let days = self.days.map(|days| match days {
            DayOrderArg::Dmy => DayOrder::DayFirst,
            DayOrderArg::Mdy => DayOrder::MonthFirst,
        });
        ReadOptions {
            encoding: self.encoding.clone(),
            delimiter: self.delimiter,
            header_line: self.header_line,
            days,
            sheet: self.sheet.clone(),
            country: self.country.clone(),
            ..ReadOptions::default()
        }
    }
}

fn delimiter(text: &str) -> Result<char, String> {
    let named = match text.to_lowercase().as_str() {
        "comma" => Some(','),
        "semicolon" => Some(';'),
        "tab" | "\\t" => Some('\t'),
        "bar" | "pipe" => Some('|'),
        "space" => Some(' '),
        _other => None,
    };
    let alone = || text.chars().next().filter(|_| text.chars().count() == 1);
    let usable = |c: &char| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '"' | '\n' | '\r');
    named
        .or_else(alone)
        .filter(usable)
        .ok_or_else(|| "one character that parts columns, such as ; or its name: comma, semicolon, tab, bar".to_owned())
}

fn country(text: &str) -> Result<String, String> {
    let code = text.trim().to_uppercase();
    if Dialling::builtin().knows(&code) {
        Ok(code)
    } else {
        Err("the two letters of a country, such as CZ, DE or US (GB for the United Kingdom)".to_owned())
    }
}
