//! A person's terminal around the real binary: a pseudo-terminal, an emulator that shows what they would see, and every
//! byte that came.

use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// How long anything may take on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(30);
const BINARY: &str = env!("CARGO_BIN_EXE_whynow");

/// A user with a home of their own, and a book in it.
pub(crate) struct Desk {
    home: TempDir,
}

impl Desk {
    pub(crate) fn empty() -> Desk {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("tmp")).unwrap();
        Desk { home }
    }

    /// A desk with a copy of the sample book, which is made once.
    pub(crate) fn sample() -> Desk {
        static SAMPLE: OnceLock<Vec<u8>> = OnceLock::new();
        let desk = Desk::empty();
        let bytes = SAMPLE.get_or_init(|| {
            let made = Desk::empty();
            made.run(&["demo", "--keep", "sample.db"]);
            fs::read(made.path("sample.db")).unwrap()
        });
        fs::write(desk.book(), bytes).unwrap();
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn book(&self) -> PathBuf {
        self.path("book.db")
    }

    fn env(&self) -> Vec<(&'static str, String)> {
        let at = |name: &str| self.path(name).display().to_string();
        vec![
            ("HOME", at("")),
            ("XDG_CONFIG_HOME", at("config")),
            ("XDG_DATA_HOME", at("data")),
            ("TMPDIR", at("tmp")),
            ("TZ", "UTC".into()),
            ("TERM", "xterm-256color".into()),
            ("LANG", "C.UTF-8".into()),
            ("PATH", std::env::var("PATH").unwrap()),
        ]
    }

    /// Runs a command that must succeed, without a terminal.
    pub(crate) fn run(&self, args: &[&str]) -> String {
        let mut command = Command::new(BINARY);
        command.args(args).env_clear().envs(self.env()).current_dir(self.home.path()).stdin(Stdio::null());
        let ran = command.output().unwrap();
        assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    }

    pub(crate) fn settings(&self, text: &str) {
        fs::create_dir_all(self.path("config/whynow")).unwrap();
        fs::write(self.path("config/whynow/config.toml"), text).unwrap();
    }

    /// Names in the directory for temporary files.
    pub(crate) fn temporary_files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("tmp")).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    /// A window on the desk's book.
    pub(crate) fn open(&self) -> Window {
        self.open_with(&[])
    }

    pub(crate) fn open_with(&self, env: &[(&str, &str)]) -> Window {
        let book = self.book().display().to_string();
        self.start(&["--book", &book], env)
    }

    pub(crate) fn start(&self, args: &[&str], env: &[(&str, &str)]) -> Window {
        let mut command = CommandBuilder::new(BINARY);
        command.args(args);
        self.spawn(command, env, true)
    }

    /// A window without a controlling terminal: no signal comes when it closes.
    pub(crate) fn without_signals(&self) -> Window {
        let mut command = CommandBuilder::new(BINARY);
        command.arg("--book");
        command.arg(self.book());
        self.spawn(command, &[], false)
    }

    /// A shell line with the binary in `$0` and the book in `$1`.
    pub(crate) fn through_shell(&self, line: &str) -> Window {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", line, BINARY]);
        command.arg(self.book());
        self.spawn(command, &[], true)
    }

    /// This test program again, as the program in the window; it runs only the test of that name.
    pub(crate) fn played_by(&self, test: &str, env: &[(&str, &str)]) -> Window {
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--exact", test, "--ignored", "--nocapture", "--quiet", "--test-threads=1"]);
        self.spawn(command, env, true)
    }

    fn spawn(&self, mut command: CommandBuilder, env: &[(&str, &str)], controlling: bool) -> Window {
        command.env_clear();
        for (name, value) in self.env() {
            command.env(name, value);
        }
        for (name, value) in env {
            command.env(name, value);
        }
        command.cwd(self.home.path());
        command.set_controlling_tty(controlling);
        Window::around(command)
    }
}

/// What came out of the terminal.
struct Seen {
    raw: Vec<u8>,
    /// The next bytes are the last to be read.
    closing: bool,
    emulator: vt100::Parser,
}

/// A terminal with a program in it.
pub(crate) struct Window {
    master: Option<Box<dyn MasterPty + Send>>,
    /// Kept open, so that the modes can be read after the program has ended.
    slave: Option<Box<dyn SlavePty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    reader: Option<std::thread::JoinHandle<()>>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    modes: String,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn count(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

impl Window {
    fn around(command: CommandBuilder) -> Window {
        let pair = native_pty_system().openpty(size(120, 36)).unwrap();
        let modes = modes(pair.master.as_ref());
        let emulator = vt100::Parser::new(count(36), count(120), 0);
        let seen = Arc::new((Mutex::new(Seen { raw: Vec::new(), closing: false, emulator }), Condvar::new()));
        let mut bytes_in = pair.master.try_clone_reader().unwrap();
        let shared = Arc::clone(&seen);
        let reader = std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            while let Ok(n) = bytes_in.read(&mut bytes)
                && n > 0
            {
                let (seen, news) = &*shared;
                let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                if seen.closing {
                    return;
                }
                seen.raw.extend_from_slice(&bytes[..n]);
                seen.emulator.process(&bytes[..n]);
                news.notify_all();
            }
        });
        let (writer, reader) = (Some(pair.master.take_writer().unwrap()), Some(reader));
        let child = pair.slave.spawn_command(command).unwrap();
        Window { master: Some(pair.master), slave: Some(pair.slave), writer, reader, child, seen, modes }
    }

