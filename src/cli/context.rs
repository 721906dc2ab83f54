//! The context of every command: path of the book, settings, clock.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};

use super::args::ReplaceArgs;
use super::output::Output;
use crate::clock::{Clock, Moment, SystemClock};
use crate::config::{Config, ConfigError, Paths};
use crate::domain::check::Playbook;
use crate::domain::plan::speech::DEFAULT_WPM;
use crate::job::damage;
use crate::job::erasure::make_up_receipt;
use crate::job::file::permit::{Replace, WritePermit};
use crate::job::file::protected::Spared;
use crate::job::file::standard_streams::is_standard_output;
use crate::job::session::Session;
use crate::job::surroundings;
use crate::store::{Sealing, Store, folder_of, sweep};

/// Context of a command: path of the book, settings, clock.
pub(super) struct CommandContext {
    pub(super) book: PathBuf,
    /// Path of the settings file.
    pub(super) settings: PathBuf,
    pub(super) config: Config,
    pub(super) clock: Arc<dyn Clock>,
    /// Files that output must never overwrite.
    pub(super) spared: Spared,
    seat: Session,
}

impl CommandContext {
    /// Reads the settings. Errors in them are printed on standard error, and the valid settings are used.
    pub(super) fn new(book: Option<PathBuf>, config: Option<PathBuf>, out: &mut Output) -> Result<CommandContext> {
        let places = places(book, config.as_ref())?;
        // The default settings file may be missing; one that was named is a typing error.
        if let Some(named) = config.filter(|path| !path.exists()) {
            bail!("There is no settings file at {}", named.display());
        }
        let (config, faults) = Config::read(&places.config);
        for fault in &faults {
            out.beside(fault_line(&places.config, fault));
        }
        let (seat, wrong) = Session::of(&config);
        for says in wrong {
            out.beside(says);
        }
        let spared = spared(&places, &config);
        Ok(CommandContext {
            book: places.book,
            settings: places.config,
            config,
            clock: Arc::new(SystemClock),
            spared,
            seat,
        })
    }

    /// Returns what a command, named as it is called, may do where it is told to write.
    pub(super) fn permit(&self, by: &'static str, replacing: ReplaceArgs) -> WritePermit {
        self.tell_of_seal();
        WritePermit::new(self.spared.clone(), by, Replace::any_if(replacing.force))
    }

    /// Says of a sealed book that a file which is written from it is not sealed.
    pub(super) fn tell_of_seal(&self) {
        if Sealing::read(&self.book).is_ok_and(|sealing| sealing.is_sealed()) {
            Output::of_this_process().beside("note: the book is sealed; what is written from it to a file is not.");
        }
    }

    /// Returns the current instant.
    pub(super) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Opens the book for writing, or read-only if it is not writable.
    pub(super) fn open(&self) -> Result<Store> {
        if !self.book.exists() {
            bail!(
                "There is no book at {} yet: `whynow demo` shows a sample, `whynow import accounts FILE` starts one",
                self.book.display()
            );
        }
        let mut beside = Output::of_this_process();
        let opened =
            Store::open_telling(&self.book, Arc::clone(&self.clock), &mut |says| beside.beside(format!("{says}.")));
        let mut store = opened.map_err(|error| damage::explain(&self.book, error, self.clock.as_ref()))?;
        let place = surroundings::warn_once(&mut store);
        damage::warnings(&store).into_iter().chain(place).for_each(|says| beside.beside(format!("note: {says}.")));
        // What a command left beside the book that was killed.
        sweep(folder_of(&self.book));
        store.keep_reserve();
        self.seat.take(&mut store)?;
        make_up_receipt(&mut store).into_iter().for_each(|says| beside.beside(format!("note: {says}.")));
        Ok(store)
    }

    /// Opens the book and creates it if there is none.
    pub(super) fn open_or_create(&self) -> Result<Store> {
        if self.book.exists() {
            return self.open();
        }
        let mut store = Store::create(&self.book, Arc::clone(&self.clock))?;
        self.seat.take(&mut store)?;
        Ok(store)
    }

    /// Returns the rep's reading pace in words a minute.
    pub(super) fn wpm(&self) -> u16 {
        self.config.wpm.unwrap_or(DEFAULT_WPM)
    }

    /// Returns the session with another language of the check. Errors in the team's files were reported already and are
    /// dropped.
    pub(super) fn in_language(&self, code: &str) -> Session {
        let (seat, _said) = Session::of(&Config { language: Some(code.to_owned()), ..self.config.clone() });
        seat
    }

    /// Returns the playbook: the team's rules on top of the built-in ones.
    pub(super) fn playbook(&self) -> &Playbook {
        self.seat.rules().playbook()
    }
}

/// Returns the file named for the output; `None` for standard output, that is, no name or `-`.
///
/// # Errors
/// When the permit forbids the file.
pub(super) fn output_file<'a>(named: Option<&'a Path>, permit: &WritePermit) -> Result<Option<&'a Path>> {
    let named = named.filter(|path| !is_standard_output(path));
    named.map(|path| permit.check(path).map(|()| path)).transpose()
}

/// Returns the given paths, with this user's default paths for those not given.
pub(super) fn places(book: Option<PathBuf>, config: Option<&PathBuf>) -> Result<Paths> {
    match (book.filter(|path| !path.as_os_str().is_empty()), config, Paths::of_this_user()) {
        (Some(book), Some(config), _) => Ok(Paths { book, config: config.clone() }),
        (book, config, Some(own)) => {
            Ok(Paths { book: book.unwrap_or(own.book), config: config.cloned().unwrap_or(own.config) })
        }
        (_, _, None) => bail!("There is no home directory: name the book with --book and the settings with --config"),
    }
}

/// Returns the protected files: the book, the settings, and the team's files that they name.
fn spared(places: &Paths, config: &Config) -> Spared {
    let spared = Spared::book(&places.book).and(&places.config, "the settings file");
    let named = [&config.playbook, &config.kinds, &config.hours].into_iter().flatten();
    named.fold(spared, |spared, path| spared.and(path, "a file that the settings name"))
}

/// Formats an error in the settings: `config.toml:3: There is no setting "mouze".`
pub(super) fn fault_line(path: &Path, fault: &ConfigError) -> String {
    match fault.line {
        0 => format!("{}: {}", path.display(), fault.says),
        line => format!("{}:{line}: {}", path.display(), fault.says),
    }
}
