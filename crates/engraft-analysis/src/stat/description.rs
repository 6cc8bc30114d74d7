//! Quantiles by definition, spread and intervals without a distribution: one sample.

use engraft_stats::bootstrap::{self, BootstrapOptions, bootstrap};
use engraft_stats::{QuantileType, median_deviation, median_interval, quantile};

use super::one_sample::differences;
use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/quantile.toml"), run: quantiles },
    Entry { page: include_str!("../../methods/median-deviation.toml"), run: deviation },
    Entry { page: include_str!("../../methods/median-interval.toml"), run: median },
    Entry { page: include_str!("../../methods/bootstrap.toml"), run: resampled },
];

/// The definition asked for, with its name.
fn definition(call: &Call) -> Result<(QuantileType, String), Fault> {
    match (call.word("type"), call.word("pctldef")) {
        ("", "") if call.as_sas() => Ok((QuantileType::Type2, "PCTLDEF=5 (type 2)".to_owned())),
        ("", "") => Ok((QuantileType::Type7, "type 7".to_owned())),
        ("", sas) => Ok((QuantileType::from_sas(sas.parse().unwrap_or(0))?, format!("PCTLDEF={sas}"))),
        (number, "") => {
            let types = [
                QuantileType::Type1,
                QuantileType::Type2,
                QuantileType::Type3,
                QuantileType::Type4,
                QuantileType::Type5,
                QuantileType::Type6,
                QuantileType::Type7,
                QuantileType::Type8,
                QuantileType::Type9,
            ];
            // the page allows 1 to 9
            let place = number.parse::<usize>().unwrap_or(7).saturating_sub(1);
            Ok((types.get(place).copied().unwrap_or(QuantileType::Type7), format!("type {number}")))
        }
        _ => Err(Fault::usage("both `--type` and `--pctldef` are given", "give one of them")),
    }
}

fn quantiles(call: &Call) -> Result<Answer, Fault> {
    let values = differences(call);
    let (definition, name) = definition(call)?;
    let mut answer = Answer::new();
    answer.count("n", values.len()).text("definition", name);
    for p in call.number_list("p") {
        let value = quantile(&values, p, definition)?;
        answer.of(format!("p {p}")).number("quantile", value);
    }
    Ok(answer)
}

fn deviation(call: &Call) -> Result<Answer, Fault> {
    let d = median_deviation(&differences(call))?;
    let mut answer = Answer::new();
    answer.count("n", d.n).number("median", d.median).number("estimate", d.raw).number("scaled", d.scaled);
    Ok(answer)
}

fn median(call: &Call) -> Result<Answer, Fault> {
    let m = median_interval(&differences(call), call.level())?;
    let mut answer = Answer::new();
    answer.count("n", m.n).number("estimate", m.median).interval(&m.interval).count("rank", m.rank);
    Ok(answer)
}

fn resampled(call: &Call) -> Result<Answer, Fault> {
    let options = BootstrapOptions {
        resamples: call.count("resamples").unwrap_or(10_000) as usize,
        seed: call.count("seed").unwrap_or(1),
        level: call.level(),
    };
    let statistic = if call.word("statistic") == "mean" { bootstrap::mean } else { bootstrap::median };
    let b = bootstrap(&differences(call), statistic, options)?;
    let mut answer = Answer::new();
    answer.count("n", b.n).number("estimate", b.estimate).number("se", b.standard_error).number("bias", b.bias);
    answer.interval_named("percentile", &b.percentile);
    match b.bca {
        Ok(bca) => {
            answer.interval_named("bca", &bca.interval).number("bias-correction", bca.bias_correction);
            answer.number("acceleration", bca.acceleration);
            if bca.at_extreme {
                answer.note("an end of the BCa interval is the outermost replicate: draw more, or distrust it");
            }
        }
        Err(reason) => {
            answer.refused("bca-lower", reason.to_string()).refused("bca-upper", reason.to_string());
        }
    }
    answer.count("resamples", b.resamples).count("seed", options.seed as usize);
    Ok(answer)
}
