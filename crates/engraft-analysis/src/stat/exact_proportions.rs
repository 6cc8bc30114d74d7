//! One proportion by exact methods that name their convention, and two proportions by score and exact methods.

use engraft_stats::proportion::{ProportionMethod, binomial_test_by, proportion_interval, rule_of_three};
use engraft_stats::two_proportions::*;
use engraft_stats::{TestedSet, TwoSided};

use super::proportions::{TwoCounts, counted, two_counted};
use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/blaker.toml"), run: |c| one(c, ProportionMethod::Blaker) },
    Entry { page: include_str!("../../methods/arcsine.toml"), run: |c| one(c, ProportionMethod::Arcsine) },
    Entry { page: include_str!("../../methods/binomial-exact.toml"), run: binomial },
    Entry { page: include_str!("../../methods/rule-of-three.toml"), run: three },
    Entry { page: include_str!("../../methods/score-difference.toml"), run: |c| score(c, Measure::Difference) },
    Entry { page: include_str!("../../methods/score-risk-ratio.toml"), run: |c| score(c, Measure::RiskRatio) },
    Entry { page: include_str!("../../methods/score-odds-ratio.toml"), run: |c| score(c, Measure::OddsRatio) },
    Entry { page: include_str!("../../methods/exact-difference.toml"), run: |c| exact(c, Measure::Difference) },
    Entry { page: include_str!("../../methods/exact-risk-ratio.toml"), run: |c| exact(c, Measure::RiskRatio) },
    Entry { page: include_str!("../../methods/fisher-odds-ratio.toml"), run: fisher },
    Entry { page: include_str!("../../methods/barnard.toml"), run: |c| unconditional(c, Extremeness::Score) },
    Entry { page: include_str!("../../methods/boschloo.toml"), run: |c| unconditional(c, Extremeness::Fisher) },
];

/// The convention asked for by `--convention`, or another where none is.
pub(super) fn convention(call: &Call, otherwise: TwoSided) -> TwoSided {
    TwoSided::ALL.into_iter().find(|rule| rule.word() == call.word("convention")).unwrap_or(otherwise)
}

/// The alternative asked for by `--alternative`.
pub(super) fn alternative(call: &Call) -> Alternative {
    match call.word("alternative") {
        "greater" => Alternative::Greater,
        "less" => Alternative::Less,
        "doubled" => Alternative::Doubled,
        _ => Alternative::TwoSided,
    }
}

/// Enters an estimate that may be missing, with its reason.
pub(super) fn estimate(answer: &mut Answer, value: Option<f64>, reason: Option<&'static str>) {
    match value {
        Some(value) => answer.number("estimate", value),
        None => answer.refused("estimate", reason.unwrap_or("0/0 has no value")),
    };
    if let Some(reason) = reason {
        answer.note(reason);
    }
}

/// Says that an interval spans a hole.
pub(super) fn hole(answer: &mut Answer, set: TestedSet) {
    if set == TestedSet::Hull {
        answer.note(
            "the set of values not rejected has a hole; the interval reaches from its lowest to its highest point",
        );
    }
}

fn one(call: &Call, method: ProportionMethod) -> Result<Answer, Fault> {
    let (x, n) = counted(call)?;
    let interval = proportion_interval(x, n, call.level(), method)?;
    let mut answer = Answer::new();
    answer.count("x", x as usize).count("n", n as usize);
    let value = (n > 0).then(|| x as f64 / n as f64);
    estimate(&mut answer, value, (n == 0).then_some("0 of 0 has no proportion"));
    answer.interval(&interval);
    Ok(answer)
}

fn binomial(call: &Call) -> Result<Answer, Fault> {
    let (x, n) = counted(call)?;
    let rule = convention(call, if call.as_sas() { TwoSided::Central } else { TwoSided::MinimumLikelihood });
    let test = binomial_test_by(x, n, call.number("null").unwrap_or(0.5), rule)?;
    let mut answer = Answer::new();
    answer.count("x", x as usize).count("n", n as usize).number("estimate", test.proportion).number("null", test.null);
    answer.number("p-less", test.less).number("p-greater", test.greater);
    answer.text("convention", rule.word()).number("p-value", test.p_value);
    Ok(answer)
}

fn three(call: &Call) -> Result<Answer, Fault> {
    let bound = rule_of_three(call.count("n").unwrap_or(0), call.level())?;
    let mut answer = Answer::new();
    answer.number("exact-upper", bound.exact).number("rule-upper", bound.rule).number("level", bound.level);
    Ok(answer)
}

/// The table of a call, and the answer begun with its counts.
fn begun(call: &Call) -> Result<(TwoByTwo, Answer), Fault> {
    let counts: TwoCounts = two_counted(call)?;
    let table = TwoByTwo::new(counts.x1, counts.n1, counts.x2, counts.n2)?;
    let mut answer = Answer::new();
    counts.enter(&mut answer);
    Ok((table, answer))
}

fn score(call: &Call, measure: Measure) -> Result<Answer, Fault> {
    let (table, mut answer) = begun(call)?;
    let plain = call.word("variance") == "plain";
    let variance = if plain { ScoreVariance::Plain } else { ScoreVariance::MiettinenNurminen };
    let found = score_effect(&table, measure, call.number("null"), variance, call.level())?;
    estimate(&mut answer, found.effect.estimate, found.effect.reason);
    answer.interval(&found.effect.interval).number("null", found.null).number("z", found.z);
    answer.number("p-value", found.p_value).number("p-greater", found.p_greater).number("p-less", found.p_less);
    Ok(answer)
}

