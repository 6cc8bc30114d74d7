//! A study's truth, ready to be drawn from.

use engraft_base::Dec;
use engraft_protocol::{Event, EventTable, Study, TrueAdverseEvent, Truth};
use engraft_stats::random::Stream;
use smol_str::SmolStr;

use crate::cohort::Cohort;
use crate::fault::Fault;
use crate::latent::Latent;
use crate::measures::{Frame, MeasureModel};
use crate::timeline::Limits;
use crate::{subject, text, timeline};

/// What may differ from the study file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Subjects in all arms together, shared as the truth shares them.
    pub subjects: Option<u32>,
}

/// A study with a `[truth]` that can be drawn from.
#[derive(Clone, Debug)]
pub struct Model<'a> {
    /// The study.
    pub study: &'a Study,
    pub(crate) truth: &'a Truth,
    pub(crate) arms: Vec<ArmModel<'a>>,
    /// In the order of their days.
    pub(crate) visits: Vec<VisitModel<'a>>,
    pub(crate) measures: Vec<MeasureModel<'a>>,
    pub(crate) latent: Latent,
    pub(crate) events: Vec<EventModel<'a>>,
    pub(crate) adverse: Vec<AdverseModel<'a>>,
    /// Index of the visit at which entry criteria are judged.
    pub(crate) entry_visit: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct ArmModel<'a> {
    pub id: &'a str,
    pub subjects: u32,
    pub infusions: Vec<i32>,
    pub tolerance: i32,
    pub dose_per_kg: Option<f64>,
}

#[derive(Clone, Debug)]
pub(crate) struct VisitModel<'a> {
    pub id: &'a str,
    pub day: i32,
    pub window: Option<[i32; 2]>,
    pub limits: Limits,
}

#[derive(Clone, Debug)]
pub(crate) struct EventModel<'a> {
    pub name: &'a str,
    pub event: &'a Event,
    /// Hazard a day in each arm.
    pub hazard: Vec<f64>,
    pub from: u32,
    /// State of the means after it; 0 when they stay.
    pub state: usize,
    /// Whether it ends follow-up.
    pub ends: bool,
}

/// An adverse event, with its term as the text of a cell.
#[derive(Clone, Debug)]
pub(crate) struct AdverseModel<'a> {
    pub spec: &'a TrueAdverseEvent,
    pub term: SmolStr,
}

