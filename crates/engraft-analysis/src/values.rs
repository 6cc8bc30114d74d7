//! One row a subject, measure and visit: the values and changes that every other row rests on.

use std::collections::{BTreeMap, BTreeSet};

use engraft_base::{Dec, Score};
use engraft_data::derive::{Observed, Record};
use engraft_protocol::Measure;
use engraft_results::{ResultRow, RowId, SourceRows};

use crate::Input;
use crate::emit::Emit;

/// Where each subject's value and change stand in RESULTS, with their exact numbers.
#[derive(Default)]
pub(crate) struct Values {
    index: BTreeMap<Key, Entry>,
    decimals: Decimals,
    /// Row of each record that has one.
    rows: BTreeMap<usize, RowId>,
}

/// Measure, cycle, visit, subject.
type Key = (String, u32, String, usize);

/// A subject's value at a visit.
#[derive(Clone, Default)]
pub(crate) struct Entry {
    pub row: Option<RowId>,
    pub value: Option<f64>,
    /// Whether the value is known only between bounds.
    pub value_open: bool,
    pub change_row: Option<RowId>,
    pub change: Option<f64>,
    /// Whether the change is known only between bounds.
    pub change_open: bool,
    pub percent_row: Option<RowId>,
    pub percent: Option<f64>,
}

impl Values {
    /// A subject's value at a visit.
    pub fn get(&self, measure: &str, cycle: u32, visit: &str, subject: usize) -> Option<&Entry> {
        self.index.get(&(measure.to_owned(), cycle, visit.to_owned(), subject))
    }

    /// Decimals of a single value of a measure.
    pub fn decimals(&self, measure: &str) -> usize {
        self.decimals.of(measure)
    }
}

/// Decimals with which single values of each measure are printed.
#[derive(Default)]
pub(crate) struct Decimals(BTreeMap<String, usize>);

impl Decimals {
    /// As the study file says, else as entered.
    pub fn new(input: &Input<'_>) -> Decimals {
        let of = |(name, measure): (&String, &Measure)| {
            let stated = measure.decimals.map(usize::from);
            (name.clone(), stated.unwrap_or_else(|| entered(input, name)))
        };
        Decimals(input.study.file.measures.iter().map(of).collect())
    }

    /// Those of a measure; 1 for one that is unknown.
    pub fn of(&self, measure: &str) -> usize {
        self.0.get(measure).copied().unwrap_or(1)
    }
}

/// Emits all values.
pub(crate) fn emit(input: &Input<'_>, emit: &mut Emit) -> Values {
    let mut values = Values { decimals: Decimals::new(input), ..Values::default() };
    let planned = |r: &Record| {
        let measure = input.study.file.measures.get(&*r.measure);
        measure.zip(r.visit.as_deref()).is_some_and(|(m, visit)| input.study.is_planned(m, visit))
    };
    // a row that serves several measures has empty cells for those that are not planned at its visit
    let wanted = |r: &Record| r.analysed && (!r.value.is_missing() || planned(r));
    let bases: BTreeSet<usize> = input.derived.records.iter().filter_map(|r| r.baseline).collect();
    for (i, record) in input.derived.records.iter().enumerate() {
        if wanted(record) {
            values.rows.extend(value(input, record, emit, &mut values.index, &values.decimals).map(|row| (i, row)));
        } else if bases.contains(&i) {
            // a baseline of a later cycle that is not the value analysed at its own visit
            let row = unused_value(input, record, emit, &values.decimals);
            values.rows.insert(i, row);
        }
    }
    for record in input.derived.records.iter().filter(|r| wanted(r)) {
        changes(input, record, emit, &mut values);
    }
    values
}

/// Most decimals among the values as entered, three at most.
fn entered(input: &Input<'_>, measure: &str) -> usize {
    let records = input.derived.records.iter().filter(|r| &*r.measure == measure && r.converted.is_none());
    let digits = records.filter_map(|r| r.value.number()?.exact()).map(Dec::decimals).max();
    digits.and_then(|digits| usize::try_from(digits).ok()).unwrap_or(1).min(3)
}

fn base_row(input: &Input<'_>, record: &Record, analysis: &str) -> Option<(ResultRow, Key)> {
    let visit = record.visit.clone()?;
    let subject = input.derived.subjects.get(record.subject)?;
    let measure = input.study.file.measures.get(&*record.measure);
    let row = ResultRow {
        analysis_id: format!("{analysis}.{}", record.measure),
        analysis_set: "all-enrolled".to_owned(),
        arm: subject.arm.to_string(),
        cycle: record.cycle.to_string(),
        visit: visit.to_string(),
        measure: record.measure.to_string(),
        subject: subject.id.to_string(),
        day: record.day,
        unit: measure.and_then(|m| m.unit.clone()).unwrap_or_default(),
        n: Some(1),
        ..ResultRow::default()
    };
    Some((row, (record.measure.to_string(), record.cycle, visit.to_string(), record.subject)))
}

