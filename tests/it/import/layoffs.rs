//! Notices of layoffs, state by state.

use whynow::domain::trigger::Confidence;

use crate::support::reading::{triggers, triggers_of};

/// File, rows, and the lines that are no notice.
const STATES: [(&str, usize, &[u64]); 28] = [
    ("ak", 15, &[]),
    ("al", 10, &[]),
    ("ca", 8, &[]),
    ("co", 24, &[]),
    ("ct", 15, &[11]),
    ("dc", 14, &[]),
    ("de", 5, &[]),
    ("fl", 6, &[]),
    ("hi", 6, &[]),
    ("id", 11, &[]),
    ("il", 4, &[]),
    ("in", 9, &[]),
    ("ky", 9, &[7]),
    ("ma", 20, &[]),
    ("md", 3, &[]),
    ("mi", 6, &[]),
    ("mo", 10, &[8]),
    ("ms", 4, &[]),
    ("nd", 11, &[]),
    ("nj", 6, &[]),
    ("nm", 6, &[]),
    ("oh", 5, &[]),
    ("or", 4, &[]),
    ("pa", 10, &[5, 6, 7]),
    ("ri", 9, &[]),
    ("sc", 4, &[3, 4]),
    ("tn", 7, &[]),
    ("wi", 4, &[]),
];

#[test]
fn every_states_list_is_known_and_every_row_is_a_notice_or_says_why_not() {
    for (state, rows, rejected) in STATES {
        let list = triggers(&format!("notices/{state}.csv"));
        assert!(list.format.ends_with("WARN notices"), "{state}: {}", list.format);
        assert_eq!(list.rows(), rows, "{state}");
        let lines: Vec<u64> = list.bad.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, rejected, "{state}: {:?}", list.bad);
        for notice in &list.good {
            assert_eq!((notice.kind.as_str(), notice.confidence), ("layoff", Confidence::High), "{state}: {notice:?}");
            assert!(notice.company.is_some(), "{state}: {notice:?}");
        }
    }
}

/// State, company, headline, day of the notice, day it takes effect.
const NOTICES: [(&str, &str, &str, &str, &str); 32] = [
    ("ak", "Nordstrom", "Closure notice: 173 people in Anchorage", "2019-06-26", "2019-09-13"),
    ("ak", "Yukon", "Layoff notice: 300 people in Bethel and other Y-K Delta communities", "2020-04-28", "2020-04-29"),
    ("ak", "Norcon", "Layoff notice: 147 people in North Slope", "2017-05-12", "-"),
    ("al", "VICTORIA", "Closure notice: 18 people in Decatur", "2020-02-03", "-"),
    (
        "ca",
        "Providien",
        "Closure notice: 19 people in 2731 Loker Avenue West Carlsbad CA 92010",
        "2021-08-10",
        "2022-12-31",
    ),
    ("co", "Molson Coors", "Updated layoff notice: 196 people in Denver", "2020-01-15", "2019-12-31"),
    ("co", "Alamo", "Layoff notice: 67 people in Denver", "2020-04-30", "-"),
    ("co", "Southwest", "Updated layoff notice, number not known", "2021-01-08", "-"),
    ("ct", "Royal Bank", "Updated layoff notice: 64 people in Stamford", "2015-10-14", "2015-12-14"),
    ("ct", "KLX", "Closure notice: 32 people in Stratford", "2015-06-24", "2015-09-04"),
    ("ct", "Bristol", "Closure notice: 703 people in Wallingford", "2016-12-13", "2017-02-13"),
    ("dc", "Transit Authority", "Layoff notice: 1604 people", "2020-10-22", "2020-12-25"),
    ("dc", "Dewey", "Layoff notice: 29 people", "2012-05-07", "2012-05-31"),
    ("de", "IKO", "Layoff notice, number not known in Wilmington", "2021-01-12", "-"),
    ("fl", "Zillow", "Layoff notice: 19 people in TAMPA, FL, 33602", "2022-02-21", "2022-04-18"),
    ("fl", "MAXIMUS", "Withdrawn layoff notice: 4 people in TALLAHASSEE, FL, 32301", "2022-02-01", "2022-03-31"),
    ("hi", "Princeville", "Updated layoff notice, number not known", "2020-03-24", "-"),
    ("id", "Specialized", "Layoff notice: 120 people in Morgan Hill", "2023-01-11", "2023-01-13"),
    ("il", "Syncreon", "Closure notice: 404 people in Belvidere", "2019-02-28", "-"),
    ("in", "Allison", "Updated layoff notice, number not known in Indianapolis", "2020-05-21", "-"),
    ("in", "Little Raymond", "Closure notice: 114 people in Indianapolis", "2022-03-16", "2022-03-18"),
    ("ky", "Akebono", "Closure notice: 450 people in Hardin", "2025-10-03", "2026-12-31"),
    ("ky", "ILSCO", "Relocation notice, number not known in Montgomery", "1999-12-06", "-"),
    ("ma", "Schneider Electric", "Updated layoff notice: 3 people in Foxboro", "2021-09-30", "2021-11-29"),
    ("ma", "Thayer", "Layoff notice: 39 people in Worcester", "2023-04-21", "2023-04-21"),
    ("mo", "Amentum", "Layoff notice: 537 people in Lee’s Summit", "2022-06-13", "2022-08-13"),
    ("nd", "Hess", "Layoff notice: 111 people in Minot, ND", "2025-07-21", "-"),
    ("nj", "NY Daily News", "Layoff notice: 224 people in Jersey City", "2022-03-12", "2022-03-12"),
    ("oh", "GenOn", "Layoff notice: 50 people in Avon Lake/Lorain", "2021-07-14", "2022-04-01"),
    (
        "pa",
        "Qualfon",
        "Layoff notice: 206 people in 1003 Broad Street, #101, Johnstown, PA 15906",
        "2023-01-23",
        "2023-01-23",
    ),
    ("ri", "Hooper Holmes", "Closure notice: 92 people in Warwick", "2018-11-01", "2018-12-31"),
    ("tn", "LP North", "Layoff notice: 170 people in Davidson", "2020-10-20", "2020-12-15"),
];

