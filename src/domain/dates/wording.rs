//! How far a day is and how old something is, in words: long for sentences, short for columns. One wording for the screens,
//! the command line and what is printed.

use chrono::NaiveDate;

/// "today", "yesterday", "tomorrow", "12 days ago", "in 3 days".
pub fn relative_day(day: NaiveDate, today: NaiveDate) -> String {
    near(day, today).unwrap_or_else(|| match (day - today).num_days() {
        ahead if ahead > 0 => format!("in {ahead} days"),
        past => format!("{} days ago", -past),
    })
}

/// The same in the room of a column: "12d ago", "5w ago", "in 3d".
pub fn relative_day_short(day: NaiveDate, today: NaiveDate) -> String {
    near(day, today).unwrap_or_else(|| match (today - day).num_days() {
        ahead if ahead < 0 => age(ahead),
        past => format!("{} ago", age(past)),
    })
}

/// The days that have a word.
fn near(day: NaiveDate, today: NaiveDate) -> Option<String> {
    let word = match (day - today).num_days() {
        -1 => "yesterday",
        0 => "today",
        1 => "tomorrow",
        _ => return None,
    };
    Some(word.to_owned())
}

/// `2d`, `5w`, `8mo`; `in 12d` when still ahead.
pub fn age(days: i64) -> String {
    match days {
        i64::MIN..0 => format!("in {}", age(-days)),
        0..=60 => format!("{days}d"),
        61..=180 => format!("{}w", days / 7),
        _ => format!("{}mo", days / 30),
    }
}

/// "due today", "2 days overdue", "due in 3 days".
pub fn due(by: Option<NaiveDate>, today: NaiveDate) -> String {
    let Some(by) = by else { return "no day set".to_owned() };
    match (today - by).num_days() {
        1 => "1 day overdue".to_owned(),
        late if late > 0 => format!("{late} days overdue"),
        _ => format!("due {}", relative_day(by, today)),
    }
}

/// The same in the room of a column: "due today", "2d late", "due in 3d".
pub fn due_short(by: NaiveDate, today: NaiveDate) -> String {
    match (today - by).num_days() {
        late if late > 0 => format!("{late}d late"),
        _ => format!("due {}", relative_day_short(by, today)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_said_by_how_far_it_is_at_length_and_in_short() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = day("2026-03-12");
        for (then, long, short, owed, owed_short) in [
            ("2026-03-12", "today", "today", "due today", "due today"),
            ("2026-03-11", "yesterday", "yesterday", "1 day overdue", "1d late"),
            ("2026-03-13", "tomorrow", "tomorrow", "due tomorrow", "due tomorrow"),
            ("2026-03-02", "10 days ago", "10d ago", "10 days overdue", "10d late"),
            ("2026-03-16", "in 4 days", "in 4d", "due in 4 days", "due in 4d"),
            ("2026-01-01", "70 days ago", "10w ago", "70 days overdue", "70d late"),
        ] {
            let then = day(then);
            assert_eq!(relative_day(then, today), long);
            assert_eq!(relative_day_short(then, today), short);
            assert_eq!(due(Some(then), today), owed);
            assert_eq!(due_short(then, today), owed_short);
        }
        assert_eq!(due(None, today), "no day set");
    }

    #[test]
    fn ages_shrink_to_a_few_letters() {
        for (days, words) in [(2, "2d"), (-12, "in 12d"), (70, "10w"), (365, "12mo")] {
            assert_eq!(age(days), words);
        }
    }
}
