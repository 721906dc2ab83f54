use chrono::{DateTime, TimeZone, Utc};
use proptest::prelude::*;

use super::*;
use crate::domain::account::calling_hours::{HourTable, HoursScope};
use crate::domain::time_zone::{Tz, tz};

/// Nothing speaks against calling.
fn clear() -> Standing {
    Standing { fit: Fit::In, live_trigger: true, their_time: Some(at(10, 30)), ..Standing::default() }
}

fn at(hour: u32, minute: u32) -> TheirTime {
    TheirTime {
        time: NaiveTime::from_hms_opt(hour, minute, 0).unwrap(),
        date: NaiveDate::from_ymd_opt(2026, 3, 13).unwrap(),
        zone: "Europe/Oslo".to_owned(),
        guessed: None,
    }
}

fn touches(in_14_days: u32, people_in_7_days: u32) -> Touches {
    Touches { in_14_days, people_in_7_days, in_30_days: in_14_days }
}

fn a_rest() -> Rest {
    Rest { until: NaiveDate::from_ymd_opt(2026, 5, 3).unwrap(), because: "their budget is closed".to_owned() }
}

fn silence(touches: usize, new_reason: Option<&str>) -> NoAnswerStreak {
    let last = NaiveDate::from_ymd_opt(2026, 2, 2).unwrap();
    NoAnswerStreak { touches, last, new_reason: new_reason.map(str::to_owned) }
}

fn used(headline: &str, chosen: bool) -> Option<UsedReason> {
    Some(UsedReason { headline: headline.to_owned(), chosen })
}

fn alabama() -> PermittedHours {
    HourTable::builtin().at(Some(("US", Some("AL"))))
}

fn hours(from: u32, until: u32) -> Option<Hours> {
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    Some(Hours { from: hour(from), until: hour(until) })
}

fn guards_of(standing: &Standing) -> Vec<(String, Weight, String)> {
    guards(standing).into_iter().map(|guard| (guard.rule, guard.weight, guard.says)).collect()
}

#[test]
fn each_block_names_its_rule_and_its_figures() {
    for (standing, rule, says) in [
        (
            Standing { do_not_call: Some("asked on 2 Feb".to_owned()), ..clear() },
            "do_not_call",
            "Do not call: asked on 2 Feb.",
        ),
        (
            Standing { do_not_call: Some(String::new()), ..clear() },
            "do_not_call",
            "Do not call: no reason is recorded.",
        ),
        (
            Standing { their_time: Some(at(7, 59)), ..clear() },
            "outside_permitted_hours",
            "It is 7:59 at their place (Europe/Oslo); permitted: 8:00 to 21:00 \
             (default; after 47 CFR 64.1200(c)(1), as of 2025-11).",
        ),
        (
            Standing { their_time: Some(TheirTime { guessed: Some("from +47".to_owned()), ..at(21, 0) }), ..clear() },
            "outside_permitted_hours",
            "It is 21:00 at their place (Europe/Oslo, guessed from +47); permitted: 8:00 to 21:00 \
             (default; after 47 CFR 64.1200(c)(1), as of 2025-11).",
        ),
        (Standing { rest: Some(a_rest()), ..clear() }, "resting", "Resting until 3 May 2026: their budget is closed."),
        (Standing { fit: Fit::Out, ..clear() }, "profile_out", "The account is outside the profile we can serve."),
    ] {
        assert_eq!(guards_of(&standing), [(rule.to_owned(), Weight::Block, says.to_owned())]);
    }
}

