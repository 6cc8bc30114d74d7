//! Compares the longitudinal models with the values other software gave (`oracles/longitudinal/`). Run with `--nocapture`
//! to see the largest difference of each.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod common;

use common::*;
use engraft_stats::longitudinal::*;
use serde_json::Value;

/// Class iterative: both sides end an iteration; the numerical derivatives of the reference carry some eight digits.
const ITERATIVE: f64 = 1e-6;
/// Second derivatives of covariance parameters by differences carry fewer digits.
const OPTIMISER: f64 = 1e-4;

const METHODS: [(&str, DegreesOfFreedom); 4] = [
    ("linear_observed", DegreesOfFreedom::KenwardRogerLinear(Information::Observed)),
    ("linear_expected", DegreesOfFreedom::KenwardRogerLinear(Information::Expected)),
    ("full_observed", DegreesOfFreedom::KenwardRogerFull(Information::Observed)),
    ("full_expected", DegreesOfFreedom::KenwardRogerFull(Information::Expected)),
];

fn structure(name: &str) -> Covariance {
    match name {
        "Unstructured" => Covariance::Unstructured,
        "ToeplitzHeterogeneous" => Covariance::ToeplitzHeterogeneous,
        "Toeplitz" => Covariance::Toeplitz,
        "Ar1Heterogeneous" => Covariance::Ar1Heterogeneous,
        "Ar1" => Covariance::Ar1,
        "CompoundSymmetryHeterogeneous" => Covariance::CompoundSymmetryHeterogeneous,
        "CompoundSymmetry" => Covariance::CompoundSymmetry,
        "Diagonal" => Covariance::Diagonal,
        "Independent" => Covariance::Independent,
        other => panic!("unknown structure {other}"),
    }
}

fn parse<T: std::str::FromStr>(rows: &[Vec<String>], column: usize) -> Vec<T>
where
    T::Err: std::fmt::Debug,
{
    rows.iter().map(|r| r[column].parse().unwrap()).collect()
}

fn value(row: &Value, key: &str) -> Option<f64> {
    row.get(key).and_then(Value::as_f64)
}

fn compare_single(c: &mut Comparison, label: &str, fit: &MmrmFit, weights: &[f64], row: &Value) {
    let at = |m| fit.estimate(weights, m, 0.95).unwrap();
    let s = at(DegreesOfFreedom::Satterthwaite(Information::Observed));
    let se = number(row, "se");
    c.scaled(&format!("estimate {label}"), s.value, number(row, "value"), se);
    c.relative(&format!("se {label}"), s.se, se);
    c.relative(&format!("satterthwaite {label}"), s.df, number(row, "satterthwaite_observed"));
    if let Some(df) = value(row, "satterthwaite_expected") {
        let e = at(DegreesOfFreedom::Satterthwaite(Information::Expected));
        c.relative(&format!("satterthwaite-expected {label}"), e.df, df);
    }
    for (name, method) in METHODS {
        if let Some(se) = value(row, &format!("kr_se_{name}")) {
            c.relative(&format!("kr-{name} {label}"), at(method).se, se);
        }
    }
}

fn compare_joint(c: &mut Comparison, label: &str, fit: &MmrmFit, rows: &[Vec<f64>], row: &Value) {
    let mut one = |name: &str, expected: &Value, method| {
        let t = fit.test(rows, method).unwrap();
        c.relative(&format!("{name}-F {label}"), t.statistic, number(expected, "f"));
        c.relative(&format!("{name}-df {label}"), t.denominator_df, number(expected, "df"));
        c.scaled(&format!("{name}-p {label}"), t.p_value, number(expected, "p"), 1e-6);
    };
    one("satterthwaite", &row["satterthwaite_observed"], DegreesOfFreedom::Satterthwaite(Information::Observed));
    for (name, method) in METHODS {
        if let Some(expected) = row.get(format!("kr_{name}")) {
            one(name, expected, method);
        }
    }
}

