//! A user's home, and the program in it: what it prints and how it ends.

use std::fs;
use std::path::PathBuf;
use std::process::{Command as Process, Output, Stdio};
use std::sync::OnceLock;

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use tempfile::TempDir;

/// A user with an empty home.
pub(crate) struct Home {
    dir: TempDir,
}

impl Home {
    pub(crate) fn new() -> Home {
        Home { dir: tempfile::tempdir().unwrap() }
    }

    /// A home whose book is a copy of the sample.
    pub(crate) fn with_sample() -> Home {
        static SAMPLE: OnceLock<Vec<u8>> = OnceLock::new();
        let home = Home::new();
        let bytes = SAMPLE.get_or_init(|| {
            let made = Home::new();
            made.ok(&["demo", "--keep", "sample.db"]);
            fs::read(made.path("sample.db")).unwrap()
        });
        fs::write(home.path("book.db"), bytes).unwrap();
        home
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn process(&self, args: &[&str]) -> Process {
        let mut process = Process::new(cargo_bin("whynow"));
        process.args(args).current_dir(self.dir.path()).stdin(Stdio::null());
        process.env_clear().env("HOME", self.dir.path()).env("XDG_CONFIG_HOME", self.path("config"));
        process.env("XDG_DATA_HOME", self.path("data")).env("TZ", "Europe/Oslo");
        if self.path("book.db").exists() {
            process.env("WHYNOW_BOOK", self.path("book.db"));
        }
        process
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        Ran::of(args, self.process(args).output().unwrap())
    }

    /// Runs what must succeed and gives its standard output.
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{ran:?}");
        ran.out
    }

    pub(crate) fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.ok(args)).unwrap()
    }

    pub(crate) fn settings(&self, text: &str) {
        fs::create_dir_all(self.path("config/whynow")).unwrap();
        fs::write(self.path("config/whynow/config.toml"), text).unwrap();
    }
}

#[derive(Debug)]
#[expect(dead_code, reason = "the arguments are for the message of a failure")]
pub(crate) struct Ran {
    args: Vec<String>,
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(args: &[&str], output: Output) -> Ran {
        Ran {
            args: args.iter().map(ToString::to_string).collect(),
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// It failed with this code, said something with these words, once, and did not panic.
    pub(crate) fn fails(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "\"{word}\" is not in {self:?}");
        }
        assert!(!self.err.contains("panicked"), "{self:?}");
    }
}
