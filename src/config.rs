//! The settings file, and the paths of the book and of the settings. Optional: without the file every setting has its
//! default.
//!
//! All errors in the file are reported together, with their lines; the valid settings are used all the same.

mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Serialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::account::calling_hours::line::CallsTo;
use crate::domain::account::zone;

pub use paths::Paths;

/// A colour scheme of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeChoice {
    /// The terminal's own 16 colours on its own background.
    #[default]
    Terminal,
    /// Black, white and bright colours only.
    HighContrast,
    /// Blue and orange, for people who cannot tell red from green.
    BlueOrange,
}

impl ThemeChoice {
    /// Every theme that can be chosen.
    pub const ALL: &'static [ThemeChoice] =
        &[ThemeChoice::Terminal, ThemeChoice::HighContrast, ThemeChoice::BlueOrange];

    /// Returns the name in the settings file.
    pub fn name(self) -> &'static str {
        match self {
            ThemeChoice::Terminal => "terminal",
            ThemeChoice::HighContrast => "high-contrast",
            ThemeChoice::BlueOrange => "blue-orange",
        }
    }

    /// Finds the theme with this name.
    pub fn from_name(name: &str) -> Option<ThemeChoice> {
        ThemeChoice::ALL.iter().copied().find(|theme| theme.name() == name)
    }
}

/// The values of the settings file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Config {
    /// True if the screens react to clicks and the wheel; otherwise the terminal selects text as usual.
    pub mouse: bool,
    pub theme: ThemeChoice,
    /// The rep's reading pace, in words a minute.
    pub wpm: Option<u16>,
    /// Name of the rep who calls; if absent, the rep of the book.
    pub rep: Option<String>,
    /// The rep's own company, as openers say it.
    pub company: Option<String>,
    /// IANA time zone assumed for people whose zone is unknown.
    pub zone: Option<String>,
    /// Code of the language in which openers are checked; English if absent.
    pub language: Option<String>,
    /// File with the team's own phrases and rules.
    pub playbook: Option<PathBuf>,
    /// A directory of the team's own opener templates.
    pub openers: Option<PathBuf>,
    /// File with the team's own trigger kinds.
    pub kinds: Option<PathBuf>,
    /// File with the team's own calling hours.
    pub hours: Option<PathBuf>,
    /// ISO code of the country whose telephone numbers are written without a country code.
    pub country: Option<String>,
    /// Whom the book calls.
    pub calls: CallsTo,
    /// Number of calls planned for a week.
    pub week_calls: Option<u32>,
    /// The user's own key bindings, by action id; the first of an action is the one shown.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Line of the file with an action's keys, from 1.
    #[serde(skip)]
    pub key_lines: BTreeMap<String, usize>,
    /// Settings of the feed fetcher.
    pub feeds: FeedSettings,
}

/// Settings of the feed fetcher.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct FeedSettings {
    /// True to fetch addresses in private networks too, and to use the proxy that the environment names.
    pub allow_private: bool,
    /// An e-mail address sent to every server as a contact; the SEC asks for one.
    pub contact: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            mouse: true,
            theme: ThemeChoice::default(),
            wpm: None,
            rep: None,
            company: None,
            zone: None,
            language: None,
            playbook: None,
            openers: None,
            kinds: None,
            hours: None,
            country: None,
            calls: CallsTo::default(),
            week_calls: None,
            keys: BTreeMap::new(),
            key_lines: BTreeMap::new(),
            feeds: FeedSettings::default(),
        }
    }
}

/// An error in the settings file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConfigError {
    /// Line of the error, from 1; 0 if it is about the whole file.
    pub line: usize,
    /// One sentence: what is wrong and what to do.
    pub says: String,
}

/// Range of plausible reading paces, in words a minute.
const WPM: std::ops::RangeInclusive<i64> = 60..=400;
/// Range of calls that can be planned for a week.
const WEEK_CALLS: std::ops::RangeInclusive<i64> = 1..=1_000;

/// Codes of the languages in which openers can be checked.
pub const LANGUAGES: &[&str] = &["en", "de"];

