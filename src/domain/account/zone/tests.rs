use super::*;

/// Names as Ruby on Rails and Windows show them, made by `tests/data/zones/names.mjs`.
const NAMES: &str = include_str!("../../../../tests/data/zones/names.tsv");

/// Names that we read otherwise than the list: why.
const DIFFERENT: &[(&str, &str)] = &[
    ("Mid-Atlantic", "no place that anybody lives at"),
    ("(UTC-02:00) Mid-Atlantic - Old", "the same"),
    ("(UTC-07:00) Chihuahua, La Paz, Mazatlan", "Chihuahua left that offset in 2022; Mazatlan keeps it"),
    ("(UTC-04:30) Caracas", "left that offset in 2016"),
    ("(UTC-04:00) Asuncion", "left that offset in 2024"),
    ("(UTC-01:00) Azores", "the list names Scoresbysund, which is no island of theirs"),
    ("(UTC) Casablanca", "left that offset in 2018"),
    ("(UTC+01:00) Windhoek", "left that offset in 2017"),
    ("(UTC+02:00) Damascus", "left that offset in 2022"),
    ("(UTC+06:00) Nur-Sultan (Astana)", "left that offset in 2024"),
    ("(UTC+08:00) Krasnoyarsk", "left that offset in 2014"),
    ("(UTC+11:00) Solomon Is., New Caledonia", "the list names Macquarie, far south of these"),
    ("(UTC+12:00) Magadan", "the list names Anadyr; Magadan is read"),
    ("(UTC+12:00) Petropavlovsk-Kamchatsky - Old", "a zone that Windows has given up"),
];

fn name(text: &str) -> &'static str {
    named(text).map_or("", |zone| zone.name())
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn zones_are_known_by_the_names_that_programs_write() {
    for (text, zone) in [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/berlin ", "Europe/Berlin"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Amsterdam"),
        ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"),
        ("/softwarestudio.org/Olson_20011030_5/America/Indiana/Knox", "America/Indiana/Knox"),
        ("/Europe/Oslo", "Europe/Oslo"),
        ("america_slash_new_york", "America/New_York"),
        ("(GMT+01:00) Central European Standard Time (Europe/Berlin)", "Europe/Berlin"),
        ("Eastern Standard Time", "America/New_York"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("Pacific Time (US & Canada); Tijuana", "America/Los_Angeles"),
        ("(GMT+05:30) Chennai, Kolkata, Mumbai, New Delhi", "Asia/Kolkata"),
        ("GMT Standard Time", "Europe/London"),
        ("Greenwich Mean Time: Dublin, Edinburgh, Lisbon, London", "Europe/Dublin"),
        ("UTC", "UTC"),
        ("(UTC-03:00) Brasilia", "America/Sao_Paulo"),
        ("ET", "America/New_York"),
        ("EST", "America/New_York"),
        ("edt", "America/New_York"),
        ("CT", "America/Chicago"),
        ("CDT", "America/Chicago"),
        ("MT", "America/Denver"),
        ("MST", "America/Denver"),
        ("PT", "America/Los_Angeles"),
        (" PST ", "America/Los_Angeles"),
        ("Pacific Time", "America/Los_Angeles"),
        ("HST", "Pacific/Honolulu"),
        ("CET", "CET"),
        ("EST5EDT", "EST5EDT"),
        ("us/eastern", "US/Eastern"),
        ("us_slash_eastern", "US/Eastern"),
        ("America/New_York (EST)", "America/New_York"),
        ("America/New_York (GMT-05:00)", "America/New_York"),
        ("Eastern", "America/New_York"),
        ("Central", "America/Chicago"),
        ("Pacific", "America/Los_Angeles"),
        ("Central European Time", "CET"),
        ("British Summer Time", "Europe/London"),
        ("UTC+1", "UTC+01:00"),
        ("utc +1", "UTC+01:00"),
        ("GMT-5", "UTC-05:00"),
        ("GMT −3:30", "UTC-03:30"),
        ("UTC+05:30", "UTC+05:30"),
        ("UTC+0545", "UTC+05:45"),
        ("+01:00", "UTC+01:00"),
        ("(UTC+01:00)", "UTC+01:00"),
        ("(UTC+13:00) Coordinated Universal Time+13", "UTC+13:00"),
        ("(UTC-11:00) Coordinated Universal Time-11", "UTC-11:00"),
        ("UTC+0", "UTC"),
        ("GMT+00:00", "UTC"),
        ("Etc/GMT-1", "Etc/GMT-1"),
        ("(UTC-12:00) International Date Line West", "Etc/GMT+12"),
        ("(GMT-06:00) Central America", "America/Guatemala"),
        ("(UTC-10:00) Hawaii", "Pacific/Honolulu"),
        ("(UTC-07:00) Arizona", "America/Phoenix"),
        ("(UTC+10:00) Canberra, Melbourne, Sydney", "Australia/Canberra"),
        ("(GMT+01:00) West Central Africa", "Africa/Lagos"),
        ("(GMT+08:00) Beijing", "Asia/Shanghai"),
    ] {
        assert_eq!(name(text), zone, "{text}");
    }
}

