//! Root of an increasing function: Newton steps inside a bracket that shrinks at each evaluation.

/// Newton steps before the search falls back on halving alone.
const NEWTON_STEPS: usize = 60;
/// Halvings that take any bracket used here below the spacing of `f64`.
const HALVINGS: usize = 80;

/// Finds `u` in `[lo, hi]` with `f(u) = 0`, where `f` returns its value and its slope and increases.
///
/// A step that leaves the bracket, or a slope of zero, is replaced by the middle of the bracket. After 60 steps
/// only halvings are made, so that the search always ends: the result is the root to the spacing of `f64`, or the
/// nearer end of the bracket if the root lies outside.
pub(crate) fn increasing_root(f: impl Fn(f64) -> (f64, f64), mut lo: f64, mut hi: f64, start: f64) -> f64 {
    let mut u = if start > lo && start < hi { start } else { 0.5 * (lo + hi) };
    for step in 0..NEWTON_STEPS + HALVINGS {
        let (value, slope) = f(u);
        if value == 0.0 {
            return u;
        }
        if value < 0.0 {
            lo = u;
        } else {
            hi = u;
        }
        let newton = u - value / slope;
        let inside = newton.is_finite() && newton > lo && newton < hi;
        let next = if inside && step < NEWTON_STEPS { newton } else { 0.5 * (lo + hi) };
        let small = (next - u).abs() <= 2.0 * f64::EPSILON * u.abs();
        u = next;
        if small {
            return u;
        }
    }
    u
}

#[cfg(test)]
mod tests {
    use super::increasing_root;

    #[test]
    fn a_cube_root_is_found_from_a_poor_start() {
        let root = increasing_root(|u| (u * u * u - 27.0, 3.0 * u * u), -1000.0, 1000.0, 0.0);
        assert!((root - 3.0).abs() < 1e-14, "{root}");
    }

    #[test]
    fn a_flat_function_ends_by_halving() {
        let root = increasing_root(|u| (if u < 2.0 { -1.0 } else { 1.0 }, 0.0), -10.0, 10.0, 0.5);
        assert!((root - 2.0).abs() < 1e-14, "{root}");
    }
}
