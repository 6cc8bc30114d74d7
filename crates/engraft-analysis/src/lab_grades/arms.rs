//! Worst grades and the shift from baseline, by arm.

use engraft_base::Verdict;
use engraft_data::derive::{Course, Grade, shift_table};
use engraft_protocol::GradedTerm;
use engraft_results::{ResultRow, RowId, SourceRows};

use super::Graded;
use crate::Input;
use crate::emit::{Emit, n};

/// Highest grade that a value can have.
const HIGHEST: u8 = 4;

/// Emits the counts of an arm for one term.
pub(super) fn emit(input: &Input<'_>, graded: GradedTerm<'_>, arm: &str, all: &[&Graded], emit: &mut Emit) {
    let treated = (0..input.derived.subjects.len())
        .filter(|s| input.in_arm(*s, arm) && input.derived.subjects.get(*s).is_some_and(|s| s.treated))
        .count();
    let mine: Vec<&Graded> = all.iter().copied().filter(|g| input.in_arm(g.subject, arm)).collect();
    let base = ResultRow {
        analysis_id: format!("lab-grade-worst.{}:{}", graded.id, graded.term.id),
        analysis_set: "all-treated".to_owned(),
        arm: arm.to_owned(),
        measure: graded.id.to_owned(),
        n: n(treated),
        note: "subjects by their worst grade after the first infusion, of all treated".to_owned(),
        ..ResultRow::default()
    };
    emit.count(&base, "n", treated);
    let seen: Vec<&Graded> = mine.iter().copied().filter(|g| g.course.worst.is_some()).collect();
    let count = |emit: &mut Emit, statistic: &str, holds: &dyn Fn(Grade) -> bool| {
        let fits = |g: &&&Graded| g.course.worst.is_some_and(holds);
        let rows: Vec<RowId> = seen.iter().filter(fits).filter_map(|g| g.row).collect();
        let row = ResultRow { source_rows: SourceRows::rows(rows.iter().copied()), ..base.clone() };
        emit.count(&row, statistic, rows.len());
    };
    count(emit, "assessed", &|_| true);
    for grade in 0..=HIGHEST {
        count(emit, &format!("worst-{grade}"), &|worst| worst.exact() == Some(grade));
    }
    count(emit, "worst-open", &|worst| worst.exact().is_none());
    count(emit, "at-least-3", &|worst| worst.reaches(3) == Verdict::Met);
    let emergent: Vec<RowId> =
        seen.iter().filter(|g| g.course.treatment_emergent == Verdict::Met).filter_map(|g| g.row).collect();
    let note = "worst grade above that of baseline".to_owned();
    let row = ResultRow { note, source_rows: SourceRows::rows(emergent.iter().copied()), ..base.clone() };
    emit.count(&row, "emergent", emergent.len());
    shift(&base, graded, &mine, emit);
}

/// Grade at baseline against worst grade after it.
fn shift(base: &ResultRow, graded: GradedTerm<'_>, mine: &[&Graded], emit: &mut Emit) {
    let courses: Vec<Course> = mine.iter().map(|g| g.course).collect();
    let table = shift_table(&courses);
    let base = ResultRow {
        analysis_id: format!("lab-grade-shift.{}:{}", graded.id, graded.term.id),
        note: "subjects by grade at baseline and worst grade after the first infusion".to_owned(),
        ..base.clone()
    };
    let rows = |holds: &dyn Fn(&Course) -> bool| {
        SourceRows::rows(mine.iter().filter(|g| holds(&g.course)).filter_map(|g| g.row).collect::<Vec<RowId>>())
    };
    for before in 0..=HIGHEST {
        for worst in 0..=HIGHEST {
            let source_rows = rows(&|course| course.shift() == Some((before, worst)));
            let count = usize::try_from(table.count(before, worst)).unwrap_or(usize::MAX);
            emit.count(&ResultRow { source_rows, ..base.clone() }, &format!("shift-{before}-{worst}"), count);
        }
    }
    let note = "a grade is open, or there is no value before or after the infusion".to_owned();
    let row = ResultRow { note, source_rows: rows(&|course| course.shift().is_none()), ..base };
    emit.count(&row, "shift-open", usize::try_from(table.open).unwrap_or(usize::MAX));
}
