//! Gray's test of equal cumulative incidence.

use nalgebra::{DMatrix, DVector};

use super::CompetingRisks;
use crate::StatError;
use crate::survival::chi_squared::ChiSquaredTest;
use crate::survival::follow_up::same_length;
use crate::survival::timeline::{Timeline, at, dense};

/// One group of Gray's test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct GrayGroup {
    /// The label given.
    pub label: usize,
    /// Rows.
    pub n: usize,
    /// Events of the cause.
    pub events: usize,
    /// Events of other causes.
    pub competing: usize,
    /// Observed less expected events of the cause.
    pub score: f64,
}

/// Result of Gray's test.
#[derive(Clone, PartialEq, Debug)]
pub struct GrayTest {
    /// Rows.
    pub n: usize,
    /// The groups, in order of their labels.
    pub groups: Vec<GrayGroup>,
    /// The test, on the number of groups less one.
    pub test: ChiSquaredTest,
}

/// One group at one event time of a stratum.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    /// Rows at risk.
    risk: f64,
    /// Events of the cause and of others.
    own: f64,
    other: f64,
    /// Curve of all causes before and after the time.
    survival_before: f64,
    survival: f64,
    /// `risk / survival_before`: numbers at risk had no event come (h in Gray's paper).
    free: f64,
    /// `free` times one less the incidence before: risk set of the subdistribution (R).
    sub: f64,
}

/// All groups at one event time.
type Row = Vec<Cell>;

/// The cells of a stratum, time by time.
fn rows(timeline: &Timeline, data: &CompetingRisks, groups: &[usize], k: usize, cause: usize) -> Vec<Row> {
    let mut at_risk = vec![0.0; k];
    let add = |counts: &mut [f64], row: &u32, by: f64| {
        counts.get_mut(at(groups, *row)).into_iter().for_each(|slot| *slot += by);
    };
    timeline.order.iter().for_each(|row| add(&mut at_risk, row, 1.0));
    let mut curves = vec![(1.0_f64, 0.0_f64); k];
    let mut list = Vec::new();
    for (_, _, members) in timeline.walk() {
        let (mut own, mut other) = (vec![0.0; k], vec![0.0; k]);
        for row in members {
            match at(data.causes, *row) {
                0 => {}
                found if found == cause => add(&mut own, row, 1.0),
                _ => add(&mut other, row, 1.0),
            }
        }
        if own.iter().chain(&other).any(|d| *d > 0.0) {
            let counts = at_risk.iter().zip(own.iter().zip(&other));
            list.push(
                curves
                    .iter_mut()
                    .zip(counts)
                    .map(|(curve, (risk, (own, other)))| cell(curve, *risk, *own, *other))
                    .collect(),
            );
        }
        members.iter().for_each(|row| add(&mut at_risk, row, -1.0));
    }
    list
}

/// One cell; moves the group's curve (survival, incidence) past the time.
fn cell(curve: &mut (f64, f64), risk: f64, own: f64, other: f64) -> Cell {
    let (before, incidence) = *curve;
    if risk <= 0.0 {
        return Cell { survival_before: before, survival: before, ..Cell::default() };
    }
    let survival = before * (risk - own - other) / risk;
    *curve = (survival, incidence + before * own / risk);
    let free = risk / before;
    Cell { risk, own, other, survival_before: before, survival, free, sub: free * (1.0 - incidence) }
}

/// Score and variance summed over strata.
struct Sums {
    score: DVector<f64>,
    variance: DMatrix<f64>,
}

/// Share of group `i`'s weight that falls to an event of group `r`: 1 for its own, less its share of the free risk sets.
fn share(row: &Row, i: usize, r: usize, free: f64) -> f64 {
    f64::from(u8::from(i == r)) - row.get(i).map_or(0.0, |cell| cell.free) / free
}

impl Sums {
    fn add_score(&mut self, list: &[Row]) {
        for row in list {
            let (d, sub) = row.iter().fold((0.0, 0.0), |(d, sub), cell| (d + cell.own, sub + cell.sub));
            if sub > 0.0 {
                self.score.iter_mut().zip(row).for_each(|(slot, cell)| *slot += cell.own - cell.sub * d / sub);
            }
        }
    }

