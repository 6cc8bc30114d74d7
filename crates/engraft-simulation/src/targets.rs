//! A cohort moved to printed means and deviations.

use engraft_base::Dec;
use engraft_stats::random::Stream;

use crate::cohort::{Cell, Cohort, Value};
use crate::items;
use crate::matched::{Bounds, Printed, Reason, matched};
use crate::model::Model;

/// A mean and a deviation as printed.
#[derive(Clone, PartialEq, Debug)]
pub struct Target {
    /// Measure of the study.
    pub measure: String,
    /// Arm; `all` for all arms together.
    pub arm: String,
    /// Visit.
    pub visit: String,
    /// Subjects behind it.
    pub n: Option<u32>,
    /// Mean, with its printed decimals.
    pub mean: Printed,
    /// Standard deviation, with its printed decimals.
    pub sd: Printed,
}

/// What became of a target.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    /// The target.
    pub target: Target,
    /// Subjects whose values have the printed mean and deviation, or why there are none.
    pub matched: Result<usize, String>,
}

impl Model<'_> {
    /// Moves the values of the first cycle until their mean and deviation print as the targets do; where that cannot be
    /// done the values stay as they were drawn, and the outcome says why.
    ///
    /// A target of n subjects takes the first n who have a value; further subjects lose theirs, because the print counts
    /// n. Items are drawn again for the new score, and count as matched only where they meet it.
    pub fn match_targets(&self, cohort: &mut Cohort, targets: &[Target]) -> Vec<Outcome> {
        let outcome = |target: &Target| Outcome { target: target.clone(), matched: self.match_one(cohort, target) };
        targets.iter().map(outcome).collect()
    }

    fn match_one(&self, cohort: &mut Cohort, target: &Target) -> Result<usize, String> {
        let measure = self.measures.iter().position(|m| m.id == target.measure).ok_or("no such measure in [truth]")?;
        let visit = self.visits.iter().position(|v| v.id == target.visit).ok_or("no such visit")?;
        let model = self.measures.get(measure).ok_or("no such measure")?;
        if model.detection.is_some() {
            return Err("values below the limit of detection have no mean".to_owned());
        }
        let arm = self.arms.iter().position(|arm| arm.id == target.arm);
        if arm.is_none() && target.arm != "all" {
            return Err("no such arm".to_owned());
        }
        let places = places(cohort, measure, visit, arm);
        let wanted = target.n.map_or(Ok(places.len()), usize::try_from).map_err(|_| "n is too large")?;
        if places.len() < wanted {
            return Err(format!("{} of {wanted} subjects have a value", places.len()));
        }
        let (used, spare) = places.split_at(wanted);
        let values: Vec<f64> = used.iter().map(|(.., value)| value.to_f64()).collect();
        let bounds = Bounds {
            low: model
                .values
                .first()
                .map(|v| v.to_f64())
                .or((model.measure.kind == engraft_protocol::MeasureKind::Lab).then_some(0.0)),
            high: model.values.last().map(|v| v.to_f64()),
            step: model.step.to_f64(),
        };
        let found = matched(&values, bounds, target.mean, target.sd).map_err(|reason: Reason| reason.text())?;
        let mut stream = Stream::new(cohort.seed, cohort.replicate);
        let mut met = true;
        for ((subject, at, _), number) in used.iter().zip(&found) {
            let Some(cell) = cell(cohort, *subject, *at, measure) else { continue };
            let number = crate::model::decimal(*number, 6);
            *cell = Cell::Value(match model.items_of {
                None => Value::Number(number),
                Some(instrument) => {
                    let traits = items::traits(instrument, &mut stream);
                    let drawn = items::value(instrument, number, &traits, 0.0, &mut stream);
                    met &= drawn.number() == Some(number);
                    drawn
                }
            });
        }
        for (subject, at, _) in spare {
            if let Some(cell) = cell(cohort, *subject, *at, measure) {
                *cell = Cell::Missing;
            }
        }
        if met {
            Ok(wanted)
        } else {
            Err("the items of some subjects come near the score and do not meet it".to_owned())
        }
    }
}

fn cell(cohort: &mut Cohort, subject: usize, visit: usize, measure: usize) -> Option<&mut Cell> {
    cohort.subjects.get_mut(subject)?.visits.get_mut(visit)?.cells.get_mut(measure)
}

/// Subject, place of the visit and value, for everybody of the arm with a value at the visit of the first cycle.
fn places(cohort: &Cohort, measure: usize, visit: usize, arm: Option<usize>) -> Vec<(usize, usize, Dec)> {
    let mut places = Vec::new();
    let subjects = cohort.subjects.iter().enumerate().filter(|(_, s)| arm.is_none_or(|arm| s.arm == arm));
    for (index, subject) in subjects {
        let at = subject.visits.iter().position(|v| v.cycle == 1 && v.visit == visit);
        let value = at.and_then(|at| match subject.visits.get(at)?.cells.get(measure)? {
            Cell::Value(value) => Some((at, value.number()?)),
            _ => None,
        });
        places.extend(value.map(|(at, value)| (index, at, value)));
    }
    places
}
