//! Cautions: what a rep is asked about once before the call clock starts. None of them blocks.

use serde::{Deserialize, Serialize};

use super::guard::{SWARM_TOUCHES, Standing};
pub use crate::domain::call::asked::CautionRule;

/// A caution: its rule and a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caution {
    pub rule: CautionRule,
    /// A sentence for the rep.
    pub says: String,
}

/// Returns the cautions that apply, the weightiest first. `planned` is true if the person has an open plan.
pub fn cautions(standing: &Standing, planned: bool) -> Vec<Caution> {
    let ask = |rule, says: String| Caution { rule, says };
    let touches = standing.touches.in_14_days;
    let talked = |who: &String| ask(CautionRule::TalkedToday, format!("{who} of this account was talked to today."));
    let found = [
        (!standing.live_trigger)
            .then(|| ask(CautionRule::NoReason, "No live reason: nothing known says why now.".to_owned())),
        standing.talked_today.as_ref().map(talked),
        standing.used_before.as_ref().map(|used| ask(CautionRule::ReasonUsed, used.says())),
        (touches >= SWARM_TOUCHES).then(|| {
            ask(CautionRule::FourthTouch, format!("It would be touch {} of this account in 14 days.", touches + 1))
        }),
        standing.their_time.is_none().then(|| {
            ask(CautionRule::UnknownClock, "Nobody knows what time it is there: no zone is known.".to_owned())
        }),
        (!planned).then(|| ask(CautionRule::NoPlan, "There is no plan for this call.".to_owned())),
    ];
    found.into_iter().flatten().collect()
}

/// Returns the weightiest caution as a sentence, with the others by name; `None` if there is none.
pub fn caution_line(cautions: &[Caution]) -> Option<String> {
    let (first, rest) = cautions.split_first()?;
    let others: Vec<&str> = rest.iter().map(|caution| caution.rule.words()).collect();
    let also = if others.is_empty() { String::new() } else { format!(" Also: {}.", others.join(", ")) };
    Some(first.says.clone() + &also)
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveTime};

    use super::super::Touches;
    use super::super::guard::{TheirTime, UsedReason};
    use super::*;

    /// Returns a standing without cautions.
    fn clear() -> Standing {
        let their_time = TheirTime {
            time: NaiveTime::from_hms_opt(10, 30, 0).unwrap(),
            date: NaiveDate::from_ymd_opt(2026, 3, 13).unwrap(),
            zone: "Europe/Oslo".to_owned(),
            guessed: None,
        };
        Standing { live_trigger: true, their_time: Some(their_time), ..Standing::default() }
    }

    fn touched(in_14_days: u32) -> Touches {
        Touches { in_14_days, ..Touches::default() }
    }

    #[test]
    fn each_is_asked_about_in_one_sentence() {
        let used = UsedReason { headline: "New COO.".to_owned(), chosen: true };
        for (standing, planned, asked) in [
            (clear(), true, &[][..]),
            (clear(), false, &["There is no plan for this call."]),
            (Standing { live_trigger: false, ..clear() }, true, &["No live reason: nothing known says why now."]),
            (
                Standing { talked_today: Some("Ane Lund".to_owned()), ..clear() },
                true,
                &["Ane Lund of this account was talked to today."],
            ),
            (
                Standing { used_before: Some(used.clone()), ..clear() },
                true,
                &["This trigger was used with them before: New COO."],
            ),
            (Standing { touches: touched(2), ..clear() }, true, &[]),
            (Standing { touches: touched(3), ..clear() }, true, &["It would be touch 4 of this account in 14 days."]),
            (Standing { touches: touched(10), ..clear() }, true, &["It would be touch 11 of this account in 14 days."]),
            (
                Standing { their_time: None, ..clear() },
                true,
                &["Nobody knows what time it is there: no zone is known."],
            ),
        ] {
            let says: Vec<String> = cautions(&standing, planned).into_iter().map(|caution| caution.says).collect();
            assert_eq!(says, asked, "{standing:?}");
        }
    }

    #[test]
    fn one_line_says_the_weightiest_and_names_the_others() {
        assert_eq!(caution_line(&cautions(&clear(), true)), None);
        assert_eq!(caution_line(&cautions(&clear(), false)).unwrap(), "There is no plan for this call.");
        let all = Standing {
            talked_today: Some("Ane Lund".to_owned()),
            used_before: Some(UsedReason { headline: "New COO".to_owned(), chosen: true }),
            touches: touched(9),
            ..Standing::default()
        };
        let all = cautions(&all, false);
        assert_eq!(all.iter().map(|caution| caution.rule).collect::<Vec<_>>(), CautionRule::ALL);
        assert_eq!(
            caution_line(&all).unwrap(),
            "No live reason: nothing known says why now. Also: talked to today, reason used before, fourth touch, unknown \
             clock, no plan."
        );
        let some = Standing { touches: touched(3), ..clear() };
        assert!(caution_line(&cautions(&some, false)).unwrap().ends_with("in 14 days. Also: no plan."));
    }
}
