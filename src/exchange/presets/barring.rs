//! Recognises headers that say that somebody must not be called, however they are written: an export calls that column what
//! its makers or its owner liked, and one that is passed over is a call to somebody who asked for none.

use crate::domain::text::fold;

/// Words that forbid what follows them.
const NOT: [&str; 14] =
    ["not", "dont", "never", "nicht", "kein", "keine", "pas", "nie", "ikke", "inte", "niet", "geen", "nao", "nunca"];
/// Words that forbid what stands before them or behind.
const BARRED: [&str; 14] = [
    "optout",
    "optedout",
    "blocked",
    "block",
    "barred",
    "sperre",
    "gesperrt",
    "verboten",
    "stop",
    "suppressed",
    "suppression",
    "suppress",
    "exclude",
    "excluded",
];
/// Ways to reach somebody by telephone, or at all.
const REACH: [&str; 34] = [
    "call",
    "calls",
    "calling",
    "phone",
    "phones",
    "phonecalls",
    "phoning",
    "telephone",
    "tel",
    "contact",
    "dial",
    "anrufen",
    "anruf",
    "anrufe",
    "telefon",
    "telefonieren",
    "kontaktieren",
    "kontakt",
    "appeler",
    "appel",
    "appels",
    "telephoner",
    "contacter",
    "llamar",
    "llamadas",
    "contactar",
    "volat",
    "kontaktovat",
    "ringe",
    "ringa",
    "kontakte",
    "bellen",
    "ligar",
    "telefonisch",
];
/// Whole headers without their blanks, for those that are written in one word.
const JOINED: [&str; 22] = [
    "donotcall",
    "donotphone",
    "donotcontact",
    "donotallowphone",
    "donottelephone",
    "dontcall",
    "dontphone",
    "nocall",
    "optedoutofcall",
    "optedoutofphone",
    "optoutcall",
    "optoutphone",
    "calloptout",
    "phoneoptout",
    "nichtanrufen",
    "telefonsperre",
    "anrufsperre",
    "kontaktsperre",
    "nepasappeler",
    "nollamar",
    "nevolat",
    "nonchiamare",
];
/// Most words between the one that forbids and what it forbids: "do not allow phone calls".
const BETWEEN: usize = 2;

/// Returns true if a header says that a person must not be called.
pub(super) fn says_barred(header: &str) -> bool {
    let words = words(header);
    let joined = words.concat();
    if JOINED.iter().any(|known| joined.contains(known)) {
        return true;
    }
    let is = |list: &[&str], word: &String| list.contains(&word.as_str());
    let reach: Vec<usize> = (0..words.len()).filter(|at| words.get(*at).is_some_and(|word| is(&REACH, word))).collect();
    let forbids = |at: usize| reach.iter().any(|reach| *reach > at && reach - at <= BETWEEN);
    words.iter().enumerate().any(|(at, word)| {
        let out = matches!(word.as_str(), "opt" | "opted") && words.get(at + 1).is_some_and(|next| next == "out");
        is(&NOT, word) && forbids(at) || (out || is(&BARRED, word)) && !reach.is_empty()
    })
}

/// The words of a header, folded: at blanks, signs and capitals.
fn words(header: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(header.len() + 8);
    let mut before = ' ';
    for letter in header.chars() {
        if letter.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(if letter.is_alphanumeric() || letter == '\'' { letter } else { ' ' });
        before = letter;
    }
    fold(&spaced.replace('\'', "")).split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_that_forbids_a_call_is_known_however_it_is_written() {
        for header in [
            "Do_Not_Call__c",
            "DoNotCall",
            "donotphone",
            "Do Not Phone",
            "Do not allow Phone Calls",
            "donotcall__c",
            "HasOptedOutOfCall",
            "HasOptedOutOfPhone__c",
            "Opt-Out Calls",
            "Phone Opt Out",
            "Opted out of phone",
            "Call blocked",
            "Phone suppression",
            "Don't call",
            "Never call",
            "Nicht anrufen",
            "Bitte nicht mehr anrufen",
            "Keine Anrufe",
            "Telefonsperre",
            "Kontaktsperre",
            "Ne pas appeler",
            "Ne pas contacter",
            "No llamar",
            "Nevolat",
            "Ikke ring, ikke kontakt",
            "Niet bellen",
        ] {
            assert!(says_barred(header), "{header}");
        }
        for header in [
            "Phone",
            "Phone No",
            "No. of calls",
            "Call notes",
            "Contact notes",
            "Calls not answered",
            "Contact",
            "Last call",
            "Note",
            "Do not email",
            "Email Opt Out",
            "HasOptedOutOfEmail",
            "HasOptedOutOfFax",
            "Not yet reached by phone",
            "Block",
            "Notable contacts",
        ] {
            assert!(!says_barred(header), "{header}");
        }
    }
}
