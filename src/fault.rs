//! What the system answers about files, in plain words.

use std::io;

/// Says why a file could not be read or written, without the number of the error: "the disk is full".
pub fn io_says(error: &io::Error) -> String {
    let known = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder",
        io::ErrorKind::PermissionDenied => "you have no right to; check its permissions and those of its folder",
        io::ErrorKind::ReadOnlyFilesystem => "that disk can only be read",
        io::ErrorKind::StorageFull => "the disk is full",
        io::ErrorKind::QuotaExceeded => "your share of the disk is used up",
        io::ErrorKind::FileTooLarge => "no file may become that large here",
        io::ErrorKind::NotADirectory => "a part of the path is a file and no folder",
        io::ErrorKind::IsADirectory => "it is a folder",
        io::ErrorKind::AlreadyExists => "it is there already",
        io::ErrorKind::InvalidFilename => "its name is too long",
        io::ErrorKind::ResourceBusy | io::ErrorKind::WouldBlock => "another program is using it",
        io::ErrorKind::TimedOut => "the disk or the network did not answer in time",
        _ => "",
    };
    // An error that was made with words of its own says more.
    if !known.is_empty() && error.get_ref().is_none() {
        return known.to_owned();
    }
    let said = error.to_string();
    said.rsplit_once(" (os error ").map_or(said.as_str(), |(words, _number)| words).to_owned()
}

/// Says one cause of an error.
pub fn cause_says(cause: &(dyn std::error::Error + 'static)) -> String {
    cause.downcast_ref::<io::Error>().map_or_else(|| cause.to_string(), io_says)
}

/// Says an error with its causes in one line: "calls.csv cannot be written: the disk is full".
pub fn chain_says(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain().map(cause_says) {
        if said.contains(&cause) {
            continue;
        }
        let between = if said.is_empty() { "" } else { ": " };
        said = format!("{}{between}{cause}", said.trim_end_matches('.'));
    }
    said
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn the_system_is_quoted_in_words_without_a_number() {
        for number in 1..134 {
            let said = io_says(&io::Error::from_raw_os_error(number));
            assert!(!said.is_empty() && !said.contains("os error"), "{number}: {said}");
        }
        assert_eq!(io_says(&io::Error::from_raw_os_error(28)), "the disk is full");
        assert_eq!(io_says(&io::Error::other("nobody writes into this pipe")), "nobody writes into this pipe");
    }

    #[test]
    fn a_chain_says_each_cause_once() {
        let full: anyhow::Result<()> = Err(io::Error::from_raw_os_error(28).into());
        let error = full.context("calls.csv cannot be written").unwrap_err();
        assert_eq!(chain_says(&error), "calls.csv cannot be written: the disk is full");
        assert_eq!(chain_says(&anyhow::anyhow!("gone").context("all is gone")), "all is gone");
    }
}
