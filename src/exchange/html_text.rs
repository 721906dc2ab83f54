//! Converts HTML in titles and summaries to text. Scripts are not run and nothing is fetched.

use std::collections::HashMap;
use std::sync::OnceLock;

use encoding_rs::WINDOWS_1252;

/// Returns the text of an HTML fragment, with block elements on lines of their own. Text without markup is returned
/// unchanged.
pub(super) fn text_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    // Behind the last ">" no tag can close: looking for its end again at every "<" would take the square of the time.
    let last_end = html.len() - html.rfind('>').unwrap_or(0);
    while let Some(at) = rest.find(['<', '&']) {
        let (before, here) = rest.split_at(at);
        text.push_str(before);
        rest = match here.strip_prefix('<') {
            Some(after) if here.len() < last_end => {
                text.push('<');
                after
            }
            Some(_) => tag(here, &mut text),
            None => entity(here, &mut text),
        };
    }
    text.push_str(rest);
    tidy(&text)
}

/// Returns the character that a named or numeric character reference stands for; `None` for unknown names.
pub(super) fn character_reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return match u8::try_from(code).ok().filter(|byte| (0x80..0xA0).contains(byte)) {
            // Pages number these as Windows did.
            Some(byte) => WINDOWS_1252.decode(&[byte]).0.chars().next(),
            None => char::from_u32(code).filter(|c| *c != '\0'),
        };
    }
    names().get(name).copied()
}

/// Returns the table of named characters; a table, because a hostile file may contain a million references.
fn names() -> &'static HashMap<&'static str, char> {
    static NAMES: OnceLock<HashMap<&'static str, char>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let latin = LATIN.split_whitespace().zip('\u{A0}'..='\u{FF}');
        let others = OTHERS.split_whitespace().filter_map(|pair| {
            let (at, c) = pair.char_indices().next_back()?;
            Some((pair.get(..at)?, c))
        });
        // A non-breaking blank would keep two words from being told apart.
        latin.map(|(name, c)| (name, if c == '\u{A0}' { ' ' } else { c })).chain(others).collect()
    })
}

/// Names of the characters from U+00A0 to U+00FF, in order.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
    acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig \
    Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave \
    Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
    iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
/// Other names, each followed by its character.
const OTHERS: &str = "amp& lt< gt> quot\" apos' ndash– mdash— lsquo‘ rsquo’ sbquo‚ ldquo“ rdquo” bdquo„ lsaquo‹ rsaquo› \
    hellip… bull• dagger† Dagger‡ permil‰ prime′ Prime″ euro€ trade™ minus− infin∞ asymp≈ ne≠ le≤ ge≥ larr← uarr↑ rarr→ \
    darr↓ harr↔ OElig\u{152} oelig\u{153} Scaron\u{160} scaron\u{161} Yuml\u{178} fnof\u{192} circ\u{2C6} tilde\u{2DC} alpha\u{3B1} beta\u{3B2} \
    gamma\u{3B3} delta\u{3B4} Delta\u{394} mu\u{3BC} pi\u{3C0} sigma\u{3C3} Sigma\u{3A3} omega\u{3C9} Omega\u{3A9}";

/// Skips a tag and returns the rest; a `<` that begins no tag is kept as text.
fn tag<'h>(here: &'h str, text: &mut String) -> &'h str {
    let after = here.strip_prefix('<').unwrap_or(here);
    if let Some(comment) = after.strip_prefix("!--") {
        return comment.split_once("-->").map_or("", |(_, rest)| rest);
    }
    let opens = after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    let Some((inside, rest)) = after.split_once('>').filter(|_| opens) else {
        text.push('<');
        return after;
    };
    let name: String = inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    // What stands between these is no text for people, and holds "<" that opens nothing.
    if matches!(name.as_str(), "script" | "style") && !inside.starts_with('/') {
        return skip_to_end(rest, &name);
    }
    const BLOCKS: [&str; 18] = [
        "br",
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "section",
        "pre",
        "hr",
    ];
    match name.as_str() {
        "td" | "th" => text.push(' '),
        name if BLOCKS.contains(&name) => text.push('\n'),
        _ => {}
    }
    rest
}

fn skip_to_end<'h>(rest: &'h str, name: &str) -> &'h str {
    let closes = |at: &usize| {
        let after = rest.get(at + 2..at + 2 + name.len());
        after.is_some_and(|after| after.eq_ignore_ascii_case(name))
    };
    let at = rest.match_indices("</").map(|(at, _)| at).find(closes);
    at.and_then(|at| rest.get(at..)).and_then(|rest| rest.split_once('>')).map_or("", |(_, rest)| rest)
}

fn entity<'h>(here: &'h str, text: &mut String) -> &'h str {
    let after = here.strip_prefix('&').unwrap_or(here);
    // No name or number of a character is longer; a lone "&" must not search the whole rest for its semicolon.
    let near = after.get(..after.floor_char_boundary(11)).unwrap_or_default();
    let found =
        near.find(';').map(|end| after.split_at(end)).and_then(|(name, rest)| Some((name, rest.strip_prefix(';')?)));
    if let Some((name, rest)) = found
        && let Some(c) = character_reference(name)
    {
        text.push(c);
        return rest;
    }
    text.push('&');
    after
}

/// Collapses blanks between words and removes blank lines.
fn tidy(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_words_stay() {
        let table = [
            ("<b>Filed:</b> 2025-12-12<br>Item 5.02: Departure", "Filed: 2025-12-12\nItem 5.02: Departure"),
            ("AT&amp;T &#8211; &ldquo;quoted&rdquo;&nbsp;x", "AT&T – “quoted” x"),
            ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
            ("a<script>alert(1)</script>b<STYLE>x{}</STYLE>c", "abc"),
            ("<p>one</p><p>two</p><!-- no -->", "one\ntwo"),
            ("<img src=x onerror=alert(1)>text", "text"),
            ("unfinished <b", "unfinished <b"),
            ("Lucian&#146;s &#x96; caf&eacute; &yuml;&nbsp;&iexcl;&thorn;", "Lucian’s – café ÿ ¡þ"),
            ("&le;5 &quot;x&quot; &Omega;", "≤5 \"x\" Ω"),
            ("&unknown; &", "&unknown; &"),
        ];
        for (html, expected) in table {
            assert_eq!(text_of(html), expected, "{html}");
        }
    }
}
