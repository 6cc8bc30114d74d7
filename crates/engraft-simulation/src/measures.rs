//! The truth of a measure as distributions: one for each arm, treatment cycle, state and visit.

use engraft_base::Dec;
use engraft_instruments::item::Role;
use engraft_instruments::{Instrument, Item};
use engraft_protocol::{Distribution, Enter, Measure, MeasureKind, Path, Study, TrueMeasure};
use indexmap::IndexMap;

use crate::fault::Fault;
use crate::marginal::{Continuous, Marginal, Steps};

/// A measure that can be drawn.
#[derive(Clone, Debug)]
pub(crate) struct MeasureModel<'a> {
    pub id: &'a str,
    pub measure: &'a Measure,
    /// The instrument whose items are entered.
    pub items_of: Option<&'a Instrument>,
    /// Whether it is planned at each visit.
    pub planned: Vec<bool>,
    /// Share of subjects whom it concerns, by arm and cycle.
    applies: Vec<f64>,
    /// Limits of a baseline value.
    pub at_entry: Option<(Dec, Dec)>,
    /// Lowest value that can be measured.
    pub detection: Option<Dec>,
    /// Upper limit of normal, as text.
    pub upper: Option<String>,
    /// Share of the variance that a subject keeps, and the autoregression of the rest.
    pub kept: f64,
    pub serial: f64,
    /// Lowest value, highest value and step, for a scale of finitely many steps.
    pub values: Vec<Dec>,
    /// Step of a scale without an upper limit.
    pub step: Dec,
    cells: Vec<usize>,
    pool: Vec<Marginal>,
    lists: Vec<IndexMap<String, f64>>,
    shape: Shape,
}

/// Numbers of states and visits, to find a cell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub states: usize,
    pub visits: usize,
}

/// A combination of arm, cycle (0 or 1), state (0 before any event) and visit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    pub arm: usize,
    pub cycle: usize,
    pub state: usize,
    pub visit: usize,
}

/// What the distributions depend on beside the measure.
pub(crate) struct Frame<'a, 'f> {
    pub study: &'a Study,
    pub arms: &'f [&'a str],
    /// Identifier and planned day of each visit.
    pub visits: &'f [(&'a str, i32)],
    /// How far each state is back on the way from baseline; 0 for the first.
    pub back: &'f [f64],
}

