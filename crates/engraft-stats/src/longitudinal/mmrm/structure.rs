//! Visits of subjects: grouping by arm and visit pattern, and the covariance of each group.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use nalgebra::{DMatrix, DVector};

use super::fit::MmrmData;
use crate::StatError;
use crate::linalg::{Cells, Entries, pack, product};
use crate::longitudinal::Covariance;
use crate::longitudinal::covariance::{Shape, shape};
use crate::longitudinal::marginal::{Group, Slope, Slopes, Structure};

/// Most planned visits.
const MOST_VISITS: usize = 100;

/// Subjects with the same covariance group and the same visits.
#[derive(Clone, Debug)]
pub(crate) struct Patterns {
    /// Number of planned visits.
    pub(crate) visits: usize,
    /// Number of covariance groups (1 when all subjects share one matrix).
    pub(crate) covariance_groups: usize,
    /// Covariance group and visits of each pattern, in a fixed order.
    pub(crate) keys: Vec<(usize, Vec<usize>)>,
    /// Rows of each pattern's subjects.
    pub(crate) groups: Vec<Group>,
}

impl Patterns {
    /// Sorts the rows into subjects and patterns.
    pub(crate) fn new(data: &MmrmData) -> Result<Patterns, StatError> {
        let n = data.response.len();
        if data.visits > MOST_VISITS {
            return Err(StatError::TooLarge { limit: MOST_VISITS, found: data.visits });
        }
        for found in [data.subject.len(), data.visit.len()] {
            if found != n {
                return Err(StatError::LengthMismatch { left: n, right: found });
            }
        }
        let zeros = vec![0; n];
        let by_row = data.covariance_group.unwrap_or(&zeros);
        if by_row.len() != n {
            return Err(StatError::LengthMismatch { left: n, right: by_row.len() });
        }
        let mut subjects: BTreeMap<usize, (usize, Vec<(usize, usize)>)> = BTreeMap::new();
        for (row, ((subject, visit), group)) in data.subject.iter().zip(data.visit).zip(by_row).enumerate() {
            if *visit >= data.visits {
                return Err(StatError::InvalidCount { count: *visit as u64, total: data.visits as u64 });
            }
            let entry = subjects.entry(*subject).or_insert((*group, Vec::new()));
            if entry.0 != *group {
                return Err(StatError::NotEstimable { reason: "a subject is in two covariance groups" });
            }
            entry.1.push((*visit, row));
        }
        let mut patterns: BTreeMap<(usize, Vec<usize>), Vec<Vec<usize>>> = BTreeMap::new();
        for (group, mut rows) in subjects.into_values() {
            rows.sort_unstable();
            let visits: Vec<usize> = rows.iter().map(|(v, _)| *v).collect();
            if visits.windows(2).any(|w| w.first() == w.last()) {
                return Err(StatError::NotEstimable { reason: "a subject has two rows at the same visit" });
            }
            patterns.entry((group, visits)).or_default().push(rows.iter().map(|(_, r)| *r).collect());
        }
        if let Some(found) = by_row.iter().copied().find(|g| *g > 0 && *g >= n) {
            return Err(StatError::InvalidCount { count: found as u64, total: n as u64 });
        }
        let covariance_groups = by_row.iter().max().map_or(1, |g| g + 1);
        let (keys, groups) = patterns.into_iter().map(|(key, subjects)| (key, Group { subjects })).unzip();
        Ok(Patterns { visits: data.visits, covariance_groups, keys, groups })
    }

    /// Number of subjects in which both visits are observed, by covariance group.
    pub(crate) fn pairs(&self, group: usize) -> DMatrix<f64> {
        let mut count = DMatrix::zeros(self.visits, self.visits);
        for ((_, visits), members) in self.keys.iter().zip(&self.groups).filter(|((g, _), _)| *g == group) {
            for a in visits {
                for b in visits {
                    count.increase_cell(*a, *b, members.subjects.len() as f64);
                }
            }
        }
        count
    }

    /// Moments of the residuals over the subjects with both visits, by covariance group.
    pub(crate) fn moments(&self, group: usize, residuals: &DVector<f64>) -> DMatrix<f64> {
        let mut sums: DMatrix<f64> = DMatrix::zeros(self.visits, self.visits);
        for ((_, visits), members) in self.keys.iter().zip(&self.groups).filter(|((g, _), _)| *g == group) {
            for rows in &members.subjects {
                for (a, left) in visits.iter().zip(rows) {
                    for (b, right) in visits.iter().zip(rows) {
                        sums.increase_cell(*a, *b, residuals.entry(*left) * residuals.entry(*right));
                    }
                }
            }
        }
        let pairs = self.pairs(group);
        let mut moments = sums.zip_map(&pairs, |s, n| if n > 0.0 { s / n } else { 0.0 });
        let floor = 1e-3 * (moments.trace() / self.visits as f64).max(1e-3);
        for v in 0..self.visits {
            moments.put(v, v, moments.cell(v, v).max(floor));
        }
        moments
    }
}

