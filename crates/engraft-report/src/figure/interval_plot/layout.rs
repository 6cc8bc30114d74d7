//! Column widths, row heights and text cells of an interval plot.
//!
//! Wide sheets: label columns, plot, text columns. If the plot would become too narrow, labels move to a line of
//! their own above each row; if that is not enough, the text columns move there too.

use super::super::svg::{Anchor, Svg};
use super::super::text::{BOLD, FONT, LEADING, SMALL, align_decimals, widest, width, wrap};
use super::{Align, Column, IntervalPlot, IntervalRow, RowKind};

/// Side of the plot on which a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// A column with its place and its cells, padded where decimals are aligned.
struct Placed<'a> {
    column: &'a Column,
    cells: Vec<String>,
    header: Vec<String>,
    x: f64,
    room: f64,
}

/// How much text stands beside the plot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Beside,
    LabelsAbove,
    AllAbove,
}

/// Layout of the text around the plot.
pub(super) struct Layout<'a> {
    mode: Mode,
    left: Vec<Placed<'a>>,
    right: Vec<Placed<'a>>,
    above: Vec<Vec<String>>,
    heights: Vec<f64>,
    span: (f64, f64),
    sheet: f64,
}

/// Gap between columns.
const GAP: f64 = 14.0;
/// Narrowest plot that is still worth reading beside all columns, and beside the right ones.
const NARROWEST: (f64, f64) = (190.0, 110.0);

impl<'a> Layout<'a> {
    /// Chooses the mode and places all columns.
    pub(super) fn new(figure: &'a IntervalPlot, sheet: f64) -> Self {
        let left = columns(&figure.left, &figure.rows, Side::Left, sheet * 0.34);
        let right = columns(&figure.right, &figure.rows, Side::Right, sheet * 0.4);
        let total = |placed: &[Placed<'_>]| placed.iter().map(|column| column.room + GAP).sum::<f64>();
        let mode = if sheet - total(&left) - total(&right) >= NARROWEST.0 {
            Mode::Beside
        } else if sheet - total(&right) >= NARROWEST.1 {
            Mode::LabelsAbove
        } else {
            Mode::AllAbove
        };
        let start = if mode == Mode::Beside { total(&left) } else { 0.0 };
        let end = if mode == Mode::AllAbove { sheet } else { sheet - total(&right) };
        let mut layout = Self { mode, left, right, above: Vec::new(), heights: Vec::new(), span: (start, end), sheet };
        place(&mut layout.left, 0.0);
        place(&mut layout.right, end + GAP);
        layout.above = figure.rows.iter().map(|row| layout.text_above(figure, row)).collect();
        layout.heights = figure.rows.iter().enumerate().map(|(index, row)| layout.height_of(index, row)).collect();
        layout
    }

    /// Left and right edge of the plot.
    pub(super) fn plot_span(&self) -> (f64, f64) {
        self.span
    }

    /// Height of the header.
    pub(super) fn header_height(&self) -> f64 {
        let lines = self.shown().map(|column| column.header.len()).max().unwrap_or(1).max(1);
        lines as f64 * 14.0 + 12.0
    }

    /// Height of one row.
    pub(super) fn row_height(&self, index: usize) -> f64 {
        self.heights.get(index).copied().unwrap_or(0.0)
    }

    /// Height of all rows.
    pub(super) fn rows_height(&self) -> f64 {
        self.heights.iter().sum()
    }

    /// Columns that stand beside the plot.
    fn shown(&self) -> impl Iterator<Item = &Placed<'a>> {
        let left = if self.mode == Mode::Beside { self.left.as_slice() } else { &[] };
        let right = if self.mode == Mode::AllAbove { &[] } else { self.right.as_slice() };
        left.iter().chain(right)
    }

    /// Lines above the row's plot: headings, and labels that have no column.
    fn text_above(&self, figure: &IntervalPlot, row: &IntervalRow) -> Vec<String> {
        if row.kind == RowKind::Heading {
            return wrap(row.left.first().map_or("", String::as_str), self.sheet, FONT);
        }
        let mut parts: Vec<String> = Vec::new();
        if self.mode != Mode::Beside {
            parts.extend(row.left.iter().cloned());
        }
        if self.mode == Mode::AllAbove {
            let named = figure.right.iter().zip(&row.right).filter(|(_, cell)| !cell.is_empty());
            parts.extend(named.map(|(column, cell)| format!("{} {cell}", column.header)));
        }
        parts.retain(|part| !part.is_empty());
        wrap(&parts.join(" \u{b7} "), self.sheet, SMALL)
    }

    fn height_of(&self, index: usize, row: &IntervalRow) -> f64 {
        let above = self.above.get(index).map_or(0, Vec::len) as f64;
        if row.kind == RowKind::Heading {
            return above * LEADING + 8.0;
        }
        let lines = self.shown().map(|column| column.lines(index).len()).max().unwrap_or(1).max(1);
        above * 15.0 + (lines - 1) as f64 * 14.0 + 22.0
    }

