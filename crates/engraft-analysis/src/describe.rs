//! Descriptive statistics of every measure by arm, cycle and visit, each with its own n; best and last change.

use engraft_protocol::{AxisKind, Direction};
use engraft_results::{ResultRow, RowId, SourceRows};
use engraft_stats::{QuantileType, describe, geometric_mean, mean_interval};

use crate::Input;
use crate::emit::{Emit, n};
use crate::methods;
use crate::values::{Entry, Values};

/// Emits the tables of all measures.
pub(crate) fn emit(input: &Input<'_>, values: &Values, emit: &mut Emit) {
    for (name, measure) in &input.study.file.measures {
        if !measure.kind.is_numeric() {
            categories(input, values, emit, name);
            continue;
        }
        for arm in input.arms() {
            for cycle in input.cycles() {
                for visit in input.study.measure_visits(measure) {
                    let at = Group { input, values, name, arm: &arm, cycle, visit };
                    at.numbers("measure", emit, |e| (e.row, e.value, e.value_open));
                    at.numbers("measure-change", emit, |e| (e.change_row, e.change, e.change_open));
                }
            }
        }
        extremes(input, values, emit, name);
    }
}

/// Row, number, and whether the number is known only between bounds.
type Picked = (Option<RowId>, Option<f64>, bool);

/// A measure of an arm at a visit.
struct Group<'a> {
    input: &'a Input<'a>,
    values: &'a Values,
    name: &'a str,
    arm: &'a str,
    cycle: u32,
    visit: &'a str,
}

impl Group<'_> {
    fn base(&self, analysis: &str) -> ResultRow {
        let measure = self.input.study.file.measures.get(self.name);
        ResultRow {
            analysis_id: format!("{analysis}.{}", self.name),
            analysis_set: "all-enrolled".to_owned(),
            arm: self.arm.to_owned(),
            cycle: self.cycle.to_string(),
            visit: self.visit.to_owned(),
            measure: self.name.to_owned(),
            unit: measure.and_then(|m| m.unit.clone()).unwrap_or_default(),
            ..ResultRow::default()
        }
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        let subjects = (0..self.input.derived.subjects.len()).filter(|s| self.input.in_arm(*s, self.arm));
        subjects.filter_map(|s| self.values.get(self.name, self.cycle, self.visit, s))
    }

    fn numbers(&self, analysis: &str, emit: &mut Emit, pick: impl Fn(&Entry) -> Picked) {
        let picked: Vec<(RowId, Option<f64>, bool)> =
            self.entries().map(pick).filter_map(|(row, value, open)| Some((row?, value, open))).collect();
        if picked.is_empty() {
            return;
        }
        let numbers: Vec<f64> = picked.iter().filter_map(|(_, value, _)| *value).collect();
        if numbers.is_empty() && self.cycle > 1 {
            // a later cycle has its own, fewer visits
            return;
        }
        let mut base = self.base(analysis);
        base.n = n(numbers.len());
        base.source_rows = SourceRows::rows(picked.iter().filter(|(_, v, _)| v.is_some()).map(|(r, ..)| *r));
        emit.count(&base, "n", numbers.len());
        let open: Vec<RowId> = picked.iter().filter(|(.., open)| *open).map(|(r, ..)| *r).collect();
        if !open.is_empty() {
            let note = "incomplete or beyond detection: left out of mean and quantiles".to_owned();
            let incomplete = ResultRow { source_rows: SourceRows::rows(open.iter().copied()), note, ..base.clone() };
            emit.count(&incomplete, "n-incomplete", open.len());
        }
        self.statistics(&base, &numbers, emit);
    }

    /// Geometric mean of a measure whose axis is logarithmic; a value that is not above zero has none.
    fn geometric(&self, base: &ResultRow, numbers: &[f64], digits: usize, emit: &mut Emit) {
        let measure = self.input.study.file.measures.get(self.name);
        let log = measure.is_some_and(|m| m.axis == AxisKind::Log) && base.analysis_id.starts_with("measure.");
        let level = self.input.study.level();
        let Some(g) = geometric_mean(numbers, level).ok().filter(|_| log) else { return };
        let base = ResultRow { method: format!("geometric-mean level={level}"), ..base.clone() };
        emit.number(&base, "geometric-mean", g.mean, digits);
        if let Ok(interval) = &g.interval {
            emit.number(&base, "geometric-mean-lower", interval.lower, digits);
            emit.number(&base, "geometric-mean-upper", interval.upper, digits);
        }
        if let Some(cv) = g.cv {
            emit.number(&ResultRow { unit: "%".into(), ..base }, "geometric-cv", 100.0 * cv, 1);
        }
    }

    fn statistics(&self, base: &ResultRow, numbers: &[f64], emit: &mut Emit) {
        let Ok(d) = describe(numbers, QuantileType::Type7) else { return };
        let digits = self.values.decimals(self.name);
        let more = digits.saturating_add(1);
        let base = ResultRow { method: "describe".into(), method_version: methods::VERSION.into(), ..base.clone() };
        emit.number(&base, "mean", d.mean, more);
        if let Some(sd) = d.sd {
            emit.number(&base, "sd", sd, more);
        }
        let level = self.input.study.level();
        if let Ok(interval) = mean_interval(numbers, level) {
            let method = format!("t-interval level={level}");
            let base = ResultRow { method, ..base.clone() };
            emit.number(&base, "mean-lower", interval.lower, more);
            emit.number(&base, "mean-upper", interval.upper, more);
        }
        self.geometric(&base, numbers, more, emit);
        for (statistic, value) in [("median", d.median), ("q1", d.q1), ("q3", d.q3)] {
            emit.number(&base, statistic, value, more);
        }
        emit.number(&base, "min", d.min, digits);
        emit.number(&base, "max", d.max, digits);
    }
}

