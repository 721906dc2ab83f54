//! The settings file and where things live. Optional: without it every setting has its default.
//!
//! All faults of the file are reported together, with their lines; the good part is used all the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};

use etcetera::{AppStrategy, AppStrategyArgs};
use serde::Serialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where the book and the settings of this user live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The book.
    pub book: PathBuf,
    /// The settings file.
    pub config: PathBuf,
}

impl Places {
    /// The platform's own directories (`XDG_DATA_HOME` and `XDG_CONFIG_HOME` where they are set); nothing without a
    /// home directory.
    pub fn of_this_user() -> Option<Places> {
        let name = AppStrategyArgs { app_name: "whynow".into(), ..AppStrategyArgs::default() };
        let here = etcetera::choose_app_strategy(name).ok()?;
        Some(Places { book: here.in_data_dir("book.db"), config: here.in_config_dir("config.toml") })
    }
}

/// A colour scheme of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// The terminal's own 16 colours on its own background.
    #[default]
    Terminal,
    /// Black, white and bright colours only.
    HighContrast,
    /// Blue and orange, for eyes that do not tell red from green.
    BlueOrange,
}

impl Theme {
    /// Every theme.
    pub const ALL: &'static [Theme] = &[Theme::Terminal, Theme::HighContrast, Theme::BlueOrange];

    /// The name in the settings file.
    pub fn name(self) -> &'static str {
        match self {
            Theme::Terminal => "terminal",
            Theme::HighContrast => "high-contrast",
            Theme::BlueOrange => "blue-orange",
        }
    }

    /// The theme with this name.
    pub fn from_name(name: &str) -> Option<Theme> {
        Theme::ALL.iter().copied().find(|theme| theme.name() == name)
    }
}

/// What a rep may set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Config {
    /// Clicks and the wheel work; without it the terminal selects text as it always does.
    pub mouse: bool,
    /// Colours.
    pub theme: Theme,
    /// The rep's reading speed, words a minute.
    pub wpm: Option<u16>,
    /// Who is calling; the book's own answer where this is absent.
    pub rep: Option<String>,
    /// IANA zone taken for people of whom none is known.
    pub zone: Option<String>,
    /// The language openers are checked in, by its code; English where this is absent.
    pub language: Option<String>,
    /// The team's own phrases and rules.
    pub playbook: Option<PathBuf>,
    /// A directory of the team's own opener templates.
    pub openers: Option<PathBuf>,
    /// The team's own trigger kinds.
    pub kinds: Option<PathBuf>,
    /// Keys by action id.
    pub keys: BTreeMap<String, String>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            mouse: true,
            theme: Theme::default(),
            wpm: None,
            rep: None,
            zone: None,
            language: None,
            playbook: None,
            openers: None,
            kinds: None,
            keys: BTreeMap::new(),
        }
    }
}

/// Something wrong in the settings file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Line, from 1; 0 where it is about the file as a whole.
    pub line: usize,
    /// One sentence: what is wrong and what to do.
    pub says: String,
}

/// Slowest and fastest reading speed that is not a slip of the finger, words a minute.
const WPM: std::ops::RangeInclusive<i64> = 60..=400;

/// The languages openers can be checked in, by their codes.
pub const LANGUAGES: &[&str] = &["en", "de"];

/// The keys of the settings file.
pub const KEYS: &[&str] = &["mouse", "theme", "wpm", "rep", "zone", "check", "playbook", "openers", "kinds", "keys"];

