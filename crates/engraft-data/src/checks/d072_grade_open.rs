//! D072: a laboratory value cannot be graded, or only between grades, because a limit of normal or the baseline is missing.

use std::collections::BTreeMap;

use engraft_base::{Code, Severity};

use super::{Check, Input, Raised};

/// D072
pub const CHECK: Check =
    Check { code: Code("D072"), title: "laboratory value cannot be graded", severity: Severity::Warning, run };

/// Measure, term, what is missing.
type Reason<'a> = (&'a str, &'a str, String);

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let criteria = input.study.grading().map_or("", |table| table.id.as_str());
    // one finding a term and reason: a column of limits that is not there would else be told once a row
    let mut found: BTreeMap<Reason<'_>, Vec<(usize, usize)>> = BTreeMap::new();
    for grades in &input.derived.grades {
        for value in &grades.values {
            let reason = match &value.fault {
                Some(fault) => fault.clone(),
                None if value.open.is_empty() => continue,
                None => format!("{} is missing", value.open.join(" and ")),
            };
            let key = (&*grades.measure, grades.term.id.as_str(), reason);
            found.entry(key).or_default().push((grades.subject, value.record));
        }
    }
    for ((measure, term, reason), values) in found {
        let first = values.first().and_then(|(subject, record)| Some((*subject, input.derived.records.get(*record)?)));
        let Some((subject, record)) = first else { continue };
        let many = if values.len() == 1 { "1 value".to_owned() } else { format!("{} values", values.len()) };
        let finding = CHECK
            .raise(format!("{many} of `{measure}` cannot be graded by {criteria}:{term}: {reason}"), &record.row)
            .found(record.value.text())
            .subject(input.subject_id(subject))
            .related(&input.study.places.of(&["safety", "grading"]), "asked for here")
            .hint("fill in the limits of the sample, or state `lower-limit` and `upper-limit` with the measure");
        raised.push(finding.into());
    }
}
