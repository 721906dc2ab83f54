//! Real files, read and imported: every row is accounted for.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop there")]

use std::collections::HashMap;
use std::fs::File;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use whynow::domain::account::Account;
use whynow::domain::reading::{How, Import};
use whynow::domain::trigger::{Confidence, Trigger};
use whynow::exchange::{self, ContactRecord, ExchangeError, Reading, Record};

fn data(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file)
}

fn file(name: &str) -> File {
    File::open(data(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A file read to its end.
struct Read<T> {
    format: String,
    good: Vec<T>,
    bad: Vec<(u64, String)>,
    notes: Vec<String>,
}

fn all<T>(reading: Result<Reading<T>, ExchangeError>) -> Read<T> {
    let reading = reading.unwrap_or_else(|error| panic!("{error}"));
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for record in reading.records {
        let Record { line, value, .. } = record.unwrap();
        match value {
            Ok(value) => good.push(value),
            Err(reason) => bad.push((line, reason)),
        }
    }
    Read { format: reading.format, good, bad, notes: reading.notes.lines() }
}

fn accounts(name: &str) -> Read<Account> {
    all(exchange::accounts(name, file(name), &How::default()))
}

fn contacts(name: &str) -> Read<ContactRecord> {
    all(exchange::contacts(name, file(name), &How::default()))
}

fn triggers(name: &str) -> Read<Trigger> {
    all(exchange::triggers(name, file(name), &How::default()))
}

fn from_text(text: impl Into<Vec<u8>>) -> Read<Account> {
    all(exchange::accounts("own.csv", Cursor::new(text.into()), &How::default()))
}

fn refusal<T>(reading: Result<Reading<T>, ExchangeError>) -> String {
    match reading {
        Ok(reading) => panic!("read as {}", reading.format),
        Err(error) => error.to_string(),
    }
}

fn counts<'a>(keys: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    keys.fold(HashMap::new(), |mut counts, key| {
        *counts.entry(key).or_default() += 1;
        counts
    })
}

mod tables {
    use super::*;

    #[test]
    fn the_sp_500_gives_name_ticker_cik_industry_and_place() {
        let read = accounts("sp500-2026-08-08.csv");
        assert_eq!((read.good.len(), read.bad.len()), (503, 0));
        assert_eq!(read.format, "CSV, comma, UTF-8, S&P 500");
        let first = &read.good[0];
        assert_eq!((first.name.as_str(), first.cik, &first.tickers[..]), ("3M", Some(66740), &["MMM".to_owned()][..]));
        assert_eq!((first.city.as_deref(), first.region.as_deref()), (Some("Saint Paul"), Some("Minnesota")));
        assert_eq!(first.sub_industry.as_deref(), Some("Industrial Conglomerates"));
        assert!(read.good.iter().all(|account| account.cik.is_some()));
        assert!(
            read.good
                .iter()
                .all(|account| !account.name.contains('[') && account.region.as_ref().is_none_or(|r| !r.contains('[')))
        );
    }

    #[test]
    fn the_fortune_1000_counts_revenue_in_millions() {
        let read = accounts("fortune1000-2022.csv");
        assert_eq!((read.good.len(), read.bad.len()), (1000, 0));
        let first = &read.good[0];
        assert_eq!((first.revenue_musd, first.employees), (Some(572_754.0), Some(2_300_000)));
        assert_eq!((first.city.as_deref(), first.region.as_deref()), (Some("Bentonville"), Some("AR")));
        assert_eq!(read.good.iter().filter(|account| !account.tickers.is_empty()).count(), 951);
        assert!(read.good.iter().filter(|account| account.domain.is_some()).count() > 990);
    }

    #[test]
    fn a_salesforce_export_in_latin_1_keeps_its_accents_and_refuses_lost_names() {
        let read = accounts("salesforce-accounts-latin1.csv");
        assert_eq!(read.format, "CSV, comma, Windows-1252, Salesforce");
        assert_eq!(read.good.len() + read.bad.len(), 423);
        assert_eq!(read.bad.len(), 5, "{:?}", read.bad);
        assert!(read.bad.iter().all(|(_, reason)| reason.contains("letters were lost")));
        assert!(
            read.good.iter().all(|account| account.external.len() == 1 && account.external[0].source == "salesforce")
        );
        assert!(!read.good.iter().any(|account| account.name.contains('\u{FFFD}')));
        let acme = read.good.iter().find(|account| account.domain.as_deref() == Some("acme.com")).unwrap();
        assert_eq!((acme.revenue_musd, acme.employees), (Some(84_800.0), Some(68_000)));
    }