#[test]
fn trial_with_missing_visits_matches_numerical_derivatives_and_gls() {
    let rows = input("longitudinal/mmrm-trial");
    let (subject, arm, visit) = (parse(&rows, 0), parse::<usize>(&rows, 1), parse::<usize>(&rows, 2));
    let (baseline, response) = (parse::<f64>(&rows, 3), parse::<f64>(&rows, 4));
    let trial: Vec<TrialRow> = (0..rows.len())
        .map(|i| TrialRow { arm: arm[i], visit: visit[i], baseline: baseline[i], covariates: vec![] })
        .collect();
    let model = TrialModel::new(&trial, 2, 5, BaselineTerm::ByVisit).unwrap();
    let mut c = Comparison::new("longitudinal/mmrm-trial", OPTIMISER);
    for case in rows_of(&expected("longitudinal/mmrm-trial")) {
        let name = text(case, "structure");
        let groups = case["groups"].as_bool().unwrap();
        let estimation = if text(case, "estimation") == "Ml" { Estimation::Ml } else { Estimation::Reml };
        let data = MmrmData {
            subject: &subject,
            visit: &visit,
            visits: 5,
            response: &response,
            design: model.columns(),
            covariance_group: groups.then_some(&arm),
        };
        let label = format!("{name} {estimation:?} {groups}");
        let fit = mmrm(&data, &MmrmOptions { estimation, structures: &[structure(name)] }).unwrap();
        println!("{label}: {} steps", fit.iterations);
        c.relative(&format!("deviance {label}"), fit.deviance, number(case, "deviance"));
        let theta: Vec<f64> = fit.covariance.iter().flat_map(|g| g.parameters.clone()).collect();
        // relative to the standard error of the parameter
        let (wanted, sds) = (numbers(&case["theta"]), numbers(&case["information_sd"]));
        for ((found, wanted), sd) in theta.iter().zip(wanted).zip(sds) {
            c.scaled(&format!("theta {label}"), *found, wanted, sd);
        }
        let mut singles: Vec<Vec<f64>> = (0..5).map(|v| model.difference(1, 0, v)).collect();
        singles.extend([model.mean(0, 4), model.change(1, 4, 0), unit(15, 12)]);
        for (weights, row) in singles.iter().zip(rows_of(&case["single"])) {
            compare_single(&mut c, &label, &fit, weights, row);
        }
        for (hypothesis, row) in [model.any_difference(), model.interaction()].iter().zip(rows_of(&case["joint"])) {
            compare_joint(&mut c, &label, &fit, hypothesis, row);
        }
        if let Some(gls) = case.get("gls") {
            c.relative(&format!("gls-deviance {label}"), fit.deviance, number(gls, "deviance"));
            let pairs = rows_of(&gls["emmeans"]).iter().zip(rows_of(&gls["emmeans_se"]));
            for (weights, (mean, se)) in singles.iter().zip(pairs) {
                let e = fit.estimate(weights, DegreesOfFreedom::Normal, 0.95).unwrap();
                c.scaled(&format!("gls-emmeans {label}"), e.value, mean.as_f64().unwrap(), e.se);
                c.relative(&format!("gls-emmeans-se {label}"), e.se, se.as_f64().unwrap());
            }
        }
    }
    c.report();
}

fn rows_of(value: &Value) -> &[Value] {
    common::rows(value)
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(many) => many.iter().map(|v| v.as_f64().unwrap()).collect(),
        one => vec![one.as_f64().unwrap()],
    }
}

fn unit(size: usize, place: usize) -> Vec<f64> {
    let mut l = vec![0.0; size];
    l[place] = 1.0;
    l
}

