//! Makes the README's pictures anew, from real frames: `cargo run --example pictures`.

mod frames;
mod svg;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

fn main() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures");
    for (name, picture) in frames::pictures()? {
        let file = folder.join(name);
        fs::write(&file, picture).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    Ok(())
}
