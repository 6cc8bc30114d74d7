//! GRIMMER: can whole numbers have the printed mean and standard deviation together?

use crate::printed::{Printed, Range};

use super::grim::grim;

/// What GRIMMER finds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grimmer {
    /// A whole sum of squares fits, with the parity of the total.
    Possible,
    /// No whole total gives the mean (GRIM fails already).
    MeanImpossible,
    /// No whole sum of squares lies in the range that mean and standard deviation leave.
    NoSumOfSquares,
    /// Whole sums of squares lie there, none with the parity of its total.
    WrongParity,
}

/// Most candidate totals tried; beyond this the rounding is so wide that nothing could be excluded.
const MOST_TOTALS: i64 = 10_000;

/// Whether `n` whole numbers can have the printed mean and a standard deviation (divisor n - 1) within `sd`.
///
/// # Arguments
/// `mean` as printed; `sd` as what its rounding leaves; `n` at least 2.
/// # Returns
/// [`Grimmer`]; `None` below two values or for numbers that do not fit. For every whole total T that gives the mean, the sum
/// of squares Q must be whole, have the parity of T (x² and x are odd together), be at least as large as values as even
/// as possible make it, and give the standard deviation: Q = sd² (n - 1) + T²/n. These are necessary conditions: `Possible` means
/// that nothing was excluded.
/// # Numerics
/// Bounds are widened by 1e-9 of their size, so that rounding error never accuses.
/// # Validation
/// The answers that the R package rsprite2 documents: mean 3.44, SD 2.47, n 18 fails; mean 5.21, SD 1.6, n 28 passes.
/// # References
/// Anaya J. The GRIMMER test. PeerJ Preprints 2016;4:e2400v1. doi:10.7287/peerj.preprints.2400v1.
/// Allard A. Analytic-GRIMMER: a new way of testing the possibility of standard deviations. 2018.
pub fn grimmer(mean: &Printed, sd: Range, n: u32) -> Option<Grimmer> {
    if n < 2 || !sd.low.is_finite() || !sd.high.is_finite() || sd.high < 0.0 {
        return None;
    }
    let Some((least, largest)) = grim(mean, n, 1)?.totals else { return Some(Grimmer::MeanImpossible) };
    if largest.checked_sub(least)? > MOST_TOTALS {
        return Some(Grimmer::Possible);
    }
    let mut verdict = Grimmer::NoSumOfSquares;
    for total in least..=largest {
        match one_total(total, sd, n) {
            Grimmer::Possible => return Some(Grimmer::Possible),
            Grimmer::WrongParity => verdict = Grimmer::WrongParity,
            _ => {}
        }
    }
    Some(verdict)
}

fn one_total(total: i64, sd: Range, n: u32) -> Grimmer {
    let (t, size) = (total as f64, f64::from(n));
    let centre = t * t / size;
    let square = |s: f64| s.max(0.0) * s.max(0.0) * (size - 1.0) + centre;
    let slack = 1e-9 * (1.0 + centre);
    let low = (square(sd.low) - slack).ceil().max(evenest(total, n));
    let high = (square(sd.high) + slack).floor();
    if low > high {
        Grimmer::NoSumOfSquares
    } else if high - low >= 1.0 || (low as i64).rem_euclid(2) == total.rem_euclid(2) {
        Grimmer::Possible
    } else {
        Grimmer::WrongParity
    }
}

/// The least sum of squares of n whole numbers with this total: all as near to the mean as they can be.
fn evenest(total: i64, n: u32) -> f64 {
    let n = i64::from(n);
    let (low, rest) = (total.div_euclid(n), total.rem_euclid(n));
    let (low, rest, n) = (low as f64, rest as f64, n as f64);
    (n - rest) * low * low + rest * (low + 1.0) * (low + 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(mean: &str, sd: &str, n: u32) -> Grimmer {
        grimmer(&Printed::parse(mean).unwrap(), Printed::parse(sd).unwrap().range_from_zero(), n).unwrap()
    }

    #[test]
    fn the_documented_answers_of_rsprite2() {
        // total 62, 62²/18 = 213.556; 17 · 2.465² = 103.295 and 17 · 2.475² = 104.136: Q is 317, odd where 62 is even
        assert_eq!(check("3.44", "2.47", 18), Grimmer::WrongParity);
        assert_eq!(check("5.21", "1.6", 28), Grimmer::Possible);
        assert_eq!(check("5.19", "1.6", 28), Grimmer::MeanImpossible);
    }

    #[test]
    fn a_mean_between_whole_numbers_has_a_least_spread() {
        // 0, 0, 1, 1: mean 0.5, SD 0.577; nothing smaller has that mean
        assert_eq!(check("0.50", "0.58", 4), Grimmer::Possible);
        assert_eq!(check("0.50", "0.40", 4), Grimmer::NoSumOfSquares);
    }

    #[test]
    fn one_value_has_no_spread() {
        assert_eq!(grimmer(&Printed::parse("3").unwrap(), Range::point(1.0), 1), None);
    }

    proptest! {
        #[test]
        fn whole_numbers_are_never_accused(values in prop::collection::vec(0..80_i32, 2..20)) {
            let n = values.len() as f64;
            let mean = values.iter().map(|v| f64::from(*v)).sum::<f64>() / n;
            let sd = (values.iter().map(|v| (f64::from(*v) - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
            let (mean, sd) = (format!("{mean:.2}"), format!("{sd:.2}"));
            prop_assert_eq!(check(&mean, &sd, u32::try_from(values.len()).unwrap()), Grimmer::Possible);
        }
    }
}
