use proptest::prelude::*;

use super::*;
use crate::StatError;
use crate::longitudinal::{Covariance, DegreesOfFreedom, Estimation, Information};

const KR: DegreesOfFreedom = DegreesOfFreedom::KenwardRogerLinear(Information::Observed);
const SATTERTHWAITE: DegreesOfFreedom = DegreesOfFreedom::Satterthwaite(Information::Observed);

struct Trial {
    subject: Vec<usize>,
    visit: Vec<usize>,
    arm: Vec<usize>,
    response: Vec<f64>,
    visits: usize,
}

impl Trial {
    /// Subject by subject, `None` for a missing visit.
    fn new(arms: &[usize], values: &[Vec<Option<f64>>]) -> Trial {
        let mut t = Trial { subject: vec![], visit: vec![], arm: vec![], response: vec![], visits: 0 };
        for (i, (arm, row)) in arms.iter().zip(values).enumerate() {
            t.visits = t.visits.max(row.len());
            for (v, y) in row.iter().enumerate().filter_map(|(v, y)| y.map(|y| (v, y))) {
                t.subject.push(i);
                t.visit.push(v);
                t.arm.push(*arm);
                t.response.push(y);
            }
        }
        t
    }

    fn model(&self) -> TrialModel {
        let rows: Vec<TrialRow> = (self.arm.iter().zip(&self.visit))
            .map(|(arm, visit)| TrialRow { arm: *arm, visit: *visit, baseline: 0.0, covariates: vec![] })
            .collect();
        let arms = self.arm.iter().max().unwrap() + 1;
        TrialModel::new(&rows, arms, self.visits, BaselineTerm::Absent).unwrap()
    }

    fn fit(&self, structures: &[Covariance], by_arm: bool) -> Result<MmrmFit, StatError> {
        let model = self.model();
        let data = MmrmData {
            subject: &self.subject,
            visit: &self.visit,
            visits: self.visits,
            response: &self.response,
            design: model.columns(),
            covariance_group: by_arm.then_some(&self.arm),
        };
        mmrm(&data, &MmrmOptions { estimation: Estimation::Reml, structures })
    }
}

fn all(rows: &[&[f64]]) -> Vec<Vec<Option<f64>>> {
    rows.iter().map(|r| r.iter().map(|v| Some(*v)).collect()).collect()
}

#[test]
fn one_visit_in_two_arms_is_the_pooled_t_test() {
    // 1 2 3 against 4 6 8: means 2 and 6; pooled variance (2 + 8) / 4 = 2.5; se² = 2.5 * 2 / 3
    let t = Trial::new(&[0, 0, 0, 1, 1, 1], &all(&[&[1.0], &[2.0], &[3.0], &[4.0], &[6.0], &[8.0]]));
    let fit = t.fit(&[Covariance::Independent], false).unwrap();
    let e = fit.estimate(&t.model().difference(1, 0, 0), KR, 0.95).unwrap();
    assert!((fit.covariance[0].parameters[0] - 2.5).abs() < 1e-12);
    assert!((e.value - 4.0).abs() < 1e-12 && (e.se - (5.0_f64 / 3.0).sqrt()).abs() < 1e-12);
    assert!((e.df - 4.0).abs() < 1e-9);
    // -2 log REML likelihood: 4 log(2 pi) + 4 log 2.5 + log(3 * 3) + 4 (per variance 2.5, 10 / 2.5 = 4)
    let expected = 4.0 * (2.0 * std::f64::consts::PI).ln() + 4.0 * 2.5_f64.ln() + 9.0_f64.ln() + 4.0;
    assert!((fit.deviance - expected).abs() < 1e-12);
}

#[test]
fn a_variance_for_each_arm_is_the_welch_test() {
    // variances 1 and 4 of 3 each: se² = 1/3 + 4/3; df = (5/3)² / ((1/3)² / 2 + (4/3)² / 2) = 50 / 17
    let t = Trial::new(&[0, 0, 0, 1, 1, 1], &all(&[&[1.0], &[2.0], &[3.0], &[4.0], &[6.0], &[8.0]]));
    let fit = t.fit(&[Covariance::Diagonal], true).unwrap();
    for method in [SATTERTHWAITE, KR] {
        let e = fit.estimate(&t.model().difference(1, 0, 0), method, 0.95).unwrap();
        assert!((e.se - (5.0_f64 / 3.0).sqrt()).abs() < 1e-10, "{method:?}");
        assert!((e.df - 50.0 / 17.0).abs() < 1e-8, "{method:?} {}", e.df);
    }
}