#[test]
fn each_warning_names_its_rule_and_its_figures() {
    let wasted = Some((Verdict::Wasted, NaiveDate::from_ymd_opt(2026, 2, 2).unwrap()));
    for (standing, rule, says) in [
        (
            Standing { live_trigger: false, ..clear() },
            "no_live_trigger",
            "No live trigger: nothing known says why they should be interrupted now.",
        ),
        (
            Standing { silence: Some(silence(3, None)), ..clear() },
            "silent",
            "3 touches unanswered, and nothing new since 2 Feb 2026: one more is a nudge.",
        ),
        (
            Standing { permitted: alabama(), their_time: Some(at(20, 30)), ..clear() },
            "outside_consumer_hours",
            "It is 20:30 at their place (Europe/Oslo); permitted: 8:00 to 20:00 (US-AL; Ala. Admin. Code r. \
             770-X-5-.17, as of 2024-11). Those are calls to consumers: is it a private line?",
        ),
        (Standing { touches: touches(3, 1), ..clear() }, "swarm", "3 touches of this account in 14 days."),
        (Standing { touches: touches(2, 2), ..clear() }, "swarm", "2 people of this account touched in 7 days."),
        (
            Standing { touches: touches(5, 3), ..clear() },
            "swarm",
            "5 touches of this account in 14 days, 3 people of this account touched in 7 days.",
        ),
        (
            Standing { used_before: used("New COO.", true), ..clear() },
            "same_trigger_used",
            "This trigger was used with them before: New COO.",
        ),
        (
            Standing { used_before: used("New COO", false), ..clear() },
            "same_trigger_used",
            "This trigger may have been used with them before: the program attached it to a call: New COO.",
        ),
        (
            Standing { last_verdict: wasted, ..clear() },
            "wasted_last_time",
            "The call on 2 Feb 2026 was wasted time, and no trigger is new since.",
        ),
        (
            Standing { hours: hours(13, 15), ..clear() },
            "outside_preferred_hours",
            "It is 10:30 at their place (Europe/Oslo); they prefer 13:00 to 15:00.",
        ),
    ] {
        assert_eq!(guards_of(&standing), [(rule.to_owned(), Weight::Warn, says.to_owned())]);
    }
}

#[test]
fn nothing_is_said_where_nothing_speaks_against_it() {
    let verdict = |verdict| Some((verdict, NaiveDate::from_ymd_opt(2026, 2, 2).unwrap()));
    for standing in [
        clear(),
        Standing { their_time: Some(at(8, 0)), ..clear() },
        Standing { their_time: Some(at(20, 59)), ..clear() },
        Standing { their_time: None, hours: hours(13, 15), ..clear() },
        Standing { touches: touches(2, 1), ..clear() },
        Standing { silence: Some(silence(2, None)), ..clear() },
        Standing { silence: Some(silence(5, Some("A new plant"))), ..clear() },
        Standing { permitted: alabama(), ..clear() },
        Standing { fit: Fit::Edge, ..clear() },
        Standing { fit: Fit::Unknown, ..clear() },
        Standing { last_verdict: verdict(Verdict::Wasted), new_since_verdict: true, ..clear() },
        Standing { last_verdict: verdict(Verdict::Partly), ..clear() },
        Standing { last_verdict: verdict(Verdict::WellSpent), ..clear() },
        Standing { hours: hours(10, 11), ..clear() },
        Standing { hours: hours(22, 11), ..clear() },
    ] {
        assert_eq!(guards(&standing), [], "{standing:?}");
    }
}

#[test]
fn blocks_come_first_and_the_clock_is_named_once() {
    let standing = Standing {
        do_not_call: Some("on a list".to_owned()),
        their_time: Some(at(22, 0)),
        hours: hours(9, 11),
        fit: Fit::Out,
        live_trigger: false,
        touches: touches(9, 9),
        ..Standing::default()
    };
    let found = guards(&standing);
    let rules: Vec<&str> = found.iter().map(|guard| guard.rule.as_str()).collect();
    assert_eq!(rules, ["do_not_call", "outside_permitted_hours", "profile_out", "no_live_trigger", "swarm"]);
    assert_eq!(found.iter().map(Guard::blocks).collect::<Vec<_>>(), [true, true, true, false, false]);
}

#[test]
fn a_block_is_lifted_by_a_typed_reason_for_its_own_rule() {
    let guard = guards(&Standing { fit: Fit::Out, ..clear() }).remove(0);
    let lifted = |rule: &str, because: &str| [Override { rule: rule.to_owned(), because: because.to_owned() }];
    assert!(guard.is_overridden(&lifted("profile_out", "a new line of ours serves them")));
    assert!(!guard.is_overridden(&lifted("profile_out", "  ")));
    assert!(!guard.is_overridden(&lifted("profile_out", "it's fine")));
    assert!(!guard.is_overridden(&lifted("do_not_call", "they rang us")));
    assert!(!guard.is_overridden(&[]));
    let barred = guards(&Standing { do_not_call: Some("asked".to_owned()), ..clear() }).remove(0);
    assert!(!barred.can_be_overridden() && !barred.is_overridden(&lifted("do_not_call", "they rang us this morning")));
}