impl Config {
    /// Reads the settings file; a file that is not there is an empty one.
    pub fn read(path: &Path) -> (Config, Vec<Fault>) {
        let text = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == ErrorKind::NotFound => return (Config::default(), Vec::new()),
            Err(e) => return (Config::default(), vec![Fault { line: 0, says: format!("It cannot be read: {e}.") }]),
        };
        let Ok(text) = String::from_utf8(text) else {
            let says = "It is not UTF-8 text; save it as UTF-8.".into();
            return (Config::default(), vec![Fault { line: 0, says }]);
        };
        let (mut config, mut faults) = Config::parse(&text);
        config.find_files(path.parent().unwrap_or(Path::new("")), &text, &mut faults);
        (config, faults)
    }

    /// What a text sets, and all that is wrong with it, in the order of its lines.
    pub fn parse(text: &str) -> (Config, Vec<Fault>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reader = Reader { text, config: Config::default(), faults: Vec::new() };
        let mut broken = BTreeSet::new();
        for error in &errors {
            let place = error.span().unwrap_or(0..0);
            if broken.insert(line_at(text, place.start)) {
                reader.fault(&place, format!("This is not TOML: {}.", one_line(error.message())));
            }
        }
        // What the parser makes of a broken line is its own invention.
        let sound = table.get_ref().iter().filter(|(key, _)| !broken.contains(&line_at(text, key.span().start)));
        for (key, value) in sound {
            reader.setting(key.get_ref(), &key.span(), value);
        }
        let Reader { config, mut faults, .. } = reader;
        faults.sort_by_key(|fault| fault.line);
        (config, faults)
    }

    /// Paths in the file are relative to the file; `~/` is the home directory. A path that leads nowhere is a fault and
    /// is left out.
    fn find_files(&mut self, base: &Path, text: &str, faults: &mut Vec<Fault>) {
        let named = [("playbook", &mut self.playbook), ("openers", &mut self.openers), ("kinds", &mut self.kinds)];
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
                faults.push(Fault { line: line_of_key(text, key), says });
            }
        }
        faults.sort_by_key(|fault| fault.line);
    }
}

struct Reader<'t> {
    text: &'t str,
    config: Config,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn fault(&mut self, place: &Range<usize>, says: String) {
        self.faults.push(Fault { line: line_at(self.text, place.start), says });
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
            "zone" => self.zone(value),
            "check" => match value.get_ref().as_table() {
                Some(table) => self.check(table),
                None => self.wrong(key, "a table: [check] with language = \"de\"", value),
            },
            "playbook" => self.config.playbook = self.words(key, value).map(PathBuf::from),
            "openers" => self.config.openers = self.words(key, value).map(PathBuf::from),
            "kinds" => self.config.kinds = self.words(key, value).map(PathBuf::from),
            "keys" => match value.get_ref().as_table() {
                Some(table) => self.keys("", table),
                None => self.wrong(key, "a table of action = \"key\"", value),
            },
            unknown => {
                self.fault(place, format!("There is no setting \"{unknown}\"; there are {}.", KEYS.join(", ")));
            }
        }
    }

    fn theme(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(name) = self.words("theme", value) else { return };
        match Theme::from_name(&name) {
            Some(theme) => self.config.theme = theme,
            None => {
                let all: Vec<_> = Theme::ALL.iter().map(|theme| theme.name()).collect();
                self.fault(&value.span(), format!("There is no theme \"{name}\"; there are {}.", all.join(", ")));
            }
        }
    }

    fn wpm(&mut self, value: &Spanned<DeValue<'_>>) {
        let number = value.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        match number {
            Some(n) if WPM.contains(&n) => self.config.wpm = u16::try_from(n).ok(),
            Some(n) => {
                let says = format!("wpm is {n}; words a minute lie between {} and {}.", WPM.start(), WPM.end());
                self.fault(&value.span(), says);
            }
            None => self.wrong("wpm", "a whole number", value),
        }
    }

    fn zone(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(name) = self.words("zone", value) else { return };
        if name.parse::<chrono_tz::Tz>().is_ok() {
            self.config.zone = Some(name);
        } else {
            let says = format!("There is no time zone \"{name}\"; write it like Europe/Oslo or America/Chicago.");
            self.fault(&value.span(), says);
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

    /// Ids are dotted, and TOML reads an unquoted dot as a table in a table: both spellings mean the same here.
    fn keys(&mut self, prefix: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let id = format!("{prefix}{}", name.get_ref());
            if let Some(inner) = value.get_ref().as_table() {
                self.keys(&format!("{id}."), inner);
            } else if let Some(key) = self.words(&id, value) {
                self.config.keys.insert(id, key);
            }
        }
    }

    /// A text that says something; anything else is a fault.
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

/// The line on which a byte stands, from 1.
fn line_at(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|b| *b == b'\n').count()
}

/// The line on which a top-level key is set, from 1; 0 where it is nowhere.
fn line_of_key(text: &str, key: &str) -> usize {
    let sets = |line: &str| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    text.lines().position(sets).map_or(0, |at| at + 1)
}

