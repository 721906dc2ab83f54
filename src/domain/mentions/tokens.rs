//! Tokens of a headline or sentence: words folded as in name keys, and the punctuation between them.

use crate::domain::matching::{domain_of, is_legal_form, parse_cik, text_words, ticker_of};
use crate::domain::text::without_possessive;

/// Characters of a text that are searched for names.
const LONGEST: usize = 600;
/// Stock exchanges that precede a ticker: "NYSE: SPNT".
const EXCHANGES: [&str; 22] = [
    "NYSE", "NASDAQ", "NASDAQGS", "NASDAQGM", "NASDAQCM", "AMEX", "TSX", "TSXV", "LSE", "AIM", "ASX", "OTC", "OTCQB",
    "OTCQX", "OTCMKTS", "FRA", "XETRA", "EURONEXT", "SIX", "HKEX", "CBOE", "AMERICAN",
];

/// One word of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MentionToken {
    /// The word, folded as in name keys.
    pub(super) key: String,
    /// True if the word is written like a name: with a capital or a digit first.
    pub(super) named: bool,
    /// True if the word is separated from the one before by a comma, bracket or dash, or is the first.
    pub(super) parted: bool,
    /// True if "and" precedes the word, which may begin another name or continue this one.
    pub(super) listed: bool,
    /// True if a colon separates the word from the one before.
    pub(super) after_colon: bool,
    /// True if a bracket opens before the word.
    pub(super) in_brackets: bool,
    /// True for the "s" of "Apple's".
    pub(super) possessive: bool,
    /// True if the word is written with points inside: "s.r.o.", "S.A.".
    pub(super) pointed: bool,
}

/// The punctuation between two words.
#[derive(Debug, Clone, Copy)]
struct TokenGap {
    parted: bool,
    listed: bool,
    colon: bool,
    bracket: bool,
}

/// A tokenised text, and the identifiers in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MentionText {
    pub(super) words: Vec<MentionToken>,
    /// Tickers after an exchange or a dollar sign.
    pub tickers: Vec<String>,
    pub domains: Vec<String>,
    /// CIK numbers in the text.
    pub ciks: Vec<u64>,
    /// CIK number that the source gives beside the text.
    pub given_cik: Option<u64>,
    /// Ticker that the source gives beside the text.
    pub given_ticker: Option<String>,
}

impl MentionText {
    /// Tokenises a headline, or the first sentence of a text.
    pub fn of(text: &str) -> MentionText {
        // Who an item is about stands in its headline or first sentence; names further down are competitors and
        // analysts.
        let text: String = text.chars().take(LONGEST).collect();
        let pieces: Vec<&str> = text.split_whitespace().collect();
        let mut reading = MentionText::default();
        let mut gap = TokenGap { parted: true, listed: false, colon: false, bracket: false };
        for (at, piece) in pieces.iter().enumerate() {
            let bare = piece.trim_matches(|c: char| !c.is_alphanumeric());
            // A dollar sign, an ampersand and a plus stand inside names and symbols and part nothing.
            let opens = piece.chars().next().is_some_and(|c| !c.is_alphanumeric() && !matches!(c, '$' | '&' | '+'));
            let closes = piece.chars().next_back().is_some_and(|c| !c.is_alphanumeric() && !is_full_stop(piece));
            // As in name keys, which leave them out: "Smith & Wesson" is two words side by side there too.
            if *piece == "&" || *piece == "+" {
                continue;
            }
            if bare.eq_ignore_ascii_case("and") {
                gap = TokenGap { parted: gap.parted || opens || closes, listed: true, colon: false, bracket: false };
                continue;
            }
            gap.parted |= opens;
            gap.bracket = piece.starts_with(['(', '[']);
            reading.words_of(bare, gap);
            let parted = closes || bare.is_empty();
            gap = TokenGap { parted, listed: false, colon: piece.ends_with(':'), bracket: false };
            reading.identifiers(piece, bare, at.checked_sub(1).and_then(|before| pieces.get(before)).copied());
        }
        reading
    }

    /// Returns the words as name keys have them, each with whether it is written like a name; used to look up names.
    pub fn keys(&self) -> impl Iterator<Item = (&str, bool)> {
        self.words.iter().map(|word| (word.key.as_str(), word.named))
    }

    fn words_of(&mut self, bare: &str, gap: TokenGap) {
        let owner = without_possessive(bare);
        let (stem, possessive) = (owner.unwrap_or(bare), owner.is_some());
        let named = stem.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric())
            || stem.chars().skip(1).any(char::is_uppercase);
        for (at, key) in text_words(stem).into_iter().enumerate() {
            self.words.push(MentionToken {
                key,
                named,
                parted: gap.parted && at == 0,
                listed: gap.listed && at == 0,
                after_colon: gap.colon && at == 0,
                in_brackets: gap.bracket && at == 0,
                possessive: false,
                pointed: stem.contains('.'),
            });
        }
        if possessive {
            self.words.push(MentionToken {
                key: "s".to_owned(),
                named: true,
                parted: false,
                listed: false,
                after_colon: false,
                in_brackets: false,
                possessive: true,
                pointed: false,
            });
        }
    }

    fn identifiers(&mut self, piece: &str, bare: &str, before: Option<&str>) {
        if let Some(symbol) =
            piece.trim_start_matches('(').strip_prefix('$').filter(|rest| rest.starts_with(char::is_alphabetic))
        {
            self.tickers.extend(ticker_of(symbol.trim_end_matches(|c: char| !c.is_alphanumeric())));
        }
        let exchange =
            |text: &str| EXCHANGES.contains(&text.trim_matches(|c: char| !c.is_alphanumeric()).to_uppercase().as_str());
        let symbol = match bare.split_once(':') {
            Some((before, symbol)) if exchange(before) => Some(symbol),
            _ => before.filter(|before| before.ends_with(':') && exchange(before)).map(|_| bare),
        };
        self.tickers.extend(symbol.and_then(ticker_of));
        // "Source: reuters.com" says who reports, not who it is about.
        let from = before.is_some_and(|before| matches!(before.to_lowercase().trim_end_matches(':'), "source" | "via"));
        // "U.S." and "N.V." have points and no small letter.
        if bare.contains('.') && bare.chars().any(|c| c.is_ascii_lowercase()) && !from {
            self.domains.extend(domain_of(bare));
        }
        let called = before
            .is_some_and(|before| before.trim_matches(|c: char| !c.is_alphanumeric()).eq_ignore_ascii_case("cik"));
        // Ten digits with zeros before are how the SEC writes them; telephone numbers and dates do not begin so.
        if called || (bare.len() == 10 && bare.starts_with("000")) {
            self.ciks.extend(parse_cik(bare));
        }
    }
}