    #[test]
    fn hubspot_and_atomic_contacts_are_people_with_companies() {
        let read = contacts("hubspot-contacts_sample_import-1.csv");
        assert_eq!((read.good.len(), read.bad.len()), (11, 0));
        let first = &read.good[0];
        assert_eq!(
            (first.contact.name.as_str(), first.contact.emails[0].as_str()),
            ("Leslie Knope", "leslie.knope@cocaola.com")
        );
        assert_eq!(
            first.company_external.as_ref().map(|id| (id.source.as_str(), id.id.as_str())),
            Some(("hubspot", "1"))
        );
        assert_eq!(read.good[3].company_domain.as_deref(), Some("netflix.com"));
        let companies = accounts("hubspot-companies.csv");
        assert_eq!(companies.good[0].external[0].id, "1");

        let read = contacts("atomic-crm-contacts-500.csv");
        assert_eq!((read.good.len(), read.bad.len()), (500, 0));
        assert!(read.good.iter().all(|record| record.company.is_some() && record.company_domain.is_none()));
        assert!(read.good.iter().any(|record| record.contact.phones.len() > 1));
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
        let read = from_text(bytes.into_owned());
        assert_eq!(read.format, "CSV, semicolon, Windows-1250");
        assert_eq!((read.good[0].name.as_str(), read.good[0].city.as_deref()), ("Železiště s.r.o.", Some("Plzeň")));
        assert_eq!((read.good[0].employees, read.good[0].domain.as_deref()), (Some(1250), Some("zeleziste.cz")));
        assert_eq!(from_text(czech).good, read.good);
        let german = "sep=;\nFirma;Branche;Ort;Mitarbeiter;Webseite\nMüller & Söhne GmbH;Maschinenbau;Köln;1.200;https://mueller.example.de/start\n";
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(german);
        let read = from_text(bytes.into_owned());
        assert_eq!(read.format, "CSV, semicolon, Windows-1252");
        assert_eq!((read.good[0].name.as_str(), read.good[0].employees), ("Müller & Söhne GmbH", Some(1200)));
    }

    #[test]
    fn odd_shapes_lose_no_row() {
        let read =
            from_text("Company,City,Notes,,\nA,Oslo,x,,,,\nB\nC,Bergen,one,two,three,four\n\n,,,\nD,\"Os\nlo\",\n");
        assert_eq!(read.good.iter().map(|account| account.name.as_str()).collect::<Vec<_>>(), ["A", "B", "D"]);
        assert_eq!(read.bad.len(), 1);
        assert_eq!(read.bad[0].0, 4);
        assert!(read.bad[0].1.contains("6 cells where the header has 5"), "{}", read.bad[0].1);
        assert_eq!(read.good[2].city.as_deref(), Some("Os lo"));
    }

    #[test]
    fn a_reports_footer_is_no_company() {
        let text = "\"Account Name\",\"Billing City\"\n\"Acme\",\"Oslo\"\n\"\"\n\"Grand Totals (1 records)\"\n\"Confidential Information - Do Not Distribute\"\n\
            \"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.\"\n\"Generated By: A B\"\n\"My report\"\n";
        let read = from_text(text);
        assert_eq!((read.good.len(), read.bad.len()), (1, 0));
        assert_eq!(read.notes, ["5 rows, the first on line 4: a report's footer, not data"]);
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
        let read = from_text(csv);
        assert!(read.good.len() > 400);
        let hidden = |c: char| {
            (c.is_control() && c != '\n' && c != '\t') || ('\u{202A}'..='\u{202E}').contains(&c) || c == '\u{200B}'
        };
        for account in &read.good {
            assert!(!account.name.chars().chain(account.notes.chars()).any(hidden), "{account:?}");
        }
        assert_eq!(read.good.last().unwrap().name, "B]0;titlegone");
    }

    #[test]
    fn what_is_no_table_gets_a_sentence() {
        let told = |bytes: &[u8]| refusal(exchange::accounts("x.csv", Cursor::new(bytes.to_vec()), &How::default()));
        assert_eq!(told(b""), "x.csv is empty: there is nothing to import");
        assert_eq!(told(b"\n \n"), "x.csv is empty: there is nothing to import");
        assert_eq!(
            told(b"Company,City\n"),
            "x.csv has a header on line 1 and no rows below it: there is nothing to import"
        );
        assert!(told(b"PK\x03\x04rest").contains("archive"));
        assert!(told(b"<html><body>").contains("XML or HTML"));
        assert!(told(b"{\"a\": 1}").contains("JSON"));
        let unknown = told(b"foo;bar\n1;2\n");
        assert!(
            unknown.contains(
                "no column for company or web domain. Columns seen: “foo” (1), “bar” (2). Expected one named “account name”"
            ),
            "{unknown}"
        );
    }

    #[test]
    fn a_long_file_keeps_its_line_numbers() {
        let rows: String = (2..=50_000).map(|row| format!("Company {row},Oslo\r\n")).collect();
        let text = format!("Company,City\r\n{rows}");
        let reading = exchange::accounts("long.csv", Cursor::new(text.into_bytes()), &How::default()).unwrap();
        let last = reading.records.map(Result::unwrap).last().unwrap();
        assert_eq!((last.line, last.value.unwrap().name.as_str()), (50_000, "Company 50000"));
    }
}

