//! Selects the accounts that a change touches before a campaign starts: which ones the filter finds, and why some are
//! left out.
//!
//! The filter reads one index: the full-text index for words, an index of its own for a place or a size. Each row found
//! is checked against the complete filter; of the matching ones, as many as a list shows are examined in detail.

use std::collections::HashSet;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::account::Account;
use crate::domain::account::place_names::names_of;
use crate::domain::account::profile::{Fit, Profile};
use crate::domain::campaign::{
    CampaignSeed, CampaignStart, Exclusion, ExclusionReason, MOST_ACCOUNTS, TargetCandidate, TargetFilter,
    TargetPreview,
};
use crate::domain::draft::campaign_start_key;
use crate::domain::ids::TriggerId;
use crate::domain::reason::guard::{Standing, guards};
use crate::store::book::COUNTED;
use crate::store::book::settings;
use crate::store::cells::only_value;
use crate::store::convert::{JsonText, count, to_i64};
use crate::store::error::Result;
use crate::store::standing::no_answer;
use crate::store::tables::search_index;
use crate::store::tables::search_index::{ACCOUNT_BITS, row_behind};
use crate::store::tables::{accounts, contacts, triggers};
use crate::store::{Store, standing};

/// Most index rows that are checked against the filter; this takes about 100 ms.
const READ: usize = 20_000;
/// Most matching accounts that are examined in detail.
const LOOKED_AT: usize = COUNTED as usize;

impl Store {
    /// Returns what a campaign on this trigger starts from: the industries of its linked accounts, the sub-industry if
    /// one is known. `None` if there is no such trigger.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn campaign_seed(&self, trigger: TriggerId) -> Result<Option<CampaignSeed>> {
        let Some(n) = triggers::row_of(&self.conn, trigger)? else { return Ok(None) };
        let found = triggers::load(&self.conn, n)?;
        let sql = "SELECT DISTINCT industry FROM (SELECT coalesce(nullif(account.sub_industry, ''), account.industry) AS industry
            FROM trigger_account AS link
            JOIN account ON account.n = link.account
            WHERE link.trigger = ?1 AND link.deleted = 0 AND account.deleted = 0 LIMIT 50)
            WHERE industry <> '' LIMIT 6";
        let mut statement = self.conn.prepare_cached(sql)?;
        let industry = statement.query_map([n], only_value)?.collect::<rusqlite::Result<Vec<String>>>()?;
        let sql = "SELECT id FROM campaign WHERE trigger = ?1 AND deleted = 0 AND closed = 0 ORDER BY n DESC LIMIT 1";
        let running = self.conn.prepare_cached(sql)?.query_row([n], only_value).optional()?;
        Ok(Some(CampaignSeed {
            trigger,
            shared_reason: String::new(),
            headline: found.headline,
            pick: TargetFilter { industry, ..TargetFilter::default() },
            running,
            draft: self.draft(&campaign_start_key(trigger))?,
        }))
    }

    /// Applies a filter and the accounts added or removed by hand: returns which accounts are included, and which are
    /// left out and why.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn picking(&self, start: &CampaignStart) -> Result<TargetPreview> {
        let (rows, mut at_least) = find_rows(&self.conn, &start.pick)?;
        let by_hand: Vec<i64> = start
            .put_in
            .iter()
            .map(|id| accounts::row_of(&self.conn, *id))
            .filter_map(Result::transpose)
            .collect::<Result<_>>()?;
        let profile = settings::profile(&self.conn)?;
        let today = self.clock.now().date();
        let (mut picking, mut seen) = (TargetPreview::default(), HashSet::new());
        for (n, archived) in rows {
            if seen.len() >= LOOKED_AT {
                at_least = true;
                break;
            }
            if !seen.insert(n) {
                continue;
            }
            let account = accounts::load(&self.conn, n)?;
            let left = self.left(&start.pick, &profile, n, &account, archived, today)?;
            sort_in(&mut picking, start, &profile, &account, left);
        }
        for n in by_hand.into_iter().filter(|n| !seen.contains(n)) {
            sort_in(&mut picking, start, &profile, &accounts::load(&self.conn, n)?, None);
        }
        picking.at_least = at_least;
        Ok(picking)
    }

    /// Returns why an account that the filter found is left out, the most lasting reason first; `None` if it is not.
    fn left(
        &self,
        pick: &TargetFilter,
        profile: &Profile,
        n: i64,
        account: &Account,
        archived: bool,
        today: NaiveDate,
    ) -> Result<Option<(ExclusionReason, String)>> {
        if archived {
            return Ok(Some((ExclusionReason::Archived, "archived: out of the lists".to_owned())));
        }
        let fitting = profile.fit(account);
        if let Some(why) = pick.leaves(fitting.fit, account.employees) {
            let says = match why {
                ExclusionReason::SizeNotKnown => "nobody wrote down how many work there".to_owned(),
                _profile => fitting.against().join("; "),
            };
            return Ok(Some((why, says)));
        }
        if let Some(says) = rest_sentence(&self.conn, n, today)? {
            return Ok(Some((ExclusionReason::Resting, says)));
        }
        if let Some(says) = self.nobody_may_be_called(n, today)? {
            return Ok(Some((ExclusionReason::Blocked, says)));
        }
        // All but the touches is as no guard objects to: only the swarm is asked about here.
        let standing = Standing {
            fit: Fit::In,
            live_trigger: true,
            touches: standing::touches(&self.conn, n, today, i64::MAX)?.counts,
            ..Standing::default()
        };
        let swarm = guards(&standing).into_iter().find(|guard| guard.rule == "swarm");
        Ok(swarm.map(|guard| (ExclusionReason::TouchedLately, guard.says)))
    }

    /// Returns a sentence if nobody known at the account may be called, else `None`.
    fn nobody_may_be_called(&self, account: i64, today: NaiveDate) -> Result<Option<String>> {
        let company = accounts::load(&self.conn, account)?;
        let people = contacts::of_account(&self.conn, account)?.into_iter().map(|n| contacts::load(&self.conn, n));
        let mut people = people.collect::<Result<Vec<_>>>()?;
        people.retain(|contact| !contact.has_left(today));
        for contact in &people {
            if contact.do_not_call.is_none() && self.on_do_not_call(contact, &company)?.is_none() {
                return Ok(None);
            }
        }
        Ok(match people.len() {
            0 => None,
            1 => Some("the one person known there must not be called".to_owned()),
            all => Some(format!("all {all} people known there must not be called")),
        })
    }
}

