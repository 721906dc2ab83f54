//! A frame as a picture: what stands in the buffer, as SVG that needs no font of its own.

use std::collections::BTreeMap;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use whynow::domain::text;

/// Width and height of one cell, and the size of its letters: 0.6 of it is how wide most terminal fonts are.
const CELL: (u16, u16) = (9, 20);
const LETTERS: u16 = 15;
/// Whatever the reader's machine has; the widths are given with every text.
const FONTS: &str = "ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace";
/// The rim of the window around the cells.
const RIM: u16 = 14;

/// The window: dark enough for its own text, with a rim that a dark page shows too.
const GROUND: &str = "#1b1e26";
const RIM_LINE: &str = "#4a5060";
const INK: &str = "#dfe2e8";
const DIM_INK: &str = "#9aa1af";

/// The 16 colours of a terminal, readable on [`GROUND`].
const SIXTEEN: [&str; 16] = [
    "#3a3f4b", "#ff7b7b", "#8fd18f", "#e8c66a", "#7fb2f5", "#d79ae0", "#6fd3dd", "#dfe2e8", "#7d8494", "#ff9d9d",
    "#aee3ae", "#f3d98c", "#a5cbfa", "#e6bdec", "#9be5ec", "#ffffff",
];

/// How a stretch of cells looks. Cells that look alike become one piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Look {
    ink: String,
    ground: Option<String>,
    bold: bool,
    underlined: bool,
    italic: bool,
}

/// Cells of one row that look alike.
struct Stretch {
    x: u16,
    cells: u16,
    says: String,
    look: Look,
}

/// The buffer as an SVG picture: monospaced text on a dark window with round corners.
pub(crate) fn svg(buffer: &Buffer) -> String {
    let area = buffer.area;
    let (width, height) = (area.width * CELL.0 + 2 * RIM, area.height * CELL.1 + 2 * RIM);
    let mut out = String::new();
    let mut lines: BTreeMap<String, String> = BTreeMap::new();
    let size = format!("viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\"");
    let font = format!("font-family=\"{FONTS}\" font-size=\"{LETTERS}\" fill=\"{INK}\" xml:space=\"preserve\"");
    out.push_str(&format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size} {font}>\n"));
    out.push_str("<style>.b{font-weight:bold}.i{font-style:italic}</style>\n");
    let window = format!("fill=\"{GROUND}\" stroke=\"{RIM_LINE}\"");
    let (wide, tall) = (width - 1, height - 1);
    out.push_str(&format!("<rect x=\".5\" y=\".5\" width=\"{wide}\" height=\"{tall}\" rx=\"9\" {window}/>\n"));
    for y in 0..area.height {
        for stretch in row(buffer, y, &mut lines) {
            paint(&stretch, y, &mut out);
        }
    }
    for (ink, path) in lines {
        out.push_str(&format!("<path stroke=\"{ink}\" fill=\"none\" d=\"{path}\"/>\n"));
    }
    out.push_str("</svg>\n");
    out
}

/// The stretches of a row. Lines of boxes are drawn, not written, so that they meet whatever the font: they go to `lines`.
fn row(buffer: &Buffer, y: u16, lines: &mut BTreeMap<String, String>) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(buffer.area.x + x, buffer.area.y + y)];
        let cells = u16::try_from(text::width(cell.symbol())).unwrap_or(1).clamp(1, buffer.area.width - x);
        let look = look(cell);
        let says = match arms(cell.symbol()) {
            Some(arms) => {
                strokes(arms, x, y, lines.entry(look.ink.clone()).or_default());
                " "
            }
            None => cell.symbol(),
        };
        match found.last_mut() {
            Some(last) if last.look == look => {
                last.says.push_str(says);
                last.cells += cells;
            }
            _other_look => found.push(Stretch { x, cells, says: says.to_owned(), look }),
        }
        x += cells;
    }
    found
}

