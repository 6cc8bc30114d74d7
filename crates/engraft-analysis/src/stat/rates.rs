//! Poisson rates from events and exposure of subjects, or from their sums.

use engraft_stats::TwoSided;
use engraft_stats::rate::{RateMethod, rate_difference, rate_interval, rate_ratio, rate_rule_of_three};

use super::exact_proportions::{convention, estimate, hole};
use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/poisson-rate.toml"), run: rate },
    Entry { page: include_str!("../../methods/rate-ratio.toml"), run: ratio },
    Entry { page: include_str!("../../methods/rate-difference.toml"), run: difference },
    Entry { page: include_str!("../../methods/rate-rule-of-three.toml"), run: three },
];

/// Events of each row.
fn events(call: &Call) -> Vec<u64> {
    // the cells were checked to be whole numbers from 0
    call.words("events").iter().filter_map(|cell| cell.parse().ok()).collect()
}

fn rate(call: &Call) -> Result<Answer, Fault> {
    let table = call.has("events") && call.has("exposure");
    let (x, exposure) = match (table, call.count("x"), call.number("exposure-total")) {
        (true, None, None) => (events(call).iter().sum(), call.numbers("exposure").iter().sum()),
        (false, Some(x), Some(exposure)) => (x, exposure),
        _ => {
            return Err(Fault::usage(
                "a rate needs its events and its exposure",
                "give FILE, `--events COLUMN` and `--exposure COLUMN`, or `--x 3 --exposure-total 41.5`",
            ));
        }
    };
    let method = match call.word("interval") {
        "mid-p" => RateMethod::MidP,
        "score" => RateMethod::Score,
        _ => RateMethod::Garwood,
    };
    let found = rate_interval(x, exposure, call.level(), method)?;
    let mut answer = Answer::new();
    answer.count("x", x as usize).number("exposure", exposure).number("estimate", found.rate);
    answer.interval(&found.interval);
    Ok(answer)
}

/// Events and exposure of two groups, and the answer begun with them.
fn two(call: &Call) -> Result<([(u64, f64); 2], Answer), Fault> {
    let table = call.has("events") && call.has("exposure") && call.has("group");
    let given = (call.count("x1"), call.number("t1"), call.count("x2"), call.number("t2"));
    let (names, groups) = match (table, given) {
        (false, (Some(x1), Some(t1), Some(x2), Some(t2))) => {
            (["first".to_owned(), "second".to_owned()], [(x1, t1), (x2, t2)])
        }
        (true, (None, None, None, None)) => {
            let (levels, codes) = call.levels("group");
            let names = call.two_levels(&levels, "group")?;
            let mut sums = [(0, 0.0), (0, 0.0)];
            for ((x, t), code) in events(call).into_iter().zip(call.numbers("exposure")).zip(codes) {
                let sum = if levels.get(code) == Some(&names[0]) { &mut sums[0] } else { &mut sums[1] };
                *sum = (sum.0 + x, sum.1 + t);
            }
            (names, sums)
        }
        _ => {
            return Err(Fault::usage(
                "two rates need their events and exposures",
                "give FILE, `--events COLUMN`, `--exposure COLUMN` and `--group COLUMN`, or `--x1 3 --t1 10 --x2 1 --t2 12`",
            ));
        }
    };
    let mut answer = Answer::new();
    answer.text("comparison", format!("{} - {}", names[0], names[1]));
    let [(x1, t1), (x2, t2)] = groups;
    answer.count("x1", x1 as usize).number("exposure1", t1).count("x2", x2 as usize).number("exposure2", t2);
    Ok((groups, answer))
}

fn ratio(call: &Call) -> Result<Answer, Fault> {
    let ([first, second], mut answer) = two(call)?;
    let found = rate_ratio(first, second, convention(call, TwoSided::MinimumLikelihood), call.level())?;
    answer.number("rate1", found.rate1).number("rate2", found.rate2);
    estimate(&mut answer, found.ratio, found.reason);
    answer.interval(&found.interval).text("convention", found.convention.word()).number("p-value", found.p_value);
    answer.number("p-less", found.less).number("p-greater", found.greater);
    hole(&mut answer, found.set);
    Ok(answer)
}

fn difference(call: &Call) -> Result<Answer, Fault> {
    let ([first, second], mut answer) = two(call)?;
    let found = rate_difference(first, second, call.level())?;
    answer.number("rate1", found.rate1).number("rate2", found.rate2).number("estimate", found.difference);
    answer.interval(&found.interval).number("z", found.z).number("p-value", found.p_value);
    Ok(answer)
}

fn three(call: &Call) -> Result<Answer, Fault> {
    let bound = rate_rule_of_three(call.number("exposure-total").unwrap_or(0.0), call.level())?;
    let mut answer = Answer::new();
    answer.number("exact-upper", bound.exact).number("level", bound.level);
    Ok(answer)
}
