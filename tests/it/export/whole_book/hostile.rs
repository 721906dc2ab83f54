//! Folders that are not as they were written: refused with the file and the line, and nothing is kept.

use std::fs;

use super::Room;

#[test]
fn files_that_are_missing_or_too_many_are_named() {
    let room = Room::with_sample();
    fs::write(room.path("all").join("extra.jsonl"), "{}").unwrap();
    assert!(room.refused().contains("extra.jsonl is not a file of an archive"));
    fs::remove_file(room.path("all").join("extra.jsonl")).unwrap();
    fs::remove_file(room.path("all").join("plan.jsonl")).unwrap();
    assert!(room.refused().contains("has no plan.jsonl"));
}

#[test]
fn lines_that_are_lost_or_changed_are_named() {
    let room = Room::with_sample();
    let first = |text: String, line: String| {
        text.lines()
            .enumerate()
            .map(|(at, old)| if at == 0 { format!("{line}\n") } else { format!("{old}\n") })
            .collect::<String>()
    };
    let sound = fs::read_to_string(room.path("all/account.jsonl")).unwrap();
    let row = sound.lines().next().unwrap().to_owned();
    for (line, says) in [
        ("{not json".to_owned(), "line 1: no row"),
        (row.replacen("\"name\":", "\"nom\":", 1), "“nom” is not a column"),
        (
            row.replacen("\"archived\":false", "\"archived\":\"x\"", 1),
            "of another kind than whynow writes in “archived”",
        ),
        (row.replacen("{\"id\":\"0", "{\"id\":\"zz", 1), "something else than an id in “id”"),
        (row.replacen("\"name\":\"", "\"name\":\"\\u0000\",\"x\":\"", 1), "“x” is not a column"),
        (sound.lines().nth(1).unwrap().to_owned(), "line 2: the same row is here twice"),
    ] {
        room.change("account.jsonl", |_| first(sound.clone(), line.clone()));
        let told = room.refused();
        assert!(told.contains("account.jsonl") && told.contains(says), "{says}: {told}");
    }
    room.change("account.jsonl", |_| sound.lines().skip(1).map(|line| format!("{line}\n")).collect());
    assert!(room.refused().contains("has 49 rows and should have 50 by book.json: lines were lost or added"));
    let id = row.get(7..43).unwrap();
    let other = row.replacen(id, "019f0000-0000-7000-8000-000000000000", 1);
    room.change("account.jsonl", |_| first(sound.clone(), other.clone()));
    let told = room.refused();
    assert!(
        told.contains(".jsonl, line ") && told.contains("which is in no row of its file, stands in “account”"),
        "{told}"
    );
}

#[test]
fn a_log_that_was_touched_is_refused() {
    let room = Room::with_sample();
    let sound = fs::read_to_string(room.path("all/call.jsonl")).unwrap();
    room.change("call.jsonl", |text| text.replacen("\"verdict\":\"wasted\"", "\"verdict\":\"well_spent\"", 1));
    assert!(room.refused().contains("was changed after it was logged"), "{}", room.refused());
    room.change("call.jsonl", |_| sound);
    room.change("book.json", |text| {
        let mut manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
        let rows = manifest["log"][0]["rows"].as_i64().unwrap();
        manifest["log"][0]["rows"] = (rows + 1).into();
        manifest.to_string()
    });
    let told = room.refused();
    assert!(told.contains("should end with its row"), "{told}");
}

#[cfg(unix)]
#[test]
fn links_pipes_and_folders_in_the_place_of_files_are_refused() {
    let room = Room::with_sample();
    let path = room.path("all/rep.jsonl");
    fs::rename(&path, room.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink(room.path("elsewhere"), &path).unwrap();
    assert!(room.refused().contains("rep.jsonl is not a plain file"));
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(room.refused().contains("rep.jsonl is not a plain file"));
    fs::remove_dir(&path).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert!(room.refused().contains("rep.jsonl is not a plain file"));
    fs::remove_file(&path).unwrap();
    fs::rename(room.path("all"), room.path("real")).unwrap();
    std::os::unix::fs::symlink(room.path("real"), room.path("all")).unwrap();
    assert!(room.refused().contains("is not a folder"));
}

#[test]
fn a_line_without_an_end_does_not_fill_the_memory() {
    let room = Room::with_sample();
    let file = fs::OpenOptions::new().write(true).open(room.path("all/account.jsonl")).unwrap();
    // A hole: a gigabyte of zeros that takes no disk.
    file.set_len(0).unwrap();
    file.set_len(1 << 30).unwrap();
    assert!(room.refused().contains("longer than any row of a book"));
}

#[test]
fn a_newer_layout_is_said_to_be_newer() {
    let room = Room::with_sample();
    room.change("book.json", |text| text.replacen("\"version\": 4", "\"version\": 5", 1));
    assert!(room.refused().contains("a newer whynow"));
}