#[test]
fn what_could_be_anywhere_is_no_zone() {
    for text in [
        "",
        "Customized Time Zone",
        "East",
        "/",
        "(",
        "()",
        "+",
        "UTC+25",
        "UTC+1:7",
        "UTC+1:75",
        "+47 22 33 44 55",
        "0100",
        "home",
        "(UTC+09:00) Berlin",
        "IST",
        "BST",
        "cst",
    ] {
        assert_eq!(name(text), "", "{text}");
    }
}

#[test]
fn letters_of_several_countries_are_a_zone_where_the_country_is_known() {
    for (text, country, zone) in [
        ("IST", Some("IN"), "Asia/Kolkata"),
        ("ist", Some("IE"), "Europe/Dublin"),
        ("IST", Some("IL"), "Asia/Jerusalem"),
        ("IST", None, ""),
        ("IST", Some("US"), ""),
        ("CST", Some("US"), "America/Chicago"),
        ("CST", Some("CN"), "Asia/Shanghai"),
        ("CST", None, ""),
        ("BST", Some("GB"), "Europe/London"),
        ("Europe/Oslo", Some("GB"), "Europe/Oslo"),
    ] {
        assert_eq!(named_in(text, country).map_or("", |zone| zone.name()), zone, "{text} {country:?}");
    }
    for (_, zones) in SEVERAL {
        assert!(zones.iter().all(|(_, zone)| zone.parse::<Tz>().is_ok()));
    }
}

#[test]
fn a_distance_from_greenwich_is_read_before_a_name() {
    for (text, seconds) in [
        ("(UTC+01:00) Home", Some(3_600)),
        ("(GMT-03:30) Home", Some(-12_600)),
        ("(UTC) Home", Some(0)),
        ("(UTC+1) Home", Some(3_600)),
        ("(UTC+99:99) Home", None),
        ("Home", None),
    ] {
        assert_eq!(offset(text).map(|offset| offset.local_minus_utc()), seconds, "{text}");
    }
}

#[test]
fn every_zone_of_windows_is_one_of_ours() {
    let lines: Vec<&str> = WINDOWS.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.len() > 130);
    for (shown, zone) in SHOWN {
        assert_eq!(named(shown), zone.parse().ok(), "{shown}");
    }
    for line in lines {
        let (windows, zone) = line.split_once('\t').unwrap();
        assert_eq!(super::windows(windows).map(Tz::name), Some(zone), "{line}");
    }
}

#[test]
fn the_names_that_rails_and_windows_show_are_read() {
    // The middles of four seasons of 2026: zones that agree at all of them have the same clocks.
    let seasons = [1_768_478_400, 1_776_254_400, 1_784_116_800, 1_792_065_600];
    let clocks = |zone: Tz| {
        seasons.map(|second| {
            let at = DateTime::<Utc>::from_timestamp(second, 0).unwrap().naive_utc();
            zone.offset_from_utc_datetime(&at).fix().local_minus_utc()
        })
    };
    let mut wrong = Vec::new();
    for line in NAMES.lines().filter(|line| !line.starts_with('#')) {
        let [_, shown, zone] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (read, theirs) = (named(shown), zone.parse::<Tz>().ok());
        let agree = read.map(clocks).is_some() && read.map(clocks) == theirs.map(clocks);
        if !agree && !DIFFERENT.iter().any(|(name, _)| *name == shown) {
            wrong.push(format!("{shown}: {read:?}, not {zone}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