    /// Draws the headers, standing on one line.
    pub(super) fn draw_headers(&self, svg: &mut Svg) {
        let base = self.header_height() - 8.0;
        for column in self.shown() {
            let (x, anchor) = column.place();
            let first = base - (column.header.len().saturating_sub(1)) as f64 * 14.0;
            svg.lines("fig-head", (x, first), anchor, 14.0, &column.header);
        }
        svg.line("fig-grid", (0.0, base + 6.0), (self.sheet, base + 6.0));
    }

    /// Draws the text of one row from its upper edge.
    pub(super) fn draw_row(&self, svg: &mut Svg, index: usize, row: &IntervalRow, top: f64) {
        let above = self.above.get(index).map_or(&[][..], Vec::as_slice);
        if row.kind == RowKind::Heading {
            svg.lines("fig-b fig-halo", (0.0, top + 18.0), Anchor::Start, LEADING, above);
            return;
        }
        let strong = if row.kind == RowKind::Overall { "fig-n fig-b fig-halo" } else { "fig-n fig-halo" };
        svg.lines(strong, (0.0, top + 14.0), Anchor::Start, 15.0, above);
        let base = top + self.row_height(index) - 7.0;
        let class = if row.kind == RowKind::Overall { "fig-n fig-b" } else { "fig-n" };
        for column in self.shown() {
            let (x, anchor) = column.place();
            let lines = column.lines(index);
            let first = base - lines.len().saturating_sub(1) as f64 * 14.0;
            svg.lines(class, (x, first), anchor, 14.0, &lines);
        }
    }
}

impl Placed<'_> {
    /// Where its texts stand, and how.
    fn place(&self) -> (f64, Anchor) {
        match self.column.align {
            Align::Left => (self.x, Anchor::Start),
            Align::Right | Align::Decimal => (self.x + self.room, Anchor::End),
        }
    }

    /// Lines of one cell.
    fn lines(&self, index: usize) -> Vec<String> {
        let cell = self.cells.get(index).map_or("", String::as_str);
        if width(cell, SMALL) <= self.room + 0.5 {
            return if cell.is_empty() { Vec::new() } else { vec![cell.to_string()] };
        }
        wrap(cell, self.room, SMALL)
    }
}

/// Measures the columns of one side.
fn columns<'a>(columns: &'a [Column], rows: &[IntervalRow], side: Side, most: f64) -> Vec<Placed<'a>> {
    let measured = columns.iter().enumerate().map(|(index, column)| {
        let cell = |row: &IntervalRow| {
            let cells = if side == Side::Left { &row.left } else { &row.right };
            let heading = row.kind == RowKind::Heading;
            cells.get(index).filter(|_| !heading).cloned().unwrap_or_default()
        };
        let cells: Vec<String> = rows.iter().map(cell).collect();
        let cells = if column.align == Align::Decimal { align_column(&cells) } else { cells };
        let weight = |row: &IntervalRow| if row.kind == RowKind::Overall { BOLD } else { 1.0 };
        let need = rows.iter().zip(&cells).map(|(row, cell)| width(cell, SMALL) * weight(row)).fold(0.0, f64::max);
        let word = widest(column.header.split_whitespace(), SMALL) * BOLD;
        let header = (width(&column.header, SMALL) * BOLD).min(need * 1.3);
        let room = need.max(word).max(header).min(most);
        Placed { column, cells, header: wrap(&column.header, (room + 1.0) / BOLD, SMALL), x: 0.0, room }
    });
    measured.collect()
}

/// Pads numbers; empty cells and words stay as they are.
fn align_column(cells: &[String]) -> Vec<String> {
    let numeric = |cell: &&String| cell.chars().any(|c| c.is_ascii_digit());
    let mut padded = align_decimals(&cells.iter().filter(numeric).cloned().collect::<Vec<String>>()).into_iter();
    cells.iter().map(|cell| if numeric(&cell) { padded.next().unwrap_or_default() } else { cell.clone() }).collect()
}

fn place(columns: &mut [Placed<'_>], start: f64) {
    let mut x = start;
    for column in columns {
        column.x = x;
        x += column.room + GAP;
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn labels_leave_the_row_when_the_plot_would_be_too_narrow() {
        let mut figure = sample();
        assert_eq!(Layout::new(&figure, 680.0).mode, Mode::Beside);
        figure.rows[1].left = vec!["A rather long name of an outcome measure".into()];
        figure.rows[1].right = vec!["9".into(), "1.25 (\u{2212}1.00 to 3.00)".into()];
        assert_eq!(Layout::new(&figure, 340.0).mode, Mode::LabelsAbove);
        figure.right.push(Column::new("note", Align::Left));
        figure.rows[1].right.push("a long remark about how it was estimated".into());
        assert_eq!(Layout::new(&figure, 320.0).mode, Mode::AllAbove);
    }

    #[test]
    fn words_are_not_padded_like_numbers() {
        let cells = ["1.25".to_string(), "not reported".into(), String::new(), "3".into()];
        let padded = align_column(&cells);
        assert_eq!(padded[1], "not reported");
        assert_eq!(padded[2], "");
        assert!(padded[3].ends_with('\u{2007}'));
    }
}
