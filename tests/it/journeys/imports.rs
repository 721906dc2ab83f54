//! Files and shared books: looked at, taken in, taken back.

use whynow::tui::message::msg::Msg;

use crate::support::desk::Desk;
use crate::support::permit;

#[test]
fn a_file_is_previewed_imported_and_taken_back_by_one_undo() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("accounts.csv");
    std::fs::write(&file, "Name;Stadt;Branche\nBrüder Šťastní;Brno;Logistik\n;;\nHalden;Oslo;Food\n").unwrap();
    let mut desk = Desk::empty();
    desk.press("I");
    desk.send(Msg::Paste(file.display().to_string()));
    desk.press("<enter>");
    let preview = desk.screen(120, 36);
    assert!(preview.contains("2 new") && preview.contains("Nothing is kept yet"), "{preview}");
    let total = |desk: &mut Desk| desk.store().find_account("Halden").unwrap().len();
    assert_eq!(total(&mut desk), 0, "a preview keeps nothing");
    desk.press("<enter>");
    assert_eq!(total(&mut desk), 1, "{}", desk.screen(120, 36));
    desk.press("u");
    assert_eq!(total(&mut desk), 0, "u takes it back where the screen says so: {}", desk.notice());
    assert!(!desk.screen(120, 36).contains("Done."), "what was taken back is not shown as done");
}

#[test]
fn a_shared_book_is_previewed_merged_and_taken_back_by_one_undo() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("from-mia.db");
    let mut mia = Desk::sample();
    whynow::job::bundle::share(mia.store(), None, &file, None, &permit()).unwrap();
    let mut desk = Desk::empty();
    desk.press("I");
    desk.send(Msg::Paste(file.display().to_string()));
    desk.press("<enter>");
    let preview = desk.screen(120, 36);
    assert!(preview.contains("A bundle: 967 new") && preview.contains("Nothing is kept yet"), "{preview}");
    let total = |desk: &mut Desk| desk.store().find_account("Halden").unwrap().len();
    let there = total(&mut mia);
    assert_eq!(total(&mut desk), 0, "a preview keeps nothing");
    desk.press("<enter>");
    assert_eq!(total(&mut desk), there, "{}", desk.screen(120, 36));
    desk.press("<enter>u");
    assert_eq!(total(&mut desk), 0, "{}", desk.notice());
}

#[test]
fn the_screen_reads_a_file_as_the_command_line_does() {
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for (file, format) in [
        ("feeds/atom-1.0-base.xml", "Atom"),
        ("feeds/rss-0.92.xml", "RSS"),
        ("feeds/rdf-1.0.xml", "RSS"),
        ("sec-usgaap-50items.rss", "RSS"),
        ("sec-8k-2025-12-12.atom", "Atom"),
        ("influxdata-blog.jsonfeed.json", "JSON Feed"),
        ("cards/fullcontact-v4.vcf", "vCard"),
        ("cards/outlook-2003.vcf", "vCard"),
        ("cards/outlook-meeting.ics", "iCalendar"),
        ("sp500-2025-03-17.csv", "CSV, comma"),
    ] {
        let mut desk = Desk::empty();
        desk.press("I");
        desk.send(Msg::Paste(data.join(file).display().to_string()));
        desk.press("<enter>");
        let screen = desk.screen(120, 36);
        assert!(screen.contains(format), "{file}: {screen}");
        let is_table = file.ends_with(".csv");
        assert_eq!(screen.contains("CSV") || screen.contains("semicolon"), is_table, "{file}: {screen}");
        assert_eq!(screen.contains("Ctrl-L columns"), is_table, "{file}: {screen}");
        desk.press("<ctrl-l>");
        assert_eq!(desk.notice().contains("it has no columns"), !is_table, "{file}: {}", desk.notice());
    }
}
