//! Rows with their printed text: how many decimals, which rounding.

use engraft_base::round::format_p;
use engraft_base::{Rounding, format_fixed};
use engraft_protocol::{RoundingRule, Study};
use engraft_results::{ResultRow, Results, RowId};

/// RESULTS being made.
pub(crate) struct Emit {
    pub results: Results,
    rounding: Rounding,
    /// Whether numbers are printed too, and notes written.
    printed: bool,
}

impl Emit {
    pub fn new(study: &Study) -> Emit {
        let rounding = match study.file.study.rounding {
            RoundingRule::HalfAwayFromZero => Rounding::HalfAwayFromZero,
            RoundingRule::HalfEven => Rounding::HalfEven,
        };
        Emit { results: Results::new(), rounding, printed: true }
    }

    /// Numbers without their printed text and notes.
    pub fn unprinted(study: &Study) -> Emit {
        Emit { printed: false, results: Results::with_capacity(1024), ..Emit::new(study) }
    }

    /// A table of its own with the same conventions. Its rows must not be named by rows of its own.
    pub fn empty(&self) -> Emit {
        Emit { results: Results::new(), ..*self }
    }

    /// Adds the rows of another table.
    pub fn append(&mut self, other: Emit) {
        self.results.append(other.results);
    }

    /// Whether the rows are for a reader.
    pub fn is_printed(&self) -> bool {
        self.printed
    }

    /// What a reader of a row must know; empty where nobody reads.
    pub fn note(&self, note: impl FnOnce() -> String) -> String {
        if self.printed { note() } else { String::new() }
    }

    /// A number as printed with so many decimals.
    pub fn fixed(&self, value: f64, digits: usize) -> String {
        if self.printed || !value.is_finite() { format_fixed(value, digits, self.rounding) } else { String::new() }
    }

    /// A row with a number.
    pub fn number(&mut self, base: &ResultRow, statistic: &str, value: f64, digits: usize) -> RowId {
        let text = self.fixed(value, digits);
        self.row(base, statistic, Some(value), text)
    }

    /// A row with a count.
    pub fn count(&mut self, base: &ResultRow, statistic: &str, count: usize) -> RowId {
        self.put_count(base.clone(), statistic, count)
    }

    /// A row made for it alone, with a count.
    pub fn put_count(&mut self, row: ResultRow, statistic: &str, count: usize) -> RowId {
        let text = if self.printed { count.to_string() } else { String::new() };
        self.put(row, statistic, Some(count as f64), text)
    }

    /// A row with a p-value.
    pub fn p_value(&mut self, base: &ResultRow, p: f64) -> RowId {
        let text = self.p_text(p);
        self.row(base, "p-value", Some(p), text)
    }

    /// A p-value as printed.
    pub fn p_text(&self, p: f64) -> String {
        if self.printed || !p.is_finite() { format_p(p, self.rounding) } else { String::new() }
    }

    /// A row with words only.
    pub fn words(&mut self, base: &ResultRow, statistic: &str, text: impl Into<String>) -> RowId {
        self.row(base, statistic, None, text.into())
    }

    /// A row; a number that is not finite is kept as words only.
    pub fn row(&mut self, base: &ResultRow, statistic: &str, value: Option<f64>, text: String) -> RowId {
        self.put(base.clone(), statistic, value, text)
    }

    /// A row made for it alone, with a number.
    pub fn put_number(&mut self, row: ResultRow, statistic: &str, value: f64, digits: usize) -> RowId {
        let text = self.fixed(value, digits);
        self.put(row, statistic, Some(value), text)
    }

    /// A row made for it alone.
    pub fn put(&mut self, row: ResultRow, statistic: &str, value: Option<f64>, text: String) -> RowId {
        let value = value.filter(|v| v.is_finite());
        let text = if self.printed || value.is_none() { text } else { String::new() };
        let note = if self.printed { row.note } else { String::new() };
        self.results.push(ResultRow { statistic: statistic.to_owned(), value, text, note, ..row })
    }
}

/// Number of subjects as RESULTS holds it.
pub(crate) fn n(count: usize) -> Option<u32> {
    u32::try_from(count).ok()
}
