//! `whynow rank`: the accounts in the order of their reasons, and with `--explain` the sum of each.

use anyhow::Result;
use serde_json::json;

use super::today::sum;
use crate::cli::args::RankArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::domain::query::{AccountQuery, AccountSort};

pub(crate) fn run(args: &RankArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let now = desk.now();
    let mut store = desk.open()?;
    let query = AccountQuery {
        filter: args.filter.clone(),
        sort: AccountSort::Reason,
        fit: None,
        offset: 0,
        limit: args.limit,
    };
    let found = store.accounts(&query, now)?;
    let mut rows = Vec::new();
    for row in found.rows {
        let reason = if args.explain { store.account_file(row.id, now)?.map(|file| file.reason) } else { None };
        rows.push((row, reason));
    }
    if args.json {
        let rows: Vec<_> = rows.iter().map(|(row, reason)| json!({ "account": row, "reason": reason })).collect();
        out.json(&json!({ "total": found.total, "rows": rows }))?;
        return Ok(Exit::Done);
    }
    for (n, (row, reason)) in rows.iter().enumerate() {
        let why = row.trigger.as_ref().map_or("no trigger", |trigger| trigger.headline.as_str());
        let points = reason.as_ref().map_or(row.points, |reason| reason.points);
        out.line(format!("{:>3}. {points:>3.0}  {}: {why}", n + 1, row.name))?;
        if let Some(reason) = reason.as_ref().filter(|reason| !reason.addends.is_empty()) {
            out.line(format!("          {}", sum(reason)))?;
        }
    }
    Ok(Exit::Done)
}
