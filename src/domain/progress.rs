//! Progress of a long job: its speed, and the time that is left.

use super::text::thousands;

/// Progress of a job that works through a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JobProgress {
    pub rows: u64,
    pub bytes: u64,
    /// Length of the file in bytes; 0 if it is not known.
    pub of_bytes: u64,
    /// Milliseconds since the job began.
    pub millis: u64,
}

/// Milliseconds before which no time left is estimated, because the first rows say little.
const TOO_SOON: u64 = 2_000;

impl JobProgress {
    /// Returns the share of the file that is read, in percent; `None` if its length is not known.
    pub fn percent(self) -> Option<u8> {
        // 128 bits: a hundred times the bytes of a large file is more than 64 hold. And never beyond 100, for a file
        // may grow while it is read.
        let percent = (u128::from(self.bytes) * 100).checked_div(u128::from(self.of_bytes))?;
        Some(u8::try_from(percent.min(100)).unwrap_or(100))
    }

    /// Returns the rows a second; `None` at the very start.
    pub fn rate(self) -> Option<u64> {
        let rate = (u128::from(self.rows) * 1_000).checked_div(u128::from(self.millis))?;
        u64::try_from(rate).ok()
    }

    /// Returns the seconds left at the pace so far; `None` if they cannot be estimated.
    pub fn seconds_left(self) -> Option<u64> {
        if self.millis < TOO_SOON || self.bytes == 0 || self.of_bytes == 0 {
            return None;
        }
        let rest = u128::from(self.of_bytes.saturating_sub(self.bytes));
        let millis = rest * u128::from(self.millis) / u128::from(self.bytes);
        u64::try_from(millis.div_ceil(1_000)).ok()
    }

    /// Describes the progress: `412,000 rows, 38 %, 21,300 rows a second, 32 s left`.
    pub fn says(self) -> String {
        let mut parts = vec![format!("{} rows", thousands(self.rows))];
        parts.extend(self.percent().map(|percent| format!("{percent} %")));
        if self.millis >= TOO_SOON {
            parts.extend(self.rate().map(|rate| format!("{} rows a second", thousands(rate))));
        }
        parts.extend(self.seconds_left().map(|seconds| match seconds {
            0..=99 => format!("{seconds} s left"),
            _ => format!("{} min left", seconds.div_ceil(60)),
        }));
        parts.join(", ")
    }
}

/// Formats how long something takes: "about 40 seconds", "about 5 minutes".
pub fn roughly(seconds: u64) -> String {
    match seconds {
        0..=1 => "a moment".to_owned(),
        2..=89 => format!("about {seconds} seconds"),
        _ => format!("about {} minutes", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pace_and_rest_are_said_once_they_mean_something() {
        let at = |rows, bytes, of_bytes, millis| JobProgress { rows, bytes, of_bytes, millis }.says();
        assert_eq!(at(1_000, 100, 1_000, 150), "1,000 rows, 10 %");
        assert_eq!(at(412_000, 380, 1_000, 20_000), "412,000 rows, 38 %, 20,600 rows a second, 33 s left");
        assert_eq!(at(1_000_000, 10, 1_000, 10_000), "1,000,000 rows, 1 %, 100,000 rows a second, 17 min left");
        assert_eq!(at(5_000, 400, 0, 4_000), "5,000 rows, 1,250 rows a second");
        assert_eq!(at(0, 0, 0, 0), "0 rows");
    }
}