fn paint(stretch: &Stretch, y: u16, out: &mut String) {
    let Stretch { x, cells, says, look } = stretch;
    if let Some(ground) = &look.ground {
        let (left, top) = (RIM + x * CELL.0, RIM + y * CELL.1);
        out.push_str(&format!(
            "<rect x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" fill=\"{ground}\"/>\n",
            cells * CELL.0,
            CELL.1
        ));
    }
    if look.underlined {
        return write(*x, *cells, says, look, y, out);
    }
    // Words far apart stand by themselves, so that a font of another width moves none of them far.
    let mut at = *x;
    for piece in pieces(says) {
        let cells = u16::try_from(text::width(piece)).unwrap_or(0);
        if !piece.trim().is_empty() {
            write(at, cells, piece, look, y, out);
        }
        at += cells;
    }
}

fn write(x: u16, cells: u16, says: &str, look: &Look, y: u16, out: &mut String) {
    let mut extra = String::new();
    let classes: Vec<&str> = [(look.bold, "b"), (look.italic, "i")].iter().filter(|c| c.0).map(|c| c.1).collect();
    if !classes.is_empty() {
        extra.push_str(&format!(" class=\"{}\"", classes.join(" ")));
    }
    if look.underlined {
        extra.push_str(" text-decoration=\"underline\"");
    }
    if look.ink != INK {
        extra.push_str(&format!(" fill=\"{}\"", look.ink));
    }
    let (left, foot) = (RIM + x * CELL.0, RIM + y * CELL.1 + LETTERS);
    out.push_str(&format!(
        "<text x=\"{left}\" y=\"{foot}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"{extra}>{}</text>\n",
        cells * CELL.0,
        escape(says)
    ));
}

/// Splits at two or more blanks; the blanks are pieces too, so that widths add up.
fn pieces(says: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = says;
    while !rest.is_empty() {
        let word = rest.find("  ").unwrap_or(rest.len());
        let (piece, after) =
            if word == 0 { rest.split_at(rest.find(|c| c != ' ').unwrap_or(rest.len())) } else { rest.split_at(word) };
        found.push(piece);
        rest = after;
    }
    found
}

fn look(cell: &Cell) -> Look {
    let has = |modifier| cell.modifier.contains(modifier);
    let ink = match colour(cell.fg) {
        Some(ink) => ink,
        None if has(Modifier::DIM) => DIM_INK.to_owned(),
        None => INK.to_owned(),
    };
    let ground = colour(cell.bg);
    let (ink, ground) =
        if has(Modifier::REVERSED) { (ground.unwrap_or(GROUND.to_owned()), Some(ink)) } else { (ink, ground) };
    Look {
        ink,
        ground,
        bold: has(Modifier::BOLD),
        underlined: has(Modifier::UNDERLINED),
        italic: has(Modifier::ITALIC),
    }
}

