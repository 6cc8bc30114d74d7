//! Draws the missing values of one subject from their normal distribution given the others.

use nalgebra::{DMatrix, DVector};

use crate::StatError;
use crate::random::Stream;

/// Fills the values that are `None`, given the rest, under one mean and covariance.
pub(super) fn fill(
    values: &[Option<f64>],
    mean: &DVector<f64>,
    covariance: &DMatrix<f64>,
    stream: &mut Stream,
) -> Result<Vec<f64>, StatError> {
    let missing: Vec<usize> = (0..values.len()).filter(|i| values.get(*i).copied().flatten().is_none()).collect();
    if missing.is_empty() {
        return Ok(values.iter().flatten().copied().collect());
    }
    let known: Vec<(usize, f64)> = values.iter().enumerate().filter_map(|(i, v)| v.map(|v| (i, v))).collect();
    let seen: Vec<usize> = known.iter().map(|(i, _)| *i).collect();
    let at = |i: usize| mean.get(i).copied().unwrap_or(0.0);
    let block = |rows: &[usize], columns: &[usize]| {
        DMatrix::from_fn(rows.len(), columns.len(), |r, c| {
            let place = rows.get(r).zip(columns.get(c)).map(|(r, c)| (*r, *c));
            place.and_then(|place| covariance.get(place)).copied().unwrap_or(0.0)
        })
    };
    let (mut centre, mut spread) =
        (DVector::from_iterator(missing.len(), missing.iter().map(|i| at(*i))), block(&missing, &missing));
    let lost = StatError::NotEstimable { reason: "the drawn covariance is not positive definite: use fewer visits" };
    if !known.is_empty() {
        let off = DVector::from_iterator(known.len(), known.iter().map(|(i, v)| v - at(*i)));
        let factor = block(&seen, &seen).cholesky().ok_or(lost)?;
        let cross = block(&missing, &seen);
        centre += &cross * factor.solve(&off);
        spread -= &cross * factor.solve(&cross.transpose());
    }
    let root = spread.cholesky().ok_or(lost)?;
    let noise = DVector::from_fn(missing.len(), |_, _| stream.normal());
    let drawn = centre + root.l() * noise;
    let mut filled: Vec<f64> = values.iter().map(|v| v.unwrap_or(0.0)).collect();
    for (index, value) in missing.iter().zip(drawn.iter()) {
        if let Some(slot) = filled.get_mut(*index) {
            *slot = *value;
        }
    }
    if filled.iter().all(|v| v.is_finite()) { Ok(filled) } else { Err(lost) }
}
