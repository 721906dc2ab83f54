//! The person's own editor, and the team's own templates: files that are not the book.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};

use uuid::Uuid;

use crate::domain::opener::{Template, parse_template};
use crate::fault::io_says;

/// What is said where a sealed book's text has no file in memory.
const NO_MEMORY: &str = "The book is sealed, and this system has no folder in memory for the editor's file: it would stand \
    unsealed on the disk. Type here instead.";

/// An editor that runs in the terminal.
#[derive(Debug)]
pub(crate) struct ExternalEditor {
    file: PathBuf,
    before: String,
    ended: Receiver<std::io::Result<std::process::ExitStatus>>,
}

impl ExternalEditor {
    /// Writes the text to a private file and starts `$VISUAL`, `$EDITOR` or `vi` on it. Text of a sealed book goes to a
    /// file in memory, or to none.
    pub(in crate::tui) fn start(
        text: &str,
        id: Uuid,
        is_sealed: bool,
        wake: std::io::Result<impl Fn() + Send + Sync + 'static>,
    ) -> Result<ExternalEditor, String> {
        let editor =
            ["VISUAL", "EDITOR"].iter().filter_map(|name| std::env::var(name).ok()).find(|e| !e.trim().is_empty());
        let editor = editor.unwrap_or_else(|| "vi".into());
        let folder = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|dir| dir.is_dir());
        let folder = match is_sealed {
            false => folder.unwrap_or_else(std::env::temp_dir),
            true => in_memory(folder).ok_or(NO_MEMORY)?,
        };
        let file = folder.join(format!("whynow-{id}.txt"));
        let says = |error: std::io::Error| {
            format!("{} could not be opened: {}. Your text is as it was.", file.display(), io_says(&error))
        };
        let wake = wake.map_err(says)?;
        let mut handle = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file).map_err(says)?;
        let (send, ended) = channel();
        // From here on the file goes when this is dropped, whatever happens.
        let editing = ExternalEditor { file, before: format!("{text}\n"), ended };
        handle.write_all(editing.before.as_bytes()).map_err(|error| {
            format!("{} could not be written: {}. Your text is as it was.", editing.file.display(), io_says(&error))
        })?;
        // The variable may hold options, as `code --wait` does, so a shell reads it.
        let child =
            Command::new("/bin/sh").arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(&editing.file).spawn();
        let mut child = child
            .map_err(|error| format!("The editor \"{editor}\" did not start: {}. Set $EDITOR.", io_says(&error)))?;
        std::thread::spawn(move || {
            drop(send.send(child.wait()));
            wake();
        });
        Ok(editing)
    }

    /// The text, once the editor has ended.
    pub(in crate::tui) fn ended(&mut self) -> Option<Result<String, String>> {
        let status = self.ended.try_recv().ok()?;
        let text = fs::read_to_string(&self.file);
        Some(match (status, text) {
            (Ok(status), Ok(text)) if status.success() => Ok(text),
            (Ok(status), _) => {
                Err(format!("The editor ended with {status}; your text is as it was. Is $EDITOR right?"))
            }
            (Err(error), _) => {
                Err(format!("The editor could not be waited for: {}. Your text is as it was.", io_says(&error)))
            }
        })
    }

    /// What was saved in the editor so far, where that differs from what it was given: the terminal is gone under it.
    pub(in crate::tui) fn saved_so_far(&self) -> Option<String> {
        fs::read_to_string(&self.file).ok().filter(|text| !text.is_empty() && *text != self.before)
    }
}

impl Drop for ExternalEditor {
    fn drop(&mut self) {
        // It holds a customer's text; it may be gone already.
        drop(fs::remove_file(&self.file));
    }
}

/// Returns a folder whose files never reach a disk, where the system has one.
fn in_memory(runtime: Option<PathBuf>) -> Option<PathBuf> {
    runtime.into_iter().chain([PathBuf::from("/dev/shm")]).find(|folder| is_in_memory(folder))
}

#[cfg(target_os = "linux")]
fn is_in_memory(folder: &Path) -> bool {
    /// What the kernel calls a file system in memory.
    const TMPFS: u32 = 0x0102_1994;
    rustix::fs::statfs(folder)
        .is_ok_and(|found| u32::try_from(found.f_type & 0xffff_ffff).is_ok_and(|kind| kind == TMPFS))
}

#[cfg(not(target_os = "linux"))]
fn is_in_memory(_folder: &Path) -> bool {
    false
}

/// Every `*.toml` of a folder as a template, and what is wrong with the others.
pub(crate) fn own_templates(folder: &Path) -> (Vec<Template>, Vec<String>) {
    let mut faults = Vec::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return (Vec::new(), vec![format!("{} cannot be read: {}", folder.display(), io_says(&error))]),
    };
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ext| ext == "toml"));
    files.sort();
    let mut templates = Vec::new();
    for file in files {
        let key = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let read = fs::read_to_string(&file).map_err(|error| io_says(&error));
        match read.and_then(|text| parse_template(&key, &text)) {
            Ok(template) => templates.push(template),
            Err(fault) => faults.push(format!("{}: {fault}", file.display())),
        }
    }
    (templates, faults)
}
