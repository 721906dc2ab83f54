//! Guesses the legacy encoding of a text from its accented letters, with the tables of `assets/letters.toml`.

use std::collections::HashMap;
use std::sync::OnceLock;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, WINDOWS_1252};
use serde::Deserialize;

/// Most letters and words that are sampled; further ones do not change the result.
const SAMPLES: u32 = 20_000;
const WORDS: usize = 40_000;
/// Most that all clues together add to a score, as a natural logarithm.
const CLUES: f64 = 6.0;
/// Difference in score, as a natural logarithm, below which the program says that it guessed the encoding.
const SURE: f64 = 2.5;

/// A guessed encoding, and another one if it is about as likely.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EncodingGuess {
    pub(crate) encoding: &'static Encoding,
    /// The next likely encoding that would read some letters differently, if there is one.
    pub(crate) rival: Option<&'static Encoding>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EncodingFile {
    prior: HashMap<String, f64>,
    language: Vec<Language>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    #[expect(dead_code, reason = "for the people who read the file")]
    name: String,
    encodings: Vec<String>,
    letters: String,
    /// True if accents occur on the last letter of a word only.
    #[serde(default, rename = "final")]
    last_only: bool,
    clues: Vec<String>,
}

/// A non-ASCII byte with the byte before and after it; 0 at the ends of the text.
type ByteContext = [u8; 3];

/// Guesses the encoding of bytes that are not UTF-8; `whole` says that `head` is the whole file.
pub(super) fn guess(head: &[u8], whole: bool) -> EncodingGuess {
    let samples = samples(head);
    if let Some(encoding) = another_script(head, whole, &samples) {
        return EncodingGuess { encoding, rival: None };
    }
    let clues = clues(head);
    let mut scored: Vec<(f64, &'static Encoding)> = Vec::new();
    for language in &book().language {
        let clue = clue_worth(language, &clues);
        for label in &language.encodings {
            let Some(encoding) = Encoding::for_label(label.as_bytes()) else { continue };
            let prior = book().prior.get(label).copied().unwrap_or(-10.0);
            scored.push((prior + clue + log_likelihood(language, encoding, &samples), encoding));
        }
    }
    scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let Some((best, encoding)) = scored.first().copied() else {
        return EncodingGuess { encoding: WINDOWS_1252, rival: None };
    };
    // A rival that reads every byte of this file alike is none: most Western encodings differ in a few places only.
    let near = scored.iter().take_while(|(worth, _)| best - worth < SURE);
    let rival = near.map(|(_, other)| *other).find(|other| differ(encoding, other, &samples));
    EncodingGuess { encoding, rival }
}

/// Detects encodings of scripts whose words consist of non-ASCII bytes, such as Cyrillic or Japanese; `None` for Latin
/// letters.
fn another_script(head: &[u8], whole: bool, samples: &HashMap<ByteContext, u32>) -> Option<&'static Encoding> {
    let all: u32 = samples.values().sum();
    let inside: u32 = samples.iter().filter(|([b, _, a], _)| !b.is_ascii() && !a.is_ascii()).map(|(_, n)| n).sum();
    // UTF-8 was ruled out before, and ISO-2022-JP has no byte beyond ASCII.
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, whole);
    let found = detector.guess(None, Utf8Detection::Deny);
    let longest = head.split(u8::is_ascii).map(<[u8]>::len).max().unwrap_or(0);
    let fits = if found.is_single_byte() {
        // "Åä" side by side is rare in Latin text; inside other scripts it is the rule.
        inside * 5 > all * 2 && longest >= 3 && !is_latin(found)
    } else {
        (all >= 24 && longest >= 3) || (longest >= 4 && !found.decode_without_bom_handling(head).1)
    };
    fits.then_some(found)
}

fn is_latin(encoding: &'static Encoding) -> bool {
    let latin = |c: &char| c.is_alphabetic() && *c < '\u{370}';
    table(encoding).iter().filter(|c| latin(c)).count() > 40
}

/// Counts the non-ASCII bytes with their neighbours.
fn samples(head: &[u8]) -> HashMap<ByteContext, u32> {
    let mut samples = HashMap::new();
    let mut taken = 0;
    for (at, byte) in head.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
        let before = at.checked_sub(1).and_then(|at| head.get(at)).copied().unwrap_or(0);
        let after = head.get(at + 1).copied().unwrap_or(0);
        *samples.entry([before, *byte, after]).or_insert(0) += 1;
        taken += 1;
        if taken >= SAMPLES {
            break;
        }
    }
    samples
}

/// Returns how well the letters fit a language in this encoding, as a natural logarithm.
fn log_likelihood(language: &Language, encoding: &'static Encoding, samples: &HashMap<ByteContext, u32>) -> f64 {
    let table = table(encoding);
    // The hundredth "é" says little that the tenth did not.
    let weight = |count: u32| f64::from(count.min(50)) + f64::from(count).sqrt();
    samples.iter().map(|(sample, count)| likelihood(language, &table, *sample).ln() * weight(*count) / 2.0).sum()
}

