//! Where the files of this user live.

use std::path::PathBuf;

use etcetera::{AppStrategy, AppStrategyArgs};

/// Paths of this user's book and settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    pub book: PathBuf,
    pub config: PathBuf,
}

impl Paths {
    /// Returns the platform's own directories (`XDG_DATA_HOME` and `XDG_CONFIG_HOME` if they are set); `None` without a
    /// home directory.
    pub fn of_this_user() -> Option<Paths> {
        let here = own_folders()?;
        Some(Paths { book: here.in_data_dir("book.db"), config: here.in_config_dir("config.toml") })
    }

    /// Returns the folder of what a program remembers beside its data (`XDG_STATE_HOME` if it is set); `None` without a
    /// home directory.
    pub fn state_of_this_user() -> Option<PathBuf> {
        let here = own_folders()?;
        Some(here.state_dir().unwrap_or_else(|| here.data_dir()))
    }
}

fn own_folders() -> Option<impl AppStrategy> {
    let name = AppStrategyArgs { app_name: "whynow".into(), ..AppStrategyArgs::default() };
    etcetera::choose_app_strategy(name).ok()
}
