//! Bytes that nobody wrote: what is kept in `fuzz/corpus/`, and changes of it by dice that fall alike every time.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use dice::Dice;
use targets::TARGETS;

mod dice;

#[expect(unreachable_pub, reason = "it is a library of its own elsewhere")]
#[allow(dead_code, reason = "there the targets are run by their names")]
#[path = "../../../fuzz/src/lib.rs"]
mod targets;

/// Targets that run beside each other.
const BESIDE: usize = 2;
/// Seconds for which a target is run where the time is taken.
const SECONDS: u64 = 30;
/// Changes of its corpus that a target stands in every run of the tests.
const FEW: usize = 20;

fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap_or_else(|_| panic!("{target} has no corpus")).collect();
    files.sort_by_key(|entry| entry.as_ref().unwrap().file_name());
    let files = files.into_iter().map(|entry| entry.unwrap().path());
    files.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())).collect()
}

/// Runs a target; where it fails, the bytes are kept beside what is built, to be looked at.
fn stands(target: &str, run: fn(&[u8]), what: &str, data: &[u8]) {
    if catch_unwind(AssertUnwindSafe(|| run(data))).is_err() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzzed");
        fs::create_dir_all(&folder).unwrap();
        let kept = folder.join(format!("{target}-{}", what.replace([' ', '/'], "-")));
        fs::write(&kept, data).unwrap();
        panic!("{target} does not stand {what}; its bytes are in {}", kept.display());
    }
}

#[test]
fn every_target_stands_its_corpus_and_a_few_changes_of_it() {
    for (target, run) in TARGETS {
        let corpus = corpus(target);
        for (name, data) in &corpus {
            stands(target, run, name, data);
        }
        let mut dice = Dice::of(target);
        for turn in 0..FEW {
            stands(target, run, &format!("change {turn}"), &dice.changed(&corpus));
        }
    }
}

/// Left out of a usual run: half a minute a target.
#[test]
#[ignore = "takes minutes: cargo test --locked --test it fuzzed -- --ignored"]
#[expect(clippy::disallowed_methods, reason = "it is run for a time")]
fn every_target_stands_half_a_minute_of_changes() {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..BESIDE {
            scope.spawn(|| {
                while let Some((target, run)) = TARGETS.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let (corpus, mut dice) = (corpus(target), Dice::of(target));
                    let (until, mut turn) = (Instant::now() + Duration::from_secs(SECONDS), FEW);
                    dice.skip(&corpus, FEW);
                    while Instant::now() < until {
                        stands(target, *run, &format!("change {turn}"), &dice.changed(&corpus));
                        turn += 1;
                    }
                    crate::support::remark(&format!("{target}: {turn} changes of {} files", corpus.len()));
                }
            });
        }
    });
}
