//! How long does the key of a name take? `cargo bench --bench names`
//!
//! Every row of an import of companies makes two. The names are those of real lists, with their legal forms.
#![expect(clippy::print_stdout, reason = "a bench reports on stdout")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::hint::black_box;
use std::time::Instant;

use whynow::domain::matching::{core_key, name_key};

const NAMES: &[&str] = &[
    "The Coca-Cola Company",
    "SMITH A O CORP",
    "BANK OF NEW YORK MELLON CORP /DE/",
    "Amazon.com, Inc.",
    "Alder Logistics 48213 GmbH",
    "Škoda Auto a.s.",
    "Müller & Söhne GmbH & Co. KG",
    "Cemex, S.A.B. de C.V.",
    "株式会社日立製作所",
    "Kestrel Foods 771 Ltd",
    "Telkom Indonesia (Persero) Tbk",
    "Marsh & McLennan Companies",
];
const ROUNDS: u32 = 100_000;

fn main() {
    for (what, key) in [("key", name_key as fn(&str) -> String), ("core", |name| core_key(name).unwrap_or_default())] {
        black_box(key("warm"));
        let begun = Instant::now();
        for _ in 0..ROUNDS {
            for name in NAMES {
                black_box(key(black_box(name)));
            }
        }
        let each = begun.elapsed().as_nanos() / u128::from(ROUNDS) / NAMES.len() as u128;
        println!("{what}: {each} ns a name");
    }
}
