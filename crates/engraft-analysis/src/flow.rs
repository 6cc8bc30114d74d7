//! Subject flow: enrolled, treated, how they left, who was seen at each visit. Zero boxes are kept.

use std::collections::BTreeMap;

use engraft_results::{ResultRow, SourceRows};

use crate::Input;
use crate::emit::{Emit, n};
use crate::sets::members;

/// Emits the flow of every arm.
pub(crate) fn emit(input: &Input<'_>, emit: &mut Emit) {
    for arm in input.arms() {
        let mine: Vec<usize> = (0..input.derived.subjects.len()).filter(|s| input.in_arm(*s, &arm)).collect();
        let base = ResultRow {
            analysis_id: "flow".to_owned(),
            analysis_set: "all-enrolled".to_owned(),
            arm: arm.clone(),
            n: n(mine.len()),
            source_rows: cells(input, &mine),
            ..ResultRow::default()
        };
        if let Some(planned) =
            input.study.file.study.planned_subjects.filter(|_| arm == input.arms().last().map_or("", |a| a))
        {
            let row = ResultRow {
                source_rows: SourceRows::default(),
                note: "study.toml, planned-subjects".into(),
                ..base.clone()
            };
            emit.count(&row, "planned", usize::try_from(planned).unwrap_or(0));
        }
        emit.count(&base, "enrolled", mine.len());
        let treated: Vec<usize> =
            mine.iter().copied().filter(|s| input.derived.subjects.get(*s).is_some_and(|s| s.treated)).collect();
        let note = if input.data.has("infusions") { "" } else { "no infusions table: all are taken as treated" };
        let row = ResultRow { source_rows: cells(input, &treated), note: note.to_owned(), ..base.clone() };
        emit.count(&row, "treated", treated.len());
        statuses(input, emit, &base, &mine);
        visits(input, emit, &base, &mine);
        for (name, spec) in &input.study.file.sets {
            let set: Vec<usize> =
                members(input.study, input.derived, name).into_iter().filter(|s| mine.contains(s)).collect();
            let excluded: Vec<String> = spec.exclude.iter().map(|(id, why)| format!("{id}: {why}")).collect();
            let row = ResultRow {
                analysis_set: name.clone(),
                note: excluded.join("; "),
                source_rows: cells(input, &set),
                ..base.clone()
            };
            emit.count(&row, "in-set", set.len());
        }
    }
}

fn cells(input: &Input<'_>, subjects: &[usize]) -> SourceRows {
    SourceRows::cells(subjects.iter().filter_map(|s| input.derived.subjects.get(*s)).map(|s| &s.place))
}

fn statuses(input: &Input<'_>, emit: &mut Emit, base: &ResultRow, mine: &[usize]) {
    if !input.data.has("disposition") {
        return;
    }
    let mut by_status: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for row in &input.data.disposition {
        if let Some(status) = &row.status.value {
            by_status.entry(status.to_string()).or_default();
        }
    }
    for subject in mine {
        let ended = input.derived.subjects.get(*subject).and_then(|s| s.ended.as_ref());
        let status = ended.map_or("not recorded".to_owned(), |e| e.status.to_string());
        by_status.entry(status).or_default().push(*subject);
    }
    for (status, subjects) in by_status {
        let ends = subjects.iter().filter_map(|s| input.derived.subjects.get(*s)?.ended.as_ref());
        // a status that is not recorded rests on the subject's own row
        let of_subject = subjects.iter().filter_map(|s| input.derived.subjects.get(*s));
        let places: Vec<_> = of_subject.map(|s| s.ended.as_ref().map_or(&s.place, |e| &e.place)).collect();
        let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
        for reason in ends.filter_map(|e| e.reason.as_ref()) {
            let count = reasons.entry(reason.to_string()).or_default();
            *count = count.saturating_add(1);
        }
        let note: Vec<String> = reasons.iter().map(|(reason, count)| format!("{reason} ({count})")).collect();
        let row = ResultRow { source_rows: SourceRows::cells(places), note: note.join("; "), ..base.clone() };
        emit.count(&row, &format!("status {status}"), subjects.len());
    }
}

/// Subjects with any value at a visit of the first cycle.
fn visits(input: &Input<'_>, emit: &mut Emit, base: &ResultRow, mine: &[usize]) {
    for visit in input.study.file.visits.keys() {
        let seen: Vec<usize> = mine
            .iter()
            .copied()
            .filter(|s| {
                let names = input.study.file.measures.keys();
                names
                    .into_iter()
                    .any(|m| input.derived.at_visit(*s, m, 1, visit).is_some_and(|r| !r.value.is_missing()))
            })
            .collect();
        let row = ResultRow {
            visit: visit.clone(),
            cycle: "1".to_owned(),
            note: "with any value at the visit".to_owned(),
            source_rows: cells(input, &seen),
            ..base.clone()
        };
        emit.count(&row, "seen", seen.len());
    }
}
