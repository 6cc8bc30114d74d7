//! Linear analysis of covariance by least squares.

use libm::sqrt;
use nalgebra::{DMatrix, DVector};

use crate::describe::{mean_and_squares, t_interval};
use crate::dist::student;
use crate::{Interval, StatError, check};

/// A column is a combination of the others when what the others leave of it is below this share.
const COLLINEAR: f64 = 1e-10;

/// Mean of one arm at the mean covariates of all subjects.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct AdjustedMean {
    /// Adjusted (least-squares) mean.
    pub mean: f64,
    /// Its standard error.
    pub se: f64,
    /// Its t interval.
    pub interval: Interval,
}

/// Result of an analysis of covariance of two arms.
#[derive(Clone, PartialEq, Debug)]
pub struct Ancova {
    /// Subjects of the first arm.
    pub n1: usize,
    /// Subjects of the second arm.
    pub n2: usize,
    /// Adjusted mean of the first arm.
    pub adjusted1: AdjustedMean,
    /// Adjusted mean of the second arm.
    pub adjusted2: AdjustedMean,
    /// First adjusted mean less second.
    pub difference: f64,
    /// Standard error of the difference.
    pub se: f64,
    /// t statistic.
    pub t: f64,
    /// Residual degrees of freedom, n less 2 less the covariates.
    pub df: f64,
    /// Two-sided p-value of no difference.
    pub p_value: f64,
    /// t interval of the difference.
    pub interval: Interval,
    /// Slope of each covariate, in the order given.
    pub slopes: Vec<f64>,
    /// Residual standard deviation.
    pub sd: f64,
}

/// Compares two arms by the difference of adjusted means, with parallel linear covariates.
///
/// # Arguments
/// `outcome`: one finite value per subject (n). `first`: whether each subject is in the first arm. `covariates`: columns
/// of n finite values, the baseline first, further ones (coded numbers) after it; none gives Student's t. `level`: in
/// (0, 1).
/// # Returns
/// An [`Ancova`]: first less second; `achieved` equals `asked`, exact under the model.
/// # Assumptions and small samples
/// Normal errors of one variance, the same slopes in both arms. Exact under the model for any n above 2 plus the
/// covariates; each covariate costs a degree of freedom: with 10 subjects adjust for baseline only.
/// # Numerics
/// Covariates centred and scaled, Householder QR. A covariate that the others determine to 1e-10 is refused.
/// # Errors
/// [`StatError::LengthMismatch`], [`StatError::NotFinite`] (index of the subject), [`StatError::TooLarge`],
/// [`StatError::LevelOutOfRange`]; [`StatError::TooFew`] for an empty arm or no residual degree of freedom;
/// [`StatError::NotEstimable`] for collinear covariates; [`StatError::ConstantData`] for an outcome fitted without error.
/// # Examples
/// ```
/// use engraft_stats::{StatError, ancova};
/// let outcome = [5.0, 6.0, 8.0, 9.0, 6.0, 9.0, 10.0, 13.0];
/// let first = [true, true, true, true, false, false, false, false];
/// let baseline = [4.0, 6.0, 7.0, 9.0, 3.0, 5.0, 8.0, 9.0];
/// let r = ancova(&outcome, &first, &[&baseline], 0.95)?;
/// assert!(r.df == 5.0 && r.difference < 0.0);
/// let twice = [8.0, 12.0, 14.0, 18.0, 6.0, 10.0, 16.0, 18.0];
/// assert!(matches!(ancova(&outcome, &first, &[&baseline, &twice], 0.95), Err(StatError::NotEstimable { .. })));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `ancova/two-arms`, R 4.2.2 `lm`, adjusted means by `predict` at the mean covariates, closed_form.
/// # References
/// Vickers AJ, Altman DG. Analysing controlled trials with baseline and follow up measurements. BMJ 2001;323:1123-4.
/// doi:10.1136/bmj.323.7321.1123
pub fn ancova(outcome: &[f64], first: &[bool], covariates: &[&[f64]], level: f64) -> Result<Ancova, StatError> {
    check::level(level)?;
    let (n1, n2) = super::checked(outcome, first, covariates)?;
    let (n, columns) = (outcome.len(), covariates.len() + 2);
    if n <= columns {
        return Err(StatError::TooFew { needed: columns + 1, found: n });
    }
    let scales: Vec<(f64, f64)> = covariates.iter().map(|c| scale(c)).collect();
    let design = DMatrix::from_fn(n, columns, |row, column| match column {
        0 => 1.0,
        1 => f64::from(u8::from(first.get(row) == Some(&true))),
        _ => standardised(covariates, &scales, row, column - 2),
    });
    let fit = Fit::of(design, outcome)?;
    let df = (n - columns) as f64;
    let sd = sqrt(fit.squares / df);
    let largest = outcome.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    if sd <= 100.0 * f64::EPSILON * largest {
        return Err(StatError::ConstantData);
    }
    let combination = |weights: &[f64]| {
        let mean: f64 = fit.coefficients.iter().zip(weights).map(|(b, w)| b * w).sum();
        let se = sd * fit.error_of(weights);
        AdjustedMean { mean, se, interval: t_interval(mean, se, df, level) }
    };
    let difference = combination(&[0.0, 1.0]);
    let t = difference.mean / difference.se;
    let slopes: Vec<f64> = fit.coefficients.iter().skip(2).zip(&scales).map(|(b, (_, scale))| b / scale).collect();
    if slopes.iter().any(|slope| !slope.is_finite()) {
        return Err(StatError::NotEstimable { reason: "a covariate varies too little beside the outcome: rescale it" });
    }
    Ok(Ancova {
        n1,
        n2,
        adjusted1: combination(&[1.0, 1.0]),
        adjusted2: combination(&[1.0]),
        difference: difference.mean,
        se: difference.se,
        t,
        df,
        p_value: student::two_sided_p(t, df),
        interval: difference.interval,
        slopes,
        sd,
    })
}