    /// A test that failed under the lock has said why already.
    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Types, or sends what a terminal would send for a key, a paste or a click; a moment after what was sent before,
    /// because letters of one moment are a paste.
    pub(crate) fn keys(&mut self, keys: &str) {
        std::thread::sleep(Duration::from_millis(30));
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    pub(crate) fn paste(&mut self, text: &str) {
        self.keys(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// A left click on a cell, from 0.
    pub(crate) fn click(&mut self, column: usize, row: usize) {
        let (column, row) = (column + 1, row + 1);
        self.keys(&format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"));
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.lock().emulator.set_size(count(rows), count(columns));
        self.master.as_ref().unwrap().resize(size(columns, rows)).unwrap();
    }

    /// Somebody else writes on the same terminal.
    pub(crate) fn scribble(&mut self, bytes: &[u8]) {
        let tty = self.master.as_ref().unwrap().tty_name().unwrap();
        fs::OpenOptions::new().write(true).open(tty).unwrap().write_all(bytes).unwrap();
    }

    /// What the person sees.
    pub(crate) fn screen(&self) -> String {
        self.lock().emulator.screen().contents()
    }

    /// Looks at the emulator's cells.
    pub(crate) fn look<T>(&self, f: impl FnOnce(&vt100::Screen) -> T) -> T {
        f(self.lock().emulator.screen())
    }

    /// Every byte so far.
    pub(crate) fn raw(&self) -> Vec<u8> {
        self.lock().raw.clone()
    }

    pub(crate) fn in_alternate_screen(&self) -> bool {
        self.look(vt100::Screen::alternate_screen)
    }

    pub(crate) fn wait_for(&self, text: &str) {
        self.wait_until(&format!("{text:?} on the screen"), |screen| screen.contains(text));
    }

    pub(crate) fn wait_until(&self, what: &str, holds: impl Fn(&str) -> bool) {
        self.wait_seen(what, |seen| holds(&seen.emulator.screen().contents()));
    }

    /// Waits until the bytes so far hold this.
    pub(crate) fn wait_bytes(&self, bytes: &[u8]) {
        let what = format!("the bytes {:?}", String::from_utf8_lossy(bytes));
        self.wait_seen(&what, |seen| seen.raw.windows(bytes.len()).any(|found| found == bytes));
    }

    fn wait_seen(&self, what: &str, holds: impl Fn(&Seen) -> bool) {
        let until = Instant::now() + PATIENCE;
        let mut seen = self.lock();
        while !holds(&seen) {
            let left = until.saturating_duration_since(Instant::now());
            let screen = seen.emulator.screen().contents();
            assert!(!left.is_zero(), "waited in vain for {what}:\n{screen}\n");
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.raw_pid(), signal).unwrap();
    }

    fn raw_pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.pid()).unwrap()).unwrap()
    }

    /// Waits until the process has this state: `T` is stopped.
    pub(crate) fn wait_state(&self, wanted: char) {
        wait(&format!("process state {wanted}"), || Process::of(self.pid()).is_some_and(|p| p.state == wanted));
    }

    /// Waits for the end; gives the exit code.
    pub(crate) fn ended(&mut self) -> u32 {
        let mut code = None;
        wait("the end of the program", || {
            code = self.child.try_wait().unwrap().map(|status| status.exit_code());
            code.is_some()
        });
        self.read_to_the_end();
        code.unwrap()
    }

    /// Waits until everything is read that was written before: the program ends before its last words are seen.
    fn read_to_the_end(&mut self) {
        if self.slave.is_none() {
            return;
        }
        // A byte that draws nothing, behind them.
        self.scribble(b"\0");
        wait("its last words", || {
            let mut seen = self.lock();
            let all = seen.raw.last() == Some(&0);
            if all {
                seen.raw.pop();
            }
            all
        });
    }

    /// Closes the terminal under the program, as a window that is shut or a line that breaks does.
    pub(crate) fn close(&mut self) {
        self.lock().closing = true;
        // The reading thread holds the terminal too, until one more byte comes.
        self.scribble(b" ");
        self.reader.take().unwrap().join().unwrap();
        self.slave = None;
        self.writer = None;
        self.master = None;
    }

    pub(crate) fn kill(&mut self) {
        self.signal(Signal::KILL);
        self.ended();
    }

    /// The terminal's modes are as they were, and what was switched on is switched off.
    pub(crate) fn assert_given_back(&self) {
        self.assert_modes_as_before();
        // The last bytes may still be on their way from the terminal to this test.
        for (on, off) in [("?1049h", "?1049l"), ("?2004h", "?2004l"), ("?1000h", "?1000l"), ("?1006h", "?1006l")] {
            self.wait_seen(&format!("{off} after the last {on}"), |seen| last(&seen.raw, off) > last(&seen.raw, on));
            let raw = self.raw();
            assert!(times(&raw, off) <= times(&raw, on).max(1), "{off} more often than {on}");
        }
        self.wait_seen("a visible cursor", |seen| last(&seen.raw, "?25h") > last(&seen.raw, "?25l"));
    }

    pub(crate) fn assert_modes_as_before(&self) {
        wait("the terminal's modes as they were", || self.modes_now() == self.modes);
    }

    pub(crate) fn modes_now(&self) -> String {
        modes(self.master.as_ref().unwrap().as_ref())
    }

    /// Nothing came for `quiet`.
    pub(crate) fn wait_quiet(&self, quiet: Duration) {
        wait("a quiet terminal", || {
            let before = self.raw().len();
            std::thread::sleep(quiet);
            self.raw().len() == before
        });
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        self.slave = None;
        self.writer = None;
        self.master = None;
    }
}

fn modes(master: &dyn MasterPty) -> String {
    let modes = master.get_termios().unwrap();
    format!(
        "{:?} {:?} {:?} {:?} {:?}",
        modes.input_flags, modes.output_flags, modes.control_flags, modes.local_flags, modes.control_chars
    )
}

fn last(raw: &[u8], text: &str) -> Option<usize> {
    raw.windows(text.len()).rposition(|found| found == text.as_bytes())
}

fn times(raw: &[u8], text: &str) -> usize {
    raw.windows(text.len()).filter(|found| *found == text.as_bytes()).count()
}

/// Waits until something holds.
pub(crate) fn wait(what: &str, mut holds: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < until, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A process as the kernel sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Process {
    pub(crate) pid: u32,
    pub(crate) state: char,
    /// Hundredths of a second on the processor.
    pub(crate) ticks: u64,
}

impl Process {
    /// Nothing once it has ended, whether or not its parent has noticed.
    pub(crate) fn of(pid: u32) -> Option<Process> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let (_name, rest) = stat.rsplit_once(") ")?;
        let fields: Vec<&str> = rest.split(' ').collect();
        let state = fields[0].chars().next()?;
        let ticks = fields[11].parse::<u64>().ok()? + fields[12].parse::<u64>().ok()?;
        (state != 'Z' && state != 'X').then_some(Process { pid, state, ticks })
    }

    /// The process of this name that is `root`, or below it.
    pub(crate) fn named(name: &str, root: u32) -> Process {
        let mut found = None;
        wait(&format!("a process {name}"), || {
            found = below(root)
                .into_iter()
                .find(|pid| fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|comm| comm.trim() == name));
            found.is_some()
        });
        Process::of(found.unwrap()).unwrap()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_raw(i32::try_from(self.pid).unwrap()).unwrap(), signal).unwrap();
    }

    /// How often its threads went to sleep by themselves.
    pub(crate) fn sleeps(pid: u32) -> u64 {
        let threads = fs::read_dir(format!("/proc/{pid}/task")).unwrap();
        let status = threads.map(|thread| fs::read_to_string(thread.unwrap().path().join("status")).unwrap());
        status
            .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
            .filter_map(|line| line.strip_prefix("voluntary_ctxt_switches:")?.trim().parse::<u64>().ok())
            .sum()
    }
}

/// A process and all below it.
fn below(pid: u32) -> Vec<u32> {
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    let children = children.split_whitespace().filter_map(|child| child.parse().ok()).flat_map(below);
    std::iter::once(pid).chain(children).collect()
}

/// Every escape sequence and control character in what a program wrote.
pub(crate) fn sequences(raw: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(raw);
    let mut found = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\x1b' {
            if c.is_control() {
                found.push(c.to_string());
            }
            continue;
        }
        let mut sequence = String::from(c);
        let Some(kind) = chars.next() else { break };
        sequence.push(kind);
        match kind {
            '[' => {
                for c in chars.by_ref() {
                    sequence.push(c);
                    if ('@'..='~').contains(&c) {
                        break;
                    }
                }
            }
            ']' | 'P' | '_' | '^' | 'X' => {
                for c in chars.by_ref() {
                    sequence.push(c);
                    if c == '\x07' || sequence.ends_with("\x1b\\") {
                        break;
                    }
                }
            }
            _two => {}
        }
        found.push(sequence);
    }
    found
}
