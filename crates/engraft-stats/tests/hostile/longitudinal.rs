//! Repeated measures: MMRM, random effects, generalised estimating equations.

use engraft_stats::longitudinal::*;

use super::Method;
use super::found::Found;
use super::input::Hostile;

fn degrees(h: &mut Hostile) -> DegreesOfFreedom {
    use DegreesOfFreedom::*;
    h.pick(&[
        Satterthwaite(Information::Observed),
        Satterthwaite(Information::Expected),
        KenwardRogerLinear(Information::Observed),
        KenwardRogerFull(Information::Expected),
        Normal,
    ])
}

fn structure(h: &mut Hostile) -> Covariance {
    use Covariance::*;
    h.pick(&[
        Unstructured,
        ToeplitzHeterogeneous,
        Toeplitz,
        Ar1Heterogeneous,
        Ar1,
        CompoundSymmetryHeterogeneous,
        CompoundSymmetry,
        Diagonal,
        Independent,
    ])
}

fn estimate(f: &mut Found, e: &Estimate) {
    f.all("estimate", &[e.value, e.se, e.t]);
    assert!(e.df > 0.0, "df {}", e.df);
    f.probability("p", e.p_value);
    f.open_interval(&e.interval);
}

fn joint(f: &mut Found, t: &FTest) {
    f.all("F", &[t.statistic, t.scaling]);
    assert!(t.denominator_df > 0.0, "df {}", t.denominator_df);
    f.probability("p", t.p_value);
}

/// Subjects and visits of the rows, with repeated rows and visits out of range at times.
fn places(h: &mut Hostile, visits: usize) -> (Vec<usize>, Vec<usize>) {
    let subjects = h.pick(&[0, 1, 3, 6, 9]);
    let mut rows: Vec<(usize, usize)> =
        (0..subjects).flat_map(|s| (0..visits).map(move |v| (s, v))).filter(|_| h.0.below(6) > 0).collect();
    match h.0.below(20) {
        0 => rows.extend(rows.clone()),
        1 => rows.push((0, visits)),
        2 => rows.push((0, usize::MAX)),
        _ => {}
    }
    rows.into_iter().unzip()
}

/// Responses that are plain, constant, huge, or poisoned.
fn responses(h: &mut Hostile, n: usize) -> Vec<f64> {
    let scale = h.pick(&[1.0, 1.0, 1.0, 1e-160, 1e8, 1e149]);
    match h.0.below(8) {
        0 => vec![1.5; n],
        1 => (0..n).map(|_| h.number()).collect(),
        2 => (0..n).map(|_| h.finite()).collect(),
        3 => (0..n + 1).map(|_| h.0.normal()).collect(),
        4 => (0..n).map(|_| h.0.below(2) as f64).collect(),
        _ => (0..n).map(|_| scale * h.0.normal()).collect(),
    }
}

fn weights(h: &mut Hostile, n: usize) -> Vec<f64> {
    let n = if h.0.below(10) == 0 { n + 1 } else { n };
    let at = h.0.below(n.max(1));
    let size = if h.0.below(6) == 0 { h.number() } else { 1.0 };
    (0..n).map(|i| if i == at { size } else { 0.0 }).collect()
}

