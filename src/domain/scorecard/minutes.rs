//! Share of time well spent, by the length of the call.

use super::{MinuteRow, Share, share};

/// First minute of each band; the last band is open-ended.
// Bands as people speak of calls; equal ones would put nearly all calls in the first.
const BANDS: [u16; 6] = [0, 3, 6, 11, 21, 31];

/// Calls of about the same length.
#[derive(Debug, Clone, PartialEq)]
pub struct MinuteBand {
    /// The band in words: "3–5", "31+".
    pub words: String,
    /// Number of connected calls that were timed.
    pub n: u32,
    /// Share of well-spent calls among those with a verdict by the prospect.
    pub well_spent: Share,
}

/// Returns all bands, the shortest first, including those without calls.
pub fn bands(minutes: &[MinuteRow]) -> Vec<MinuteBand> {
    let ends = BANDS.iter().skip(1).map(|next| Some(next - 1)).chain([None]);
    BANDS
        .iter()
        .zip(ends)
        .map(|(from, until)| {
            let inside =
                minutes.iter().filter(|row| *from <= row.minutes && until.is_none_or(|until| row.minutes <= until));
            let (n, hits, asked) = inside.fold((0, 0, 0), |(n, hits, asked), row| {
                (n + row.n, hits + row.well_spent.hits, asked + row.well_spent.n)
            });
            let words = until.map_or_else(|| format!("{from}+"), |until| format!("{from}–{until}"));
            MinuteBand { words, n, well_spent: share(hits, asked) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(minutes: u16, n: u32, hits: u32, asked: u32) -> MinuteRow {
        MinuteRow { minutes, n, well_spent: share(hits, asked) }
    }

    #[test]
    fn every_minute_is_in_one_band() {
        let rows = [row(0, 1, 0, 0), row(2, 9, 3, 5), row(3, 4, 4, 4), row(30, 2, 0, 1), row(60, 3, 1, 3)];
        let found: Vec<_> = bands(&rows)
            .iter()
            .map(|band| (band.words.clone(), band.n, band.well_spent.hits, band.well_spent.n))
            .collect();
        let expected = [
            ("0–2", 10, 3, 5),
            ("3–5", 4, 4, 4),
            ("6–10", 0, 0, 0),
            ("11–20", 0, 0, 0),
            ("21–30", 2, 0, 1),
            ("31+", 3, 1, 3),
        ];
        assert_eq!(found, expected.map(|(words, n, hits, asked)| (words.to_owned(), n, hits, asked)));
    }
}
