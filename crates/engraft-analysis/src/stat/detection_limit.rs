//! Values below a limit of detection.

use engraft_stats::detection_limit::{Measurement, Substitution, censored_log_normal, censored_normal, substitute};
use engraft_stats::{QuantileType, describe};

use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/tobit.toml"), run: tobit },
    Entry { page: include_str!("../../methods/substitution.toml"), run: substitution },
];

fn measurements(call: &Call) -> Vec<Measurement> {
    let pairs = call.numbers("value").into_iter().zip(call.flags("below"));
    pairs.map(|(v, below)| if below { Measurement::Below(v) } else { Measurement::Value(v) }).collect()
}

fn tobit(call: &Call) -> Result<Answer, Fault> {
    let on_logs = call.word("scale") == "log-normal";
    let values = measurements(call);
    let fit =
        if on_logs { censored_log_normal(&values, call.level()) } else { censored_normal(&values, call.level()) }?;
    let mut answer = Answer::new();
    answer.count("n", fit.n).count("n-below", fit.below).number("estimate", fit.mean).number("se", fit.mean_se);
    answer.interval(&fit.interval).number("sd", fit.sd).number("sd-se", fit.sd_se);
    answer.number("log-likelihood", fit.log_likelihood);
    if on_logs {
        let (mean, interval) = fit.geometric_mean();
        answer.number("geometric-mean", mean).interval_named("geometric-mean", &interval);
        answer.note("estimate, se, interval and sd are of natural logarithms");
    }
    Ok(answer)
}

fn substitution(call: &Call) -> Result<Answer, Fault> {
    let values = measurements(call);
    let rule = match call.word("rule") {
        "zero" => Substitution::Zero,
        "half" => Substitution::Half,
        "over-root-two" => Substitution::OverRootTwo,
        _ => Substitution::Limit,
    };
    let d = describe(&substitute(&values, rule)?, QuantileType::Type7)?;
    let mut answer = Answer::new();
    answer.count("n", d.n).count("n-below", values.iter().filter(|m| matches!(m, Measurement::Below(_))).count());
    answer.number("estimate", d.mean);
    match d.sd {
        Some(sd) => answer.number("sd", sd),
        None => answer.refused("sd", "one value has no spread"),
    };
    answer.number("median", d.median);
    Ok(answer)
}