/// Counts of the values of a category, or of lists, by visit.
fn categories(input: &Input<'_>, values: &Values, emit: &mut Emit, name: &str) {
    let Some(measure) = input.study.file.measures.get(name) else { return };
    for arm in input.arms() {
        for cycle in input.cycles() {
            for visit in input.study.measure_visits(measure) {
                let at = Group { input, values, name, arm: &arm, cycle, visit };
                let rows: Vec<RowId> = at.entries().filter_map(|e| e.row).collect();
                let filled: Vec<(RowId, String)> = rows
                    .iter()
                    .filter_map(|r| emit.results.get(*r).map(|row| (*r, row.text.clone())))
                    .filter(|(_, text)| !text.is_empty())
                    .collect();
                if filled.is_empty() {
                    continue;
                }
                let mut base = at.base("measure");
                base.n = n(filled.len());
                base.note = "of those with a value".to_owned();
                base.source_rows = SourceRows::rows(filled.iter().map(|(r, _)| *r));
                emit.count(&base, "n", filled.len());
                for value in &measure.values {
                    let with: Vec<RowId> = filled.iter().filter(|(_, t)| t == value).map(|(r, _)| *r).collect();
                    let row = ResultRow { source_rows: SourceRows::rows(with.iter().copied()), ..base.clone() };
                    emit.count(&row, &format!("count {value}"), with.len());
                }
            }
        }
    }
}

/// Best and last change of each subject in the first cycle, for the waterfall.
fn extremes(input: &Input<'_>, values: &Values, emit: &mut Emit, name: &str) {
    let Some(measure) = input.study.file.measures.get(name) else { return };
    let lower_is_better = input.study.direction(measure) == Some(Direction::LowerIsBetter);
    let visits = input.study.measure_visits(measure);
    for (index, subject) in input.derived.subjects.iter().enumerate() {
        let found: Vec<(RowId, f64, &str)> = visits
            .iter()
            .filter_map(|v| {
                let entry = values.get(name, 1, v, index)?;
                Some((entry.change_row?, entry.change?, *v))
            })
            .collect();
        let order = |a: &&(RowId, f64, &str), b: &&(RowId, f64, &str)| a.1.total_cmp(&b.1);
        let best = if lower_is_better { found.iter().min_by(order) } else { found.iter().max_by(order) };
        // without a stated direction there is no best
        let best = best.filter(|_| input.study.direction(measure).is_some());
        for (statistic, pick) in [("best-change", best), ("last-change", found.last())] {
            let Some((row, change, visit)) = pick else { continue };
            let base = ResultRow {
                analysis_id: format!("extreme.{name}"),
                analysis_set: "all-enrolled".to_owned(),
                arm: subject.arm.to_string(),
                cycle: "1".to_owned(),
                visit: (*visit).to_owned(),
                measure: name.to_owned(),
                subject: subject.id.to_string(),
                unit: measure.unit.clone().unwrap_or_default(),
                n: Some(1),
                source_rows: SourceRows::rows([*row]),
                ..ResultRow::default()
            };
            emit.number(&base, statistic, *change, values.decimals(name));
        }
    }
}
