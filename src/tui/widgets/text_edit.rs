//! Text being typed: one line or many, a caret that moves by what a reader sees as one character, undo by words.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

use crate::domain::text;

/// Steps of undo that are kept.
const UNDO_STEPS: usize = 200;

/// Editable text with a caret.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextEdit {
    text: String,
    caret: usize,
    many_lines: bool,
    cap: usize,
    undo: Vec<(String, usize)>,
    redo: Vec<(String, usize)>,
    run: EditRun,
}

/// Kind of the last edit: typing inside one word is one undo step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum EditRun {
    #[default]
    None,
    Typing,
    Deleting,
}

/// A movement of the caret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// One character left.
    Left,
    /// One character right.
    Right,
    /// One word left.
    WordLeft,
    /// One word right.
    WordRight,
    /// One shown row up.
    Up,
    /// One shown row down.
    Down,
    /// Start of the line, however many rows it is shown in.
    Home,
    /// End of the line, however many rows it is shown in.
    End,
}

impl TextEdit {
    /// An empty line of at most `cap` characters.
    pub fn line(cap: usize) -> TextEdit {
        TextEdit { cap, ..TextEdit::default() }
    }

    /// An empty text of many lines, of at most `cap` characters.
    pub fn lines(cap: usize) -> TextEdit {
        TextEdit { cap, many_lines: true, ..TextEdit::default() }
    }

    /// The same with this content, the caret at its end.
    pub fn with(mut self, content: &str) -> TextEdit {
        self.text = self.admit(content);
        self.caret = self.text.len();
        self
    }

    /// The whole text; its lines end with LF.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Nothing but blanks.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Byte place of the caret.
    pub fn caret(&self) -> usize {
        self.caret
    }

    /// True if Enter makes a new line.
    pub fn many_lines(&self) -> bool {
        self.many_lines
    }

    /// Puts the caret at a byte place, or the nearest boundary before it.
    pub fn set_caret(&mut self, place: usize) {
        // The place is a draft's: the text it was counted in may have been another one.
        self.caret = floor_boundary(&self.text, place);
        self.run = EditRun::None;
    }

    /// Replaces everything as one step of undo.
    pub fn replace(&mut self, content: &str) {
        self.remember(EditRun::None);
        self.text = self.admit(content);
        self.caret = self.text.len();
    }

    /// One typed character.
    pub fn type_char(&mut self, c: char) {
        let starts_word = c.is_whitespace() || !self.before().ends_with(|last: char| last.is_alphanumeric());
        self.remember(if starts_word { EditRun::None } else { EditRun::Typing });
        self.run = EditRun::Typing;
        self.put(c.encode_utf8(&mut [0; 4]));
    }

    /// A paste: cleaned, one step of undo, newlines joined where one line is wanted.
    pub fn paste(&mut self, content: &str) {
        self.remember(EditRun::None);
        self.put(content);
    }

    fn put(&mut self, content: &str) {
        let room = self.cap.saturating_sub(self.text.chars().count());
        // Cut after cleaning: what cleaning takes out must not use up room.
        let admitted: String = self.admit(content).chars().take(room).collect();
        self.text.insert_str(self.caret, &admitted);
        self.caret += admitted.len();
    }

    fn admit(&self, content: &str) -> String {
        // CRLF before CR: else one end of a line would become two.
        let clean = text::clean(&content.replace("\r\n", "\n").replace('\r', "\n"));
        if self.many_lines { clean.replace('\t', "    ") } else { clean.replace(['\n', '\t'], " ") }
    }

    /// Removes the character before the caret.
    pub fn backspace(&mut self) {
        let from = self.left_of(self.caret);
        self.cut(from..self.caret);
    }

    /// Removes the character after the caret.
    pub fn delete(&mut self) {
        let until = self.right_of(self.caret);
        self.cut(self.caret..until);
    }

    /// Removes the word before the caret.
    pub fn delete_word(&mut self) {
        self.cut_anew(self.word_left()..self.caret);
    }

    /// Removes what stands between the last blank and the caret, as Ctrl-W does in a shell.
    pub fn delete_to_blank(&mut self) {
        let word = self.before().trim_end();
        let from = word.char_indices().rfind(|(_, c)| c.is_whitespace()).map_or(0, |(at, blank)| at + blank.len_utf8());
        self.cut_anew(from..self.caret);
    }

    /// Removes the line before the caret, as Ctrl-U does in a shell.
    pub fn delete_to_start(&mut self) {
        self.cut_anew(self.line_start()..self.caret);
    }

    /// Removes the line after the caret, as Ctrl-K does in a shell.
    pub fn delete_to_end(&mut self) {
        self.cut_anew(self.caret..self.line_end());
    }

    /// As a step of undo of its own.
    fn cut_anew(&mut self, range: Range<usize>) {
        self.run = EditRun::None;
        self.cut(range);
        self.run = EditRun::None;
    }

