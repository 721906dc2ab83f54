//! The only place that reads the time and makes new ids; with a fixed clock for tests.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, Utc};
use uuid::Uuid;

/// An instant with the UTC offset of the place where the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub DateTime<FixedOffset>);

impl Moment {
    /// Returns the local date.
    pub fn date(self) -> NaiveDate {
        self.0.date_naive()
    }

    /// Returns the instant in UTC.
    pub fn utc(self) -> DateTime<Utc> {
        self.0.with_timezone(&Utc)
    }

    /// Returns the milliseconds since 1970.
    pub fn millis(self) -> i64 {
        self.0.timestamp_millis()
    }
}

/// A source of the current time and of new ids.
pub trait Clock: Send + Sync {
    /// Returns the current instant.
    fn now(&self) -> Moment;
    /// Returns a new id that sorts after every earlier one of this process.
    fn new_id(&self) -> Uuid;
}

/// The machine's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    fn now(&self) -> Moment {
        Moment(chrono::Local::now().fixed_offset())
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that makes ids")]
    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A clock that stands still until it is advanced, and numbers its ids.
#[derive(Debug)]
pub struct FixedClock {
    millis: AtomicI64,
    offset: FixedOffset,
    ids: AtomicU64,
}

impl FixedClock {
    /// Makes a clock that stands at `at`.
    pub fn at(at: DateTime<FixedOffset>) -> FixedClock {
        FixedClock { millis: AtomicI64::new(at.timestamp_millis()), offset: *at.offset(), ids: AtomicU64::new(0) }
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        self.millis.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Moment {
        let utc = DateTime::<Utc>::from_timestamp_millis(self.millis.load(Ordering::SeqCst)).unwrap_or_default();
        Moment(utc.with_timezone(&self.offset))
    }

    fn new_id(&self) -> Uuid {
        let count = self.ids.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        let mut random = [0u8; 10];
        random[2..].copy_from_slice(&count);
        let millis = u64::try_from(self.millis.load(Ordering::SeqCst)).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}
