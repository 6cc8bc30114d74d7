//! The simplex search of Nelder and Mead, for a start from which Newton's method fails.

use nalgebra::DVector;

use crate::linalg::Entries;

/// Minimises without derivatives, from a simplex of edge `step` per parameter. Points without a value count as
/// infinitely high. Returns the best point after `most` evaluations or when the simplex is flat to `1e-10`.
///
/// Source: Nelder JA, Mead R. Comput J 1965;7:308-13. doi:10.1093/comjnl/7.4.308
pub(crate) fn nelder_mead(
    f: impl Fn(&DVector<f64>) -> Option<f64>,
    start: &DVector<f64>,
    step: &DVector<f64>,
    most: usize,
) -> DVector<f64> {
    let height = |at: &DVector<f64>| f(at).filter(|v| v.is_finite()).unwrap_or(f64::INFINITY);
    let n = start.len();
    let mut simplex: Vec<(f64, DVector<f64>)> = vec![(height(start), start.clone())];
    for i in 0..n {
        let mut corner = start.clone();
        corner.increase(i, step.entry(i));
        simplex.push((height(&corner), corner));
    }
    let mut evaluations = n + 1;
    while evaluations < most {
        simplex.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (Some(best), Some(worst)) = (simplex.first().cloned(), simplex.last().cloned()) else { break };
        let second = simplex.iter().rev().nth(1).map_or(best.0, |s| s.0);
        if worst.0 - best.0 <= 1e-10 * (1.0 + best.0.abs()) {
            break;
        }
        let centre = simplex.iter().take(n).fold(DVector::zeros(n), |sum, s| sum + &s.1) / n as f64;
        let point = |t: f64| &centre + t * (&worst.1 - &centre);
        let reflected = point(-1.0);
        let level = height(&reflected);
        evaluations += 1;
        let taken = if level < best.0 {
            let far = point(-2.0);
            let lower = height(&far);
            evaluations += 1;
            Some(if lower < level { (lower, far) } else { (level, reflected) })
        } else if level < second {
            Some((level, reflected))
        } else {
            let near = point(if level < worst.0 { -0.5 } else { 0.5 });
            let lower = height(&near);
            evaluations += 1;
            (lower < level.min(worst.0)).then_some((lower, near))
        };
        match (taken, simplex.last_mut()) {
            (Some(better), Some(last)) => *last = better,
            _ => {
                for s in simplex.iter_mut().skip(1) {
                    s.1 = 0.5 * (&s.1 + &best.1);
                    s.0 = height(&s.1);
                }
                evaluations += n;
            }
        }
    }
    simplex.sort_by(|a, b| a.0.total_cmp(&b.0));
    simplex.into_iter().next().map_or_else(|| start.clone(), |s| s.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curved_valley_is_followed_to_its_floor() {
        let valley = |at: &DVector<f64>| {
            let (x, y) = (at[0], at[1]);
            Some((1.0 - x) * (1.0 - x) + 100.0 * (y - x * x) * (y - x * x))
        };
        let start = DVector::from_vec(vec![-1.2, 1.0]);
        let found = nelder_mead(valley, &start, &DVector::from_element(2, 0.5), 2000);
        assert!((found[0] - 1.0).abs() < 1e-3 && (found[1] - 1.0).abs() < 1e-3);
    }
}