    fn cut(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        self.remember(EditRun::Deleting);
        self.run = EditRun::Deleting;
        self.caret = range.start;
        self.text.replace_range(range, "");
    }

    /// Moves the caret; `width` is the width in which the text is shown wrapped.
    pub fn go(&mut self, to: Move, width: usize) {
        self.run = EditRun::None;
        self.caret = match to {
            Move::Left => self.left_of(self.caret),
            Move::Right => self.right_of(self.caret),
            Move::WordLeft => self.word_left(),
            Move::WordRight => self.word_right(),
            Move::Home => self.line_start(),
            Move::End => self.line_end(),
            Move::Up => self.by_row(width, -1),
            Move::Down => self.by_row(width, 1),
        };
    }

    /// Takes back the last step; false when there is none.
    pub fn undo(&mut self) -> bool {
        let Some((text, caret)) = self.undo.pop() else { return false };
        self.redo.push((std::mem::replace(&mut self.text, text), std::mem::replace(&mut self.caret, caret)));
        self.run = EditRun::None;
        true
    }

    /// Does the last undone step again; false when there is none.
    pub fn redo(&mut self) -> bool {
        let Some((text, caret)) = self.redo.pop() else { return false };
        self.undo.push((std::mem::replace(&mut self.text, text), std::mem::replace(&mut self.caret, caret)));
        self.run = EditRun::None;
        true
    }

    fn remember(&mut self, run: EditRun) {
        if run == EditRun::None || run != self.run {
            self.undo.push((self.text.clone(), self.caret));
            if self.undo.len() > UNDO_STEPS {
                self.undo.remove(0);
            }
        }
        self.redo.clear();
        self.run = EditRun::None;
    }

    fn before(&self) -> &str {
        self.text.get(..self.caret).unwrap_or("")
    }