    /// Adds what the events of group `r` bring to the variance, from the latest time to the earliest.
    fn add_variance(&mut self, list: &[Row], pooled: &[f64], r: usize) {
        let k = self.score.len();
        // weight of the hazard still to come, one entry per group i
        let mut ahead = vec![0.0; k];
        let before = std::iter::once(0.0).chain(pooled.iter().copied());
        let times: Vec<((&Row, f64), f64)> = list.iter().zip(pooled.iter().copied()).zip(before).collect();
        for ((row, incidence), incidence_before) in times.into_iter().rev() {
            let Some(cell) = row.get(r).filter(|cell| cell.free > 0.0) else { continue };
            let free: f64 = row.iter().map(|cell| cell.free).sum();
            let ratio = if cell.survival > 0.0 { (1.0 - incidence) / cell.survival } else { 0.0 };
            let own = |i: usize| share(row, i, r, free) * cell.free;
            let list_of = |f: &dyn Fn(usize) -> f64| DVector::from_iterator(k, (0..k).map(f));
            let to_come = |i: usize| ahead.get(i).copied().unwrap_or(0.0);
            let by_cause = list_of(&|i| own(i) + (1.0 - ratio) * to_come(i));
            let by_other = list_of(&|i| ratio * to_come(i));
            let (mut first, mut second) = (tie_factor(row, cell), tie_factor_other(cell));
            first *= (incidence - incidence_before) / cell.free;
            second *= cell.survival_before * cell.other / cell.risk / cell.free;
            self.variance.ger(first, &by_cause, &by_cause, 1.0);
            self.variance.ger(second, &by_other, &by_other, 1.0);
            let step = (incidence - incidence_before) / (1.0 - incidence_before);
            for (i, slot) in ahead.iter_mut().enumerate() {
                *slot += share(row, i, r, free) * cell.free * step;
            }
        }
    }
}

/// Hypergeometric correction for tied events of the cause.
fn tie_factor(row: &Row, cell: &Cell) -> f64 {
    let d: f64 = row.iter().map(|cell| cell.own).sum();
    let free: f64 = row.iter().map(|cell| cell.free).sum();
    let at_risk = free * cell.survival_before;
    if d > 1.0 && at_risk > 1.0 { 1.0 - (d - 1.0) / (at_risk - 1.0) } else { 1.0 }
}

/// The same for tied events of other causes within the group.
fn tie_factor_other(cell: &Cell) -> f64 {
    if cell.other > 1.0 && cell.risk > 1.0 { 1.0 - (cell.other - 1.0) / (cell.risk - 1.0) } else { 1.0 }
}

/// Pooled incidence after each time.
fn pooled_incidence(list: &[Row]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut step = |row: &Row| {
        let (d, free) = row.iter().fold((0.0, 0.0), |(d, free), cell| (d + cell.own, free + cell.free));
        sum += if free > 0.0 { d / free } else { 0.0 };
        sum
    };
    list.iter().map(&mut step).collect()
}

/// Tests whether groups share one cumulative incidence of a cause (Gray's test, rho = 0).
///
/// # Arguments
/// `data`: see [`CompetingRisks`]. `groups`: a label per row, two or more different. `strata`: a label per row, or none.
/// `cause`: the cause of interest, 1 or more.
/// # Returns
/// A [`GrayTest`]; two-sided, chi-squared.
/// # Assumptions and small samples
/// Censoring alike in the groups given the strata; the approximation is loose below about 10 events of the cause.
/// # Errors
/// Those of [`cumulative_incidence`](super::cumulative_incidence); [`StatError::TooFew`] for fewer than two groups;
/// [`StatError::NotEstimable`] without events of the cause or when groups do not overlap in time.
/// # Validation
/// `survival/competing-risks`, cmprsk 2.2-11 `cuminc`, with ties, strata and three groups, closed_form.
/// # References
/// Gray RJ. A class of K-sample tests for comparing the cumulative incidence of a competing risk. Ann Stat
/// 1988;16:1141-54. doi:10.1214/aos/1176350951. The correction for ties is not in the paper.
pub fn gray_test(
    data: &CompetingRisks,
    groups: &[usize],
    strata: Option<&[usize]>,
    cause: usize,
) -> Result<GrayTest, StatError> {
    data.check(cause)?;
    same_length(data.times, groups)?;
    strata.map_or(Ok(()), |strata| same_length(data.times, strata))?;
    let (place, labels) = dense(groups);
    let k = labels.len();
    if k < 2 {
        return Err(StatError::TooFew { needed: 2, found: k });
    }
    if data.counts(cause).0 == 0 {
        return Err(StatError::NotEstimable { reason: "no events of this cause: nothing to compare" });
    }
    let mut sums = Sums { score: DVector::zeros(k), variance: DMatrix::zeros(k, k) };
    for timeline in data.timelines(strata) {
        let list = rows(&timeline, data, &place, k, cause);
        sums.add_score(&list);
        let pooled = pooled_incidence(&list);
        (0..k).for_each(|r| sums.add_variance(&list, &pooled, r));
    }
    let score = sums.score.rows(0, k - 1).into_owned();
    let test = ChiSquaredTest::quadratic(&score, &sums.variance.view((0, 0), (k - 1, k - 1)).into_owned())?;
    let members = |group: usize| place.iter().zip(data.causes).filter(move |(own, _)| **own == group);
    let group = |(index, label): (usize, usize)| GrayGroup {
        label,
        n: members(index).count(),
        events: members(index).filter(|(_, c)| **c == cause).count(),
        competing: members(index).filter(|(_, c)| **c != cause && **c != 0).count(),
        score: sums.score.get(index).copied().unwrap_or(0.0),
    };
    let groups = labels.into_iter().enumerate().map(group).collect();
    Ok(GrayTest { n: data.times.len(), groups, test })
}
