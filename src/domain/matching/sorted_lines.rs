//! Looks a line up in a shipped table whose lines are in the order of their bytes, without reading all of it: a short list of
//! companies is imported in the time that ten thousand lines take to be put into a set.

/// Returns true if a table has a line made of these two parts. Lines at its top that begin with `#` are remarks.
pub(super) fn has_line(table: &str, before: &str, line: &str) -> bool {
    let mut rest = table.trim_end_matches('\n');
    while let Some(next) = rest.strip_prefix('#') {
        rest = next.split_once('\n').map_or("", |(_, rest)| rest);
    }
    while !rest.is_empty() {
        let middle = rest.len() / 2;
        let bytes = rest.as_bytes();
        let start = bytes.iter().take(middle).rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let end = bytes.iter().skip(start).position(|byte| *byte == b'\n').map_or(rest.len(), |at| start + at);
        let here = rest.get(start..end).unwrap_or_default();
        match before.bytes().chain(line.bytes()).cmp(here.bytes()) {
            std::cmp::Ordering::Less => rest = rest.get(..start.saturating_sub(1)).unwrap_or_default(),
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Greater => rest = rest.get(end + 1..).unwrap_or_default(),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_a_table_is_found_and_no_other() {
        for table in [
            include_str!("../../../assets/public_suffixes.txt"),
            include_str!("../../../assets/mail_hosts.txt"),
            "# remark\nb\nd\nf",
            "",
        ] {
            let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
            assert!(lines.is_sorted(), "its order is that of its bytes");
            for line in &lines {
                assert!(has_line(table, "", line), "{line}");
                assert!(!has_line(table, "", &format!("{line}-")) && !has_line(table, "-", line), "{line}");
            }
            assert!(!has_line(table, "", "") && !has_line(table, "", "zz~") && !has_line(table, "", "a a"));
        }
        assert!(has_line("!www.ck\n*.ck", "*.", "ck") && has_line("!www.ck\n*.ck", "!", "www.ck"));
    }
}
