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

/// Value, slope, and second derivative over the slope of a function at a point.
pub(crate) type Bend = (f64, f64, f64);

/// Steps of this size, against the scale on which the function bends, are the last: their cube is lost in rounding.
const LAST_STEP: f64 = 1e-5;

/// As [`increasing_root`], with Halley's steps: `f` also returns its second derivative over its slope.
///
/// `scale` is the length over which the slope of `f` changes notably. What remains after a step is of the order of the
/// step's cube over the square of `scale`, so that a step below 1e-5 of it ends the search.
pub(crate) fn increasing_root_by_bend(
    f: impl Fn(f64) -> Bend,
    (mut lo, mut hi): (f64, f64),
    start: f64,
    scale: f64,
) -> f64 {
    let mut u = if start > lo && start < hi { start } else { 0.5 * (lo + hi) };
    for step in 0..NEWTON_STEPS + HALVINGS {
        let (value, slope, bend) = f(u);
        if value == 0.0 {
            return u;
        }
        if value < 0.0 {
            lo = u;
        } else {
            hi = u;
        }
        let newton = -value / slope;
        // the correction is that of a nearby root: it may double or halve a step, no more
        let next = u + newton / (1.0 + 0.5 * newton * bend).clamp(0.5, 2.0);
        let inside = next.is_finite() && next > lo && next < hi && step < NEWTON_STEPS;
        let next = if inside { next } else { 0.5 * (lo + hi) };
        let moved = (next - u).abs();
        u = next;
        if moved <= 2.0 * f64::EPSILON * u.abs() || (inside && moved <= LAST_STEP * scale) {
            return u;
        }
    }
    u
}

#[cfg(test)]
mod tests {
    use super::{increasing_root, increasing_root_by_bend};

    #[test]
    fn a_bent_step_triples_the_digits() {
        let calls = std::cell::Cell::new(0);
        let cube = |u: f64| {
            calls.set(calls.get() + 1);
            (u * u * u - 27.0, 3.0 * u * u, 2.0 / u)
        };
        let root = increasing_root_by_bend(cube, (0.0, 1000.0), 3.3, 1.0);
        assert!((root - 3.0).abs() < 1e-15 && calls.get() <= 4, "{root} {}", calls.get());
        assert!((increasing_root_by_bend(cube, (0.0, 1000.0), -5.0, 1.0) - 3.0).abs() < 1e-15);
        // without a slope only halving is left
        let flat = increasing_root_by_bend(|u| (if u < 2.0 { -1.0 } else { 1.0 }, 0.0, 0.0), (-10.0, 10.0), 0.5, 1.0);
        assert!((flat - 2.0).abs() < 1e-14, "{flat}");
    }

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
