//! Renders the parts as one HTML page, with style and script in the same file.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, context};
use sha2::{Digest, Sha256};

use super::blocks::ReportSheet;

/// An error in the page's own template.
#[derive(Debug, thiserror::Error)]
#[error("the report's template has an error: {0:#}")]
pub struct PageError(#[from] minijinja::Error);

const STYLE: &str = include_str!("../../../assets/report/page.css");
const SCRIPT: &str = include_str!("../../../assets/report/sort.js");
/// The templates. Their names end in `.html`, so that minijinja escapes every value.
const TEMPLATES: [(&str, &str); 4] = [
    ("page.html", include_str!("../../../assets/report/page.html")),
    ("rows.html", include_str!("../../../assets/report/rows.html")),
    ("columns.html", include_str!("../../../assets/report/columns.html")),
    ("table.html", include_str!("../../../assets/report/table.html")),
];

/// Renders the report as one page that needs no other file; an error only where a template is wrong.
pub(super) fn html(sheet: &ReportSheet) -> Result<String, PageError> {
    let mut environment = Environment::new();
    // A misspelt name in a template is an error at once, and no gap on a page that somebody shows around.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    let page = environment.get_template("page.html")?;
    Ok(page.render(context! { sheet => Serde(sheet), policy => policy(), style => STYLE, script => SCRIPT })?)
}

/// Returns the Content-Security-Policy: only this style and this script, identified by their hashes, may be used, and
/// nothing may be loaded, whatever a prospect's name contains.
fn policy() -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(STYLE)),
        base64(&Sha256::digest(SCRIPT))
    )
}

/// Encodes bytes as base64 (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        // By hand: for two hashes a crate more would have to be kept up to date.
        let of = |nth: usize| u32::from(three.get(nth).copied().unwrap_or(0));
        let bits = of(0) << 16 | of(1) << 8 | of(2);
        for nth in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * nth) & 63) as usize];
            out.push(if nth <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        let cases =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")];
        for (bytes, text) in cases {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn the_style_and_the_script_end_where_the_page_ends_them() {
        for text in [STYLE, SCRIPT] {
            assert!(!text.contains("</"), "a closing tag inside would end it early");
            assert!(
                !text.contains("http") && !text.contains("@import") && !text.contains("url("),
                "asks for something"
            );
        }
    }
}