/// The clock at a place at an instant.
fn there(zone: Tz, at: DateTime<Utc>) -> TheirTime {
    let local = zone.from_utc_datetime(&at.naive_utc());
    TheirTime { time: local.time(), date: local.date_naive(), zone: zone.name().to_owned(), guessed: None }
}

fn rules_of(standing: &Standing) -> Vec<String> {
    guards(standing).into_iter().map(|guard| guard.rule).collect()
}

proptest! {
    #[test]
    fn the_guards_read_the_table_as_a_person_would(
        zone in prop::sample::select(Tz::all().collect::<Vec<_>>()),
        second in 0_i64..4_102_444_800,
        row in 0..HourTable::builtin().0.len(),
    ) {
        let table = HourTable::builtin();
        let (country, state) = table.0[row].place.split_once('-').map_or(
            (table.0[row].place.as_str(), None),
            |(country, state)| (country, Some(state)),
        );
        let there = there(zone, DateTime::from_timestamp(second, 0).unwrap());
        let place = (country, state);
        let standing =
            Standing { their_time: Some(there.clone()), permitted: table.at(Some(place)), ..clear() };
        let found = rules_of(&standing);
        // The table read by hand: the row of the state, else of the country, else of everywhere.
        let open = |calls: HoursScope| {
            let names = [table.0[row].place.as_str(), country, "*"];
            let rule = names.iter().find_map(|name| {
                table.0.iter().find(|rule| rule.place == *name && rule.calls == calls)
            })?;
            let minute = there.time.format("%H").to_string().parse::<u16>().unwrap() * 60
                + there.time.format("%M").to_string().parse::<u16>().unwrap();
            let spans = match there.date.format("%a").to_string().as_str() {
                "Sat" => &rule.saturday,
                "Sun" => &rule.sunday,
                _weekday => &rule.weekdays,
            };
            Some(spans.iter().any(|span| (span.from..span.until).contains(&minute)))
        };
        let holiday = table.at(Some(place)).holiday(there.date).is_some();
        prop_assume!(!holiday);
        let all = open(HoursScope::All).unwrap();
        prop_assert_eq!(found.iter().any(|rule| rule == "outside_permitted_hours"), !all);
        let consumers = standing.permitted.consumers.as_ref();
        let warns = consumers.is_some_and(|rule| rule.place != "*") && open(HoursScope::Consumers) == Some(false);
        let warned = found.iter().any(|rule| rule == "outside_consumer_hours");
        prop_assert_eq!(warned, all && warns);
    }
}

#[test]
fn on_the_days_when_clocks_change_the_wall_clock_counts() {
    // Oslo goes from 2:00 to 3:00 on 29 March 2026 and back on 25 October; New York on 8 March and 1 November.
    for (zone, utc, time, open) in [
        (tz("Europe/Oslo"), "2026-03-28T06:59:00Z", "7:59", false),
        (tz("Europe/Oslo"), "2026-03-28T07:00:00Z", "8:00", true),
        (tz("Europe/Oslo"), "2026-03-29T05:59:00Z", "7:59", false),
        (tz("Europe/Oslo"), "2026-03-29T06:00:00Z", "8:00", true),
        (tz("Europe/Oslo"), "2026-10-25T06:59:00Z", "7:59", false),
        (tz("Europe/Oslo"), "2026-10-25T07:00:00Z", "8:00", true),
        (tz("Europe/Oslo"), "2026-10-25T01:30:00Z", "2:30", false),
        (tz("America/New_York"), "2026-03-08T12:00:00Z", "8:00", true),
        (tz("America/New_York"), "2026-03-07T12:00:00Z", "7:00", false),
        (tz("America/New_York"), "2026-11-01T12:59:00Z", "7:59", false),
        (tz("America/New_York"), "2026-11-02T01:59:00Z", "20:59", true),
        (tz("America/New_York"), "2026-11-02T02:00:00Z", "21:00", false),
        // British Columbia keeps its summer time since 2026: half past eight in the evening is half past nine there.
        (tz("America/Vancouver"), "2026-12-15T03:59:00Z", "20:59", true),
        (tz("America/Vancouver"), "2026-12-15T04:30:00Z", "21:30", false),
        (tz("America/Vancouver"), "2026-12-15T15:30:00Z", "8:30", true),
        (tz("America/Vancouver"), "2025-12-15T15:30:00Z", "7:30", false),
        // Lord Howe moves by half an hour; Apia lived through no 30 December 2011 at all.
        (tz("Australia/Lord_Howe"), "2026-10-03T20:59:00Z", "7:59", false),
        (tz("Pacific/Apia"), "2011-12-30T10:00:00Z", "0:00", false),
    ] {
        let there = there(zone, utc.parse().unwrap());
        assert_eq!(there.time.format("%-H:%M").to_string(), time, "{zone} {utc}");
        let found = rules_of(&Standing { their_time: Some(there), ..clear() });
        assert_eq!(found.is_empty(), open, "{zone} {utc}: {found:?}");
    }
}

