//! The page in a real headless Chromium: what a manager sees, and what never happens. `.ci/run` installs it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use super::sample::{HOSTILE, report};
use crate::support::skip;

/// A scratch folder with a page in it.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// Nothing where there is no browser.
    fn new(page: &str) -> Option<Desk> {
        if Command::new("chromium").arg("--version").output().is_err() {
            skip("the report in a browser", "there is no chromium here");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("report.html"), page).unwrap();
        Some(Desk { folder })
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn chromium(&self, what: &[&str]) -> Output {
        let page = format!("file://{}", self.path("report.html"));
        let profile = format!("--user-data-dir={}", self.path("profile"));
        let net = format!("--log-net-log={}", self.path("net.json"));
        Command::new("chromium")
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr"])
            .args(["--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=2000", "--disable-component-update"])
            .args([profile.as_str(), net.as_str()])
            .args(what)
            .arg(page)
            .output()
            .unwrap()
    }

    /// The document after its script ran, and what stood on the console.
    fn shown(&self) -> (String, Vec<String>) {
        let output = self.chromium(&["--dump-dom"]);
        let log = String::from_utf8_lossy(&output.stderr).into_owned();
        let console = log.lines().filter(|line| line.contains("CONSOLE")).map(str::to_owned).collect();
        (String::from_utf8(output.stdout).unwrap(), console)
    }

    /// Addresses that the page asked for. What the browser asks for on its own account has no page behind it.
    fn asked_for(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.path("net.json")).unwrap();
        let log: Value = serde_json::from_str(&text).unwrap();
        let start = &log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"];
        assert!(start.is_number(), "the log names its events");
        let events = log["events"].as_array().unwrap().iter().filter(|event| event["type"] == *start);
        let params = events.map(|event| &event["params"]);
        let of_the_page = params.filter(|params| params["initiator"].as_str().is_some_and(|by| by != "not an origin"));
        of_the_page.filter_map(|params| params["url"].as_str().map(str::to_owned)).collect()
    }
}

/// The page with a script of the test's own at its end, let in by a nonce.
fn with_script(page: &str, script: &str) -> String {
    let page = page.replace("script-src &#x27;sha256-", "script-src &#x27;nonce-test&#x27; &#x27;sha256-");
    assert!(page.contains("nonce-test"), "the policy stands where the test looks for it");
    page.replace("</body>", &format!("<script nonce=\"test\">{script}</script></body>"))
}

/// The first cells of the table with this class, in their order.
fn names(dom: &str, class: &str) -> Vec<String> {
    let table = dom.split(&format!("<table class=\"{class}\">")).nth(1).unwrap();
    let body = table.split("</table>").next().unwrap().split("<tbody>").nth(1).unwrap();
    body.split("<th scope=\"row\"").skip(1).map(|cell| cell.split(['>', '<']).nth(1).unwrap().to_owned()).collect()
}

#[test]
fn the_page_opens_without_an_error_asks_for_nothing_and_shows_hostile_names_as_text() {
    let Some(desk) = Desk::new(&report().html().unwrap()) else { return };
    let (dom, console) = desk.shown();
    assert_eq!(console, Vec::<String>::new());
    assert_eq!(desk.asked_for(), Vec::<String>::new());
    for title in ["Well spent, by rep", "Well spent, by minutes used", "Well spent, by hour of day", "were asked"] {
        assert!(dom.contains(title), "no chart says \"{title}\"");
    }
    assert!(dom.matches("<svg class=\"chart\" role=\"img\"").count() >= 6, "charts are missing");
    assert_eq!(dom.matches("<script").count(), 1, "a name became a script");
    assert_eq!(dom.matches("<style").count(), 1);
    assert!(!dom.contains("<img") && !dom.contains(" onload=\"") && !dom.contains("href=\"javascript"), "{HOSTILE:?}");
    assert!(dom.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && dom.contains("{{ 7 * 7 }}"));
    assert!(!dom.contains('\u{202e}') && !dom.contains('\u{2066}'));
}

#[test]
fn a_script_that_is_not_the_pages_own_is_refused_and_a_request_is_seen() {
    let page = report().html().unwrap();
    let smuggled = "<img src=\"http://evil.example/x.png\"><script>document.title = 'driven'</script></main>";
    let Some(desk) = Desk::new(&page.replace("</main>", smuggled)) else { return };
    let (dom, console) = desk.shown();
    assert!(!dom.contains("driven</title>"));
    assert!(console.iter().any(|line| line.contains("script-src")), "{console:?}");
    assert!(console.iter().any(|line| line.contains("evil.example")), "{console:?}");
    let open = page.split("<meta http-equiv").next().unwrap().to_owned() + "</head><img src=\"http://evil.example/x\">";
    let Some(desk) = Desk::new(&open) else { return };
    drop(desk.shown());
    assert_eq!(desk.asked_for(), ["http://evil.example/x"], "this test would see a request");
}

#[test]
fn a_press_on_a_head_sorts_a_second_turns_it_round_and_what_has_no_share_stays_last() {
    let page = report().html().unwrap();
    let Some(desk) = Desk::new(&page) else { return };
    let (before, _) = desk.shown();
    let press = "const head = [...document.querySelectorAll('section.part-groups table')].at(-1).tHead.rows[0];";
    let sorted = |column: usize, times: usize| {
        let script =
            format!("{press} for (let n = 0; n < {times}; n++) head.cells[{column}].querySelector('button').click();");
        std::fs::write(desk.path("report.html"), with_script(&page, &script)).unwrap();
        let (dom, console) = desk.shown();
        assert_eq!(console, Vec::<String>::new());
        dom
    };
    let kinds = |dom: &str| {
        let groups = dom.split("id=\"by-kind\"").nth(1).unwrap();
        names(groups, "groups")
    };
    assert_eq!(kinds(&before)[7..], ["Funding", "no trigger"]);
    let falling = sorted(1, 1);
    assert_eq!((kinds(&falling)[0].as_str(), kinds(&falling)[8].as_str()), ("Funding", "no trigger"));
    assert!(falling.contains(" aria-sort=\"descending\"") && !falling.contains(" aria-sort=\"ascending\""));
    let rising = sorted(1, 2);
    assert_eq!((kinds(&rising)[7].as_str(), kinds(&rising)[8].as_str()), ("Funding", "no trigger"));
    assert!(rising.contains(" aria-sort=\"ascending\""));
    let by_name = kinds(&sorted(0, 1));
    assert!(by_name.iter().position(|name| name == "Funding") < by_name.iter().position(|name| name == "no trigger"));
    let reps = before.split("id=\"by-rep\"").nth(1).unwrap().split("<tbody>").next().unwrap();
    assert_eq!(reps.matches("<button").count(), 1, "reps are found by name, never ranked by a figure");
}

#[test]
fn the_page_prints() {
    let Some(desk) = Desk::new(&report().html().unwrap()) else { return };
    let pdf = desk.path("report.pdf");
    desk.chromium(&[&format!("--print-to-pdf={pdf}"), "--no-pdf-header-footer"]);
    let bytes = std::fs::read(Path::new(&pdf)).unwrap();
    assert!(bytes.starts_with(b"%PDF") && bytes.len() > 1_000, "{} bytes", bytes.len());
    let text = String::from_utf8_lossy(&bytes);
    let pages = text.matches("/Type /Page").count() - text.matches("/Type /Pages").count();
    assert!(pages > 1, "{pages} pages");
}
