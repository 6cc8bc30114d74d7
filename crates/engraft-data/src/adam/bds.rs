//! BDS: one row a subject, measure and time; ADRS: one row a subject, response and visit.

use engraft_base::Score;
use engraft_protocol::{MeasureKind, Study};

use super::{Table, day, flag, param_code, source, subject_row, text, with_subject};
use crate::Derived;
use crate::derive::Record;

const COLUMNS: &[(&str, &str)] = &[
    ("PARAMCD", "Parameter code"),
    ("PARAM", "Parameter"),
    ("APERIOD", "Treatment cycle"),
    ("AVISIT", "Analysis visit"),
    ("AVISITN", "Planned day of the visit (elapsed)"),
    ("VISIT", "Visit as recorded"),
    ("ADY", "Analysis study day (no day 0)"),
    ("AVAL", "Analysis value"),
    ("AVALC", "Analysis value as text"),
    ("AVALLO", "Lower bound of an incomplete value"),
    ("AVALHI", "Upper bound of an incomplete value"),
    ("AVALRUL", "Value under the published missing-item rule"),
    ("AVALU", "Unit"),
    ("BASE", "Baseline value"),
    ("CHG", "Change from baseline"),
    ("PCHG", "Percent change from baseline (relative)"),
    ("RCHG", "Change from baseline in percent of the scale's range"),
    ("NADIR", "Lowest value after baseline so far"),
    ("ANRLO", "Lower limit of normal"),
    ("ANRHI", "Upper limit of normal"),
    ("R2ANRHI", "Ratio to upper limit of normal"),
    ("ABLFL", "Baseline record flag"),
    ("ANL01FL", "Analysed record flag (one a visit)"),
    ("AWOFFFL", "Recorded visit missed its window"),
    ("CONVRULE", "Unit conversion, by name"),
    ("SRCFILE", "Source file"),
    ("SRCROW", "Source row"),
    ("SRCCOL", "Source column"),
];

/// A BDS data set of the measures of some kinds.
pub(super) fn table(
    study: &Study,
    derived: &Derived,
    name: &'static str,
    label: &'static str,
    wanted: impl Fn(MeasureKind) -> bool,
) -> Table {
    let kind = |r: &Record| study.file.measures.get(&*r.measure).map(|m| m.kind);
    let records = derived.records.iter().filter(|r| kind(r).is_some_and(&wanted));
    Table { name, label, columns: with_subject(COLUMNS), rows: records.map(|r| row(study, derived, r)).collect() }
}

fn exact(score: Option<&Score>) -> String {
    text(score.and_then(Score::exact))
}

fn row(study: &Study, derived: &Derived, record: &Record) -> Vec<String> {
    let subject = derived.subjects.get(record.subject);
    let measure = study.file.measures.get(&*record.measure);
    let base = record.baseline.and_then(|b| derived.records.get(b)).and_then(|b| b.value.number());
    let number = record.value.number();
    let bounds = number.filter(|s| s.exact().is_none());
    let visit = record.visit.as_deref();
    let planned = visit.and_then(|v| study.file.visits.get(v)).map(|v| v.day);
    let [file, line, column] = source(&record.places);
    subject_row(
        study,
        subject,
        vec![
            param_code(study, &record.measure),
            study.measure_label(&record.measure).to_owned(),
            record.cycle.to_string(),
            visit.map(|v| study.visit_label(v).to_owned()).unwrap_or_default(),
            text(planned),
            text(record.named_visit.clone()),
            day(record.day),
            exact(number),
            record.value.text(),
            text(bounds.and_then(Score::lower)),
            text(bounds.and_then(Score::upper)),
            text(record.by_rule),
            measure.and_then(|m| m.unit.clone()).unwrap_or_default(),
            exact(base),
            exact(record.change.as_ref()),
            exact(record.percent_change.as_ref()),
            exact(record.percent_of_range.as_ref()),
            text(record.nadir),
            text(record.lower_limit),
            text(record.upper_limit),
            exact(record.times_upper_limit.as_ref()),
            flag(record.is_baseline),
            flag(record.analysed),
            flag(record.off_window),
            record.converted.as_ref().map(|(from, rule)| format!("{rule} ({from})")).unwrap_or_default(),
            file,
            line,
            column,
        ],
    )
}

/// ADRS: verdicts of responses.
pub(super) fn responses(study: &Study, derived: &Derived) -> Table {
    let columns = [
        ("PARAMCD", "Parameter code"),
        ("PARAM", "Parameter"),
        ("APERIOD", "Treatment cycle"),
        ("AVISIT", "Analysis visit"),
        ("ADY", "Analysis study day (no day 0)"),
        ("AVALC", "Verdict: met, not-met, undetermined, not-evaluable"),
        ("AVAL", "1 met, 0 not met"),
        ("REASON", "Parts of the rule with their values"),
    ];
    let rows = derived.verdicts.iter().map(|judged| {
        let subject = derived.subjects.get(judged.subject);
        let spec = study.file.responses.get(&*judged.response);
        let parts: Vec<String> = judged.parts.iter().map(|p| format!("{} [{}]", p.values, p.verdict)).collect();
        subject_row(
            study,
            subject,
            vec![
                param_code(study, &judged.response),
                spec.and_then(|s| s.label.clone()).unwrap_or_else(|| judged.response.to_string()),
                judged.cycle.to_string(),
                study.visit_label(&judged.visit).to_owned(),
                day(judged.day),
                judged.verdict.to_string(),
                text(judged.verdict.decided().map(u8::from)),
                parts.join("; "),
            ],
        )
    });
    Table { name: "ADRS", label: "Response analysis data set", columns: with_subject(&columns), rows: rows.collect() }
}
