//! Cox models.

use engraft_stats::survival::{
    ChiSquaredTest, CoxData, CoxOptions, CoxVariance, FollowUp, Ties, TimeScale, fit_cox, fit_firth, predict_survival,
    proportional_hazards,
};

use super::curves::confidence;
use super::{Answer, Call, Columns, Fault, places, within};

/// Everything a Cox model reads.
struct Input {
    columns: Columns,
    names: Vec<String>,
    covariates: Vec<Vec<f64>>,
    strata: Option<Vec<usize>>,
    clusters: Option<Vec<usize>>,
}

impl Input {
    fn of(call: &Call) -> Input {
        Input {
            columns: Columns::of(call),
            names: call.bound("covariates").iter().map(|bound| bound.name.clone()).collect(),
            covariates: call.many_numbers("covariates"),
            strata: places(call, "stratum"),
            clusters: places(call, "cluster"),
        }
    }

    fn slices(&self) -> Vec<&[f64]> {
        self.covariates.iter().map(Vec::as_slice).collect()
    }

    fn data<'a>(&'a self, slices: &'a [&'a [f64]]) -> CoxData<'a> {
        let follow_up: FollowUp<'a> = self.columns.follow_up();
        CoxData { follow_up, covariates: slices, strata: self.strata.as_deref(), clusters: self.clusters.as_deref() }
    }
}

fn ties(call: &Call) -> Ties {
    match call.word("ties") {
        "breslow" => Ties::Breslow,
        "exact" => Ties::Exact,
        "efron" => Ties::Efron,
        _ if call.as_sas() => Ties::Breslow,
        _ => Ties::Efron,
    }
}

fn test(answer: &mut Answer, name: &str, test: &ChiSquaredTest) {
    answer.number(&format!("{name}-chi-squared"), test.statistic).count(&format!("{name}-df"), test.df);
    answer.number(&format!("{name}-p-value"), test.p_value);
}

pub(super) fn model(call: &Call) -> Result<Answer, Fault> {
    let input = Input::of(call);
    let slices = input.slices();
    let robust = match call.word("variance") {
        "robust" => true,
        "model" => false,
        _ => input.clusters.is_some(),
    };
    let variance = if robust { CoxVariance::Robust } else { CoxVariance::Model };
    let fit = fit_cox(&input.data(&slices), CoxOptions { ties: ties(call), variance, level: call.level() })?;
    let mut answer = Answer::new();
    answer.count("n", fit.n).count("events", fit.events).count("censored", fit.censored);
    if let Some(clusters) = fit.clusters {
        answer.count("clusters", clusters);
    }
    answer.text("ties", fit.ties.word()).text("variance", if robust { "robust" } else { "model" });
    for (name, b) in input.names.iter().zip(&fit.coefficients) {
        answer.of(name.as_str()).number("estimate", b.estimate).number("se", b.std_error);
        if let Some(robust) = b.robust_std_error {
            answer.number("robust-se", robust);
        }
        answer.number("z", b.z).number("p-value", b.p_value).interval(&b.interval);
        answer.number("hazard-ratio", b.hazard_ratio).interval_named("hazard-ratio", &b.hazard_ratio_interval);
    }
    answer.of("").number("log-likelihood-null", fit.log_likelihood_null).number("log-likelihood", fit.log_likelihood);
    test(&mut answer, "likelihood-ratio", &fit.likelihood_ratio);
    test(&mut answer, "wald", &fit.wald);
    test(&mut answer, "score", &fit.score);
    if fit.events < 10 * fit.coefficients.len() {
        answer.note("fewer than 10 events per covariate: compare with `firth-cox`");
    }
    Ok(answer)
}

pub(super) fn firth(call: &Call) -> Result<Answer, Fault> {
    let input = Input::of(call);
    let slices = input.slices();
    let fit = fit_firth(&input.data(&slices), ties(call), call.level())?;
    let mut answer = Answer::new();
    answer.count("n", fit.n).count("events", fit.events).count("censored", fit.censored);
    answer.text("ties", fit.ties.word());
    for (name, b) in input.names.iter().zip(&fit.coefficients) {
        answer.of(name.as_str()).number("estimate", b.estimate).number("se", b.std_error).interval(&b.interval);
        answer.number("chi-squared", b.test.statistic).number("p-value", b.test.p_value);
        answer.number("hazard-ratio", b.hazard_ratio).interval_named("hazard-ratio", &b.hazard_ratio_interval);
    }
    answer.of("").number("log-likelihood-null", fit.log_likelihood_null).number("log-likelihood", fit.log_likelihood);
    test(&mut answer, "likelihood-ratio", &fit.likelihood_ratio);
    answer.note("log likelihoods are penalised; intervals and p by the profile of the penalised likelihood");
    Ok(answer)
}

pub(super) fn proportionality(call: &Call) -> Result<Answer, Fault> {
    let input = Input::of(call);
    let slices = input.slices();
    let data = input.data(&slices);
    let options = CoxOptions { ties: ties(call), variance: CoxVariance::Model, level: call.level() };
    let fit = fit_cox(&data, options)?;
    let scale = match call.word("scale") {
        "rank" => TimeScale::Rank,
        "identity" => TimeScale::Identity,
        "log" => TimeScale::Log,
        _ => TimeScale::KaplanMeier,
    };
    let found = proportional_hazards(&data, &fit, scale)?;
    let mut answer = Answer::new();
    answer.count("n", fit.n).count("events", fit.events).text("scale", call.word("scale"));
    let tests = input.names.iter().map(String::as_str).zip(&found.covariates);
    for (name, test) in tests.chain([("all", &found.global)]) {
        answer.of(name).number("chi-squared", test.statistic).count("df", test.df).number("p-value", test.p_value);
    }
    Ok(answer)
}

pub(super) fn survival(call: &Call) -> Result<Answer, Fault> {
    let input = Input::of(call);
    let slices = input.slices();
    let data = input.data(&slices);
    let options = CoxOptions { ties: ties(call), variance: CoxVariance::Model, level: call.level() };
    let fit = fit_cox(&data, options)?;
    let strata = call.levels("stratum").0;
    let asked = call.word("of-stratum");
    let stratum = match strata.iter().position(|level| level == asked) {
        Some(place) => place,
        None if asked.is_empty() => 0,
        None => {
            return Err(Fault::usage(
                format!("there is no stratum `{asked}`"),
                format!("the column holds: {}", strata.join(", ")),
            ));
        }
    };
    let curve = predict_survival(&data, &fit, &call.number_list("at"), stratum, call.level(), confidence(call))?;
    let mut answer = Answer::new();
    answer.count("n", fit.n).count("events", fit.events);
    let name = strata.get(stratum).map_or("", String::as_str);
    for step in &curve.steps {
        answer.of(within(name, &format!("time {}", step.time))).count("events", step.events);
        answer.number("cumulative-hazard", step.cumulative_hazard).number("cumulative-hazard-se", step.std_error);
        answer.number("estimate", step.survival).interval_or(&step.interval);
    }
    Ok(answer)
}
