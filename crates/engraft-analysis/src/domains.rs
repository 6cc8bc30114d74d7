//! Domain scores of instruments at baseline and at the last planned visit: which organs were active, and which still are.
//!
//! `domain.MEASURE` has a row a subject, domain and visit; `domain-course.MEASURE` counts, of the subjects with activity in a
//! domain at baseline, those in whom it is less or gone. The first cycle only: later ones have baselines of their own.

use std::collections::BTreeMap;

use engraft_base::{Dec, Score};
use engraft_data::derive::Record;
use engraft_results::{ResultRow, RowId, SourceRows};

use crate::Input;
use crate::emit::{Emit, n};

/// A domain's score with its row.
type Scored = (Score, RowId);

/// Emits the scores, and the counts of each arm.
pub(crate) fn emit(input: &Input<'_>, emit: &mut Emit) {
    let Some(base) = input.study.baseline_visit() else { return };
    for (name, measure) in &input.study.file.measures {
        let Some(last) = input.study.measure_visits(measure).last().copied().filter(|last| *last != base) else {
            continue;
        };
        let mut courses: BTreeMap<(usize, usize), [Option<Scored>; 2]> = BTreeMap::new();
        let mut domains: Vec<String> = Vec::new();
        let records = input.derived.records.iter().filter(|r| &*r.measure == name && r.analysed && r.cycle == 1);
        for record in records.filter(|r| r.domains.len() > 1) {
            let end = match record.visit.as_deref() {
                Some(visit) if visit == base => 0,
                Some(visit) if visit == last => 1,
                _ => continue,
            };
            domains = record.domains.iter().map(|(domain, _)| domain.clone()).collect();
            for (place, scored) in scores(input, record, emit).into_iter().enumerate() {
                if let Some(slot) = courses.entry((place, record.subject)).or_default().get_mut(end) {
                    *slot = Some(scored);
                }
            }
        }
        for arm in input.arms() {
            for (place, domain) in domains.iter().enumerate() {
                let mine = courses.iter().filter(|((p, s), _)| *p == place && input.in_arm(*s, &arm));
                let base = base_row(&format!("domain-course.{name}"), &arm, last, domain);
                count(&base, mine.map(|(_, ends)| ends), emit);
            }
        }
    }
}

fn base_row(analysis: &str, arm: &str, visit: &str, domain: &str) -> ResultRow {
    ResultRow {
        analysis_id: analysis.to_owned(),
        analysis_set: "all-enrolled".to_owned(),
        arm: arm.to_owned(),
        cycle: "1".to_owned(),
        visit: visit.to_owned(),
        measure: domain.to_owned(),
        ..ResultRow::default()
    }
}

/// Rows of one record, in the order of its domains.
fn scores(input: &Input<'_>, record: &Record, emit: &mut Emit) -> Vec<Scored> {
    let arm = input.derived.subjects.get(record.subject).map(|s| s.arm.to_string()).unwrap_or_default();
    let visit = record.visit.as_deref().unwrap_or_default();
    let row = ResultRow {
        subject: input.id(record.subject).to_owned(),
        day: record.day,
        n: Some(1),
        source_rows: SourceRows::cells(&record.places),
        ..base_row(&format!("domain.{}", record.measure), &arm, visit, "")
    };
    let one = |(domain, score): &(String, Score)| {
        let row = ResultRow { measure: domain.clone(), ..row.clone() };
        let id = emit.row(&row, "score", score.exact().map(Dec::to_f64), score.to_string());
        if let (None, Some(lower)) = (score.exact(), score.lower()) {
            emit.row(&row, "lower", Some(lower.to_f64()), lower.to_string());
        }
        (score.clone(), id)
    };
    record.domains.iter().map(one).collect()
}

/// Of those with activity before and a known score after: in how many it is less or gone.
fn count<'a>(base: &ResultRow, courses: impl Iterator<Item = &'a [Option<Scored>; 2]>, emit: &mut Emit) {
    let zero = Dec::from(0);
    let (mut of, mut less, mut rows) = (0_usize, 0_usize, Vec::new());
    for [before, after] in courses {
        let (Some((before, first)), Some((after, second))) = (before, after) else { continue };
        let (Some(before), Some(after)) = (before.exact(), after.exact()) else { continue };
        if before > zero {
            of = of.saturating_add(1);
            less = less.saturating_add(usize::from(after < before));
            rows.extend([*first, *second]);
        }
    }
    let row = ResultRow {
        n: n(of),
        note: "subjects with activity in the domain at baseline and a known score at the visit".to_owned(),
        source_rows: SourceRows::rows(rows),
        ..base.clone()
    };
    emit.count(&row, "n-less", less);
    emit.count(&row, "n", of);
}