#[test]
fn who_may_be_in_several_zones_is_not_called_at_night_in_all_of_them() {
    let clocks = |utc: &str| {
        let at: DateTime<Utc> = utc.parse().unwrap();
        let zones = ["Australia/Perth", "Australia/Sydney"].map(|name| there(tz(name), at));
        zones.map(|there| TheirTime { guessed: Some("in Australia".to_owned()), ..there }).to_vec()
    };
    let blocks = |utc: &str| {
        let standing = Standing { their_time: None, perhaps: clocks(utc), ..clear() };
        guards(&standing).into_iter().find(|guard| guard.rule == "outside_permitted_hours").map(|guard| guard.says)
    };
    // Half past seven in Sydney, half past four in Perth; three hours later Sydney may be called.
    let says = blocks("2026-11-30T20:30:00Z").unwrap();
    assert!(says.starts_with("It is 4:30 to 7:30 in Australia, wherever they are"), "{says}");
    assert_eq!(blocks("2026-11-30T23:30:00Z"), None);
    assert_eq!(guards(&Standing { their_time: None, ..clear() }), []);
}

/// What speaks against a call at a place, on the clock there: "" for nothing, else keys of the rules, blocks in capitals.
fn verdict(place: (&str, Option<&str>), line: Line, local: &str, calls_in_period: u32) -> String {
    let at: NaiveDateTime = local.replace(' ', "T").parse().unwrap();
    let their_time = Some(TheirTime { time: at.time(), date: at.date(), zone: "Etc/UTC".to_owned(), guessed: None });
    let permitted = HourTable::builtin().at(Some(place));
    let standing = Standing { their_time, permitted, line, calls_in_period, ..clear() };
    let say = |guard: &Guard| if guard.blocks() { guard.rule.to_uppercase() } else { guard.rule.clone() };
    guards(&standing).iter().map(say).collect::<Vec<_>>().join(" ")
}

