//! Addresses of files, as file managers and browsers put them on the clipboard.

/// Returns the path of an address such as `file:///home/ann/My%20list.csv`; `None` if the text is no address of a file,
/// or its escapes are no UTF-8.
pub(super) fn path_of(text: &str) -> Option<String> {
    let rest = text.strip_prefix("file://")?;
    let path = decode(rest.strip_prefix("localhost").filter(|path| path.starts_with('/')).unwrap_or(rest))?;
    // `file:///C:/list.csv`: there the drive begins the path.
    let drive = path.strip_prefix('/').filter(|path| path.get(1..3) == Some(":/"));
    Some(drive.map_or_else(|| path.clone(), str::to_owned))
}

fn decode(text: &str) -> Option<String> {
    let hex = |digits: Option<&[u8]>| {
        let digits = std::str::from_utf8(digits?).ok().filter(|pair| pair.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u8::from_str_radix(digits, 16).ok()
    };
    let (bytes, mut at, mut out) = (text.as_bytes(), 0, Vec::with_capacity(text.len()));
    while let Some(&byte) = bytes.get(at) {
        let escaped = (byte == b'%').then(|| hex(bytes.get(at + 1..at + 3))).flatten();
        out.push(escaped.unwrap_or(byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_file_is_its_path_with_blanks_and_accents() {
        for (text, path) in [
            ("file:///home/ann/My%20list%20%28new%29.csv", Some("/home/ann/My list (new).csv")),
            ("file:///home/ann/p%C5%99ehled.csv", Some("/home/ann/přehled.csv")),
            ("file://localhost/tmp/100%25.csv", Some("/tmp/100%.csv")),
            ("file:///tmp/100%.csv", Some("/tmp/100%.csv")),
            ("file:///C:/Users/ann/list.csv", Some("C:/Users/ann/list.csv")),
            ("file:///tmp/%ff.csv", None),
            ("/tmp/a%20b.csv", None),
        ] {
            assert_eq!(path_of(text).as_deref(), path, "{text}");
        }
    }
}