    fn left_of(&self, place: usize) -> usize {
        let mut cursor = GraphemeCursor::new(place, self.text.len(), true);
        cursor.prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    fn right_of(&self, place: usize) -> usize {
        let mut cursor = GraphemeCursor::new(place, self.text.len(), true);
        cursor.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }

    fn word_left(&self) -> usize {
        self.before().unicode_word_indices().next_back().map_or(0, |(at, _)| at)
    }

    fn word_right(&self) -> usize {
        let after = self.text.get(self.caret..).unwrap_or("");
        after.unicode_word_indices().next().map_or(self.text.len(), |(at, word)| self.caret + at + word.len())
    }

    fn line_start(&self) -> usize {
        self.before().rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        let after = self.text.get(self.caret..).unwrap_or("");
        after.find('\n').map_or(self.text.len(), |at| self.caret + at)
    }

    fn by_row(&self, width: usize, by: isize) -> usize {
        let rows = wrap(&self.text, width);
        let row = row_of(&rows, self.caret);
        let column = self.text.get(rows[row].start..self.caret).unwrap_or("").width();
        let Some(target) = row.checked_add_signed(by).and_then(|r| rows.get(r)) else {
            return if by < 0 { 0 } else { self.text.len() };
        };
        let mut reached = 0;
        let line = self.text.get(target.clone()).unwrap_or("");
        for (at, grapheme) in line.grapheme_indices(true) {
            if reached + grapheme.width() > column {
                return target.start + at;
            }
            reached += grapheme.width();
        }
        // Where a row wraps, its end is the start of the next one: the caret would stand in a row that nobody asked for.
        let wraps = rows.iter().any(|row| row.start == target.end && row.start != target.start);
        let last = line.grapheme_indices(true).next_back().filter(|_| wraps);
        last.map_or(target.end, |(at, _)| target.start + at)
    }

    /// Shown row and column of the caret in a width.
    pub fn caret_at(&self, width: usize) -> (usize, usize) {
        let rows = wrap(&self.text, width);
        let row = row_of(&rows, self.caret);
        (row, self.text.get(rows[row].start..self.caret).unwrap_or("").width())
    }
}

/// The last row that starts at or before a byte place.
pub fn row_of(rows: &[Range<usize>], place: usize) -> usize {
    rows.iter().rposition(|row| row.start <= place).unwrap_or(0)
}

fn floor_boundary(text: &str, place: usize) -> usize {
    (0..=place.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Byte ranges of the rows in which `text` is shown: wrapped at blanks, never wider than `width`, at least one row.
/// The caret may stand one column past a full row.
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(1);
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap_line(line, start, width, &mut rows);
        start += line.len() + 1;
    }
    rows
}

fn wrap_line(line: &str, offset: usize, width: usize, rows: &mut Vec<Range<usize>>) {
    let mut from = 0;
    let mut columns = 0;
    let mut last_blank = None;
    for (at, grapheme) in line.grapheme_indices(true) {
        let wide = grapheme.width();
        // Twice where a wide character follows a word that was just carried over.
        while columns + wide > width && at > from {
            let cut = last_blank.filter(|blank| *blank > from).unwrap_or(at);
            rows.push(offset + from..offset + cut);
            from = cut;
            columns = line.get(from..at).unwrap_or("").width();
            last_blank = None;
        }
        columns += wide;
        if grapheme.chars().all(char::is_whitespace) {
            last_blank = Some(at + grapheme.len());
        }
    }
    rows.push(offset + from..offset + line.len());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(content: &str) -> TextEdit {
        let mut text = TextEdit::lines(1000);
        content.chars().for_each(|c| text.type_char(c));
        text
    }

    #[test]
    fn one_backspace_removes_what_a_reader_sees_as_one_character() {
        for whole in ["a\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}", "ae\u{301}", "a\u{1f1e8}\u{1f1ff}", "a東"] {
            let mut text = TextEdit::line(100).with(whole);
            text.backspace();
            assert!(text.as_str().len() <= 2, "{whole:?} became {:?}", text.as_str());
            text.undo();
            assert_eq!(text.as_str(), TextEdit::line(100).with(whole).as_str());
        }
    }

    #[test]
    fn undo_takes_back_a_word_not_a_letter_and_redo_brings_it_again() {
        let mut text = typed("time well spent");
        assert!(text.undo());
        assert_eq!(text.as_str(), "time well ");
        assert!(text.redo());
        assert_eq!(text.as_str(), "time well spent");
    }

    #[test]
    fn rows_break_at_blanks_and_are_never_too_wide() {
        let text = "before Thursday's order cut-off 東京東京東京 averyveryverylongword\nnext";
        for width in 1..40 {
            let rows = wrap(text, width);
            for row in &rows {
                let shown = text.get(row.clone()).unwrap();
                assert!(shown.trim_end().width() <= width.max(2), "{width}: {shown:?}");
            }
            let joined: String = rows.iter().map(|row| text.get(row.clone()).unwrap()).collect();
            assert_eq!(joined, text.replace('\n', ""));
        }
    }

    #[test]
    fn the_caret_moves_by_shown_rows_and_keeps_its_column() {
        let mut text = TextEdit::lines(100).with("alpha beta\ngamma");
        text.go(Move::Up, 20);
        assert_eq!(text.caret_at(20), (0, 5));
        text.go(Move::Down, 20);
        assert_eq!(text.caret_at(20), (1, 5));
        text.go(Move::Down, 20);
        assert_eq!(text.caret(), text.as_str().len());
    }

    #[test]
    fn the_caret_moves_one_row_where_a_row_wraps() {
        let (mut text, width) = (typed("dd eeeeeeeee"), 10);
        let rows = wrap(text.as_str(), width);
        assert_eq!((rows.len(), row_of(&rows, text.caret())), (2, 1));
        text.go(Move::Up, width);
        assert_eq!(row_of(&rows, text.caret()), 0, "the row above is shorter than the caret stands");
        text.go(Move::Down, width);
        assert_eq!(row_of(&rows, text.caret()), 1);
    }

    #[test]
    fn home_and_end_go_to_the_ends_of_a_line_that_is_shown_in_several_rows() {
        let mut text = TextEdit::lines(100).with("first\nalpha beta gamma delta\nlast");
        text.set_caret("first\nalpha beta gam".len());
        text.go(Move::Home, 11);
        assert_eq!(text.caret(), "first\n".len());
        text.go(Move::End, 11);
        text.go(Move::End, 11);
        assert_eq!(text.caret(), "first\nalpha beta gamma delta".len());
    }

    #[test]
    fn whole_pieces_of_a_line_are_removed_as_in_a_shell_and_each_is_one_undo() {
        type Removal = fn(&mut TextEdit);
        let cases: [(Removal, &str); 4] = [
            (TextEdit::delete_to_start, "one\n me@x.com now\nthree"),
            (TextEdit::delete_to_end, "one\nask a-b,\nthree"),
            (TextEdit::delete_to_blank, "one\nask  me@x.com now\nthree"),
            (TextEdit::delete_word, "one\nask a- me@x.com now\nthree"),
        ];
        for (remove, left) in cases {
            let whole = "one\nask a-b, me@x.com now\nthree";
            let mut text = TextEdit::lines(100).with(whole);
            text.set_caret("one\nask a-b,".len());
            text.type_char('!');
            text.backspace();
            remove(&mut text);
            assert_eq!(text.as_str(), left);
            text.undo();
            assert_eq!(text.as_str(), whole);
        }
    }

    #[test]
    fn a_paste_into_one_line_stays_one_line_and_loses_escape_sequences() {
        let mut line = TextEdit::line(100);
        line.paste("a\r\nb\x1b[31mc\td");
        assert!(!line.as_str().contains(['\n', '\x1b', '\t']), "{:?}", line.as_str());
    }

    #[test]
    fn a_text_never_grows_over_its_cap() {
        let mut line = TextEdit::line(5);
        line.paste("123456789");
        line.type_char('x');
        assert_eq!(line.as_str(), "12345");
    }
}
