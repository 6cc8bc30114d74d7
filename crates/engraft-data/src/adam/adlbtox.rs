//! ADLBTOX: one row a laboratory value and term, with its grade and that of the baseline.

use engraft_protocol::Study;

use super::{Table, day, flag, param_code, source, subject_row, text, with_subject};
use crate::Derived;

/// ADLBTOX. A grade that is not known is the interval of those possible, `1 to 3`.
pub(super) fn table(study: &Study, derived: &Derived) -> Table {
    let columns = [
        ("PARAMCD", "Parameter code"),
        ("PARAM", "Parameter"),
        ("ATOXTERM", "Term of the criteria"),
        ("ATOXDIR", "Side of the range that is graded"),
        ("AVISIT", "Analysis visit"),
        ("ADY", "Analysis study day"),
        ("AVAL", "Analysis value"),
        ("AVALU", "Unit"),
        ("ANRLO", "Lower limit of normal"),
        ("ANRHI", "Upper limit of normal"),
        ("ATOXGR", "Analysis toxicity grade, by the numbers alone"),
        ("BTOXGR", "Toxicity grade at baseline"),
        ("ABLFL", "Baseline record flag"),
        ("POSTFL", "Taken after the first infusion"),
        ("ATOXOPEN", "What leaves the grade open"),
        ("ATOXNEED", "Clinical facts, not in the table, that could raise the grade"),
        ("SRCFILE", "Source file"),
        ("SRCROW", "Source row"),
        ("SRCCOL", "Source column"),
    ];
    let criteria = study.grading().map_or("", |table| table.id.as_str());
    let mut rows = Vec::new();
    for grades in &derived.grades {
        let unit = study.file.measures.get(&*grades.measure).and_then(|m| m.unit.clone());
        for value in &grades.values {
            let Some(record) = derived.records.get(value.record) else { continue };
            let needs: Vec<&str> = value.needs.iter().map(|fact| fact.word()).collect();
            let open = value.fault.clone().unwrap_or_else(|| value.open.join("; "));
            let mut cells = vec![
                param_code(study, &grades.measure),
                study.measure_label(&grades.measure).to_owned(),
                format!("{criteria}:{}", grades.term.id),
                grades.term.side.word().to_owned(),
                text(record.visit.as_deref().map(|visit| study.visit_label(visit))),
                day(record.day),
                record.value.text(),
                text(unit.clone()),
                text(record.lower_limit),
                text(record.upper_limit),
                value.grade.to_string(),
                text(grades.baseline),
                flag(value.is_baseline),
                flag(value.after),
                open,
                needs.join("; "),
            ];
            cells.extend(source(&record.places));
            rows.push(subject_row(study, derived.subjects.get(grades.subject), cells));
        }
    }
    let label = "Severity grades of laboratory values";
    Table { name: "ADLBTOX", label, columns: with_subject(&columns), rows }
}
