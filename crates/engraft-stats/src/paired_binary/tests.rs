use proptest::prelude::*;

use super::*;
use crate::StatError;

fn table(both: u64, first_only: u64, second_only: u64, neither: u64) -> PairedTable {
    PairedTable { both, first_only, second_only, neither }
}

#[test]
fn one_against_seven_by_hand() {
    // of 8 pairs that differ, 1 and 7: P(0) + P(1) = 9/256, twice 18/256; mid-P less 8/256
    let r = paired_binary(table(1, 1, 7, 12), 0.95).unwrap();
    assert!((r.exact_p - 18.0 / 256.0).abs() < 1e-15 && (r.mid_p - 10.0 / 256.0).abs() < 1e-15);
    assert!((r.difference + 6.0 / 21.0).abs() < 1e-15);
    let o = r.odds_ratio.unwrap();
    assert!((o.estimate.unwrap() - 1.0 / 7.0).abs() < 1e-15);
}

#[test]
fn equal_numbers_and_none_that_differ() {
    // 1 and 1: P = 1; mid-P 1 - (2/4)/2
    let r = paired_binary(table(2, 1, 1, 0), 0.95).unwrap();
    assert!(r.exact_p == 1.0 && (r.mid_p - 0.75).abs() < 1e-15);
    let r = paired_binary(table(3, 0, 0, 4), 0.95).unwrap();
    assert_eq!((r.exact_p, r.mid_p), (1.0, 0.5));
    // no pair differs: the score interval is ± z²/(n + z²)
    let z2 = 1.959_963_984_540_054_f64.powi(2);
    assert!((r.tango.upper - z2 / (7.0 + z2)).abs() < 1e-12 && (r.tango.lower + r.tango.upper).abs() < 1e-12);
    assert!(matches!(r.odds_ratio, Err(StatError::NotEstimable { .. })));
}

#[test]
fn all_pairs_one_way() {
    let r = paired_binary(table(0, 5, 0, 0), 0.95).unwrap();
    assert_eq!((r.difference, r.tango.upper), (1.0, 1.0));
    assert!((r.exact_p - 0.0625).abs() < 1e-15 && r.tango.lower > 0.0 && r.newcombe.lower > 0.0);
    let o = r.odds_ratio.unwrap();
    assert!(o.estimate.is_none() && o.exact.upper == f64::INFINITY && o.exact.lower > 0.0);
    assert_eq!(paired_binary(table(0, 0, 0, 0), 0.95), Err(StatError::TooFew { needed: 1, found: 0 }));
    assert!(paired_binary(table(u64::MAX, u64::MAX, 1, 1), 0.95).is_err());
    assert!(paired_binary(table(1, 1, 1, 1), 1.0).is_err());
}

proptest! {
    #[test]
    fn times_can_be_exchanged(a in 0..12_u64, b in 0..12_u64, c in 0..12_u64, d in 0..12_u64, level in 0.5..0.99_f64) {
        if let Ok(r) = paired_binary(table(a, b, c, d), level) {
            let s = paired_binary(table(a, c, b, d), level).unwrap();
            prop_assert!((r.exact_p - s.exact_p).abs() < 1e-14 && (r.mid_p - s.mid_p).abs() < 1e-14);
            prop_assert!((r.tango.lower + s.tango.upper).abs() < 1e-9, "{:?} {:?}", r.tango, s.tango);
            prop_assert!((r.newcombe.lower + s.newcombe.upper).abs() < 1e-12);
            for i in [r.tango, r.newcombe] {
                prop_assert!(i.contains(r.difference) && i.lower >= -1.0 - 1e-12 && i.upper <= 1.0 + 1e-12);
            }
            // yes and no exchanged turns the sign
            let t = paired_binary(table(d, c, b, a), level).unwrap();
            prop_assert!((r.tango.lower + t.tango.upper).abs() < 1e-9);
            prop_assert!((r.newcombe.lower + t.newcombe.upper).abs() < 1e-12);
            if let (Ok(o), Ok(p)) = (r.odds_ratio, s.odds_ratio) {
                prop_assert!(o.exact.lower <= o.mid_p.lower + 1e-12 && o.exact.upper >= o.mid_p.upper - 1e-12);
                prop_assert!(p.exact.upper.is_infinite() || (o.exact.lower * p.exact.upper - 1.0).abs() < 1e-10);
            }
        }
    }
}
