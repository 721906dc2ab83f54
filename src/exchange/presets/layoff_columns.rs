//! Recognises the columns of a layoff list by their words: states and trackers head them as they like. A count of the whole
//! firm that is taken for the people affected is an invented fact, so the two are told apart here.

use super::header_words::header_words;

/// Words of what happens to the people whom a column counts.
const LOSSES: [&str; 26] = [
    "affected",
    "impacted",
    "displaced",
    "dislocated",
    "terminated",
    "terminations",
    "eliminated",
    "eliminations",
    "redundant",
    "redundancies",
    "layoff",
    "layoffs",
    "laid",
    "laidoff",
    "loss",
    "losses",
    "lost",
    "cut",
    "cuts",
    "separated",
    "separations",
    "furloughed",
    "reductions",
    "released",
    "entlassen",
    "entlassungen",
];
/// Words for people who work somewhere.
const PEOPLE: [&str; 20] = [
    "employee",
    "employees",
    "worker",
    "workers",
    "job",
    "jobs",
    "position",
    "positions",
    "people",
    "persons",
    "individuals",
    "staff",
    "headcount",
    "heads",
    "workforce",
    "personnel",
    "associates",
    "mitarbeiter",
    "ee",
    "ees",
];
/// Words that only say that a column counts.
const COUNTING: [&str; 16] = [
    "number",
    "no",
    "num",
    "nbr",
    "count",
    "total",
    "of",
    "the",
    "to",
    "be",
    "off",
    "potential",
    "planned",
    "expected",
    "estimated",
    "est",
];
/// Words of a whole firm or site beside the people counted there.
const WHOLE: [&str; 18] = [
    "total",
    "all",
    "overall",
    "current",
    "company",
    "firm",
    "site",
    "facility",
    "plant",
    "global",
    "worldwide",
    "us",
    "size",
    "at",
    "in",
    "before",
    "wide",
    "employed",
];
/// Words of an authority's notice.
const NOTICES: [&str; 3] = ["notice", "warn", "notification"];
/// Words of a day beside them.
const DAYS: [&str; 11] =
    ["date", "dated", "day", "received", "rcvd", "recd", "filed", "posted", "reported", "issued", "submitted"];

/// Returns the field of a layoff list that a header names: `date` for the day of a notice, `heads` for the people affected,
/// `staff` for all who work there.
pub(super) fn layoff_field(header: &str) -> Option<&'static str> {
    if says_notice_day(header) {
        return Some("date");
    }
    let words = header_words(header);
    let is = |list: &[&str], word: &String| list.contains(&word.as_str());
    let has = |list: &[&str]| words.iter().any(|word| is(list, word));
    let counts = |word: &String| is(&PEOPLE, word) || is(&COUNTING, word);
    if has(&["not", "un", "remaining", "after", "unaffected"]) {
        return None;
    }
    if has(&LOSSES) && words.iter().all(|word| is(&LOSSES, word) || counts(word)) && !has(&["to"]) {
        return Some("heads");
    }
    (has(&PEOPLE) && words.iter().all(|word| counts(word) || is(&WHOLE, word))).then_some("staff")
}

/// Returns true if a header names the day of an authority's notice: "Date_Notice", "WARN received".
pub(super) fn says_notice_day(header: &str) -> bool {
    let words = header_words(header);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    has(&NOTICES) && has(&DAYS) && !has(&["effective", "layoff", "closure", "end", "type", "url"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_affected_and_people_employed_are_told_apart() {
        for header in [
            "affected",
            "Impacted Employees",
            "# of employees impacted",
            "workers_affected",
            "JobsLost",
            "Positions eliminated",
            "Number of people laid off",
            "Total affected",
            "Planned layoffs",
            "Job cuts",
            "No. of redundancies",
            "Employees terminated",
        ] {
            assert_eq!(layoff_field(header), Some("heads"), "{header}");
        }
        for header in [
            "total_employees",
            "Total Workforce",
            "Current headcount",
            "Company employees",
            "Employees at site",
            "Workforce size",
            "# Employees Worldwide",
            "TotalStaff",
        ] {
            assert_eq!(layoff_field(header), Some("staff"), "{header}");
        }
        for header in [
            "Layoff date",
            "affected company",
            "Affected union",
            "Layoff type",
            "Reason for job losses",
            "Employees not affected",
            "Remaining employees",
            "Location of layoffs",
            "Job title",
            "Percent of workforce",
            "Number",
            "Total",
        ] {
            assert_eq!(layoff_field(header), None, "{header}");
        }
    }

    #[test]
    fn the_day_of_a_notice_is_known_by_its_words() {
        for header in ["date_notice", "Notice Date", "WARN Received Date", "DateOfNotice", "Notification filed"] {
            assert!(says_notice_day(header), "{header}");
        }
        for header in ["Notice type", "Notice URL", "Date", "Effective date of notice", "WARN layoff date"] {
            assert!(!says_notice_day(header), "{header}");
        }
    }
}
