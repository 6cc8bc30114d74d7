//! Blaker's interval: every proportion that Blaker's exact test does not reject.

use crate::StatError;
use crate::exact::{Family, TwoSided, invert};

/// Above this the search over all segments takes seconds.
const LARGEST: u64 = 2_000;

/// Ends of the interval; the whole of it when the set has a hole.
pub(super) fn blaker(x: u64, n: u64, alpha: f64) -> Result<(f64, f64), StatError> {
    if n > LARGEST {
        return Err(StatError::TooLarge { limit: LARGEST as usize, found: n as usize });
    }
    let found = invert(&Family::binomial(n), x as usize, alpha, TwoSided::Blaker);
    let share = |odds: f64| if odds.is_infinite() { 1.0 } else { odds / (1.0 + odds) };
    Ok((share(found.lower), share(found.upper)))
}
