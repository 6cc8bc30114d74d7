//! The baseline of each cycle, and change from it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use engraft_base::Dec;
use engraft_protocol::{BaselineRule, CycleBaseline, DayOfInfusion, Study};

use super::{Derived, Record, arithmetic, visits};

/// Finds the baseline record of every subject, measure and cycle.
pub(super) fn assign(study: &Study, derived: &mut Derived) {
    let series: Vec<std::ops::Range<usize>> = derived.series.values().flat_map(BTreeMap::values).cloned().collect();
    for range in series {
        let cycles: BTreeSet<u32> =
            derived.records.get(range.clone()).unwrap_or_default().iter().map(|r| r.cycle).collect();
        for cycle in cycles {
            let Some(index) = find(study, derived, range.clone(), cycle) else { continue };
            mark(study, derived, range.clone(), cycle, index);
        }
    }
}

fn find(study: &Study, derived: &Derived, range: std::ops::Range<usize>, cycle: u32) -> Option<usize> {
    let from = if study.file.cycles.baseline == CycleBaseline::Study { 1 } else { cycle };
    let records = range.filter_map(|i| derived.records.get(i).map(|r| (i, r))).filter(|(_, r)| !r.value.is_missing());
    match study.file.baseline.rule {
        BaselineRule::Visit => {
            let visit = study.file.baseline.visit.as_deref()?;
            let planned = study.file.visits.get(visit).map_or(0, |v| v.day);
            let at = records.filter(|(_, r)| r.cycle == from && r.visit.as_deref() == Some(visit));
            at.min_by_key(|(i, r)| (visits::rank(study, r, planned), *i)).map(|(i, _)| i)
        }
        BaselineRule::LastBefore => {
            let fitting = records.filter(|(_, r)| is_before(study, derived, r, from));
            fitting
                .max_by_key(|(i, r)| (r.cycle, r.day.is_some(), r.day.unwrap_or(planned(study, r)), *i))
                .map(|(i, _)| i)
        }
    }
}

/// Whether a record was made on or before day 0 of a cycle.
pub(super) fn is_before(study: &Study, derived: &Derived, record: &Record, cycle: u32) -> bool {
    let counts = study.file.baseline.day_of_infusion == DayOfInfusion::Counts;
    let start = derived.subjects.get(record.subject).and_then(|s| s.cycle(cycle)).and_then(|c| c.start);
    match (record.day, start) {
        (Some(day), Some(start)) => record.cycle <= cycle && (day < start || (counts && day == start)),
        // without days the plan of the visit decides, within the cycle itself
        _ => record.cycle == cycle && (planned(study, record) < 0 || (counts && planned(study, record) == 0)),
    }
}

/// Planned day of the record's visit; late when it has none.
fn planned(study: &Study, record: &Record) -> i32 {
    let visit = record.visit.as_deref().or(record.named_visit.as_deref());
    visit.and_then(|v| study.file.visits.get(v)).map_or(i32::MAX, |v| v.day)
}

fn mark(study: &Study, derived: &mut Derived, range: std::ops::Range<usize>, cycle: u32, index: usize) {
    let visit: Option<Arc<str>> = study.baseline_visit().map(Arc::from);
    for i in range {
        let Some(record) = derived.records.get_mut(i) else { continue };
        if record.cycle != cycle {
            continue;
        }
        record.baseline = Some(index);
        if i == index {
            record.is_baseline = true;
            // CDISC: the baseline record's AVISIT is the baseline visit
            if visit.is_some() {
                record.visit = visit.clone();
            }
        }
    }
}

/// Change, the percent changes, multiples of the upper limit, and the nadir.
pub(super) fn changes(study: &Study, derived: &mut Derived) {
    let mut lowest: Option<(usize, Arc<str>, u32, Dec)> = None;
    let widths: BTreeMap<&str, Option<Dec>> = study
        .file
        .measures
        .iter()
        .map(|(name, measure)| (name.as_str(), study.range(measure).and_then(|(low, high)| high.minus(low))))
        .collect();
    for i in 0..derived.records.len() {
        let Some(record) = derived.records.get(i) else { continue };
        let Some(value) = record.value.number().cloned() else { continue };
        let base = record.baseline.and_then(|b| derived.records.get(b)).and_then(|b| b.value.number()).cloned();
        let after = !record.is_baseline && is_after(study, derived, record);
        let width = widths.get(&*record.measure).copied().flatten();
        let times = record.upper_limit.and_then(|limit| arithmetic::ratio(&value, limit, Dec::ONE));
        if let (true, Some(exact)) = (after, value.exact()) {
            let same =
                lowest.as_ref().filter(|(s, m, c, _)| (*s, m, *c) == (record.subject, &record.measure, record.cycle));
            let low = same.map_or(exact, |(.., low)| exact.min(*low));
            lowest = Some((record.subject, record.measure.clone(), record.cycle, low));
        }
        let nadir =
            lowest.as_ref().filter(|(s, m, c, _)| (*s, m, *c) == (record.subject, &record.measure, record.cycle));
        let nadir = nadir.filter(|_| after).map(|(.., low)| *low);
        let Some(record) = derived.records.get_mut(i) else { continue };
        record.times_upper_limit = times;
        record.nadir = nadir;
        let Some(base) = base.filter(|_| after) else { continue };
        let change = arithmetic::difference(&value, &base);
        record.percent_change = arithmetic::percent_change(&value, &base);
        record.percent_of_range = width.and_then(|w| arithmetic::ratio(&change, w, Dec::HUNDRED));
        record.change = Some(change);
    }
}

/// Whether a record was made after day 0 of its cycle.
fn is_after(study: &Study, derived: &Derived, record: &Record) -> bool {
    !is_before(study, derived, record, record.cycle)
}