impl<'a> Model<'a> {
    /// Makes a model of the truth of a study.
    ///
    /// # Errors
    /// Everything in the truth from which nothing can be drawn, each with its key: a mean outside its scale, a deviation
    /// that no values can have, correlations that contradict each other, columns of which nothing is said.
    ///
    /// # Validation
    /// `docs/simulation-recovery.md`
    pub fn new(study: &'a Study, options: Options) -> Result<Model<'a>, Vec<Fault>> {
        let Some(truth) = &study.file.truth else {
            return Err(vec![Fault::new(&["study"], "the study has no [truth]", "say in [truth] what is assumed")]);
        };
        let mut faults = Vec::new();
        let arms = arms(study, truth, options);
        let visits = visits(study);
        let (events, back) = events(study, truth, &arms, &mut faults);
        let names: Vec<&str> = arms.iter().map(|arm| arm.id).collect();
        let days: Vec<(&str, i32)> = visits.iter().map(|visit| (visit.id, visit.day)).collect();
        let frame = Frame { study, arms: &names, visits: &days, back: &back };
        let mut measures = Vec::new();
        for (id, measure) in &study.file.measures {
            let Some(spec) = truth.measures.get(id) else { continue };
            match MeasureModel::new(&frame, id, measure, spec) {
                Ok(model) => measures.push(model),
                Err(more) => faults.extend(more),
            }
        }
        let entry_visit = study.baseline_visit().and_then(|id| visits.iter().position(|v| v.id == id)).unwrap_or(0);
        crate::rows::check(study, truth, &mut faults);
        let latent = latent(truth, &measures, &mut faults);
        match latent {
            Some(latent) if faults.is_empty() => {
                let adverse = |spec: &'a TrueAdverseEvent| AdverseModel { spec, term: spec.term.as_str().into() };
                let adverse = truth.adverse_events.iter().map(adverse).collect();
                Ok(Model { study, truth, arms, visits, measures, latent, events, adverse, entry_visit })
            }
            _ => Err(faults),
        }
    }

    /// Draws the subjects of one replicate.
    ///
    /// # Errors
    /// Entry limits that hardly any subject meets.
    pub fn draw(&self, seed: u64, replicate: u64) -> Result<Cohort, Fault> {
        let mut stream = Stream::new(seed, replicate);
        let all = self.arms.iter().map(|arm| arm.subjects).sum::<u32>();
        let width = usize::try_from(all.max(1).ilog10().max(1)).unwrap_or(1).saturating_add(1);
        let mut subjects = Vec::new();
        for (arm, spec) in self.arms.iter().enumerate() {
            for _ in 0..spec.subjects {
                let number = subjects.len().saturating_add(1);
                let id = text::identifier(number, width);
                let timeline = timeline::draw(self, arm, &mut stream);
                subjects.push(subject::draw(self, id, arm, timeline, &mut stream)?);
            }
        }
        Ok(Cohort { seed, replicate, subjects })
    }

    /// Planned day of the last visit.
    pub(crate) fn last_day(&self) -> i32 {
        self.visits.last().map_or(0, |visit| visit.day).max(0)
    }
}

fn arms<'a>(study: &'a Study, truth: &Truth, options: Options) -> Vec<ArmModel<'a>> {
    let ids = study.arm_ids();
    let planned = study.file.study.planned_subjects.unwrap_or(0);
    let stated: Vec<u32> = match truth.subjects.is_empty() {
        true => shared(planned, &vec![1; ids.len()]),
        false => ids.iter().map(|id| truth.subjects.get(*id).copied().unwrap_or(0)).collect(),
    };
    let sizes = options.subjects.map_or(stated.clone(), |all| shared(all, &stated));
    let product = study.file.product.as_ref().and_then(|p| p.dose_per_kg);
    let arm = |(id, subjects): (&'a str, u32)| {
        let arm = study.file.arms.get(id);
        let infusions = arm.map(|a| a.infusions.clone()).filter(|days| !days.is_empty()).unwrap_or_else(|| vec![0]);
        let tolerance = arm.and_then(|a| a.infusion_tolerance).unwrap_or(0);
        ArmModel { id, subjects, infusions, tolerance, dose_per_kg: arm.and_then(|a| a.dose_per_kg).or(product) }
    };
    ids.into_iter().zip(sizes).map(arm).collect()
}

fn visits(study: &Study) -> Vec<VisitModel<'_>> {
    let mut visits: Vec<_> = study.file.visits.iter().collect();
    visits.sort_by_key(|(_, visit)| visit.day);
    let planned: Vec<(i32, Option<[i32; 2]>)> = visits.iter().map(|(_, visit)| (visit.day, visit.window)).collect();
    let limits = Limits::of(&planned);
    let all = visits.into_iter().zip(limits);
    all.map(|((id, visit), limits)| VisitModel { id, day: visit.day, window: visit.window, limits }).collect()
}

/// `all` shared in proportion to the weights; what is left over goes to the first ones.
fn shared(all: u32, weights: &[u32]) -> Vec<u32> {
    let total: u64 = weights.iter().map(|w| u64::from(*w)).sum::<u64>().max(1);
    let part = |w: &u32| u32::try_from(u64::from(all) * u64::from(*w) / total).unwrap_or(0);
    let mut parts: Vec<u32> = weights.iter().map(part).collect();
    let mut left = all.saturating_sub(parts.iter().sum());
    for (part, _) in parts.iter_mut().zip(weights).filter(|(_, weight)| **weight > 0) {
        if left > 0 {
            *part = part.saturating_add(1);
            left -= 1;
        }
    }
    parts
}

