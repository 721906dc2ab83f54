//! Names of unfinished files and folders, which say what program writes them; and what nobody finishes any more.

use std::fs::{self, File, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::FlockOperation;
use rustix::io::Errno;
use rustix::process::{Pid, getuid, test_kill_process};

use super::file_lock::FileLock;
use super::side_files::OF_SQLITE;

const BEGIN: &str = ".whynow-";
/// Begin of the names of folders that hold a sample.
const SAMPLE: &str = "whynow-sample-";
/// Endings of what is unfinished: a file or folder that moves to its place, and a copy that is only read.
const PART: &str = ".part";
const COPY: &str = ".tmp";

/// Returns a free name in a folder for what moves to its place later. Files left by a program that was killed do not block
/// a later one with the same process id. The name is short, so that it fits wherever the target's own name does.
pub fn unfinished(folder: &Path) -> PathBuf {
    free_name(folder, PART)
}

/// Returns a free name in a folder for a copy that is removed when it was read.
pub(in crate::store) fn passing(folder: &Path) -> PathBuf {
    free_name(folder, COPY)
}

/// Returns the name of a folder for a sample that is gone with the program; `apart` tells it from others of it.
pub fn sample_name(apart: &str) -> String {
    format!("{SAMPLE}{}-{apart}", process::id())
}

fn free_name(folder: &Path, end: &str) -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = folder.join(format!("{BEGIN}{}-{number}{end}", process::id()));
        // Not `exists`: a link that leads nowhere would be followed when SQLite creates the file.
        if name.symlink_metadata().is_err() {
            return name;
        }
    }
}

/// Removes from a folder what programs of this user left unfinished that are no more. What one that runs is writing stays,
/// and so does every file of another name or of somebody else.
pub fn sweep(folder: &Path) {
    // The folder of a bare file name.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Some(writer) = entry.file_name().to_str().and_then(writer_of) else { continue };
        let path = entry.path();
        let Ok(found) = path.symlink_metadata() else { continue };
        if found.uid() != getuid().as_raw() || test_kill_process(writer) != Err(Errno::SRCH) || is_held(&path, &found) {
            continue;
        }
        // What cannot be removed now is left over at the next look as well.
        match found.is_dir() {
            true => fs::remove_dir_all(path).unwrap_or_default(),
            false => fs::remove_file(path).unwrap_or_default(),
        }
    }
}

/// Returns the program that an unfinished file or folder is of, by its name; `None` for any other name.
fn writer_of(name: &str) -> Option<Pid> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let raw = match name.strip_prefix(SAMPLE) {
        Some(rest) => rest.split_once('-')?.0,
        None => {
            let whole = OF_SQLITE.into_iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
            let rest = whole.strip_prefix(BEGIN)?;
            let (writer, apart) = rest.strip_suffix(PART).or_else(|| rest.strip_suffix(COPY))?.split_once('-')?;
            number(apart).map(|_| writer)?
        }
    };
    Pid::from_raw(i32::try_from(number(raw)?).ok()?)
}

/// Returns true if somebody holds a file whom this machine does not list: a program in another container.
fn is_held(path: &Path, found: &Metadata) -> bool {
    let asked = || FileLock::ask(File::open(path)?, FlockOperation::NonBlockingLockExclusive);
    found.is_file() && asked().is_ok_and(|lock| matches!(lock, FileLock::Elsewhere))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_that_is_no_more_left_is_swept_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let mut ended = process::Command::new("true").spawn().unwrap();
        ended.wait().unwrap();
        let (gone, own) = (ended.id(), process::id());
        let file = |name: String| {
            let path = dir.path().join(name);
            fs::write(&path, "left").unwrap();
            path
        };
        let mut left = vec![
            file(format!(".whynow-{gone}-0.part")),
            file(format!(".whynow-{gone}-1.tmp")),
            file(format!(".whynow-{gone}-1.tmp-wal")),
        ];
        for folder in [format!(".whynow-{gone}-2.part"), format!("whynow-sample-{gone}-apart")] {
            fs::create_dir(dir.path().join(&folder)).unwrap();
            file(format!("{folder}/inside"));
            left.push(dir.path().join(folder));
        }
        let stay = [
            file(format!(".whynow-{own}-0.part")),
            file(format!(".whynow-{gone}-notes.part")),
            file(format!(".whynow-{gone}.part")),
            file(format!("whynow-{gone}-0.part")),
            file(".whynow-+7-0.part".to_owned()),
            file("text.txt".to_owned()),
            // Of a program that the machine does not list, and that holds it.
            file(format!(".whynow-{gone}-3.part")),
        ];
        let held = File::open(&stay[6]).unwrap();
        held.lock().unwrap();
        sweep(dir.path());
        assert!(left.iter().all(|path| !path.exists()), "{left:?}");
        assert!(stay.iter().all(|path| path.exists()), "{stay:?}");
        drop(held);
        sweep(dir.path());
        assert!(!stay[6].exists());
    }
}