mod anything {
    use proptest::prelude::*;

    use super::*;

    /// Bytes that mean something to one of the readers.
    fn pieces() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop::sample::select(vec![
            &b"Company,City,Date,Headline\n"[..],
            b"Acme",
            b",",
            b";",
            b"\t",
            b"\"",
            b"\r\n",
            b"\n",
            b"'=",
            b"2026-02-30",
            b"1.5E+10",
            b"\xFF\xFE",
            b"\xEF\xBB\xBF",
            b"\0",
            b"\xE9",
            b"\xC3\xA9",
            b"<rss><channel>",
            b"<item>",
            b"<title>",
            b"</item>",
            b"<![CDATA[",
            b"&#x110000;",
            b"<feed>",
            b"<entry",
            b" a='",
            b">",
            b"{\"items\":[",
            b"{}",
            b"]",
            b"}",
            b"sep=;\n",
            b"Item 5.02",
            b"--",
            b"<!--",
        ]);
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn no_bytes_bring_a_reader_down(bytes in prop_oneof![pieces(), prop::collection::vec(any::<u8>(), 0..300)]) {
            if let Ok(reading) = exchange::accounts("x", Cursor::new(bytes.clone()), &How::default()) {
                reading.records.for_each(drop);
            }
            if let Ok(reading) = exchange::contacts("x", Cursor::new(bytes.clone()), &How::default()) {
                reading.records.for_each(drop);
            }
            if let Ok(reading) = exchange::triggers("x", Cursor::new(bytes), &How::default()) {
                reading.records.for_each(drop);
            }
        }
    }
}

mod feeds {
    use super::*;

    #[test]
    fn a_day_of_8_k_filings_is_281_triggers_with_kind_company_and_cik() {
        let read = triggers("sec-8k-2025-12-12.atom");
        assert_eq!((read.good.len(), read.bad.len()), (281, 0), "{:?}", read.bad);
        assert_eq!(read.format, "Atom 1.0, UTF-8");
        assert!(read.good.iter().all(|t| t.cik.is_some() && t.company.is_some() && t.external.is_some()));
        assert!(read.good.iter().all(|t| t.confidence == Confidence::High && t.source == "SEC 8-K"));
        let with = |code: &str| read.good.iter().filter(|t| t.summary.contains(&format!("Item {code} "))).count();
        assert_eq!([with("5.02"), with("1.01"), with("2.01"), with("2.05"), with("3.01")], [75, 56, 6, 2, 8]);
        let weak = |t: &&Trigger| t.strength == 1;
        assert!(read.good.iter().filter(weak).count() >= 83);
        let kinds = counts(read.good.iter().map(|t| t.kind.as_str()));
        assert_eq!([kinds["acquired"], kinds["acquirer"], kinds["leadership_change"]], [4, 3, 71], "{kinds:?}");
        let velo = read.good.iter().find(|t| t.cik == Some(1_825_079)).unwrap();
        assert_eq!(velo.headline, "Acquisition or sale of a business completed (8-K item 2.01)");
        assert_eq!(
            (velo.company.as_deref(), velo.occurred_on.to_string().as_str()),
            (Some("Velo3D, Inc."), "2025-12-12")
        );
        assert_eq!(velo.external.as_deref(), Some("0001493152-25-027594"));
    }

    #[test]
    fn the_secs_other_feeds_and_lists_are_read() {
        let rss = triggers("sec-usgaap-50items.rss");
        assert_eq!((rss.good.len(), rss.bad.len()), (50, 0), "{:?}", rss.bad);
        assert_eq!((rss.good[0].company.as_deref(), rss.good[0].cik), (Some("HF Sinclair Corp"), Some(1_915_657)));
        assert_eq!(rss.good[0].occurred_on.to_string(), "2025-01-24");
        let company = triggers("sec-company-maquia.atom.xml");
        assert_eq!((company.good.len(), company.bad.len()), (5, 0), "{:?}", company.bad);
        assert!(
            company
                .good
                .iter()
                .all(|t| t.cik == Some(1_844_419) && t.company.as_deref() == Some("Maquia Capital Acquisition Corp"))
        );
        let found = triggers("sec-fulltext-search-8k.json");
        assert_eq!((found.good.len(), found.bad.len(), found.format.as_str()), (100, 0, "SEC full-text search"));
        assert_eq!(found.good[0].company.as_deref(), Some("Maquia Capital Acquisition Corp"));
    }

    #[test]
    fn a_json_feed_gives_its_dated_items_and_names_the_undated_one() {
        let read = triggers("influxdata-blog.jsonfeed.json");
        assert_eq!((read.good.len(), read.bad.len()), (2, 1));
        assert_eq!(read.bad[0].1, "the entry has no date");
        assert_eq!(
            (read.good[0].source.as_str(), read.good[0].occurred_on.to_string().as_str()),
            ("Blog – InfluxData", "2019-05-31")
        );
    }

