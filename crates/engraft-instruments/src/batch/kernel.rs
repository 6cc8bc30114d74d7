//! The compiled form of an instrument, and whole columns of scores.

use engraft_base::Dec;

use super::grid::Grid;
use super::part::{Part, ROWS};

/// The code of a missing answer. Every other code is below it.
pub const MISSING: u8 = 0x80;

/// An instrument compiled for columns of codes.
///
/// Made by [`Kernel::compile`].
#[derive(Clone, Debug)]
pub struct Kernel {
    pub(super) grids: Vec<Grid>,
    pub(super) units: i64,
    pub(super) domain_units: i64,
    pub(super) total: Vec<Part>,
    pub(super) domains: Vec<(String, Part)>,
    pub(super) missing_allowed: usize,
    pub(super) bounds_open_rows: bool,
}

impl Kernel {
    /// Number of items: columns that [`Kernel::totals`] takes.
    pub fn items(&self) -> usize {
        self.grids.len()
    }

    /// Number of domains.
    pub fn domains(&self) -> usize {
        self.domains.len()
    }

    /// Units in a point of the total.
    pub fn units(&self) -> i64 {
        self.units
    }

    /// Units in a point of a domain's score.
    pub fn domain_units(&self) -> i64 {
        self.domain_units
    }

    /// Whether rows with missing answers are known too ([`Kernel::bounds`], [`Kernel::by_rule`]).
    pub fn bounds_open_rows(&self) -> bool {
        self.bounds_open_rows
    }

    /// The code of an item's value; `None` for a value that the item cannot have.
    pub fn code(&self, item: usize, value: Dec) -> Option<u8> {
        self.grids.get(item)?.code(value)
    }

    /// The value of an item's code; `None` for [`MISSING`] and codes that the item does not have.
    pub fn value(&self, item: usize, code: u8) -> Option<Dec> {
        self.grids.get(item)?.value(code)
    }

    /// Smallest and greatest number of units of a total.
    pub fn reach(&self) -> (i32, i32) {
        let bounds = self.bounds(&[]);
        (bounds.lower, bounds.upper)
    }

    /// Smallest and greatest number of units of a domain's score.
    pub fn domain_reach(&self, domain: usize) -> (i32, i32) {
        let bounds = self.domain_bounds(domain, &[]);
        (bounds.lower, bounds.upper)
    }

    /// Totals of all rows, in units.
    ///
    /// `columns` holds the codes of each item, in item order, all of the length of `totals` and `open`. The top bit of
    /// `open` is set where an answer is missing; the total there is without meaning, and [`Kernel::bounds`] has its bounds.
    pub fn totals(&self, columns: &[&[u8]], totals: &mut [i16], open: &mut [u8]) {
        stretches(columns, totals, open, &mut |columns, totals, open| {
            totals.fill(0);
            open.fill(0);
            for part in &self.total {
                part.add(columns, totals, open);
            }
        });
    }

    /// Scores of a domain for all rows, in units; without meaning where an answer is missing.
    pub fn domain(&self, domain: usize, columns: &[&[u8]], scores: &mut [i16]) {
        let Some((_, part)) = self.domains.get(domain) else { return scores.fill(0) };
        let mut open = vec![0; scores.len()];
        stretches(columns, scores, &mut open, &mut |columns, scores, open| {
            scores.fill(0);
            part.add(columns, scores, open);
        });
    }

    /// Marks with 1 the rows that contradict themselves ([`Kernel::queries`] names how); without meaning where an answer
    /// is missing.
    pub fn contradictions(&self, columns: &[&[u8]], marks: &mut [u8]) {
        marks.fill(0);
        if self.domains.iter().any(|(_, part)| matches!(part, Part::Product { .. })) {
            let mut open = vec![0; marks.len()];
            stretches(columns, marks, &mut open, &mut |columns, marks, open| {
                for (_, part) in &self.domains {
                    part.mark_contradictions(columns, marks, open);
                }
            });
        }
    }
}

/// Work on a stretch of rows: columns, what is made of them, and the marks of missing answers.
type Work<'a, T> = &'a mut dyn FnMut(&[&[u8]], &mut [T], &mut [u8]);

/// Cuts the rows into stretches that stay in the nearest cache.
fn stretches<T>(columns: &[&[u8]], out: &mut [T], open: &mut [u8], work: Work<'_, T>) {
    let mut at = 0;
    let mut part: Vec<&[u8]> = Vec::with_capacity(columns.len());
    for (out, open) in out.chunks_mut(ROWS).zip(open.chunks_mut(ROWS)) {
        let end = at + out.len();
        part.clear();
        part.extend(columns.iter().map(|column| column.get(at..end).unwrap_or_default()));
        work(&part, out, open);
        at = end;
    }
}
