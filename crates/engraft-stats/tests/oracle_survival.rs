//! Compares the survival family with the values other software gave (`oracles/survival/`). Run with `--nocapture` to see
//! the largest difference of each.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod common;

use common::*;
use engraft_stats::StatError;
use engraft_stats::survival::*;
use serde_json::Value;

const ITERATIVE: f64 = 1e-6;
const OPTIMISER: f64 = 1e-4;

/// One data set of an `input.csv`: its columns by name, `NA` as NaN.
struct Table {
    names: Vec<String>,
    rows: Vec<Vec<f64>>,
}

impl Table {
    fn read(case: &str, data: &str) -> Table {
        let text = std::fs::read_to_string(folder(case).join("input.csv")).unwrap();
        let names = text.lines().next().unwrap().split(',').map(str::to_owned).collect();
        let rows = input(case)
            .into_iter()
            .filter(|row| row[0] == data)
            .map(|row| row.iter().map(|cell| cell.trim().parse().unwrap_or(f64::NAN)).collect())
            .collect();
        Table { names, rows }
    }

    fn column(&self, name: &str) -> Vec<f64> {
        let place = self.names.iter().position(|own| own == name).unwrap();
        self.rows.iter().map(|row| row[place]).collect()
    }

    fn labels(&self, name: &str) -> Vec<usize> {
        self.column(name).iter().map(|v| *v as usize).collect()
    }

    fn events(&self) -> Vec<bool> {
        self.column("event").iter().map(|v| *v == 1.0).collect()
    }