    #[test]
    fn every_family_of_feeds_is_read() {
        let table = [
            (
                "RSS 0.90",
                "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/' xmlns:dc='x'>\
                <channel><title>Heise</title></channel><item><title>T</title><link>https://x.de/1</link><dc:date>2026-01-02</dc:date></item></rdf:RDF>",
            ),
            (
                "RSS 1.0",
                "<rdf:RDF xmlns='http://purl.org/rss/1.0/' xmlns:dc='x'><channel><title>C</title></channel>\
                <item><title>T</title><dc:date>2026-01-02T10:00:00+01:00</dc:date></item></rdf:RDF>",
            ),
            (
                "RSS 2.0",
                "<rss version='2.0'><channel><title>C</title><item><title>A &amp; T</title>\
                <description>&lt;p&gt;x&lt;/p&gt;</description><pubDate>Fri, 02 Jan 2026 17:08:44 EST</pubDate></item></channel></rss>",
            ),
            (
                "Atom 0.3",
                "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>C</title><entry><title mode='escaped'>T</title>\
                <issued>2026-01-02T00:00:00Z</issued><link rel='alternate' href='https://x/1'/></entry></feed>",
            ),
            (
                "Atom 1.0",
                "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>C</a:title><a:entry><a:title type='xhtml'><div>T <b>x</b></div></a:title>\
                <a:updated>2026-01-02T00:00:00Z</a:updated></a:entry></a:feed>",
            ),
        ];
        for (format, xml) in table {
            let read = all(exchange::triggers("feed", Cursor::new(xml.as_bytes().to_vec()), &How::default()));
            assert_eq!(read.format, format!("{format}, UTF-8"));
            assert_eq!((read.good.len(), read.good[0].occurred_on.to_string().as_str()), (1, "2026-01-02"), "{format}");
            assert!(!read.good[0].headline.contains('<'), "{format}");
        }
        let utf16: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(table[2].1.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(all(exchange::triggers("feed", Cursor::new(utf16), &How::default())).good[0].headline, "A & T");
    }

    #[test]
    fn a_feed_that_gives_nothing_says_why() {
        let told =
            |text: &str| refusal(exchange::triggers("f.xml", Cursor::new(text.as_bytes().to_vec()), &How::default()));
        assert!(
            told("<rss version='2.0'><channel><title>x</title></channel></rss>")
                .contains("RSS 2.0) without a single entry")
        );
        assert!(told("<!DOCTYPE html><html><body><p>no</html>").contains("a web page, not a feed"));
        assert!(told("<urlset/>").contains("outermost element is <urlset>"));
        assert!(told("{\"version\": 1}").contains("JSON with “version”"));
        assert!(told("[").contains("cannot be read"));
    }

    #[test]
    fn bombs_are_not_expanded() {
        let laughs = "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><rss><channel><item><title>&b;</title><pubDate>2026-01-02</pubDate></item></channel></rss>";
        assert_eq!(
            all(exchange::triggers("f", Cursor::new(laughs.as_bytes().to_vec()), &How::default())).good[0].headline,
            "&b;"
        );
        let deep = format!("<rss><channel>{}", "<a>".repeat(100_000));
        assert!(
            refusal(exchange::triggers("f", Cursor::new(deep.into_bytes()), &How::default())).contains("nested deeper")
        );
        let json = "[".repeat(100_000);
        assert!(
            refusal(exchange::triggers("f", Cursor::new(json.into_bytes()), &How::default()))
                .contains("cannot be read")
        );
        let attributes: String = (0..10_000).map(|n| format!(" a{n}='x'")).collect();
        let many = format!(
            "<rss><channel><item{attributes}><title>T</title><pubDate>2026-01-02</pubDate></item></channel></rss>"
        );
        assert_eq!(all(exchange::triggers("f", Cursor::new(many.into_bytes()), &How::default())).good.len(), 1);
    }
}

mod layoffs {
    use super::*;

    #[test]
    fn notices_of_washington_and_new_york_are_layoffs_with_a_start() {
        let wa = triggers("warn-wa.csv");
        assert_eq!((wa.good.len(), wa.bad.len()), (1123, 0), "{:?}", wa.bad.first());
        assert!(wa.good.iter().all(|t| t.kind == "layoff" && t.confidence == Confidence::High));
        assert_eq!(wa.good[0].headline, "Layoff notice: 119 people in Des Moines, Auburn, Puyallup");
        assert_eq!(wa.good[0].effective_on.unwrap().to_string(), "2022-05-14");
        assert_eq!(wa.notes, Vec::<String>::new());
        let ny = triggers("warn-ny.csv");
        assert_eq!((ny.good.len(), ny.bad.len()), (252, 0), "{:?}", ny.bad.first());
        assert_eq!(
            (ny.good[0].occurred_on.to_string(), ny.good[0].effective_on.unwrap().to_string()),
            ("2025-01-09".into(), "2025-04-09".into())
        );
        assert!(ny.good[0].headline.starts_with("Closure notice: 60 people in 60 W 57th St New York"));
    }

