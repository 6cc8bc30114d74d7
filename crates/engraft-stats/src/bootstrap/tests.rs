use proptest::prelude::*;

use super::*;
use crate::StatError;

const OPTIONS: BootstrapOptions = BootstrapOptions { resamples: 2000, seed: 20, level: 0.9 };

#[test]
fn limits_by_hand() {
    // replicates 1 to 19: (19 + 1) * 0.05 = 1st, (19 + 1) * 0.95 = 19th; at 0.8: 2nd and 18th
    let replicates: Vec<f64> = (1..=19).rev().map(f64::from).collect();
    let i = percentile_limits(&replicates, 0.9).unwrap();
    assert_eq!((i.lower, i.upper), (1.0, 19.0));
    let i = percentile_limits(&replicates, 0.8).unwrap();
    assert_eq!((i.lower, i.upper), (2.0, 18.0));
    assert!(matches!(percentile_limits(&replicates, 0.95), Err(StatError::NotEstimable { .. })));
    // estimate 10: 9 below, 1 equal: share 9.5/19, no correction left
    let b = bca_limits(10.0, &replicates, 0.0, 0.8).unwrap();
    assert_eq!((b.bias_correction, b.at_extreme), (0.0, false));
    assert!((b.interval.lower - 2.0).abs() < 1e-9 && (b.interval.upper - 18.0).abs() < 1e-9);
    // estimate 5: 4 below, 1 equal: share 4.5/19
    let b = bca_limits(5.0, &replicates, 0.0, 0.8).unwrap();
    assert!((crate::dist::normal_cdf(b.bias_correction) - 4.5 / 19.0).abs() < 1e-14);
    assert!(b.at_extreme && b.interval.lower == 1.0);
    assert!(matches!(bca_limits(0.0, &replicates, 0.0, 0.8), Err(StatError::NotEstimable { .. })));
    assert!(matches!(bca_limits(5.0, &replicates, 5.0, 0.8), Err(StatError::NotEstimable { .. })));
}

#[test]
fn three_values_have_their_27_resamples() {
    // means of resamples of 0, 3, 9, times three: 0 (1 of 27), 3 (3), 6 (3), 9 (1 + 3), 12 (6), 15 (3), 18 (3),
    // 21 (3), 27 (1); mean 12, variance of the mean (0 + 9 + 81)/3 - 16 = 14 over 3
    let b = bootstrap(&[0.0, 3.0, 9.0], mean, BootstrapOptions { resamples: 40_000, ..OPTIONS }).unwrap();
    assert!((b.standard_error - (14.0_f64 / 3.0).sqrt()).abs() < 0.03, "{b:?}");
    assert!(b.bias.abs() < 0.05);
    // P(sum = 0) = 1/27 < 0.05, P(sum <= 3) = 4/27 > 0.05: lower end 3/3
    assert!((b.percentile.lower - 1.0).abs() < 1e-12);
    // P(sum >= 27) = 1/27 < 0.05, P(sum >= 21) = 4/27: upper end 21/3
    assert!((b.percentile.upper - 7.0).abs() < 1e-12);
    // jackknife means 6, 4.5, 1.5: centred 2, 0.5, -2.5 from mean 4; a = sum (4 - x)³ / (6 (sum (4 - x)²)^1.5)
    let a = (-8.0 - 0.125 + 15.625) / (6.0 * (4.0_f64 + 0.25 + 6.25).powf(1.5));
    assert!((b.bca.unwrap().acceleration - a).abs() < 1e-14);
}

#[test]
fn the_seed_alone_decides() {
    let values: Vec<f64> = (0..12).map(|i| f64::from(i * i % 31)).collect();
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| bootstrap(&values, median, OPTIONS).unwrap())
    };
    assert_eq!(run(1), run(4));
    assert_ne!(run(1), bootstrap(&values, median, BootstrapOptions { seed: 21, ..OPTIONS }).unwrap());
}

#[test]
fn refusals_name_the_reason() {
    assert_eq!(bootstrap(&[2.0, 2.0], mean, OPTIONS), Err(StatError::ConstantData));
    assert_eq!(bootstrap(&[2.0], mean, OPTIONS), Err(StatError::TooFew { needed: 2, found: 1 }));
    assert_eq!(bootstrap(&[2.0, f64::NAN], mean, OPTIONS), Err(StatError::NotFinite { index: 1 }));
    assert!(bootstrap(&[2.0, 3.0], mean, BootstrapOptions { resamples: 9, ..OPTIONS }).is_err());
    assert!(bootstrap(&[2.0, 3.0], mean, BootstrapOptions { level: 1.0, ..OPTIONS }).is_err());
    assert!(matches!(bootstrap(&[1.0, 2.0], |_| f64::NAN, OPTIONS), Err(StatError::NotEstimable { .. })));
    // six equal middle scores: no left-out value moves the median
    let b = bootstrap(&[1.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 9.0], median, OPTIONS);
    if let Ok(b) = b {
        assert!(matches!(b.bca, Err(StatError::NotEstimable { .. })));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn shift_and_scale_carry_over(values in prop::collection::vec(-50..50_i32, 5..20), shift in -9..9_i32) {
        let a: Vec<f64> = values.iter().map(|v| f64::from(*v)).collect();
        let b: Vec<f64> = values.iter().map(|v| f64::from(4 * v + shift)).collect();
        let small = BootstrapOptions { resamples: 499, ..OPTIONS };
        if let Ok(x) = bootstrap(&a, mean, small) {
            let y = bootstrap(&b, mean, small).unwrap();
            prop_assert!((4.0 * x.percentile.lower + f64::from(shift) - y.percentile.lower).abs() < 1e-9);
            prop_assert!(x.percentile.contains(x.estimate));
            if let (Ok(p), Ok(q)) = (x.bca, y.bca) {
                prop_assert!((4.0 * p.interval.upper + f64::from(shift) - q.interval.upper).abs() < 1e-8);
                prop_assert!((p.acceleration - q.acceleration).abs() < 1e-12);
            }
        }
    }
}

#[test]
#[ignore = "timing: run with --ignored"]
fn ten_thousand_medians_take_milliseconds() {
    let values: Vec<f64> = (0..60).map(|i| f64::from((i * 7919) % 101)).collect();
    #[allow(clippy::disallowed_methods)]
    let start = std::time::Instant::now();
    let b = bootstrap(&values, median, BootstrapOptions { resamples: 10_000, ..OPTIONS });
    println!("{:?} {b:?}", start.elapsed());
}
