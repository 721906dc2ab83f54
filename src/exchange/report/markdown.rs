//! Renders the parts as Markdown; charts appear as their tables.

use crate::domain::markdown::escape_line;

use super::blocks::{Block, ReportCell, ReportSheet, ReportTable};

/// Renders the report as Markdown, one heading a section.
pub(super) fn markdown(sheet: &ReportSheet) -> String {
    let mut out = format!("# {}\n\n{}\n", escape_line(&sheet.title), escape_line(&sheet.about));
    for section in &sheet.sections {
        out.push_str(&format!("\n## {}\n", escape_line(&section.title)));
        paragraphs(&mut out, &section.says);
        for block in &section.blocks {
            part(&mut out, block);
        }
    }
    out.push_str(&format!("\n---\n\n{}\n", escape_line(&sheet.footer)));
    out
}

fn part(out: &mut String, block: &Block) {
    if !block.title.is_empty() {
        out.push_str(&format!("\n### {}\n", escape_line(&block.title)));
    }
    paragraphs(out, &block.says);
    if let Some(table) = &block.table {
        rows(out, table);
    }
}

fn paragraphs(out: &mut String, says: &[String]) {
    for sentence in says {
        out.push_str(&format!("\n{}\n", escape_line(sentence)));
    }
}

fn rows(out: &mut String, table: &ReportTable) {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&format!("\n{}\n\n", escape_line(&table.caption)));
    out.push_str(&line(table.heads.iter().map(|head| escape_line(&head.name)).collect()));
    out.push_str(&line(table.heads.iter().map(|head| if head.number { "--:" } else { "---" }.to_owned()).collect()));
    for row in &table.rows {
        out.push_str(&line(row.iter().map(cell).collect()));
    }
}

fn cell(cell: &ReportCell) -> String {
    let text = if cell.class == "said" { format!("\"{}\"", escape_line(&cell.text)) } else { escape_line(&cell.text) };
    if cell.small.is_empty() { text } else { format!("{text} ({})", escape_line(&cell.small)) }
}
