//! Tests of the settings: which values are read, and how errors are reported.

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
        zone = "ET"
        playbook = "playbook.toml"
        openers = "openers"
        kinds = "/etc/whynow/kinds.toml"
        [guards]
        hours = "hours.toml"
        country = "no"
        calls = "consumers"
        [week]
        calls = 12
        [check]
        language = "de"
        [keys]
        "call.start" = ["F4", "c"]
        today.open = "o"
        [feeds]
        allow_private = true
        contact = "marit@norvik.example"
    "#;
    let (config, faults) = Config::parse(text);
    assert_eq!(faults, vec![]);
    assert_eq!((config.mouse, config.theme, config.wpm), (false, ThemeChoice::BlueOrange, Some(165)));
    assert_eq!(config.feeds, FeedSettings { allow_private: true, contact: Some("marit@norvik.example".into()) });
    assert_eq!(config.rep.as_deref(), Some("Marit Solheim"));
    assert_eq!(config.zone.as_deref(), Some("America/New_York"));
    assert_eq!(config.playbook.as_deref(), Some(Path::new("playbook.toml")));
    assert_eq!((config.country.as_deref(), config.week_calls), (Some("NO"), Some(12)));
    assert_eq!((config.language.as_deref(), config.calls), (Some("de"), CallsTo::Consumers));
    assert_eq!(config.hours.as_deref(), Some(Path::new("hours.toml")));
    let keys: Vec<_> = config.keys.iter().map(|(id, key)| (id.as_str(), key.join(" "))).collect();
    assert_eq!(keys, [("call.start", "F4 c".to_owned()), ("today.open", "o".to_owned())]);
}

#[test]
fn all_faults_come_together_with_their_lines_and_the_good_part_is_used() {
    let text =
        "mouze = true\nwpm = 0\ntheme = \"neon\"\nrep = \"Marit\"\nzone = \"Europe/Trondheim\"\nmouse = \"no\"\n";
    let (config, _) = Config::parse(text);
    assert_eq!(config, Config { rep: Some("Marit".into()), ..Config::default() });
    let found = faults(text);
    assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 3, 5, 6]);
    for ((_, says), word) in found.iter().zip(["mouze", "between 60 and 400", "neon", "Trondheim", "true or false"]) {
        assert!(says.contains(word), "{says}");
    }
}

#[test]
fn each_wrong_value_has_its_sentence() {
    let cases = [
        ("wpm = 12", "wpm is 12; words a minute lie between 60 and 400."),
        ("wpm = -1", "wpm is -1; words a minute lie between 60 and 400."),
        ("wpm = \"fast\"", "wpm is a text; it takes a whole number."),
        ("wpm = 150.5", "wpm is a number; it takes a whole number."),
        ("[week]\ncalls = 0", "calls is 0; calls a week lie between 1 and 1000."),
        ("[week]\ndials = 9", "There is no setting \"dials\" in week; there is calls."),
        ("week = 9", "week is a number; it takes a table."),
        ("[guards]\ncalls = \"everybody\"", "calls is \"everybody\"; it takes business or consumers."),
        ("[guards]\ncountry = \"Norway\"", "country is \"Norway\"; it takes the two letters of a country, like GB."),
        ("[check]\nlanguage = \"fr\"", "There is no language \"fr\"; there are en, de."),
        ("[check]\nlangage = \"de\"", "There is no setting \"check.langage\"; there is check.language."),
        ("mouse = 1", "mouse is a number; it takes true or false."),
        ("rep = \"  \"", "rep is empty; leave the line out, or fill it."),
        ("keys = 3", "keys is a number; it takes a table of action = \"key\"."),
        ("feeds = 1", "feeds is a number; it takes a table of allow_private and contact."),
        ("[feeds]\nallow_private = 1", "feeds.allow_private is a number; it takes true or false."),
        ("[feeds]\ncontact = \"me\"", "feeds.contact is not an e-mail address; write it like name@example.com."),
        ("[feeds]\nevery = 5", "There is no setting \"feeds.every\"; there are allow_private, contact."),
        ("[keys]\nquit = [7]", "quit is a number; it takes a text in quotes."),
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
    fs::write(dir.path().join("config.toml"), "wpm = 150\nplaybook = \"ours.toml\"\nkinds = \"gone.toml\"\n").unwrap();
    let (config, faults) = Config::read(&dir.path().join("config.toml"));
    assert_eq!(config.playbook, Some(dir.path().join("ours.toml")));
    assert_eq!(config.kinds, None);
    assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [3]);
}
