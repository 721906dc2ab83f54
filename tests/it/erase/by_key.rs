//! An erasure on the screens: a key on the person's page, what goes, the name typed.

use whynow::clock::Clock;

use crate::support::desk::Desk;

#[test]
fn a_key_on_the_page_shows_what_goes_and_erases_once_the_name_is_typed() {
    let mut desk = Desk::sample();
    let now = desk.clock.now();
    let whom = desk.store().people_called("Ane Lund").unwrap().remove(0);
    let promises = desk.store().today(now, 0, 1).unwrap().promises.len();
    desk.press("f");
    desk.type_in("Ane Lund");
    desk.press("<enter>");
    if !desk.screen(120, 36).contains("> Ane Lund") {
        desk.press(";");
    }
    desk.press("#");
    let asked = desk.screen(120, 36);
    assert!(asked.contains("Erase Ane Lund?") && asked.contains("Goes for good: 1 person"), "{promises}\n{asked}");
    desk.type_in("Ane");
    desk.press("<enter>");
    assert!(desk.screen(120, 36).contains("That is not their name"), "{}", desk.screen(120, 36));
    assert!(desk.store().contact(whom.id).unwrap().is_some());
    desk.type_in(" Lund");
    desk.press("<enter>");
    assert!(desk.notice().starts_with("Erased."), "{}", desk.notice());
    assert!(desk.store().contact(whom.id).unwrap().is_none());
    assert!(desk.screen(120, 36).contains("not in the book any more"), "{}", desk.screen(120, 36));
    assert_eq!(desk.store().verify().unwrap(), [""; 0]);
}
