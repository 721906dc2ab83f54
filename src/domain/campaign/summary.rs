//! Writes the summary of a campaign as Markdown: its accounts, the excluded ones, figures, quotes, what remains.

use chrono::NaiveDate;

use super::{CampaignDetail, ExclusionReason, Member, MemberStage, Quote};
use crate::domain::markdown::escape_line;

/// Writes the summary as of a day. Text by prospects and from files is sanitised, put on one line and escaped: it can
/// neither control a terminal nor become a heading, a link or HTML.
pub fn markdown(file: &CampaignDetail, today: NaiveDate) -> String {
    let mut out = String::new();
    let campaign = &file.campaign;
    line(&mut out, format_args!("# {}\n", escape_line(&campaign.name)));
    if !file.headline.is_empty() {
        line(&mut out, format_args!("What happened: {}\n", escape_line(&file.headline)));
    }
    line(&mut out, format_args!("Shared reason: {}\n", text_or_not_written(&campaign.shared_reason)));
    let from = campaign.started_on.map_or_else(String::new, |day| format!("Started {}. ", date(day)));
    let until = match campaign.closed_on {
        Some(day) => format!("Closed {}.", date(day)),
        None => format!("Running on {}.", date(today)),
    };
    line(&mut out, format_args!("{from}{until}\n"));
    figures(&mut out, file);
    accounts(&mut out, file);
    write_excluded(&mut out, file);
    learned(&mut out, file);
    write_remaining(&mut out, file);
    out
}

fn figures(out: &mut String, file: &CampaignDetail) {
    let progress = &file.progress;
    let of = progress.accounts;
    line(out, format_args!("## Figures\n"));
    line(out, format_args!("| what | how many |\n| --- | --- |"));
    for (what, n) in [
        ("accounts with an impact of their own", progress.with_impact),
        ("planned", progress.planned),
        ("called", progress.called),
        ("reached", progress.reached),
    ] {
        line(out, format_args!("| {what} | {n} of {of} |"));
    }
    line(out, format_args!("| well spent, of the calls in which they were asked | {} |\n", progress.share().words()));
}

fn accounts(out: &mut String, file: &CampaignDetail) {
    line(out, format_args!("## Who was in\n"));
    if file.members.is_empty() {
        return line(out, format_args!("Nobody.\n"));
    }
    line(out, format_args!("| account | what the change means for them | how far |\n| --- | --- | --- |"));
    for member in &file.members {
        line(
            out,
            format_args!(
                "| {} | {} | {} |",
                escape_line(&member.name),
                text_or_not_written(&member.impact),
                stage(member)
            ),
        );
    }
    out.push('\n');
}

fn stage(member: &Member) -> &'static str {
    match member.stage() {
        MemberStage::NoImpact => "no impact written",
        MemberStage::NoPlan => "not planned",
        MemberStage::Ready => "planned, not called",
        MemberStage::Called => "called, nobody reached",
        MemberStage::Reached => "reached",
    }
}

fn write_excluded(out: &mut String, file: &CampaignDetail) {
    let picked = &file.campaign.picked;
    line(out, format_args!("## Who was left out, and why\n"));
    if picked.left.is_empty() {
        return line(out, format_args!("Nobody that the filter found.\n"));
    }
    for why in ExclusionReason::ALL.iter().copied() {
        let names: Vec<_> = picked.left.iter().filter(|one| one.why == why).collect();
        if names.is_empty() {
            continue;
        }
        line(out, format_args!("- {}: {}", why.words(), names.len()));
        for one in names {
            line(out, format_args!("  - {}: {}", escape_line(&one.name), escape_line(&one.says)));
        }
    }
    if picked.at_least {
        line(out, format_args!("- and more, that were not looked at"));
    }
    out.push('\n');
}

