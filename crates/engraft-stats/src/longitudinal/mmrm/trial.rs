//! The usual model of a trial: means by arm and visit, baseline, covariates; least-squares means and contrasts.

use crate::{StatError, check};

/// How the baseline value enters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BaselineTerm {
    /// Not in the model.
    Absent,
    /// One slope for all visits.
    Common,
    /// A slope for each visit (baseline by visit).
    ByVisit,
}

/// One row of trial data.
#[derive(Clone, PartialEq, Debug)]
pub struct TrialRow {
    /// Arm, from 0; 0 throughout for a single-arm trial.
    pub arm: usize,
    /// Visit, from 0.
    pub visit: usize,
    /// Baseline value (ignored when [`BaselineTerm::Absent`]).
    pub baseline: f64,
    /// Covariates, as many in every row.
    pub covariates: Vec<f64>,
}

/// The design of the usual trial model, in cell means: a column for each arm at each visit, then baseline, then covariates.
///
/// Baseline and covariates are centred at their means over the rows, so that the coefficient of an arm at a visit
/// is its least-squares mean at the mean baseline and mean covariates (as emmeans and SAS LSMEANS, which also average over rows).
#[derive(Clone, PartialEq, Debug)]
pub struct TrialModel {
    arms: usize,
    visits: usize,
    baseline: BaselineTerm,
    covariates: usize,
    columns: Vec<Vec<f64>>,
    reference: f64,
}

impl TrialModel {
    /// Builds the design of `rows` (those with an observed response).
    ///
    /// # Errors
    /// [`StatError::TooFew`] for no row, arm or visit; [`StatError::InvalidCount`] for an arm or visit beyond its number;
    /// [`StatError::LengthMismatch`] for rows with different numbers of covariates; [`StatError::NotFinite`].
    pub fn new(rows: &[TrialRow], arms: usize, visits: usize, baseline: BaselineTerm) -> Result<TrialModel, StatError> {
        let first = rows.first().ok_or(StatError::TooFew { needed: 1, found: 0 })?;
        if arms == 0 || visits == 0 {
            return Err(StatError::TooFew { needed: 1, found: 0 });
        }
        let covariates = first.covariates.len();
        for row in rows {
            for (found, total) in [(row.arm, arms), (row.visit, visits)] {
                if found >= total {
                    return Err(StatError::InvalidCount { count: found as u64, total: total as u64 });
                }
            }
            if row.covariates.len() != covariates {
                return Err(StatError::LengthMismatch { left: covariates, right: row.covariates.len() });
            }
            check::finite(&row.covariates)?;
        }
        let mut columns: Vec<Vec<f64>> = (0..arms)
            .flat_map(|arm| (0..visits).map(move |visit| (arm, visit)))
            .map(|cell| rows.iter().map(|r| indicator((r.arm, r.visit) == cell)).collect())
            .collect();
        let mut reference = 0.0;
        if baseline != BaselineTerm::Absent {
            let values: Vec<f64> = rows.iter().map(|r| r.baseline).collect();
            check::finite(&values)?;
            reference = mean(&values);
            let centred = values.iter().map(|v| v - reference);
            match baseline {
                BaselineTerm::ByVisit => {
                    let centred: Vec<f64> = centred.collect();
                    columns.extend((0..visits).map(|visit| {
                        rows.iter().zip(&centred).map(|(r, v)| v * indicator(r.visit == visit)).collect()
                    }));
                }
                _ => columns.push(centred.collect()),
            }
        }
        for k in 0..covariates {
            let values: Vec<f64> = rows.iter().filter_map(|r| r.covariates.get(k).copied()).collect();
            let centre = mean(&values);
            columns.push(values.iter().map(|v| v - centre).collect());
        }
        Ok(TrialModel { arms, visits, baseline, covariates, columns, reference })
    }

    /// The design columns, for [`MmrmData`](crate::longitudinal::MmrmData).
    pub fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// Mean baseline over the rows, at which least-squares means are taken (0 without baseline).
    pub fn reference_baseline(&self) -> f64 {
        self.reference
    }

    /// Name of a design column: `arm 0 visit 2`, `baseline`, `baseline visit 1`, `covariate 0`.
    pub fn name(&self, column: usize) -> String {
        let cells = self.arms * self.visits;
        let slopes = match self.baseline {
            BaselineTerm::Absent => 0,
            BaselineTerm::Common => 1,
            BaselineTerm::ByVisit => self.visits,
        };
        if column < cells {
            format!("arm {} visit {}", column / self.visits, column % self.visits)
        } else if column >= cells + slopes {
            format!("covariate {}", column - cells - slopes)
        } else if self.baseline == BaselineTerm::Common {
            "baseline".to_owned()
        } else {
            format!("baseline visit {}", column - cells)
        }
    }

    /// Weights of the least-squares mean of an arm at a visit. Of a response that is a change from baseline this is the
    /// mean change.
    pub fn mean(&self, arm: usize, visit: usize) -> Vec<f64> {
        let mut weights = vec![0.0; self.columns.len()];
        let cell = (arm < self.arms && visit < self.visits).then_some(arm * self.visits + visit);
        if let Some(slot) = cell.and_then(|c| weights.get_mut(c)) {
            *slot = 1.0;
        }
        weights
    }

    /// Weights of `arm` less `control` at a visit.
    pub fn difference(&self, arm: usize, control: usize, visit: usize) -> Vec<f64> {
        subtract(self.mean(arm, visit), self.mean(control, visit))
    }

    /// Weights of the mean at `visit` less the mean at `from`, in one arm: the change from baseline where the
    /// baseline is itself a visit of the model.
    pub fn change(&self, arm: usize, visit: usize, from: usize) -> Vec<f64> {
        subtract(self.mean(arm, visit), self.mean(arm, from))
    }

    /// Rows that test whether the arms differ at any visit.
    pub fn any_difference(&self) -> Vec<Vec<f64>> {
        (1..self.arms)
            .flat_map(|arm| (0..self.visits).map(move |v| (arm, v)))
            .map(|(a, v)| self.difference(a, 0, v))
            .collect()
    }

    /// Rows that test arm by visit: whether the differences between arms change over the visits.
    pub fn interaction(&self) -> Vec<Vec<f64>> {
        (1..self.arms)
            .flat_map(|arm| (1..self.visits).map(move |v| (arm, v)))
            .map(|(a, v)| subtract(self.difference(a, 0, v), self.difference(a, 0, 0)))
            .collect()
    }

    /// Rows that test the arms, averaged over the visits with equal weight.
    pub fn arm_effect(&self) -> Vec<Vec<f64>> {
        (1..self.arms).map(|a| self.averaged((0..self.visits).map(|v| self.difference(a, 0, v)))).collect()
    }

    /// Rows that test the visits, averaged over the arms with equal weight, at the mean baseline.
    pub fn visit_effect(&self) -> Vec<Vec<f64>> {
        (1..self.visits).map(|v| self.averaged((0..self.arms).map(|a| self.change(a, v, 0)))).collect()
    }

    fn averaged(&self, rows: impl Iterator<Item = Vec<f64>>) -> Vec<f64> {
        let (mut sum, mut count) = (vec![0.0; self.columns.len()], 0.0);
        for row in rows {
            count += 1.0;
            crate::linalg::axpy(&mut sum, 1.0, &row);
        }
        sum.iter().map(|v| v / f64::max(count, 1.0)).collect()
    }
}

fn indicator(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn subtract(left: Vec<f64>, right: Vec<f64>) -> Vec<f64> {
    left.iter().zip(&right).map(|(a, b)| a - b).collect()
}
