//! `whynow search`: whatever in the book is found by words or by a number.

use anyhow::Result;

use crate::cli::args::SearchArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::wording::join_parts;
use crate::domain::query::SearchHit;

pub(crate) fn run(args: &SearchArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let text = args.text.join(" ");
    let hits = desk.open()?.search(&text, args.limit)?;
    if args.json {
        out.json(&hits)?;
        return Ok(Exit::Done);
    }
    if hits.is_empty() {
        out.line(format!("Nothing in the book holds \"{text}\"."))?;
    }
    for hit in &hits {
        out.line(line(hit))?;
    }
    Ok(Exit::Done)
}

fn line(hit: &SearchHit) -> String {
    let (what, title, excerpt) = match hit {
        SearchHit::Account { title, excerpt, .. } => ("account", title, excerpt),
        SearchHit::Contact { title, excerpt, .. } => ("person", title, excerpt),
        SearchHit::Trigger { title, excerpt, .. } => ("trigger", title, excerpt),
        SearchHit::Call { title, excerpt, .. } => ("call", title, excerpt),
    };
    join_parts([what, title.as_str(), excerpt.as_str()])
}
