use proptest::prelude::*;

use super::*;
use crate::StatError;

const ALL: [Correction; 4] =
    [Correction::None, Correction::KauermannCarroll, Correction::ManclDeRouen, Correction::FayGraubard];

#[test]
fn the_mean_of_three_subjects_by_hand() {
    // one value each, 1 2 6: mean 3, residuals -2 -1 3, sum of squares 14; sandwich 14 / 9;
    // leverage 1/3: Mancl-DeRouen 14 / 9 * 9/4, Kauermann-Carroll and Fay-Graubard 14 / 9 * 3/2
    let data = GeeData { subject: &[1, 2, 3], visit: &[0, 0, 0], response: &[1.0, 2.0, 6.0], design: &[vec![1.0; 3]] };
    let expected = [14.0 / 9.0, 14.0 / 6.0, 14.0 / 4.0, 14.0 / 6.0];
    for (correction, variance) in ALL.into_iter().zip(expected) {
        let r = gee(&data, GeeFamily::Gaussian, WorkingCorrelation::Independence, correction, 0.95).unwrap();
        let c = r.coefficients[0].unwrap();
        assert!((c.value - 3.0).abs() < 1e-14, "{correction:?}");
        assert!((c.se * c.se - variance).abs() < 1e-13, "{correction:?} {}", c.se * c.se);
        assert!((r.scale - 14.0 / 3.0).abs() < 1e-13 && r.df == 2.0 && c.interval.contains(c.value));
        // model: phi / n
        assert!((c.model_se * c.model_se - 14.0 / 9.0).abs() < 1e-13);
    }
}

#[test]
fn exchangeable_correlation_of_pairs_by_hand() {
    // residuals about the mean 3 of (1, 2), (4, 5): -2 -1 1 2; phi = 10 / 4, products 2 and 2: alpha = 2 / 2.5
    let data = GeeData {
        subject: &[1, 1, 2, 2],
        visit: &[0, 1, 0, 1],
        response: &[1.0, 2.0, 4.0, 5.0],
        design: &[vec![1.0; 4]],
    };
    for working in [WorkingCorrelation::Exchangeable, WorkingCorrelation::Ar1] {
        let r = gee(&data, GeeFamily::Gaussian, working, Correction::None, 0.95).unwrap();
        assert!((r.alpha - 0.8).abs() < 1e-12 && (r.scale - 2.5).abs() < 1e-12, "{working:?} {}", r.alpha);
    }
}

#[test]
fn hostile_input_is_refused_with_a_reason() {
    let run = |y: &[f64], family| {
        let (subject, visit) = ([1, 1, 2, 2, 3, 3], [0, 1, 0, 1, 0, 1]);
        let design = [vec![1.0; 6], vec![0.0, 1.0, 0.0, 1.0, 0.0, 1.0]];
        let data = GeeData { subject: &subject, visit: &visit, response: y, design: &design };
        gee(&data, family, WorkingCorrelation::Exchangeable, Correction::ManclDeRouen, 0.95).err()
    };
    use GeeFamily::*;
    assert_eq!(run(&[1.0, f64::NAN, 1.0, 2.0, 0.0, 1.0], Gaussian), Some(StatError::NotFinite { index: 1 }));
    assert!(matches!(run(&[0.0, 2.0, 1.0, 1.0, 0.0, 1.0], Binomial), Some(StatError::InvalidParameter { .. })));
    assert!(matches!(run(&[0.0, -2.0, 1.0, 1.0, 0.0, 1.0], Poisson), Some(StatError::InvalidParameter { .. })));
    // every second visit an event, no first visit: separation
    assert!(matches!(run(&[0.0, 1.0, 0.0, 1.0, 0.0, 1.0], Binomial), Some(StatError::NotEstimable { .. })));
    assert!(run(&[1.0, 2.0, 1.0, 2.0, 1.0, 2.0], Gaussian).is_some());
    assert!(matches!(run(&[1.0, 2.0], Gaussian), Some(StatError::LengthMismatch { .. })));
    assert!(run(&[], Gaussian).is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn corrections_widen_and_scale_does_not_matter(
        y in prop::collection::vec(-3.0..3.0_f64, 24), scale in 0.01..100.0_f64,
    ) {
        let subject: Vec<usize> = (0..24).map(|i| i / 3).collect();
        let visit: Vec<usize> = (0..24).map(|i| i % 3).collect();
        let design = [vec![1.0; 24], visit.iter().map(|v| *v as f64).collect()];
        let run = |factor: f64, correction| {
            let response: Vec<f64> = y.iter().map(|v| v * factor).collect();
            let data = GeeData { subject: &subject, visit: &visit, response: &response, design: &design };
            gee(&data, GeeFamily::Gaussian, WorkingCorrelation::Exchangeable, correction, 0.9)
        };
        if let (Ok(none), Ok(kc), Ok(md), Ok(moved)) = (run(1.0, ALL[0]), run(1.0, ALL[1]), run(1.0, ALL[2]), run(scale, ALL[2])) {
            for i in 0..2 {
                let se = |g: &Gee| g.coefficients[i].unwrap().se;
                prop_assert!(se(&none) <= se(&kc) * (1.0 + 1e-9) && se(&kc) <= se(&md) * (1.0 + 1e-9));
                prop_assert!((se(&moved) / scale / se(&md) - 1.0).abs() < 1e-7);
            }
        }
    }
}