/// A covariance structure for each covariance group of the patterns.
pub(crate) struct VisitStructure<'a> {
    structure: Covariance,
    patterns: &'a Patterns,
    /// Derivatives of the matrices of a linear structure, which are the same everywhere.
    constant: OnceLock<Option<Vec<Arc<Slopes>>>>,
}

impl<'a> VisitStructure<'a> {
    /// The structure for the patterns.
    pub(crate) fn new(structure: Covariance, patterns: &'a Patterns) -> VisitStructure<'a> {
        VisitStructure { structure, patterns, constant: OnceLock::new() }
    }

    fn each(&self) -> usize {
        self.structure.parameters(self.patterns.visits)
    }

    /// The matrices of all visits, by covariance group.
    fn shapes(&self, theta: &[f64], derivatives: bool) -> Option<Vec<Shape>> {
        theta.chunks(self.each()).map(|part| shape(self.structure, self.patterns.visits, part, derivatives)).collect()
    }

    fn slopes_at(&self, theta: &[f64]) -> Option<Vec<Arc<Slopes>>> {
        let shapes = self.shapes(theta, true)?;
        let of = |(group, visits): &(usize, Vec<usize>)| {
            let whole = shapes.get(*group)?;
            let offset = group * self.each();
            // a visit that the pattern lacks has no slope here
            let first = whole.first.iter().enumerate();
            let first = first.filter_map(|(k, m)| Some((offset + k, part(m, visits)?))).collect();
            let second = whole.second.iter();
            let second = second.filter_map(|(k, l, m)| Some((offset + k, offset + l, part(m, visits)?)));
            Some(Arc::new(Slopes { first, second: second.collect() }))
        };
        self.patterns.keys.iter().map(of).collect()
    }
}

/// The rows and columns of some visits.
fn cut(m: &DMatrix<f64>, visits: &[usize]) -> DMatrix<f64> {
    let at = |place: usize| visits.get(place).copied().unwrap_or(usize::MAX);
    DMatrix::from_fn(visits.len(), visits.len(), |i, j| m.cell(at(i), at(j)))
}

/// The rows and columns of some visits, as a derivative.
fn part(m: &DMatrix<f64>, visits: &[usize]) -> Option<Slope> {
    let at = |place: usize| visits.get(place).copied().unwrap_or(usize::MAX);
    Slope::from_cells(visits.len(), |i, j| m.cell(at(i), at(j)))
}

impl Structure for VisitStructure<'_> {
    fn parameters(&self) -> usize {
        self.each() * self.patterns.covariance_groups
    }

    fn matrices(&self, theta: &[f64]) -> Option<Vec<DMatrix<f64>>> {
        let shapes = self.shapes(theta, false)?;
        let keys = self.patterns.keys.iter();
        keys.map(|(group, visits)| Some(cut(&shapes.get(*group)?.sigma, visits))).collect()
    }

    fn slopes(&self, theta: &[f64]) -> Option<Vec<Arc<Slopes>>> {
        if !self.structure.is_linear() {
            return self.slopes_at(theta);
        }
        self.constant.get_or_init(|| self.slopes_at(theta)).clone()
    }

    /// With every variance and covariance free the step leads to `S - S G S / n`, `G` the gradient over `n` subjects.
    fn expectation(&self, theta: &[f64], outer: &[&DMatrix<f64>]) -> Option<Vec<f64>> {
        if self.structure != Covariance::Unstructured {
            return None;
        }
        let mut next = Vec::with_capacity(theta.len());
        for (group, whole) in self.shapes(theta, false)?.iter().enumerate() {
            let mut gradient: DMatrix<f64> = DMatrix::zeros(self.patterns.visits, self.patterns.visits);
            let mut subjects = 0.0;
            let patterns = self.patterns.keys.iter().zip(&self.patterns.groups).zip(outer);
            for (((_, visits), members), outer) in patterns.filter(|(((g, _), _), _)| *g == group) {
                subjects += members.subjects.len() as f64;
                for (column, b) in outer.as_slice().chunks_exact(visits.len().max(1)).zip(visits) {
                    column.iter().zip(visits).for_each(|(value, a)| gradient.increase_cell(*a, *b, *value));
                }
            }
            let step = product(&whole.sigma, &product(&gradient, &whole.sigma)) / subjects;
            next.extend(pack(&whole.sigma).zip(pack(&step)).map(|(sigma, step)| sigma - step));
        }
        next.iter().all(|v| v.is_finite()).then_some(next)
    }
}
