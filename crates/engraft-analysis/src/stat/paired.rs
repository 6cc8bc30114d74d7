//! Paired values and outcomes: one subject twice.

use engraft_stats::effect_size::{EffectSize, paired_effect_size};
use engraft_stats::geometric_ratio;
use engraft_stats::paired_binary::{PairedTable, paired_binary};
use engraft_stats::permutation::sign_flip_test;

use super::one_sample::differences;
use super::permutation::{draws, enter_p};
use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/sign-flip.toml"), run: flips },
    Entry { page: include_str!("../../methods/mcnemar.toml"), run: mcnemar },
    Entry { page: include_str!("../../methods/geometric-ratio.toml"), run: ratio },
    Entry { page: include_str!("../../methods/paired-effect-size.toml"), run: effect },
];

fn flips(call: &Call) -> Result<Answer, Fault> {
    let test = sign_flip_test(&differences(call), draws(call))?;
    let mut answer = Answer::new();
    answer.count("n", test.n).count("n-zero", test.n_zero).number("estimate", test.mean);
    enter_p(&mut answer, &test.p);
    Ok(answer)
}

/// The table of pairs: from the columns `first` and `second`, or from four counts.
fn pairs(call: &Call) -> Result<PairedTable, Fault> {
    let counts = ["both", "first-only", "second-only", "neither"].map(|name| call.count(name));
    match (call.has("first") && call.has("second"), counts) {
        (false, [Some(both), Some(first_only), Some(second_only), Some(neither)]) => {
            Ok(PairedTable { both, first_only, second_only, neither })
        }
        (true, [None, None, None, None]) => {
            let mut table = PairedTable { both: 0, first_only: 0, second_only: 0, neither: 0 };
            for pair in call.flags("first").into_iter().zip(call.flags("second")) {
                *match pair {
                    (true, true) => &mut table.both,
                    (true, false) => &mut table.first_only,
                    (false, true) => &mut table.second_only,
                    (false, false) => &mut table.neither,
                } += 1;
            }
            Ok(table)
        }
        _ => Err(Fault::usage(
            "paired outcomes need their counts",
            "give FILE, `--first COLUMN` and `--second COLUMN`, or `--both 1 --first-only 1 --second-only 7 --neither 12`",
        )),
    }
}

fn mcnemar(call: &Call) -> Result<Answer, Fault> {
    let table = pairs(call)?;
    let r = paired_binary(table, call.level())?;
    let mut answer = Answer::new();
    answer.count("n", r.n as usize).count("first-only", table.first_only as usize);
    answer.count("second-only", table.second_only as usize);
    answer.number("proportion1", r.proportion1).number("proportion2", r.proportion2).number("estimate", r.difference);
    answer.interval_named("tango", &r.tango).interval_named("newcombe", &r.newcombe);
    answer.number("p-value", r.exact_p).number("mid-p", r.mid_p);
    match r.odds_ratio {
        Ok(odds) => {
            match odds.estimate {
                Some(estimate) => answer.number("odds-ratio", estimate),
                None => answer.refused("odds-ratio", "no pair with yes at the second only: without bound"),
            };
            answer.interval_named("odds-ratio-exact", &odds.exact).interval_named("odds-ratio-mid-p", &odds.mid_p);
        }
        Err(reason) => {
            answer.refused("odds-ratio", reason.to_string());
        }
    }
    Ok(answer)
}

fn ratio(call: &Call) -> Result<Answer, Fault> {
    let r = geometric_ratio(&call.numbers("before"), &call.numbers("after"), call.level())?;
    let mut answer = Answer::new();
    answer.count("n", r.n).number("estimate", r.ratio).interval(&r.interval).number("log-se", r.log_se);
    answer.number("t", r.t).number("df", r.df).number("p-value", r.p_value);
    Ok(answer)
}

fn effect(call: &Call) -> Result<Answer, Fault> {
    let values = differences(call);
    let mut answer = Answer::new();
    answer.count("n", values.len());
    enter_effect(&mut answer, &paired_effect_size(&values, call.level())?);
    Ok(answer)
}

/// Enters d, g and both intervals.
pub(super) fn enter_effect(answer: &mut Answer, e: &EffectSize) {
    answer.number("d", e.d).number("correction", e.correction).number("estimate", e.g).number("df", e.df);
    answer.interval(&e.interval).number("variance", e.variance).interval_named("large-sample", &e.large_sample);
}
