//! Waiting for the next thing: keys, signals, answers or the clock, without waking for nothing.
//!
//! One `poll` on the terminal and a wake-up pipe. A terminal that vanishes shows there as a hang-up; keys are read only
//! when they are there, so nothing blocks for ever.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};

/// Flags that signals set.
#[derive(Debug, Default)]
pub(crate) struct Signals {
    pub(crate) end: Arc<AtomicBool>,
    pub(crate) interrupt: Arc<AtomicBool>,
    /// Stop until continued.
    pub(crate) stop: Arc<AtomicBool>,
    pub(crate) resized: Arc<AtomicBool>,
    pub(crate) continued: Arc<AtomicBool>,
}

/// What ended the wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WakeReason {
    /// Keys can be read.
    pub(crate) keys: bool,
    /// The terminal is gone.
    pub(crate) gone: bool,
}

/// Waits for keys, signals, answers or the clock.
#[derive(Debug)]
pub(crate) struct InputPoll {
    pipe: UnixStream,
    waker: UnixStream,
    pub(crate) signals: Signals,
}

impl InputPoll {
    /// Sets up the pipe and the signals.
    pub(in crate::tui) fn new() -> io::Result<InputPoll> {
        let (pipe, waker) = UnixStream::pair()?;
        pipe.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        let signals = Signals::default();
        for (signal, flag) in [
            (SIGTERM, &signals.end),
            (SIGHUP, &signals.end),
            (SIGINT, &signals.interrupt),
            (SIGTSTP, &signals.stop),
            (SIGWINCH, &signals.resized),
            (SIGCONT, &signals.continued),
        ] {
            // The flag before the pipe: whoever is woken must find it raised.
            signal_hook::flag::register(signal, Arc::clone(flag))?;
            signal_hook::low_level::pipe::register(signal, waker.try_clone()?)?;
        }
        Ok(InputPoll { pipe, waker, signals })
    }

    /// Something that wakes the waiting from another thread.
    pub(in crate::tui) fn waker(&self) -> io::Result<impl Fn() + Send + Sync + 'static> {
        let waker = self.waker.try_clone()?;
        // A full pipe wakes as well as a fresh byte does.
        Ok(move || drop((&waker).write(&[1])))
    }

    /// Waits for keys (where `with_keys`), a wake-up, or the time.
    pub(in crate::tui) fn wait(&mut self, with_keys: bool, at_most: Duration) -> io::Result<WakeReason> {
        let stdin = rustix::stdio::stdin();
        let wanted = if with_keys { PollFlags::IN } else { PollFlags::empty() };
        let mut fds = [PollFd::new(&self.pipe, PollFlags::IN), PollFd::new(&stdin, wanted)];
        let time = Timespec {
            tv_sec: i64::try_from(at_most.as_secs()).unwrap_or(60),
            tv_nsec: i64::from(at_most.subsec_nanos()),
        };
        match poll(&mut fds, Some(&time)) {
            Ok(_) => {}
            // A signal: its flag says which.
            Err(rustix::io::Errno::INTR) => return Ok(WakeReason { keys: false, gone: false }),
            Err(error) => return Err(error.into()),
        }
        let got = fds[1].revents();
        let woken = WakeReason {
            keys: got.contains(PollFlags::IN),
            gone: got.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL),
        };
        // Before anybody looks at the flags: a signal that comes in between leaves a byte for the next wait.
        self.drain();
        Ok(woken)
    }

    /// Reads the keys that are there into `bytes`; how many, 0 where there are none.
    pub(in crate::tui) fn read(&self, bytes: &mut [u8]) -> io::Result<usize> {
        let stdin = rustix::stdio::stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        match poll(&mut fds, Some(&Timespec::default())) {
            // Readable and nothing else: a terminal that is gone is "readable" too, and reads as an end of file.
            Ok(ready) if ready > 0 && fds[0].revents() == PollFlags::IN => {}
            Ok(_) | Err(rustix::io::Errno::INTR) => return Ok(0),
            Err(error) => return Err(error.into()),
        }
        match rustix::io::read(stdin, bytes) {
            // A terminal that goes in this very moment is seen by the next waiting.
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN | rustix::io::Errno::IO) => Ok(0),
            other => Ok(other?),
        }
    }

    fn drain(&self) {
        let mut bytes = [0; 256];
        while matches!((&self.pipe).read(&mut bytes), Ok(n) if n > 0) {}
    }
}

/// Reads a flag and lowers it.
pub(crate) fn take_flag(flag: &AtomicBool) -> bool {
    flag.swap(false, Ordering::SeqCst)
}