/// The settings, each with a description; the error for an unknown setting and the manual are made from it.
#[rustfmt::skip]
pub const SETTINGS: &[(&str, &str)] = &[
    ("mouse", "`true`: clicks and the wheel work. `false`: your terminal selects text as always"),
    ("theme", "`\"terminal\"` (its own 16 colours), `\"high-contrast\"` or `\"blue-orange\"`. `NO_COLOR` is honoured and loses nothing"),
    ("wpm", "how many words a minute you speak, 60 to 400; 150 by default. `F6` on a plan measures you"),
    ("rep", "your name, on the calls you log and in the openers you draft"),
    ("company", "your own company, as you say it on the telephone: drafts begin with who calls"),
    ("zone", "the time zone of people whose zone is not known, such as `\"Europe/Oslo\"`"),
    ("check", "a table: `language = \"de\"` checks German openers; English by default"),
    ("playbook", "a file with your team's own phrases and rules for the check, on top of `assets/playbook.toml`"),
    ("openers", "a folder with your team's own opener templates, written like those in `assets/openers/`"),
    ("kinds", "a file with your team's own kinds of trigger, on top of `assets/kinds.toml`"),
    ("guards", "a table. `hours`: a file with your team's own calling hours, on top of `assets/hours.toml`. `country`: the two letters of the country whose telephone numbers you write without its code, such as `\"NO\"`. `calls`: `\"business\"`, or `\"consumers\"` where you call private people: laws about those calls then block"),
    ("week", "a table. `calls`: how many calls you plan for a week; 20 by default. Today says whether there are reasons enough for them"),
    ("keys", "your own keys: a table of command names, each with a key or a list of keys, such as `\"call.clock\" = [\"c\", \"f11\"]`. `whynow config check` names keys that collide"),
    ("feeds", "a table. `contact = \"you@example.com\"` is told to the servers that feeds come from (the SEC asks for it). `allow_private = true` lets feeds come from your own network, through its proxy"),
];
/// Settings in the table `guards`.
const IN_GUARDS: &[&str] = &["hours", "country", "calls"];
const IN_WEEK: &[&str] = &["calls"];

impl Config {
    /// Reads the settings file; a missing file counts as empty.
    pub fn read(path: &Path) -> (Config, Vec<ConfigError>) {
        let text = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == ErrorKind::NotFound => return (Config::default(), Vec::new()),
            Err(e) => {
                return (Config::default(), vec![ConfigError { line: 0, says: format!("It cannot be read: {e}.") }]);
            }
        };
        let Ok(text) = String::from_utf8(text) else {
            let says = "It is not UTF-8 text; save it as UTF-8.".into();
            return (Config::default(), vec![ConfigError { line: 0, says }]);
        };
        let (mut config, mut faults) = Config::parse(&text);
        config.find_files(path.parent().unwrap_or(Path::new("")), &text, &mut faults);
        (config, faults)
    }

    /// Parses settings; returns them with all errors, in the order of lines.
    pub fn parse(text: &str) -> (Config, Vec<ConfigError>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reader = ConfigReader { text, config: Config::default(), faults: Vec::new() };
        let mut broken = BTreeSet::new();
        for error in &errors {
            let place = error.span().unwrap_or(0..0);
            // The parser goes on after an error and reports its consequences on the same line too.
            if broken.insert(line_at(text, place.start)) {
                reader.fault(&place, format!("This is not TOML: {}.", one_line(error.message())));
            }
        }
        // What the parser makes of a broken line is its own invention.
        let sound = table.get_ref().iter().filter(|(key, _)| !broken.contains(&line_at(text, key.span().start)));
        for (key, value) in sound {
            reader.setting(key.get_ref(), &key.span(), value);
        }
        let ConfigReader { config, mut faults, .. } = reader;
        faults.sort_by_key(|fault| fault.line);
        (config, faults)
    }

    /// Resolves paths relative to the settings file; `~/` is the home directory. A path that does not exist is an error
    /// and left out.
    fn find_files(&mut self, base: &Path, text: &str, faults: &mut Vec<ConfigError>) {
        let named = [
            ("playbook", &mut self.playbook),
            ("openers", &mut self.openers),
            ("kinds", &mut self.kinds),
            ("hours", &mut self.hours),
        ];
        for (key, slot) in named {
            let Some(path) = slot.take() else { continue };
            let path = match (path.strip_prefix("~"), etcetera::home_dir()) {
                (Ok(rest), Ok(home)) => home.join(rest),
                (Ok(_) | Err(_), Ok(_) | Err(_)) => base.join(path),
            };
            if path.exists() {
                *slot = Some(path);
            } else {
                let says = format!("{key} names {}, and nothing is there.", path.display());
                faults.push(ConfigError { line: line_of_key(text, key), says });
            }
        }
        faults.sort_by_key(|fault| fault.line);
    }
}

struct ConfigReader<'t> {
    text: &'t str,
    config: Config,
    faults: Vec<ConfigError>,
}