/// Returns how likely a language is to have this character between these neighbours.
fn likelihood(language: &Language, table: &[char; 128], [before, byte, after]: ByteContext) -> f64 {
    let read = |byte: u8| if byte < 0x80 { char::from(byte) } else { table[usize::from(byte - 0x80)] };
    let (before, letter, after) = (read(before), read(byte), read(after));
    let between_letters = before.is_alphabetic() && after.is_alphabetic();
    if letter.is_control() || letter == char::REPLACEMENT_CHARACTER {
        // Hardly any text has C1 controls or undefined bytes: one of them all but excludes the encoding.
        return 1e-7;
    }
    if !letter.is_alphabetic() || matches!(letter, 'ª' | 'º') {
        return symbol(letter, between_letters);
    }
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    let rank = language.letters.chars().position(|known| known == lower);
    let mut likely = match (rank, u32::try_from(rank.unwrap_or(0))) {
        (Some(_), Ok(rank)) => 0.35 / (f64::from(rank) + 1.5).powf(0.7),
        // Not zero: one foreign name in a list must not rule its own language out.
        _ => 0.0005,
    };
    // "cafŽ": a capital inside a word of small letters belongs to another encoding.
    if letter.is_uppercase() && before.is_lowercase() {
        likely *= 0.02;
    }
    if letter.is_lowercase() && before.is_uppercase() && after.is_uppercase() {
        likely *= 0.05;
    }
    // "£ 1,000": no capital letter, but the sign of another encoding.
    if letter.is_uppercase() && !before.is_alphabetic() && !after.is_alphabetic() {
        likely *= 0.005;
    }
    // Italian writes its accents at the end of a word: "città". The same bytes inside words are another language's.
    if language.last_only && after.is_alphabetic() {
        likely *= 0.03;
    }
    likely
}

fn symbol(symbol: char, between_letters: bool) -> f64 {
    match symbol {
        '’' | '‘' | '´' => 0.02,
        '\u{A0}' | '–' | '—' | '“' | '”' | '„' | '…' | '•' | '€' | '£' | '§' | '°' | '©' | '®' | '™' | '«' | '»'
        | '·' | '²' | '×' | '½' | 'º' | 'ª'
            if !between_letters =>
        {
            0.01
        }
        '\u{A0}' | '–' | '—' | '·' => 0.005,
        _ if between_letters => 0.00001,
        _ => 0.0001,
    }
}

/// Returns the characters that an encoding assigns to the bytes 0x80–0xFF.
fn table(encoding: &'static Encoding) -> [char; 128] {
    let mut table = [char::REPLACEMENT_CHARACTER; 128];
    for (place, byte) in table.iter_mut().zip(0x80u8..=0xFF) {
        *place = encoding.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(*place);
    }
    table
}

fn differ(one: &'static Encoding, other: &'static Encoding, samples: &HashMap<ByteContext, u32>) -> bool {
    let read = |encoding: &'static Encoding, byte: u8| encoding.decode_without_bom_handling(&[byte]).0.into_owned();
    one != other && samples.keys().any(|[_, byte, _]| read(one, *byte) != read(other, *byte))
}

/// Counts words, endings of web domains and beginnings of telephone numbers.
fn clues(head: &[u8]) -> HashMap<String, u32> {
    let mut clues: HashMap<String, u32> = HashMap::new();
    let parts = |byte: &u8| byte.is_ascii_whitespace() || b",;|\"'()<>[]:@?&=*".contains(byte);
    for word in head.split(parts).filter(|word| (1..=60).contains(&word.len()) && word.is_ascii()).take(WORDS) {
        let word = String::from_utf8_lossy(word).to_lowercase();
        let word = word.trim_end_matches('.');
        // No country code begins another (ITU-T E.164), so that of one, two and three digits at most one is a clue.
        if let Some(code) = word.strip_prefix('+') {
            for digits in 1..=3 {
                code.get(..digits).map(|code| clues.entry(format!("+{code}")).and_modify(|n| *n += 1).or_insert(1));
            }
        } else if let Some((host, end)) = word.rsplit_once('.').filter(|(host, end)| host.len() > 2 && end.len() < 4) {
            let end = if host.contains("//") { end.split('/').next().unwrap_or(end) } else { end };
            *clues.entry(format!(".{end}")).or_insert(0) += 1;
        }
        *clues.entry(word.to_owned()).or_insert(0) += 1;
    }
    clues
}

fn clue_worth(language: &Language, clues: &HashMap<String, u32>) -> f64 {
    let found = language.clues.iter().filter_map(|clue| clues.get(clue));
    found.map(|count| 0.8 * f64::from(count + 1).ln()).sum::<f64>().min(CLUES)
}

