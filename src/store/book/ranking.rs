//! The ranking of accounts by reason: live triggers are scanned once a day, and the result is kept until another
//! program writes.
//!
//! A line of the ranking takes 8 bytes, so that 200,000 accounts with a reason take 3 MiB and every window of Today and
//! of Accounts is a slice. The store's own writes move single lines; a write by another program causes a new scan.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::trigger_score::TriggerScore;
use crate::domain::account::profile::Fit;
use crate::domain::reason::opening::Opening;
use crate::store::convert::{fit_of, fit_rank};

/// An account's rank. `order` holds, from the top bit down: enough of a reason to call (1 bit), points in tenths, fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RankKey {
    pub(crate) order: u32,
    pub(crate) account: u32,
}

const ENOUGH: u32 = 1 << 31;

/// Every account with a live trigger, best reason first.
#[derive(Debug)]
pub(crate) struct Ranking {
    pub(crate) day: NaiveDate,
    pub(crate) version: i64,
    pub(crate) lines: Vec<RankKey>,
    /// The same lines, sorted by account for lookups.
    pub(crate) by_account: Vec<RankKey>,
    /// Accounts touched by this store's own writes since the last read; their lines are recomputed before the next one.
    pub(crate) touched: BTreeSet<i64>,
    /// The best accounts in the order in which they are called, and the minute of which that is true. Any own write drops
    /// it: a promise, a mark or a plan moves somebody without moving a line.
    pub(crate) offered: Option<(i64, OfferedOrder)>,
}

/// An account as Today offers it.
#[derive(Debug, Clone)]
pub(crate) struct OfferedAccount {
    pub(crate) account: i64,
    /// Row of the person to call; none where nobody is known yet.
    pub(crate) person: Option<i64>,
    /// When they may be called, where that is not now.
    pub(crate) opens: Option<Opening>,
}

/// The best accounts in the order in which they are called, and the ranking behind them.
#[derive(Debug, Clone, Default)]
pub(crate) struct OfferedOrder {
    /// Whoever may be called now, best reason first.
    pub(crate) open: Vec<OfferedAccount>,
    /// Whoever may not until a later hour, best reason first; they stand behind all of the open ones.
    pub(crate) closed: Vec<OfferedAccount>,
    /// Lines of the ranking that were asked about so far.
    pub(crate) asked: usize,
    /// Lines of the ranking with enough of a reason.
    pub(crate) people: usize,
}

/// Most accounts that one write may touch; above that, a new scan is cheaper than moving lines.
const FEW: usize = 64;
/// Most accounts that all writes since the last read may touch before a new scan is cheaper.
const MANY: usize = 1_024;

impl RankKey {
    /// Makes an account's line. An account that rests or no longer answers (`quiet`) keeps its points but is not
    /// offered for a call.
    pub(in crate::store) fn new(account: i64, worth: &TriggerScore, fit: Fit, touches: u32, quiet: bool) -> RankKey {
        // Points are 0–100 in tenths: they fit by far.
        let tenths = (worth.points(fit, touches) * 10.0).round().clamp(0.0, 65_535.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 16 bits above")]
        let tenths = tenths as u32;
        let enough = if worth.is_enough() && tenths > 0 && !quiet { ENOUGH } else { 0 };
        let fit = u32::try_from(fit_rank(fit)).unwrap_or(0);
        RankKey { order: enough | tenths << 8 | fit, account: u32::try_from(account).unwrap_or(u32::MAX) }
    }

    pub(in crate::store) fn key(self) -> (u32, u32) {
        (u32::MAX - self.order, self.account)
    }

    /// Points and fit, without whether they are enough to call.
    fn worth(self) -> u32 {
        self.order & !ENOUGH
    }

    pub(in crate::store) fn fit(self) -> Fit {
        fit_of(i64::from(self.order & 0xFF))
    }
}

impl Ranking {
    /// Returns how many accounts have enough of a reason to be called.
    pub(in crate::store) fn people(&self) -> usize {
        self.lines.partition_point(|line| line.order & ENOUGH != 0)
    }

    /// Returns up to `limit` accounts of the ranking, starting at `offset`.
    pub(in crate::store) fn window(&self, offset: usize, limit: usize) -> impl Iterator<Item = i64> + '_ {
        self.lines.iter().skip(offset).take(limit).map(|line| i64::from(line.account))
    }

    /// Returns those of the accounts that have enough of a reason, the best one first.
    pub(in crate::store) fn with_a_reason(&self, accounts: &[i64]) -> impl Iterator<Item = i64> + use<> {
        let find = |account: &i64| self.by_account.binary_search_by_key(account, |line| i64::from(line.account)).ok();
        let found = accounts.iter().filter_map(|account| self.by_account.get(find(account)?));
        let mut lines: Vec<RankKey> = found.copied().filter(|line| line.order & ENOUGH != 0).collect();
        lines.sort_unstable_by_key(|line| line.key());
        lines.into_iter().map(|line| i64::from(line.account))
    }

    /// Returns all lines by points, enough to call or not: both halves are in that order already.
    pub(in crate::store) fn by_points(&self) -> impl Iterator<Item = RankKey> + '_ {
        let (enough, rest) = self.lines.split_at(self.people());
        let (mut enough, mut rest) = (enough.iter().copied().peekable(), rest.iter().copied().peekable());
        std::iter::from_fn(move || match (enough.peek(), rest.peek()) {
            (Some(first), Some(other)) if other.worth() > first.worth() => rest.next(),
            (Some(_), _) => enough.next(),
            (None, _) => rest.next(),
        })
    }

    /// Returns an account's points in the order of lists, larger is better; 0 if it has no live trigger.
    pub(in crate::store) fn worth_of(&self, account: i64) -> u32 {
        let at = self.by_account.binary_search_by_key(&account, |line| i64::from(line.account));
        at.ok().and_then(|at| self.by_account.get(at)).map_or(0, |line| line.worth())
    }

    /// Marks the lines of these accounts as outdated; `None` if a new scan is cheaper than moving them.
    pub(in crate::store) fn forget(mut self, touched: &BTreeSet<i64>) -> Option<Ranking> {
        self.touched.extend(touched);
        self.offered = None;
        (touched.len() <= FEW && self.touched.len() <= MANY).then_some(self)
    }

    pub(in crate::store) fn put(&mut self, account: i64, line: Option<RankKey>) {
        if let Ok(at) = self.by_account.binary_search_by_key(&account, |line| i64::from(line.account)) {
            let old = self.by_account.remove(at);
            if let Ok(at) = self.lines.binary_search_by_key(&old.key(), |line| line.key()) {
                self.lines.remove(at);
            }
        }
        if let Some(line) = line {
            let at = self.by_account.partition_point(|other| other.account < line.account);
            self.by_account.insert(at, line);
            let at = self.lines.partition_point(|other| other.key() < line.key());
            self.lines.insert(at, line);
        }
    }
}
