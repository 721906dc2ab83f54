//! A campaign from the change to its summary, through the real runtime.

use crate::support::book::{drafts, next_undo};
use crate::support::desk::Desk;
use crate::support::permit;
use chrono::Duration;
use whynow::clock::Clock;
use whynow::domain::campaign::{CampaignDetail, ExclusionReason, MemberStage};
use whynow::domain::edit::LineChange;
use whynow::domain::ids::CampaignId;
use whynow::domain::plan::Plan;
use whynow::domain::query::CallQuery;
use whynow::job;

fn written(typed: &str) -> LineChange {
    LineChange { read: String::new(), typed: typed.into() }
}

/// In front of the tariff on salmon, which touches a whole industry.
fn before_start() -> Desk {
    let mut desk = Desk::sample();
    desk.press("3<tab>/tariff<enter>b");
    desk.press("e");
    desk.press(&"<backspace>".repeat(60));
    desk.type_in("Food");
    desk.press("<esc>");
    desk
}

/// The newest campaign.
fn newest(desk: &mut Desk) -> CampaignDetail {
    let id = desk.store().campaign_rows(0, 1).unwrap().rows[0].id;
    file(desk, id)
}

fn file(desk: &mut Desk, id: CampaignId) -> CampaignDetail {
    desk.store().campaign_file(id).unwrap().unwrap()
}

fn count(desk: &mut Desk) -> usize {
    desk.store().campaign_rows(0, 1).unwrap().total.n
}

/// The sample's campaign, on its screen.
fn lot_rule() -> Desk {
    let mut desk = Desk::sample();
    desk.press("B<enter>");
    desk
}

#[test]
fn a_change_of_an_industry_shows_whom_it_touches_before_anything_is_started() {
    let mut desk = before_start();
    let screen = desk.screen(120, 36);
    assert!(screen.contains("[In 15]") && screen.contains("15 in · left out: 1 outside the profile"), "{screen}");
    desk.press("<tab>");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Hedmark Bakeri") && screen.contains("employees: 46 is"), "{screen}");
    assert_eq!(count(&mut desk), 1, "nothing is started by looking");
}

#[test]
fn the_filter_counts_while_it_is_typed_and_says_what_it_cannot_read() {
    let mut desk = before_start();
    desk.press("e<enter>");
    desk.type_in("Norway");
    assert!(
        desk.screen(120, 36).contains("[Filter]") && desk.screen(120, 36).contains("In 3 "),
        "{}",
        desk.screen(120, 36)
    );
    desk.press("<enter>");
    desk.type_in("many");
    assert!(desk.screen(120, 36).contains("\"many\" is not a size."), "{}", desk.screen(120, 36));
    desk.press("<esc>b");
    assert!(desk.notice().contains("is not a size"), "{}", desk.notice());
    assert_eq!(count(&mut desk), 1);
}

#[test]
fn each_account_is_put_in_or_taken_out_by_a_key_and_that_is_kept_with_the_campaign() {
    let mut desk = before_start();
    desk.press("<space>");
    assert!(desk.screen(120, 36).contains("[In 14]"), "{}", desk.screen(120, 36));
    desk.press("<tab>");
    assert!(desk.screen(120, 36).contains("taken out by hand"), "{}", desk.screen(120, 36));
    // Hedmark stands behind or before the one taken out; find it, and put it in.
    let left = desk.screen(120, 36);
    let lines: Vec<&str> =
        left.lines().filter(|line| line.contains("taken out by hand") || line.contains("Hedmark")).collect();
    let at = lines.iter().position(|line| line.contains("Hedmark")).unwrap();
    desk.press(&"j".repeat(at));
    desk.press("<space>");
    desk.press("b");
    let started = newest(&mut desk);
    assert!(started.members.iter().any(|member| member.name == "Hedmark Bakeri"));
    assert_eq!(started.members.len(), 15);
    let left: Vec<ExclusionReason> = started.campaign.picked.left.iter().map(|one| one.why).collect();
    assert_eq!(left, [ExclusionReason::TakenOut]);
    assert_eq!((started.campaign.picked.put_in.len(), started.campaign.picked.taken_out.len()), (1, 1));
}

#[test]
fn the_filter_begins_with_the_trades_of_those_the_change_is_known_to_touch() {
    let mut desk = Desk::sample();
    desk.press("3<tab>/tariff<enter>b");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("[In 3]") && screen.contains("Fjordline") && !screen.contains("Oberland"), "{screen}");
}

