//! Plain records to columns of codes.

use std::ops::Range;

use engraft_instruments::batch::{Kernel, UNSURE};

use super::plan::{Fast, Role};
use super::scan::is_end;

/// Rows that are held as columns at a time.
pub(super) const ROWS: usize = 1024;

/// From one column to the next. A power of two would put the same row of all columns into the same few lines of a cache.
const STRIDE: usize = ROWS + 64;

/// Columns of codes, and where the kept cells stand in the block.
pub(super) struct Columns {
    /// Item after item, [`STRIDE`] apart.
    codes: Vec<u8>,
    /// Row after row.
    kept: Vec<(usize, usize)>,
    kept_per_row: usize,
    items: usize,
}

impl Columns {
    pub(super) fn new(fast: &Fast) -> Columns {
        let items = fast.kernel.items();
        let kept_per_row = fast.roles.iter().filter(|role| **role == Role::Kept).count();
        Columns { codes: vec![0; items * STRIDE], kept: vec![(0, 0); kept_per_row * ROWS], kept_per_row, items }
    }

    /// The codes of every item, for the first `rows` rows.
    pub(super) fn items(&self, rows: usize) -> Vec<&[u8]> {
        self.codes.chunks(STRIDE).map(|column| column.get(..rows).unwrap_or_default()).collect()
    }

    /// The codes of a row, in item order.
    pub(super) fn row(&self, row: usize) -> Vec<u8> {
        (0..self.items).filter_map(|item| self.codes.get(item * STRIDE + row)).copied().collect()
    }

    /// A kept cell of a row.
    pub(super) fn kept<'t>(&self, text: &'t [u8], row: usize, place: usize) -> &'t [u8] {
        let range = self.kept.get(row * self.kept_per_row + place);
        range.and_then(|(start, end)| text.get(*start..*end)).unwrap_or_default()
    }
}

/// Reads plain records of a block.
pub(super) struct Lines<'a> {
    text: &'a [u8],
    fast: &'a Fast,
    delimiter: u8,
    /// Whether a byte ends an unquoted cell.
    stops: [bool; 256],
    /// Greatest code that is taken: that of a missing answer, or of the last value.
    greatest: u8,
    steps: Vec<Step<'a>>,
}