/// Place, whose line, the clock there, and what speaks against a call.
const VERDICTS: &[(&str, Line, &str, &str)] = &[
    // The United States: federal hours for all, the states' for consumers.
    ("US-CA", Line::Unsaid, "2026-12-01 05:30:00", "OUTSIDE_PERMITTED_HOURS"),
    ("US-CA", Line::Unsaid, "2026-12-01 08:00:00", ""),
    ("US-CA", Line::Business, "2026-11-26 10:00:00", "public_holiday"),
    ("US-AL", Line::Private, "2026-12-01 20:30:00", "OUTSIDE_CONSUMER_HOURS"),
    ("US-AL", Line::Unsaid, "2026-12-01 20:30:00", "outside_consumer_hours"),
    ("US-AL", Line::Business, "2026-12-01 20:30:00", "outside_consumer_hours"),
    ("US-AL", Line::Private, "2026-11-26 10:00:00", "OUTSIDE_CONSUMER_HOURS"),
    ("US-FL", Line::Private, "2026-12-06 20:00:00", "OUTSIDE_CONSUMER_HOURS"),
    ("US-OK", Line::Private, "2026-12-01 20:00:00", "OUTSIDE_CONSUMER_HOURS"),
    ("US-MD", Line::Private, "2026-12-01 19:59:00", ""),
    ("US-KY", Line::Private, "2026-12-01 09:59:00", "OUTSIDE_CONSUMER_HOURS"),
    ("US-TX", Line::Private, "2026-12-06 11:59:00", "OUTSIDE_CONSUMER_HOURS"),
    ("US-TX", Line::Private, "2026-12-06 12:00:00", ""),
    ("US-TX", Line::Business, "2026-12-06 10:00:00", ""),
    ("US-RI", Line::Unsaid, "2026-12-01 18:00:00", "outside_consumer_hours"),
    ("US-RI", Line::Business, "2026-12-01 18:00:00", ""),
    ("US-UT", Line::Private, "2026-07-24 10:00:00", "OUTSIDE_CONSUMER_HOURS"),
    ("US-UT", Line::Private, "2026-07-23 10:00:00", ""),
    ("US-WA", Line::Private, "2026-12-01 20:00:00", "OUTSIDE_CONSUMER_HOURS"),
    ("US-WA", Line::Business, "2026-12-01 20:30:00", "outside_consumer_hours"),
    ("US-PA", Line::Private, "2026-04-03 10:00:00", "OUTSIDE_PERMITTED_HOURS"),
    ("US-OR", Line::Private, "2026-12-01 20:00:00", "OUTSIDE_CONSUMER_HOURS"),
    ("US-OR", Line::Business, "2026-12-01 20:00:00", ""),
    ("US-CT", Line::Private, "2026-12-01 12:00:00", "CONSENT_NEEDED"),
    ("US-KY", Line::Business, "2026-12-01 09:00:00", ""),
    // Where a state's law is about firms too.
    ("US-PA", Line::Business, "2026-12-01 19:00:00", "OUTSIDE_PERMITTED_HOURS"),
    ("US-PA", Line::Business, "2026-12-06 12:00:00", "OUTSIDE_PERMITTED_HOURS"),
    ("US-PA", Line::Business, "2026-12-05 18:59:00", ""),
    ("US-NM", Line::Business, "2026-12-01 08:30:00", "OUTSIDE_PERMITTED_HOURS"),
    ("US-MS", Line::Business, "2026-12-06 12:00:00", "OUTSIDE_PERMITTED_HOURS"),
    ("US-MS", Line::Private, "2026-11-26 12:00:00", "public_holiday"),
    ("US-MD", Line::Business, "2026-12-01 20:00:00", "OUTSIDE_PERMITTED_HOURS"),
    ("US-IL", Line::Business, "2026-12-01 21:00:00", "OUTSIDE_PERMITTED_HOURS"),
    ("US-LA", Line::Private, "2026-02-17 10:00:00", "OUTSIDE_CONSUMER_HOURS"),
    // Canada's hours bind calls to businesses too.
    ("CA-QC", Line::Business, "2026-12-06 18:00:00", "OUTSIDE_PERMITTED_HOURS"),
    ("CA-QC", Line::Business, "2026-12-04 21:29:00", ""),
    ("CA-QC", Line::Business, "2026-12-04 08:59:00", "OUTSIDE_PERMITTED_HOURS"),
    ("CA-QC", Line::Business, "2026-06-24 10:00:00", "public_holiday"),
    ("CA-BC", Line::Private, "2026-08-03 10:00:00", "OUTSIDE_CONSUMER_HOURS"),
    ("CA-ON", Line::Business, "2026-12-28 10:00:00", "public_holiday"),
    ("CA-QC", Line::Business, "2026-12-28 10:00:00", ""),
    // Europe.
    ("GB", Line::Private, "2026-12-06 08:30:00", "OUTSIDE_CONSUMER_HOURS"),
    ("FR", Line::Private, "2026-12-04 13:30:00", "OUTSIDE_CONSUMER_HOURS CONSENT_NEEDED"),
    ("FR", Line::Unsaid, "2026-12-04 13:30:00", "outside_consumer_hours"),
    ("FR", Line::Business, "2026-12-04 13:30:00", ""),
    ("FR", Line::Business, "2026-05-14 11:00:00", "public_holiday"),
    ("DE", Line::Private, "2026-10-03 11:00:00", "OUTSIDE_CONSUMER_HOURS CONSENT_NEEDED"),
    ("DE", Line::Business, "2026-12-06 11:00:00", ""),
    ("DE", Line::Private, "2026-12-04 20:30:00", "OUTSIDE_CONSUMER_HOURS CONSENT_NEEDED"),
    ("DE-SN", Line::Business, "2026-11-18 11:00:00", "public_holiday"),
    ("DE-BY", Line::Business, "2026-11-18 11:00:00", ""),
    ("GP", Line::Private, "2026-05-27 11:00:00", "OUTSIDE_CONSUMER_HOURS CONSENT_NEEDED"),
    ("FR-57", Line::Business, "2026-04-03 11:00:00", "public_holiday"),
    ("AT", Line::Business, "2026-12-04 11:00:00", "consent_needed"),
    ("ES", Line::Unsaid, "2026-12-05 11:00:00", "outside_consumer_hours"),
    ("IT", Line::Unsaid, "2026-12-05 09:30:00", "outside_consumer_hours"),
    ("IT", Line::Unsaid, "2026-12-05 10:00:00", ""),
    ("IT", Line::Unsaid, "2026-12-08 11:00:00", "outside_consumer_hours"),
    ("NO", Line::Private, "2026-12-05 11:00:00", "OUTSIDE_CONSUMER_HOURS"),
    ("NO", Line::Private, "2026-05-14 11:00:00", "OUTSIDE_CONSUMER_HOURS"),
    ("NO", Line::Business, "2026-12-05 11:00:00", ""),
    ("DK", Line::Private, "2026-12-04 11:00:00", "CONSENT_NEEDED"),
    ("SE", Line::Private, "2026-06-20 11:00:00", "OUTSIDE_CONSUMER_HOURS"),
    ("FI", Line::Private, "2026-12-04 20:30:00", "OUTSIDE_CONSUMER_HOURS"),
    // Australia's standard is about all calls.
    ("AU", Line::Business, "2026-12-06 11:00:00", "OUTSIDE_PERMITTED_HOURS"),
    ("AU", Line::Business, "2026-12-28 11:00:00", "OUTSIDE_PERMITTED_HOURS"),
    ("AU", Line::Business, "2026-12-05 16:59:00", ""),
    ("AU", Line::Business, "2026-12-05 17:00:00", "OUTSIDE_PERMITTED_HOURS"),
    // Where no law is known: our own hours, for consumers alone.
    ("BR", Line::Private, "2026-12-06 11:00:00", "OUTSIDE_CONSUMER_HOURS"),
    ("BR", Line::Unsaid, "2026-12-06 11:00:00", ""),
    ("BR", Line::Business, "2026-12-04 21:00:00", "OUTSIDE_PERMITTED_HOURS"),
];

