use super::super::{Found, Table, method};
use super::*;

/// Freireich 1963: weeks in remission under 6-MP and placebo.
const TREATED: [(u32, u32); 21] = [
    (6, 1),
    (6, 1),
    (6, 1),
    (6, 0),
    (7, 1),
    (9, 0),
    (10, 1),
    (10, 0),
    (11, 0),
    (13, 1),
    (16, 1),
    (17, 0),
    (19, 0),
    (20, 0),
    (22, 1),
    (23, 1),
    (25, 0),
    (32, 0),
    (32, 0),
    (34, 0),
    (35, 0),
];
const PLACEBO: [u32; 21] = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];

fn leukaemia() -> Table {
    let treated = TREATED.iter().map(|(t, e)| (*t, *e, "6-MP", "1"));
    let placebo = PLACEBO.iter().map(|t| (*t, 1, "placebo", "0"));
    let row = |(t, e, arm, x): (u32, u32, &str, &str)| {
        vec![t.to_string().into(), e.to_string().into(), arm.into(), x.into(), "0".into()]
    };
    let header = ["weeks", "relapsed", "arm", "treated", "start"].map(str::to_owned).to_vec();
    Table { header, rows: treated.chain(placebo).map(row).collect(), lines: Vec::new() }
}

fn ask(id: &str, given: &[(&str, &str)]) -> Answer {
    let given: Vec<(String, String)> = given.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    method(id).unwrap().run(&leukaemia(), &given).unwrap_or_else(|fault| panic!("{id}: {fault:?}"))
}

fn number(answer: &Answer, of: &str, name: &str) -> f64 {
    match answer.statistics.iter().find(|s| s.of == of && s.name == name).map(|s| &s.value) {
        Some(Found::Number(value)) => *value,
        Some(Found::Count(count)) => *count as f64,
        other => panic!("{of} {name}: {other:?}"),
    }
}

#[test]
fn the_leukaemia_trial_comes_out_as_in_the_textbooks() {
    let follow_up = [("time", "weeks"), ("event", "relapsed")];
    let with = |more: &[(&'static str, &'static str)]| [&follow_up[..], more].concat();
    let curves = ask("kaplan-meier", &with(&[("group", "arm"), ("times", "10,40")]));
    // medians 23 and 8 weeks, S(10) = 0.753 under 6-MP
    assert_eq!(number(&curves, "6-MP, quantile 0.5", "estimate"), 23.0);
    assert_eq!(number(&curves, "placebo, quantile 0.5", "estimate"), 8.0);
    assert!((number(&curves, "6-MP, time 10", "estimate") - 0.753).abs() < 5e-4);
    let beyond = curves.statistics.iter().find(|s| s.of == "6-MP, time 40").unwrap();
    assert!(matches!(beyond.value, Found::Refused(_)));
    let test = ask("log-rank", &with(&[("group", "arm")]));
    assert!((number(&test, "", "chi-squared") - 16.79).abs() < 5e-3);
    let cox = ask("cox", &with(&[("covariates", "treated")]));
    assert!((number(&cox, "treated", "estimate") + 1.572).abs() < 5e-4);
    let breslow = ask("cox", &with(&[("covariates", "treated"), ("as", "sas")]));
    assert!((number(&breslow, "treated", "estimate") + 1.509).abs() < 5e-4);
}

#[test]
fn every_method_of_the_family_answers() {
    let time = ("time", "weeks");
    let event = ("event", "relapsed");
    let (cause, x, arm) = (("cause", "relapsed"), ("covariates", "treated"), ("group", "arm"));
    for (id, given) in [
        ("restricted-mean", vec![time, event, arm, ("horizon", "20")]),
        ("log-rank", vec![time, event, arm, ("weight", "fleming-harrington"), ("rho", "1")]),
        ("log-rank-permutation", vec![time, event, arm, ("replicates", "999")]),
        ("firth-cox", vec![time, event, x]),
        ("cox-proportionality", vec![time, event, x, ("scale", "rank")]),
        ("cox-survival", vec![time, event, x, ("at", "1")]),
        ("cumulative-incidence", vec![time, cause, arm]),
        ("gray", vec![time, cause, arm]),
        ("fine-gray", vec![time, cause, x]),
    ] {
        assert!(!ask(id, &given).statistics.is_empty(), "{id}");
    }
    let mut table = leukaemia();
    table.header.push("id".to_owned());
    table.rows.iter_mut().enumerate().for_each(|(i, row)| row.push(i.to_string().into()));
    let given = [("time", "weeks"), ("event", "relapsed"), ("subject", "id")];
    let given: Vec<(String, String)> = given.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    assert!(method("mean-cumulative").unwrap().run(&table, &given).is_ok());
}
