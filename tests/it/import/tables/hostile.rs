//! Tables made to do harm, or by an accident as big as if they were.

use std::time::Instant;

use super::{read, refusal};
use crate::support::data;

#[test]
fn escapes_bidi_and_nuls_are_taken_out_and_counted() {
    let read = read("Company,City\n\u{1b}[2JAcme\u{202e},Br\0no\nPlain,Oslo\nZero\u{200b}Width,Wien\n");
    assert_eq!(read.names(), ["[2JAcme", "Plain", "ZeroWidth"]);
    assert_eq!(read.good[0].city.as_deref(), Some("Brno"));
    assert_eq!(read.notes, ["2 rows, the first on line 2: control or invisible characters were removed"]);
}

#[test]
fn a_long_cell_and_a_long_row_cost_that_row_only() {
    let mut text = b"Company,City\nAcme,".to_vec();
    text.resize(text.len() + 10 * 1024 * 1024, b'x');
    text.extend_from_slice(b"\nBeta,Oslo\nLong");
    for _ in 0..50 * 1024 {
        text.extend_from_slice(&[b','; 1024]);
    }
    text.extend_from_slice(b"\nGamma,Wien\n");
    let read = read(text);
    assert_eq!(read.names(), ["Beta", "Gamma"]);
    assert_eq!(read.bad.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn sixteen_thousand_columns_are_read_quickly() {
    let header: Vec<String> = (0..16_384).map(|n| format!("column number {n} of many")).collect();
    let header = format!("{},Company", header.join(","));
    let row = format!("{}Acme\n", "x,".repeat(16_384));
    let began = Instant::now();
    let read = read(format!("{header}\n{}", row.repeat(5)));
    assert_eq!(read.good.len(), 5);
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}

#[test]
fn a_header_longer_than_what_is_looked_at_is_read_whole() {
    let header: Vec<String> = (0..60_000).map(|n| format!("a very long column name {n}")).collect();
    let read = read(format!("Company,{}\nAcme{}\n", header.join(","), ",x".repeat(60_000)));
    assert_eq!((read.names(), read.bad.len()), (vec!["Acme"], 0));
}

#[test]
fn an_archive_that_is_no_workbook_is_refused_and_never_unpacked() {
    let says = refusal(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec(), &super::ReadOptions::default());
    assert!(says.contains("no workbook; unpack it"), "{says}");
}

#[test]
fn hostile_text_enters_clean() {
    let strings = std::fs::read_to_string(data("blns.txt")).unwrap();
    let mut csv = b"Company,Notes\n".to_vec();
    for text in strings.lines().filter(|line| !line.is_empty()) {
        let quoted = text.replace('"', "\"\"");
        csv.extend_from_slice(format!("\"A {quoted}\",\"{quoted}\"\n").as_bytes());
    }
    csv.extend_from_slice(b"B\0\x1b]0;title\x07\xe2\x80\xaegone,x\n");
    let read = read(csv);
    assert!(read.good.len() > 400);
    let hidden = |c: char| {
        (c.is_control() && c != '\n' && c != '\t') || ('\u{202A}'..='\u{202E}').contains(&c) || c == '\u{200B}'
    };
    for account in &read.good {
        assert!(!account.name.chars().chain(account.notes.chars()).any(hidden), "{account:?}");
    }
    assert_eq!(read.good.last().unwrap().name, "B]0;titlegone");
}
