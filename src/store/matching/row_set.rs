//! A bit set of row numbers: a million rows take 125 kB.

/// A set of row numbers.
#[derive(Debug, Default)]
pub(crate) struct RowSet(Vec<u64>);

impl RowSet {
    /// Adds a row; returns true if it is new.
    pub(in crate::store) fn insert(&mut self, n: i64) -> bool {
        let Ok(n) = usize::try_from(n) else { return true };
        let (place, bit) = (n / 64, 1_u64 << (n % 64));
        if self.0.len() <= place {
            self.0.resize(place + 1, 0);
        }
        let Some(word) = self.0.get_mut(place) else { return true };
        let new = *word & bit == 0;
        *word |= bit;
        new
    }
}

impl RowSet {
    /// Returns true if the set contains the row.
    pub(in crate::store) fn contains(&self, n: i64) -> bool {
        usize::try_from(n).is_ok_and(|n| self.0.get(n / 64).is_some_and(|word| word & (1_u64 << (n % 64)) != 0))
    }
}

#[cfg(test)]
mod tests {
    use super::RowSet;

    #[test]
    fn a_row_is_new_once() {
        let mut seen = RowSet::default();
        assert!(seen.insert(0) && seen.insert(64) && seen.insert(1_000));
        assert!(!seen.insert(64) && !seen.insert(0) && seen.insert(65));
    }
}
