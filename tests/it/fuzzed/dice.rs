//! Dice that fall alike every time, and what they change of bytes.

/// Longest bytes that are made.
const LONGEST: usize = 64 * 1024;
/// Bytes that mean something to most readers.
const TELLING: &[u8] = b"\0\x01\t\n\r\x1b \"#%&'(),-./0:;<=>@A[\\]^_`{|}~\x7f\x80\xbf\xc3\xe2\xed\xf0\xfe\xff";

/// A source of numbers (xorshift, Marsaglia 2003).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn of(name: &str) -> Dice {
        Dice(
            name.bytes()
                .fold(0x9E37_79B9_7F4A_7C15, |seed, byte| (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
                | 1,
        )
    }

    /// A number below `end`; 0 for an end of 0.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0).checked_rem(end).unwrap_or(0)
    }

    /// Throws as often as for so many changes.
    pub(super) fn skip(&mut self, corpus: &[(String, Vec<u8>)], changes: usize) {
        for _ in 0..changes {
            self.changed(corpus);
        }
    }

    /// One file of the corpus with one to eight changes.
    pub(super) fn changed(&mut self, corpus: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut data = corpus[self.below(corpus.len())].1.clone();
        for _ in 0..=self.below(8) {
            self.change(&mut data, corpus);
        }
        data.truncate(LONGEST);
        data
    }

    fn change(&mut self, data: &mut Vec<u8>, corpus: &[(String, Vec<u8>)]) {
        let at = self.below(data.len() + 1);
        let until = (at + 1 + self.below(64)).min(data.len());
        match self.below(7) {
            0 if at < data.len() => data[at] ^= 1 << self.below(8),
            1 if at < data.len() => data[at] = TELLING[self.below(TELLING.len())],
            2 => data.insert(at, TELLING[self.below(TELLING.len())]),
            3 if at < until => drop(data.drain(at..until)),
            4 if at < until => {
                let again = data[at..until].repeat(1 + self.below(40));
                data.splice(at..at, again);
            }
            5 => data.truncate(at),
            _ => {
                let other = &corpus[self.below(corpus.len())].1;
                let from = self.below(other.len() + 1);
                let piece = other[from..(from + self.below(200)).min(other.len())].to_vec();
                data.splice(at..at, piece);
            }
        }
    }
}
