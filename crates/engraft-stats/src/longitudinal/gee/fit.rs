//! Solving the estimating equations.

use libm::sqrt;
use nalgebra::{Cholesky, DMatrix, DVector};

use super::cluster::{Cluster, clusters};
use super::family::GeeFamily;
use super::sandwich::{Correction, Slice, sandwich};
use super::working::WorkingCorrelation;
use crate::describe::t_interval;
use crate::dist::student;
use crate::linalg::{Cells, Entries, Qr, Spd, design_matrix};
use crate::{Interval, StatError, check};

/// Rows of a GEE analysis, one per measurement; rows with a missing response are left out by the caller.
#[derive(Clone, Copy, Debug)]
pub struct GeeData<'a> {
    /// Subject of each row.
    pub subject: &'a [usize],
    /// Visit of each row: distances between visits count for AR(1).
    pub visit: &'a [usize],
    /// Response of each row.
    pub response: &'a [f64],
    /// Columns of the design.
    pub design: &'a [Vec<f64>],
}

/// One coefficient of a GEE.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct GeeCoefficient {
    /// Estimate, on the scale of the link (log odds, log rate).
    pub value: f64,
    /// Standard error from the (corrected) sandwich.
    pub se: f64,
    /// Standard error if the working correlation and variance were true.
    pub model_se: f64,
    /// Two-sided p-value from t with [`Gee::df`] degrees of freedom.
    pub p_value: f64,
    /// Interval from the same t; its level is approximate.
    pub interval: Interval,
}

/// A solved GEE.
#[derive(Clone, PartialEq, Debug)]
pub struct Gee {
    /// Coefficients in the order of the design columns; `None` where not estimable.
    pub coefficients: Vec<Option<GeeCoefficient>>,
    /// Design columns (from 0) that are combinations of earlier ones.
    pub aliased: Vec<usize>,
    /// Sandwich covariance matrix of the estimable coefficients, row by row.
    pub covariance: Vec<Vec<f64>>,
    /// Working correlation (of neighbouring visits for AR(1)), 0 for independence.
    pub alpha: f64,
    /// Scale: mean squared Pearson residual (divided by the number of rows).
    pub scale: f64,
    /// Number of subjects.
    pub subjects: usize,
    /// Degrees of freedom of tests and intervals: subjects less estimable coefficients.
    pub df: f64,
    /// Steps made.
    pub iterations: usize,
}

const MOST_ITERATIONS: usize = 200;

/// State of one pass over the subjects.
struct Pass {
    information: DMatrix<f64>,
    score: DVector<f64>,
    slices: Vec<Slice>,
    alpha: f64,
    phi: f64,
}

