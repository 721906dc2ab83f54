//! The person's browser, for links that they ask to open.

use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use crate::domain::trigger::web_link::web_link;
use crate::fault::io_says;

/// The program that opens a page where `$BROWSER` names none.
const OPENER: &str = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };

/// Starts `$BROWSER`, or the desktop's own opener, on a web page and leaves it to itself. The error is a sentence.
pub(in crate::tui) fn open(address: &str) -> Result<(), String> {
    let address = web_link(address).map_err(|why| format!("Not opened: {why}."))?;
    let words = words_of(std::env::var("BROWSER").ok().as_deref(), address);
    let (program, arguments) = words.split_first().expect("there is always a program");
    // No shell reads any of it. In a group of its own, so that Ctrl-C here does not end it.
    let started = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn();
    let mut child = started.map_err(|error| {
        format!("\"{program}\" did not start: {}. Set $BROWSER; y copies the link instead.", io_says(&error))
    })?;
    // Waited for, or it would stay in the process table until we end.
    std::thread::spawn(move || drop(child.wait()));
    Ok(())
}

/// The program with its arguments: the first of `$BROWSER`'s programs, which `:` parts, with the address in the place of
/// `%s` or at the end.
fn words_of(browser: Option<&str>, address: &str) -> Vec<String> {
    let first = browser.and_then(|value| value.split(':').find(|program| !program.trim().is_empty()));
    let mut words: Vec<String> = first.unwrap_or(OPENER).split_whitespace().map(str::to_owned).collect();
    let placed = words.iter().skip(1).any(|word| word.contains("%s"));
    for word in words.iter_mut().skip(1) {
        *word = word.replace("%s", address);
    }
    if !placed {
        words.push(address.to_owned());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_is_a_program_with_words_and_never_a_shell_line() {
        let page = "https://news.example/$(touch x);y";
        for (browser, words) in [
            (None, vec![OPENER, page]),
            (Some(""), vec![OPENER, page]),
            (Some("firefox"), vec!["firefox", page]),
            (Some("firefox --new-tab:lynx"), vec!["firefox", "--new-tab", page]),
            (Some("chromium --app=%s"), vec!["chromium", "--app=https://news.example/$(touch x);y"]),
        ] {
            assert_eq!(words_of(browser, page), words, "{browser:?}");
        }
        assert!(open("file:///etc/passwd").is_err());
    }
}