#[test]
fn a_notice_says_how_many_where_and_from_which_day() {
    for (state, company, headline, occurred, effective) in NOTICES {
        let list = triggers(&format!("notices/{state}.csv"));
        let notice = list.of(company);
        let start = notice.effective_on.map_or("-".to_owned(), |day| day.to_string());
        let said = (notice.headline.as_str(), notice.occurred_on.to_string(), start);
        assert_eq!(said, (headline, occurred.to_owned(), effective.to_owned()), "{state} {company}");
    }
}

#[test]
fn what_was_read_into_one_day_or_number_stays_in_the_summary_as_written() {
    let list = triggers("notices/ct.csv");
    let notice = list.of("CSC");
    assert!(notice.summary.contains("Number as written: 18; 87."), "{}", notice.summary);
    assert!(notice.summary.contains("Dates as written: 10/14/16; 12/15/16."), "{}", notice.summary);
    let florida = triggers("notices/fl.csv");
    assert_eq!(
        florida.of("Zillow").summary,
        "Site: 400 N. Ashley Drive, Floor 19. Industry: Information. Takes effect on 2022-04-18."
    );
}

#[test]
fn a_day_that_cannot_be_read_is_said_and_never_guessed() {
    let list = triggers("notices/pa.csv");
    let [broken, none, no_year] = list.reasons()[..] else { panic!("{:?}", list.bad) };
    assert!(broken.contains("“7/3/20223 - 10/16/2023” in date_effective is not a date"), "{broken}");
    assert_eq!(none, "no date: when did it happen?");
    assert!(no_year.contains("“Phase 1: 4/14"), "{no_year}");
    let alaska = triggers("notices/ak.csv");
    assert!(alaska.notes.iter().any(|note| note.contains("only a month is given")), "{:?}", alaska.notes);
}

#[test]
fn headings_footers_and_what_could_drive_a_browser_are_left_out_with_a_word() {
    let list = "Notice Date,Company,Employees Affected,Layoff Date,URL\n\
        January 2024,,,,\n\
        1/5/2024,A\u{1b}[31mcme,12,3/5/2024,javascript:alert(1)\n\
        Notice Date,Company,Employees Affected,Layoff Date,URL\n\
        Total,,12,,\n";
    let list = triggers_of(list).unwrap();
    assert_eq!(list.good.len(), 1, "{:?}", list.notes);
    // The month, the header once more and the total: each is a rejected row or a line left out with a word.
    let left_out = list.notes.iter().filter(|note| !note.contains("no page of the web")).count();
    assert!(list.bad.len() + left_out >= 2, "{:?} {:?}", list.bad, list.notes);
    let notice = list.of("cme");
    assert_eq!((notice.company.as_deref(), notice.url.as_deref()), (Some("A[31mcme"), None));
    assert!(list.notes.iter().any(|note| note.contains("a link that is not a web page was left out")));
}

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