/// Solves generalised estimating equations with sandwich standard errors.
///
/// # Arguments
/// `data`: rows, see [`GeeData`]. `family`: mean and variance; `working`: correlation assumed; `correction`: of the sandwich
/// for few subjects; `level`: of the intervals.
/// # Returns
/// A [`Gee`]. Scale and correlation are moment estimates without subtracting the number of coefficients, as geepack; SAS
/// PROC GENMOD subtracts it. With independence the coefficients do not depend on them.
/// # Assumptions and small samples
/// Missing completely at random. Below 40 subjects use [`Correction::ManclDeRouen`] or [`Correction::KauermannCarroll`];
/// tests refer to t with subjects less coefficients degrees of freedom for every correction (geepack: normal).
/// # Numerics
/// Fisher scoring on an orthonormal design, moments updated at each step, until the coefficients move by less than 1e-12 of
/// their standard errors (1e-8 when rounding prevents that), at most 200 steps.
/// # Errors
/// [`StatError::LengthMismatch`], [`StatError::NotFinite`], [`StatError::TooFew`] subjects, [`StatError::InvalidParameter`] for a
/// response outside the family, [`StatError::NotEstimable`] for separation, a correlation of 1, a repeated visit or
/// a subject with leverage 1, [`StatError::ConstantData`] for a perfect fit, [`StatError::NotConverged`], [`StatError::TooLarge`] for a visit beyond 999.
/// # Examples
/// ```
/// use engraft_stats::longitudinal::{Correction, GeeData, GeeFamily, WorkingCorrelation, gee};
/// let data = GeeData {
///     subject: &[1, 1, 2, 2, 3, 3, 4, 4],
///     visit: &[0, 1, 0, 1, 0, 1, 0, 1],
///     response: &[0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0],
///     design: &[vec![1.0; 8]],
/// };
/// let r = gee(&data, GeeFamily::Binomial, WorkingCorrelation::Exchangeable, Correction::KauermannCarroll, 0.95)?;
/// // four of eight: log odds of zero
/// assert!(r.coefficients[0].is_some_and(|c| c.value.abs() < 1e-12));
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `longitudinal/gee`: geepack 1.3.9 (plain sandwich), an independent computation in R (corrections).
/// # References
/// Liang KY, Zeger SL. Biometrika 1986;73:13-22. doi:10.1093/biomet/73.1.13; Mancl LA, DeRouen TA. Biometrics
/// 2001;57:126-34. doi:10.1111/j.0006-341X.2001.00126.x; Kauermann G, Carroll RJ. J Am Stat Assoc 2001;96:1387-96.
/// doi:10.1198/016214501753382309; Fay MP, Graubard BI. Biometrics 2001;57:1198-206.
/// doi:10.1111/j.0006-341X.2001.01198.x
pub fn gee(
    data: &GeeData,
    family: GeeFamily,
    working: WorkingCorrelation,
    correction: Correction,
    level: f64,
) -> Result<Gee, StatError> {
    check::level(level)?;
    check::finite(data.response)?;
    family.check_response(data.response)?;
    let n = data.response.len();
    for found in [data.subject.len(), data.visit.len()] {
        if found != n {
            return Err(StatError::LengthMismatch { left: n, right: found });
        }
    }
    check::at_least(data.response, 2)?;
    let qr = Qr::new(&design_matrix(data.design, n)?, 1e-9);
    let subjects = clusters(data, &qr.q())?;
    if subjects.len() <= qr.rank() || qr.rank() == 0 {
        return Err(StatError::TooFew { needed: qr.rank() + 1, found: subjects.len() });
    }
    let (beta, pass, iterations) = solve(&qr, &subjects, data.response, family, working)?;
    let bread = Spd::new(&pass.information)
        .ok_or(StatError::NotEstimable { reason: "the information matrix is singular" })?
        .inverse();
    // in the coefficients of the columns given: Fay and Graubard's correction depends on how the design is written
    let slices: Vec<Slice> = pass.slices.into_iter().map(|s| Slice { slope: s.slope * &qr.r, ..s }).collect();
    let robust = sandwich(&slices, &qr.spread(&bread), correction)?;
    // with weights at phi = 1 the model-based matrix is the bread times phi
    let model = qr.spread(&bread) * pass.phi;
    let df = (subjects.len() - qr.rank()) as f64;
    let values = qr.back_solve(&beta);
    let mut coefficients = vec![None; data.design.len()];
    for (i, place) in qr.kept.iter().enumerate() {
        let (value, se) = (values.entry(i), sqrt(robust.cell(i, i)));
        if !(se > 0.0 && se.is_finite()) {
            return Err(StatError::ConstantData);
        }
        if let Some(slot) = coefficients.get_mut(*place) {
            *slot = Some(GeeCoefficient {
                value,
                se,
                model_se: sqrt(model.cell(i, i)),
                p_value: student::two_sided_p(value / se, df),
                interval: Interval { achieved: None, ..t_interval(value, se, df, level) },
            });
        }
    }
    Ok(Gee {
        coefficients,
        aliased: qr.aliased.clone(),
        covariance: robust.row_iter().map(|r| r.iter().copied().collect()).collect(),
        alpha: pass.alpha,
        scale: pass.phi,
        subjects: subjects.len(),
        df,
        iterations,
    })
}