/// Returns true if a piece with a point does not end a sentence, such as "Inc." and "Corp.".
fn is_full_stop(piece: &str) -> bool {
    piece.ends_with('.') && (piece.chars().count() <= 5 || piece.matches('.').count() > 1)
}

/// Signs behind which a headline names who printed it.
const BEFORE_PUBLISHER: [&str; 6] = [" - ", " – ", " — ", " | ", " • ", " · "];
/// Most words of a publisher's name.
const PUBLISHER: usize = 6;
/// Fewest words of a headline before it.
const HEADLINE: usize = 3;

/// Returns a headline without the publisher behind the last dash: "Acme cuts 200 jobs - Denver Post". A name with a legal
/// form or a ticker is no publisher's.
pub fn without_publisher(headline: &str) -> &str {
    let last = BEFORE_PUBLISHER.iter().filter_map(|sign| headline.rfind(sign).map(|at| (at, sign.len()))).max();
    let Some((at, sign)) = last else { return headline };
    let (front, behind) = (headline.get(..at).unwrap_or(headline), headline.get(at + sign..).unwrap_or_default());
    let words: Vec<&str> = behind.split_whitespace().collect();
    let titled = |word: &&str| {
        let small = matches!(*word, "of" | "the" | "and" | "for" | "de" | "la" | "&" | "in");
        small || word.contains('.') || word.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
    };
    let form = text_words(behind).last().is_some_and(|word| is_legal_form(word) && word != "group");
    let publisher = (1..=PUBLISHER).contains(&words.len())
        && front.split_whitespace().count() >= HEADLINE
        && words.iter().all(titled)
        && !behind.contains([':', '$'])
        && !form;
    if publisher { front } else { headline }
}

/// Returns the first sentence of a text: up to a full stop, question or exclamation mark before a new sentence, or the
/// end of the line.
pub fn first_sentence(text: &str) -> &str {
    let line = text.trim_start().split('\n').next().unwrap_or("");
    let mut before = ' ';
    let mut ends = line.char_indices().peekable();
    let mut word = 0;
    while let Some((at, c)) = ends.next() {
        let closes = match c {
            '!' | '?' => true,
            // A point after a short word may be an abbreviation: "Inc.", "U.S.".
            '.' => word > 4 || before.is_numeric(),
            _ => false,
        };
        if closes && ends.peek().is_none_or(|(_, next)| next.is_whitespace()) {
            return line.split_at(at).0;
        }
        word = if c.is_alphanumeric() { word + 1 } else { 0 };
        before = c;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_read_where_they_are_marked_as_such() {
        let reading =
            MentionText::of("SiriusPoint Ltd. (NYSE: SPNT) and (NASDAQ:AAPL), $MSFT, CIK 320193, see acme.com");
        assert_eq!(reading.tickers, ["SPNT", "AAPL", "MSFT"]);
        assert_eq!(
            (reading.ciks.as_slice(), reading.domains.as_slice()),
            ([320_193].as_slice(), ["acme.com".to_owned()].as_slice())
        );
        let none = MentionText::of("CEO: AI is big. Raised $5M. At 3.5 percent; source: reuters.com. U.S. U.K.");
        assert_eq!((none.tickers, none.domains, none.ciks), (vec![], vec![], vec![]));
    }

    #[test]
    fn a_publisher_behind_a_dash_is_no_part_of_a_headline() {
        for (headline, read) in [
            ("Acme cuts 200 jobs - Denver Post", "Acme cuts 200 jobs"),
            ("Acme cuts 200 jobs – The Globe and Mail", "Acme cuts 200 jobs"),
            ("Acme cuts 200 jobs | Reuters.com", "Acme cuts 200 jobs"),
            ("New CFO is named - Acme Inc.", "New CFO is named - Acme Inc."),
            ("Acme - Norvik", "Acme - Norvik"),
            ("Acme cuts 200 jobs - what it means", "Acme cuts 200 jobs - what it means"),
            ("Acme cuts half of all - (NYSE: ACME)", "Acme cuts half of all - (NYSE: ACME)"),
        ] {
            assert_eq!(without_publisher(headline), read);
        }
    }

    #[test]
    fn the_first_sentence_ends_where_the_next_begins() {
        for (text, first) in [
            ("Acme Corp. opens a plant. Norvik Foods follows.", "Acme Corp. opens a plant"),
            ("What now? Nobody knows.", "What now"),
            ("One line\nand another", "One line"),
            ("U.S. Steel said so in 2025. Then", "U.S. Steel said so in 2025"),
            ("no end", "no end"),
            ("", ""),
        ] {
            assert_eq!(first_sentence(text), first);
        }
    }
}