fn book() -> &'static EncodingFile {
    static BOOK: OnceLock<EncodingFile> = OnceLock::new();
    BOOK.get_or_init(|| {
        toml::from_str(include_str!("../../../assets/letters.toml"))
            .expect("the shipped letters.toml is read by a test")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, written_in: &str) -> (String, bool) {
        let encoding = Encoding::for_label(written_in.as_bytes()).unwrap();
        let bytes = encoding.encode(text).0;
        let guess = guess(&bytes, true);
        (guess.encoding.decode_without_bom_handling(&bytes).0.into_owned(), guess.rival.is_some())
    }

    #[test]
    fn a_few_names_are_enough_to_tell_the_encoding() {
        for (encoding, text) in [
            ("windows-1250", "Název firmy;Město\nŠkoda Auto a.s.;Mladá Boleslav\n"),
            ("windows-1250", "name;city\nDvořák;Praha\n"),
            ("windows-1250", "name;city\nJiří Novák;Brno\n"),
            ("windows-1250", "name;city\nČerný;Brno\n"),
            ("windows-1250", "Firma;Web\nBeneš a syn;www.benes.cz\nPočtář s.r.o.;\n"),
            ("windows-1250", "name,city\nAlza,Praha\nŽďárské strojírny,Žďár nad Sázavou\n"),
            ("windows-1250", "nazwa;miasto\nŻabka Polska Sp. z o.o.;Poznań\n"),
            ("windows-1250", "name;city\nŁódź Group;Łódź\n"),
            ("windows-1250", "cégnév;város\nMagyar Erőmű Zrt.;Győr\n"),
            ("windows-1250", "naziv;grad\nPodravka d.d.;Koprivnička\nGorenje;Šoštanj\n"),
            ("iso-8859-2", "Název;Město\nŠkoda Plzeň;Plzeň\nTatra Kopřivnice;Kopřivnice\n"),
            ("iso-8859-2", "nazwa;miasto\nŚląskie Zakłady;Gdańsk\n"),
            ("windows-1252", "Name;Ort\nMüller GmbH;München\n"),
            ("windows-1252", "nom,ville\nCrédit Agricole,Montrouge\nHermès,Paris\n"),
            ("windows-1252", "nom;ville\nPère & Fils;Nîmes\n"),
            ("windows-1252", "name,city\nNestlé,Vevey\n"),
            ("windows-1252", "name,city\nL’Oréal,Clichy\n"),
            ("windows-1252", "nombre;ciudad\nCompañía Española;Málaga\n"),
            ("windows-1252", "nome;cidade\nPetróleo Brasileiro;São Paulo\n"),
            ("windows-1252", "ragione sociale;città\nSocietà Cattolica;Forlì\n"),
            ("windows-1252", "navn;by\nØrsted A/S;Fredericia\nMærsk;København\n"),
            ("windows-1252", "namn;ort\nSkånska;Malmö\n"),
            ("windows-1252", "name,note\nAcme,5 – 10 people\n"),
            ("windows-1252", "payments of £ 1000.00 and more\nSupplier Name,Amount\nBENUGO LTD,£500\n"),
            ("windows-1254", "unvan;il\nTürkiye Şişe ve Cam;İstanbul\nYapı Kredi;Beşiktaş\n"),
            ("windows-1257", "pavadinimas;miestas\nŽemaitijos pienas, UAB;Telšiai\nRokiškio sūris;Rokiškis\n"),
            ("macintosh", "nom,ville\nSociété Générale,Paris\nCafé Père,Orléans\n"),
            ("windows-1251", "Компания;Город\nГазпром;Москва\n"),
            ("koi8-r", "Компания;Город\nГазпром нефть;Москва\nСбербанк России;Москва\n"),
            ("windows-1253", "Εταιρεία;Πόλη\nΕθνική Τράπεζα;Αθήνα\n"),
            ("windows-1255", "חברה;עיר\nבנק הפועלים;תל אביב\n"),
            ("shift_jis", "会社名,住所\n株式会社トヨタ,愛知県\n"),
            ("shift_jis", "name,city\n日産自動車,横浜市\n"),
            ("euc-jp", "会社名,住所\n株式会社日立製作所,東京都千代田区\n"),
            ("gbk", "公司名称,城市\n中国石油化工集团公司,北京\n"),
            ("big5", "公司名稱,城市\n台灣積體電路製造股份有限公司,新竹\n"),
            ("euc-kr", "회사명,도시\n삼성전자 주식회사,수원시\n"),
        ] {
            let (found, _) = read(text, encoding);
            assert_eq!(found, text, "{encoding}");
        }
    }

    #[test]
    fn a_coin_toss_is_called_one() {
        assert!(read("name\nB\u{E8}k\n", "windows-1252").1);
        assert!(!read("Název firmy;Město\nŘíčany;Kroměříž\nDvořák;Třebíč\n", "windows-1250").1);
    }
}
