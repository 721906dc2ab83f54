//! The place that a book lies in: whether it is a drive over a network, or a folder that is copied to other machines.

use std::path::Path;

use crate::domain::text::capital;
use crate::store::{Mode, Store, folder_of};

/// Names of folders that are copied to other machines by a program that knows nothing of SQLite's locks.
const SYNCED: [&str; 15] = [
    "dropbox",
    "onedrive",
    "icloud",
    "mobile documents",
    "clouddocs",
    "google drive",
    "googledrive",
    "my drive",
    "nextcloud",
    "owncloud",
    "pcloud",
    "syncthing",
    "seafile",
    "proton drive",
    "box sync",
];
/// File systems over a network, by the number that the system gives them.
const NETWORK: [(u32, &str); 9] = [
    (0x6969, "NFS"),
    (0x517b, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB"),
    (0x6573_5546, "FUSE"),
    (0x0102_1997, "9P"),
    (0x5346_414f, "AFS"),
    (0x00c3_6400, "Ceph"),
    (0x786f_4256, "a shared folder of a virtual machine"),
];
/// The setting that holds the place that was warned of last.
const TOLD: &str = "ui.place_told";

/// What is wrong with a place, and what to do, without their full stops.
pub(crate) struct BadPlace {
    pub(crate) says: String,
    pub(crate) advice: &'static str,
}

/// Says whether a book lies on a drive over a network, where the type of a file system has a number.
pub(crate) fn network_drive(book: &Path) -> Option<BadPlace> {
    network_kind(folder_of(book)).map(|kind| BadPlace {
        says: format!("the book lies on {kind}, which need not keep the locks that two windows go by"),
        advice: "close whynow, move the book to a disk of this computer, and share it with `whynow share`",
    })
}

/// Says whether a book lies in a folder that is copied to other machines, by its name.
pub(crate) fn synced_folder(book: &Path) -> Option<BadPlace> {
    let real = book.canonicalize().unwrap_or_else(|_| book.to_owned());
    let name = real.parent().into_iter().flat_map(Path::components).find_map(|part| {
        let part = part.as_os_str().to_string_lossy().into_owned();
        SYNCED.iter().any(|synced| part.to_lowercase().starts_with(synced)).then_some(part)
    })?;
    Some(BadPlace {
        says: format!("the book lies under \"{name}\", which looks like a folder that is copied to other machines"),
        advice: "such a program copies half of a change, and can ruin the book: close whynow and move the book elsewhere; send \
            backups there with `whynow backup --to`",
    })
}

/// Warns of the place of a book, once for each place: in a sentence without its full stop. `None` if it was told before, or
/// nothing is wrong.
pub fn warn_once(store: &mut Store) -> Option<String> {
    let path = store.path().to_owned();
    let BadPlace { says, advice } = network_drive(&path).or_else(|| synced_folder(&path))?;
    let place = path.canonicalize().unwrap_or(path).display().to_string();
    if store.setting(TOLD).ok().flatten().as_deref() == Some(place.as_str()) {
        return None;
    }
    if *store.mode() == Mode::Writable {
        // What cannot be kept is told again.
        store.set_setting(TOLD, &place).unwrap_or_default();
    }
    Some(format!("{}: {advice}", capital(&says)))
}

#[cfg(target_os = "linux")]
fn network_kind(folder: &Path) -> Option<&'static str> {
    let kind = rustix::fs::statfs(folder).ok()?.f_type;
    // The kernel's numbers have 32 bits, whatever the type here is.
    let kind = u32::try_from(kind & 0xffff_ffff).ok()?;
    named_network(kind)
}

#[cfg(not(target_os = "linux"))]
fn network_kind(_folder: &Path) -> Option<&'static str> {
    None
}

fn named_network(kind: u32) -> Option<&'static str> {
    NETWORK.iter().find(|(number, _)| *number == kind).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_are_copied_elsewhere_are_known_by_their_names() {
        for folder in ["/home/a/Dropbox/w", "/home/a/OneDrive - Norvik AS", "/Users/a/Library/Mobile Documents/x"] {
            assert!(synced_folder(&Path::new(folder).join("book.db")).is_some(), "{folder}");
        }
        for folder in ["/home/a/.local/share/whynow", "/home/a/boxes"] {
            assert!(synced_folder(&Path::new(folder).join("book.db")).is_none(), "{folder}");
        }
    }

    #[test]
    fn drives_over_a_network_are_known_by_their_numbers() {
        assert_eq!(named_network(0x6969), Some("NFS"));
        assert_eq!(named_network(0xff53_4d42), Some("CIFS"));
        assert_eq!(named_network(0x6573_5546), Some("FUSE"));
        // ext4 and tmpfs.
        assert_eq!((named_network(0xef53), named_network(0x0102_1994)), (None, None));
    }
}
