//! Description of one sample; tests and intervals on one number a subject (a change, or a value against 0).

use engraft_stats::convention::printed_signed_rank;
use engraft_stats::{
    InvertedInterval, QuantileType, StatError, ZeroRule, describe, geometric_mean, mean_interval, paired_t, sign_test,
    signed_rank,
};

use super::convention::enter_printed;
use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/describe.toml"), run: description },
    Entry { page: include_str!("../../methods/t-interval.toml"), run: t_interval },
    Entry { page: include_str!("../../methods/geometric-mean.toml"), run: geometric },
    Entry { page: include_str!("../../methods/paired-t.toml"), run: paired },
    Entry { page: include_str!("../../methods/signed-rank.toml"), run: ranks },
    Entry { page: include_str!("../../methods/sign-test.toml"), run: signs },
];

/// One number a subject: the column `value`, less the column `baseline` where that is given.
pub(super) fn differences(call: &Call) -> Vec<f64> {
    let values = call.numbers("value");
    if call.has("baseline") {
        values.iter().zip(call.numbers("baseline")).map(|(now, before)| now - before).collect()
    } else {
        values
    }
}

fn description(call: &Call) -> Result<Answer, Fault> {
    let quartiles = if call.as_sas() { QuantileType::Type2 } else { QuantileType::Type7 };
    let d = describe(&differences(call), quartiles)?;
    let mut answer = Answer::new();
    answer.count("n", d.n).number("mean", d.mean);
    for (name, value) in [("sd", d.sd), ("se", d.se)] {
        match value {
            Some(value) => answer.number(name, value),
            None => answer.refused(name, "one value has no spread"),
        };
    }
    answer.number("median", d.median).number("q1", d.q1).number("q3", d.q3).number("min", d.min).number("max", d.max);
    Ok(answer)
}

fn t_interval(call: &Call) -> Result<Answer, Fault> {
    let values = differences(call);
    let interval = mean_interval(&values, call.level())?;
    let mut answer = Answer::new();
    answer
        .count("n", values.len())
        .number("estimate", describe(&values, QuantileType::Type7)?.mean)
        .interval(&interval);
    Ok(answer)
}

fn geometric(call: &Call) -> Result<Answer, Fault> {
    let g = geometric_mean(&call.numbers("value"), call.level())?;
    let mut answer = Answer::new();
    answer.count("n", g.n).number("estimate", g.mean).interval_or(&g.interval);
    match g.cv {
        Some(cv) => answer.number("cv", cv),
        None => answer.refused("cv", "one value has no spread"),
    };
    Ok(answer)
}

fn paired(call: &Call) -> Result<Answer, Fault> {
    let t = paired_t(&differences(call), call.level())?;
    let mut answer = Answer::new();
    answer.count("n", t.n).number("estimate", t.mean).number("sd", t.sd).number("se", t.se);
    answer.interval(&t.interval).number("t", t.t).number("df", t.df).number("p-value", t.p_value);
    Ok(answer)
}

fn ranks(call: &Call) -> Result<Answer, Fault> {
    let zeros = if call.word("zeros") == "pratt" { ZeroRule::Pratt } else { ZeroRule::Wilcoxon };
    let test = signed_rank(&differences(call), call.level(), zeros)?;
    let mut answer = Answer::new();
    answer.count("n", test.n).count("n-zero", test.n_zero).count("n-used", test.n_used);
    answer.number("v", test.statistic).text("ties", if test.tied { "yes" } else { "no" });
    answer.number("estimate", test.estimate);
    shift_interval(&mut answer, &test.interval, test.tied || test.n_zero > 0);
    answer.number("p-value", test.p_value);
    if let Some(convention) = call.convention() {
        enter_printed(&mut answer, printed_signed_rank(&differences(call), convention));
    }
    Ok(answer)
}

/// The interval of the test: with ties or zeros every shift it does not reject, the interval of order statistics otherwise.
pub(super) fn shift_interval(answer: &mut Answer, interval: &Result<InvertedInterval, StatError>, tied: bool) {
    let ends = interval.map(|inverted| if tied { inverted.interval } else { inverted.classical });
    answer.interval_or(&ends);
}

fn signs(call: &Call) -> Result<Answer, Fault> {
    let values = differences(call);
    let test = sign_test(&values)?;
    let mut answer = Answer::new();
    answer.count("n", test.n).count("n-positive", test.positive).count("n-negative", test.negative);
    answer.count("n-zero", test.n_zero);
    answer.number("estimate", describe(&values, QuantileType::Type7)?.median).number("p-value", test.p_value);
    Ok(answer)
}