#[test]
fn orthodont_matches_numerical_derivatives() {
    let rows = input("longitudinal/mmrm-orthodont");
    let (subject, female, visit) = (parse(&rows, 0), parse::<usize>(&rows, 1), parse(&rows, 2));
    let (age, response) = (parse::<f64>(&rows, 3), parse(&rows, 4));
    let sex: Vec<f64> = female.iter().map(|f| *f as f64).collect();
    let both = sex.iter().zip(&age).map(|(s, a)| s * a).collect();
    let design = [vec![1.0; age.len()], sex, age, both];
    let mut c = Comparison::new("longitudinal/mmrm-orthodont", OPTIMISER);
    for case in rows_of(&expected("longitudinal/mmrm-orthodont")) {
        let (name, groups) = (text(case, "structure"), case["groups"].as_bool().unwrap());
        let data = MmrmData {
            subject: &subject,
            visit: &visit,
            visits: 4,
            response: &response,
            design: &design,
            covariance_group: groups.then_some(&female),
        };
        let label = format!("{name} {groups}");
        let fit = mmrm(&data, &MmrmOptions { estimation: Estimation::Reml, structures: &[structure(name)] }).unwrap();
        c.relative(&format!("deviance {label}"), fit.deviance, number(case, "deviance"));
        for (k, row) in rows_of(&case["single"]).iter().enumerate() {
            compare_single(&mut c, &label, &fit, &unit(4, k), row);
        }
        let joint = [vec![unit(4, 1), unit(4, 3)], vec![unit(4, 2), unit(4, 3)]];
        for (hypothesis, row) in joint.iter().zip(rows_of(&case["joint"])) {
            compare_joint(&mut c, &label, &fit, hypothesis, row);
        }
    }
    c.report();
}

#[test]
fn sleepstudy_matches_lme4_lmertest_and_pbkrtest() {
    let rows = input("longitudinal/sleepstudy");
    let mut own = Comparison::new("longitudinal/sleepstudy own computation", ITERATIVE);
    let mut other = Comparison::new("longitudinal/sleepstudy packages", OPTIMISER);
    for case in rows_of(&expected("longitudinal/sleepstudy")) {
        let part: Vec<Vec<String>> = rows.iter().filter(|r| r[0] == text(case, "data")).cloned().collect();
        let (subject, group) = (parse(&part, 1), parse::<f64>(&part, 2));
        let (time, response) = (parse::<f64>(&part, 3), parse(&part, 4));
        let both = group.iter().zip(&time).map(|(g, t)| g * t).collect();
        let design = [vec![1.0; time.len()], group, time.clone(), both];
        let data = MixedData { subject: &subject, time: &time, response: &response, design: &design };
        let (slope, reml) = (case["slope"].as_bool().unwrap(), case["reml"].as_bool().unwrap());
        let effects = if slope { RandomEffects::InterceptSlope } else { RandomEffects::Intercept };
        let fit = random_effects(&data, effects, if reml { Estimation::Reml } else { Estimation::Ml }).unwrap();
        let label = format!("{} {slope} {reml}", text(case, "data"));
        println!("{label}: {} steps", fit.iterations);
        own.relative(&format!("deviance {label}"), fit.deviance, number(case, "deviance"));
        let theta = [Some(fit.intercept_variance), fit.covariance, fit.slope_variance, Some(fit.residual_variance)];
        let sds = numbers(&case["information_sd"]);
        for ((found, wanted), sd) in theta.into_iter().flatten().zip(numbers(&case["theta"])).zip(sds) {
            own.scaled(&format!("theta {label}"), found, wanted, sd);
        }
        let combinations: Vec<Vec<f64>> = (0..4).map(|k| unit(4, k)).chain([vec![0.0, 1.0, 0.0, 9.0]]).collect();
        let joint = [unit(4, 1), unit(4, 3)];
        let at = |l: &[f64], m| fit.estimate(l, m, 0.95).unwrap();
        let (observed, expected) = (Information::Observed, Information::Expected);
        for (i, l) in combinations.iter().enumerate() {
            let row = &case["single"][i];
            let s = at(l, DegreesOfFreedom::Satterthwaite(observed));
            own.scaled(&format!("estimate {label}"), s.value, number(row, "value"), s.se);
            own.relative(&format!("se {label}"), s.se, number(row, "se"));
            own.relative(&format!("satterthwaite {label}"), s.df, number(row, "satterthwaite_observed"));
            let lmer = &case["lmer"]["satterthwaite"][i];
            other.relative(&format!("lmertest-se {label}"), s.se, number(lmer, "se"));
            other.relative(&format!("lmertest-df {label}"), s.df, number(lmer, "df"));
            if reml {
                let kr = at(l, DegreesOfFreedom::KenwardRogerFull(expected));
                own.relative(&format!("kr-se {label}"), kr.se, number(row, "kr_se_full_expected"));
                let pb = &case["lmer"]["kr"][i];
                other.relative(&format!("pbkrtest-se {label}"), kr.se, number(pb, "se"));
                other.relative(&format!("pbkrtest-df {label}"), kr.df, number(pb, "df"));
            } else {
                let refused = fit.estimate(l, DegreesOfFreedom::KenwardRogerFull(expected), 0.95);
                assert!(matches!(refused, Err(engraft_stats::StatError::NotEstimable { .. })));
            }
        }
        let t = fit.test(&joint, DegreesOfFreedom::Satterthwaite(observed)).unwrap();
        other.relative(&format!("lmertest-F {label}"), t.statistic, number(&case["lmer"]["joint"], "f"));
        other.relative(&format!("lmertest-F-df {label}"), t.denominator_df, number(&case["lmer"]["joint"], "df"));
        if reml {
            let t = fit.test(&joint, DegreesOfFreedom::KenwardRogerFull(expected)).unwrap();
            let pb = &case["lmer"]["kr_joint"];
            other.relative(&format!("pbkrtest-F {label}"), t.statistic, number(pb, "f"));
            other.relative(&format!("pbkrtest-F-df {label}"), t.denominator_df, number(pb, "df"));
            other.relative(&format!("pbkrtest-scaling {label}"), t.scaling, number(pb, "scaling"));
        }
    }
    own.report();
    other.report();
}

