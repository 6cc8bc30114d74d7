//! D049: an infusion was given on another day than the arm plans.

use engraft_base::{Code, Severity};

use super::d047_infusion_missing::planned;
use super::{Check, Input, Raised};

/// D049
pub const CHECK: Check = Check { code: Code("D049"), title: "infusion off schedule", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (subject, arm, rows) in planned(input) {
        let tolerance = arm.infusion_tolerance.unwrap_or(0);
        let start = subject.cycle(1).and_then(|c| c.start);
        for (row, planned) in rows.iter().zip(&arm.infusions) {
            let given = row.day.value.or_else(|| row.date.value?.days_since(subject.anchor?));
            let Some(day) = given.zip(start).and_then(|(day, start)| day.checked_sub(start)) else { continue };
            if day.abs_diff(*planned) <= tolerance.unsigned_abs() {
                continue;
            }
            let finding = CHECK
                .raise(format!("the infusion planned for day {planned} was given on day {day}"), &row.place)
                .found(format!("day {day}"))
                .subject(&*subject.id)
                .expected(format!("day {planned}, give or take {tolerance}"))
                .related(&input.study.places.of(&["arms", &subject.arm, "infusions"]), "planned infusions of the arm")
                .hint("correct the day, or set `infusion-tolerance` for the arm");
            raised.push(finding.into());
        }
    }
}
