//! A printed p against the statistic or the interval printed beside it, all as intervals because all are rounded.

use engraft_stats::dist::{normal_quantile, normal_sf, student_quantile, student_sf};

use crate::printed::Range;

/// The two-sided p that a t (with degrees of freedom) or z statistic can have; `None` for df that is not above zero.
pub fn p_of_statistic(statistic: Range, df: Option<f64>) -> Option<Range> {
    let (near, far) = nearest_and_farthest(statistic);
    let p = |t: f64| match df {
        Some(df) => student_sf(t, df).ok().map(|p| (2.0 * p).min(1.0)),
        None => Some((2.0 * normal_sf(t)).min(1.0)),
    };
    Some(Range { low: p(far)?, high: p(near)? })
}

/// The size of the test statistic that an estimate with its interval can have.
///
/// # Arguments
/// Estimate and ends as what their rounding leaves, on the scale on which the interval is symmetric (logarithms for
/// ratios); `level` of the interval; `df` of a t interval, none for the normal distribution.
/// # Returns
/// `|estimate| / se` with `se = (upper - lower) / (2 q(level))`, over every combination, q being the quantile of t or of the normal
/// distribution. `None` when the interval may have no width, or for df below 1.
/// # References
/// Altman DG, Bland JM. How to obtain the P value from a confidence interval. BMJ 2011;343:d2304. doi:10.1136/bmj.d2304
pub fn statistic_of_interval(
    estimate: Range,
    (lower, upper): (Range, Range),
    level: f64,
    df: Option<f64>,
) -> Option<Range> {
    let at = 0.5 + 0.5 * level;
    let quantile = match df {
        Some(df) => student_quantile(at, df).ok()?,
        None => normal_quantile(at).ok()?,
    };
    let widest = (upper.high - lower.low) / (2.0 * quantile);
    let narrowest = (upper.low - lower.high) / (2.0 * quantile);
    if !(narrowest > 0.0 && widest.is_finite()) {
        return None;
    }
    let (near, far) = nearest_and_farthest(estimate);
    Some(Range { low: near / widest, high: far / narrowest })
}

/// The two-sided p that an estimate with its interval can have; see [`statistic_of_interval`].
pub fn p_of_interval(estimate: Range, ends: (Range, Range), level: f64, df: Option<f64>) -> Option<Range> {
    p_of_statistic(statistic_of_interval(estimate, ends, level, df)?, df)
}

/// The size of a statistic, whatever its sign.
pub fn size(statistic: Range) -> Range {
    let (low, high) = nearest_and_farthest(statistic);
    Range { low, high }
}

/// The range of the logarithm; `None` where it may not be above zero.
pub fn logarithm(range: Range) -> Option<Range> {
    (range.low > 0.0).then(|| Range { low: libm::log(range.low), high: libm::log(range.high) })
}

/// Distances from zero of the nearest and the farthest value.
fn nearest_and_farthest(range: Range) -> (f64, f64) {
    let (a, b) = (range.low.abs(), range.high.abs());
    let near = if range.low <= 0.0 && range.high >= 0.0 { 0.0 } else { a.min(b) };
    (near, a.max(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printed::{Printed, PrintedP};

    fn range(text: &str) -> Range {
        Printed::parse(text).unwrap().range()
    }

    #[test]
    fn a_printed_t_leaves_a_range_of_p() {
        // df 2: p = 1 - t / √(t² + 2)
        let exact = |t: f64| 1.0 - t / (t * t + 2.0).sqrt();
        let p = p_of_statistic(range("2.5"), Some(2.0)).unwrap();
        assert!((p.low - exact(2.55)).abs() < 1e-12 && (p.high - exact(2.45)).abs() < 1e-12);
        assert_eq!(p_of_statistic(range("0.0"), None).unwrap().high, 1.0);
        assert_eq!(p_of_statistic(range("-2.5"), Some(2.0)), p_of_statistic(range("2.5"), Some(2.0)));
        assert!(p_of_statistic(range("2.5"), Some(0.0)).is_none());
    }

    #[test]
    fn a_line_of_zhou_2020_agrees_only_as_an_interval() {
        // C4 at 3 months: -0.01 (-0.04, 0.02), printed P 0.46; from the middle of the ranges it would be 0.51
        let p = p_of_interval(range("-0.01"), (range("-0.04"), range("0.02")), 0.95, None).unwrap();
        assert!(p.low < 0.46 && p.high > 0.51, "{p:?}");
        assert!(p.meets(PrintedP::parse("0.46").unwrap().range()));
        // SLEDAI at 6 months: -4.25 (-6.78, -1.72), P 0.001
        let p = p_of_interval(range("-4.25"), (range("-6.78"), range("-1.72")), 0.95, None).unwrap();
        assert!(p.meets(PrintedP::parse("0.001").unwrap().range()));
        assert!(!p.meets(PrintedP::parse("0.01").unwrap().range()));
    }

    #[test]
    fn a_t_interval_gives_its_t_and_its_p() {
        // df 2: q(0.95) = 4.302653; estimate 10, interval 0 to 20: se = 20 / 8.605 = 2.3241, t = q, p = 0.05
        let point = Range::point;
        let ends = (point(0.0), point(20.0));
        let t = statistic_of_interval(point(10.0), ends, 0.95, Some(2.0)).unwrap();
        let q = 0.95 / (2.0_f64 * 0.975 * 0.025).sqrt();
        assert!((t.low - q).abs() < 1e-9 && (t.high - q).abs() < 1e-9);
        let p = p_of_interval(point(-10.0), (point(-20.0), point(0.0)), 0.95, Some(2.0)).unwrap();
        assert!((p.low - 0.05).abs() < 1e-9 && (p.high - 0.05).abs() < 1e-9);
        assert_eq!(statistic_of_interval(range("1"), (range("1"), range("1")), 0.95, None), None);
        assert_eq!(size(Range { low: -3.0, high: -2.0 }), Range { low: 2.0, high: 3.0 });
    }

    #[test]
    fn a_ratio_is_taken_on_the_log_scale() {
        // adverse events of Zhou 2020: OR 0.26 (0.07, 0.89), printed P 0.03
        let log = |text| logarithm(range(text)).unwrap();
        let p = p_of_interval(log("0.26"), (log("0.07"), log("0.89")), 0.95, None).unwrap();
        assert!(p.meets(PrintedP::parse("0.03").unwrap().range()), "{p:?}");
        assert!(logarithm(range("0.0")).is_none());
    }
}