/// The events, and how far back each state of the means is.
fn events<'a>(
    study: &'a Study,
    truth: &'a Truth,
    arms: &[ArmModel<'a>],
    faults: &mut Vec<Fault>,
) -> (Vec<EventModel<'a>>, Vec<f64>) {
    let mut back = vec![0.0];
    let mut events = Vec::new();
    for (name, spec) in &truth.events {
        let Some(event) = study.file.events.get(name) else { continue };
        if event.table == Some(EventTable::RepeatInfusions) {
            let message = format!("`{name}` follows from the infusions");
            faults.push(Fault::new(
                &["truth", "events", name],
                message,
                "say in [truth.repeat] who is given a second cycle",
            ));
        }
        let hazard = |arm: &ArmModel<'_>| {
            let probability = spec.arms.get(arm.id).copied().unwrap_or(spec.probability);
            -libm::log1p(-probability) / f64::from(spec.within.max(1))
        };
        let state = if spec.back > 0.0 {
            back.push(spec.back);
            back.len().saturating_sub(1)
        } else {
            0
        };
        let ends = event.ends_follow_up || event.table == Some(EventTable::Disposition);
        events.push(EventModel {
            name,
            event,
            hazard: arms.iter().map(hazard).collect(),
            from: spec.from,
            state,
            ends,
        });
    }
    (events, back)
}

fn latent(truth: &Truth, measures: &[MeasureModel<'_>], faults: &mut Vec<Fault>) -> Option<Latent> {
    let index = |name: &str| measures.iter().position(|m| m.id == name);
    let mut matrix: Vec<Vec<f64>> =
        (0..measures.len()).map(|i| (0..measures.len()).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for pair in &truth.correlations {
        let [a, b] = &pair.between;
        let (Some(i), Some(j)) = (index(a), index(b)) else { continue };
        if i == j {
            continue;
        }
        for (row, column) in [(i, j), (j, i)] {
            if let Some(entry) = matrix.get_mut(row).and_then(|row| row.get_mut(column)) {
                *entry = pair.r;
            }
        }
    }
    let kept: Vec<f64> = measures.iter().map(|m| m.kept).collect();
    let serial: Vec<f64> = measures.iter().map(|m| m.serial).collect();
    let latent = Latent::new(&matrix, &kept, &serial);
    if latent.is_none() {
        let message = "the correlations between measures contradict each other, or one is 1 or -1";
        faults.push(Fault::new(&["truth", "correlations"], message, "make them weaker, or list fewer pairs"));
    }
    latent
}

/// A number rounded to decimals, as an exact decimal.
pub(crate) fn decimal(value: f64, decimals: u32) -> Dec {
    let scale = power_of_ten(f64::from(decimals.min(8)));
    let whole = libm::round(value * scale);
    Dec::scaled(if whole.abs() < 1e15 { whole as i64 } else { 0 }, decimals.min(8))
}

/// 10 to a whole power, looked up where that is exact.
pub(crate) fn power_of_ten(power: f64) -> f64 {
    const POWERS: [f64; 10] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
    let known = if power >= 0.0 { POWERS.get(power as usize) } else { None };
    known.copied().unwrap_or_else(|| libm::pow(10.0, power))
}

#[cfg(test)]
mod tests {
    use super::{power_of_ten, shared};

    #[test]
    fn a_power_looked_up_is_the_power_computed() {
        for power in -10..40 {
            let power = f64::from(power);
            assert_eq!(power_of_ten(power).to_bits(), libm::pow(10.0, power).to_bits(), "{power}");
        }
    }

    #[test]
    fn subjects_are_shared_without_remainder() {
        assert_eq!(shared(58, &[1, 1]), [29, 29]);
        assert_eq!(shared(7, &[30, 28]), [4, 3]);
        assert_eq!(shared(5, &[0, 3]), [0, 5]);
    }
}
