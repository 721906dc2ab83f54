//! A morning: from a feed to five plans that are ready, with the keyboard alone.

use whynow::domain::account::{Account, Contact};
use whynow::domain::query::{Tray, TriggerQuery};

use super::feeds::desk;
use crate::support::desk::Desk;
use crate::support::server::{Server, rss};

/// A company in the news, whom to call there, and what a rep writes down about it in four lines.
struct Morning {
    company: &'static str,
    person: &'static str,
    headline: &'static str,
    impact: &'static str,
    why_not_later: &'static str,
    purpose: &'static str,
    value: &'static str,
}

const FIVE: [Morning; 5] = [
    Morning {
        company: "Norvik Foods",
        person: "Ane Lund",
        headline: "Norvik Foods opens a second plant in Bergen",
        impact: "your planners work from two stock lists until Easter",
        why_not_later: "the budget for it closes on 31 March",
        purpose: "to compare how two dairies merged theirs",
        value: "a page of notes from two dairies that merged theirs",
    },
    Morning {
        company: "Halden Logistics",
        person: "Patrick Osei",
        headline: "Halden Logistics appoints Patrick Osei as head of operations",
        impact: "your first hundred days decide which depots keep their night shift",
        why_not_later: "the new rota is fixed on 1 April",
        purpose: "to see which depot would feel it first",
        value: "the rota sheet of a haulier of your size",
    },
    Morning {
        company: "Brandt Polymers",
        person: "Julia Ruiz",
        headline: "Brandt Polymers recalls two batches of film",
        impact: "your plant in Worms places every pallet of it by hand",
        why_not_later: "what is not placed by Friday is scrapped",
        purpose: "to agree which pallets to place first",
        value: "a lot map you can fill in at the line",
    },
    Morning {
        company: "Kvarnby Mejeri",
        person: "Elin Berg",
        headline: "Kvarnby Mejeri acquires Lunda Ysteri",
        impact: "you run two recipe books until the dairies share one",
        why_not_later: "the first joint audit is in May",
        purpose: "to see where the two books differ most",
        value: "a list of the forty fields that usually differ",
    },
    Morning {
        company: "Aarup Pharma",
        person: "Mette Holm",
        headline: "Aarup Pharma cuts 40 jobs in its night shift",
        impact: "your release team signs the same lots with fewer hands",
        why_not_later: "the first short-handed month is April",
        purpose: "to see which checks could move to the day",
        value: "a page on how one plant moved nine checks",
    },
];

fn book_of(desk: &mut Desk) {
    for one in &FIVE {
        let store = desk.store();
        let account_id = store.save_account(&Account { name: one.company.into(), ..Account::default() }).unwrap();
        let contact = Contact { account_id, name: one.person.into(), ..Contact::default() };
        store.save_contact(&contact).unwrap();
    }
}

/// Writes the plan that is in front: four lines and the minutes, the opener drafted from them, saved.
fn write_plan(desk: &mut Desk, one: &Morning) {
    for line in [one.impact, one.why_not_later, one.purpose, one.value] {
        desk.press("<tab>");
        desk.type_in(line);
    }
    desk.press("<tab><tab><tab>6<f9><ctrl-s>");
}

#[test]
fn a_rep_comes_from_a_feed_to_five_ready_plans_with_the_keyboard_alone() {
    let items: Vec<(&str, &str, &str)> =
        FIVE.iter().map(|one| (one.company, one.headline, "Tue, 10 Mar 2026 08:00:00 GMT")).collect();
    let server = Server::giving("200 OK", rss(&items));
    let mut desk = desk();
    book_of(&mut desk);
    desk.press("3Wn");
    desk.type_in(&server.at("/news.xml"));
    desk.press("<enter>F");
    assert!(desk.notice().contains("5 of the new ones linked"), "{}", desk.notice());
    desk.press("<esc>Ma");
    let now = whynow::clock::Clock::now(desk.clock.as_ref());
    let kept = TriggerQuery { tray: Tray::Kept, filter: String::new(), offset: 0, limit: 10 };
    assert_eq!(desk.store().triggers(&kept, now).unwrap().total.n, 5, "{}", desk.screen(120, 36));
    for _ in &FIVE {
        desk.press("1g");
        let today = desk.store().today(now, 0, 10).unwrap();
        let open = today.people.rows.iter().position(|row| row.plan.is_none()).unwrap();
        let row = &today.people.rows[open];
        let one = FIVE.iter().find(|one| one.company == row.account).unwrap();
        desk.press(&"j".repeat(open));
        desk.press("p");
        write_plan(&mut desk, one);
        assert!(desk.notice().contains("Ready"), "{}: {}\n{}", one.company, desk.notice(), desk.screen(120, 36));
        desk.press("<esc>");
    }
    let today = desk.store().today(now, 0, 10).unwrap();
    let plans: Vec<String> =
        today.people.rows.iter().map(|row| row.plan.map_or("no plan".into(), |plan| plan.says())).collect();
    assert!(plans.len() == 5 && plans.iter().all(|plan| plan.starts_with("plan ready")), "{plans:?}");
}
