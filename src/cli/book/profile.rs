//! `whynow profile`: prints the rules of the ideal customer profile, or reads new ones from a file.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::cli::args::ProfileArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::domain::account::profile::Profile;
use crate::domain::query::ProfileDetail;

pub(crate) fn run(args: &ProfileArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let mut store = desk.open()?;
    if let Some(file) = &args.file {
        store.set_profile(&read(file)?)?;
    }
    let ProfileDetail { profile, fits } = store.profile_detail()?;
    let fits: Vec<_> = fits.into_iter().map(|(fit, total)| (fit.words(), total)).collect();
    if args.json {
        out.json(&serde_json::json!({ "profile": profile, "fits": fits }))?;
        return Ok(Exit::Done);
    }
    if profile.rules.is_empty() {
        out.line(
            "There is no profile yet, so nobody is left out. `whynow profile FILE` takes one, written like this:\n",
        )?;
        out.line(EXAMPLE)?;
        return Ok(Exit::Done);
    }
    out.line(toml::to_string(&profile).context("The profile could not be printed")?.trim_end())?;
    for (fit, total) in fits {
        out.line(format!("# {fit}: {}{}", total.n, if total.at_least { " or more" } else { "" }))?;
    }
    Ok(Exit::Done)
}

fn read(file: &Path) -> Result<Profile> {
    let shown = file.display();
    let text = fs::read_to_string(file).with_context(|| format!("{shown} could not be read"))?;
    Profile::parse(&text).map_err(|says| anyhow::anyhow!("{shown}: {says}"))
}

const EXAMPLE: &str = "[[rules]]
field = \"industry\"
test.any_of = [\"Food\", \"Logistics\"]
must = true

[[rules]]
field = \"employees\"
test.between = [150, 12000]";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_a_profile() {
        assert_eq!(Profile::parse(EXAMPLE).unwrap().rules.len(), 2);
    }
}
