use proptest::prelude::*;

use super::*;

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1e-300)
}

#[test]
fn five_values_by_hand() {
    // 2, 4, 4, 5, 10: sum 25, mean 5; deviations -3, -1, -1, 0, 5: squares 9 + 1 + 1 + 0 + 25 = 36; variance 9
    let values = [4.0, 10.0, 2.0, 5.0, 4.0];
    assert_eq!(mean_and_squares(&values), (5.0, 36.0));
    let d = describe(&values, QuantileType::Type7).unwrap();
    assert_eq!(d.n, 5);
    assert_eq!(d.sd, Some(3.0));
    assert!(close(d.se.unwrap(), 3.0 / 5.0_f64.sqrt(), 1e-15));
    assert_eq!((d.min, d.q1, d.median, d.q3, d.max), (2.0, 4.0, 4.0, 5.0, 10.0));
}

#[test]
fn the_two_definitions_differ_on_six_values() {
    let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let sas = describe(&values, QuantileType::Type2).unwrap();
    let r = describe(&values, QuantileType::Type7).unwrap();
    // definition 2: np = 1.5, so the 2nd value; definition 7: 1 + 5/4 = 2.25
    assert_eq!((sas.q1, sas.median, sas.q3), (2.0, 3.5, 5.0));
    assert_eq!((r.q1, r.median, r.q3), (2.25, 3.5, 4.75));
    // np whole: average of two
    assert_eq!(quantile(&values, 0.5, QuantileType::Type2), Ok(3.5));
    assert_eq!(quantile(&values, 0.0, QuantileType::Type2), Ok(1.0));
    assert_eq!(quantile(&values, 1.0, QuantileType::Type2), Ok(6.0));
    assert_eq!(quantile(&values, 1.0, QuantileType::Type7), Ok(6.0));
}

#[test]
fn one_value_has_no_spread() {
    let d = describe(&[7.0], QuantileType::Type2).unwrap();
    assert_eq!((d.mean, d.median, d.q1, d.q3, d.sd, d.se), (7.0, 7.0, 7.0, 7.0, None, None));
    assert_eq!(mean_interval(&[7.0], 0.95), Err(StatError::TooFew { needed: 2, found: 1 }));
}

#[test]
fn refusals_name_the_reason() {
    assert_eq!(describe(&[], QuantileType::Type7), Err(StatError::TooFew { needed: 1, found: 0 }));
    assert_eq!(describe(&[1.0, f64::NAN], QuantileType::Type7), Err(StatError::NotFinite { index: 1 }));
    assert_eq!(describe(&[1e200], QuantileType::Type7), Err(StatError::NotFinite { index: 0 }));
    assert_eq!(mean_interval(&[1.0, 2.0], 1.0), Err(StatError::LevelOutOfRange { found: 1.0 }));
    assert!(mean_interval(&[1.0, 2.0], f64::NAN).is_err());
    assert_eq!(mean_interval(&[0.3, 0.7 - 0.4, 0.3], 0.95), Err(StatError::ConstantData));
    assert_eq!(geometric_mean(&[1.0, 0.0], 0.95), Err(StatError::NotPositive { index: 1 }));
}

#[test]
fn geometric_mean_of_powers_of_two() {
    // logs: 1, 2, 3 times ln 2: mean 2 ln 2, SD ln 2
    let g = geometric_mean(&[2.0, 4.0, 8.0], 0.95).unwrap();
    let ln2 = 2.0_f64.ln();
    assert!(close(g.mean, 4.0, 1e-14));
    assert!(close(g.cv.unwrap(), ((ln2 * ln2).exp() - 1.0).sqrt(), 1e-14));
    let i = g.interval.unwrap();
    assert!(close(i.lower * i.upper, 16.0, 1e-13));
    let one = geometric_mean(&[3.0], 0.95).unwrap();
    assert_eq!((one.cv, one.interval), (None, Err(StatError::TooFew { needed: 2, found: 1 })));
}

#[test]
fn a_large_offset_does_not_spoil_the_sd() {
    let d = describe(&[1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0], QuantileType::Type7).unwrap();
    assert_eq!(d.sd, Some(1.0));
}

proptest! {
    #[test]
    fn order_does_not_matter_and_bounds_hold(values in prop::collection::vec(-1e3..1e3_f64, 1..30)) {
        let d = describe(&values, QuantileType::Type2).unwrap();
        let mut turned = values.clone();
        turned.reverse();
        let t = describe(&turned, QuantileType::Type2).unwrap();
        prop_assert!((d.mean - t.mean).abs() < 1e-9);
        prop_assert_eq!((d.median, d.q1, d.q3, d.min, d.max), (t.median, t.q1, t.q3, t.min, t.max));
        prop_assert!(d.min <= d.q1 && d.q1 <= d.median && d.median <= d.q3 && d.q3 <= d.max);
    }

    #[test]
    fn the_interval_moves_and_scales_with_the_data(
        values in prop::collection::vec(-50..50_i32, 3..20), shift in -20..20_i32, scale in 1..9_i32,
    ) {
        let base: Vec<f64> = values.iter().map(|v| f64::from(*v)).collect();
        let moved: Vec<f64> = values.iter().map(|v| f64::from(scale * v + shift)).collect();
        if let Ok(i) = mean_interval(&base, 0.9) {
            let j = mean_interval(&moved, 0.9).unwrap();
            let mean = describe(&base, QuantileType::Type7).unwrap().mean;
            prop_assert!(i.contains(mean));
            prop_assert!((j.lower - (f64::from(scale) * i.lower + f64::from(shift))).abs() < 1e-9);
            prop_assert!((j.upper - (f64::from(scale) * i.upper + f64::from(shift))).abs() < 1e-9);
        }
    }
}
