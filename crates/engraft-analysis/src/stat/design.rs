//! Power and sample size from numbers on the command line.

use engraft_stats::design::*;

use super::exact_proportions::alternative;
use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/power-paired-t.toml"), run: paired },
    Entry { page: include_str!("../../methods/power-two-group-t.toml"), run: two_groups },
    Entry { page: include_str!("../../methods/power-two-proportions.toml"), run: two_proportions },
    Entry { page: include_str!("../../methods/power-single-arm.toml"), run: single_arm },
    Entry { page: include_str!("../../methods/simon-two-stage.toml"), run: simon },
];

/// An option that the page declares as needed, or that has a default.
fn given(call: &Call, option: &str) -> f64 {
    call.number(option).unwrap_or(f64::NAN)
}

fn sides(call: &Call) -> Sides {
    if call.word("sides") == "one" { Sides::One } else { Sides::Two }
}

fn either(what: &str, hint: &str) -> Fault {
    Fault::usage(format!("either {what} or the power asked is needed, not both"), hint)
}

fn entered(design: &TDesign) -> Answer {
    let mut answer = Answer::new();
    answer.number("critical-t", design.critical).number("noncentrality", design.noncentrality);
    answer.number("power", design.power);
    answer
}

fn paired(call: &Call) -> Result<Answer, Fault> {
    let (effect, alpha) = (given(call, "effect"), given(call, "alpha"));
    let design = match (call.count("n"), call.number("power")) {
        (Some(n), None) => paired_t_power(n, effect, alpha, sides(call))?,
        (None, Some(power)) => paired_t_size(effect, alpha, sides(call), power)?,
        _ => return Err(either("`--n`", "give `--n 10` or `--power 0.9`")),
    };
    let mut answer = entered(&design);
    answer.count("n", design.n as usize);
    Ok(answer)
}

fn two_groups(call: &Call) -> Result<Answer, Fault> {
    let (effect, alpha) = (given(call, "effect"), given(call, "alpha"));
    let (design, n2) = match (call.count("n1"), call.count("n2"), call.number("power")) {
        (Some(n1), Some(n2), None) => (two_group_t_power(n1, n2, effect, alpha, sides(call))?, n2),
        (None, None, Some(power)) => {
            let design = two_group_t_size(effect, alpha, sides(call), power)?;
            (design, design.n)
        }
        _ => return Err(either("`--n1` and `--n2`", "give `--n1 20 --n2 20` or `--power 0.9`")),
    };
    let mut answer = entered(&design);
    answer.count("n1", design.n as usize).count("n2", n2 as usize);
    Ok(answer)
}

fn two_proportions(call: &Call) -> Result<Answer, Fault> {
    let (proportions, alpha) = ((given(call, "p1"), given(call, "p2")), given(call, "alpha"));
    let side = alternative(call);
    let test = match call.word("test") {
        "barnard" => ProportionTest::Barnard(side),
        "boschloo" => ProportionTest::Boschloo(side),
        _ => ProportionTest::Fisher(side),
    };
    let found = match (call.count("n1"), call.count("n2"), call.number("power")) {
        (Some(n1), Some(n2), None) => two_proportion_power((n1, n2), proportions, alpha, test)?,
        (None, None, Some(power)) => two_proportion_size(proportions, alpha, power, test)?,
        _ => return Err(either("`--n1` and `--n2`", "give `--n1 12 --n2 12` or `--power 0.8`")),
    };
    let mut answer = Answer::new();
    answer.count("n1", found.n1 as usize).count("n2", found.n2 as usize).number("power", found.power);
    Ok(answer)
}

fn enter_single(answer: &mut Answer, design: &SingleArm) {
    answer.count("n", design.n as usize);
    match design.critical {
        Some(r) => answer.count("responders-needed", r as usize),
        None => answer.refused("responders-needed", "no number of responders rejects at this level"),
    };
    answer.number("alpha-reached", design.alpha).number("power", design.power);
}

fn single_arm(call: &Call) -> Result<Answer, Fault> {
    let (null, alternative, alpha) = (given(call, "p0"), given(call, "p1"), given(call, "alpha"));
    let mut answer = Answer::new();
    match (call.count("n"), call.number("power")) {
        (Some(n), None) => enter_single(&mut answer, &single_arm_power(n, null, alternative, alpha)?),
        (None, Some(power)) => {
            let (first, steady) = single_arm_size(null, alternative, alpha, power)?;
            enter_single(answer.of("first size"), &first);
            enter_single(answer.of("size from which it stays"), &steady);
        }
        _ => return Err(either("`--n`", "give `--n 10` or `--power 0.8`")),
    }
    Ok(answer)
}

fn simon(call: &Call) -> Result<Answer, Fault> {
    let rule = if call.word("rule") == "minimax" { SimonRule::Minimax } else { SimonRule::Optimal };
    let proportions = (given(call, "p0"), given(call, "p1"));
    let largest = call.count("largest").unwrap_or(60);
    let d = simon_two_stage(proportions, given(call, "alpha"), given(call, "power"), rule, largest)?;
    let mut answer = Answer::new();
    for (name, value) in [("r1", d.r1), ("n1", d.n1), ("r", d.r), ("n", d.n)] {
        answer.count(name, value as usize);
    }
    answer.number("alpha-reached", d.alpha).number("power", d.power);
    answer.number("early-stop", d.early_stop).number("expected-n", d.expected);
    Ok(answer)
}
