//! Workbooks, read without the program that wrote them.

use std::time::Instant;

use super::{ReadOptions, read, read_as, refusal};
use crate::support::data;

fn workbook(name: &str) -> Vec<u8> {
    std::fs::read(data("workbooks").join(name)).unwrap()
}

#[test]
fn the_first_sheet_with_a_header_is_read_and_the_others_are_named() {
    let read = read(workbook("plain.xlsx"));
    assert_eq!(read.format, "Excel workbook, sheet “Accounts”");
    assert_eq!(read.names(), ["Norvik Foods", "Škoda Díly", "Quill & Co"]);
    assert_eq!(read.good[1].employees, Some(1200));
    assert_eq!(
        read.notes,
        [
            "other sheets were skipped: “Read me”, “Old”; --sheet NAME reads one of them",
            "line 8: a report's footer, not data"
        ]
    );
}

#[test]
fn a_sheet_can_be_named_and_an_unknown_one_is_told_with_the_known() {
    let how = |sheet: &str| ReadOptions { sheet: Some(sheet.to_owned()), ..ReadOptions::default() };
    assert_eq!(read_as(workbook("plain.xlsx"), &how("old")).names(), ["Gone Ltd"]);
    let says = refusal(workbook("plain.xlsx"), &how("New"));
    assert!(says.contains("no sheet “New”; its sheets are “Read me”, “Accounts”, “Old”"), "{says}");
}

#[test]
fn formulas_give_their_value_and_failed_ones_are_blank_with_a_word() {
    let read = read(workbook("cached.xlsx"));
    assert_eq!(read.names(), ["Acme", "Beta"]);
    assert_eq!(read.good.iter().map(|one| one.revenue_musd).collect::<Vec<_>>(), [Some(1.0), None]);
    assert!(read.notes.contains(&"line 3: a formula's error such as #N/A was read as blank".to_owned()));
}

#[test]
fn the_older_and_open_formats_are_read_too() {
    for (file, format) in [("base.xls", "Excel"), ("base.xlsb", "Excel"), ("base.ods", "OpenDocument")] {
        let says = refusal(workbook(file), &ReadOptions::default());
        assert!(says.contains("Columns seen: “String”, “1”, “1.1”, “true”, “false”, “2010-10-10”"), "{format}: {says}");
    }
}

#[test]
fn a_locked_workbook_says_so() {
    for file in ["password.xlsx", "password.ods"] {
        assert!(refusal(workbook(file), &ReadOptions::default()).contains("locked with a password"), "{file}");
    }
}

#[test]
fn a_cell_in_the_last_corner_and_bombs_take_no_memory_and_no_time() {
    let began = Instant::now();
    let corner = read(workbook("corner.xlsx"));
    assert_eq!((corner.names(), corner.bad[0].0), (vec!["Acme"], 1_048_576));
    assert!(refusal(workbook("long-text.xlsx"), &ReadOptions::default()).contains("longer than 2 MB"));
    assert!(refusal(workbook("lying.xlsx"), &ReadOptions::default()).contains("damaged"));
    let cut: Vec<u8> = workbook("plain.xlsx").into_iter().take(3000).collect();
    assert!(refusal(cut, &ReadOptions::default()).contains("cut off or damaged"));
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}
