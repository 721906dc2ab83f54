//! Tests of captured texts as people paste them, with what must be read from each.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

/// The day of the tests, a Thursday.
const TODAY: &str = "2026-03-12";

/// Text, kind, day it happened, day of effect, company.
type Sample = (&'static str, &'static str, &'static str, Option<&'static str>, Option<&'static str>);

#[rustfmt::skip]
const CLIPPINGS: &[Sample] = &[
    ("Norvik Foods appoints Ane Lund as chief operating officer, effective 1 May 2026 - Dairy Post", "leadership_change", TODAY, Some("2026-05-01"), Some("Norvik Foods")),
    ("8-K - Acme Corp (0000320193) (Filer)\n5.02 Departure of Directors or Certain Officers; Election of Directors", "leadership_change", TODAY, None, Some("Acme Corp")),
    ("5.02 Departure of Directors or Certain Officers … Acme Corp (0000320193) (Filer)", "leadership_change", TODAY, None, Some("Acme Corp")),
    ("Item 1.05 Material Cybersecurity Incidents - Bellweather Inc (0001825079) (Filer) 2026-03-09", "cyber_incident", "2026-03-09", None, Some("Bellweather Inc")),
    ("8-K - Ferrol Holdings (0000012345) (Filer) Item 4.01: Changes in Registrant's Certifying Accountant", "auditor_change", TODAY, None, Some("Ferrol Holdings")),
    ("Plymouth Assembly, LLC, 03/02/2026, 85, 05/01/2026, Dallas, WARN", "layoff", "2026-03-02", Some("2026-05-01"), Some("Plymouth Assembly, LLC")),
    ("2026-02-20\tHarlow Steel\t120\tLayoff\tCleveland\t2026-04-20", "layoff", "2026-02-20", Some("2026-04-20"), Some("Harlow Steel")),
    ("\"Vantage Parts, Inc.\",2/27/2026,4/28/2026,64,Plant Closing", "restructuring", "2026-02-27", Some("2026-04-28"), Some("Vantage Parts, Inc.")),
    ("Senior Reliability Engineer\nNorvik Foods\nBergen, hybrid\n\nAbout the role\nYou will be responsible for unplanned downtime on three filling lines.\nRequirements\n5 years of experience", "job_posting", TODAY, None, None),
    ("Head of Data Governance\nGranite Bank is hiring a leader for our regulatory reporting.\nWhat we offer: pension, hybrid.\nApply now: https://jobs.granitebank.example/4711", "job_posting", TODAY, None, None),
    ("https://www.reuters.com/business/corvus-to-buy-beta\nCorvus to acquire Beta Labs for $2.1bn", "acquirer", TODAY, None, Some("Corvus")),
    ("Oakfield (NASDAQ: OAKF) raises $40M Series B led by Northgate Ventures", "funding", TODAY, None, Some("Oakfield")),
    ("Meridian Retail files for Chapter 11 bankruptcy protection, March 9, 2026", "bankruptcy", "2026-03-09", None, Some("Meridian Retail")),
    ("Halden cuts full-year guidance on weak orders\nSource: Financial Wire", "guidance_cut", TODAY, None, Some("Halden")),
    ("Quillon misses third-quarter earnings estimates", "results_miss", TODAY, None, Some("Quillon")),
    ("Bellweather discloses data breach affecting 2 million customers on 3 March", "cyber_incident", "2026-03-03", None, Some("Bellweather")),
    ("EU adopts new packaging rules, effective January 2027", "regulatory_change", TODAY, Some("2027-01-01"), None),
    ("Importers must register by 1 October 2026 to comply with CBAM", "compliance_deadline", TODAY, Some("2026-10-01"), None),
    ("Merrow opens new distribution centre in Reno | Logistics Daily", "new_office", TODAY, None, Some("Merrow")),
    ("Bramble relocates headquarters from Chicago to Austin", "hq_move", TODAY, None, Some("Bramble")),
    ("Tidewater and Solis announce strategic partnership on green ammonia", "strategic_partnership", TODAY, None, None),
    ("Kongsvik wins $300 million contract from the Navy", "contract_won", TODAY, None, Some("Kongsvik")),
    ("Norvik recalls three lots of yoghurt after listeria found\nhttps://recalls.example/123 ane@norvik.example", "recall", TODAY, None, Some("Norvik")),
    ("Softline to end support for version 9 on 31 December 2026", "vendor_end_of_life", TODAY, Some("2026-12-31"), Some("Softline")),
    ("Fed raises interest rates by a quarter point", "rate_shift", TODAY, None, None),
    ("US imposes 25% tariff on imported steel from 1 April", "tariff_shift", TODAY, Some("2026-04-01"), None),
    ("Cocoa prices jump 20% on poor West African harvest", "commodity_shift", TODAY, None, None),
    ("Lindqvist to cut 400 jobs in Malmö", "layoff", TODAY, None, Some("Lindqvist")),
    ("Conglomerate to spin off its medical devices unit next spring", "spin_off", TODAY, None, None),
    ("\"Uptime is our first priority\", COO told investors on the earnings call yesterday", "exec_statement", "2026-03-11", None, None),
    ("City of Bergen issues RFP for payroll system, bids due 15 April 2026", "rfp_or_evaluation", TODAY, Some("2026-04-15"), None),
    ("Dunmore migrates to S/4HANA in 18-month ERP project", "tech_stack_change", TODAY, None, Some("Dunmore")),
];

/// What a text was read as: a person, a kind, or nothing.
fn reading(text: &str) -> String {
    let found = clipped(text);
    if found.person.is_some() {
        return pastes::PERSON.to_owned();
    }
    if found.trigger.kind == "other" { pastes::NOTHING.to_owned() } else { found.trigger.kind }
}

#[test]
fn what_reps_paste_is_read_as_what_it_is() {
    let all: Vec<_> = pastes::ALL.iter().flat_map(|part| part.iter()).collect();
    let wrong: Vec<String> = all
        .iter()
        .filter(|(text, kind)| reading(text) != *kind)
        .map(|(text, kind)| format!("{}: {}, not {kind}", text.lines().next().unwrap_or_default(), reading(text)))
        .collect();
    assert!(wrong.is_empty(), "{} wrong of {}\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

/// What is read from pastes beside their kind: headline, company, day.
#[rustfmt::skip]
const FIELDS: &[(&str, &str, Option<&str>, &str)] = &[
    ("Moody's downgrades Denholm to Ba2, outlook negative", "Moody's downgrades Denholm to Ba2, outlook negative", Some("Denholm"), TODAY),
    ("S&P cuts Meridian Retail to 'B-' from 'B' on weak liquidity", "S&P cuts Meridian Retail to 'B-' from 'B' on weak liquidity", Some("Meridian Retail"), TODAY),
    ("Goldman downgrades Halden to sell, cuts price target to $42", "Goldman downgrades Halden to sell, cuts price target to $42", Some("Halden"), TODAY),
    ("Elliott builds $1bn stake in Corvus, pushes for board seats", "Elliott builds $1bn stake in Corvus, pushes for board seats", Some("Corvus"), TODAY),
    ("Activist investor calls for break-up of Alcott Group", "Activist investor calls for break-up of Alcott Group", Some("Alcott Group"), TODAY),
    ("SC 13D - Halden Corp (0001234567) (Subject)\nFiled by: Trian Fund Management", "SC 13D - Halden Corp (0001234567) (Subject)", Some("Halden Corp"), TODAY),
    ("Halden Q3 revenue up 7% to $1.2 billion, beats estimates", "Halden Q3 revenue up 7% to $1.2 billion, beats estimates", Some("Halden"), TODAY),
    ("Director of Supply Chain Planning\nBrightline Foods · Austin, TX (Hybrid)\nAbout the job\nYou'll own S&OP.", "Director of Supply Chain Planning", Some("Brightline Foods"), TODAY),
    ("Procurement Manager (12 month FTC)\nFenwick Mills, Halifax\nClosing date: 14 April 2026", "Procurement Manager (12 month FTC)", Some("Fenwick Mills"), TODAY),
    ("Head of Data Governance\nGranite Bank is hiring a leader for our regulatory reporting.\nApply now", "Head of Data Governance", Some("Granite Bank"), TODAY),
    ("Senior Buyer, Indirect Spend - Chicago\nJob ID 55501\nResponsibilities:\nRun sourcing events", "Senior Buyer, Indirect Spend - Chicago", None, TODAY),
    ("Ane Lund\n• 2nd\nChief Operating Officer at Norvik Foods\n3d • Edited •\n\nLast month: not once.\n128 · 14 comments\nLike\nComment", "Ane Lund: Last month: not once.", Some("Norvik Foods"), "2026-03-09"),
    ("Thomas Weber\nBereichsleiter Logistik bei Duinmeer Pharma\n2 Wo. •\nUnsere Fahrer warten.\nGefällt mir Kommentieren Teilen", "Thomas Weber: Unsere Fahrer warten.", Some("Duinmeer Pharma"), "2026-02-26"),
];

#[test]
fn the_company_that_a_paste_is_about_is_not_the_agency_the_investor_or_the_title() {
    for (text, headline, company, on) in FIELDS {
        let trigger = clipped(text).trigger;
        let read = (trigger.headline.as_str(), trigger.company.as_deref(), trigger.occurred_on);
        assert_eq!(read, (*headline, *company, day(on)), "{text}");
    }
}

/// Name, title, company, e-mail, telephone and its label.
type SignatureFields = (&'static str, Option<&'static str>, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const CARDS: &[SignatureFields] = &[
    ("Dana Webb", Some("VP Operations"), "Kestrel Components, Inc.", "dana.webb@kestrelcomponents.example", "+1 (312) 555-0142", "work"),
    ("Oliver Hartley", Some("Head of Procurement"), "Alcott Group plc", "oliver.hartley@alcottgroup.example", "0113 496 0123", "work"),
    ("Sabine Krämer", Some("Leiterin Einkauf"), "Krämer Präzisionstechnik GmbH", "sabine.kraemer@kraemer-pt.example", "+49 911 555 01-22", "work"),
    ("Petr Dvořák", Some("výrobní ředitel"), "Kovárna Beskyd a.s.", "dvorak@kovarnabeskyd.example", "+420 602 123 456", "mobile"),
    ("Maria Ortega", Some("Director, Supply Chain"), "Calloway Logistics", "maria@calloway.example", "555.010.0199", "mobile"),
    ("Jo Alder", Some("Chief Operating Officer"), "Fenwick Mills", "jo.alder@fenwickmills.example", "+44 1422 555 019", "work"),
    ("Ane Lund", Some("Chief Operating Officer"), "Norvik Foods", "ane.lund@norvik.example", "+47 55 12 34 56", "work"),
    ("Dana Webb", Some("VP Operations"), "Kestrel Components", "dana.webb@kestrelcomponents.example", "+1 312 555 0142", "work"),
    ("Robert Hale", Some("Plant Manager, Reno Works"), "Calder & Wray", "bhale@calderwray.example", "775-555-0133", "work"),
    ("Berit Aas", Some("Driftssjef"), "Tine Meierier AS", "berit.aas@meierier.example", "+47 915 55 010", "work"),
    ("Lucie Malá", Some("Nákupčí obalů"), "Sluneční mlékárna s.r.o.", "lucie.mala@mlekarna.example", "495 555 010", "work"),
    ("Tara O'Neill", Some("Head of Quality"), "Corrib Valley Meats", "", "+353 91 555 010", "work"),
    ("Thomas Weber", Some("Bereichsleiter Logistik"), "Duinmeer Pharma Logistics GmbH", "", "0171 5550100", "mobile"),
];

#[test]
fn a_signature_gives_name_title_company_address_and_number() {
    let people = pastes::ALL.iter().flat_map(|part| part.iter()).filter(|(_, what)| *what == pastes::PERSON);
    let people: Vec<&pastes::Paste> = people.collect();
    assert_eq!(people.len(), CARDS.len(), "every person that is pasted has a row");
    for ((text, _), (name, title, company, email, phone, label)) in people.into_iter().zip(CARDS) {
        let CapturedPerson { contact, company: at } = clipped(text).person.unwrap();
        let first = contact.phones.first().map(|phone| (phone.raw.as_str(), phone.label.as_str()));
        assert_eq!((contact.name.as_str(), contact.title.as_deref(), at.as_str()), (*name, *title, *company), "{text}");
        assert_eq!(
            (contact.emails.first().map_or("", String::as_str), first),
            (*email, Some((*phone, *label))),
            "{text}"
        );
    }
}

#[test]
fn the_line_of_a_company_is_no_name_and_an_extension_belongs_to_its_number() {
    for (name, reads) in [
        ("Nováček Kft.", false),
        ("Halden Foods GmbH", false),
        ("Kestrel Group", false),
        ("Sia Berg", true),
        ("Asa Holm", true),
    ] {
        let card = format!("Kind regards\n{name}\nHead of Quality\n+353 91 555 010");
        let read = clipped(&card).person.map(|person| person.contact.name);
        assert_eq!(read.as_deref() == Some(name), reads, "{read:?}");
    }
    for (line, raw) in [
        ("Direct +1 312 555 0142 ext. 12", "+1 312 555 0142 ext. 12"),
        ("T: +1 312 555 0142, x12", "+1 312 555 0142, x12"),
        ("+1 (312) 555-0142 #1204 (office)", "+1 (312) 555-0142 #1204"),
        ("+1 312 555 0142 Ext: 7", "+1 312 555 0142 Ext: 7"),
        ("+1 312 555 0142 (office)", "+1 312 555 0142"),
        ("+1 312 555 0142 x", "+1 312 555 0142"),
    ] {
        let person = clipped(&format!("Thanks\nDana Webb\nVP Operations\n{line}")).person.unwrap();
        assert_eq!(person.contact.phones.first().map(|phone| phone.raw.as_str()), Some(raw), "{line}");
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn clipped(text: &str) -> CapturedText {
    read(text, day(TODAY), Kinds::builtin())
}

#[test]
fn realistic_clippings_are_read_into_kind_days_and_company() {
    let mut wrong = Vec::new();
    for (text, kind, occurred, effective, company) in CLIPPINGS {
        let trigger = clipped(text).trigger;
        let found = (trigger.kind.as_str(), trigger.occurred_on, trigger.effective_on);
        let expected = (*kind, day(occurred), effective.map(day));
        if found != expected {
            wrong.push(format!("{text}\n  {found:?}\n  {expected:?}"));
        }
        if company.is_some() && trigger.company.as_deref() != *company {
            wrong.push(format!("{text}\n  {:?}, not {company:?}", trigger.company));
        }
    }
    assert!(wrong.is_empty(), "{} wrong of {}\n{}", wrong.len(), CLIPPINGS.len(), wrong.join("\n"));
}

#[test]
fn numbers_symbols_addresses_and_sources_are_found() {
    let found = clipped(
        "Oakfield (NASDAQ: OAKF) raises $40M - Deal Wire\nhttps://www.oakfield.example/news mail ir@oakfield.example",
    );
    assert_eq!(found.hints.ticker.as_deref(), Some("OAKF"));
    assert_eq!(found.hints.domains, ["oakfield.example"]);
    assert_eq!(found.trigger.url.as_deref(), Some("https://www.oakfield.example/news"));
    let found = clipped("Acme Corp (0000320193) (Filer) 8-K item 5.02");
    assert_eq!((found.hints.cik, found.trigger.cik), (Some(320_193), Some(320_193)));
    assert_eq!(found.trigger.confidence, Confidence::High);
    let found = clipped("Merrow opens new distribution centre in Reno | Logistics Daily");
    assert_eq!(
        (found.trigger.source.as_str(), found.trigger.headline.as_str()),
        ("Logistics Daily", "Merrow opens new distribution centre in Reno")
    );
    assert_eq!(found.read, ["headline", "kind", "source"]);
}

#[test]
fn a_day_is_read_only_where_it_stands_by_itself() {
    for (text, occurred) in [
        ("Norvik opens a plant https://news.example/2026/03/02/plant", TODAY),
        ("Norvik opens a plant (2026-03-02)", "2026-03-02"),
        ("Norvik closed its plant on March 3, 40 people lost their jobs", "2026-03-03"),
        ("Norvik closed its plant on 28 December", "2025-12-28"),
        ("Norvik closed its plant on 1 January 0001", TODAY),
        ("Norvik will phase out 12 lines", TODAY),
        ("Norvik opened its plant 2 weeks ago", "2026-02-26"),
    ] {
        assert_eq!(clipped(text).trigger.occurred_on, day(occurred), "{text}");
    }
}

#[test]
fn garbage_gives_a_form_with_only_the_headline() {
    for text in ["asdf qwer zxcv", "12345", "🙂🙂", "lorem ipsum dolor", "((((", "\u{202e}abc"] {
        let found = clipped(text);
        assert_eq!(found.read, ["headline"], "{text}: {found:?}");
        assert_eq!((found.trigger.kind.as_str(), found.trigger.occurred_on), ("other", day(TODAY)), "{text}");
    }
    assert_eq!(clipped("   \n ").read, Vec::<&str>::new());
}

#[test]
fn a_headline_in_title_case_still_names_its_company() {
    let found = clipped("Norvik Foods Appoints Ane Lund As New Plant Manager");
    assert!(found.hints.names.contains(&"Norvik Foods".to_owned()), "{:?}", found.hints);
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,200}", lines in "[\\x00-\\x7f]{0,200}") {
        for text in [text, lines] {
            let found = clipped(&text);
            prop_assert!(found.trigger.headline.chars().count() <= NAME_CAP);
            prop_assert!(found.trigger.effective_on.is_none_or(|day| day > found.trigger.occurred_on));
        }
    }
}
