//! The parts as Markdown: what a chart shows is in its table.

use crate::domain::markdown::safe;

use super::blocks::{Block, Cell, Sheet, Table};

/// The report.
pub(super) fn markdown(sheet: &Sheet) -> String {
    let mut out = format!("# {}\n\n{}\n", safe(&sheet.title), safe(&sheet.about));
    for section in &sheet.sections {
        out.push_str(&format!("\n## {}\n", safe(&section.title)));
        paragraphs(&mut out, &section.says);
        for block in &section.blocks {
            part(&mut out, block);
        }
    }
    out.push_str(&format!("\n---\n\n{}\n", safe(&sheet.footer)));
    out
}

fn part(out: &mut String, block: &Block) {
    if !block.title.is_empty() {
        out.push_str(&format!("\n### {}\n", safe(&block.title)));
    }
    paragraphs(out, &block.says);
    if let Some(table) = &block.table {
        rows(out, table);
    }
}

fn paragraphs(out: &mut String, says: &[String]) {
    for sentence in says {
        out.push_str(&format!("\n{}\n", safe(sentence)));
    }
}

fn rows(out: &mut String, table: &Table) {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&format!("\n{}\n\n", safe(&table.caption)));
    out.push_str(&line(table.heads.iter().map(|head| safe(&head.name)).collect()));
    out.push_str(&line(table.heads.iter().map(|head| if head.number { "--:" } else { "---" }.to_owned()).collect()));
    for row in &table.rows {
        out.push_str(&line(row.iter().map(cell).collect()));
    }
}

fn cell(cell: &Cell) -> String {
    let text = if cell.class == "said" { format!("\"{}\"", safe(&cell.text)) } else { safe(&cell.text) };
    if cell.small.is_empty() { text } else { format!("{text} ({})", safe(&cell.small)) }
}
