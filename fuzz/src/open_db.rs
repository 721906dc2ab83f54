//! A file that claims to be a book: it is refused with a sentence, or it can be worked with.

use whynow::store::Store;

use super::books;

/// Takes bytes as the file itself; after a `P`, as places of a small book and what is written there: three bytes for the
/// place, one for the byte.
pub fn run(data: &[u8]) {
    let bytes = match data.split_first() {
        Some((b'P', places)) => patched(places),
        Some(_) | None => data.to_vec(),
    };
    let folder = books::folder();
    let path = folder.path().join("book.db");
    for open in [Store::open_read_only, Store::open] {
        std::fs::write(&path, &bytes).unwrap();
        match open(&path, books::clock(1)) {
            Ok(mut store) => work_with(&mut store),
            Err(error) => assert!(!error.to_string().trim().is_empty()),
        }
    }
}

fn patched(places: &[u8]) -> Vec<u8> {
    let mut bytes = books::small().to_vec();
    for four in places.chunks_exact(4) {
        let place = usize::from(four[0]) << 16 | usize::from(four[1]) << 8 | usize::from(four[2]);
        let place = place % bytes.len();
        bytes[place] = four[3];
    }
    bytes
}

/// What is damaged further in may fail, each time with a sentence.
fn work_with(store: &mut Store) {
    let now = books::clock(1).now();
    let said = [
        store.verify().err().map(|error| error.to_string()),
        store.today(now, 0, 20).err().map(|error| error.to_string()),
        store.search("nor", 20).err().map(|error| error.to_string()),
        store.find_account("Halden").err().map(|error| error.to_string()),
        store.undo().err().map(|error| error.to_string()),
    ];
    assert!(said.into_iter().flatten().all(|says| !says.trim().is_empty()));
}
