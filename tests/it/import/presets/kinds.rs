//! What the rows of a file are, where nobody says so.

use std::io::Cursor;

use chrono::FixedOffset;
use whynow::domain::import::options::ReadOptions;
use whynow::domain::query::ImportKind;
use whynow::exchange;

fn taken_for(text: &str) -> Result<ImportKind, String> {
    let here = FixedOffset::east_opt(0).unwrap();
    let read = exchange::read("own.csv", Cursor::new(text.to_owned()), None, &ReadOptions::default(), here);
    read.map(|reading| reading.kind).map_err(|error| error.to_string())
}

#[test]
fn columns_say_what_rows_are() {
    use whynow::domain::query::ImportKind::{Accounts, Calls, Contacts, DoNotCall, Triggers};
    for (header, kind) in [
        ("Company,Website,Industry,Employees", Accounts),
        ("Company,City,Country", Accounts),
        ("Name,Email,Company,Phone", Contacts),
        ("First Name,Last Name,Company,City", Contacts),
        ("Account Name,Account Owner,Billing City,Phone", Accounts),
        ("Account Name,First Name,Last Name,Email,Phone", Contacts),
        ("Company,Headline,Date", Triggers),
        ("Company,Location,# of Workers,Received Date,Layoff Start Date", Triggers),
        ("Name,Phone,Date,Duration,Call outcome", Calls),
        ("Listed digits,Reason", DoNotCall),
    ] {
        let cells = vec!["2026-01-02"; header.split(',').count()].join(",");
        assert_eq!(taken_for(&format!("{header}\n{cells}\n")), Ok(kind), "{header}");
    }
}

#[test]
fn what_could_be_two_things_and_what_says_nothing_is_asked() {
    let two = taken_for("Name,Phone\nAne,555 843 8116\n").unwrap_err();
    assert!(two.contains("fit accounts and contacts"), "{two}");
    for text in ["A,B\n1,2\n", "Phone\n+47 22 33 44 55\n", "Firmenbez.;Ort\nNorvik;Oslo\n"] {
        let says = taken_for(text).unwrap_err();
        assert!(says.contains("do not say what its rows are") && says.contains("--map"), "{text}: {says}");
    }
}
