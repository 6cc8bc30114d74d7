//! Competing risks.

use engraft_stats::survival::{
    CensoringTies, CompetingRisks, IncidenceVariance, cumulative_incidence, fit_fine_gray, gray_test,
};

use super::{Answer, Call, Fault, groups, kept, places, within};

/// Cause of each row, 0 for a censoring.
fn causes(call: &Call) -> Vec<usize> {
    call.numbers("cause").into_iter().map(|cause| cause as usize).collect()
}

/// The cause of interest.
fn cause(call: &Call) -> usize {
    call.count("of-cause").map_or(1, |cause| cause as usize)
}

pub(super) fn incidence(call: &Call) -> Result<Answer, Fault> {
    let (times, causes) = (call.numbers("time"), causes(call));
    let variance = match call.word("variance") {
        "aalen" => IncidenceVariance::Aalen,
        _ => IncidenceVariance::Delta,
    };
    let mut answer = Answer::new();
    for (group, rows) in groups(call) {
        let (times, causes) = (kept(&times, &rows), kept(&causes, &rows));
        let curve = cumulative_incidence(&CompetingRisks { times: &times, causes: &causes }, cause(call), variance)?;
        answer.of(group.as_str()).count("n", curve.n).count("events", curve.events);
        answer.count("competing", curve.competing).count("censored", curve.censored);
        let asked = call.number_list("times");
        let all = || curve.steps.iter().filter(|step| step.events > 0).map(|step| step.time).collect();
        for time in if asked.is_empty() { all() } else { asked } {
            answer.of(within(&group, &format!("time {time}")));
            match curve.at(time) {
                Ok(step) => {
                    answer.number("estimate", step.incidence).number("se", step.std_error);
                    answer.interval_or(&step.interval(call.level()));
                }
                Err(reason) => {
                    answer.refused("estimate", reason.to_string());
                }
            }
        }
    }
    Ok(answer)
}

pub(super) fn gray(call: &Call) -> Result<Answer, Fault> {
    let (times, causes) = (call.numbers("time"), causes(call));
    let (levels, groups) = call.levels("group");
    let strata = places(call, "stratum");
    let data = CompetingRisks { times: &times, causes: &causes };
    let found = gray_test(&data, &groups, strata.as_deref(), cause(call))?;
    let mut answer = Answer::new();
    answer.count("n", found.n);
    for group in &found.groups {
        answer.of(levels.get(group.label).map_or("", String::as_str)).count("n", group.n).count("events", group.events);
        answer.count("competing", group.competing).number("observed-less-expected", group.score);
    }
    answer.of("").number("chi-squared", found.test.statistic).count("df", found.test.df);
    answer.number("p-value", found.test.p_value);
    Ok(answer)
}

pub(super) fn fine_gray(call: &Call) -> Result<Answer, Fault> {
    let (times, causes) = (call.numbers("time"), causes(call));
    let covariates = call.many_numbers("covariates");
    let slices: Vec<&[f64]> = covariates.iter().map(Vec::as_slice).collect();
    let ties = match call.word("censoring-ties") {
        "with-events" => CensoringTies::WithEvents,
        _ => CensoringTies::AfterEvents,
    };
    let data = CompetingRisks { times: &times, causes: &causes };
    let fit = fit_fine_gray(&data, &slices, cause(call), ties, call.level())?;
    let mut answer = Answer::new();
    answer.count("n", fit.n).count("events", fit.events);
    answer.count("competing", fit.competing).count("censored", fit.censored);
    for (bound, b) in call.bound("covariates").iter().zip(&fit.coefficients) {
        answer.of(bound.name.as_str()).number("estimate", b.estimate).number("se", b.std_error);
        answer.number("se-known-censoring", b.std_error_known_censoring);
        answer.number("z", b.z).number("p-value", b.p_value).interval(&b.interval);
        answer.number("hazard-ratio", b.hazard_ratio).interval_named("hazard-ratio", &b.hazard_ratio_interval);
    }
    answer.of("").number("wald-chi-squared", fit.wald.statistic).count("wald-df", fit.wald.df);
    answer.number("wald-p-value", fit.wald.p_value);
    Ok(answer)
}