    fn entry(&self) -> Option<Vec<f64>> {
        let entry = self.column("entry");
        (!entry.iter().any(|v| v.is_nan())).then_some(entry)
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    match value.as_array() {
        Some(list) => list.iter().map(|v| v.as_f64().unwrap_or(f64::NAN)).collect(),
        None => vec![value.as_f64().unwrap_or(f64::NAN)],
    }
}

fn at(value: &Value, index: usize) -> f64 {
    numbers(value)[index]
}

fn curve(case: &str, data: &str) -> KaplanMeier {
    let table = Table::read(case, data);
    let (times, events) = (table.column("time"), table.events());
    let entry = table.entry();
    kaplan_meier(&FollowUp { entry: entry.as_deref(), times: &times, events: &events }).unwrap()
}

const METHODS: [ConfidenceMethod; 5] = [
    ConfidenceMethod::Plain,
    ConfidenceMethod::Log,
    ConfidenceMethod::LogLog,
    ConfidenceMethod::Logit,
    ConfidenceMethod::Arcsine,
];

#[test]
fn kaplan_meier_matches_r() {
    const CASE: &str = "survival/kaplan-meier";
    let all = expected(CASE);
    let mut c = Comparison::new(CASE, CLOSED_FORM);
    for (name, row) in all["curves"].as_object().unwrap() {
        let curve = curve(CASE, name);
        let times = numbers(&row["time"]);
        // R's summary leaves out times at which nobody entered, died or was censored: there are none
        assert_eq!(curve.steps.len(), times.len(), "{name}");
        for (i, step) in curve.steps.iter().enumerate() {
            assert_eq!(step.at_risk as f64, at(&row["n"], i), "{name} {i}");
            assert_eq!(step.events as f64, at(&row["d"], i));
            assert_eq!(step.censored as f64, at(&row["c"], i));
            c.relative("time", step.time, times[i]);
            c.relative("survival", step.survival, at(&row["surv"], i));
            if let Ok(se) = step.std_error() {
                c.scaled("se", se, at(&row["se"], i), 1e-3);
            }
        }
        for method in METHODS {
            let bands = &row["bands"][method.word()];
            for (i, found) in curve.intervals(0.95, method).unwrap().into_iter().enumerate() {
                match found {
                    Ok(found) => {
                        // ends near 0 by subtraction: relative to the curve
                        c.scaled(&format!("{} {name} {i}", method.word()), found.lower, at(&bands["lower"], i), 1e-3);
                        c.scaled(method.word(), found.upper, at(&bands["upper"], i), 1e-3);
                    }
                    // where we refuse R has NaN, or [1, 1] before the first event
                    Err(_) => {
                        let lower = at(&bands["lower"], i);
                        assert!(lower.is_nan() || lower == 1.0, "{name} {i}");
                    }
                }
            }
            let quantiles = &row["quantiles"][method.word()];
            if quantiles.is_null() {
                continue;
            }
            for (i, p) in [0.25, 0.5, 0.75].into_iter().enumerate() {
                let found = curve.quantile(p, 0.95, method, Convention::R).unwrap();
                for (what, found) in [("quantile", found.estimate), ("lower", found.lower), ("upper", found.upper)] {
                    let expected = at(&quantiles[what], i);
                    match found {
                        Ok(found) => c.relative(&format!("{what} {name} {p} {method:?}"), found, expected),
                        Err(_) => assert!(expected.is_nan(), "{name} {what} {p} {method:?}: {expected}"),
                    }
                }
            }
        }
        if !curve.late_entry {
            let mean = restricted_mean(&curve, number(row, "tau"), 0.95).unwrap();
            c.relative("rmean", mean.mean, number(row, "rmean"));
            c.relative("rmean_se", mean.std_error, number(row, "rmean_se"));
        }
    }
    for row in all["contrasts"].as_object().unwrap().values() {
        let (first, second) = (curve(CASE, text(row, "first")), curve(CASE, text(row, "second")));
        let found = restricted_mean_contrast(&first, &second, number(row, "tau"), 0.95).unwrap();
        for (key, found) in [
            ("difference", found.difference),
            ("se", found.std_error),
            ("lower", found.difference_interval.lower),
            ("upper", found.difference_interval.upper),
            ("p", found.p_value),
            ("ratio", found.ratio),
            ("ratio_lower", found.ratio_interval.lower),
            ("ratio_upper", found.ratio_interval.upper),
            ("ratio_p", found.ratio_p_value),
        ] {
            c.relative(key, found, number(row, key));
        }
    }
    c.report();
}

#[test]
fn beta_product_matches_the_definition() {
    const CASE: &str = "survival/beta-product";
    let all = expected(CASE);
    // the method of moments in R subtracts nearly equal moments: its own error grows with n
    let mut c = Comparison::new(CASE, 1e-9);
    for row in rows(&all["curves"]) {
        let curve = curve(CASE, text(row, "data"));
        let found = curve.intervals(number(row, "level"), ConfidenceMethod::BetaProduct).unwrap();
        for (i, found) in found.into_iter().enumerate() {
            let found = found.unwrap();
            c.relative("lower", found.lower, at(&row["lower"], i));
            c.relative("upper", found.upper, at(&row["upper"], i));
        }
    }
    c.report();
    let mut c = Comparison::new("survival/beta-product clopper-pearson", CLOSED_FORM);
    let found = curve(CASE, "uncensored").intervals(0.95, ConfidenceMethod::BetaProduct).unwrap();
    for (i, found) in found.into_iter().enumerate() {
        c.relative("lower", found.unwrap().lower, at(&all["clopper_pearson"]["lower"], i));
        c.relative("upper", found.unwrap().upper, at(&all["clopper_pearson"]["upper"], i));
    }
    c.report();
}

fn weight(name: &str) -> Weight {
    match name {
        "logrank" => Weight::LogRank,
        "gehan-breslow" => Weight::GehanBreslow,
        "tarone-ware" => Weight::TaroneWare,
        "peto-peto" => Weight::PetoPeto,
        "modified-peto" => Weight::ModifiedPetoPeto,
        "fh10" => Weight::FlemingHarrington { rho: 1.0, gamma: 0.0 },
        "fh50" => Weight::FlemingHarrington { rho: 0.5, gamma: 0.0 },
        "fh01" => Weight::FlemingHarrington { rho: 0.0, gamma: 1.0 },
        "fh11" => Weight::FlemingHarrington { rho: 1.0, gamma: 1.0 },
        other => panic!("{other}"),
    }
}

#[test]
fn log_rank_matches_r() {
    const CASE: &str = "survival/log-rank";
    let all = expected(CASE);
    let mut c = Comparison::new(CASE, CLOSED_FORM);
    for row in rows(&all["tests"]) {
        let table = Table::read(CASE, text(row, "data"));
        let (times, events, groups) = (table.column("time"), table.events(), table.labels("group"));
        let strata = table.labels("stratum");
        let strata = row["strata"].as_bool().unwrap().then_some(strata.as_slice());
        let found = log_rank(&FollowUp::new(&times, &events), &groups, strata, weight(text(row, "weight"))).unwrap();
        let name = format!("{} {} {}", text(row, "source"), text(row, "data"), text(row, "weight"));
        c.relative(&name, found.test.statistic, number(row, "statistic"));
        assert_eq!(found.test.df as f64, number(row, "df"));
        // a far tail magnifies the relative error of the statistic
        c.scaled("p", found.test.p_value, number(row, "p"), 1e-3);
        for (i, group) in found.groups.iter().enumerate() {
            c.relative("observed", group.observed, at(&row["observed"], i));
            c.relative("expected", group.expected, at(&row["expected"], i));
        }
    }
    for row in rows(&all["permutation"]) {
        let table = Table::read(CASE, text(row, "data"));
        let (times, events, groups) = (table.column("time"), table.events(), table.labels("group"));
        let depth = PermutationDepth { exact_up_to: 1000, replicates: 99_999, seed: 7 };
        let follow_up = FollowUp::new(&times, &events);
        let found = permutation_log_rank(&follow_up, &groups, None, Weight::LogRank, depth).unwrap();
        assert_eq!(found.method, PermutationMethod::Exact { splits: number(row, "splits") as u64 });
        c.relative("permutation", found.p_value, number(row, "p"));
        if let Some(coin) = row["coin"].as_f64() {
            c.relative("coin", found.p_value, coin);
            c.relative("coin_z", found.statistic.sqrt(), number(row, "z").abs());
        }
        let depth = PermutationDepth { exact_up_to: 1, ..depth };
        let random = permutation_log_rank(&follow_up, &groups, None, Weight::LogRank, depth).unwrap();
        let PermutationMethod::MonteCarlo { std_error, .. } = random.method else { panic!("not random") };
        assert!((random.p_value - found.p_value).abs() < 5.0 * std_error);
    }
    c.report();
}

fn ties(name: &str) -> Ties {
    match name {
        "efron" => Ties::Efron,
        "breslow" => Ties::Breslow,
        "exact" => Ties::Exact,
        other => panic!("{other}"),
    }
}

#[test]
fn cox_matches_r() {
    const CASE: &str = "survival/cox";
    let mut c = Comparison::new(CASE, ITERATIVE);
    for row in rows(&expected(CASE)) {
        let table = Table::read(CASE, text(row, "data"));
        let (times, events, entry) = (table.column("time"), table.events(), table.entry());
        let columns: Vec<Vec<f64>> =
            rows(&row["covariates"]).iter().map(|v| table.column(v.as_str().unwrap())).collect();
        let covariates: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let (strata, clusters) = (table.labels("stratum"), table.labels("id"));
        let mut data = CoxData::new(FollowUp { entry: entry.as_deref(), times: &times, events: &events }, &covariates);
        data.strata = row["strata"].as_bool().unwrap().then_some(strata.as_slice());
        let ties = ties(text(row, "ties"));
        let name = format!("{} {} {}", text(row, "data"), text(row, "ties"), data.strata.is_some());
        let options = CoxOptions { ties, variance: CoxVariance::Model, level: 0.95 };
        let fit = fit_cox(&data, options).unwrap_or_else(|e| panic!("{name}: {e}"));
        for (i, found) in fit.coefficients.iter().enumerate() {
            c.scaled(&format!("coef {name}"), found.estimate, at(&row["coef"], i), found.std_error);
            c.relative(&format!("se {name}"), found.std_error, at(&row["se"], i));
        }
        c.relative(&format!("loglik0 {name}"), fit.log_likelihood_null, at(&row["loglik"], 0));
        c.relative(&format!("loglik {name}"), fit.log_likelihood, at(&row["loglik"], 1));
        c.relative(&format!("lr {name}"), fit.likelihood_ratio.statistic, number(row, "lr"));
        c.relative(&format!("score {name}"), fit.score.statistic, number(row, "score"));
        let wald = row["model_wald"].as_f64().unwrap_or_else(|| number(row, "wald"));
        c.relative(&format!("wald {name}"), fit.wald.statistic, wald);
        if ties == Ties::Exact {
            continue;
        }
        data.clusters = Some(&clusters);
        let robust = fit_cox(&data, CoxOptions { variance: CoxVariance::Robust, ..options }).unwrap();
        for (i, found) in robust.coefficients.iter().enumerate() {
            c.relative(&format!("robust {name}"), found.robust_std_error.unwrap(), at(&row["robust_se"], i));
        }
        c.relative(&format!("robust_wald {name}"), robust.wald.statistic, number(row, "wald"));
        for (key, scale) in [
            ("km", TimeScale::KaplanMeier),
            ("rank", TimeScale::Rank),
            ("identity", TimeScale::Identity),
            ("log", TimeScale::Log),
        ] {
            let expected = &row["zph"][key];
            if expected.is_null() {
                continue;
            }
            let found = proportional_hazards(&data, &fit, scale).unwrap();
            let tests = found.covariates.iter().chain([&found.global]);
            for (i, test) in tests.take(numbers(&expected["chisq"]).len()).enumerate() {
                c.relative(&format!("zph_{key} {name} {i}"), test.statistic, at(&expected["chisq"], i));
            }
        }
        let predicted = &row["predicted"];
        if !predicted.is_null() {
            let x = numbers(&predicted["at"]);
            let found = predict_survival(&data, &fit, &x, 0, 0.95, ConfidenceMethod::LogLog).unwrap();
            assert_eq!(found.steps.len(), numbers(&predicted["time"]).len());
            for (i, step) in found.steps.iter().enumerate() {
                c.relative(&format!("hazard {name}"), step.cumulative_hazard, at(&predicted["hazard"], i));
                c.relative(&format!("hazard_se {name}"), step.std_error, at(&predicted["se"], i));
                c.relative(&format!("predicted {name}"), step.survival, at(&predicted["surv"], i));
                c.scaled(
                    &format!("predicted_ci {name}"),
                    step.interval.unwrap().lower,
                    at(&predicted["lower"], i),
                    1e-3,
                );
            }
        }
    }
    c.report();
}

#[test]
fn firth_matches_the_definition() {
    const CASE: &str = "survival/firth";
    let mut c = Comparison::new(CASE, OPTIMISER);
    for row in rows(&expected(CASE)) {
        let table = Table::read(CASE, text(row, "data"));
        let (times, events) = (table.column("time"), table.events());
        let columns: Vec<Vec<f64>> =
            (1..=numbers(&row["coef"]).len()).map(|k| table.column(&format!("x{k}"))).collect();
        let covariates: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let data = CoxData::new(FollowUp::new(&times, &events), &covariates);
        let fit = fit_firth(&data, ties(text(row, "ties")), 0.95).unwrap();
        c.relative("loglik", fit.log_likelihood, number(row, "loglik"));
        c.relative("loglik0", fit.log_likelihood_null, number(row, "loglik0"));
        for (i, found) in fit.coefficients.iter().enumerate() {
            let name = format!("{} {} {i}", text(row, "data"), text(row, "ties"));
            c.scaled(&format!("coef {name}"), found.estimate, at(&row["coef"], i), found.std_error);
            c.scaled(&format!("lower {name}"), found.interval.lower, at(&row["lower"], i), found.std_error);
            c.scaled(&format!("upper {name}"), found.interval.upper, at(&row["upper"], i), found.std_error);
            c.relative(&format!("p {name}"), found.test.p_value, at(&row["p"], i));
        }
        if text(row, "data") == "separated" {
            let options = CoxOptions { ties: Ties::Efron, variance: CoxVariance::Model, level: 0.95 };
            assert!(matches!(fit_cox(&data, options), Err(StatError::NotEstimable { .. })));
        }
    }
    c.report();
}

#[test]
fn competing_risks_match_r() {
    const CASE: &str = "survival/competing-risks";
    let mut closed = Comparison::new("survival/competing-risks", CLOSED_FORM);
    let mut iterative = Comparison::new("survival/competing-risks fine-gray", ITERATIVE);
    for row in rows(&expected(CASE)) {
        let name = text(row, "data");
        let tied = name != "sim";
        let table = Table::read(CASE, name);
        let (times, causes) = (table.column("time"), table.labels("cause"));
        let data = CompetingRisks { times: &times, causes: &causes };
        let delta = cumulative_incidence(&data, 1, IncidenceVariance::Delta).unwrap();
        let aalen = cumulative_incidence(&data, 1, IncidenceVariance::Aalen).unwrap();
        for (i, time) in numbers(&row["time"]).into_iter().enumerate() {
            let step = delta.at(time).unwrap();
            closed.relative("incidence", step.incidence, at(&row["incidence"], i));
            closed.relative("incidence_cmprsk", step.incidence, at(&row["incidence_cmprsk"], i));
            // sums of thousands of squares that nearly cancel: relative to the largest
            closed.relative("se_delta", step.std_error, at(&row["se_delta"], i));
            closed.relative("se_prodlim", step.std_error, at(&row["se_prodlim"], i));
            let (found, expected) = (aalen.at(time).unwrap().std_error, at(&row["se_cmprsk"], i));
            if tied {
                // cmprsk treats tied events otherwise: agreement to 1 in 100 only
                assert!((found / expected - 1.0).abs() < 0.01, "{name} {time}");
            } else {
                closed.relative("se_aalen", found, expected);
            }
        }
        let (groups, strata) = (table.labels("group"), table.labels("stratum"));
        for (strata, expected) in [(None, &row["gray"]), (Some(strata.as_slice()), &row["gray_strata"])] {
            let found = gray_test(&data, &groups, strata, 1).unwrap();
            closed.relative(&format!("gray {name}"), found.test.statistic, number(expected, "stat"));
            let found = gray_test(&data, &groups, strata, 2).unwrap();
            closed.relative(&format!("gray2 {name}"), found.test.statistic, number(expected, "stat2"));
        }
        let columns = [table.column("x1"), table.column("x2")];
        let covariates: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let crr = fit_fine_gray(&data, &covariates, 1, CensoringTies::WithEvents, 0.95).unwrap();
        let survival = fit_fine_gray(&data, &covariates, 1, CensoringTies::AfterEvents, 0.95).unwrap();
        iterative.relative("loglik", crr.log_likelihood, number(&row["crr"], "loglik"));
        iterative.relative("loglik0", crr.log_likelihood_null, number(&row["crr"], "loglik0"));
        for i in 0..2 {
            let (own, other) = (&crr.coefficients[i], &survival.coefficients[i]);
            let (theirs, breslow) = (&row["crr"], &row["finegray_breslow"]);
            iterative.scaled(&format!("crr {name}"), own.estimate, at(&theirs["coef"], i), own.std_error);
            iterative.relative(&format!("crr_se {name}"), own.std_error, at(&theirs["se"], i));
            iterative.scaled(&format!("finegray {name}"), other.estimate, at(&breslow["coef"], i), other.std_error);
            let known = other.std_error_known_censoring;
            iterative.relative(&format!("finegray_se {name}"), known, at(&breslow["robust_se"], i));
        }
    }
    closed.report();
    iterative.report();
}

#[test]
fn mean_cumulative_function_matches_r() {
    const CASE: &str = "survival/recurrent";
    let mut c = Comparison::new(CASE, CLOSED_FORM);
    for row in rows(&expected(CASE)) {
        let table = Table::read(CASE, text(row, "data"));
        let (times, events, entry) = (table.column("time"), table.events(), table.entry().unwrap());
        let curve = mean_cumulative(&FollowUp::new(&times, &events).entering(&entry), &table.labels("id")).unwrap();
        let steps: Vec<_> = curve.steps.iter().filter(|step| step.events > 0).collect();
        assert_eq!(steps.len(), numbers(&row["time"]).len());
        for (i, step) in steps.into_iter().enumerate() {
            assert_eq!(step.at_risk as f64, at(&row["n"], i));
            c.relative("mean", step.mean, at(&row["mean"], i));
            c.relative("se", step.std_error, at(&row["se"], i));
        }
    }
    c.report();
}