#[test]
fn gee_matches_geepack_and_the_corrections_of_the_papers() {
    let rows = input("longitudinal/gee");
    let (subject, visit) = (parse(&rows, 0), parse::<usize>(&rows, 1));
    let arm = parse::<f64>(&rows, 2);
    let time: Vec<f64> = visit.iter().map(|v| *v as f64).collect();
    let both = arm.iter().zip(&time).map(|(a, t)| a * t).collect();
    let design = [vec![1.0; arm.len()], arm, time, both];
    let mut c = Comparison::new("longitudinal/gee", ITERATIVE);
    for case in rows_of(&expected("longitudinal/gee")) {
        let (column, family) = match text(case, "family") {
            "gaussian" => (3, GeeFamily::Gaussian),
            "binomial" => (4, GeeFamily::Binomial),
            _ => (5, GeeFamily::Poisson),
        };
        let working = match text(case, "cor") {
            "independence" => WorkingCorrelation::Independence,
            "exchangeable" => WorkingCorrelation::Exchangeable,
            _ => WorkingCorrelation::Ar1,
        };
        let response = parse(&rows, column);
        let data = GeeData { subject: &subject, visit: &visit, response: &response, design: &design };
        let label = format!("{family:?} {working:?}");
        for (name, correction) in [
            ("none", Correction::None),
            ("mancl_derouen", Correction::ManclDeRouen),
            ("kauermann_carroll", Correction::KauermannCarroll),
            ("fay_graubard", Correction::FayGraubard),
        ] {
            let fit = gee(&data, family, working, correction, 0.95).unwrap();
            c.scaled(&format!("alpha {label}"), fit.alpha, number(case, "alpha"), 0.01);
            c.relative(&format!("phi {label}"), fit.scale, number(case, "phi"));
            let ses = numbers(&case["corrections"][name]);
            for ((found, beta), se) in fit.coefficients.iter().zip(numbers(&case["beta"])).zip(ses) {
                let found = found.unwrap();
                c.scaled(&format!("beta {label}"), found.value, beta, se);
                // Fay and Graubard's correction depends on the basis of the design, see SOURCE.md
                c.relative(&format!("{name} {label}"), found.se, se);
            }
        }
    }
    c.report();
}