fn learned(out: &mut String, file: &CampaignDetail) {
    line(out, format_args!("## What we learned\n"));
    if !file.campaign.learned.trim().is_empty() {
        line(out, format_args!("{}\n", escape_line(&file.campaign.learned)));
    }
    for quote in file.quotes.iter().filter(|quote| !quote.words.trim().is_empty()) {
        line(out, format_args!("> {}\n>\n> {}\n", escape_line(&quote.words), quote_source(quote)));
    }
    // The rep's note only where their words are missing: what they said is not mixed with what was thought of it.
    let noted = file.quotes.iter().filter(|quote| quote.words.trim().is_empty() && !quote.note.trim().is_empty());
    for quote in noted {
        line(out, format_args!("- Noted after {}: {}", quote_source(quote), escape_line(&quote.note)));
    }
    if file.quotes.is_empty() && file.campaign.learned.trim().is_empty() {
        line(out, format_args!("Nothing was written down.\n"));
    }
}

fn quote_source(quote: &Quote) -> String {
    format!("{}, {}, {}", escape_line(&quote.contact), escape_line(&quote.account), date(quote.at.date_naive()))
}

fn write_remaining(out: &mut String, file: &CampaignDetail) {
    line(out, format_args!("\n## What remains\n"));
    let open: Vec<_> = file.members.iter().filter(|member| member.stage() != MemberStage::Reached).collect();
    if open.is_empty() {
        return line(out, format_args!("Nothing: somebody was reached at every account."));
    }
    for member in open {
        line(out, format_args!("- {}: {}", escape_line(&member.name), stage(member)));
    }
}

fn line(out: &mut String, content: std::fmt::Arguments<'_>) {
    out.push_str(&content.to_string());
    out.push('\n');
}

fn text_or_not_written(text: &str) -> String {
    if text.trim().is_empty() { "*not written*".to_owned() } else { escape_line(text) }
}

fn date(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::campaign::{Campaign, CampaignProgress, Exclusion, TargetSelection};

    fn file() -> CampaignDetail {
        let at = chrono::DateTime::parse_from_rfc3339("2026-03-10T09:00:00+01:00").unwrap();
        let quote = |words: &str| Quote {
            call: super::super::super::ids::CallId::default(),
            at,
            contact: "Ane | Lund".to_owned(),
            account: "Norvik".to_owned(),
            words: words.to_owned(),
            note: String::new(),
        };
        let left = |why, name: &str| Exclusion {
            account_id: super::super::super::ids::AccountId::default(),
            name: name.to_owned(),
            why,
            says: "resting until 4 May".to_owned(),
        };
        let members = vec![
            Member {
                name: "Norvik".to_owned(),
                impact: "Nine | halls".to_owned(),
                reached: 1,
                called: 1,
                ..Member::default()
            },
            Member { name: "Skagen".to_owned(), ..Member::default() },
        ];
        CampaignDetail {
            progress: CampaignProgress::of(&members, 1, 1),
            campaign: Campaign {
                name: "Lot rule\n# not a heading".to_owned(),
                shared_reason: "From May.".to_owned(),
                learned: "They fear the night.".to_owned(),
                closed_on: NaiveDate::from_ymd_opt(2026, 3, 12),
                picked: TargetSelection {
                    left: vec![left(ExclusionReason::Resting, "Halden")],
                    ..TargetSelection::default()
                },
                ..Campaign::default()
            },
            headline: "It is law".to_owned(),
            members,
            quotes: vec![quote("[Four](http://x) <b>hours</b>\n> ha")],
            draft: None,
        }
    }

    #[test]
    fn the_summary_says_who_was_in_who_was_out_the_figures_their_words_and_what_remains() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 12).unwrap();
        let found = markdown(&file(), today);
        for part in [
            "# Lot rule \\# not a heading\n",
            "Closed 12 Mar 2026.",
            "| reached | 1 of 2 |",
            "1 of 1: too few",
            "| Norvik | Nine \\| halls | reached |",
            "- resting: 1\n  - Halden: resting until 4 May",
            "They fear the night.",
            "> \\[Four\\](http://x) &lt;b&gt;hours&lt;/b&gt; &gt; ha\n>\n> Ane \\| Lund, Norvik, 10 Mar 2026",
            "## What remains\n\n- Skagen: no impact written",
        ] {
            assert!(found.contains(part), "{part}\n---\n{found}");
        }
    }
}
