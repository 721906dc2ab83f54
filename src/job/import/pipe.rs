//! Reads a named pipe without ever waiting for good.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};

use crate::exchange::budget::Budget;

/// How long one look at the pipe waits, in nanoseconds; the budget is asked between two.
const LOOK: i64 = 50_000_000;
/// Looks after which a pipe that nobody has open to write is left: two seconds.
const LOOKS: u32 = 40;

/// A reader of a pipe.
pub(super) struct PipeReader {
    pipe: File,
    budget: Budget,
    /// Looks at which nobody had it open to write; `None` once somebody had.
    alone: Option<u32>,
}

impl PipeReader {
    /// Opens a pipe, whether or not somebody writes into it.
    ///
    /// # Errors
    /// The system's error.
    pub(super) fn open(path: &Path, budget: Budget) -> io::Result<PipeReader> {
        // Opened in the usual way, a pipe waits for somebody who writes, and nothing but a signal ends that.
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let pipe = File::from(rustix::fs::open(path, flags, Mode::empty())?);
        Ok(PipeReader { pipe, budget, alone: Some(0) })
    }

    /// Waits a moment for bytes; returns true if the last writer has left.
    fn look(&self) -> io::Result<bool> {
        let mut polled = [PollFd::new(&self.pipe, PollFlags::IN)];
        match poll(&mut polled, Some(&Timespec { tv_sec: 0, tv_nsec: LOOK })) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [polled] = polled;
        Ok(polled.revents().contains(PollFlags::HUP))
    }
}

impl Read for PipeReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            self.budget.check()?;
            let left = self.look()?;
            match (self.pipe.read(buffer), self.alone) {
                (Ok(0), Some(looks)) if !left => {
                    if looks >= LOOKS {
                        return Err(io::Error::other("nobody writes into this pipe; start what writes into it first"));
                    }
                    self.alone = Some(looks + 1);
                }
                (Err(error), _) if error.kind() == io::ErrorKind::WouldBlock => self.alone = None,
                (Err(error), _) if error.kind() == io::ErrorKind::Interrupted => {}
                (read, _) => {
                    self.alone = None;
                    return read;
                }
            }
        }
    }
}