/// What is done with a column, or with neighbouring columns.
enum Step<'a> {
    /// Items, and the codes of their answers of one byte.
    Items(Vec<(usize, &'a [u8; 256])>),
    Kept,
    Passed,
}

fn steps(fast: &Fast) -> Vec<Step<'_>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for role in &fast.roles {
        match (role, steps.last_mut()) {
            (Role::Item(item), last) => {
                let words = fast.words.get(*item).map(|words| (*item, words.of_one_byte()));
                match last {
                    Some(Step::Items(items)) => items.extend(words),
                    _ => steps.push(Step::Items(words.into_iter().collect())),
                }
            }
            (Role::Kept, _) => steps.push(Step::Kept),
            (Role::Passed, _) => steps.push(Step::Passed),
        }
    }
    steps
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a [u8], fast: &'a Fast, delimiter: u8) -> Lines<'a> {
        let mut stops = [false; 256];
        for (byte, stop) in (0_u8..=255).zip(&mut stops) {
            *stop = byte == delimiter || is_end(byte);
        }
        Lines { text, fast, delimiter, stops, greatest: fast.greatest(), steps: steps(fast) }
    }

    /// Reads the record that starts at `at` into a row, and tells where it ends (at its line break, or the end of the text).
    ///
    /// `None` when any cell is not known by heart, or the number of cells is another than that of the header: then the
    /// record goes by itself, and what was put into the row is without meaning.
    pub(super) fn read(&self, at: usize, row: usize, columns: &mut Columns) -> Option<usize> {
        let mut kept = row * columns.kept_per_row;
        let mut start = at;
        let mut end = at;
        for (index, step) in self.steps.iter().enumerate() {
            if index > 0 {
                if self.text.get(end) != Some(&self.delimiter) {
                    return None;
                }
                start = end + 1;
            }
            match step {
                Step::Items(items) => {
                    let stop = self.short_answers(start, items, row, columns);
                    end = stop.or_else(|| self.answers(start, items, row, columns))?;
                }
                Step::Kept => {
                    let (cell, stop) = self.cell(start)?;
                    *columns.kept.get_mut(kept)? = (cell.start, cell.end);
                    kept += 1;
                    end = stop;
                }
                Step::Passed => (_, end) = self.cell(start)?,
            }
        }
        self.text.get(end).is_none_or(|byte| is_end(*byte)).then_some(end)
    }

    /// The codes of neighbouring cells that all have one byte, and where the last stops: without a branch for each cell,
    /// because most answers are digits. `None` when any cell is longer, or not known.
    #[inline]
    fn short_answers(
        &self,
        start: usize,
        items: &[(usize, &[u8; 256])],
        row: usize,
        to: &mut Columns,
    ) -> Option<usize> {
        let stop = start + 2 * items.len() - 1;
        let (pairs, last) = self.text.get(start..stop)?.as_chunks::<2>();
        let last = [*last.first()?, self.delimiter];
        let mut worst = 0;
        for ((item, words), [byte, next]) in items.iter().zip(pairs.iter().chain([&last])) {
            let code = words.get(usize::from(*byte)).copied().unwrap_or(UNSURE);
            worst |= u8::from(*next != self.delimiter) | u8::from(code > self.greatest);
            *to.codes.get_mut(item * STRIDE + row)? = code;
        }
        (worst == 0 && self.text.get(stop).is_none_or(|byte| self.stops(*byte))).then_some(stop)
    }

    /// The codes of neighbouring cells, and where the last stops.
    fn answers(&self, at: usize, items: &[(usize, &[u8; 256])], row: usize, to: &mut Columns) -> Option<usize> {
        let (mut start, mut end) = (at, at);
        for (index, (item, _)) in items.iter().enumerate() {
            if index > 0 {
                if self.text.get(end) != Some(&self.delimiter) {
                    return None;
                }
                start = end + 1;
            }
            let (code, stop) = self.answer(start, *item)?;
            *to.codes.get_mut(item * STRIDE + row)? = code;
            end = stop;
        }
        Some(end)
    }

    /// The code of the cell at `start`, and where the cell stops.
    #[inline]
    fn answer(&self, start: usize, item: usize) -> Option<(u8, usize)> {
        let words = self.fast.words.get(item)?;
        if let Some([byte, next]) = self.text.get(start..start + 2)
            && self.stops(*next)
            && !self.stops(*byte)
        {
            return self.taken(words.one(*byte)).map(|code| (code, start + 1));
        }
        let (cell, end) = self.cell(start)?;
        self.taken(words.code(self.text.get(cell)?)).map(|code| (code, end))
    }

    #[inline]
    fn taken(&self, code: u8) -> Option<u8> {
        (code <= self.greatest).then_some(code)
    }

    /// The text of the cell at `start` without quotes around it, and where the cell stops.
    ///
    /// `None` for a quoted cell with quotes inside or anything behind them.
    #[inline]
    fn cell(&self, start: usize) -> Option<(Range<usize>, usize)> {
        let rest = self.text.get(start..)?;
        if rest.first() == Some(&b'"') {
            let end = start + 1 + rest.get(1..)?.iter().position(|b| *b == b'"')?;
            let is_last = self.text.get(end + 1).is_none_or(|byte| self.stops(*byte));
            return is_last.then_some((start + 1..end, end + 1));
        }
        let end = start + rest.iter().position(|b| self.stops(*b)).unwrap_or(rest.len());
        Some((start..end, end))
    }

    #[inline]
    fn stops(&self, byte: u8) -> bool {
        self.stops.get(usize::from(byte)).copied().unwrap_or(true)
    }
}

/// Totals, domains and marks of a stretch of rows.
pub(super) struct Results {
    pub(super) totals: Vec<i16>,
    pub(super) open: Vec<u8>,
    pub(super) contradictions: Vec<u8>,
    pub(super) domains: Vec<Vec<i16>>,
}

impl Results {
    /// Scores the first `rows` rows; the domains only where they are wanted.
    pub(super) fn new(kernel: &Kernel, items: &[&[u8]], rows: usize, with_domains: bool) -> Results {
        let (mut totals, mut open, mut contradictions) = (vec![0; rows], vec![0; rows], vec![0; rows]);
        kernel.totals(items, &mut totals, &mut open);
        kernel.contradictions(items, &mut contradictions);
        let domain = |domain| {
            let mut scores = vec![0; rows];
            kernel.domain(domain, items, &mut scores);
            scores
        };
        let domains = if with_domains { (0..kernel.domains()).map(domain).collect() } else { Vec::new() };
        Results { totals, open, contradictions, domains }
    }
}
