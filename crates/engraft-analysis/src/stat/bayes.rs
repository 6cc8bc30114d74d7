//! Bayesian estimation: posteriors, predictive probabilities, priors from past studies.

use engraft_stats::bayes::map::{
    Hyperprior, MapFit, MapPrior, TauPrior, fit_beta, fit_normal, map_binomial, map_normal,
};
use engraft_stats::bayes::predictive::{Arm, Success, predictive_success};
use engraft_stats::bayes::{
    Beta, Component, EffectiveSize, Mixture, Normal, NormalInverseGamma, elir, moment_ess,
    proportion_difference_interval, proportions_differ,
};

use super::one_sample::differences;
use super::proportions::{counted, two_counted};
use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/bayes-proportion.toml"), run: proportion },
    Entry { page: include_str!("../../methods/bayes-difference.toml"), run: difference },
    Entry { page: include_str!("../../methods/bayes-mean.toml"), run: mean },
    Entry { page: include_str!("../../methods/predictive-success.toml"), run: success },
    Entry { page: include_str!("../../methods/map-proportion.toml"), run: map_of_proportions },
    Entry { page: include_str!("../../methods/map-mean.toml"), run: map_of_means },
];

/// The prior of a proportion: the option `mixture` as weight, a, b, weight, a, b ..., or the options `a` and `b`.
fn prior(call: &Call) -> Result<Mixture<Beta>, Fault> {
    let numbers = call.number_list("mixture");
    if numbers.is_empty() {
        let shape = |name: &str| call.number(name).unwrap_or(1.0);
        return Ok(Mixture::single(Beta { a: shape("a"), b: shape("b") })?);
    }
    let part = |triple: &[f64]| match triple {
        [weight, a, b] => Ok((*weight, Beta { a: *a, b: *b })),
        _ => {
            Err(Fault::usage("the mixture is not made of threes", "give weight, a, b for each part: 0.8,6,14,0.2,1,1"))
        }
    };
    Ok(Mixture::new(&numbers.chunks(3).map(part).collect::<Result<Vec<_>, Fault>>()?)?)
}

/// Mean, SD, median and both intervals of a distribution.
fn summary<C: Component>(answer: &mut Answer, mixture: &Mixture<C>, level: f64) -> Result<(), Fault> {
    answer.number("estimate", mixture.mean());
    match mixture.sd() {
        Some(sd) => answer.number("sd", sd),
        None => answer.refused("sd", "the distribution has no finite variance"),
    };
    answer.number("median", mixture.quantile(0.5)?).interval(&mixture.equal_tailed(level)?);
    answer.interval_named("shortest", &mixture.shortest(level)?);
    Ok(())
}

fn proportion(call: &Call) -> Result<Answer, Fault> {
    let (x, n) = counted(call)?;
    let posterior = prior(call)?.update(x, n)?;
    let mut answer = Answer::new();
    answer.count("x", x as usize).count("n", n as usize);
    summary(&mut answer, &posterior, call.level())?;
    if let Some(threshold) = call.number("threshold") {
        answer.number("threshold", threshold).number("probability-above", posterior.probability_above(threshold)?);
    }
    Ok(answer)
}

fn difference(call: &Call) -> Result<Answer, Fault> {
    let counts = two_counted(call)?;
    let prior = prior(call)?;
    let (first, second) = (prior.update(counts.x1, counts.n1)?, prior.update(counts.x2, counts.n2)?);
    let margin = call.number("margin").unwrap_or(0.0);
    let mut answer = Answer::new();
    counts.enter(&mut answer);
    answer.number("mean1", first.mean()).number("mean2", second.mean());
    answer.number("estimate", first.mean() - second.mean());
    answer.interval(&proportion_difference_interval(&first, &second, call.level())?);
    answer.number("margin", margin).number("probability-above", proportions_differ(&first, &second, margin)?);
    Ok(answer)
}

fn mean(call: &Call) -> Result<Answer, Fault> {
    let number = |name: &str| call.number(name).unwrap_or(0.0);
    let prior = NormalInverseGamma {
        location: number("location"),
        size: number("size"),
        shape: number("shape"),
        rate: number("rate"),
    };
    let values = differences(call);
    let posterior = Mixture::single(prior)?.update(&values)?;
    let mut answer = Answer::new();
    answer.count("n", values.len());
    summary(&mut answer, &posterior, call.level())?;
    if let Some(threshold) = call.number("threshold") {
        answer.number("threshold", threshold).number("probability-above", posterior.probability_above(threshold)?);
    }
    Ok(answer)
}

fn success(call: &Call) -> Result<Answer, Fault> {
    let (x, n) = counted(call)?;
    let prior = prior(call)?;
    let future = call.count("future").unwrap_or(0);
    let number = |name: &str| call.number(name).unwrap_or(0.5);
    let success = Success { threshold: number("threshold"), certainty: number("certainty") };
    let present = prior.update(x, n)?;
    let chance = predictive_success(&present, Arm { prior: &prior, x, n, future }, success)?;
    let mut answer = Answer::new();
    answer.count("x", x as usize).count("n", n as usize).count("future", future as usize);
    answer.number("probability-above-now", present.probability_above(success.threshold)?);
    answer.number("predictive-probability", chance);
    Ok(answer)
}