fn exact(call: &Call, measure: Measure) -> Result<Answer, Fault> {
    let (table, mut answer) = begun(call)?;
    let found = exact_effect(&table, measure, call.level())?;
    estimate(&mut answer, found.estimate, found.reason);
    answer.interval(&found.interval);
    Ok(answer)
}

fn fisher(call: &Call) -> Result<Answer, Fault> {
    let (table, mut answer) = begun(call)?;
    let test = fisher_test(&table, convention(call, TwoSided::MinimumLikelihood), call.level())?;
    answer.number("proportion1", test.proportion1).number("proportion2", test.proportion2);
    estimate(&mut answer, test.odds_ratio, test.reason);
    answer.interval(&test.interval).text("convention", test.convention.word()).number("p-value", test.p_value);
    answer.number("p-less", test.less).number("p-greater", test.greater);
    answer.number("mid-p-less", test.mid_less).number("mid-p-greater", test.mid_greater);
    hole(&mut answer, test.set);
    Ok(answer)
}

fn unconditional(call: &Call, extremeness: Extremeness) -> Result<Answer, Fault> {
    let (table, mut answer) = begun(call)?;
    let found = match extremeness {
        Extremeness::Score => barnard_test(&table, alternative(call))?,
        Extremeness::Fisher => boschloo_test(&table, alternative(call))?,
    };
    answer.number("p-value", found.p_value).number("worst-proportion", found.worst_proportion);
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use crate::stat::{Answer, Fault, Found, Table, method, methods};

    /// Runs the words of a call without a table.
    fn run(words: &[&str]) -> Result<Answer, Fault> {
        let given: Vec<(String, String)> =
            words[1..].chunks(2).map(|c| (c[0].trim_start_matches("--").to_owned(), c[1].to_owned())).collect();
        method(words[0]).unwrap().run(&Table::default(), &given)
    }

    fn number(answer: &Answer, name: &str) -> f64 {
        match answer.statistics.iter().find(|s| s.name == name).map(|s| &s.value) {
            Some(Found::Number(value)) => *value,
            other => panic!("{name}: {other:?}"),
        }
    }

    #[test]
    fn examples_without_a_table_have_an_answer() {
        let mut seen = 0;
        for method in methods() {
            let words: Vec<&str> = method.page.example.split_whitespace().collect();
            if words.get(1).is_some_and(|word| word.starts_with("--")) {
                let answer = run(&words).unwrap_or_else(|fault| panic!("{}: {fault:?}", method.page.id));
                assert!(!answer.statistics.is_empty());
                seen += 1;
            }
        }
        assert!(seen >= 25, "{seen}");
    }

    #[test]
    fn p_and_interval_follow_one_convention() {
        let call = ["fisher-odds-ratio", "--x1", "5", "--n1", "6", "--x2", "1", "--n2", "7"];
        let likely = run(&call).unwrap();
        // 50 of 1716
        assert!((number(&likely, "p-value") - 50.0 / 1716.0).abs() < 1e-14);
        assert!(number(&likely, "interval-lower") > 1.0);
        let central = run(&[&call[..], &["--convention", "central"]].concat()).unwrap();
        assert!(number(&central, "p-value") > 0.05 && number(&central, "interval-lower") < 1.0);
    }

    #[test]
    fn strata_are_counted_from_rows() {
        let mut rows = Vec::new();
        // 3/4 v 1/4 and 2/4 v 1/4: common odds ratio 5, risk difference 3/8
        for (stratum, arm, events) in [("a", "x", 3), ("a", "y", 1), ("b", "x", 2), ("b", "y", 1)] {
            for subject in 0..4 {
                let response = if subject < events { "1" } else { "0" };
                rows.push([stratum, arm, response].map(Into::into).to_vec());
            }
        }
        let table = Table { header: ["s", "g", "r"].map(str::to_owned).to_vec(), rows, lines: Vec::new() };
        let given = [("response", "r"), ("group", "g"), ("stratum", "s")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        let answer = method("mantel-haenszel").unwrap().run(&table, &given).unwrap();
        let of = |of: &str| {
            let found = answer.statistics.iter().find(|s| s.of == of && s.name == "estimate").unwrap();
            if let Found::Number(value) = found.value { value } else { panic!("{found:?}") }
        };
        assert!((of("odds-ratio") - 5.0).abs() < 1e-14 && (of("risk-difference") - 0.375).abs() < 1e-14);
        let exact = method("exact-common-odds-ratio").unwrap().run(&table, &given).unwrap();
        assert!(number(&exact, "estimate") > 1.0);
    }

    #[test]
    fn a_trend_is_counted_from_rows() {
        let text = [("1", "0"), ("1", "0"), ("2", "0"), ("2", "1"), ("3", "1"), ("3", "1")];
        let rows = text.iter().map(|(s, r)| vec![(*s).into(), (*r).into()]).collect();
        let table = Table { header: ["s", "r"].map(str::to_owned).to_vec(), rows, lines: Vec::new() };
        let given = [("response", "r"), ("score", "s")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        let answer = method("cochran-armitage").unwrap().run(&table, &given).unwrap();
        assert!((number(&answer, "z") - 2.0).abs() < 1e-14 && (number(&answer, "p-value") - 0.2).abs() < 1e-14);
    }
}