impl<'a> MeasureModel<'a> {
    pub(crate) fn new(
        frame: &Frame<'a, '_>,
        id: &'a str,
        measure: &'a Measure,
        spec: &TrueMeasure,
    ) -> Result<MeasureModel<'a>, Vec<Fault>> {
        let planned = frame.study.measure_visits(measure);
        let shape = Shape { states: frame.back.len(), visits: frame.visits.len() };
        let mut model = MeasureModel {
            id,
            measure,
            items_of: frame.study.instrument(measure).filter(|_| measure.enter == Enter::Items),
            planned: frame.visits.iter().map(|(visit, _)| planned.contains(visit)).collect(),
            applies: frame.arms.iter().flat_map(|arm| [1, 2].map(|cycle| concerned(spec, arm, cycle))).collect(),
            at_entry: spec.at_entry.and_then(|[low, high]| Dec::from_f64(low).zip(Dec::from_f64(high))),
            detection: spec.detection_limit.and_then(Dec::from_f64),
            upper: spec.upper_limit.map(|limit| limit.to_string()),
            kept: kept(spec),
            serial: spec.serial.unwrap_or(0.0),
            values: Vec::new(),
            step: Dec::ONE,
            cells: Vec::new(),
            pool: Vec::new(),
            lists: Vec::new(),
            shape,
        };
        if let Some(item) = model.items_of.and_then(|i| i.items.iter().find(|item| !can_be_drawn(item))) {
            let message = format!("the item `{}` of `{id}` cannot be drawn from a score", item.id);
            return Err(vec![fault(id, "mean", message, "enter the total: `enter = \"total\"`")]);
        }
        match measure.kind {
            MeasureKind::Category => model.words(frame, spec),
            MeasureKind::List => model.entries(frame, spec),
            _ => model.numbers(frame, spec)?,
        }
        Ok(model)
    }

    /// The distribution in a cell.
    pub(crate) fn marginal(&self, at: At) -> Option<&Marginal> {
        let Shape { states, visits } = self.shape;
        let index = ((at.arm * 2 + at.cycle) * states + at.state) * visits + at.visit;
        self.pool.get(*self.cells.get(index)?)
    }

    /// Share of subjects whom it concerns.
    pub(crate) fn applies(&self, arm: usize, cycle: usize) -> f64 {
        self.applies.get(arm * 2 + cycle).copied().unwrap_or(1.0)
    }

    /// Entries of a list with the share of subjects who have each.
    pub(crate) fn list(&self, arm: usize, cycle: usize) -> Option<&IndexMap<String, f64>> {
        self.lists.get(arm * 2 + cycle)
    }

    fn words(&mut self, frame: &Frame<'_, '_>, spec: &TrueMeasure) {
        for arm in frame.arms {
            for cycle in 1..=2 {
                let (.., share) = resolved(spec, arm, cycle);
                let shares =
                    self.measure.values.iter().map(|word| share.and_then(|s| s.get(word)).copied().unwrap_or(0.0));
                let marginal = Marginal::words(&shares.collect::<Vec<f64>>());
                self.pool.push(marginal);
                let cells = self.shape.states * self.shape.visits;
                self.cells.extend(std::iter::repeat_n(self.pool.len().saturating_sub(1), cells));
            }
        }
    }

    fn entries(&mut self, frame: &Frame<'_, '_>, spec: &TrueMeasure) {
        for arm in frame.arms {
            for cycle in 1..=2 {
                self.lists.push(resolved(spec, arm, cycle).2.cloned().unwrap_or_default());
            }
        }
    }

    fn numbers(&mut self, frame: &Frame<'_, '_>, spec: &TrueMeasure) -> Result<(), Vec<Fault>> {
        let form = self.form(frame.study, spec)?;
        let mut faults = Vec::new();
        let mut known: Vec<(u64, u64)> = Vec::new();
        let baseline = frame.study.baseline_visit().or(frame.visits.first().map(|(id, _)| *id));
        for arm in frame.arms {
            for cycle in 1..=2 {
                let (mean, sd, _) = resolved(spec, arm, cycle);
                let start = baseline.and_then(|visit| at_visit(mean?, visit, frame.visits)).unwrap_or(0.0);
                for back in frame.back {
                    for (visit, _) in frame.visits {
                        let mean = mean.and_then(|path| at_visit(path, visit, frame.visits)).unwrap_or(0.0);
                        let mean = mean + back * (start - mean);
                        let sd = sd.and_then(|path| at_visit(path, visit, frame.visits)).unwrap_or_else(|| total(spec));
                        let key = (mean.to_bits(), sd.to_bits());
                        let index = known.iter().position(|k| *k == key).unwrap_or_else(|| {
                            known.push(key);
                            match self.fit(form, mean, sd) {
                                Ok(marginal) => self.pool.push(marginal),
                                Err(message) => {
                                    let message = format!("`{}` at `{visit}`: {message}", self.id);
                                    faults.push(fault(self.id, "mean", message, "change `mean`, `sd` or `step`"));
                                    self.pool.push(Marginal::Words(Vec::new()));
                                }
                            }
                            self.pool.len().saturating_sub(1)
                        });
                        self.cells.push(index);
                    }
                }
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    fn fit(&self, form: Distribution, mean: f64, sd: f64) -> Result<Marginal, String> {
        match form {
            Distribution::Bounded => Steps::fit(&self.values, mean, sd).map(Marginal::Steps),
            Distribution::Normal => Continuous::fit(mean, sd, self.step, false).map(Marginal::Continuous),
            Distribution::LogNormal => Continuous::fit(mean, sd, self.step, true).map(Marginal::Continuous),
        }
    }

    /// The form of the distribution, with the values or the step of the scale set.
    fn form(&mut self, study: &Study, spec: &TrueMeasure) -> Result<Distribution, Vec<Fault>> {
        let range = study.range(self.measure);
        let usual = match (range, self.measure.kind) {
            (Some(_), _) => Distribution::Bounded,
            (None, MeasureKind::Lab) => Distribution::LogNormal,
            (None, _) => Distribution::Normal,
        };
        let form = spec.distribution.unwrap_or(usual);
        let one = |message: String, hint: &str| Err(vec![fault(self.id, "distribution", message, hint)]);
        match (form, range) {
            (Distribution::Bounded, None) => {
                return one(format!("the scale of `{}` has no limits", self.id), "add `range` to the measure");
            }
            (Distribution::Normal | Distribution::LogNormal, Some((low, high))) => {
                let message = format!("the scale of `{}` ends at {low} and {high}", self.id);
                return one(message, "leave `distribution` out, or say `bounded`");
            }
            (Distribution::Bounded, Some((low, high))) => {
                let instrument = study.instrument(self.measure);
                let own = instrument.map(|i| i.step.unwrap_or_else(|| power(i.decimals)));
                let stated =
                    spec.step.and_then(Dec::from_f64).or_else(|| self.measure.decimals.map(|d| power(u32::from(d))));
                let step = stated.or(own).unwrap_or(Dec::ONE);
                self.values = grid(low, high, step);
                if let Some(instrument) = instrument {
                    self.values.retain(|value| instrument.score_total(*value).is_ok());
                }
                self.step = step;
            }
            (_, None) => {
                let stated =
                    spec.step.and_then(Dec::from_f64).or_else(|| self.measure.decimals.map(|d| power(u32::from(d))));
                self.step = stated.unwrap_or_else(|| usual_step(spec));
            }
        }
        if self.step <= Dec::ZERO {
            return one("the step is not above 0".to_owned(), "leave `step` out");
        }
        Ok(form)
    }
}

fn fault(id: &str, key: &str, message: impl Into<String>, hint: &str) -> Fault {
    Fault::new(&["truth", "measures", id, key], message, hint)
}

fn can_be_drawn(item: &Item) -> bool {
    matches!(
        item.role,
        Role::Score | Role::Area | Role::Aid | Role::Everywhere | Role::Replaces | Role::NotRelevant | Role::Stops
    )
}

/// 1, 0.1, 0.01, ….
fn power(decimals: u32) -> Dec {
    Dec::scaled(1, decimals.min(8))
}

/// Values from `low` to `high` by `step`; empty where there are far too many.
fn grid(low: Dec, high: Dec, step: Dec) -> Vec<Dec> {
    let mut values = Vec::new();
    let mut value = low;
    while value <= high && values.len() < 100_000 && step > Dec::ZERO {
        values.push(value);
        let Some(next) = value.plus(step) else { break };
        value = next;
    }
    values
}

/// A step of at most a twentieth of the smallest deviation: 1, or the power of ten below.
fn usual_step(spec: &TrueMeasure) -> Dec {
    let stated = |path: &Option<Path>| match path {
        Some(Path::Constant(sd)) => vec![*sd],
        Some(Path::Visits(visits)) => visits.values().copied().collect(),
        None => Vec::new(),
    };
    let mut all = stated(&spec.sd);
    all.extend(spec.differs.iter().flat_map(|d| stated(&d.sd)));
    if all.is_empty() {
        all.push(total(spec));
    }
    let least = all.into_iter().filter(|sd| *sd > 0.0).fold(f64::INFINITY, f64::min);
    let decimals = (0..8_u32).find(|d| power(*d).to_f64() <= least / 20.0);
    power(decimals.unwrap_or(8))
}

fn total(spec: &TrueMeasure) -> f64 {
    libm::hypot(spec.between_sd.unwrap_or(0.0), spec.within_sd.unwrap_or(0.0))
}

fn kept(spec: &TrueMeasure) -> f64 {
    match (spec.between_sd, spec.within_sd) {
        (Some(between), Some(within)) if between + within > 0.0 => {
            between * between / (between * between + within * within)
        }
        _ => spec.correlation.unwrap_or(0.5),
    }
}

/// Mean, spread and shares of an arm and a cycle, with what differs there.
fn resolved<'a>(
    spec: &'a TrueMeasure,
    arm: &str,
    cycle: u32,
) -> (Option<&'a Path>, Option<&'a Path>, Option<&'a IndexMap<String, f64>>) {
    let (mut mean, mut sd, mut share) = (spec.mean.as_ref(), spec.sd.as_ref(), spec.share.as_ref());
    for other in spec.differs.iter().filter(|d| d.fits(arm, cycle)) {
        mean = other.mean.as_ref().or(mean);
        sd = other.sd.as_ref().or(sd);
        share = other.share.as_ref().or(share);
    }
    (mean, sd, share)
}

fn concerned(spec: &TrueMeasure, arm: &str, cycle: u32) -> f64 {
    let other = spec.differs.iter().rev().filter(|d| d.fits(arm, cycle)).find_map(|d| d.applies);
    other.or(spec.applies).unwrap_or(1.0)
}

/// The value of a path at a visit: as stated, else on the line between the visits stated before and after it.
pub(crate) fn at_visit(path: &Path, visit: &str, visits: &[(&str, i32)]) -> Option<f64> {
    let Path::Visits(stated) = path else {
        return match path {
            Path::Constant(value) => Some(*value),
            Path::Visits(_) => None,
        };
    };
    if let Some(value) = stated.get(visit) {
        return Some(*value);
    }
    let day_of = |id: &str| visits.iter().find(|(other, _)| *other == id).map(|(_, day)| f64::from(*day));
    let day = day_of(visit)?;
    let known = || stated.iter().filter_map(|(id, value)| Some((day_of(id)?, *value)));
    let before = known().filter(|(d, _)| *d <= day).max_by(|a, b| a.0.total_cmp(&b.0));
    let after = known().filter(|(d, _)| *d >= day).min_by(|a, b| a.0.total_cmp(&b.0));
    match (before, after) {
        (Some((d0, v0)), Some((d1, v1))) if d1 > d0 => Some(v0 + (v1 - v0) * (day - d0) / (d1 - d0)),
        (Some((_, value)), _) | (None, Some((_, value))) => Some(value),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_goes_straight_between_its_visits_and_stays_beyond() {
        let visits = [("a", 0), ("b", 30), ("c", 60), ("d", 90), ("e", 120)];
        let path = Path::Visits([("b".to_owned(), 10.0), ("d".to_owned(), 4.0)].into_iter().collect());
        let all: Vec<f64> = visits.iter().filter_map(|(id, _)| at_visit(&path, id, &visits)).collect();
        assert_eq!(all, [10.0, 10.0, 7.0, 4.0, 4.0]);
    }
}