pub const METHODS: &[Method] = &[
    ("mmrm", &["mmrm"], 8, |h, f| {
        let visits = h.pick(&[0, 1, 2, 3]);
        let (subject, visit) = places(h, visits);
        let rows: Vec<TrialRow> = subject
            .iter()
            .zip(&visit)
            .map(|(s, v)| TrialRow { arm: s % 2, visit: *v, baseline: (s % 5) as f64, covariates: vec![] })
            .collect();
        let term = h.pick(&[BaselineTerm::Absent, BaselineTerm::Common, BaselineTerm::ByVisit]);
        let Ok(model) = TrialModel::new(&rows, 2, visits, term) else { return };
        f.finite("baseline", model.reference_baseline());
        assert!((0..model.columns().len()).all(|column| !model.name(column).is_empty()));
        let response = responses(h, rows.len());
        let groups: Vec<usize> = rows.iter().map(|r| r.arm).collect();
        let data = MmrmData {
            subject: &subject,
            visit: &visit,
            visits,
            response: &response,
            design: model.columns(),
            covariance_group: (h.0.below(4) == 0).then_some(&groups),
        };
        let one = [structure(h)];
        let structures = if h.0.below(4) == 0 { &LADDER[..] } else { &one };
        let estimation = h.pick(&[Estimation::Reml, Estimation::Ml]);
        let Ok(fit) = mmrm(&data, &MmrmOptions { estimation, structures }) else { return };
        f.all("deviance", &[fit.deviance, fit.aic()]);
        fit.coefficients.iter().flatten().for_each(|v| f.finite("coefficient", *v));
        fit.covariance.iter().flat_map(|g| g.matrix.iter().flatten()).for_each(|v| f.finite("covariance", *v));
        let last = visits.saturating_sub(1);
        for l in [model.difference(1, 0, last), model.mean(0, 7), model.change(1, last, 0), weights(h, 3)] {
            fit.estimate(&l, degrees(h), h.pick(&[0.95, 0.0])).iter().for_each(|e| estimate(f, e));
        }
        for l in [model.any_difference(), model.interaction(), model.arm_effect(), model.visit_effect()] {
            fit.test(&l, degrees(h)).iter().for_each(|t| joint(f, t));
        }
    }),
    ("random_effects", &["random-slope"], 10, |h, f| {
        let (subject, visit) = places(h, 4);
        let poison = h.0.below(6) == 0;
        let time: Vec<f64> = visit.iter().map(|v| if poison { h.number() } else { (*v).min(9) as f64 * 0.5 }).collect();
        let response = responses(h, subject.len());
        let mut design = vec![vec![1.0; subject.len()], time.clone()];
        if h.0.below(4) == 0 {
            design.push(time.clone());
        }
        let data = MixedData { subject: &subject, time: &time, response: &response, design: &design };
        let effects = h.pick(&[RandomEffects::Intercept, RandomEffects::InterceptSlope]);
        let Ok(fit) = random_effects(&data, effects, h.pick(&[Estimation::Reml, Estimation::Ml])) else { return };
        f.all("variance", &[fit.intercept_variance, fit.residual_variance, fit.deviance]);
        f.maybe("covariance", fit.covariance);
        f.maybe("slope", fit.slope_variance);
        let l = weights(h, design.len());
        fit.estimate(&l, degrees(h), h.pick(&[0.95, 1.5])).iter().for_each(|e| estimate(f, e));
        fit.test(&[l], degrees(h)).iter().for_each(|t| joint(f, t));
    }),
    ("gee", &["gee"], 3, |h, f| {
        let (subject, visit) = places(h, 3);
        let response = responses(h, subject.len());
        let design = vec![vec![1.0; subject.len()], subject.iter().map(|s| (s % 2) as f64).collect()];
        let data = GeeData { subject: &subject, visit: &visit, response: &response, design: &design };
        let family = h.pick(&[GeeFamily::Gaussian, GeeFamily::Binomial, GeeFamily::Poisson]);
        let working =
            h.pick(&[WorkingCorrelation::Independence, WorkingCorrelation::Exchangeable, WorkingCorrelation::Ar1]);
        let correction = h.pick(&[
            Correction::None,
            Correction::ManclDeRouen,
            Correction::KauermannCarroll,
            Correction::FayGraubard,
        ]);
        if let Ok(r) = gee(&data, family, working, correction, h.level()) {
            for c in r.coefficients.iter().flatten() {
                f.all("coefficient", &[c.value, c.se, c.model_se]);
                f.probability("p", c.p_value);
                f.open_interval(&c.interval);
            }
            f.all("fit", &[r.alpha, r.scale, r.df]);
        }
    }),
];