fn colour(colour: Color) -> Option<String> {
    let number = match colour {
        Color::Reset => return None,
        Color::Rgb(r, g, b) => return Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::Indexed(n) => n,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    Some(indexed(number))
}

/// The 256 colours: sixteen of the theme, a cube of 6 × 6 × 6, and 24 greys.
fn indexed(number: u8) -> String {
    if let Some(known) = SIXTEEN.get(usize::from(number)) {
        return (*known).to_owned();
    }
    if number >= 232 {
        let grey = 8 + 10 * (number - 232);
        return format!("#{grey:02x}{grey:02x}{grey:02x}");
    }
    let part = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
    let n = number - 16;
    format!("#{:02x}{:02x}{:02x}", part(n / 36), part(n / 6 % 6), part(n % 6))
}

/// Which ways a line goes from the middle of a cell: left, right, up, down.
fn arms(symbol: &str) -> Option<[bool; 4]> {
    let ways = match symbol {
        "─" => "lr",
        "│" => "ud",
        "┌" => "rd",
        "┐" => "ld",
        "└" => "ru",
        "┘" => "lu",
        "├" => "rud",
        "┤" => "lud",
        "┬" => "lrd",
        "┴" => "lru",
        "┼" => "lrud",
        _text => return None,
    };
    Some(["l", "r", "u", "d"].map(|way| ways.contains(way)))
}

/// Adds the lines of a cell to a path; a level line that goes on is made longer.
fn strokes([left, right, up, down]: [bool; 4], x: u16, y: u16, path: &mut String) {
    let (from, top) = (RIM + x * CELL.0, RIM + y * CELL.1);
    let (middle, half) = (top + CELL.1 / 2, CELL.0 / 2);
    if left || right {
        let start = if left { from } else { from + half };
        let end = if right { from + CELL.0 } else { from + half };
        let goes_on = format!("M{start} {middle}H");
        let same_row = format!(" {middle}H{start}");
        if path.ends_with(&same_row) {
            path.truncate(path.len() - start.to_string().len());
            path.push_str(&end.to_string());
        } else {
            path.push_str(&format!("{goes_on}{end}"));
        }
    }
    if up || down {
        let start = if up { top } else { middle };
        let end = if down { top + CELL.1 } else { middle };
        path.push_str(&format!("M{} {start}V{end}", from + half));
    }
}

fn escape(says: &str) -> String {
    let mut out = String::new();
    for c in says.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn picture(paint: impl FnOnce(&mut Buffer)) -> String {
        let mut buffer = Buffer::empty(Rect { x: 0, y: 0, width: 20, height: 2 });
        paint(&mut buffer);
        svg(&buffer)
    }

    fn texts(svg: &str) -> Vec<String> {
        svg.lines().filter(|line| line.starts_with("<text")).map(str::to_owned).collect()
    }

    #[test]
    fn cells_that_look_alike_are_one_text_of_their_width() {
        let svg = picture(|buffer| {
            buffer.set_string(1, 1, "Ane Lund", Style::new());
        });
        let texts = texts(&svg);
        assert_eq!(texts.len(), 1, "{svg}");
        assert!(texts[0].contains(">Ane Lund<") || texts[0].contains("> Ane Lund<"), "{texts:?}");
        assert!(svg.contains("viewBox=\"0 0 208 68\""), "{svg}");
    }

    #[test]
    fn what_a_prospect_wrote_is_text_and_never_markup() {
        let svg = picture(|buffer| {
            buffer.set_string(0, 0, "<script>&\"", Style::new());
        });
        assert!(svg.contains("&lt;script&gt;&amp;&quot;") && !svg.contains("<script"), "{svg}");
    }

    #[test]
    fn every_look_leaves_its_mark() {
        let looks = [
            (Style::new().add_modifier(Modifier::BOLD), "class=\"b\""),
            (Style::new().add_modifier(Modifier::DIM), "fill=\"#9aa1af\""),
            (Style::new().add_modifier(Modifier::UNDERLINED), "underline"),
            (Style::new().fg(Color::Cyan), "fill=\"#6fd3dd\""),
            (Style::new().fg(Color::Indexed(208)), "fill=\"#ff8700\""),
            (Style::new().add_modifier(Modifier::REVERSED), "fill=\"#1b1e26\">word"),
        ];
        for (style, mark) in looks {
            let svg = picture(|buffer| {
                buffer.set_string(0, 0, "word", style);
            });
            assert!(texts(&svg).iter().any(|text| text.contains(mark)), "{mark}: {svg}");
        }
    }

    #[test]
    fn reversed_blanks_are_seen() {
        let svg = picture(|buffer| {
            buffer.set_string(0, 0, "    ", Style::new().add_modifier(Modifier::REVERSED));
        });
        assert!(svg.contains("<rect x=\"14\" y=\"14\" width=\"36\" height=\"20\" fill=\"#dfe2e8\"/>"), "{svg}");
    }

    #[test]
    fn wide_characters_take_their_two_cells() {
        let svg = picture(|buffer| {
            buffer.set_string(0, 0, "東京x", Style::new().add_modifier(Modifier::BOLD));
        });
        assert!(texts(&svg)[0].contains("textLength=\"45\""), "{svg}");
        assert!(svg.contains(">東京x<"), "{svg}");
    }

    #[test]
    fn the_lines_of_boxes_are_drawn_and_meet() {
        let svg = picture(|buffer| {
            buffer.set_string(0, 0, "┌──┐", Style::new());
            buffer.set_string(0, 1, "│  │", Style::new());
        });
        assert!(svg.contains("d=\"M18 24H") && svg.contains("M18 24V34"), "{svg}");
        assert!(svg.contains("H45") && svg.contains("M45 24V34"), "level lines are one, and corners turn down: {svg}");
        assert!(!svg.contains('─'), "{svg}");
    }
}
