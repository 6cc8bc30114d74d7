//! Proportions from a column of yes and no, or from counts.

use engraft_stats::{ProportionMethod, binomial_test, fisher_exact, newcombe_difference, proportion_interval};

use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry {
        page: include_str!("../../methods/clopper-pearson.toml"),
        run: |c| one(c, ProportionMethod::ClopperPearson),
    },
    Entry { page: include_str!("../../methods/wilson.toml"), run: |c| one(c, ProportionMethod::Wilson) },
    Entry { page: include_str!("../../methods/mid-p.toml"), run: |c| one(c, ProportionMethod::MidP) },
    Entry { page: include_str!("../../methods/jeffreys.toml"), run: |c| one(c, ProportionMethod::Jeffreys) },
    Entry { page: include_str!("../../methods/agresti-coull.toml"), run: |c| one(c, ProportionMethod::AgrestiCoull) },
    Entry { page: include_str!("../../methods/binomial-test.toml"), run: binomial },
    Entry { page: include_str!("../../methods/newcombe.toml"), run: newcombe },
    Entry { page: include_str!("../../methods/fisher.toml"), run: fisher },
];

/// Responders and total: from the column `response`, or from the options `x` and `n`.
///
/// # Errors
/// Neither or both are given.
pub(super) fn counted(call: &Call) -> Result<(u64, u64), Fault> {
    match (call.has("response"), call.count("x"), call.count("n")) {
        (true, None, None) => {
            let flags = call.flags("response");
            Ok((flags.iter().filter(|flag| **flag).count() as u64, flags.len() as u64))
        }
        (false, Some(x), Some(n)) => Ok((x, n)),
        _ => Err(Fault::usage("a proportion needs its counts", "give FILE and `--response COLUMN`, or `--x 3 --n 13`")),
    }
}

/// The counts of two groups: from the columns `response` and `group`, or from `x1`, `n1`, `x2`, `n2`.
///
/// # Errors
/// Neither or both are given, or there are not two groups.
pub(super) fn two_counted(call: &Call) -> Result<TwoCounts, Fault> {
    let counts = [call.count("x1"), call.count("n1"), call.count("x2"), call.count("n2")];
    match (call.has("response") && call.has("group"), counts) {
        (false, [Some(x1), Some(n1), Some(x2), Some(n2)]) => {
            Ok(TwoCounts { names: ["first".to_owned(), "second".to_owned()], x1, n1, x2, n2 })
        }
        (true, [None, None, None, None]) => {
            let (levels, codes) = call.levels("group");
            let names = call.two_levels(&levels, "group")?;
            let mut counts = TwoCounts { names, x1: 0, n1: 0, x2: 0, n2: 0 };
            for (flag, code) in call.flags("response").into_iter().zip(codes) {
                let first = levels.get(code) == Some(&counts.names[0]);
                let (x, n) = if first { (&mut counts.x1, &mut counts.n1) } else { (&mut counts.x2, &mut counts.n2) };
                *n += 1;
                *x += u64::from(flag);
            }
            Ok(counts)
        }
        _ => Err(Fault::usage(
            "two proportions need their counts",
            "give FILE, `--response COLUMN` and `--group COLUMN`, or `--x1 5 --n1 6 --x2 1 --n2 7`",
        )),
    }
}

/// Responders and totals of two groups.
pub(super) struct TwoCounts {
    pub names: [String; 2],
    pub x1: u64,
    pub n1: u64,
    pub x2: u64,
    pub n2: u64,
}

impl TwoCounts {
    /// Enters the names, counts and proportions.
    pub(super) fn enter(&self, answer: &mut Answer) {
        answer.text("comparison", format!("{} - {}", self.names[0], self.names[1]));
        for (name, value) in [("x1", self.x1), ("n1", self.n1), ("x2", self.x2), ("n2", self.n2)] {
            answer.count(name, value as usize);
        }
    }
}

/// The proportion, or that 0 of 0 has none.
fn proportion(answer: &mut Answer, name: &str, x: u64, n: u64) {
    if n == 0 {
        answer.refused(name, "0 of 0 has no proportion");
    } else {
        answer.number(name, x as f64 / n as f64);
    }
}

fn one(call: &Call, method: ProportionMethod) -> Result<Answer, Fault> {
    let (x, n) = counted(call)?;
    let interval = proportion_interval(x, n, call.level(), method)?;
    let mut answer = Answer::new();
    answer.count("x", x as usize).count("n", n as usize);
    proportion(&mut answer, "estimate", x, n);
    answer.interval(&interval);
    Ok(answer)
}

fn binomial(call: &Call) -> Result<Answer, Fault> {
    let (x, n) = counted(call)?;
    let test = binomial_test(x, n, call.number("null").unwrap_or(0.5))?;
    let mut answer = Answer::new();
    answer.count("x", x as usize).count("n", n as usize);
    answer.number("estimate", test.proportion).number("null", test.null).number("p-value", test.p_value);
    Ok(answer)
}

fn newcombe(call: &Call) -> Result<Answer, Fault> {
    let counts = two_counted(call)?;
    let difference = newcombe_difference(counts.x1, counts.n1, counts.x2, counts.n2, call.level())?;
    let test = fisher_exact(counts.x1, counts.n1, counts.x2, counts.n2)?;
    let mut answer = Answer::new();
    counts.enter(&mut answer);
    answer.number("proportion1", difference.proportion1).number("proportion2", difference.proportion2);
    answer.number("estimate", difference.difference).interval(&difference.interval).number("p-value", test.p_value);
    answer.note("the interval is Newcombe's, the p is Fisher's: near the limit they can disagree");
    Ok(answer)
}

fn fisher(call: &Call) -> Result<Answer, Fault> {
    let counts = two_counted(call)?;
    let test = fisher_exact(counts.x1, counts.n1, counts.x2, counts.n2)?;
    let mut answer = Answer::new();
    counts.enter(&mut answer);
    answer.number("proportion1", test.proportion1).number("proportion2", test.proportion2);
    answer.number("p-value", test.p_value);
    Ok(answer)
}
