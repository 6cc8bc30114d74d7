//! Two independent groups of numbers: first against second.

use engraft_stats::welch_t;

use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[Entry { page: include_str!("../../methods/welch-t.toml"), run: welch }];

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