/// Puts an account among the included or the left-out ones; a decision made by hand comes first.
fn sort_in(
    picking: &mut TargetPreview,
    start: &CampaignStart,
    profile: &Profile,
    account: &Account,
    left: Option<(ExclusionReason, String)>,
) {
    let (put_in, taken_out) = (start.put_in.contains(&account.id), start.taken_out.contains(&account.id));
    let left = match (put_in, taken_out, left) {
        (true, _, _) => None,
        (false, true, None) => Some((ExclusionReason::TakenOut, "taken out by hand".to_owned())),
        (false, _, left) => left,
    };
    let place = [account.city.clone(), account.region.clone().or_else(|| account.country.clone())];
    let name = account.name.clone();
    let candidate = TargetCandidate {
        account_id: account.id,
        industry: account.industry.clone().unwrap_or_default(),
        place: place.into_iter().flatten().collect::<Vec<_>>().join(", "),
        employees: account.employees,
        fit: profile.fit(account).fit,
        by_hand: put_in || matches!(left, Some((ExclusionReason::TakenOut, _))),
        left: left.map(|(why, says)| Exclusion { account_id: account.id, name: name.clone(), why, says }),
        name,
    };
    if candidate.left.is_some() {
        picking.left.push(candidate);
        return;
    }
    picking.count += 1;
    // One more than may be prepared is listed; beyond that the number alone says that it is too many.
    if picking.accounts.len() <= MOST_ACCOUNTS {
        picking.accounts.push(candidate);
    }
}

/// Returns a sentence that says until when and why an account rests; `None` if it does not.
fn rest_sentence(conn: &Connection, n: i64, today: NaiveDate) -> Result<Option<String>> {
    Ok(no_answer::load_rest(conn, n)?.filter(|rest| rest.holds(today)).map(|rest| {
        let because = if rest.because.is_empty() { String::new() } else { format!(": {}", rest.because) };
        format!("resting until {}{because}", rest.until.format("%-d %b %Y"))
    }))
}

