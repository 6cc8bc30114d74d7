//! D047: a subject had fewer infusions in the first cycle than its arm plans.

use engraft_base::{Code, Severity};
use engraft_protocol::Arm;

use super::{Check, Input, Raised};
use crate::derive::SubjectData;
use crate::table::Infusion;

/// D047
pub const CHECK: Check = Check { code: Code("D047"), title: "infusion missing", severity: Severity::Warning, run };

/// Subjects with the infusion days planned by their arm, and the rows of their first cycle.
pub(super) fn planned<'a>(input: &'a Input<'_>) -> impl Iterator<Item = (&'a SubjectData, &'a Arm, Vec<&'a Infusion>)> {
    input.derived.subjects.iter().filter_map(|subject| {
        let arm = input.study.file.arms.get(&*subject.arm).filter(|a| !a.infusions.is_empty())?;
        let rows = subject.cycle(1)?.infusions.iter().filter_map(|i| input.data.infusions.get(*i)).collect();
        Some((subject, arm, rows))
    })
}

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    if !input.data.has("infusions") {
        return;
    }
    for (subject, arm, rows) in planned(input) {
        let (given, wanted) = (rows.len(), arm.infusions.len());
        if given >= wanted || given == 0 || input.study.is_column_unknown("infusions", "infusion", &subject.id) {
            continue;
        }
        let place = rows.last().map_or(&subject.place, |r| &r.place);
        let finding = CHECK
            .raise(format!("{given} of {wanted} planned infusions are recorded"), place)
            .subject(&*subject.id)
            .related(&input.study.places.of(&["arms", &subject.arm, "infusions"]), "planned infusions of the arm")
            .hint(
                "enter the missing infusion, or declare `table = \"infusions\", column = \"infusion\"` in [[unknown]]",
            );
        raised.push(finding.into());
    }
}