#[test]
fn starting_is_one_undo_and_an_account_is_touched_once_its_line_is_written() {
    let mut desk = before_start();
    let touched = |desk: &mut Desk, file: &CampaignDetail| {
        let now = desk.clock.now();
        let id = file.campaign.trigger.unwrap();
        desk.store().trigger_file(id, now).unwrap().unwrap().accounts.len()
    };
    desk.press("b");
    assert_eq!(count(&mut desk), 2, "{}", desk.notice());
    let started = newest(&mut desk);
    let before = touched(&mut desk, &started);
    assert!(before < started.members.len(), "{before}");
    desk.press("u");
    assert_eq!(count(&mut desk), 1, "{}", desk.notice());
    desk.press("U");
    assert_eq!(count(&mut desk), 2, "{}", desk.notice());
    let dairy = started.members.iter().find(|member| member.name.starts_with("Oberland")).unwrap().account_id;
    let line = written("Their smoked-salmon cheese doubles in price.");
    desk.store().set_impact(started.campaign.id, dairy, &line).unwrap();
    assert_eq!(touched(&mut desk, &started), before + 1);
    desk.press("3b");
    assert!(desk.notice().contains("has a campaign already"), "{}", desk.notice());
}

#[test]
fn what_was_typed_before_the_start_comes_back() {
    let mut desk = before_start();
    desk.press("e<enter>");
    desk.type_in("Norway");
    desk.wait(Duration::seconds(3));
    desk.press("<esc><esc>b");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("[In 3]") && screen.contains("Norway"), "{screen}");
    desk.press("b");
    assert!(!drafts(desk.store().path()).iter().any(|(key, _)| key.starts_with("campaign-start")));
}

#[test]
fn one_company_s_change_makes_no_campaign_and_says_why() {
    let mut desk = Desk::sample();
    desk.press("3b");
    assert!(desk.notice().contains("one company's"), "{}", desk.notice());
}

#[test]
fn impact_lines_are_written_one_after_the_other_each_its_own_undo() {
    let mut desk = before_start();
    desk.press("b");
    desk.press("N");
    desk.type_in("Nine tours a week");
    desk.press("<enter>");
    desk.type_in("Two halls");
    desk.press("<esc>");
    let written = newest(&mut desk);
    assert_eq!(written.progress.with_impact, 2);
    let lines: Vec<&str> =
        written.members.iter().map(|member| member.impact.as_str()).filter(|line| !line.is_empty()).collect();
    assert_eq!(lines, ["Nine tours a week", "Two halls"]);
    desk.press("u");
    assert_eq!(newest(&mut desk).progress.with_impact, 1, "{}", desk.notice());
}

#[test]
fn a_line_that_was_not_finished_comes_back() {
    let mut desk = lot_rule();
    desk.press("N");
    desk.type_in("Half a li");
    desk.wait(Duration::seconds(3));
    assert!(drafts(desk.store().path()).iter().any(|(_, body)| body.contains("Half a li")));
    // The next window, as after a crash.
    let now = desk.clock.now();
    let app = whynow::tui::app::App::new(
        crate::support::desk::rules(),
        whynow::tui::message::keymap::Keymap::default(),
        now,
        (120, 36),
    );
    desk.app = app;
    desk.send(whynow::tui::message::msg::Msg::Start);
    desk.press("B<enter>");
    assert!(desk.screen(120, 36).contains("Half a li"), "{}", desk.screen(120, 36));
    desk.press("<enter>");
    assert!(!drafts(desk.store().path()).iter().any(|(key, _)| key.starts_with("campaign:")));
    assert!(newest(&mut desk).members.iter().any(|member| member.impact == "Half a li"));
}

/// A plan that lacks nothing but what the campaign says.
fn whole(plan: &Plan) -> Plan {
    Plan {
        opener: "Camille, from 19 May each lot of cheese needs its temperatures within four hours, on paper no more. Three cheeses \
                 move from Grenoble next month. You can have the inspectors' eight questions. Would seven minutes be all right, \
                 to see which of the three it meets first?"
            .into(),
        why_not_later: "In six months the rule has bitten.".into(),
        purpose: "See which cheese it meets first.".into(),
        value: "The inspectors' eight questions, to keep.".into(),
        ..plan.clone()
    }
}

