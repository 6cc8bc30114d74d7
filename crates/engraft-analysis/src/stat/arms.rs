//! Two arms of numbers: Student's t, the shift of the rank-sum test, relative effect, standardised difference.

use engraft_stats::convention::printed_rank_sum;
use engraft_stats::effect_size::effect_size;
use engraft_stats::{SetShape, brunner_munzel, brunner_munzel_permutation, rank_sum, rank_sum_interval, student_t};

use super::convention::enter_printed;
use super::paired::enter_effect;
use super::permutation::{draws, enter_p};
use super::{Answer, Call, Entry, Fault, TwoGroups};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/student-t.toml"), run: student },
    Entry { page: include_str!("../../methods/rank-sum.toml"), run: shift },
    Entry { page: include_str!("../../methods/brunner-munzel.toml"), run: relative },
    Entry { page: include_str!("../../methods/effect-size.toml"), run: effect },
];

fn opened(groups: &TwoGroups) -> Answer {
    let mut answer = Answer::new();
    answer.text("comparison", format!("{} - {}", groups.names[0], groups.names[1]));
    answer.count("n1", groups.first.len()).count("n2", groups.second.len());
    answer
}

fn student(call: &Call) -> Result<Answer, Fault> {
    let groups = call.two_groups("value", "group")?;
    let t = student_t(&groups.first, &groups.second, call.level())?;
    let mut answer = opened(&groups);
    answer.number("mean1", t.mean1).number("mean2", t.mean2).number("estimate", t.difference).number("sd", t.sd);
    answer.number("se", t.se).interval(&t.interval).number("t", t.t).number("df", t.df).number("p-value", t.p_value);
    Ok(answer)
}

fn shift(call: &Call) -> Result<Answer, Fault> {
    let groups = call.two_groups("value", "group")?;
    let test = rank_sum(&groups.first, &groups.second)?;
    let inverted = rank_sum_interval(&groups.first, &groups.second, call.level());
    let mut answer = opened(&groups);
    answer.number("w", test.statistic).number("u", test.u).text("ties", if test.tied { "yes" } else { "no" });
    answer.number("estimate", test.estimate);
    // without ties the interval of order statistics, with ties every shift that the test does not reject
    answer.interval_or(&inverted.map(|i| if test.tied { i.interval } else { i.classical }));
    answer.number("p-value", test.p_value);
    if let Some(convention) = call.convention() {
        enter_printed(&mut answer, printed_rank_sum(&groups.first, &groups.second, convention));
    }
    if inverted.is_ok_and(|i| test.tied && i.shape == SetShape::Hull) {
        answer.note("some shifts inside the interval are rejected: it is the hull of a set with holes");
    }
    Ok(answer)
}

fn relative(call: &Call) -> Result<Answer, Fault> {
    let groups = call.two_groups("value", "group")?;
    let permuted = brunner_munzel_permutation(&groups.first, &groups.second, draws(call))?;
    let mut answer = Answer::new();
    answer.text("comparison", format!("{} above {}", groups.names[1], groups.names[0]));
    answer.count("n1", permuted.n1).count("n2", permuted.n2).number("estimate", permuted.effect);
    match brunner_munzel(&groups.first, &groups.second, call.level()) {
        Ok(t) => {
            answer.number("se", t.se).interval(&t.interval).number("t", t.statistic).number("df", t.df);
            answer.number("t-p-value", t.p_value);
        }
        Err(reason) => {
            answer.interval_or(&Err(reason)).refused("t", reason.to_string()).refused("t-p-value", reason.to_string());
        }
    }
    // the p-value of the permutation
    enter_p(&mut answer, &permuted.p);
    Ok(answer)
}

fn effect(call: &Call) -> Result<Answer, Fault> {
    let groups = call.two_groups("value", "group")?;
    let mut answer = opened(&groups);
    enter_effect(&mut answer, &effect_size(&groups.first, &groups.second, call.level())?);
    Ok(answer)
}
