//! How large a standard deviation can be on a bounded scale.

use crate::printed::Range;

/// The largest standard deviation (divisor n - 1) that n values between `low` and `high` with this mean can have.
///
/// # Arguments
/// `low` finite; `high` may be infinite, for a scale without an upper end.
/// # Returns
/// The least of three bounds: `√((high - mean)(mean - low) n / (n - 1))`, values at both ends of the scale only;
/// `(mean - low) √n`, one value above and all others at the lower end; `(high - mean) √n`, the same at the upper end. `None` below
/// two values, for a mean outside the scale, or for numbers that are not finite. An upper bound: with whole numbers of
/// subjects at the ends the largest may be a little less.
/// # Validation
/// Hand-worked cases below: 0 to 80, mean 45, n 8 gives 42.4; no upper end, 0, 0, 0, 8 gives 4.
/// # References
/// Bhatia R, Davis C. A better bound on the variance. Am Math Mon 2000;107:353-7. doi:10.1080/00029890.2000.12005203
pub fn largest_sd(mean: f64, low: f64, high: f64, n: u32) -> Option<f64> {
    let size = f64::from(n);
    if n < 2 || mean < low || mean > high || !mean.is_finite() || !low.is_finite() || high.is_nan() {
        return None;
    }
    let root = libm::sqrt(size);
    let one_above = (mean - low) * root;
    if high.is_infinite() {
        return Some(one_above);
    }
    let both_ends = libm::sqrt((high - mean) * (mean - low) * size / (size - 1.0));
    Some(both_ends.min(one_above).min((high - mean) * root))
}

/// The same over every mean that a printed one stands for: the largest of the largest. `None` when no such mean is on the scale.
pub fn largest_sd_over(mean: Range, low: f64, high: f64, n: u32) -> Option<f64> {
    let (from, to) = (mean.low.max(low), mean.high.min(high));
    if from > to {
        return None;
    }
    // the bound rises towards the middle of the scale, and without end where there is no upper one
    let middle = if high.is_infinite() { to } else { 0.5 * (low + high) };
    largest_sd(middle.clamp(from, to), low, high, n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_at_one_end_or_the_other() {
        // 35 · 45 · 8 / 7 = 1800, root 42.43
        assert!((largest_sd(45.0, 0.0, 80.0, 8).unwrap() - 1800.0_f64.sqrt()).abs() < 1e-12);
        // four at 0 and four at 80: mean 40, SD √(8 · 1600 / 7)
        assert!((largest_sd(40.0, 0.0, 80.0, 8).unwrap() - (8.0 * 1600.0 / 7.0_f64).sqrt()).abs() < 1e-12);
        assert_eq!(largest_sd(0.0, 0.0, 80.0, 8), Some(0.0));
        assert_eq!(largest_sd(81.0, 0.0, 80.0, 8), None);
        assert_eq!(largest_sd(40.0, 0.0, 80.0, 1), None);
    }

    #[test]
    fn one_value_alone_at_the_other_end() {
        // 0, 0, 0, 8: mean 2, squares 4 + 4 + 4 + 36 = 48, SD √16 = 4 = 2 · √4
        assert_eq!(largest_sd(2.0, 0.0, f64::INFINITY, 4), Some(4.0));
        // the same on a scale to 80: both ends would need a tenth of a subject
        assert_eq!(largest_sd(2.0, 0.0, 80.0, 4), Some(4.0));
        assert_eq!(largest_sd(78.0, 0.0, 80.0, 4), Some(4.0));
        assert_eq!(largest_sd_over(Range { low: 1.0, high: 2.0 }, 0.0, f64::INFINITY, 4), Some(4.0));
    }

    #[test]
    fn the_mean_nearest_to_the_middle_counts() {
        let over = largest_sd_over(Range { low: 44.5, high: 45.5 }, 0.0, 80.0, 8).unwrap();
        assert_eq!(Some(over), largest_sd(44.5, 0.0, 80.0, 8));
        let middle = largest_sd_over(Range { low: 39.5, high: 40.5 }, 0.0, 80.0, 8);
        assert_eq!(middle, largest_sd(40.0, 0.0, 80.0, 8));
        assert_eq!(largest_sd_over(Range { low: 81.0, high: 82.0 }, 0.0, 80.0, 8), None);
    }
}