#[test]
fn an_account_without_a_line_is_not_ready_and_what_its_plan_says_becomes_the_line() {
    let mut desk = lot_rule();
    let lot_rule = newest(&mut desk);
    let member = lot_rule.members.iter().find(|member| member.stage() == MemberStage::NoImpact).unwrap().clone();
    let now = desk.clock.now();
    let whom = desk.store().whom_to_call(lot_rule.campaign.id, member.account_id, now.date()).unwrap()[0].contact_id;
    let blank = desk.store().plan_file_in(whom, Some(lot_rule.campaign.id), now).unwrap();
    assert_eq!(blank.plan.campaign, Some(lot_rule.campaign.id));
    assert_eq!(blank.plan.triggers.first(), lot_rule.campaign.trigger.as_ref());
    assert_eq!(blank.plan.why_not_later, lot_rule.campaign.shared_reason);
    let missing =
        |desk: &mut Desk| newest(desk).members.iter().find(|one| one.account_id == member.account_id).unwrap().clone();

    let plan = whole(&blank.plan);
    desk.store().save_plan(&plan).unwrap();
    let without = missing(&mut desk);
    assert_eq!(without.stage(), MemberStage::NoImpact);
    let lacked = without.plan.unwrap().0.missing;
    desk.store().save_plan(&Plan { impact: lot_rule.campaign.shared_reason.clone(), ..plan.clone() }).unwrap();
    assert_eq!(missing(&mut desk).plan.unwrap().0.missing, lacked, "the shared reason is no impact");

    desk.store().save_plan(&plan).unwrap();
    let line = written("Three cheeses move by night.");
    desk.store().set_impact(lot_rule.campaign.id, member.account_id, &line).unwrap();
    let with = missing(&mut desk);
    assert_eq!(with.impact, "Three cheeses move by night.");
    assert_eq!(with.plan.unwrap().0.missing, lacked - 1, "the line enters the plan that waits for it");
    desk.store().undo().unwrap();
    assert_eq!(missing(&mut desk).plan.unwrap().0.missing, lacked, "undo says anew what the plan lacks");

    desk.store().save_plan(&Plan { impact: "Three cheeses move by day.".into(), ..plan }).unwrap();
    let taught = missing(&mut desk);
    assert_eq!(taught.impact, "Three cheeses move by day.");
    assert_eq!(taught.plan.unwrap().0.missing, lacked - 1);
}

#[test]
fn the_plan_screen_names_the_account_that_has_no_impact_and_shows_what_was_learned() {
    let mut desk = lot_rule();
    desk.press("jjjp");
    if desk.screen(120, 36).contains("Whom to call at") {
        desk.press("<enter>");
    }
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Plan > Laiteries du Vercors"), "{screen}");
    assert!(
        screen.contains("What does this change mean") && screen.contains("campaign's own line is not an"),
        "{screen}"
    );
    assert!(screen.contains("Learned in Lot rule"), "{screen}");
}

#[test]
fn a_call_from_a_campaign_belongs_to_it_and_its_words_lead_what_was_learned() {
    let mut desk = lot_rule();
    let before = newest(&mut desk).progress;
    desk.press("jjjp");
    if desk.screen(120, 36).contains("Whom to call at") {
        desk.press("<enter>");
    }
    desk.type_in("Words of an opener");
    desk.press("<ctrl-s>");
    desk.press("<f4>");
    if desk.app.call().is_none() {
        desk.press("<enter>");
    }
    desk.wait(Duration::seconds(200));
    desk.press("<f4>yi<enter>");
    assert!(desk.notice().starts_with("Logged"), "{}", desk.notice());
    let call = desk.store().calls(&CallQuery { limit: 1, ..CallQuery::default() }).unwrap().rows.remove(0);
    assert_eq!(call.account, "Laiteries du Vercors");
    let after = newest(&mut desk).progress;
    assert_eq!((after.called, after.reached, after.asked), (before.called + 1, before.reached + 1, before.asked + 1));
    desk.press("<esc>");
    if next_undo(desk.store()).unwrap().starts_with("logged") {
        desk.press("u");
    }
    assert_eq!(newest(&mut desk).progress.called, before.called, "{}", desk.notice());
}

#[test]
fn their_words_lead_what_was_learned_and_stand_beside_the_next_plan() {
    let mut desk = lot_rule();
    let (found, now) = (newest(&mut desk), desk.clock.now());
    let (id, norvik) =
        (found.campaign.id, found.members.iter().find(|one| one.name == "Norvik Foods").unwrap().account_id);
    let whom = desk.store().whom_to_call(id, norvik, now.date()).unwrap().last().unwrap().contact_id;
    let plan = desk.store().plan_file_in(whom, Some(id), now).unwrap().plan;
    assert_eq!(plan.impact, "Own-label lots change hands three times before the shelf; each hand needs the record.");
    desk.store().save_plan(&plan).unwrap();
    let mut call = desk.store().log_start(whom, now).unwrap().call;
    assert_eq!(call.campaign, Some(id), "the plan's campaign goes with the call");
    call.words = "Our third hand is the haulier.".into();
    call.reach = whynow::domain::call::Reach::Connected;
    call.outcome = Some(whynow::domain::call::Outcome::UsefulNoStep);
    call.verdict = Some(whynow::domain::call::Verdict::WellSpent);
    call.source = Some(whynow::domain::call::VerdictSource::SaidWhenAsked);
    desk.store().log_call(&call).unwrap();
    assert_eq!(newest(&mut desk).quotes[0].words, "Our third hand is the haulier.");
    let vercors = found.members.iter().find(|one| one.name.starts_with("Laiteries")).unwrap().account_id;
    let next = desk.store().whom_to_call(id, vercors, now.date()).unwrap()[0].contact_id;
    let beside = desk.store().plan_file_in(next, Some(id), now).unwrap().campaign.unwrap();
    assert_eq!((beside.quotes[0].account.as_str(), beside.quotes.len()), ("Norvik Foods", 5));
}