/// A parser's message on one line, without a full stop of its own.
fn one_line(message: &str) -> String {
    message.lines().map(str::trim).collect::<Vec<_>>().join(", ").trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(usize, String)> {
        Config::parse(text).1.into_iter().map(|fault| (fault.line, fault.says)).collect()
    }

    #[test]
    fn an_empty_file_sets_nothing() {
        assert_eq!(Config::parse(""), (Config::default(), vec![]));
    }

    #[test]
    fn every_setting_is_read() {
        let text = r#"
            mouse = false
            theme = "blue-orange"
            wpm = 165
            rep = "Marit Solheim"
            zone = "Europe/Oslo"
            playbook = "playbook.toml"
            openers = "openers"
            kinds = "/etc/whynow/kinds.toml"
            [check]
            language = "de"
            [keys]
            "call.start" = "F4"
            today.open = "o"
        "#;
        let (config, faults) = Config::parse(text);
        assert_eq!(faults, vec![]);
        assert_eq!((config.mouse, config.theme, config.wpm), (false, Theme::BlueOrange, Some(165)));
        assert_eq!(config.rep.as_deref(), Some("Marit Solheim"));
        assert_eq!(config.zone.as_deref(), Some("Europe/Oslo"));
        assert_eq!(config.playbook.as_deref(), Some(Path::new("playbook.toml")));
        assert_eq!(config.language.as_deref(), Some("de"));
        let keys: Vec<_> = config.keys.iter().map(|(id, key)| (id.as_str(), key.as_str())).collect();
        assert_eq!(keys, [("call.start", "F4"), ("today.open", "o")]);
    }

    #[test]
    fn all_faults_come_together_with_their_lines_and_the_good_part_is_used() {
        let text =
            "mouze = true\nwpm = 0\ntheme = \"neon\"\nrep = \"Marit\"\nzone = \"Europe/Trondheim\"\nmouse = \"no\"\n";
        let (config, _) = Config::parse(text);
        assert_eq!(config, Config { rep: Some("Marit".into()), ..Config::default() });
        let found = faults(text);
        assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 3, 5, 6]);
        for ((_, says), word) in found.iter().zip(["mouze", "between 60 and 400", "neon", "Trondheim", "true or false"])
        {
            assert!(says.contains(word), "{says}");
        }
    }

    #[test]
    fn each_wrong_value_has_its_sentence() {
        let cases = [
            ("wpm = 12", "wpm is 12; words a minute lie between 60 and 400."),
            ("[check]\nlanguage = \"fr\"", "There is no language \"fr\"; there are en, de."),
            ("[check]\nlangage = \"de\"", "There is no setting \"check.langage\"; there is check.language."),
            ("wpm = -1", "wpm is -1; words a minute lie between 60 and 400."),
            ("wpm = \"fast\"", "wpm is a text; it takes a whole number."),
            ("wpm = 150.5", "wpm is a number; it takes a whole number."),
            ("mouse = 1", "mouse is a number; it takes true or false."),
            ("rep = \"  \"", "rep is empty; leave the line out, or fill it."),
            ("keys = 3", "keys is a number; it takes a table of action = \"key\"."),
            ("[keys]\nquit = 7", "quit is a number; it takes a text in quotes."),
        ];
        for (text, says) in cases {
            assert_eq!(faults(text).first().map(|(_, found)| found.as_str()), Some(says));
        }
    }

    #[test]
    fn a_line_that_is_not_toml_is_named_and_the_rest_is_read() {
        let (config, faults) = Config::parse("wpm = 140\nmouse = = false\nrep = \"Lucía\"\n");
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2], "{faults:?}");
        assert_eq!((config.wpm, config.rep.as_deref()), (Some(140), Some("Lucía")));
    }

    #[test]
    fn a_missing_file_is_an_empty_one_and_a_directory_is_a_fault() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Config::read(&dir.path().join("config.toml")), (Config::default(), vec![]));
        assert_eq!(Config::read(dir.path()).1.len(), 1);
    }

    #[test]
    fn paths_are_relative_to_the_file_and_must_lead_somewhere() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("ours.toml"), "").unwrap();
        fs::write(dir.path().join("config.toml"), "wpm = 150\nplaybook = \"ours.toml\"\nkinds = \"gone.toml\"\n")
            .unwrap();
        let (config, faults) = Config::read(&dir.path().join("config.toml"));
        assert_eq!(config.playbook, Some(dir.path().join("ours.toml")));
        assert_eq!(config.kinds, None);
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3]);
    }
}
