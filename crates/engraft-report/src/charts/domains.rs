//! What became of each domain of an instrument in each subject, from baseline to the last planned visit.

use super::tip;
use crate::context::Page;
use crate::figure::{Benefit, Course, Figure, Frame, Matrix, MatrixCell, MatrixRow, Tip};
use crate::lookup::{Found, Key};
use crate::spec::Measure;

/// The figure with the label of the last visit; `None` for an instrument without domains, or one that counts what is well.
pub(crate) fn domains(page: &Page<'_>, measure: &Measure) -> Option<(String, String)> {
    let analysis = format!("domain.{}", measure.id);
    let rows: Vec<Found<'_>> = page.lookup.rows(&analysis).filter(|(_, r)| r.statistic == "score").collect();
    let baseline = page.spec.baseline_visit.as_deref()?;
    // the order of the study file
    let last = measure.visits.iter().rfind(|v| v.as_str() != baseline && rows.iter().any(|(_, r)| r.visit == **v))?;
    let mut columns: Vec<&str> = Vec::new();
    let mut subjects: Vec<(&str, &str)> = Vec::new();
    for (_, row) in &rows {
        if !columns.contains(&row.measure.as_str()) {
            columns.push(&row.measure);
        }
        if !subjects.iter().any(|(subject, _)| *subject == row.subject) {
            subjects.push((&row.subject, &row.arm));
        }
    }
    if measure.benefit != Benefit::Lower || subjects.is_empty() {
        return None;
    }
    let at = |(subject, arm): (&str, &str), domain: &str, visit: &str, statistic: &str| {
        let key = Key { analysis: &analysis, arm, cycle: "1", visit, subject, statistic, ..Key::default() };
        page.lookup.all(key).into_iter().find(|(_, r)| r.measure == domain)
    };
    let cell = |who: (&str, &str), domain: &str| {
        let (before, after) = (at(who, domain, baseline, "score"), at(who, domain, last, "score"));
        let least = at(who, domain, last, "lower").and_then(|(_, r)| r.value);
        let course = course(before.and_then(|(_, r)| r.value), after.and_then(|(_, r)| r.value), least);
        let text = |found: Option<Found<'_>>| found.map_or_else(|| "not recorded".to_owned(), |(_, r)| r.text.clone());
        let words = format!("{}, {domain}: {} to {}, {}", who.0, text(before), text(after), course.label());
        let tip = after.or(before).map(|found| Tip { text: words, ..tip(page, found) })?;
        Some(MatrixCell { course, tip })
    };
    let lines: Vec<MatrixRow> = (subjects.iter())
        .map(|who| MatrixRow {
            subject: who.0.to_owned(),
            cells: columns.iter().map(|domain| cell(*who, domain)).collect(),
        })
        .collect();
    // a column in which nothing ever happened tells nothing
    let busy = |index: usize| {
        let cells = lines.iter().filter_map(|line| line.cells.get(index)?.as_ref());
        cells.into_iter().any(|cell| !matches!(cell.course, Course::Never | Course::Unknown))
    };
    let kept: Vec<usize> = (0..columns.len()).filter(|index| busy(*index)).collect();
    let keep = |line: &MatrixRow| MatrixRow {
        subject: line.subject.clone(),
        cells: kept.iter().map(|index| line.cells.get(*index).cloned().flatten()).collect(),
    };
    let figure = Matrix {
        frame: Frame {
            title: format!("{} by domain", measure.label),
            desc: format!("{} subjects by {} domains, from baseline to {last}.", lines.len(), kept.len()),
            watermark: page.spec.watermark(),
        },
        columns: kept.iter().filter_map(|index| columns.get(*index)).map(|c| c.replace(['-', '_'], " ")).collect(),
        rows: lines.iter().map(keep).collect(),
        below: kept
            .iter()
            .filter_map(|index| columns.get(*index))
            .map(|domain| counts(page, measure, domain))
            .collect(),
    };
    (!kept.is_empty()).then(|| (figure.render_responsive(), page.spec.visit_label(last).to_owned()))
}

/// "4/6": of the subjects of all arms with activity at baseline, those with less or none.
fn counts(page: &Page<'_>, measure: &Measure, domain: &str) -> String {
    let analysis = format!("domain-course.{}", measure.id);
    let arm = page.spec.arms.last().map_or("all", |arm| arm.id.as_str());
    let get = |statistic: &str| {
        let mut rows = page.lookup.rows(&analysis);
        rows.find(|(_, r)| r.arm == arm && r.measure == domain && r.statistic == statistic).map(|(_, r)| r.text.clone())
    };
    get("n-less").zip(get("n")).map(|(less, of)| format!("{less}/{of}")).unwrap_or_default()
}

/// What became of an activity; `least` is what is left at least where the score after is incomplete.
fn course(before: Option<f64>, after: Option<f64>, least: Option<f64>) -> Course {
    match (before, after) {
        (Some(0.0), Some(0.0)) => Course::Never,
        (Some(0.0), Some(_)) => Course::New,
        (Some(_), Some(0.0)) => Course::Gone,
        (Some(before), Some(after)) if after < before => Course::Less,
        (Some(before), Some(after)) if after > before => Course::More,
        (Some(_), Some(_)) => Course::Same,
        (Some(0.0), None) if least.is_some_and(|least| least > 0.0) => Course::New,
        (Some(before), None) if least.is_some_and(|least| least > before) => Course::More,
        _ => Course::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_is_known_only_where_both_ends_decide_it() {
        assert_eq!(course(Some(8.0), Some(0.0), None), Course::Gone);
        assert_eq!(course(Some(8.0), Some(4.0), None), Course::Less);
        assert_eq!(course(Some(4.0), Some(4.0), None), Course::Same);
        assert_eq!(course(Some(0.0), Some(2.0), None), Course::New);
        assert_eq!(course(Some(0.0), None, Some(4.0)), Course::New);
        assert_eq!(course(Some(4.0), None, Some(4.0)), Course::Unknown);
        assert_eq!(course(None, Some(4.0), None), Course::Unknown);
    }
}
