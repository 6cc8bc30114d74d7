//! Scored rows to output, counts and groups: the same for a block of text and for one of columns.

use engraft_instruments::batch::{Bounds, MISSING};

use super::groups::BlockGroups;
use super::lines::Results;
use super::plan::{Fast, Plan, Texts};
use super::row::score_row;
use super::{Tally, cells};

/// What became of a block.
pub(super) struct Scored {
    pub(super) output: Vec<u8>,
    pub(super) tally: Tally,
    pub(super) groups: BlockGroups,
}

/// Where the codes and the kept cells of a stretch of rows stand.
pub(super) trait Stretch {
    /// The codes of a row, in item order.
    fn codes(&self, row: usize) -> Vec<u8>;

    /// A cell of a row, by the place of its column among the kept ones.
    fn kept(&self, row: usize, place: usize) -> &[u8];
}

/// Takes the rows of a block in their order.
pub(super) struct Rows<'a> {
    plan: &'a Plan<'a>,
    scored: Scored,
}

impl<'a> Rows<'a> {
    pub(super) fn new(plan: &'a Plan<'a>) -> Rows<'a> {
        let groups = BlockGroups::new(&plan.layout.by);
        Rows { plan, scored: Scored { output: Vec::new(), tally: Tally::default(), groups } }
    }

    pub(super) fn scored(self) -> Scored {
        self.scored
    }

    /// A record that goes by itself.
    pub(super) fn one_record(&mut self, record: &csv::ByteRecord) {
        let Plan { instrument, layout, dialect, .. } = self.plan;
        let scores = score_row(instrument, layout, record, dialect.decimal_comma);
        self.count(scores.exact.is_some(), scores.has_findings);
        self.scored.groups.add(layout.by.iter().map(|c| record.get(*c).unwrap_or_default()), |group| {
            group.add_points(scores.exact, self.plan.units);
        });
        if self.plan.writes {
            cells::push_row(&mut self.scored.output, &scores.cells);
        }
    }

    /// A row of a stretch whose columns were scored.
    pub(super) fn one_row(&mut self, fast: &Fast, stretch: &impl Stretch, results: &Results, row: usize) {
        let total = results.totals.get(row).copied().unwrap_or_default();
        let contradicts = results.contradictions.get(row).is_some_and(|mark| *mark == 1);
        let is_open = results.open.get(row).is_some_and(|open| *open >= MISSING);
        let codes = if is_open || contradicts { stretch.codes(row) } else { Vec::new() };
        let bounds = if is_open {
            fast.kernel.bounds(&codes)
        } else {
            Bounds { lower: i32::from(total), upper: i32::from(total) }
        };
        let queries = if is_open || contradicts { fast.kernel.queries(&codes) } else { Vec::new() };
        self.count(bounds.exact().is_some(), !queries.is_empty());
        let group = fast.grouped.iter().map(|place| stretch.kept(row, *place));
        self.scored.groups.add(group, |group| group.add(bounds.exact().map(i64::from)));
        if !self.plan.writes {
            return;
        }
        let out = &mut self.scored.output;
        for place in &fast.copied {
            cells::push_copied(out, stretch.kept(row, *place));
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
        tally.rows = tally.rows.saturating_add(1);
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
