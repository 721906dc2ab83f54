//! The only place that prints.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::domain::text::clean;

/// A wrong use: the option that `{}` stands for writes where `--json` does.
pub(super) const BOTH: &str = "--json and {} - both write to standard output; give {} a file";

/// Output of a command: answers on standard output, notes and progress on standard error.
pub(super) struct Output {
    answers: AnswerStream,
    beside: Box<dyn Write>,
    shows_progress: bool,
    progress: usize,
    gave_way: bool,
}

impl Output {
    /// The two streams of this process.
    pub(super) fn of_this_process() -> Output {
        Output {
            answers: AnswerStream { to: io::BufWriter::new(io::stdout().lock()), reader_is_gone: false },
            beside: Box::new(io::stderr().lock()),
            shows_progress: io::stderr().is_terminal(),
            progress: 0,
            gave_way: false,
        }
    }

    /// From here on standard output is for a file that was asked for there: what is said goes beside it.
    pub(super) fn give_way(&mut self) {
        self.gave_way = true;
    }

    /// One line of the answer. What a prospect or a feed wrote cannot drive the terminal from here.
    pub(super) fn line(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        if self.gave_way {
            self.beside(text);
            return Ok(());
        }
        writeln!(self.answers, "{}", clean(text.as_ref()))
    }

    /// The answer as JSON.
    pub(super) fn json<T: Serialize + ?Sized>(&mut self, value: &T) -> io::Result<()> {
        let text = serde_json::to_string_pretty(value).map_err(io::Error::other)?;
        self.line(text)
    }

    /// Bytes as they are: files that were cleaned while they were written.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.answers.write_all(bytes)
    }

    /// Where a long file goes that is written, and cleaned, row by row.
    pub(super) fn answers(&mut self) -> &mut dyn Write {
        &mut self.answers
    }

    /// One line beside the answer. Nobody may be listening there; that is no reason to fail.
    pub(super) fn beside(&mut self, text: impl AsRef<str>) {
        self.end_progress();
        drop(writeln!(self.beside, "{}", clean(text.as_ref())));
    }

    /// Progress of a long job, on a line that the next one overwrites; silent unless a person is watching.
    pub(super) fn progress(&mut self, text: &str) {
        if self.shows_progress {
            let text = clean(text);
            let blanks = self.progress.saturating_sub(text.chars().count());
            self.progress = text.chars().count();
            drop(write!(self.beside, "\r{text}{:blanks$}", "").and_then(|()| self.beside.flush()));
        }
    }

    /// Whoever read the answer has left, as `head` does: nothing to say, and nobody to say it to.
    pub(super) fn reader_is_gone(&self) -> bool {
        self.answers.reader_is_gone
    }

    /// Everything is out, or the reader is gone.
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

/// Standard output, and whether somebody still reads it: libraries hide that in errors of their own.
struct AnswerStream {
    to: io::BufWriter<io::StdoutLock<'static>>,
    reader_is_gone: bool,
}

impl AnswerStream {
    fn note<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
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