    #[test]
    fn the_list_of_layoffs_has_numbers_where_it_has_them() {
        let read = triggers("layoffs-2020-2026.csv");
        assert_eq!((read.good.len(), read.bad.len()), (4099, 0), "{:?}", read.bad.first());
        assert_eq!(read.good.iter().filter(|t| t.headline.contains("number not known")).count(), 1401);
        assert_eq!(read.good[0].headline, "Layoff: 145 people in SF Bay Area");
    }
}

mod book {
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::Arc;

    use chrono::DateTime;
    use whynow::clock::{Clock, FixedClock};
    use whynow::domain::account::Contact;
    use whynow::domain::call::{Call, Reach};
    use whynow::domain::ids::CallId;
    use whynow::domain::pace::Pace;
    use whynow::domain::rows::{ImportKind, ImportReport};
    use whynow::exchange::crm::System;
    use whynow::job::call_export::{CallFormat, export_calls};
    use whynow::job::export::{ExportFormat, ExportKind, export};
    use whynow::job::import::{Keep, run};
    use whynow::store::Store;

    use super::*;

    fn empty() -> Store {
        let clock = FixedClock::at(DateTime::parse_from_rfc3339("2026-08-10T09:00:00+02:00").unwrap());
        Store::in_memory(Arc::new(clock)).unwrap()
    }

    fn import_at(store: &mut Store, kind: ImportKind, path: PathBuf, dry_run: bool) -> ImportReport {
        let report =
            run(store, &Import { kind: Some(kind), path, dry_run, how: How::default(), rejects: None }, &mut |_| {
                Keep::Go
            })
            .unwrap();
        let totals = &report.totals;
        assert_eq!(totals.read, totals.created + totals.updated + totals.same + totals.rejected, "{report:?}");
        assert_eq!(totals.rejected, report.rejects.len() as u64);
        report
    }

    fn import(store: &mut Store, kind: ImportKind, name: &str) -> ImportReport {
        import_at(store, kind, data(name), false)
    }

    fn ends(report: &ImportReport) -> [u64; 4] {
        let totals = &report.totals;
        [totals.created, totals.updated, totals.same, totals.rejected]
    }

