//! The output of commands; nothing else prints.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::domain::text::{clean, one_full_stop};

/// The error for an option that writes to standard output together with `--json`; `{}` stands for the option.
pub(super) const BOTH: &str = "--json and {} - both write to standard output; give {} a file";

/// Output of a command: results on standard output, notes and progress on standard error.
pub(super) struct Output {
    answers: AnswerStream,
    beside: Box<dyn Write>,
    shows_progress: bool,
    progress: usize,
    gave_way: bool,
}

impl Output {
    /// Makes the output from this process's standard streams.
    pub(super) fn of_this_process() -> Output {
        Output {
            answers: AnswerStream { to: io::BufWriter::new(io::stdout().lock()), reader_is_gone: false },
            beside: Box::new(io::stderr().lock()),
            shows_progress: io::stderr().is_terminal(),
            progress: 0,
            gave_way: false,
        }
    }

    /// Redirects lines to standard error from here on, because standard output receives a file.
    pub(super) fn give_way(&mut self) {
        self.gave_way = true;
    }

    /// Prints one line of the result, sanitised: text from a prospect or feed cannot control the terminal.
    pub(super) fn line(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        self.write_line(&one_full_stop(text.as_ref()))
    }

    fn write_line(&mut self, text: &str) -> io::Result<()> {
        if self.gave_way {
            self.beside(text);
            return Ok(());
        }
        writeln!(self.answers, "{}", clean(text))
    }

    /// Prints the result as JSON.
    pub(super) fn json<T: Serialize + ?Sized>(&mut self, value: &T) -> io::Result<()> {
        let text = serde_json::to_string_pretty(value).map_err(io::Error::other)?;
        // What stands in a string is somebody's own.
        self.write_line(&text)
    }

    /// Writes bytes unchanged, for files that were sanitised when they were written.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.answers.write_all(bytes)
    }

    /// Returns the writer for a long file that is written, and sanitised, row by row.
    pub(super) fn answers(&mut self) -> &mut dyn Write {
        &mut self.answers
    }

    /// Prints one line on standard error. Failing to do so is no error.
    pub(super) fn beside(&mut self, text: impl AsRef<str>) {
        self.end_progress();
        drop(writeln!(self.beside, "{}", clean(text.as_ref())));
    }

    /// Shows the progress of a long job on a line that the next call overwrites; silent unless standard error is a
    /// terminal.
    pub(super) fn progress(&mut self, text: &str) {
        if self.shows_progress {
            let text = clean(text);
            let blanks = self.progress.saturating_sub(text.chars().count());
            self.progress = text.chars().count();
            drop(write!(self.beside, "\r{text}{:blanks$}", "").and_then(|()| self.beside.flush()));
        }
    }

    /// Returns true if the reader of standard output has closed it, as `head` does.
    pub(super) fn reader_is_gone(&self) -> bool {
        self.answers.reader_is_gone
    }

    /// Flushes the output; closing by the reader is no error.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.end_progress();
        self.answers.flush()
    }

    fn end_progress(&mut self) {
        if self.progress > 0 {
            drop(writeln!(self.beside));
            self.progress = 0;
        }
    }
}

/// Standard output, which remembers whether its reader has closed it: libraries hide that in their own errors.
struct AnswerStream {
    to: io::BufWriter<io::StdoutLock<'static>>,
    reader_is_gone: bool,
}

impl AnswerStream {
    fn note<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        // The csv and JSON writers wrap the error, so that its kind cannot be asked for afterwards.
        if let Err(e) = &done {
            self.reader_is_gone |= e.kind() == io::ErrorKind::BrokenPipe;
        }
        done
    }
}

impl Write for AnswerStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.to.write(bytes);
        self.note(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.to.flush();
        self.note(done)
    }
}
