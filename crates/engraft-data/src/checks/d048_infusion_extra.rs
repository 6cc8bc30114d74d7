//! D048: a subject had more infusions in the first cycle than its arm plans.

use engraft_base::{Code, Severity};

use super::d047_infusion_missing::planned;
use super::{Check, Input, Raised};

/// D048
pub const CHECK: Check = Check { code: Code("D048"), title: "infusion extra", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (subject, arm, rows) in planned(input) {
        let wanted = arm.infusions.len();
        for row in rows.iter().skip(wanted) {
            let finding = CHECK
                .raise(format!("an infusion beyond the {wanted} planned"), &row.place)
                .subject(&*subject.id)
                .related(&input.study.places.of(&["arms", &subject.arm, "infusions"]), "planned infusions of the arm")
                .hint("if it opens a new treatment cycle, say so in the column `cycle`");
            raised.push(finding.into());
        }
    }
}
