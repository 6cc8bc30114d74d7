//! Infusion-related reactions, CTCAE.

use super::clinical::{ClinicalFault, ClinicalGrade, if_present, with_death, worst};
use super::grade::Grade;

/// Findings of one reaction. `None` stands for what was not recorded.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InfusionReaction {
    /// Any reaction.
    pub reaction: Option<bool>,
    /// The infusion was interrupted or the reaction treated, with a prompt response; prophylaxis up to 24 hours.
    pub interrupted_or_treated: Option<bool>,
    /// Prolonged, recurrent after improvement, or in need of hospital.
    pub prolonged_or_recurrent: Option<bool>,
    /// Life-threatening consequences or urgent intervention.
    pub life_threatening: Option<bool>,
    /// Whether the subject died of it.
    pub died: Option<bool>,
}

/// The grade of an infusion-related reaction: the worst finding. Reconstructed; see the page of
/// `ctcae-infusion-reaction`.
///
/// # Errors
/// No reaction, and a finding of one.
///
/// # Validation
/// Every level in `grading/tests`.
pub fn infusion_reaction(input: &InfusionReaction) -> Result<ClinicalGrade, ClinicalFault> {
    let columns = vec![
        ("reaction", if_present(input.reaction, 1)),
        ("interrupted-or-treated", if_present(input.interrupted_or_treated, 2)),
        ("prolonged-or-recurrent", if_present(input.prolonged_or_recurrent, 3)),
        ("life-threatening", if_present(input.life_threatening, 4)),
    ];
    let worst = worst(&columns);
    let grade = if input.reaction == Some(false) {
        if worst.at_least > 0 || input.died == Some(true) {
            return Err(ClinicalFault { input: "reaction", expected: "present where a finding of one is" });
        }
        Grade::known(0)
    } else {
        with_death(worst, input.died)
    };
    let missing = vec![
        ("reaction", input.reaction.is_none()),
        ("interrupted-or-treated", input.interrupted_or_treated.is_none()),
        ("prolonged-or-recurrent", input.prolonged_or_recurrent.is_none()),
        ("life-threatening", input.life_threatening.is_none()),
        ("died", input.died.is_none()),
    ];
    Ok(ClinicalGrade::new(grade, columns, missing))
}