#[test]
fn place_line_and_clock_decide_what_speaks_against_a_call() {
    for (place, line, local, says) in VERDICTS {
        let (country, state) = place.split_once('-').map_or((*place, None), |(land, state)| (land, Some(state)));
        assert_eq!(verdict((country, state), *line, local, 0), *says, "{place} {line:?} {local}");
    }
}

#[test]
fn one_call_more_than_a_law_permits_in_a_period_is_blocked_or_warned_of_by_whose_line_it_is() {
    let noon = "2026-12-01 12:00:00";
    for (place, line, calls, says) in [
        (("US", Some("FL")), Line::Private, 2, ""),
        (("US", Some("FL")), Line::Private, 3, "TOO_MANY_CALLS"),
        (("US", Some("FL")), Line::Unsaid, 3, "too_many_calls"),
        (("US", Some("FL")), Line::Business, 3, "too_many_calls"),
        (("FR", None), Line::Business, 9, ""),
        (("FR", None), Line::Unsaid, 4, "too_many_calls"),
        (("CA", Some("BC")), Line::Private, 1, "TOO_MANY_CALLS"),
        (("US", Some("MD")), Line::Business, 3, "TOO_MANY_CALLS"),
        (("US", Some("OR")), Line::Private, 3, "TOO_MANY_CALLS"),
        (("US", Some("OR")), Line::Business, 9, ""),
        (("US", Some("CA")), Line::Private, 9, ""),
    ] {
        assert_eq!(
            verdict(place, line, if place.0 == "FR" { "2026-12-01 11:00:00" } else { noon }, calls),
            says,
            "{place:?}"
        );
    }
}

#[test]
fn what_was_not_verified_says_so_and_what_a_private_line_is() {
    let at: NaiveDateTime = "2026-12-06T08:30:00".parse().unwrap();
    let standing = |place, line| Standing {
        their_time: Some(TheirTime {
            time: at.time(),
            date: at.date(),
            zone: "Europe/London".to_owned(),
            guessed: None,
        }),
        permitted: HourTable::builtin().at(Some((place, None))),
        line,
        ..clear()
    };
    assert_eq!(
        guards(&standing("GB", Line::Private))[0].says,
        "It is Sunday 8:30 at their place (Europe/London); permitted: 9:00 to 21:00 (GB; practice of the Direct Marketing \
         Association, as of 2026-11, not verified). Theirs is a private line."
    );
    assert!(
        guards(&standing("AU", Line::Business))[0].says.contains("permitted: none on Sunday (AU; Telecommunications")
    );
}
