//! D038: items of an instrument are missing: the score is an interval, not a number.

use engraft_base::Score;
use engraft_base::{Code, Severity};
use engraft_protocol::MeasureKind;

use super::{Check, Input, Raised};

/// D038
pub const CHECK: Check = Check { code: Code("D038"), title: "score incomplete", severity: Severity::Note, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for record in &input.derived.records {
        let Some(Score::Bounded(bounds)) = record.value.number() else { continue };
        let measure = input.study.file.measures.get(&*record.measure);
        if measure.is_none_or(|m| m.kind != MeasureKind::Instrument) {
            continue;
        }
        let score = record.value.text();
        let finding = CHECK
            .raise(format!("`{}` lies between bounds: {score}", record.measure), &record.row)
            .found(format!("missing: {}", bounds.missing.join(", ")))
            .subject(input.subject_id(record.subject))
            .visit_if(record.visit.as_deref())
            .hint("enter the missing items; an empty item is never taken as 0");
        raised.push(finding.into());
    }
}
