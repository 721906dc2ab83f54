//! The report as text.

use super::sample::{HOSTILE, card, report};

#[test]
fn too_few_is_said_in_words_and_no_share_is_shown_of_it() {
    let mut few = report();
    few.scorebook.everyone = card("", "everyone", 9, 3, 2, 1);
    let (html, markdown) = (few.html().unwrap(), few.markdown());
    assert!(markdown.contains("3 of 6 said that the time was well spent: too few answers"), "{markdown:.600}");
    assert!(html.contains("<span class=\"few\">too few</span>"));
    let row = String::from_utf8(few.csv()).unwrap().lines().nth(1).unwrap().to_owned();
    assert!(row.starts_with("period,,everyone,9,6,,,,3,2,1,,,,"), "{row}");
}

#[test]
fn a_guess_stands_apart_and_dials_stand_nowhere() {
    let (html, markdown) = (report().html().unwrap(), report().markdown());
    assert!(markdown.contains("| The rep's guess | 25 | 1 | 0 | 26 |"), "{markdown:.2000}");
    // 214 calls reached somebody, 642 were dialled.
    assert!(html.contains("214") && !html.contains("642") && !markdown.contains("642"));
    assert!(!String::from_utf8(report().csv()).unwrap().contains("642"));
}

#[test]
fn the_page_has_landmarks_heads_in_order_and_words_for_every_chart() {
    let html = report().html().unwrap();
    for part in ["<html lang=\"en\">", "<header>", "<nav aria-label=", "<main id=\"main\">", "<footer>", "<caption>"] {
        assert!(html.contains(part), "{part}");
    }
    let levels: Vec<u32> = html.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)).collect();
    assert_eq!((levels[0], levels.iter().filter(|level| **level == 1).count()), (1, 1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    for chart in html.split("<svg ").skip(1) {
        let chart = chart.split("</svg>").next().unwrap();
        assert!(chart.contains("role=\"img\"") && chart.contains("<title id=") && chart.contains("%"), "{chart:.200}");
        let desc = chart.split("<desc ").nth(1).unwrap().split('>').nth(1).unwrap();
        assert!(desc.len() > 10, "{desc}");
    }
    assert_eq!(
        html.matches("<th scope=\"col\"").count() + html.matches("<th scope=\"row\"").count(),
        html.matches("<th ").count()
    );
    assert!(!html.contains(" style="), "the policy would refuse it");
}

#[test]
fn quotes_say_how_many_there_are_and_lose_their_own_marks() {
    let html = report().html().unwrap();
    assert!(html.contains("The newest 9 calls with a quote; earlier ones are in the book."));
    assert!(html.contains(">&quot;This helped.&quot;\nTwice.</td>"), "marks inside stay");
    assert!(html.contains(">Call again in May.</td>"), "marks around all of it go");
    assert!(html.contains("10:00, 5 min, amended"));
}

#[test]
fn hostile_names_are_text_in_markdown_and_csv_too() {
    let (markdown, csv) = (report().markdown(), String::from_utf8(report().csv()).unwrap());
    assert!(!markdown.contains("<script") && !markdown.contains("<img"), "{markdown}");
    assert!(markdown.contains("&lt;script&gt;"));
    assert!(csv.contains("'=HYPERLINK"), "{csv}");
    assert!(!csv.contains('\u{202e}') && !markdown.contains('\u{202e}'));
    assert_eq!(
        csv.lines().filter(|line| line.contains(",kind,") || line.starts_with("kind,")).count(),
        HOSTILE.len() + 2
    );
    let json: serde_json::Value = serde_json::from_str(&report().json().unwrap()).unwrap();
    assert_eq!(json["scorebook"]["everyone"]["tally"]["connected"], 214);
    assert_eq!(json["quotes"]["calls"].as_array().unwrap().len(), 9);
}
