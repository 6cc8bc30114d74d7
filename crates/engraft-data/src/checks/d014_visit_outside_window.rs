//! D014: a row names a visit whose window its day misses. It is analysed by its day, not by its name.

use engraft_base::{Code, Severity};

use super::{Check, Input, Raised};

/// D014
pub const CHECK: Check =
    Check { code: Code("D014"), title: "visit outside its window", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for record in input.derived.records.iter().filter(|r| r.off_window) {
        let (Some(named), Some(day)) = (&record.named_visit, record.cycle_day) else { continue };
        let Some(visit) = input.study.file.visits.get(&**named) else { continue };
        let Some([early, late]) = visit.window else { continue };
        let counted = match &record.visit {
            Some(other) => format!("it counts at `{other}`"),
            None => "it falls into no window and counts at no visit".to_owned(),
        };
        let rule = format!("{named} = day {}, window [{early}, {late}]", visit.day);
        let finding = CHECK
            .raise(format!("day {day} of the cycle is outside the window of `{named}`; {counted}"), &record.row)
            .found(format!("{named}, day {day}"))
            .subject(input.subject_id(record.subject))
            .visit(&**named)
            .related(&input.study.places.key(&["visits", named]), rule)
            .hint("mark the visit as unscheduled, correct the day, or widen the window by amendment");
        raised.push(finding.into());
    }
}