#[test]
fn a_lesson_of_one_s_own_is_typed_where_it_is_read() {
    let mut desk = lot_rule();
    desk.press("<tab>e");
    desk.type_in(" Call before ten.");
    desk.press("<ctrl-s>");
    assert!(newest(&mut desk).campaign.learned.ends_with("leave them there. Call before ten."));
    desk.press("u");
    assert!(newest(&mut desk).campaign.learned.ends_with("leave them there."));
}

#[test]
fn a_closed_campaign_is_only_read_says_so_and_opens_again_by_undo() {
    let mut desk = lot_rule();
    desk.press("X");
    assert!(newest(&mut desk).campaign.closed);
    desk.press("e");
    assert!(desk.notice().contains("was closed on 12 Mar 2026 and can only be read"), "{}", desk.notice());
    let closed = newest(&mut desk);
    let account = closed.members[0].account_id;
    let refused = desk.store().set_impact(closed.campaign.id, account, &written("new")).unwrap_err().to_string();
    assert!(refused.contains("is closed and can only be read"), "{refused}");
    desk.press("u");
    assert!(!newest(&mut desk).campaign.closed, "{}", desk.notice());
    desk.press("e");
    assert!(desk.screen(120, 36).contains("What does this change mean for them?"));
}

#[test]
fn the_summary_goes_to_a_file_whole() {
    let mut desk = lot_rule();
    desk.press("X");
    let (closed, today) = (newest(&mut desk), desk.clock.now().date());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lot.md");
    job::export::campaign_summary::write_summary(desk.store(), closed.campaign.id, Some(&path), &permit(), today)
        .unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    for part in [
        "# Lot rule\n",
        "Closed 12 Mar 2026.",
        "| called | 7 of 9 |",
        "6 of 7: too few",
        "- outside the profile: 1\n  - Hedmark Bakeri",
        "Oberland Käserei",
        "## What remains\n\n- Laiteries du Vercors: no impact written",
    ] {
        assert!(text.contains(part), "{part}\n---\n{text}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no half file is left");
}

#[test]
fn an_empty_book_says_how_a_campaign_comes_about() {
    let mut desk = Desk::empty();
    desk.press("B");
    assert!(desk.screen(60, 16).contains("b on one of them"), "{}", desk.screen(60, 16));
}

#[test]
fn tab_in_a_campaign_s_fields_goes_to_the_next_and_what_is_typed_stays_text() {
    let mut desk = Desk::sample();
    desk.press("3a<tab>/tariff<enter>b");
    let last = desk.store().last_change().unwrap();
    assert!(last.is_some(), "{}", desk.notice());
    desk.press("e");
    for _ in 0..16 {
        desk.press("<tab>");
        desk.type_in("u");
        assert!(desk.screen(120, 36).contains("TEXT"), "{}", desk.screen(120, 36));
    }
    desk.press("<backtab><esc>");
    assert!(desk.screen(120, 36).contains("NAV"));
    assert_eq!(desk.store().last_change().unwrap(), last);
}

#[test]
fn tab_goes_round_the_lines_of_a_campaign_and_stays_in_the_lesson() {
    let mut desk = lot_rule();
    let members = newest(&mut desk).members.len();
    desk.press("e");
    for _ in 0..=members {
        desk.press("<tab>");
        assert!(desk.screen(120, 36).contains("What does this change mean for them?"), "{}", desk.screen(120, 36));
    }
    desk.press("<backtab><backtab>");
    assert!(desk.screen(120, 36).contains("What does this change mean for them?"), "{}", desk.screen(120, 36));
    desk.press("<esc><tab>e<tab>u");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("TEXT"), "{screen}");
    assert_eq!(newest(&mut desk).members.len(), members);
}