/// A value that serves as baseline and is shown nowhere else.
fn unused_value(input: &Input<'_>, record: &Record, emit: &mut Emit, decimals: &Decimals) -> RowId {
    let subject = input.derived.subjects.get(record.subject);
    let row = ResultRow {
        analysis_id: format!("baseline-value.{}", record.measure),
        analysis_set: "all-enrolled".to_owned(),
        arm: subject.map(|s| s.arm.to_string()).unwrap_or_default(),
        cycle: record.cycle.to_string(),
        visit: record.visit.as_deref().unwrap_or("").to_owned(),
        measure: record.measure.to_string(),
        subject: input.id(record.subject).to_owned(),
        day: record.day,
        n: Some(1),
        note: "baseline of a later cycle".to_owned(),
        source_rows: SourceRows::cells(&record.places),
        ..ResultRow::default()
    };
    let exact = record.value.number().and_then(Score::exact).map(Dec::to_f64);
    let digits = decimals.of(&record.measure);
    let text = exact.map_or_else(|| record.value.text(), |v| emit.fixed(v, digits));
    emit.row(&row, "value", exact, text)
}

fn value(
    input: &Input<'_>,
    record: &Record,
    emit: &mut Emit,
    index: &mut BTreeMap<Key, Entry>,
    decimals: &Decimals,
) -> Option<RowId> {
    let (mut row, key) = base_row(input, record, "value")?;
    row.source_rows = SourceRows::cells(&record.places);
    row.note = notes(input, record);
    let entry = index.entry(key).or_default();
    match &record.value {
        Observed::Number(score) => {
            let exact = score.exact().map(Dec::to_f64);
            let digits = decimals.of(&record.measure);
            let text = exact.map_or_else(|| score.to_string(), |v| emit.fixed(v, digits));
            entry.row = Some(emit.row(&row, "value", exact, text));
            entry.value = exact;
            entry.value_open = exact.is_none();
            if exact.is_none() {
                for (statistic, side) in [("lower", score.lower()), ("upper", score.upper())] {
                    if let Some(side) = side {
                        emit.row(&row, statistic, Some(side.to_f64()), side.to_string());
                    }
                }
            }
        }
        Observed::Missing => entry.row = Some(emit.words(&row, "value", "")),
        other => entry.row = Some(emit.words(&row, "value", other.text())),
    }
    entry.row
}

/// What a reader of the value must know.
fn notes(input: &Input<'_>, record: &Record) -> String {
    let mut notes = Vec::new();
    if record.is_baseline {
        notes.push("baseline".to_owned());
    }
    if record.value.is_missing() {
        let declared =
            input.study.is_declared_missing(&record.measure, record.visit.as_deref(), input.id(record.subject));
        notes.push(if declared { "known to be missing" } else { "no value" }.to_owned());
    }
    if let Some(Score::Bounded(bounds)) = record.value.number() {
        let censored = bounds.missing.first().is_some_and(|m| m.starts_with(['<', '>']));
        let what = if censored { "beyond the limit of detection" } else { "incomplete; missing" };
        notes.push(format!("{what}: {}", bounds.missing.join(", ")));
    }
    if let Some((from, rule)) = &record.converted {
        notes.push(format!("entered as {from}, converted by {rule}"));
    }
    if record.off_window {
        notes.push(format!("recorded as {}, whose window it misses", record.named_visit.as_deref().unwrap_or("?")));
    }
    notes.join("; ")
}

fn changes(input: &Input<'_>, record: &Record, emit: &mut Emit, values: &mut Values) {
    let Some((mut row, key)) = base_row(input, record, "change") else { return };
    let Some(change) = &record.change else { return };
    let own = values.index.get(&key).and_then(|e| e.row);
    let base = record.baseline.and_then(|b| values.rows.get(&b).copied());
    let earlier = record.baseline.and_then(|b| input.derived.records.get(b)).filter(|b| b.cycle != record.cycle);
    if let Some(earlier) = earlier {
        let day = earlier.day.map(|d| format!(", day {d}")).unwrap_or_default();
        row.note = format!("from a baseline of cycle {}{day}", earlier.cycle);
    }
    row.source_rows = SourceRows::rows([base, own].into_iter().flatten());
    let digits = values.decimals(&record.measure);
    let exact = change.exact().map(Dec::to_f64);
    let text = exact.map_or_else(|| change.to_string(), |v| emit.fixed(v, digits));
    let change_row = emit.row(&row, "change", exact, text);
    row.unit = "%".to_owned();
    let percent = record.percent_change.as_ref().and_then(Score::exact).map(Dec::to_f64);
    let percent_row = percent.map(|p| emit.number(&row, "percent-change", p, 1));
    if let Some(entry) = values.index.get_mut(&key) {
        entry.change_row = Some(change_row);
        entry.change = exact;
        entry.change_open = exact.is_none();
        entry.percent = percent;
        entry.percent_row = percent_row;
    }
}
