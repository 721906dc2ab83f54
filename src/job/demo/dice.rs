//! A seeded random generator for the sample book.

/// A small random generator (splitmix64): good enough to scatter calls, and the same on every machine.
pub(super) struct Dice(u64);

impl Dice {
    /// Makes the generator with the seed of the sample book.
    pub(super) fn new() -> Dice {
        // "WHYNOW" in ASCII. Another seed is another sample book, for every test that looks into it.
        Dice(0x57_48_59_4e_4f_57)
    }

    /// Returns a number below `end`; 0 if `end` is 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end.max(1)
    }

    /// Returns a number from `from` to `to`, both included.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from(to - from + 1).unwrap_or(1);
        from + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// Returns true with a probability of `percent` in a hundred.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < u64::from(percent)
    }

    /// Chooses one element; `None` if there is none.
    pub(super) fn one<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        let at = self.below(u64::try_from(of.len()).unwrap_or(0));
        of.get(usize::try_from(at).unwrap_or(0))
    }

    /// Chooses one element by weight; `None` if there is none.
    pub(super) fn weighted<T: Copy>(&mut self, of: &[(T, u32)]) -> Option<T> {
        let mut left = self.below(of.iter().map(|(_, weight)| u64::from(*weight)).sum());
        for (value, weight) in of {
            match left.checked_sub(u64::from(*weight)) {
                Some(rest) => left = rest,
                None => return Some(*value),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dice_fall_the_same_and_fairly() {
        let (mut one, mut other) = (Dice::new(), Dice::new());
        let throws: Vec<_> = (0..1000).map(|_| one.below(6)).collect();
        assert_eq!(throws, (0..1000).map(|_| other.below(6)).collect::<Vec<_>>());
        for face in 0..6 {
            let n = throws.iter().filter(|throw| **throw == face).count();
            assert!((120..220).contains(&n), "{face} fell {n} times");
        }
    }

    #[test]
    fn weights_weigh() {
        let mut dice = Dice::new();
        let of = [("often", 9), ("seldom", 1), ("never", 0)];
        let fell: Vec<_> = (0..200).filter_map(|_| dice.weighted(&of)).collect();
        assert_eq!(fell.len(), 200);
        assert!(fell.iter().filter(|f| **f == "often").count() > 150);
        assert!(!fell.contains(&"never"));
    }
}
