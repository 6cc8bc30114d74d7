//! A block of records to a block of output.

use std::ops::Range;

use engraft_instruments::batch::{Bounds, MISSING};

use super::groups::BlockGroups;
use super::lines::{Columns, Lines, ROWS, Results};
use super::plan::{Fast, Plan, Texts};
use super::row::score_row;
use super::scan::{is_end, record_end};
use super::{ScoreError, Tally, cells, source};

/// What became of a block.
pub(super) struct Scored {
    pub(super) output: Vec<u8>,
    pub(super) tally: Tally,
    pub(super) groups: BlockGroups,
}

/// A block that is being worked on.
struct Work<'a> {
    plan: &'a Plan<'a>,
    text: &'a [u8],
    scored: Scored,
    /// Rows that go by themselves: number within the stretch, and place of the text.
    alone: Vec<(usize, Range<usize>)>,
}

/// Scores the records of a block. It must hold whole records.
pub(super) fn score(plan: &Plan<'_>, text: &[u8]) -> Result<Scored, ScoreError> {
    let scored = Scored { output: Vec::new(), tally: Tally::default(), groups: BlockGroups::new(&plan.layout.by) };
    let mut work = Work { plan, text, scored, alone: Vec::new() };
    let delimiter = plan.dialect.delimiter;
    let mut fast = plan.fast.as_ref().map(|fast| (fast, Lines::new(text, fast, delimiter), Columns::new(fast)));
    let (mut at, mut row) = (0, 0);
    while let Some(byte) = text.get(at) {
        if is_end(*byte) {
            at += 1;
            continue;
        }
        let plain = fast.as_mut().and_then(|(_, lines, columns)| lines.read(at, row, columns));
        let end = plain.unwrap_or_else(|| {
            let end = record_end(text, at, delimiter).unwrap_or(text.len());
            work.alone.push((row, at..end));
            end
        });
        at = end + 1;
        row += 1;
        if row == ROWS {
            work.flush(fast.as_ref().map(|(fast, _, columns)| (*fast, columns)), row)?;
            row = 0;
        }
    }
    work.flush(fast.as_ref().map(|(fast, _, columns)| (*fast, columns)), row)?;
    Ok(work.scored)
}

