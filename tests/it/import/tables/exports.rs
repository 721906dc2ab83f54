//! Lists and exports as they really come: every row is accounted for.

use crate::support::reading::{accounts, contacts};

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
    assert!(read.good.iter().all(|account| account.external.len() == 1 && account.external[0].source == "salesforce"));
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
    assert_eq!(first.company_external.as_ref().map(|id| (id.source.as_str(), id.id.as_str())), Some(("hubspot", "1")));
    assert_eq!(read.good[3].company_domain.as_deref(), Some("netflix.com"));
    let companies = accounts("hubspot-companies.csv");
    assert_eq!(companies.good[0].external[0].id, "1");

    let read = contacts("atomic-crm-contacts-500.csv");
    assert_eq!((read.good.len(), read.bad.len()), (500, 0));
    assert!(read.good.iter().all(|record| record.company.is_some() && record.company_domain.is_none()));
    assert!(read.good.iter().any(|record| record.contact.phones.len() > 1));
}