/// The prior of mu and tau from the options.
fn hyperprior(call: &Call) -> Hyperprior {
    let number = |name: &str, otherwise: f64| call.number(name).unwrap_or(otherwise);
    let scale = number("tau-scale", 1.0);
    let tau = match call.number("tau-df") {
        Some(df) => TauPrior::HalfT { scale, df },
        None => TauPrior::HalfNormal { scale },
    };
    Hyperprior { mu: Normal { mean: number("mu-mean", 0.0), sd: number("mu-sd", 2.0) }, tau }
}

/// What both kinds of MAP prior print: hyperparameters, fitted parts, distance, sizes.
fn map_answer<C: EffectiveSize>(
    call: &Call,
    map: &MapPrior,
    fit: &MapFit<C>,
    vague: C,
    shapes: impl Fn(&C) -> [(&'static str, f64); 2],
) -> Result<Answer, Fault> {
    let mut answer = Answer::new();
    answer.count("studies", map.studies).number("mu-mean", map.mu_mean).number("mu-sd", map.mu_sd);
    match map.tau_mean {
        Some(tau) => answer.number("tau-mean", tau),
        None => answer.refused("tau-mean", "the prior of tau has no mean"),
    };
    answer.number("divergence", fit.divergence).number("largest-gap", fit.largest_gap);
    let weight = call.number("robust-weight").unwrap_or(0.0);
    let prior = if weight == 0.0 { fit.mixture.clone() } else { fit.mixture.robustified(vague, weight)? };
    let sd = call.number("subject-sd").unwrap_or(1.0);
    summary(&mut answer, &prior, call.level())?;
    answer.number_or("ess-elir", elir(&prior, sd)).number_or("ess-moment", moment_ess(&prior, sd));
    for (place, (weight, part)) in prior.parts().iter().enumerate() {
        answer.of(format!("part {}", place + 1)).number("weight", *weight);
        for (name, value) in shapes(part) {
            answer.number(name, value);
        }
    }
    answer.of("");
    if fit.largest_gap > 0.01 {
        answer.note("the fitted parts are off by more than 0.01 in probability: ask for one part more");
    }
    Ok(answer)
}

fn parts(call: &Call) -> usize {
    call.count("parts").unwrap_or(2) as usize
}

fn map_of_proportions(call: &Call) -> Result<Answer, Fault> {
    let counts = |role: &str| call.numbers(role).into_iter().map(|v| v as u64).collect::<Vec<u64>>();
    let studies: Vec<(u64, u64)> = counts("x").into_iter().zip(counts("n")).collect();
    let map = map_binomial(&studies, hyperprior(call))?;
    let fit = fit_beta(&map.predictive, parts(call))?;
    map_answer(call, &map, &fit, Beta { a: 1.0, b: 1.0 }, |part| [("a", part.a), ("b", part.b)])
}

fn map_of_means(call: &Call) -> Result<Answer, Fault> {
    let studies: Vec<(f64, f64)> = call.numbers("estimate").into_iter().zip(call.numbers("se")).collect();
    let map = map_normal(&studies, hyperprior(call))?;
    let fit = fit_normal(&map.predictive, parts(call))?;
    // unit information: one subject's worth of evidence about the centre of the prior
    let vague = Normal { mean: fit.mixture.mean(), sd: call.number("subject-sd").unwrap_or(1.0) };
    map_answer(call, &map, &fit, vague, |part| [("mean", part.mean), ("sd", part.sd)])
}

#[cfg(test)]
mod tests {
    use super::super::{Found, Table, method};
    use super::*;

    fn run(id: &str, csv: &str, given: &[(&str, &str)]) -> Answer {
        let mut lines = csv.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        let table = Table {
            header: lines.next().unwrap_or_default(),
            rows: lines.map(|row| row.into_iter().map(Into::into).collect()).collect(),
            lines: Vec::new(),
        };
        let given: Vec<(String, String)> = given.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        method(id).unwrap().run(&table, &given).unwrap()
    }

    fn number(answer: &Answer, name: &str) -> f64 {
        match answer.statistics.iter().find(|s| s.name == name).map(|s| &s.value) {
            Some(Found::Number(value)) => *value,
            other => panic!("{name}: {other:?}"),
        }
    }

    #[test]
    fn a_flat_prior_gives_beta_8_6() {
        let a = run("bayes-proportion", "", &[("x", "7"), ("n", "12"), ("threshold", "0.5")]);
        assert!((number(&a, "estimate") - 8.0 / 14.0).abs() < 1e-15);
        // beta(8, 6) above one half: at most 7 of 13 fair coins
        assert!((number(&a, "probability-above") - 5812.0 / 8192.0).abs() < 1e-14);
        let d = run("bayes-difference", "", &[("x1", "3"), ("n1", "6"), ("x2", "3"), ("n2", "6")]);
        assert!((number(&d, "probability-above") - 0.5).abs() < 1e-12);
    }

    #[test]
    fn a_map_prior_prints_its_parts() {
        let csv = "study,x,n\na,3,20\nb,5,24\nc,4,30";
        let given = [("x", "x"), ("n", "n"), ("tau-scale", "0.5"), ("robust-weight", "0.2")];
        let a = run("map-proportion", csv, &given);
        let weights: Vec<f64> = a
            .statistics
            .iter()
            .filter(|s| s.name == "weight")
            .map(|s| if let Found::Number(w) = s.value { w } else { panic!("{s:?}") })
            .collect();
        assert!(weights.len() == 3 && (weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!((weights[2] - 0.2).abs() < 1e-12);
        assert!(number(&a, "ess-elir") > 5.0);
    }
}