/// Mean and root of the sum of squares of a column; 1 for a constant one, which the fit refuses.
fn scale(column: &[f64]) -> (f64, f64) {
    let (mean, squares) = mean_and_squares(column);
    (mean, if squares > 0.0 { sqrt(squares) } else { 1.0 })
}

fn standardised(covariates: &[&[f64]], scales: &[(f64, f64)], row: usize, column: usize) -> f64 {
    let value = covariates.get(column).and_then(|c| c.get(row)).copied().unwrap_or(0.0);
    scales.get(column).map_or(0.0, |(mean, scale)| (value - mean) / scale)
}

/// Least squares by QR.
struct Fit {
    coefficients: Vec<f64>,
    /// Inverse of the triangular factor: coefficients have covariance `σ² R⁻¹ R⁻ᵀ`.
    inverse: DMatrix<f64>,
    /// Residual sum of squares.
    squares: f64,
}

impl Fit {
    fn of(design: DMatrix<f64>, outcome: &[f64]) -> Result<Fit, StatError> {
        const COLLINEAR_COVARIATES: StatError = StatError::NotEstimable {
            reason: "a covariate is constant or determined by the arm and the other covariates: leave it out",
        };
        let y = DVector::from_column_slice(outcome);
        let qr = design.clone().qr();
        let r = qr.r();
        let lost = |column: usize| {
            let left = r.get((column, column)).copied().unwrap_or(0.0).abs();
            left <= COLLINEAR * design.column(column).norm()
        };
        if (0..design.ncols()).any(lost) {
            return Err(COLLINEAR_COVARIATES);
        }
        let projected = qr.q().transpose() * &y;
        let coefficients = r.solve_upper_triangular(&projected).ok_or(COLLINEAR_COVARIATES)?;
        let identity = DMatrix::identity(design.ncols(), design.ncols());
        let inverse = r.solve_upper_triangular(&identity).ok_or(COLLINEAR_COVARIATES)?;
        let residuals = y - &design * &coefficients;
        Ok(Fit { coefficients: coefficients.iter().copied().collect(), inverse, squares: residuals.norm_squared() })
    }

    /// Standard error of a combination of coefficients, for a residual SD of 1; weights left out are zero.
    fn error_of(&self, weights: &[f64]) -> f64 {
        let squares = self.inverse.column_iter().map(|column| {
            let sum: f64 = column.iter().zip(weights).map(|(value, weight)| value * weight).sum();
            sum * sum
        });
        sqrt(squares.sum())
    }
}