/// Coefficients of the orthonormal design, the last pass and the number of steps.
fn solve(
    qr: &Qr,
    subjects: &[Cluster],
    response: &[f64],
    family: GeeFamily,
    working: WorkingCorrelation,
) -> Result<(DVector<f64>, Pass, usize), StatError> {
    let start = DVector::from_iterator(response.len(), response.iter().map(|y| family.start(*y)));
    let mut beta = qr.effects(&start).0;
    let singular = StatError::NotEstimable { reason: "the information matrix is singular" };
    let mut last = f64::INFINITY;
    for iteration in 0..MOST_ITERATIONS {
        // the correlation joins once the means are roughly right
        let now =
            if iteration < 4 && family != GeeFamily::Gaussian { WorkingCorrelation::Independence } else { working };
        let pass = one_pass(subjects, &beta, family, now)?;
        let step = Spd::new(&pass.information).ok_or(singular)?.solve(&pass.score);
        let moved = sqrt(step.dot(&(&pass.information * &step)) / pass.phi);
        beta += step;
        if now == working && (moved < 1e-12 || (moved < 1e-8 && moved >= last)) {
            let pass = one_pass(subjects, &beta, family, working)?;
            return Ok((beta, pass, iteration + 1));
        }
        last = moved;
    }
    Err(StatError::NotConverged { iterations: MOST_ITERATIONS, advice: "use the independence working correlation" })
}

fn one_pass(
    subjects: &[Cluster],
    beta: &DVector<f64>,
    family: GeeFamily,
    working: WorkingCorrelation,
) -> Result<Pass, StatError> {
    let size = beta.len();
    let mut fitted: Vec<(DVector<f64>, DVector<f64>)> = Vec::with_capacity(subjects.len());
    let mut pearson: Vec<Vec<f64>> = Vec::with_capacity(subjects.len());
    let (mut squares, mut rows) = (0.0, 0.0);
    for subject in subjects {
        let eta = &subject.design * beta;
        eta.iter().try_for_each(|v| family.check_predictor(*v))?;
        let mean = eta.map(|v| family.mean(v));
        let variance = mean.map(|m| family.variance(m));
        let r: Vec<f64> =
            subject.response.iter().zip(&mean).zip(&variance).map(|((y, m), v)| (y - m) / sqrt(*v)).collect();
        squares += r.iter().map(|v| v * v).sum::<f64>();
        rows += r.len() as f64;
        fitted.push((mean, variance));
        pearson.push(r);
    }
    let phi = squares / rows;
    let size_of_response = subjects.iter().fold(0.0_f64, |m, c| m.max(c.response.amax()));
    if !(phi > 1e-24 * size_of_response * size_of_response && phi > 0.0) {
        return Err(StatError::ConstantData);
    }
    let alpha = working.estimate(subjects, &pearson, phi)?;
    let mut pass =
        Pass { information: DMatrix::zeros(size, size), score: DVector::zeros(size), slices: Vec::new(), alpha, phi };
    let indefinite =
        StatError::NotEstimable { reason: "the working correlation is not positive definite: use independence" };
    for (subject, (mean, variance)) in subjects.iter().zip(fitted) {
        let root = variance.map(sqrt);
        let factor = Cholesky::new(working.matrix(alpha, &subject.visits)).ok_or(indefinite)?;
        let mut lower = factor.l();
        let mut slope = subject.design.clone();
        for i in 0..root.len() {
            lower.row_mut(i).scale_mut(root.entry(i));
            slope.row_mut(i).scale_mut(variance.entry(i));
        }
        let slice = Slice { slope, lower, residual: &subject.response - mean };
        let d = slice.lower.solve_lower_triangular(&slice.slope).ok_or(indefinite)?;
        let r = slice.lower.solve_lower_triangular(&slice.residual).ok_or(indefinite)?;
        pass.information += d.transpose() * &d;
        pass.score += d.transpose() * r;
        pass.slices.push(slice);
    }
    Ok(pass)
}
