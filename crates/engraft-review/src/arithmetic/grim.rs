//! GRIM: can whole numbers have the printed mean?

use engraft_base::Dec;

use crate::printed::Printed;

/// What GRIM finds.
#[derive(Clone, PartialEq, Debug)]
pub struct Grim {
    /// Whole totals that give the printed mean, least and largest; none when there is none.
    pub totals: Option<(i64, i64)>,
    /// The nearest mean that whole numbers can have, below or at the printed one.
    pub below: f64,
    /// The same above.
    pub above: f64,
    /// Whether any printed mean of so many decimals could fail: the step between possible means is wider than the
    /// rounding.
    pub can_fail: bool,
}

/// Whether a mean of `n` whole numbers (or of `n` averages over `items` whole numbers) can print as it does.
///
/// # Arguments
/// `mean` as printed; `n` values, at least 1; `items` whole numbers behind each value, 1 for a plain score.
/// # Returns
/// [`Grim`]; `None` for n or items of zero or numbers that do not fit. Both ends of the rounding interval are allowed, so that
/// no rounding rule is accused.
/// # Validation
/// Brown and Heathers' example: a mean of 5.19 from 28 whole numbers is impossible (5.18 and 5.21 are not).
/// # References
/// Brown NJL, Heathers JAJ. The GRIM test. Soc Psychol Personal Sci 2017;8:363-9. doi:10.1177/1948550616673876
pub fn grim(mean: &Printed, n: u32, items: u32) -> Option<Grim> {
    let count = i64::from(n).checked_mul(i64::from(items)).filter(|c| *c > 0)?;
    let (low, high) = mean.ends()?;
    let size = Dec::from_int(count);
    let least = ceiling(low.times(size)?)?;
    let largest = floor(high.times(size)?)?;
    let at = floor(mean.value.times(size)?)?;
    let mean_of = |total: i64| total as f64 / count as f64;
    let width = mean.half.times(Dec::from_int(2))?.times(size)?;
    Some(Grim {
        totals: (least <= largest).then_some((least, largest)),
        below: mean_of(at),
        above: mean_of(at.checked_add(1)?),
        can_fail: width < Dec::ONE,
    })
}

/// Totals beyond this are not exact as floats, and no sum of clinical values is so large.
const LARGEST_WHOLE: f64 = 4e15;

/// The largest whole number at or below; none beyond 4e15.
pub(crate) fn floor(value: Dec) -> Option<i64> {
    let whole = value.to_f64().floor();
    if whole.abs() > LARGEST_WHOLE {
        return None;
    }
    // a float of this size may be one off; decimals settle it
    let guess = whole as i64;
    [guess.checked_add(1)?, guess, guess.checked_sub(1)?].into_iter().find(|v| Dec::from_int(*v) <= value)
}

/// The least whole number at or above; none beyond 4e15.
pub(crate) fn ceiling(value: Dec) -> Option<i64> {
    floor(value.negated())?.checked_neg()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mean: &str, n: u32, items: u32) -> Grim {
        grim(&Printed::parse(mean).unwrap(), n, items).unwrap()
    }

    #[test]
    fn the_example_of_brown_and_heathers() {
        // 28 · 5.185 = 145.18 and 28 · 5.195 = 145.46: no whole number between
        let found = check("5.19", 28, 1);
        assert_eq!(found.totals, None);
        assert!((found.below - 145.0 / 28.0).abs() < 1e-12 && (found.above - 146.0 / 28.0).abs() < 1e-12);
        assert_eq!(check("5.18", 28, 1).totals, Some((145, 145)));
        assert_eq!(check("5.21", 28, 1).totals, Some((146, 146)));
    }

    #[test]
    fn a_mean_without_decimals_never_fails() {
        // 8 · 44.5 = 356 to 8 · 45.5 = 364
        let found = check("45", 8, 1);
        assert_eq!(found.totals, Some((356, 364)));
        assert!(!found.can_fail);
    }

    #[test]
    fn both_ends_of_the_rounding_are_allowed() {
        // 12.25 exactly from 49 of 4: prints as 12.3 or, half to even, as 12.2
        assert_eq!(check("12.2", 4, 1).totals, Some((49, 49)));
        assert_eq!(check("12.3", 4, 1).totals, Some((49, 49)));
        assert_eq!(check("-12.3", 4, 1).totals, Some((-49, -49)));
    }

    #[test]
    fn items_make_the_step_finer() {
        // 3.1 · 5 = 15.5: 15.25 to 15.75 holds no whole number; with 4 items 61 to 63 do
        assert_eq!(check("3.1", 5, 1).totals, None);
        assert_eq!(check("3.1", 5, 4).totals, Some((61, 63)));
        assert_eq!(grim(&Printed::parse("3.1").unwrap(), 0, 1), None);
    }

    #[test]
    fn floors_and_ceilings_are_exact() {
        assert_eq!((floor(Dec::scaled(-25, 1)), ceiling(Dec::scaled(-25, 1))), (Some(-3), Some(-2)));
        assert_eq!((floor(Dec::from_int(7)), ceiling(Dec::from_int(7))), (Some(7), Some(7)));
    }
}
