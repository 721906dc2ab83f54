//! Whom Today offers at an account, whether they may be called now, and in which order.
//!
//! The ranking is by points and knows no hour of the day. Who may be called now is asked of the best accounts alone: of a
//! fixed number, and of as many again where it is night at nearly all of them. Among those, whoever may be called now stands
//! first; behind them the ranking goes on by points. They are asked as a list is read on, no further than its window needs.
//! So the first rows cost the same whatever the size of the book.

use rusqlite::Connection;

use crate::clock::Moment;
use crate::domain::account::calling_hours::line::Line;
use crate::domain::account::phone_region::{Dialling, TheirZone};
use crate::domain::account::{Account, Contact};
use crate::domain::ids::ContactId;
use crate::domain::reason::opening::{Opening, opening};
use crate::domain::time_zone::Tz;
use crate::domain::trigger::Scope;
use crate::store::Store;
use crate::store::book::ranking::{OfferedAccount, OfferedOrder};
use crate::store::book::trigger_score;
use crate::store::error::Result;
use crate::store::tables::{accounts, contacts, plans, triggers};

/// The best accounts, which stand in the order of who may be called now.
const BEST: usize = 512;
/// So many that may be called now are enough for a day: a week is planned for fewer.
const ENOUGH: usize = 64;
/// No more accounts than these are asked about, even where it is night at all of them.
const MOST: usize = 1_024;
/// People of an account who are looked through where the first two must not be called.
const OTHERS: usize = 20;

impl OfferedOrder {
    /// How many are offered. Behind those asked about, an account whose people must all not be called still counts.
    pub(super) fn total(&self) -> usize {
        self.people - self.asked + self.open.len() + self.closed.len()
    }

    /// Only whoever may be called now, of those asked about; and whether others were not asked about.
    pub(super) fn open_only(self) -> (OfferedOrder, bool) {
        let more = self.people > self.asked;
        // As if all were asked: the total then is the open ones alone.
        (OfferedOrder { closed: Vec::new(), asked: self.people, ..self }, more)
    }

    /// True once the first `wanted` are known, or all that are ever asked about have been asked.
    fn is_enough(&self, wanted: usize) -> bool {
        let all = self.asked >= self.people.min(MOST) || (self.asked >= BEST && self.open.len() >= ENOUGH);
        // Where all of the ranking can be asked about, it is, so that the total does not change along the list.
        all || (self.people > BEST && self.open.len() >= wanted)
    }
}

impl Store {
    /// Puts the best accounts into the order in which they are called, as far as the first `wanted` need it.
    pub(super) fn offered(&mut self, now: Moment, wanted: usize) -> Result<OfferedOrder> {
        // Hours begin on a minute: an order of this minute is as good as a new one.
        let minute = now.utc().timestamp().div_euclid(60);
        let ranking = self.ranking(now)?;
        let people = ranking.people();
        let kept = ranking.offered.as_ref().filter(|(of, _)| *of == minute).map(|(_, order)| order.clone());
        let mut order = kept.unwrap_or_else(|| OfferedOrder { people, ..OfferedOrder::default() });
        let best: Vec<i64> = ranking.window(order.asked, people.min(MOST).saturating_sub(order.asked)).collect();
        for account in best {
            if order.is_enough(wanted) {
                break;
            }
            // Also where nobody may be called: a window further down goes on behind those asked about.
            order.asked += 1;
            match self.offer(account, now)? {
                Some(offer) if offer.opens.is_none() => order.open.push(offer),
                Some(offer) => order.closed.push(offer),
                None => {}
            }
        }
        if let Some(ranking) = &mut self.ranking {
            ranking.offered = Some((minute, order.clone()));
        }
        Ok(order)
    }

    /// Puts these accounts into the order in which they are called, as far as they have enough of a reason.
    pub(super) fn offered_among(&mut self, accounts: &[i64], now: Moment) -> Result<OfferedOrder> {
        let ranked: Vec<i64> = self.ranking(now)?.with_a_reason(accounts).take(MOST).collect();
        let mut offers = Vec::new();
        for account in &ranked {
            offers.extend(self.offer(*account, now)?);
        }
        let (open, closed) = offers.into_iter().partition(|offer| offer.opens.is_none());
        Ok(OfferedOrder { open, closed, asked: 0, people: 0 })
    }