impl Work<'_> {
    /// Scores and writes the rows that were gathered.
    fn flush(&mut self, fast: Option<(&Fast, &Columns)>, rows: usize) -> Result<(), ScoreError> {
        let alone = std::mem::take(&mut self.alone);
        let mut records = self.split(&alone)?.into_iter();
        let mut alone = alone.iter().map(|(row, _)| *row).peekable();
        let results = fast.map(|(fast, columns)| Results::new(&fast.kernel, columns, rows, self.plan.writes));
        for row in 0..rows {
            let by_itself = alone.next_if(|number| *number == row).and_then(|_| records.next());
            match (by_itself, fast, &results) {
                (Some(record), ..) => self.one_record(&record),
                (None, Some((fast, columns)), Some(results)) => self.one_row(fast, columns, results, row),
                (None, ..) => return Err(disagreement()),
            }
        }
        let rows = u64::try_from(rows).unwrap_or(0);
        self.scored.tally.rows = self.scored.tally.rows.saturating_add(rows);
        Ok(())
    }

    /// The records that go by themselves, split by the `csv` crate.
    fn split(&self, alone: &[(usize, Range<usize>)]) -> Result<Vec<csv::ByteRecord>, ScoreError> {
        if alone.is_empty() {
            return Ok(Vec::new());
        }
        let mut text = Vec::new();
        for (_, range) in alone {
            // in front and not behind, since the last record of a table may end within quotes
            text.push(b'\n');
            text.extend_from_slice(self.text.get(range.clone()).unwrap_or_default());
        }
        let records = source::records(&text, self.plan.dialect.delimiter).collect::<Result<Vec<_>, _>>()?;
        if records.len() == alone.len() { Ok(records) } else { Err(disagreement()) }
    }

    fn one_record(&mut self, record: &csv::ByteRecord) {
        let Plan { instrument, layout, dialect, .. } = self.plan;
        let scores = score_row(instrument, layout, record, dialect.decimal_comma);
        self.count(scores.exact.is_some(), scores.has_findings);
        self.scored.groups.add(layout.by.iter().map(|c| record.get(*c).unwrap_or_default()), |group| {
            group.add_points(scores.exact, self.plan.units());
        });
        if self.plan.writes {
            cells::push_row(&mut self.scored.output, &scores.cells);
        }
    }

    fn one_row(&mut self, fast: &Fast, columns: &Columns, results: &Results, row: usize) {
        let total = results.totals.get(row).copied().unwrap_or_default();
        let contradicts = results.contradictions.get(row).is_some_and(|mark| *mark == 1);
        let is_open = results.open.get(row).is_some_and(|open| *open >= MISSING);
        let codes = if is_open || contradicts { columns.row(row) } else { Vec::new() };
        let bounds = if is_open {
            fast.kernel.bounds(&codes)
        } else {
            Bounds { lower: i32::from(total), upper: i32::from(total) }
        };
        let queries = if is_open || contradicts { fast.kernel.queries(&codes) } else { Vec::new() };
        self.count(bounds.exact().is_some(), !queries.is_empty());
        let group = fast.grouped.iter().map(|place| columns.kept(self.text, row, *place));
        self.scored.groups.add(group, |group| group.add(bounds.exact().map(i64::from)));
        if !self.plan.writes {
            return;
        }
        let out = &mut self.scored.output;
        for place in &fast.copied {
            cells::push_copied(out, columns.kept(self.text, row, *place));
            out.push(b',');
        }
        let out = &mut self.scored.output;
        push_total(out, fast, bounds);
        if is_open {
            self.push_open(fast, &codes, bounds)
        } else {
            self.push_known(fast, results, row)
        }
        let out = &mut self.scored.output;
        out.extend_from_slice(bounds.exact().map_or(fast.no_bands.as_slice(), |total| fast.bands.get(total)));
        out.push(b',');
        cells::push_cell(out, engraft_results::defuse(&queries.join("; ")).as_bytes());
        out.push(b'\n');
    }

    /// Missing items (none), rule and domains of a complete row.
    fn push_known(&mut self, fast: &Fast, results: &Results, row: usize) {
        let out = &mut self.scored.output;
        out.extend_from_slice(b",,");
        for (texts, scores) in fast.domains.iter().zip(&results.domains) {
            out.push(b',');
            out.extend_from_slice(texts.get(scores.get(row).copied().map_or(0, i32::from)));
        }
    }

    /// Missing items, rule and domains of a row with missing answers.
    fn push_open(&mut self, fast: &Fast, codes: &[u8], bounds: Bounds) {
        let out = &mut self.scored.output;
        let missing = self.plan.instrument.items.iter().zip(codes).filter(|(_, code)| **code == MISSING);
        let missing: Vec<&str> = missing.map(|(item, _)| item.id.as_str()).collect();
        out.push(b',');
        cells::push_cell(out, missing.join("; ").as_bytes());
        out.push(b',');
        if let Some(value) = fast.kernel.by_rule(bounds, missing.len()) {
            out.extend_from_slice(fast.totals.get(value));
        }
        for (index, texts) in fast.domains.iter().enumerate() {
            out.push(b',');
            push_bounds(out, texts, fast.kernel.domain_bounds(index, codes));
        }
    }

    fn count(&mut self, complete: bool, findings: bool) {
        let tally = &mut self.scored.tally;
        tally.complete = tally.complete.saturating_add(u64::from(complete));
        tally.with_findings = tally.with_findings.saturating_add(u64::from(findings));
    }
}

/// Score, lower and upper bound.
fn push_total(out: &mut Vec<u8>, fast: &Fast, bounds: Bounds) {
    if let Some(total) = bounds.exact() {
        out.extend_from_slice(fast.totals.get(total));
    }
    for bound in [bounds.lower, bounds.upper] {
        out.push(b',');
        out.extend_from_slice(fast.totals.get(bound));
    }
}

/// A domain's score: `4`, or `3 to 7`.
fn push_bounds(out: &mut Vec<u8>, texts: &Texts, bounds: Bounds) {
    out.extend_from_slice(texts.get(bounds.lower));
    if bounds.exact().is_none() {
        out.extend_from_slice(b" to ");
        out.extend_from_slice(texts.get(bounds.upper));
    }
}

/// Two ways of finding where a record ends differ: a fault of the program, and no reason to guess.
fn disagreement() -> ScoreError {
    ScoreError::Io("a record ends elsewhere than the rules of CSV say; please report it with the table".to_owned())
}
