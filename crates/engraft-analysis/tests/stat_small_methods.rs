//! Each method of description, pairs, two arms, permutation, covariance and margins, called by name on a small table.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use engraft_analysis::stat::{Answer, Fault, Found, Table, method};

fn table(text: &str) -> Table {
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    Table {
        header: lines.next().unwrap_or_default(),
        rows: lines.map(|row| row.into_iter().map(Into::into).collect()).collect(),
        lines: Vec::new(),
    }
}

fn call(line: &str, table: &Table) -> Result<Answer, Fault> {
    let words: Vec<&str> = line.split(' ').collect();
    let given: Vec<(String, String)> =
        words[1..].chunks(2).map(|c| (c[0].trim_start_matches("--").to_owned(), c[1].to_owned())).collect();
    method(words[0]).unwrap_or_else(|| panic!("no method {}", words[0])).run(table, &given)
}

fn number(answer: &Answer, name: &str) -> f64 {
    match answer.statistics.iter().find(|s| s.name == name).map(|s| &s.value) {
        Some(Found::Number(value)) => *value,
        Some(Found::Count(count)) => *count as f64,
        other => panic!("{name}: {other:?}"),
    }
}

fn close(line: &str, table: &Table, name: &str, expected: f64) {
    let found = number(&call(line, table).unwrap(), name);
    assert!((found - expected).abs() < 1e-12, "{line}: {name} {found} {expected}");
}

fn groups() -> Table {
    table("arm,x,b,site\nt,1,4,1\nt,2,5,2\nt,3,6,1\nc,4,4,2\nc,5,7,1\nc,6,5,2\nc,7,8,1")
}

#[test]
fn quantiles_follow_the_definition_asked() {
    let t = table("x\n1\n2\n3\n4\n5\n6");
    close("quantile --value x --p 0.25", &t, "quantile", 2.25);
    close("quantile --value x --p 0.25 --as sas", &t, "quantile", 2.0);
    close("quantile --value x --p 0.25 --type 6", &t, "quantile", 1.75);
    close("quantile --value x --p 0.25 --pctldef 4", &t, "quantile", 1.75);
    assert!(matches!(call("quantile --value x --type 6 --pctldef 4", &t), Err(Fault::Usage(_))));
    assert!(matches!(call("quantile --value x --type 10", &t), Err(Fault::Usage(_))));
    close("median-deviation --value x", &t, "estimate", 1.5);
    close("median-interval --value x", &t, "level-reached", 31.0 / 32.0);
    let b = call("bootstrap --value x --statistic mean --resamples 999 --seed 4", &t).unwrap();
    assert!(number(&b, "bca-lower") < 3.5 && number(&b, "percentile-upper") > 3.5);
}

#[test]
fn pairs_are_compared() {
    let t = table("x,b,f,s\n2,1,1,0\n4,2,1,1\n8,4,0,0\n1,2,1,0");
    // changes 1, 2, 4, -1: sum 6; of 16 flips of 1 1 2 4 those with |sum| >= 6: ±8 and two of ±6 each way
    close("sign-flip --value x --baseline b", &t, "p-value", 6.0 / 16.0);
    close("mcnemar --first f --second s", &t, "p-value", 0.5);
    close("mcnemar --both 1 --first-only 1 --second-only 7 --neither 12", &Table::default(), "mid-p", 10.0 / 256.0);
    close("geometric-ratio --before b --after x", &t, "estimate", 2.0_f64.sqrt());
    assert!(call("paired-effect-size --value x --baseline b", &t).is_ok());
    assert!(matches!(call("mcnemar --both 1", &Table::default()), Err(Fault::Usage(_))));
}

#[test]
fn values_below_a_limit_have_a_rule_or_a_likelihood() {
    let t = table("ck,low\n5,no\n2,yes\n9,no\n4,no");
    close("substitution --value ck --below low --rule half", &t, "estimate", 19.0 / 4.0);
    let fit = call("tobit --value ck --below low --scale log-normal", &t).unwrap();
    assert!((number(&fit, "geometric-mean").ln() - number(&fit, "estimate")).abs() < 1e-12);
    assert!(matches!(call("substitution --value ck --below low", &t), Err(Fault::Usage(_))));
}

