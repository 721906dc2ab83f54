//! How much work reading one file may be, and who may stop it.
//!
//! This folder reads no clock: whoever gives the budget says how time is told.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// Steps between two looks at the clock: it is asked seldom, because a cell of a sheet is read in less time than it takes
/// to ask.
const LOOK: u64 = 256;
/// Longest time between two looks at the clock that counts as work, in milliseconds.
const MOMENT: i64 = 1_000;
/// Bytes of a mebibyte.
const MEBI: u64 = 1024 * 1024;

/// Most work that reading one file may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rows of the file, blank and rejected ones too.
    pub rows: u64,
    /// Bytes that are read and unpacked, a cell of a sheet counting as one more.
    pub bytes: u64,
    /// Seconds without a row.
    pub seconds: u64,
}

impl Limits {
    /// For an import: a file larger than any that people have, and a reader that still gets on.
    pub const IMPORT: Limits = Limits { rows: 20_000_000, bytes: 64 * 1024 * MEBI, seconds: 120 };
    /// For a look at the columns of a file.
    pub const LOOK: Limits = Limits { rows: 200_000, bytes: 4 * 1024 * MEBI, seconds: 10 };
}

/// Why a reader stopped before the end of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Halt {
    /// Somebody stopped it.
    #[error("was not read to its end: it was stopped")]
    Cancelled,
    /// It has too many rows.
    #[error("has more than {0} rows, more than are read of one file; split it")]
    Rows(u64),
    /// It has too many bytes, unpacked.
    #[error("gives more than {} MB when it is read, more than are taken of one file; split it", .0 / MEBI)]
    Bytes(u64),
    /// It gave no row for too long.
    #[error("gave no row for {0} seconds and was left; save what you need of it as CSV UTF-8")]
    Seconds(u64),
}

/// The work left for one file, shared by all who read of it. Once it is used up or stopped it stays so.
#[derive(Clone)]
pub struct Budget(Arc<BudgetState>);

struct BudgetState {
    limits: Limits,
    rows: AtomicU64,
    bytes: AtomicU64,
    steps: AtomicU64,
    /// When the clock was last looked at, in milliseconds, and how long there has been no row.
    looked: AtomicI64,
    waited: AtomicI64,
    millis: Box<dyn Fn() -> i64 + Send + Sync>,
    cancel: Arc<AtomicBool>,
    halt: OnceLock<Halt>,
}

impl Default for Budget {
    /// The limits of an import, for bytes that are there already: nobody waits for them and nobody stops it.
    fn default() -> Budget {
        Budget::new(Limits::IMPORT, || 0, Arc::default())
    }
}

impl std::fmt::Debug for Budget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Budget").field("limits", &self.0.limits).field("halt", &self.0.halt).finish_non_exhaustive()
    }
}

impl Budget {
    /// Makes a budget by a clock that gives milliseconds; `cancel` stops it from any thread.
    pub fn new(limits: Limits, millis: impl Fn() -> i64 + Send + Sync + 'static, cancel: Arc<AtomicBool>) -> Budget {
        let looked = AtomicI64::new(millis());
        Budget(Arc::new(BudgetState {
            limits,
            rows: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            steps: AtomicU64::new(0),
            looked,
            waited: AtomicI64::new(0),
            millis: Box::new(millis),
            cancel,
            halt: OnceLock::new(),
        }))
    }

    /// Returns why it stopped, if it did.
    pub fn halted(&self) -> Option<Halt> {
        self.0.halt.get().copied()
    }

    /// Checks whether reading may go on; asks the clock.
    ///
    /// # Errors
    /// Why it may not.
    pub fn check(&self) -> Result<(), Halt> {
        if let Some(halt) = self.halted() {
            return Err(halt);
        }
        let BudgetState { limits, rows, bytes, looked, waited, millis, cancel, halt, .. } = &*self.0;
        let now = millis();
        // A clock that is set, or a lid that is closed, is no work: more than a moment between two looks does not count.
        let passed = (now - looked.swap(now, Ordering::Relaxed)).clamp(0, MOMENT);
        let waited = u64::try_from(waited.fetch_add(passed, Ordering::Relaxed) + passed).unwrap_or(0);
        let found = if cancel.load(Ordering::SeqCst) {
            Halt::Cancelled
        } else if rows.load(Ordering::Relaxed) > limits.rows {
            Halt::Rows(limits.rows)
        } else if bytes.load(Ordering::Relaxed) > limits.bytes {
            Halt::Bytes(limits.bytes)
        } else if waited > limits.seconds.saturating_mul(1_000) {
            Halt::Seconds(limits.seconds)
        } else {
            return Ok(());
        };
        Err(*halt.get_or_init(|| found))
    }

    /// Spends bytes that were read or unpacked.
    ///
    /// # Errors
    /// As [`Budget::check`].
    pub fn spend(&self, bytes: u64) -> Result<(), Halt> {
        self.0.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.check()
    }

    /// Spends cells of a sheet, read or left blank between others; one of 256 such steps asks the clock.
    ///
    /// # Errors
    /// As [`Budget::check`].
    pub(super) fn step(&self, cells: u64) -> Result<(), Halt> {
        self.0.bytes.fetch_add(cells, Ordering::Relaxed);
        let steps = self.0.steps.fetch_add(1, Ordering::Relaxed);
        if steps.is_multiple_of(LOOK) || cells > LOOK || self.0.cancel.load(Ordering::Relaxed) {
            return self.check();
        }
        self.halted().map_or(Ok(()), Err)
    }

    /// Spends one row that is given on: waiting begins anew.
    ///
    /// # Errors
    /// As [`Budget::check`].
    pub(super) fn row(&self) -> Result<(), Halt> {
        self.0.rows.fetch_add(1, Ordering::Relaxed);
        self.check()?;
        self.0.waited.store(0, Ordering::Relaxed);
        Ok(())
    }
}

impl From<Halt> for io::Error {
    fn from(halt: Halt) -> io::Error {
        io::Error::other(halt)
    }
}
