//! Residuals of a column on others, where redundant columns do no harm.

use libm::sqrt;

/// What is left of a column below this share of its size counts as nothing.
const NOTHING: f64 = 1e-9;

/// `y` less its mean and less its least-squares fit on the columns. A column that is constant or determined by the
/// columns before it is passed over; residuals of nothing but rounding are zero.
pub(super) fn residuals(y: &[f64], columns: &[Vec<f64>]) -> Vec<f64> {
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for column in columns {
        let centred = centred(column);
        let size = norm(&centred);
        let left = removed(&centred, &basis);
        let rest = norm(&left);
        if rest > NOTHING * size {
            basis.push(left.iter().map(|v| v / rest).collect());
        }
    }
    let y = centred(y);
    let size = norm(&y);
    let left = removed(&y, &basis);
    if norm(&left) > NOTHING * size { left } else { vec![0.0; y.len()] }
}

fn centred(values: &[f64]) -> Vec<f64> {
    let mean = crate::describe::mean_and_squares(values).0;
    values.iter().map(|v| v - mean).collect()
}

fn norm(values: &[f64]) -> f64 {
    sqrt(values.iter().map(|v| v * v).sum())
}

/// Takes out the part along each basis column, twice, since once leaves rounding.
fn removed(values: &[f64], basis: &[Vec<f64>]) -> Vec<f64> {
    let mut left = values.to_vec();
    for direction in basis.iter().chain(basis) {
        let along: f64 = left.iter().zip(direction).map(|(v, d)| v * d).sum();
        for (v, d) in left.iter_mut().zip(direction) {
            *v -= along * d;
        }
    }
    left
}