    /// A window of that order. Behind those asked about, accounts follow by points.
    pub(super) fn offered_window(
        &mut self,
        order: OfferedOrder,
        now: Moment,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<OfferedAccount>> {
        let (asked, people, known) = (order.asked, order.people, order.open.len() + order.closed.len());
        let offers = order.open.into_iter().chain(order.closed);
        let mut window: Vec<OfferedAccount> = offers.skip(offset).take(limit).collect();
        let mut at = asked + offset.saturating_sub(known);
        while window.len() < limit && at < people {
            let line: Option<i64> = self.ranking(now)?.window(at, 1).next();
            at += 1;
            if let Some(account) = line {
                window.extend(self.offer(account, now)?);
            }
        }
        Ok(window)
    }

    /// Whom to call at an account and from when on; nothing where everybody known there must not be called.
    fn offer(&self, account: i64, now: Moment) -> Result<Option<OfferedAccount>> {
        let place = accounts::load_place(&self.conn, account)?;
        let (person, contact) = match self.whom(account, &place, now)? {
            Whom::Person(n, contact) => (Some(n), *contact),
            Whom::NobodyKnown => (None, Contact::default()),
            Whom::NobodyMayBeCalled => return Ok(None),
        };
        let opens = self.opens(&contact, &place, now);
        Ok(Some(OfferedAccount { account, person, opens }))
    }

    pub(super) fn zone_of(&self, contact: &Contact, account: &Account) -> Option<TheirZone> {
        Dialling::builtin().zone_of(contact, account, self.place())
    }

    /// From when on somebody may be called, `None` for now; where their zone is not known, once it is day in one of their
    /// country's.
    pub(super) fn opens(&self, contact: &Contact, account: &Account, now: Moment) -> Option<Opening> {
        if let Some(there) = self.zone_of(contact, account) {
            return self.opening_at(&there, contact, account, now);
        }
        let place = Dialling::builtin().somewhere(contact, account, self.place().country)?;
        let at = |zone: &Tz| TheirZone { zone: *zone, guessed: None, land: Some(place.land.clone()) };
        let opens = place.zones.iter().map(|zone| self.opening_at(&at(zone), contact, account, now));
        // One zone in which it is day already, a `None` among them, and they may be called now.
        opens.collect::<Option<Vec<Opening>>>()?.into_iter().min_by_key(|opening| opening.at)
    }

    fn opening_at(&self, there: &TheirZone, contact: &Contact, account: &Account, now: Moment) -> Option<Opening> {
        let land = there.land.as_ref().map(|land| (land.country.as_str(), land.region.as_deref()));
        let line = Line::of_contact(contact, account, self.rules.calls);
        opening(there.zone, &self.rules.hours().at(land), line, contact.hours, now.utc())
    }

    /// The person that the best trigger is about, else the one a plan stands for, else the best known; somebody who left
    /// or must not be called gives way to anybody else.
    fn whom(&self, account: i64, place: &Account, now: Moment) -> Result<Whom> {
        let worth = trigger_score::score_triggers(&self.conn, self.rules.kinds(), account, now.date())?;
        let named = worth.best.map(|best| named_by(&self.conn, best)).transpose()?.flatten();
        let first = match named {
            Some(n) => Some(n),
            None => plans::planned_contact(&self.conn, account)?,
        };
        let likeliest = first.into_iter().chain(contacts::best(&self.conn, account)?).collect();
        let found = self.first_open(likeliest, place, now)?;
        if let Whom::Person(..) = found {
            return Ok(found);
        }
        // The list of everybody is read where neither of the two can be called.
        let everybody = contacts::of_account(&self.conn, account)?.into_iter().take(OTHERS).collect();
        self.first_open(everybody, place, now)
    }

    /// The first of these people who is still there and may be called.
    fn first_open(&self, people: Vec<i64>, place: &Account, now: Moment) -> Result<Whom> {
        let mut known = false;
        for n in people {
            let person = contacts::load(&self.conn, n)?;
            if person.has_left(now.date()) {
                continue;
            }
            known = true;
            if !self.is_barred(&person, place)? {
                return Ok(Whom::Person(n, Box::new(person)));
            }
        }
        Ok(if known { Whom::NobodyMayBeCalled } else { Whom::NobodyKnown })
    }
}

/// Whom to call at an account.
enum Whom {
    /// Their row, and what is known of them.
    Person(i64, Box<Contact>),
    NobodyKnown,
    NobodyMayBeCalled,
}

/// The person that a trigger is about, who is still in the book.
fn named_by(conn: &Connection, trigger: i64) -> Result<Option<i64>> {
    let (scope, contact): (Scope, Option<ContactId>) = triggers::scope_and_person(conn, trigger)?;
    match contact.filter(|_| scope == Scope::Person) {
        Some(id) => match contacts::row_of(conn, id)? {
            Some(n) if !contacts::load(conn, n)?.archived => Ok(Some(n)),
            Some(_) | None => Ok(None),
        },
        None => Ok(None),
    }
}