#[test]
fn arms_are_compared() {
    let t = groups();
    close("student-t --value x --group arm", &t, "estimate", -3.5);
    close("mean-permutation --value x --group arm", &t, "p-value", 2.0 / 35.0);
    let b = call("brunner-munzel --value x --group arm", &t).unwrap();
    assert!((number(&b, "p-value") - 2.0 / 35.0).abs() < 1e-12);
    assert!(b.statistics.iter().any(|s| s.name == "t" && matches!(s.value, Found::Refused(_))));
    // 0.95 is out of reach for 3 against 4: the estimate and p stay
    let s = call("rank-sum --value x --group arm", &t).unwrap();
    assert!((number(&s, "estimate") + 3.5).abs() < 1e-12);
    assert!(s.statistics.iter().any(|s| s.name == "interval-lower" && matches!(s.value, Found::Refused(_))));
    close("rank-sum --value x --group arm --level 0.9", &t, "interval-lower", -6.0);
    assert!(call("effect-size --value x --group arm", &t).is_ok());
    // R 4.2.2: lm; rank, lm and anova; coin 1.4-2 oneway_test with strata
    close("ancova --value x --group arm --covariates b", &t, "p-value", 0.013_881_294_927_281_016);
    close("rank-ancova --value x --group arm --covariates b", &t, "p-value", 0.008_931_018_448_486_934);
    let stratified = "stratified-rank-ancova --value x --group arm --covariates b --stratum site";
    close(stratified, &t, "p-value", 0.220_671_361_919_846_82);
}

#[test]
fn rerandomisation_follows_the_scheme() {
    let t = table("arm,x,s\na,9,u\nb,1,u\nb,2,v\na,8,v\na,7,u\nb,3,u\na,9.5,v\nb,0.5,v");
    close("rerandomisation --value x --group arm --scheme blocks --block-sizes 4", &t, "p-value", 2.0 / 36.0);
    close("rerandomisation --value x --group arm --scheme fixed", &t, "p-value", 2.0 / 70.0);
    close(
        "rerandomisation --value x --group arm --scheme blocks --block-sizes 2 --stratum s",
        &t,
        "p-value",
        2.0 / 16.0,
    );
    assert!(number(&call("rerandomisation --value x --group arm --scheme complete", &t).unwrap(), "p-value") < 0.05);
    assert!(matches!(call("rerandomisation --value x --group arm --scheme blocks", &t), Err(Fault::Usage(_))));
    let gap = table("arm,x\na,9\nb,\na,3\nb,1");
    let blocks = "rerandomisation --value x --group arm --scheme blocks --block-sizes 2";
    assert!(matches!(call(blocks, &gap), Err(Fault::Usage(_))));
}

#[test]
fn margins_decide() {
    close("tost --estimate 0.1 --se 0.2 --df 10 --lower -0.5 --upper 0.5", &Table::default(), "t-lower", 3.0);
    close("noninferiority --estimate -0.1 --se 0.2 --margin 0.6 --better higher", &Table::default(), "t", 2.5);
    close("welch-tost --value x --group arm --lower -9 --upper 9", &groups(), "estimate", -3.5);
    let line = "proportion-equivalence --x1 18 --n1 20 --x2 17 --n2 20 --lower -0.2 --upper 0.3";
    close(line, &Table::default(), "estimate", 0.05);
}

#[test]
fn homogeneity_of_strata_is_tested() {
    let mut text = String::from("r,arm,site\n");
    for (site, arm, events, n) in [("a", "t", 9, 12), ("a", "c", 3, 12), ("b", "t", 4, 10), ("b", "c", 7, 11)] {
        (0..n).for_each(|i| text += &format!("{},{arm},{site}\n", u8::from(i < events)));
    }
    let t = table(&text);
    // oracles/stratified/homogeneity, case two
    let line = "breslow-day --response r --group arm --stratum site";
    assert!((number(&call(line, &t).unwrap(), "chi-squared") - 6.187_659_600_103_45).abs() < 1e-11);
    assert!((number(&call(line, &t).unwrap(), "chi-squared-uncorrected") - 6.204_437_018_760_41).abs() < 1e-11);
    close(line, &t, "df", 1.0);
    close(line, &t, "informative-strata", 2.0);
    assert!(call(line, &table("r,arm,site\n1,t,a\n0,c,a")).is_err());
}
