//! Any encoding, said or guessed.

use super::{ReadOptions, read, read_as, refusal};
use crate::support::reading::accounts;

fn utf32(text: &str, mark: bool, big: bool) -> Vec<u8> {
    let mark = if mark { "\u{FEFF}" } else { "" };
    let number = |c: char| if big { u32::from(c).to_be_bytes() } else { u32::from(c).to_le_bytes() };
    mark.chars().chain(text.chars()).flat_map(number).collect()
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn wide_encodings_are_read_with_and_without_their_mark() {
    let text = "Company;City\nŠkoda Auto;Mladá Boleslav\n東芝;東京\n";
    for (bytes, format) in [
        (utf32(text, true, false), "UTF-32LE"),
        (utf32(text, true, true), "UTF-32BE"),
        (utf32(text, false, false), "UTF-32LE"),
        (utf16(text, false), "UTF-16LE"),
        (utf16(text, true), "UTF-16BE"),
        ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), "UTF-8"),
    ] {
        let read = read(bytes);
        assert_eq!(read.format, format!("CSV, semicolon, {format}"));
        assert_eq!(read.names(), ["Škoda Auto", "東芝"]);
    }
}

#[test]
fn a_czech_file_of_excel_keeps_its_letters_short_or_long() {
    let header = "N\u{e1}zev;M\u{ec}sto\r\n".chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    let row = b"Vod\xE1rny Plze\xF2 a.s.;Plze\xF2\r\n";
    let plain: Vec<u8> = (0..20_000).flat_map(|n| format!("Firma {n};Brno\r\n").into_bytes()).collect();
    for filling in [Vec::new(), plain] {
        let read = read([&header[..], &filling, row].concat());
        assert_eq!(read.format, "CSV, semicolon, Windows-1250");
        assert_eq!(read.names().last(), Some(&"Vodárny Plzeň a.s."));
        assert_eq!(read.good.last().unwrap().city.as_deref(), Some("Plzeň"));
    }
}

#[test]
fn what_somebody_says_about_the_encoding_wins() {
    let how = |label: &str| ReadOptions { encoding: Some(label.to_owned()), ..ReadOptions::default() };
    let bytes = b"Company\nB\xE8k\n".to_vec();
    assert_eq!(read_as(bytes.clone(), &how("windows-1250")).names(), ["Bčk"]);
    assert_eq!(read_as(bytes.clone(), &how("cp1252")).names(), ["Bèk"]);
    let guessed = read(bytes.clone());
    assert!(guessed.notes.iter().any(|note| note.contains("--encoding")), "{:?}", guessed.notes);
    let says = refusal(bytes, &how("klingon-8"));
    assert!(says.contains("“klingon-8” is not an encoding known here") && says.contains("windows-1250"), "{says}");
}

#[test]
fn one_damaged_row_does_not_change_the_encoding_of_the_others() {
    let read = read(
        b"Company;City\nPlze\xC5\x88sk\xC3\xA1;Plze\xC5\x88\nCaf\xE9;Nice\n\xC5\x98\xC3\xAD\xC4\x8Dany;\xC3\x9A\n"
            .to_vec(),
    );
    assert_eq!(read.names(), ["Plzeňská", "Café", "Říčany"]);
    assert_eq!(read.notes, ["line 3: not UTF-8 like the rest, read as Windows-1252"]);
}

#[test]
fn lines_that_are_sound_outvote_one_that_is_not() {
    // Three damaged letters in one name; two lines with a letter each.
    let read = read(b"Company;City\nM\xFCller \xD6l GmbH;K\xF6ln\nDvo\xC5\x99ak;Brno\nPlze\xC5\x88;Brno\n".to_vec());
    assert_eq!(read.format, "CSV, semicolon, UTF-8");
    assert_eq!(read.names(), ["Müller Öl GmbH", "Dvořak", "Plzeň"]);
    assert_eq!(read.notes, ["line 2: not UTF-8 like the rest, read as Windows-1252"]);
    // A character of UTF-8 beside a byte that is none: nobody can say what was meant.
    let damaged = self::read(b"Company;City\nP\xC5\x99\xFFrov;Brno\nPlze\xC5\x88;Brno\n".to_vec());
    assert_eq!(damaged.names(), ["Plzeň"]);
    assert_eq!(damaged.bad, [(2, "byte 4 of a cell is neither UTF-8 nor Windows-1252 text".to_owned())]);
}

#[test]
fn one_bad_byte_of_a_feed_changes_its_own_line_alone() {
    let mut feed = Vec::from("<rss version=\"2.0\"><channel><title>t</title>\n");
    for title in [&b"Dvo\xC5\x99\xC3\xA1k hires"[..], b"Caf\xE9 opens"] {
        feed.extend_from_slice(b"<item><title>");
        feed.extend_from_slice(title);
        feed.extend_from_slice(b"</title><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate></item>\n");
    }
    feed.extend_from_slice(b"</channel></rss>");
    let read = crate::support::reading::triggers_of(feed).unwrap();
    assert_eq!(read.good.iter().map(|one| one.headline.as_str()).collect::<Vec<_>>(), ["Dvořák hires", "Café opens"]);
}

#[test]
fn encodings_and_line_ends_are_told() {
    let utf16 = accounts("utf16le-bom-crlf-nhs-organisations.csv");
    assert_eq!((utf16.good.len() + utf16.bad.len(), utf16.format.as_str()), (327, "CSV, comma, UTF-16LE"));
    let bom = accounts("utf8bom-uk-spend-suppliers.csv");
    assert_eq!((bom.good.len() + bom.bad.len(), bom.format.as_str()), (159, "CSV, comma, UTF-8"));
    let cr = accounts("cr-only-uk-fco-suppliers.csv");
    assert_eq!((cr.good.len(), cr.good[1].name.as_str()), (4, "SPECIALIST COMPUTER CENTRES PLC"));
}

#[test]
fn excel_exports_in_czech_and_german_are_understood() {
    let czech = "Název firmy;Obor;Město;Počet zaměstnanců;Web;IČO\r\nŽeleziště s.r.o.;Strojírenství;Plzeň;1 250;www.zeleziste.cz;12345678\r\n\
        Kovárna Šťastný;Hutě;Ústí nad Labem;85;;\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1250.encode(czech);
    let excel = read(bytes.into_owned());
    assert_eq!(excel.format, "CSV, semicolon, Windows-1250");
    assert_eq!((excel.good[0].name.as_str(), excel.good[0].city.as_deref()), ("Železiště s.r.o.", Some("Plzeň")));
    assert_eq!((excel.good[0].employees, excel.good[0].domain.as_deref()), (Some(1250), Some("zeleziste.cz")));
    assert_eq!(read(czech).good, excel.good);
    let german = "sep=;\nFirma;Branche;Ort;Mitarbeiter;Webseite\nMüller & Söhne GmbH;Maschinenbau;Köln;1.200;https://mueller.example.de/start\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(german);
    let read = read(bytes.into_owned());
    assert_eq!(read.format, "CSV, semicolon, Windows-1252");
    assert_eq!((read.good[0].name.as_str(), read.good[0].employees), ("Müller & Söhne GmbH", Some(1200)));
}
