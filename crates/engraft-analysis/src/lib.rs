//! Estimands → analysis sets → methods → RESULTS.
//!
//! [`analyze`] runs the whole plan of a study: subjects' values, flow, baseline table, measures by visit, responses,
//! events, laboratory grades, estimands. Every row says what it rests on. Nothing here knows where the tables came from.

mod adverse_windows;
mod baseline;
mod describe;
mod domains;
mod emit;
mod estimands;
mod events;
mod flow;
mod lab_grades;
pub mod methods;
mod options;
mod responses;
mod sets;
pub mod stat;
mod values;

use engraft_data::{Dataset, Derived};
use engraft_protocol::Study;
use engraft_results::Results;

pub use options::check_options;
pub use sets::members;

use crate::emit::Emit;

/// Everything the analyses read.
pub(crate) struct Input<'a> {
    pub study: &'a Study,
    pub data: &'a Dataset,
    pub derived: &'a Derived,
}

impl Input<'_> {
    /// Arms analysed: each arm, and all together where there are several.
    fn arms(&self) -> Vec<String> {
        let mut arms: Vec<String> = self.study.arm_ids().into_iter().map(str::to_owned).collect();
        if arms.len() > 1 {
            arms.push(ALL_ARMS.to_owned());
        }
        arms
    }

    /// Whether a subject belongs to an arm.
    fn in_arm(&self, subject: usize, arm: &str) -> bool {
        arm == ALL_ARMS || self.derived.subjects.get(subject).is_some_and(|s| &*s.arm == arm)
    }

    /// Identifier of a subject.
    fn id(&self, subject: usize) -> &str {
        self.derived.subjects.get(subject).map_or("", |s| &s.id)
    }

    /// Cycles that any subject has, in order.
    fn cycles(&self) -> Vec<u32> {
        let numbers = self.derived.subjects.iter().flat_map(|s| s.cycles.iter().map(|c| c.number));
        numbers.collect::<std::collections::BTreeSet<u32>>().into_iter().collect()
    }
}

/// All arms together.
pub(crate) const ALL_ARMS: &str = "all";

/// Runs the plan of a study.
pub fn analyze(study: &Study, data: &Dataset, derived: &Derived) -> Results {
    let input = Input { study, data, derived };
    let mut emit = Emit::new(study);
    let values = values::emit(&input, &mut emit);
    flow::emit(&input, &mut emit);
    baseline::emit(&input, &mut emit);
    describe::emit(&input, &values, &mut emit);
    domains::emit(&input, &mut emit);
    let verdicts = responses::emit(&input, &mut emit);
    let happened = events::emit(&input, &mut emit);
    adverse_windows::emit(&input, &mut emit);
    lab_grades::emit(&input, &mut emit);
    estimands::emit(&input, &estimands::Trail { values, verdicts, happened }, &mut emit);
    emit.results
}

/// The estimands of the plan alone: every method of every estimand, with curves, intervals and margins.
///
/// The rows are those that [`analyze`] makes for the methods, in the same order, without what only a reader needs: there are
/// no printed texts of numbers, no notes and no marks of censoring on curves, and `source_rows` is empty, because the rows of the subjects are not made. For the many trials of a simulation, where nobody follows a number back to a cell.
pub fn estimates(study: &Study, data: &Dataset, derived: &Derived) -> Results {
    let input = Input { study, data, derived };
    let mut emit = Emit::unprinted(study);
    estimands::estimates(&input, &mut emit);
    emit.results
}
