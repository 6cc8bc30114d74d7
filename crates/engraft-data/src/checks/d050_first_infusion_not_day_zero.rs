//! D050: days are counted from the first infusion, but the first infusion is on another day; all days of the subject are in doubt.

use engraft_base::{Code, Severity};

use super::{Check, Input, Raised, Touch};
use crate::table::Infusion;

/// D050
pub const CHECK: Check =
    Check { code: Code("D050"), title: "first infusion not on day 0", severity: Severity::Error, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for subject in &input.derived.subjects {
        let rows = subject.cycles.iter().flat_map(|c| &c.infusions).filter_map(|i| input.data.infusions.get(*i));
        let rows: Vec<&Infusion> = rows.collect();
        // a day that cannot be read is a finding of its own, and may be the first
        if rows.iter().any(|r| r.day.at_fault) {
            continue;
        }
        let Some((first, row)) = rows.iter().filter_map(|r| r.day.value.map(|d| (d, r))).min_by_key(|(d, _)| *d) else {
            continue;
        };
        if first == 0 || subject.cycles.iter().all(|c| c.number > 1) {
            continue;
        }
        let finding = CHECK
            .raise(format!("the first infusion is on elapsed day {first}, not 0"), &row.day.place)
            .found(&row.day.text)
            .subject(&*subject.id)
            .hint("count the days of this subject from its first infusion, or enter the missing first infusion; `days` in [study] says how day numbers count");
        raised.push(Raised { finding, touch: Touch::Subject(subject.id.clone()) });
    }
}
