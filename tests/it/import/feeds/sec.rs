//! What the SEC publishes: filings become triggers with kind, company and CIK.

use std::collections::HashMap;

use whynow::domain::trigger::{Confidence, Trigger};

use crate::support::reading::triggers;

fn counts<'a>(keys: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    keys.fold(HashMap::new(), |mut counts, key| {
        *counts.entry(key).or_default() += 1;
        counts
    })
}

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
    assert_eq!((velo.company.as_deref(), velo.occurred_on.to_string().as_str()), (Some("Velo3D, Inc."), "2025-12-12"));
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
