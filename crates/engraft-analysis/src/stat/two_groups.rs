//! Two independent groups of numbers: first against second.

use engraft_stats::{rank_sum, welch_t};

use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/welch-t.toml"), run: welch },
    Entry { page: include_str!("../../methods/rank-sum.toml"), run: ranks },
];

fn welch(call: &Call) -> Result<Answer, Fault> {
    let groups = call.two_groups("value", "group")?;
    let t = welch_t(&groups.first, &groups.second, call.level())?;
    let mut answer = Answer::new();
    answer.text("comparison", format!("{} - {}", groups.names[0], groups.names[1]));
    answer.count("n1", t.n1).count("n2", t.n2).number("mean1", t.mean1).number("mean2", t.mean2);
    answer.number("estimate", t.difference).number("se", t.se).interval(&t.interval);
    answer.number("t", t.t).number("df", t.df).number("p-value", t.p_value);
    Ok(answer)
}

fn ranks(call: &Call) -> Result<Answer, Fault> {
    let groups = call.two_groups("value", "group")?;
    let test = rank_sum(&groups.first, &groups.second)?;
    let mut answer = Answer::new();
    answer.text("comparison", format!("{} - {}", groups.names[0], groups.names[1]));
    answer.count("n1", test.n1).count("n2", test.n2).number("w", test.statistic).number("u", test.u);
    answer.text("ties", if test.tied { "yes" } else { "no" });
    answer.number("estimate", test.estimate).number("p-value", test.p_value);
    Ok(answer)
}