/// Statements that find accounts by place, size or fit, and archived ones; each reads one index.
pub(crate) const FOUND: [&str; 5] = [
    "SELECT n FROM account WHERE deleted = 0 AND archived = 0
        AND country COLLATE NOCASE IN (SELECT value FROM json_each(?2)) LIMIT ?1",
    "SELECT n FROM account WHERE deleted = 0 AND archived = 0
        AND region COLLATE NOCASE IN (SELECT value FROM json_each(?2)) LIMIT ?1",
    "SELECT n FROM account WHERE deleted = 0 AND archived = 0 AND employees BETWEEN ?2 AND ?3
        ORDER BY employees DESC, fit LIMIT ?1",
    "SELECT n FROM account WHERE deleted = 0 AND archived = 0 AND fit >= 2 ORDER BY fit DESC LIMIT ?1",
    "SELECT n FROM account WHERE deleted = 0 AND archived = 1 LIMIT ?1",
];

/// Returns the rows that the filter finds, each with whether it is archived, and `true` if there were more than were
/// read.
fn find_rows(conn: &Connection, pick: &TargetFilter) -> Result<(Vec<(i64, bool)>, bool)> {
    let (listed, more) = rows_by_best_index(conn, pick)?;
    let archived = rows(conn, FOUND[4], params![LIMIT])?;
    let candidates = listed.into_iter().map(|n| (n, false)).chain(archived.into_iter().map(|n| (n, true)));
    let mut found = Vec::new();
    for (n, archived) in candidates {
        if found.len() > LOOKED_AT {
            return Ok((found, true));
        }
        if pick.finds(&outline(conn, n)?) {
            found.push((n, archived));
        }
    }
    Ok((found, more))
}

const LIMIT: i64 = READ as i64 + 1;

/// Reads the index that yields the fewest rows: the words, or the place if the words occur in too many accounts.
fn rows_by_best_index(conn: &Connection, pick: &TargetFilter) -> Result<(Vec<i64>, bool)> {
    let words = matching(pick);
    let worded = if words.is_empty() { None } else { Some(by_words(conn, &words)?) };
    let mut found = match worded {
        Some(found) if found.len() <= READ => found,
        Some(_) | None if !pick.place.is_empty() => by_place(conn, &pick.place)?,
        Some(found) => found,
        None if pick.from.is_some() || pick.until.is_some() => {
            let (from, until) = (to_i64(pick.from.unwrap_or(0)), to_i64(pick.until.unwrap_or(u64::MAX)));
            rows(conn, FOUND[2], params![LIMIT, from, until])?
        }
        None => rows(conn, FOUND[3], params![LIMIT])?,
    };
    let more = found.len() > READ;
    found.truncate(READ);
    Ok((found, more))
}

fn by_words(conn: &Connection, words: &str) -> Result<Vec<i64>> {
    let found = search_index::window(conn, search_index::ACCOUNTS[0], words, count(LIMIT), 0)?;
    Ok(found.into_iter().map(|rowid| row_behind(rowid, ACCOUNT_BITS)).collect())
}

fn by_place(conn: &Connection, places: &[String]) -> Result<Vec<i64>> {
    let names = JsonText(places.iter().flat_map(|place| names_of(place)).collect::<Vec<_>>());
    let mut found = rows(conn, FOUND[0], params![LIMIT, names])?;
    found.extend(rows(conn, FOUND[1], params![LIMIT, names])?);
    Ok(found)
}

/// Returns the industry words as a full-text query that matches any of them; empty if there are none.
fn matching(pick: &TargetFilter) -> String {
    let one = |text: &String| {
        let words = search_index::words(text);
        // In quotation marks, so that what was typed is never read as the search's own language.
        let quoted = words.iter().map(|word| format!("\"{}\"*", word.text)).collect::<Vec<_>>();
        (!quoted.is_empty()).then(|| format!("({})", quoted.join(" AND ")))
    };
    pick.industry.iter().filter_map(one).collect::<Vec<_>>().join(" OR ")
}

fn rows(conn: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement.query_map(values, only_value)?.collect::<rusqlite::Result<_>>()?)
}