impl ConfigReader<'_> {
    fn fault(&mut self, place: &Range<usize>, says: String) {
        self.faults.push(ConfigError { line: line_at(self.text, place.start), says });
    }

    fn setting(&mut self, key: &str, place: &Range<usize>, value: &Spanned<DeValue<'_>>) {
        match key {
            "mouse" => match value.get_ref().as_bool() {
                Some(on) => self.config.mouse = on,
                None => self.wrong(key, "true or false", value),
            },
            "theme" => self.theme(value),
            "wpm" => self.wpm(value),
            "rep" => self.config.rep = self.words(key, value),
            "company" => self.config.company = self.words(key, value),
            "zone" => self.zone(value),
            "check" => match value.get_ref().as_table() {
                Some(table) => self.check(table),
                None => self.wrong(key, "a table: [check] with language = \"de\"", value),
            },
            "playbook" => self.config.playbook = self.words(key, value).map(PathBuf::from),
            "openers" => self.config.openers = self.words(key, value).map(PathBuf::from),
            "kinds" => self.config.kinds = self.words(key, value).map(PathBuf::from),
            "guards" => self.table(key, value, ConfigReader::guard),
            "week" => self.table(key, value, ConfigReader::week),
            "keys" => match value.get_ref().as_table() {
                Some(table) => self.keys("", table),
                None => self.wrong(key, "a table of action = \"key\"", value),
            },
            "feeds" => match value.get_ref().as_table() {
                Some(table) => self.feeds(table),
                None => self.wrong(key, "a table of allow_private and contact", value),
            },
            unknown => {
                let known: Vec<_> = SETTINGS.iter().map(|(name, _)| *name).collect();
                self.fault(place, format!("There is no setting \"{unknown}\"; there are {}.", known.join(", ")));
            }
        }
    }

    fn theme(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(name) = self.words("theme", value) else { return };
        match ThemeChoice::from_name(&name) {
            Some(theme) => self.config.theme = theme,
            None => {
                let all: Vec<_> = ThemeChoice::ALL.iter().map(|theme| theme.name()).collect();
                self.fault(&value.span(), format!("There is no theme \"{name}\"; there are {}.", all.join(", ")));
            }
        }
    }

    fn wpm(&mut self, value: &Spanned<DeValue<'_>>) {
        let n = self.number("wpm", "words a minute", &WPM, value);
        self.config.wpm = n.and_then(|n| u16::try_from(n).ok()).or(self.config.wpm);
    }

    /// Reads a whole number within a range; anything else is an error.
    fn number(
        &mut self,
        key: &str,
        of: &str,
        range: &std::ops::RangeInclusive<i64>,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<i64> {
        // TOML also writes integers as 0x, 0o and 0b.
        let number = value.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        match number {
            Some(n) if range.contains(&n) => Some(n),
            Some(n) => {
                let says = format!("{key} is {n}; {of} lie between {} and {}.", range.start(), range.end());
                self.fault(&value.span(), says);
                None
            }
            None => {
                self.wrong(key, "a whole number", value);
                None
            }
        }
    }

    /// Reads a table of settings, passing each entry to `one`.
    fn table(
        &mut self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        one: fn(&mut Self, &str, &Range<usize>, &Spanned<DeValue<'_>>),
    ) {
        let Some(table) = value.get_ref().as_table() else { return self.wrong(key, "a table", value) };
        for (name, value) in table {
            one(self, name.get_ref(), &name.span(), value);
        }
    }

    fn guard(&mut self, key: &str, place: &Range<usize>, value: &Spanned<DeValue<'_>>) {
        match key {
            "hours" => self.config.hours = self.words(key, value).map(PathBuf::from),
            "calls" => {
                let Some(word) = self.words(key, value) else { return };
                match CallsTo::from_key(word.trim()) {
                    Some(calls) => self.config.calls = calls,
                    None => self.fault(&value.span(), format!("calls is \"{word}\"; it takes business or consumers.")),
                }
            }
            "country" => {
                let Some(code) = self.words(key, value) else { return };
                if code.chars().count() == 2 && code.chars().all(|c| c.is_ascii_alphabetic()) {
                    self.config.country = Some(code.to_ascii_uppercase());
                } else {
                    let says = format!("country is \"{code}\"; it takes the two letters of a country, like GB.");
                    self.fault(&value.span(), says);
                }
            }
            unknown => self.unknown_in("guards", unknown, IN_GUARDS, place),
        }
    }

    fn week(&mut self, key: &str, place: &Range<usize>, value: &Spanned<DeValue<'_>>) {
        match key {
            "calls" => {
                let n = self.number(key, "calls a week", &WEEK_CALLS, value);
                self.config.week_calls = n.and_then(|n| u32::try_from(n).ok());
            }
            unknown => self.unknown_in("week", unknown, IN_WEEK, place),
        }
    }

    fn unknown_in(&mut self, table: &str, unknown: &str, known: &[&str], place: &Range<usize>) {
        let says = format!("There is no setting \"{unknown}\" in {table}; there is {}.", known.join(", "));
        self.fault(place, says);
    }

    fn zone(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(name) = self.words("zone", value) else { return };
        if let Some(zone) = zone::named(&name) {
            self.config.zone = Some(zone.name().to_owned());
        } else {
            let says = format!("There is no time zone \"{name}\"; write it like Europe/Oslo or America/Chicago.");
            self.fault(&value.span(), says);
        }
    }

    fn feeds(&mut self, table: &DeTable<'_>) {
        for (name, value) in table {
            match name.get_ref().as_ref() {
                "allow_private" => match value.get_ref().as_bool() {
                    Some(on) => self.config.feeds.allow_private = on,
                    None => self.wrong("feeds.allow_private", "true or false", value),
                },
                "contact" => self.contact(value),
                unknown => {
                    let says = format!("There is no setting \"feeds.{unknown}\"; there are allow_private, contact.");
                    self.fault(&name.span(), says);
                }
            }
        }
    }

    fn check(&mut self, table: &DeTable<'_>) {
        for (name, value) in table {
            match (name.get_ref().as_ref(), self.words("check.language", value)) {
                ("language", Some(code)) if LANGUAGES.contains(&code.as_str()) => self.config.language = Some(code),
                ("language", Some(code)) => {
                    let says = format!("There is no language \"{code}\"; there are {}.", LANGUAGES.join(", "));
                    self.fault(&value.span(), says);
                }
                ("language", None) => {}
                (other, _) => {
                    let says = format!("There is no setting \"check.{other}\"; there is check.language.");
                    self.fault(&name.span(), says);
                }
            }
        }
    }

    /// Reads the contact address. Characters that an HTTP header does not accept are an error here, instead of at every
    /// fetch.
    fn contact(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(text) = self.words("feeds.contact", value) else { return };
        // The address becomes a comment of the User-Agent, which these would end (RFC 9110, 5.6.5).
        let sound = |c: char| c.is_ascii_graphic() && !matches!(c, '(' | ')' | '\\');
        if text.contains('@') && text.chars().count() <= 200 && text.chars().all(sound) {
            self.config.feeds.contact = Some(text);
        } else {
            let says = "feeds.contact is not an e-mail address; write it like name@example.com.".to_owned();
            self.fault(&value.span(), says);
        }
    }

    /// Reads key bindings. TOML reads an unquoted dotted id as nested tables, so both spellings are accepted.
    fn keys(&mut self, prefix: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let id = format!("{prefix}{}", name.get_ref());
            if let Some(inner) = value.get_ref().as_table() {
                self.keys(&format!("{id}."), inner);
            } else if let Some(keys) = self.keys_of(&id, value) {
                self.config.key_lines.insert(id.clone(), line_at(self.text, name.span().start));
                self.config.keys.insert(id, keys);
            }
        }
    }

    /// One key, or a list of them.
    fn keys_of(&mut self, id: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
        match value.get_ref().as_array() {
            None => self.words(id, value).map(|key| vec![key]),
            Some(list) => {
                let keys: Vec<String> = list.iter().filter_map(|key| self.words(id, key)).collect();
                (!keys.is_empty()).then_some(keys)
            }
        }
    }

    /// Reads a text that is not blank; anything else is an error.
    fn words(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        match value.get_ref().as_str().map(str::trim) {
            Some("") => {
                self.fault(&value.span(), format!("{key} is empty; leave the line out, or fill it."));
                None
            }
            Some(text) => Some(text.to_owned()),
            None => {
                self.wrong(key, "a text in quotes", value);
                None
            }
        }
    }

    fn wrong(&mut self, key: &str, wanted: &str, value: &Spanned<DeValue<'_>>) {
        let is = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.fault(&value.span(), format!("{key} is {is}; it takes {wanted}."));
    }
}

/// Returns the line of a byte position, from 1.
fn line_at(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|b| *b == b'\n').count()
}

/// Returns the line on which a top-level key is set, from 1; 0 if it is not set.
fn line_of_key(text: &str, key: &str) -> usize {
    let sets = |line: &str| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    text.lines().position(sets).map_or(0, |at| at + 1)
}

/// Joins a parser's message to one line without a final full stop.
fn one_line(message: &str) -> String {
    message.lines().map(str::trim).collect::<Vec<_>>().join(", ").trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests;