#[test]
fn complete_pairs_give_the_paired_t_test() {
    // changes 1, 2, 4, 1: mean 2, variance 2, se² = 1/2, df 3
    let t = Trial::new(&[0; 4], &all(&[&[5.0, 6.0], &[4.0, 6.0], &[7.0, 11.0], &[6.0, 7.0]]));
    let fit = t.fit(&[Covariance::Unstructured], false).unwrap();
    let e = fit.estimate(&t.model().change(0, 1, 0), KR, 0.95).unwrap();
    assert!((e.value - 2.0).abs() < 1e-12 && (e.se - 0.5_f64.sqrt()).abs() < 1e-10 && (e.df - 3.0).abs() < 1e-8);
    // variances of 5 4 7 6 and of 6 6 11 7, covariance: 5/3, 17/3, 8/3
    let found = &fit.covariance[0].parameters;
    for (f, w) in found.iter().zip([5.0 / 3.0, 8.0 / 3.0, 17.0 / 3.0]) {
        assert!((f - w).abs() < 1e-9, "{found:?}");
    }
    assert!(fit.attempts.is_empty() && fit.aic() == fit.deviance + 6.0);
    let ml = MmrmOptions { estimation: Estimation::Ml, structures: &[Covariance::Unstructured] };
    let model = t.model();
    let data = MmrmData {
        subject: &t.subject,
        visit: &t.visit,
        visits: 2,
        response: &t.response,
        design: model.columns(),
        covariance_group: None,
    };
    let fit = mmrm(&data, &ml).unwrap();
    // maximum likelihood divides by 4, not 3
    assert!((fit.covariance[0].parameters[0] - 1.25).abs() < 1e-9);
    assert!(matches!(fit.estimate(&model.mean(0, 0), KR, 0.95), Err(StatError::NotEstimable { .. })));
    assert!(fit.estimate(&model.mean(0, 0), SATTERTHWAITE, 0.95).is_ok());
}

#[test]
fn an_arm_never_seen_at_a_visit_is_named_and_the_rest_is_given() {
    let some = |a, b, c: Option<f64>| vec![Some(a), Some(b), c];
    let values = [
        some(1.0, 2.0, Some(4.0)),
        some(2.0, 2.5, Some(3.0)),
        some(3.0, 5.0, Some(6.0)),
        some(2.2, 3.7, Some(3.9)),
        some(1.5, 1.0, None),
        some(2.5, 3.0, None),
        some(4.0, 3.5, None),
        some(3.1, 2.2, None),
    ];
    let t = Trial::new(&[0, 0, 0, 0, 1, 1, 1, 1], &values);
    let fit = t.fit(&LADDER, false).unwrap();
    let model = t.model();
    assert_eq!(fit.aliased, [5]);
    assert_eq!(model.name(5), "arm 1 visit 2");
    assert_eq!(fit.coefficients.iter().filter(|c| c.is_none()).count(), 1);
    assert!(matches!(fit.estimate(&model.mean(1, 2), KR, 0.95), Err(StatError::NotEstimable { .. })));
    assert!(fit.estimate(&model.difference(1, 0, 1), KR, 0.95).is_ok());
    assert!(matches!(fit.test(&model.any_difference(), KR), Err(StatError::NotEstimable { .. })));
}

#[test]
fn the_ladder_says_why_it_went_down() {
    // five subjects, five visits: no unstructured matrix can be estimated
    let rows: [&[f64]; 5] = [
        &[3.0, 3.5, 4.1, 4.0, 5.2],
        &[2.0, 2.2, 2.0, 3.1, 2.9],
        &[4.0, 5.0, 4.6, 5.9, 6.5],
        &[3.3, 2.9, 3.9, 3.6, 4.4],
        &[5.0, 5.8, 5.1, 6.6, 6.0],
    ];
    let t = Trial::new(&[0; 5], &all(&rows));
    let fit = t.fit(&LADDER, false).unwrap();
    assert!(!fit.attempts.is_empty());
    assert_eq!(fit.attempts[0].structure, Covariance::Unstructured);
    assert!(matches!(fit.attempts[0].reason, StatError::NotConverged { .. } | StatError::NotEstimable { .. }));
    assert_ne!(fit.structure, Covariance::Unstructured);
    assert!(t.fit(&[Covariance::Unstructured], false).is_err());
    // visits 0 and 2 never in one subject
    let some = |a: Option<f64>, b: Option<f64>, c: Option<f64>| vec![a, b, c];
    let values: Vec<_> = (0..8)
        .map(|i| {
            let x = f64::from(i) * 0.7 % 2.0;
            if i % 2 == 0 {
                some(Some(x), Some(x + 0.3 * f64::from(i % 3)), None)
            } else {
                some(None, Some(x), Some(1.0 + x - 0.2 * f64::from(i % 4)))
            }
        })
        .collect();
    let fit = Trial::new(&[0; 8], &values).fit(&[Covariance::Unstructured], false);
    assert_eq!(fit.err(), Some(StatError::NotEstimable { reason: "two visits share fewer than two subjects" }));
}

