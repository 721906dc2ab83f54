//! The sample book has something to show on every screen.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use whynow::clock::Clock;
use whynow::domain::plan::Plan;
use whynow::tui::message::answer::Answer;
use whynow::tui::message::msg::Msg;

use crate::support::desk::Desk;

/// Every row of the table of screens: its route, the keys that lead there from Today over the sample book, and words of
/// the sample that stand there then.
#[rustfmt::skip]
const SCREENS: &[(&str, &str, &str)] = &[
    ("Today", "1", "Harbor & Finch"),
    ("Accounts", "2", "Norvik Foods"),
    ("Triggers", "3", "inbox"),
    ("Calls", "4", "Vasa Packaging"),
    ("Review", "5", "Daniel"),
    ("Account", "2/norvik<enter><enter>", "Rolf Dahl"),
    ("Person", "frolf dahl<enter>", "Rolf Dahl"),
    ("PersonPage", "2/norvik<enter><enter>;", "Ane Lund"),
    ("Duplicates", "Z", "WISŁA CHEMIA S.A."),
    ("Quiet", "w", "Northmoor Tissue"),
    ("Kinds", "t", "interest rate shift"),
    ("Feeds", "3W", "Food Trade Weekly"),
    ("Capture", "3v", "Paste or type"),
    ("Clipping", "3vNorvik Foods appoints Ane Lund as COO<ctrl-s>", "Ane Lund as COO"),
    ("Edit", "2/norvik<enter><enter>e", "Ane Lund"),
    ("Import", "I", "File"),
    ("Profile", "%", "Logistics"),
    ("Who", "@", "Marit Solheim"),
    ("Campaigns", "B", "Lot rule"),
    ("Campaign", "B<enter>", "Halden Logisti"),
    ("StartCampaign", "3<tab>/tariff<enter>b", "Fjordline"),
    ("Plan", "2/norvik<enter><enter>p", "Ane Lund"),
    ("PlanIn", "B<enter>jjjp<enter>", "Laiteries du Vercors"),
    ("Sheet", "2/norvik<enter><enter>P", "Norvik Foods"),
    ("Log", "2/norvik<enter><enter>C", "Ane Lund"),
    ("Call", "4/penhallow<enter><enter>", "Tamsin Rowe"),
    ("Amend", "4/penhallow<enter><enter>e", "Tamsin Rowe"),
    ("Reviewing", "5<enter>", "Vasa Packaging"),
    ("Scorecard", "5<tab>", "Marit"),
    ("Overrides", "O", "worth a try"),
    ("Backups", "&", "n makes one now"),
];

/// What the screens say when they have nothing to show.
const EMPTY: &[&str] = &["reading the book", "Nothing here", "No block was ever", "No pair waits", "No feeds yet"];

/// The routes of the table, read from its source.
fn routes() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui/app/screens.rs");
    let source = fs::read_to_string(path).unwrap();
    let (_, table) = source.split_once("\nscreens! {\n").expect("the table of screens");
    let (table, _) = table.split_once("\n}\n").expect("its end");
    let name = |row: &str| row.trim().chars().take_while(|c| c.is_alphanumeric()).collect::<String>();
    table.lines().filter(|row| row.contains("=>")).map(name).collect()
}

#[test]
fn no_screen_is_empty_over_the_sample_book() {
    let named: BTreeSet<String> = SCREENS.iter().map(|(route, ..)| (*route).to_owned()).collect();
    assert_eq!(named, routes(), "a screen of the table has no row here, or a row no screen");
    let mut faults = String::new();
    for (route, keys, words) in SCREENS {
        let mut desk = Desk::sample();
        desk.press(keys);
        let screen = desk.screen(120, 36);
        let empty: Vec<_> = EMPTY.iter().filter(|says| screen.contains(**says)).collect();
        if !screen.contains(words) || !empty.is_empty() {
            faults.push_str(&format!("{route} does not show “{words}”, or says {empty:?}:\n{screen}\n"));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// The sample book, with two meetings of today: one at its hour, one that lasts all day.
pub(super) fn meetings_of_today() -> Desk {
    let mut desk = Desk::sample();
    let now = desk.clock.now();
    let day = now.date().format("%a %-d %b %Y").to_string();
    for (who, when) in
        [("Ane Lund", format!("{day} at 11:30 (Europe/Oslo), Hall 2.")), ("Heike Sommer", format!("{day}."))]
    {
        let people = desk.store().whole_contacts(None, 10_000).unwrap().rows;
        let contact = people.iter().find(|row| row.contact.name == who).unwrap().contact.id;
        let plan = desk.store().plan_file(contact, now).unwrap().plan;
        desk.store().save_plan(&Plan { no_trigger_because: format!("Meeting on {when}"), ..plan }).unwrap();
    }
    desk.send(Msg::Book(Answer::Changed));
    desk
}
