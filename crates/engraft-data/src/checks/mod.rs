//! Checks of content: one file and one code each, listed once in [`ALL`].
//!
//! A check looks at the tables and at what was derived from them, and raises findings. A finding of severity error says
//! what it touches ([`Touch`]); that is left out of the analysis, and nothing else.

mod d014_visit_outside_window;
mod d030_unknown_subject;
mod d031_duplicate_subject;
mod d032_duplicate_assessment;
mod d033_unknown_arm;
mod d034_unknown_visit;
mod d035_no_visit_no_day;
mod d036_missing_baseline;
mod d037_missing_value;
mod d038_incomplete_score;
mod d039_contradictory_items;
mod d040_unknown_unit;
mod d041_missing_unit;
mod d042_unit_slip;
mod d043_implausible_lab;
mod d044_limits_reversed;
mod d045_unused_test;
mod d046_negative_lab;
mod d047_infusion_missing;
mod d048_infusion_extra;
mod d049_infusion_off_schedule;
mod d050_first_infusion_not_day_zero;
mod d051_dose_off_protocol;
mod d052_dose_inconsistent;
mod d053_weight_implausible;
mod d054_end_before_start;
mod d055_day_and_date_disagree;
mod d056_value_after_end;
mod d057_two_dispositions;
mod d058_entry_criterion_broken;
mod d059_verdict_without_components;
mod d060_verdict_disagrees;
mod d061_beyond_detection;
mod d062_baseline_after_infusion;
mod d063_no_follow_up;
mod d064_never_infused;
mod d065_event_before_infusion;
mod d066_partial_date;
mod d067_copied_subject;
mod d068_end_without_day;
mod d069_future_cycle;
mod d070_unknown_subject_in_study_file;
mod d071_word_no_event_takes;
mod d072_grade_open;
mod d073_remark_of_definition;

use std::sync::Arc;

use engraft_base::{Code, Finding, Place, Severity};
use engraft_protocol::Study;

use crate::table::{Infusion, Lab};
use crate::{Dataset, Derived, Exclusions};

/// A check: what it is called, how much it matters, how it is run.
pub struct Check {
    /// Its lasting code.
    pub code: Code,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Looks for it.
    pub run: fn(&Input<'_>, &mut Vec<Raised>),
}

/// What a check looks at.
pub struct Input<'a> {
    /// The protocol.
    pub study: &'a Study,
    /// The tables.
    pub data: &'a Dataset,
    /// What was derived from all of them.
    pub derived: &'a Derived,
}

impl Input<'_> {
    /// Identifier of a subject by its index in the derived data.
    pub fn subject_id(&self, index: usize) -> &str {
        self.derived.subjects.get(index).map_or("", |s| &s.id)
    }
}

/// A finding with what it touches.
pub struct Raised {
    /// The finding.
    pub finding: Finding,
    /// What must not be analysed because of it.
    pub touch: Touch,
}

/// What an error keeps out of the analysis.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Touch {
    /// Nothing.
    Nothing,
    /// A row of a table.
    Row(Place),
    /// The value of one measure in a row.
    Value(Place, Arc<str>),
    /// The limits of normal of a row.
    Limits(Place),
    /// A subject.
    Subject(Arc<str>),
}

impl Check {
    /// A finding of this check that touches nothing.
    pub fn raise(&self, message: impl Into<String>, place: &Place) -> Finding {
        Finding::new(self.code, self.severity, message).at(place)
    }
}

impl From<Finding> for Raised {
    fn from(finding: Finding) -> Raised {
        Raised { finding, touch: Touch::Nothing }
    }
}

/// Every check of content, in the order of the codes.
pub const ALL: &[&Check] = &[
    &d014_visit_outside_window::CHECK,
    &d030_unknown_subject::CHECK,
    &d031_duplicate_subject::CHECK,
    &d032_duplicate_assessment::CHECK,
    &d033_unknown_arm::CHECK,
    &d034_unknown_visit::CHECK,
    &d035_no_visit_no_day::CHECK,
    &d036_missing_baseline::CHECK,
    &d037_missing_value::CHECK,
    &d038_incomplete_score::CHECK,
    &d039_contradictory_items::CHECK,
    &d040_unknown_unit::CHECK,
    &d041_missing_unit::CHECK,
    &d042_unit_slip::CHECK,
    &d043_implausible_lab::CHECK,
    &d044_limits_reversed::CHECK,
    &d045_unused_test::CHECK,
    &d046_negative_lab::CHECK,
    &d047_infusion_missing::CHECK,
    &d048_infusion_extra::CHECK,
    &d049_infusion_off_schedule::CHECK,
    &d050_first_infusion_not_day_zero::CHECK,
    &d051_dose_off_protocol::CHECK,
    &d052_dose_inconsistent::CHECK,
    &d053_weight_implausible::CHECK,
    &d054_end_before_start::CHECK,
    &d055_day_and_date_disagree::CHECK,
    &d056_value_after_end::CHECK,
    &d057_two_dispositions::CHECK,
    &d058_entry_criterion_broken::CHECK,
    &d059_verdict_without_components::CHECK,
    &d060_verdict_disagrees::CHECK,
    &d061_beyond_detection::CHECK,
    &d062_baseline_after_infusion::CHECK,
    &d063_no_follow_up::CHECK,
    &d064_never_infused::CHECK,
    &d065_event_before_infusion::CHECK,
    &d066_partial_date::CHECK,
    &d067_copied_subject::CHECK,
    &d068_end_without_day::CHECK,
    &d069_future_cycle::CHECK,
    &d070_unknown_subject_in_study_file::CHECK,
    &d071_word_no_event_takes::CHECK,
    &d072_grade_open::CHECK,
    &d073_remark_of_definition::CHECK,
];

/// Runs every check; findings go to `findings`, what errors touch to the answer.
pub fn run_checks(study: &Study, data: &Dataset, derived: &Derived, findings: &mut Vec<Finding>) -> Exclusions {
    let input = Input { study, data, derived };
    let mut raised = Vec::new();
    for check in ALL {
        (check.run)(&input, &mut raised);
    }
    let mut exclusions = without_a_time(data);
    for Raised { finding, touch } in raised {
        match touch {
            Touch::Row(place) => drop(exclusions.rows.insert((place.file.clone(), place.row))),
            Touch::Value(place, measure) => drop(exclusions.values.insert((place.file.clone(), place.row, measure))),
            Touch::Limits(place) => drop(exclusions.limits.insert((place.file.clone(), place.row))),
            Touch::Subject(id) => drop(exclusions.subjects.insert(id)),
            Touch::Nothing => {}
        }
        findings.push(finding);
    }
    exclusions
}

/// What cannot be placed in time because a day, date, cycle or limit of normal could not be read (a finding says so). The
/// visit that such a row names is not trusted: its day might have told otherwise. An infusion moves all of its subject.
fn without_a_time(data: &Dataset) -> Exclusions {
    let assessed = data.assessments.iter().filter(|r| r.when.at_fault()).map(|r| &r.place);
    let unclear = |lab: &&Lab| lab.when.at_fault() || lab.lower.at_fault || lab.upper.at_fault;
    let labs = data.labs.iter().filter(unclear).map(|r| &r.place);
    let untimed = |r: &&Infusion| r.day.at_fault || r.date.at_fault || r.cycle.at_fault;
    Exclusions {
        rows: assessed.chain(labs).map(|place| (place.file.clone(), place.row)).collect(),
        subjects: data.infusions.iter().filter(untimed).filter_map(|r| r.subject.value.clone()).collect(),
        ..Exclusions::default()
    }
}
