//! The profile has a screen: rules are read, added, changed and removed there, and every account is judged anew.

use whynow::clock::Clock;
use whynow::domain::account::Account;
use whynow::domain::account::profile::Fit;
use whynow::domain::query::{AccountQuery, AccountSort};

use crate::support::desk::Desk;

fn norvik() -> Desk {
    let mut desk = Desk::empty();
    let account = Account { name: "Norvik Foods".into(), industry: Some("Food".into()), ..Account::default() };
    desk.store().save_account(&account).unwrap();
    desk.press("%");
    desk
}

fn fit(desk: &mut Desk) -> Fit {
    let now = desk.clock.now();
    let query = AccountQuery { filter: String::new(), sort: AccountSort::Name, fit: None, offset: 0, limit: 9 };
    desk.store().accounts(&query, now).unwrap().rows[0].fit
}

#[test]
fn a_rule_is_added_changed_and_removed_and_the_accounts_follow() {
    let mut desk = norvik();
    assert!(desk.screen(80, 24).contains("There is no profile yet"), "{}", desk.screen(80, 24));
    desk.press("nindustry<enter>Food, Logistics<enter>must<enter>");
    assert_eq!(fit(&mut desk), Fit::In, "{}", desk.screen(80, 24));
    assert!(desk.screen(80, 24).contains("in 1"), "{}", desk.screen(80, 24));
    desk.press("e<enter>");
    desk.press(&"<backspace>".repeat(20));
    desk.press("not Food<ctrl-s>");
    assert_eq!(fit(&mut desk), Fit::Out, "{}", desk.screen(80, 24));
    desk.press("u");
    assert_eq!(fit(&mut desk), Fit::In);
    desk.press("x");
    desk.type_in("remove");
    desk.press("<enter>");
    assert_eq!(fit(&mut desk), Fit::Unknown);
    assert!(desk.screen(80, 24).contains("There is no profile yet"), "{}", desk.screen(80, 24));
}

#[test]
fn a_rule_that_cannot_be_read_is_not_saved_and_says_which_part() {
    let mut desk = norvik();
    desk.press("nemployees<enter>many<enter>must<enter>");
    assert!(desk.screen(80, 24).contains("A number needs a range"), "{}", desk.screen(80, 24));
    assert_eq!(desk.store().profile().unwrap().rules, []);
    desk.press("<esc>");
    assert!(desk.screen(80, 24).contains("There is no profile yet"), "{}", desk.screen(80, 24));
}