#[test]
fn hostile_input_is_refused_with_a_reason() {
    let design = [vec![1.0; 4]];
    let data = |response: &[f64], visit: &[usize], design: &[Vec<f64>]| {
        let subject = [0, 0, 1, 1];
        let d = MmrmData { subject: &subject, visit, visits: 2, response, design, covariance_group: None };
        mmrm(&d, &MmrmOptions::default()).err()
    };
    let visits = [0, 1, 0, 1];
    assert_eq!(data(&[1.0, f64::NAN, 2.0, 3.0], &visits, &design), Some(StatError::NotFinite { index: 1 }));
    assert_eq!(data(&[1.0, f64::INFINITY, 2.0, 3.0], &visits, &design), Some(StatError::NotFinite { index: 1 }));
    assert_eq!(data(&[1.0; 4], &visits, &design), Some(StatError::ConstantData));
    assert!(matches!(data(&[1.0, 2.0], &visits, &design), Some(StatError::LengthMismatch { .. })));
    assert!(matches!(data(&[1.0, 2.0, 4.0, 3.0], &[0, 0, 0, 1], &design), Some(StatError::NotEstimable { .. })));
    assert!(matches!(data(&[1.0, 2.0, 4.0, 3.0], &[0, 7, 0, 1], &design), Some(StatError::InvalidCount { .. })));
    assert!(matches!(data(&[1.0, 2.0, 4.0, 3.0], &visits, &[]), Some(StatError::TooFew { .. })));
    assert!(matches!(data(&[1.0, 2.0, 4.0, 3.0], &visits, &[vec![0.0; 4]]), Some(StatError::NotEstimable { .. })));
    assert!(matches!(data(&[1.0, 2.0, 4.0, 3.0], &visits, &[vec![1.0; 3]]), Some(StatError::LengthMismatch { .. })));
    let far = MmrmData {
        subject: &[0, 0, 1],
        visit: &[0, 1, 0],
        visits: usize::MAX,
        response: &[1.0, 2.0, 4.0],
        design: &[vec![1.0; 3]],
        covariance_group: None,
    };
    assert!(matches!(mmrm(&far, &MmrmOptions::default()), Err(StatError::TooLarge { .. })));
    let groups = MmrmData { visits: 2, covariance_group: Some(&[usize::MAX, usize::MAX, 0]), ..far };
    assert!(matches!(mmrm(&groups, &MmrmOptions::default()), Err(StatError::InvalidCount { .. })));
    let empty = MmrmData { subject: &[], visit: &[], visits: 0, response: &[], design: &[], covariance_group: None };
    assert!(mmrm(&empty, &MmrmOptions::default()).is_err());
    // two subjects and two visits: nothing on the ladder, or an answer without silent NaN
    let huge = [1e149, -1e149, 3e149, 2e149];
    assert!(data(&huge, &visits, &design).is_none_or(|e| !matches!(e, StatError::NotFinite { .. })));
    assert!(TrialModel::new(&[], 1, 1, BaselineTerm::Absent).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn shift_scale_and_order_of_rows_do_not_matter(
        noise in prop::collection::vec(-1.0..1.0_f64, 60), missing in prop::collection::vec(0..10_u8, 60),
        scale in 0.01..100.0_f64, shift in -1000.0..1000.0_f64,
    ) {
        let arms: Vec<usize> = (0..20).map(|i| i % 2).collect();
        let values = |scale: f64, shift: f64| -> Vec<Vec<Option<f64>>> {
            (0..20).map(|i| {
                (0..3).map(|v| {
                    let y = noise[3 * i] + 0.8 * noise[3 * i + v] + 0.3 * v as f64;
                    (v == 0 || missing[3 * i + v] > 0).then_some(scale * y + shift)
                }).collect()
            }).collect()
        };
        let (plain, moved) = (Trial::new(&arms, &values(1.0, 0.0)), Trial::new(&arms, &values(scale, shift)));
        let mut turned = Trial::new(&arms, &values(1.0, 0.0));
        for column in [&mut turned.subject, &mut turned.visit, &mut turned.arm] {
            column.reverse();
        }
        turned.response.reverse();
        turned.subject.iter_mut().for_each(|s| *s = 1000 - 7 * *s);
        let l = plain.model().difference(1, 0, 2);
        let e = plain.fit(&LADDER, false).and_then(|f| f.estimate(&l, KR, 0.9).map(|e| (f.structure, e)));
        let m = moved.fit(&LADDER, false).and_then(|f| f.estimate(&l, KR, 0.9).map(|e| (f.structure, e)));
        let r = turned.fit(&LADDER, false).and_then(|f| f.estimate(&l, KR, 0.9).map(|e| (f.structure, e)));
        if let (Ok((a, e)), Ok((b, m)), Ok((c, r))) = (&e, &m, &r) {
            prop_assert!(a == b && a == c);
            prop_assert!((m.value / scale - e.value).abs() < 1e-7 * e.se && (m.se / scale / e.se - 1.0).abs() < 1e-7);
            prop_assert!((m.df / e.df - 1.0).abs() < 1e-5 && (r.df / e.df - 1.0).abs() < 1e-5);
            prop_assert!((r.value - e.value).abs() < 1e-7 * e.se);
            prop_assert!(e.interval.contains(e.value) && e.p_value.is_finite());
        } else {
            prop_assert!(e.is_err() && m.is_err() && r.is_err());
        }
    }
}
