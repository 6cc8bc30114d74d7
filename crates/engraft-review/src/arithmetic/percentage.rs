//! A printed percentage against x of n.

use crate::printed::Printed;

/// Whether x of n prints as this percentage, either way of rounding a half; `None` for n of zero or x above n.
pub fn fits(events: u64, of: u64, percent: &Printed) -> Option<bool> {
    let share = share(events, of)?;
    let range = percent.range();
    // a share that lies on the very edge of the rounding may print either way
    let slack = 1e-9;
    Some(range.low - slack <= share && share <= range.high + slack)
}

/// x of n in per cent; `None` for n of zero or x above n.
pub fn share(events: u64, of: u64) -> Option<f64> {
    (of > 0 && events <= of).then(|| 100.0 * events as f64 / of as f64)
}

/// The denominators up to `most` of which `events` is the printed percentage: what a percentage says where the paper
/// does not say "of whom".
pub fn denominators(events: u64, percent: &Printed, most: u64) -> Vec<u64> {
    (1..=most.min(100_000)).filter(|of| fits(events, *of, percent) == Some(true)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Printed {
        Printed::parse(text).unwrap()
    }

    #[test]
    fn a_percentage_fits_what_rounds_to_it() {
        assert_eq!(fits(4, 5, &printed("80")), Some(true));
        // 7 of 24 is 29.1667
        assert_eq!(fits(7, 24, &printed("29.2")), Some(true));
        assert_eq!(fits(7, 24, &printed("29.1")), Some(false));
        // 1 of 8 is 12.5: prints as 13, or half to even as 12
        assert_eq!((fits(1, 8, &printed("13")), fits(1, 8, &printed("12"))), (Some(true), Some(true)));
        assert_eq!((fits(1, 0, &printed("0")), fits(3, 2, &printed("100"))), (None, None));
    }

    #[test]
    fn a_percentage_names_its_denominators() {
        // 3 relapses printed as 12.5 % are 3 of 24, not of the 40 enrolled
        assert_eq!(denominators(3, &printed("12.5"), 40), [24]);
    }
}
