//! Recognises headers that say that somebody must not be called, however they are written: an export calls that column what
//! its makers or its owner liked, and one that is passed over is a call to somebody who asked for none.

use super::header_words::header_words;

/// Words that forbid what stands beside them.
const NOT: [&str; 14] =
    ["not", "dont", "never", "nicht", "kein", "keine", "pas", "plus", "ikke", "inte", "niet", "geen", "nao", "nunca"];
/// Words that forbid a way to reach somebody, on whichever side of it they stand.
const BARRED: [&str; 10] = [
    "optout",
    "optedout",
    "blocked",
    "barred",
    "sperre",
    "gesperrt",
    "verboten",
    "suppressed",
    "suppression",
    "unsubscribed",
];
/// Words with which a header names an hour or a day, not a person who is out of reach: "do not call before".
const UNTIL: [&str; 6] = ["before", "after", "until", "vor", "nach", "bis"];
/// Other ways to reach somebody: whoever wants no mail may be called.
const OTHER_WAYS: [&str; 9] = ["email", "emails", "mail", "mails", "sms", "text", "fax", "newsletter", "marketing"];
/// Deeds that a telephone is for.
const DEEDS: [&str; 30] = [
    "call",
    "calls",
    "calling",
    "phone",
    "phonecalls",
    "phoning",
    "telephone",
    "dial",
    "ring",
    "contact",
    "anrufen",
    "anruf",
    "anrufe",
    "telefonieren",
    "kontaktieren",
    "appeler",
    "appel",
    "appels",
    "telephoner",
    "contacter",
    "llamar",
    "llamadas",
    "contactar",
    "ringe",
    "ringa",
    "kontakte",
    "bellen",
    "ligar",
    "contattare",
    "telefonare",
];
/// Words of a telephone that are no deed: with a "not" beside them they say that there is none.
const LINES: [&str; 5] = ["phones", "tel", "telefon", "telefonisch", "kontakt"];
/// Lists of a country of people who must not be called.
const LISTS: [&str; 5] = ["dnc", "ctps", "bloctel", "robinson", "werbesperre"];
/// Whole headers without their blanks, for those that are written in one word.
const JOINED: [&str; 22] = [
    "donotcall",
    "donotphone",
    "donotcontact",
    "donotallowphone",
    "donottelephone",
    "dontcall",
    "dontphone",
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
    "anrufverbot",
    "kontaktverbot",
    "nepasappeler",
    "nevol",
    "netelefon",
];
/// Headers that begin so: within one they are an end and a beginning, "Phone No. Calls".
const BEGINS: [&str; 8] =
    ["nocall", "nophonecall", "nollamar", "nocontactar", "nonchiamare", "noncontattare", "nekontaktovat", "niedzwon"];
/// Most words between the one that forbids and what it forbids: "do not allow phone calls".
const BETWEEN: usize = 2;

/// Returns true if a header says that a person must not be called.
pub(super) fn says_barred(header: &str) -> bool {
    let words = header_words(header);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if has(&UNTIL) {
        return false;
    }
    if has(&LISTS) {
        return true;
    }
    let joined = words.concat();
    // "Contact" is said of any way: "do not contact by e-mail" keeps nobody from being called.
    let is_by_phone = words.iter().any(|word| word != "contact" && DEEDS.contains(&word.as_str()));
    if (has(&OTHER_WAYS) || joined.contains("email")) && !is_by_phone {
        return false;
    }
    if JOINED.iter().any(|known| joined.contains(known)) || BEGINS.iter().any(|known| joined.starts_with(known)) {
        return true;
    }
    let is_in = |list: &[&str], at: usize| words.get(at).is_some_and(|word| list.contains(&word.as_str()));
    let forbids = |at: usize| {
        let ahead = (at + 1..=at + BETWEEN).any(|next| is_in(&DEEDS, next));
        // A deed before the "not" only where nothing else stands there: "call not answered" forbids none.
        ahead || at.checked_sub(1).is_some_and(|before| is_in(&DEEDS, before) && words.len() == 2)
    };
    (0..words.len()).any(|at| {
        let out = (is_in(&["opt"], at) || is_in(&["opted"], at)) && is_in(&["out"], at + 1);
        is_in(&NOT, at) && forbids(at) || (out || is_in(&BARRED, at)) && (has(&DEEDS) || has(&LINES))
    })
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
            "Não ligar",
            "Nekontaktovat",
            "Nevolejte",
            "Netelefonovat",
            "Nie dzwonić",
            "No contactar",
            "Non contattare",
            "Do not ring",
            "No Phone Calls",
            "Phone unsubscribed",
            "Ring ikke",
            "Ring inte",
            "Werbesperre",
            "Kontaktverbot",
            "Ne plus appeler",
            "Bloctel",
            "DNC Status",
            "On DNC List",
        ] {
            assert!(says_barred(header), "{header}");
        }
    }

    #[test]
    fn a_header_about_anything_else_bars_nobody() {
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
            "Contact.HasOptedOutOfEmail",
            "Contact: Email Opt Out",
            "Contact SMS Opt Out",
            "Do not email contact",
            "Phone No. Call Date",
            "Phone No Callback",
            "Casino Calls",
            "Kein Telefon",
            "Noch kein Kontakt",
            "Nicht telefonisch erreicht",
            "Call stop time",
            "Contact address block",
            "Do not call before",
            "Nicht vor 9 Uhr anrufen",
        ] {
            assert!(!says_barred(header), "{header}");
        }
    }
}