    fn accounts_of(store: &Store) -> Vec<Account> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = store.whole_accounts(after, 100).unwrap();
            all.extend(page.rows);
            if page.next.is_none() {
                return all;
            }
            after = page.next;
        }
    }

    fn by_cik(store: &Store, cik: u64) -> Account {
        accounts_of(store).into_iter().find(|account| account.cik == Some(cik)).unwrap()
    }

    fn written(store: &mut Store, what: ExportKind, format: ExportFormat) -> String {
        let mut out = Vec::new();
        export(store, what, format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn two_classes_of_shares_are_one_account() {
        let mut store = empty();
        let report = import(&mut store, ImportKind::Accounts, "sp500-2026-08-08.csv");
        assert_eq!((report.totals.read, ends(&report)), (503, [500, 3, 0, 0]));
        assert!(report.notes.iter().any(|note| note.contains("share classes")), "{:?}", report.notes);
        let alphabet = by_cik(&store, 1_652_044);
        assert_eq!(
            alphabet.tickers.iter().map(String::as_str).collect::<BTreeSet<_>>(),
            BTreeSet::from(["GOOG", "GOOGL"])
        );
        let again = import(&mut store, ImportKind::Accounts, "sp500-2026-08-08.csv");
        assert_eq!(ends(&again), [0, 0, 503, 0]);
    }

    #[test]
    fn another_years_list_blanks_nothing_and_its_tickers_follow_the_cik() {
        let mut store = empty();
        import(&mut store, ImportKind::Accounts, "sp500-2025-03-17.csv");
        let before = accounts_of(&store).len();
        let report = import(&mut store, ImportKind::Accounts, "sp500-2026-08-08.csv");
        assert_eq!(report.totals.rejected, 0);
        assert_eq!(accounts_of(&store).len() as u64, before as u64 + report.totals.created);
        for (cik, ticker) in [(1_390_777, "BNY"), (62_709, "MRSH"), (798_354, "FISV")] {
            let account = by_cik(&store, cik);
            assert!(account.tickers.contains(&ticker.to_owned()), "{account:?}");
        }
        assert!(accounts_of(&store).iter().all(|account| account.industry.is_some() && account.cik.is_some()));
        let mut ciks: Vec<_> = accounts_of(&store).iter().filter_map(|account| account.cik).collect();
        let all = ciks.len();
        ciks.sort_unstable();
        ciks.dedup();
        assert_eq!(ciks.len(), all, "one account a CIK");
    }

    #[test]
    fn three_lists_of_the_same_companies_make_one_account_each() {
        let mut store = empty();
        import(&mut store, ImportKind::Accounts, "sp500-2026-08-08.csv");
        import(&mut store, ImportKind::Accounts, "sp500-2025-03-17.csv");
        let report = import(&mut store, ImportKind::Accounts, "fortune1000-2022.csv");
        assert_eq!((report.totals.read, ends(&report)), (1000, [559, 441, 0, 0]), "Ball moved: that is asked about");
        let all = accounts_of(&store);
        assert_eq!(all.len(), 1090);
        let holders = |ticker: &str| -> Vec<&str> {
            let holds = |account: &&Account| account.tickers.iter().any(|known| known == ticker);
            all.iter().filter(holds).map(|account| account.name.as_str()).collect()
        };
        // A new CIK under the same name; two renamings that keep a word or take the ticker for a name.
        assert_eq!([holders("XOM").len(), holders("RTX").len(), holders("BXP").len(), holders("CPB").len()], [1; 4]);
        let doubled = all.iter().flat_map(|account| &account.tickers).filter(|ticker| holders(ticker).len() > 1);
        // No rule can know that Kellogg became Kellanova.
        assert_eq!(doubled.map(String::as_str).collect::<BTreeSet<_>>(), BTreeSet::from(["K"]));
        assert_eq!(report.unsure, 2, "Kellogg and Ball are asked about");
        let again = import(&mut store, ImportKind::Accounts, "fortune1000-2022.csv");
        assert_eq!(ends(&again), [0, 0, 1000, 0]);
    }

    #[test]
    fn a_dry_run_counts_the_same_and_keeps_nothing() {
        let mut store = empty();
        let dry = import_at(&mut store, ImportKind::Accounts, data("sp500-2026-08-08.csv"), true);
        assert!(accounts_of(&store).is_empty() && dry.import.is_none());
        let real = import(&mut store, ImportKind::Accounts, "sp500-2026-08-08.csv");
        assert_eq!(ends(&dry), ends(&real));
        assert!(real.import.is_some());
    }

    #[test]
    fn one_undo_takes_an_import_back() {
        let mut store = empty();
        import(&mut store, ImportKind::Accounts, "sp500-2025-03-17.csv");
        let before = accounts_of(&store);
        import(&mut store, ImportKind::Accounts, "fortune1000-2022.csv");
        assert!(accounts_of(&store).len() > before.len());
        let done = store.undo().unwrap().unwrap();
        assert_eq!(done.refused, None);
        assert_eq!(accounts_of(&store), before);
        store.redo().unwrap().unwrap();
        assert!(accounts_of(&store).len() > before.len());
    }

    #[test]
    fn a_stopped_import_keeps_nothing() {
        let mut store = empty();
        let stop = |at: Pace| if at.rows >= 2_000 { Keep::Cancel } else { Keep::Go };
        let triggers = Import {
            kind: Some(ImportKind::Triggers),
            path: data("layoffs-2020-2026.csv"),
            dry_run: false,
            how: How::default(),
            rejects: None,
        };
        let report = run(&mut store, &triggers, &mut { stop }).unwrap();
        assert!(report.cancelled && report.import.is_none());
        assert_eq!(report.notes, ["stopped after 2000 rows; nothing was kept"]);
        assert_eq!(store.whole_triggers(None, 10).unwrap().rows.len(), 0);
    }

    #[test]
    fn a_day_of_filings_links_24_companies_of_the_sp_500() {
        let mut store = empty();
        import(&mut store, ImportKind::Accounts, "sp500-2026-08-08.csv");
        let report = import(&mut store, ImportKind::Triggers, "sec-8k-2025-12-12.atom");
        assert_eq!((report.totals.read, ends(&report)), (281, [281, 0, 0, 0]));
        assert_eq!(report.matched, 24);
        let again = import(&mut store, ImportKind::Triggers, "sec-8k-2025-12-12.atom");
        assert_eq!(ends(&again), [0, 0, 281, 0]);
    }

    #[test]
    fn lists_of_layoffs_are_accounted_for_row_by_row() {
        let mut store = empty();
        import(&mut store, ImportKind::Accounts, "sp500-2026-08-08.csv");
        import(&mut store, ImportKind::Accounts, "fortune1000-2022.csv");
        for (name, read) in [("warn-wa.csv", 1123), ("warn-ny.csv", 252), ("layoffs-2020-2026.csv", 4099)] {
            let report = import(&mut store, ImportKind::Triggers, name);
            assert_eq!((report.totals.read, report.totals.rejected), (read, 0), "{name}");
            assert!(report.matched > 0, "{name}");
            let again = import(&mut store, ImportKind::Triggers, name);
            assert_eq!(ends(&again), [0, 0, read, 0], "{name} again");
        }
    }

    #[test]
    fn crm_exports_enter_and_enter_again_unchanged() {
        let mut store = empty();
        let report = import(&mut store, ImportKind::Accounts, "salesforce-accounts-latin1.csv");
        assert_eq!((report.totals.read, report.totals.rejected), (423, 5));
        let again = import(&mut store, ImportKind::Accounts, "salesforce-accounts-latin1.csv");
        assert_eq!(ends(&again), [0, 0, 418, 5]);

        import(&mut store, ImportKind::Accounts, "hubspot-companies.csv");
        let people = import(&mut store, ImportKind::Contacts, "hubspot-contacts_sample_import-1.csv");
        assert_eq!((people.totals.read, people.totals.rejected), (11, 0), "{:?}", people.rejects);
        let again = import(&mut store, ImportKind::Contacts, "hubspot-contacts_sample_import-1.csv");
        assert_eq!(ends(&again), [0, 0, 11, 0]);

        let people = import(&mut store, ImportKind::Contacts, "atomic-crm-contacts-500.csv");
        assert_eq!((people.totals.read, people.totals.created), (500, 500));
        let again = import(&mut store, ImportKind::Contacts, "atomic-crm-contacts-500.csv");
        assert_eq!(ends(&again), [0, 0, 500, 0]);
    }

    #[test]
    fn what_goes_out_comes_back_the_same() {
        let mut store = empty();
        import(&mut store, ImportKind::Accounts, "sp500-2026-08-08.csv");
        import(&mut store, ImportKind::Contacts, "atomic-crm-contacts-500.csv");
        import(&mut store, ImportKind::Triggers, "sec-8k-2025-12-12.atom");
        let folder = tempfile::tempdir().unwrap();
        for (what, kind) in [
            (ExportKind::Accounts, ImportKind::Accounts),
            (ExportKind::Contacts, ImportKind::Contacts),
            (ExportKind::Triggers, ImportKind::Triggers),
        ] {
            let csv = written(&mut store, what, ExportFormat::Csv);
            let path = folder.path().join("out.csv");
            std::fs::write(&path, &csv).unwrap();
            let report = import_at(&mut store, kind, path, false);
            assert_eq!(
                report.totals.same,
                report.totals.read,
                "{kind:?}: {:?} {:?}",
                report.totals,
                report.rejects.first()
            );
            let json: serde_json::Value = serde_json::from_str(&written(&mut store, what, ExportFormat::Json)).unwrap();
            assert_eq!(json.as_array().unwrap().len() as u64, report.totals.read);
        }
        assert_eq!(written(&mut store, ExportKind::Calls, ExportFormat::Json), "[\n]\n");
    }

    #[test]
    fn calls_go_out_with_names_and_guarded_words() {
        let mut store = empty();
        let rep = store.rep().unwrap();
        let account_id = store.save_account(&Account { name: "Norvik Foods".into(), ..Account::default() }).unwrap();
        let person = Contact { name: "Ane Lund".into(), account_id, ..Contact::default() };
        let contact_id = store.save_contact(&person).unwrap();
        let at = DateTime::parse_from_rfc3339("2026-08-10T09:30:00+02:00").unwrap();
        let id = CallId(uuid::Uuid::from_u128(7));
        let call = Call {
            reach: Reach::Connected,
            words: "=2+2 is what I needed".into(),
            ..Call::new(id, contact_id, account_id, rep, at)
        };
        store.log_call(&call).unwrap();
        store
            .amend_call(&Call {
                note: "the second thought".into(),
                amends: Some(id),
                id: CallId(uuid::Uuid::from_u128(8)),
                ..call
            })
            .unwrap();
        let csv = written(&mut store, ExportKind::Calls, ExportFormat::Csv);
        assert_eq!(csv.lines().count(), 2, "{csv}");
        for part in
            ["Norvik Foods", "Ane Lund", "2026-08-10T09:30:00+02:00", "'=2+2", "the second thought", "connected"]
        {
            assert!(csv.contains(part), "{part}: {csv}");
        }
        let json: serde_json::Value =
            serde_json::from_str(&written(&mut store, ExportKind::Calls, ExportFormat::Json)).unwrap();
        assert_eq!(json[0]["contact"], "Ane Lund");
        assert_eq!((&json[0]["call"], &json[0]["amended"]), (&json[0]["earlier"][0]["id"], &true.into()));
    }

    fn calls(store: &Store, format: CallFormat, since: Option<&str>) -> String {
        let since = since.map(|text| DateTime::parse_from_rfc3339(text).unwrap().to_utc());
        let mut out = Vec::new();
        export_calls(store, format, since, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// The book's calls by their id, as a CRM that upserts by the first column holds them.
    fn upsert(crm: &mut BTreeMap<String, String>, csv: &str) {
        let mut table = csv::Reader::from_reader(csv.as_bytes());
        for row in table.records().map(Result::unwrap) {
            crm.insert(row[0].to_owned(), row.iter().collect::<Vec<_>>().join("|"));
        }
    }

    fn two_calls(clock: &Arc<FixedClock>) -> (Store, Call) {
        let mut store = Store::in_memory(Arc::clone(clock) as Arc<dyn Clock>).unwrap();
        let rep = store.rep().unwrap();
        let account_id = store.save_account(&Account { name: "Norvik Foods".into(), ..Account::default() }).unwrap();
        let person = Contact { name: "=Ane Lund".into(), account_id, ..Contact::default() };
        let contact_id = store.save_contact(&person).unwrap();
        let at = DateTime::parse_from_rfc3339("2026-08-10T08:30:00+02:00").unwrap();
        let call = |n| Call::new(CallId(uuid::Uuid::from_u128(n)), contact_id, account_id, rep, at);
        store.log_call(&call(7)).unwrap();
        store.log_call(&call(8)).unwrap();
        (store, call(7))
    }

    #[test]
    fn a_second_export_doubles_nothing_in_a_crm_and_an_amendment_replaces() {
        let clock = Arc::new(FixedClock::at(DateTime::parse_from_rfc3339("2026-08-10T09:00:00+02:00").unwrap()));
        let (mut store, call) = two_calls(&clock);
        for system in System::ALL.iter().copied().map(CallFormat::For) {
            let mut crm = BTreeMap::new();
            upsert(&mut crm, &calls(&store, system, None));
            let first = crm.clone();
            upsert(&mut crm, &calls(&store, system, None));
            assert_eq!((crm.len(), &crm), (2, &first), "{system:?}");
            assert!(crm.values().all(|row| row.contains("|'=Ane Lund")), "the title is guarded: {crm:?}");
        }
        clock.advance(chrono::Duration::days(1));
        let amended = Call { id: CallId(uuid::Uuid::from_u128(9)), amends: Some(call.id), reach: Reach::Busy, ..call };
        store.amend_call(&amended).unwrap();
        let since = Some("2026-08-11T00:00:00+02:00");
        let mut crm = BTreeMap::new();
        upsert(&mut crm, &calls(&store, CallFormat::For(System::HubSpot), None));
        let changed = calls(&store, CallFormat::For(System::HubSpot), since);
        upsert(&mut crm, &changed);
        assert_eq!((crm.len(), changed.lines().count()), (2, 2), "{changed}");
        assert!(changed.contains("9d9162e7-6cf3-4944-bf63-4dff82258764") && changed.contains("Amended:"), "{changed}");
        clock.advance(chrono::Duration::days(1));
        store.undo().unwrap();
        let taken_back = calls(&store, CallFormat::For(System::HubSpot), Some("2026-08-12T00:00:00+02:00"));
        assert!(taken_back.contains("73a0d17f-1163-4015-bdd5-ec830791da20"), "the first values again: {taken_back}");
        assert_eq!(calls(&store, CallFormat::Jsonl, Some("2026-08-13T00:00:00+02:00")), "");
    }

    #[test]
    fn a_json_line_holds_the_whole_call_as_the_book_does() {
        let clock = Arc::new(FixedClock::at(DateTime::parse_from_rfc3339("2026-08-10T09:00:00+02:00").unwrap()));
        let (store, call) = two_calls(&clock);
        let lines = calls(&store, CallFormat::Jsonl, None);
        assert_eq!(lines.lines().count(), 2);
        let read: Call = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
        assert_eq!(read, call);
    }

    /// Counts what is written and holds none of it.
    struct Counting(u64);

    impl std::io::Write for Counting {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_export_over_many_pages_gives_every_call_once() {
        let clock = Arc::new(FixedClock::at(DateTime::parse_from_rfc3339("2026-08-10T09:00:00+02:00").unwrap()));
        let (mut store, call) = two_calls(&clock);
        for n in 0..1_200_u128 {
            store.log_call(&Call { id: CallId(uuid::Uuid::from_u128(100 + n)), ..call.clone() }).unwrap();
        }
        let mut lines = Counting(0);
        assert_eq!(export_calls(&store, CallFormat::Jsonl, None, &mut lines).unwrap(), 1_202);
        assert_eq!(lines.0, 1_202);
    }

    #[test]
    fn a_file_that_is_not_there_or_not_usable_leaves_the_book_alone() {
        let mut store = empty();
        let told = |store: &mut Store, path: PathBuf| {
            let import =
                Import { kind: Some(ImportKind::Accounts), path, dry_run: false, how: How::default(), rejects: None };
            format!("{:#}", run(store, &import, &mut |_| Keep::Go).unwrap_err())
        };
        let nowhere = told(&mut store, data("nowhere.csv"));
        assert!(nowhere.starts_with("There is no file") && nowhere.contains("nowhere.csv"), "{nowhere}");
        assert!(told(&mut store, data("")).contains("is a folder"));
        assert!(told(&mut store, data("README.md")).contains("has no column for company or web domain"));
        assert_eq!(store.undo_label().unwrap(), None);
    }
}