/// Loads only those values of an account that the filter checks.
fn outline(conn: &Connection, n: i64) -> Result<Account> {
    let sql = "SELECT industry, sub_industry, region, country, employees, tags FROM account WHERE n = ?1";
    let read = |row: &Row<'_>| {
        Ok(Account {
            industry: row.get("industry")?,
            sub_industry: row.get("sub_industry")?,
            region: row.get("region")?,
            country: row.get("country")?,
            employees: row.get::<_, Option<i64>>("employees")?.and_then(|head| u64::try_from(head).ok()),
            tags: row.get::<_, JsonText<Vec<String>>>("tags")?.0,
            ..Account::default()
        })
    };
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::DateTime;

    use super::*;
    use crate::clock::FixedClock;
    use crate::domain::account::Contact;
    use crate::domain::account::profile::{ProfileField, ProfileRule, Test};
    use crate::domain::call::{Call, Reach};
    use crate::domain::ids::{AccountId, CallId, ContactId};

    fn book() -> Store {
        let now = DateTime::parse_from_rfc3339("2026-03-11T10:00:00+01:00").unwrap();
        let mut store = Store::in_memory(Arc::new(FixedClock::at(now))).unwrap();
        let rules = vec![
            ProfileRule { field: ProfileField::Employees, test: Test::Between(100, 9_000), must: true },
            ProfileRule { field: ProfileField::Country, test: Test::AnyOf(vec!["Norway".to_owned()]), must: false },
        ];
        store.set_profile(&Profile { rules }).unwrap();
        store
    }

    fn account(store: &mut Store, name: &str, employees: Option<u64>, country: &str) -> AccountId {
        let account = Account {
            name: name.to_owned(),
            industry: Some("Food Processing".to_owned()),
            country: Some(country.to_owned()),
            employees,
            ..Account::default()
        };
        store.save_account(&account).unwrap()
    }

    fn person(store: &mut Store, account_id: AccountId, name: &str, barred: bool) -> ContactId {
        let do_not_call = barred.then(|| "asked".to_owned());
        let contact = Contact { account_id, name: name.to_owned(), do_not_call, ..Contact::default() };
        store.save_contact(&contact).unwrap()
    }

    fn call(store: &mut Store, contact: ContactId, account: AccountId) {
        let rep = store.rep().unwrap();
        let mut call = Call::new(CallId(store.clock.new_id()), contact, account, rep, store.clock.now().0);
        call.reach = Reach::NoAnswer;
        store.log_call(&call).unwrap();
    }

    fn start(industry: &str, place: &[&str]) -> CampaignStart {
        let place = place.iter().map(|place| (*place).to_owned()).collect();
        CampaignStart {
            pick: TargetFilter { industry: vec![industry.to_owned()], place, ..TargetFilter::default() },
            ..CampaignStart::default()
        }
    }

    fn names(found: &[TargetCandidate]) -> Vec<&str> {
        let mut names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn each_account_that_is_left_out_says_why() {
        let mut store = book();
        for (name, employees, country) in [
            ("Inside", Some(500), "Norway"),
            ("Edge", Some(500), "Denmark"),
            ("Tiny", Some(20), "Norway"),
            ("Riddle", None, "Norway"),
            ("Gone", Some(500), "Norway"),
            ("Asleep", Some(500), "Norway"),
            ("Awake", Some(500), "Norway"),
            ("Silent", Some(500), "Norway"),
            ("Half silent", Some(500), "Norway"),
            ("Swarmed", Some(500), "Norway"),
        ] {
            account(&mut store, name, employees, country);
        }
        let id = |store: &Store, name: &str| store.find_account(name).unwrap()[0].0;
        store.archive_account(id(&store, "Gone"), true).unwrap();
        let rest = "UPDATE account SET rest_until = ?2, rest_because = 'year end' WHERE name = ?1";
        store.conn.execute(rest, ["Asleep", "2026-05-04"]).unwrap();
        store.conn.execute(rest, ["Awake", "2026-03-11"]).unwrap();
        let (silent, half, swarmed) = (id(&store, "Silent"), id(&store, "Half silent"), id(&store, "Swarmed"));
        person(&mut store, silent, "Ane Lund", true);
        person(&mut store, half, "Bo Dahl", true);
        person(&mut store, half, "Siri Moen", false);
        let callee = person(&mut store, swarmed, "Tor Vik", false);
        for _ in 0..3 {
            call(&mut store, callee, swarmed);
        }

        let found = store.picking(&start("food", &[])).unwrap();
        assert_eq!(names(&found.accounts), ["Awake", "Edge", "Half silent", "Inside"]);
        let left = |name: &str| {
            let one = found.left.iter().find(|one| one.name == name).unwrap().left.clone().unwrap();
            (one.why, one.says)
        };
        for (name, why, says) in [
            ("Tiny", ExclusionReason::OutOfProfile, "employees: 20 is not within 100 to 9000"),
            ("Riddle", ExclusionReason::UnknownFit, "employees: not known"),
            ("Gone", ExclusionReason::Archived, "archived: out of the lists"),
            ("Asleep", ExclusionReason::Resting, "resting until 4 May 2026: year end"),
            ("Silent", ExclusionReason::Blocked, "the one person known there must not be called"),
            ("Swarmed", ExclusionReason::TouchedLately, "3 touches of this account in 14 days."),
        ] {
            assert_eq!(left(name), (why, says.to_owned()), "{name}");
        }
        let reasons: usize = found.reasons().iter().map(|(_, n)| n).sum();
        assert_eq!((found.count, reasons, found.at_least), (4, found.left.len(), false));
    }

    #[test]
    fn what_a_person_decides_goes_before_the_filter() {
        let mut store = book();
        let inside = account(&mut store, "Inside", Some(500), "Norway");
        let tiny = account(&mut store, "Tiny", Some(20), "Norway");
        let other = store.save_account(&Account { name: "Steel".to_owned(), ..Account::default() }).unwrap();
        let decided = CampaignStart { put_in: vec![tiny, other], taken_out: vec![inside], ..start("food", &[]) };
        let found = store.picking(&decided).unwrap();
        assert_eq!((names(&found.accounts), names(&found.left)), (vec!["Steel", "Tiny"], vec!["Inside"]));
        assert!(found.accounts.iter().all(|one| one.by_hand));
        assert_eq!(found.reasons(), [(ExclusionReason::TakenOut, 1)]);
    }

    #[test]
    fn a_place_is_found_under_its_other_names_and_without_an_industry() {
        let mut store = book();
        account(&mut store, "Short", Some(500), "NO");
        account(&mut store, "Long", Some(500), "Norway");
        account(&mut store, "Abroad", Some(500), "Niger");
        let by_place = CampaignStart {
            pick: TargetFilter { place: vec!["norge".to_owned()], ..TargetFilter::default() },
            ..CampaignStart::default()
        };
        assert_eq!(names(&store.picking(&by_place).unwrap().accounts), ["Long", "Short"]);
        assert_eq!(names(&store.picking(&start("food", &["Norway"])).unwrap().accounts), ["Long", "Short"]);
        assert_eq!(names(&store.picking(&start("steel", &["Norway"])).unwrap().accounts), Vec::<&str>::new());
        let sized = CampaignStart {
            pick: TargetFilter { from: Some(501), ..TargetFilter::default() },
            ..CampaignStart::default()
        };
        assert_eq!(store.picking(&sized).unwrap().count, 0);
        assert_eq!(store.picking(&CampaignStart::default()).unwrap().count, 3, "without words, whoever fits");
    }

    #[test]
    fn a_campaign_without_a_name_or_without_an_account_is_refused() {
        let mut store = book();
        account(&mut store, "Inside", Some(500), "Norway");
        let named = |industry: &str, name: &str| CampaignStart { name: name.to_owned(), ..start(industry, &[]) };
        let refused = |store: &mut Store, start: &CampaignStart| store.start_campaign(start).unwrap_err().to_string();
        assert!(refused(&mut store, &named("steel", "Lots")).contains("No account is in it."));
        assert!(refused(&mut store, &named("food", " ")).contains("A campaign needs a name."));
        assert!(store.start_campaign(&named("food", "Lots")).is_ok());
        assert_eq!(store.find_campaign("lo").unwrap().len(), 1);
    }
}
