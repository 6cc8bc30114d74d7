//! Equivalence and non-inferiority within margins.

use engraft_stats::equivalence::{Better, Margins, Tost, noninferiority, proportion_equivalence, tost, welch_tost};

use super::proportions::two_counted;
use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/tost.toml"), run: two_one_sided },
    Entry { page: include_str!("../../methods/welch-tost.toml"), run: means },
    Entry { page: include_str!("../../methods/noninferiority.toml"), run: not_worse },
    Entry { page: include_str!("../../methods/proportion-equivalence.toml"), run: proportions },
];

/// An option that the page requires.
fn needed(call: &Call, option: &str) -> f64 {
    // the page requires it: a call without it is never made
    call.number(option).unwrap_or(f64::NAN)
}

fn margins(call: &Call) -> Margins {
    Margins { lower: needed(call, "lower"), upper: needed(call, "upper") }
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn enter(answer: &mut Answer, r: &Tost) {
    answer.number("estimate", r.estimate).number("se", r.se).interval(&r.interval).number("t-lower", r.t_lower);
    answer.number("p-lower", r.p_lower).number("t-upper", r.t_upper).number("p-upper", r.p_upper);
    answer.number("p-value", r.p_value).text("equivalent", yes_no(r.equivalent));
}

fn two_one_sided(call: &Call) -> Result<Answer, Fault> {
    let df = call.number("df").unwrap_or(f64::INFINITY);
    let r = tost(needed(call, "estimate"), needed(call, "se"), df, margins(call), needed(call, "alpha"))?;
    let mut answer = Answer::new();
    enter(&mut answer, &r);
    Ok(answer)
}

fn means(call: &Call) -> Result<Answer, Fault> {
    let groups = call.two_groups("value", "group")?;
    let r = welch_tost(&groups.first, &groups.second, margins(call), needed(call, "alpha"))?;
    let mut answer = Answer::new();
    answer.text("comparison", format!("{} - {}", groups.names[0], groups.names[1]));
    answer.count("n1", groups.first.len()).count("n2", groups.second.len()).number("df", r.df);
    enter(&mut answer, &r);
    Ok(answer)
}

fn not_worse(call: &Call) -> Result<Answer, Fault> {
    let margin = needed(call, "margin");
    let better = if call.word("better") == "higher" { Better::Higher { margin } } else { Better::Lower { margin } };
    let df = call.number("df").unwrap_or(f64::INFINITY);
    let r = noninferiority(needed(call, "estimate"), needed(call, "se"), df, better, needed(call, "alpha"))?;
    let mut answer = Answer::new();
    answer.number("estimate", r.estimate).number("bound", r.bound).number("t", r.t).number("p-value", r.p_value);
    answer.text("non-inferior", yes_no(r.non_inferior));
    Ok(answer)
}

fn proportions(call: &Call) -> Result<Answer, Fault> {
    let counts = two_counted(call)?;
    let (first, second) = ((counts.x1, counts.n1), (counts.x2, counts.n2));
    let r = proportion_equivalence(first, second, margins(call), needed(call, "alpha"))?;
    let mut answer = Answer::new();
    counts.enter(&mut answer);
    answer.number("estimate", r.difference.difference).interval(&r.difference.interval);
    answer.text("above-lower-margin", yes_no(r.above_lower)).text("below-upper-margin", yes_no(r.below_upper));
    answer.text("equivalent", yes_no(r.equivalent));
    Ok(answer)
}
