//! `stat` and `judge`: methods and definitions on tables that belong to no study.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use serde_json::Value;
use support::{Answer, engraft};

/// Writes a table and runs a command whose argument `FILE` stands for it.
fn on(text: &str, arguments: &[&str]) -> Answer {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.csv");
    std::fs::write(&path, text).unwrap();
    let path = path.display().to_string();
    let arguments: Vec<&str> = arguments.iter().map(|a| if *a == "FILE" { path.as_str() } else { a }).collect();
    engraft(&arguments)
}

fn statistic(answer: &Answer, name: &str) -> f64 {
    let document: Value = serde_json::from_str(&answer.stdout).unwrap();
    let all = document["statistics"].as_array().unwrap();
    all.iter().find(|s| s["name"] == name).unwrap()["value"].as_f64().unwrap()
}

const CHANGES: &str = "id,arm,m0,m6\n1,a,10,12\n2,a,11,15\n3,b,12,15\n4,b,9,\n5,b,8,9.5\n";

#[test]
fn a_method_takes_its_columns_by_role() {
    let answer = on(CHANGES, &["stat", "paired-t", "FILE", "--value", "m6", "--baseline=m0", "--format", "json"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    // changes 2, 4, 3, 1.5
    assert!((statistic(&answer, "estimate") - 2.625).abs() < 1e-14);
    let arm = on(CHANGES, &["stat", "describe", "FILE", "--value", "m0", "--where", "arm=b", "--format", "json"]);
    assert!((statistic(&arm, "mean") - 29.0 / 3.0).abs() < 1e-14);
}

#[test]
fn the_help_of_a_method_is_its_page_and_of_the_command_the_list() {
    let page = engraft(&["stat", "signed-rank", "--help"]);
    assert!(page.code == 0 && page.stdout.contains("## Small samples") && page.stdout.contains("--zeros"));
    assert_eq!(page.stdout, engraft(&["explain", "signed-rank"]).stdout);
    let all = engraft(&["stat", "--help"]);
    assert!(all.code == 0 && all.stdout.contains("signed-rank") && all.stdout.contains("--where"));
}

#[test]
fn wrong_words_name_the_right_ones_and_a_refusal_its_reason() {
    for (arguments, code, said) in [
        (&["stat", "welch"][..], 2, "welch-t"),
        (&["stat"], 2, ""),
        (&["stat", "paired-t", "FILE", "--value", "m7"], 2, "m6"),
        (&["stat", "paired-t", "FILE", "--value", "m6", "--levl", "0.9"], 2, "level"),
        (&["stat", "paired-t", "FILE", "--value", "m6", "--level", "1.5"], 4, "confidence level"),
        (&["stat", "paired-t", "FILE"], 2, "--value"),
        (&["stat", "paired-t", "FILE", "--value", "m6", "--where", "side=b"], 2, "side"),
        (&["stat", "paired-t", "no-such-file.csv", "--value", "m6"], 3, "cannot be read"),
        (&["stat", "wilson", "--x", "5", "--n", "3"], 4, "larger than its total"),
        (&["stat", "wilson", "--x", "5"], 2, "--n"),
        (&["stat", "wilson", "--x", "five", "--n", "9"], 2, "whole number"),
        (&["stat", "welch-t", "FILE", "--value", "m0", "--group", "id"], 2, "5 groups"),
    ] {
        let answer = on(CHANGES, arguments);
        assert_eq!(answer.code, code, "{arguments:?}: {}", answer.stderr);
        assert!(answer.stderr.contains(said), "{arguments:?}: {}", answer.stderr);
    }
}

const VISITS: &str = "subject,visit,day,easi,itch-nrs\nA,base,0,20,8\nA,w4,28,10,4\nA,w8,56,9.95,5\nA,w12,84,4,\nB,base,0,0,8\nB,w4,28,3,4\n";

fn verdicts(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    let column = |line: &str| line.split(',').nth(3).unwrap().to_owned();
    answer.stdout.lines().skip(1).map(column).collect()
}

#[test]
fn a_definition_judges_every_row_after_the_baseline() {
    let answer = on(VISITS, &["judge", "easi-50", "FILE"]);
    assert_eq!(verdicts(&answer), ["met", "met", "met", "not-evaluable"]);
    let confirmed = on(VISITS, &["judge", "easi-75", "FILE", "--confirmed-after", "28"]);
    assert_eq!(verdicts(&confirmed), ["not-met", "not-met", "undetermined", "not-evaluable"]);
    let rule = on(VISITS, &["judge", "--rule", "fall_percent(easi) >= 50 && now.itch_nrs <= 4", "FILE"]);
    assert_eq!(verdicts(&rule), ["met", "not-met", "undetermined", "not-evaluable"]);
    let other = on(VISITS, &["judge", "easi-50", "FILE", "--baseline", "w4"]);
    assert_eq!(verdicts(&other), ["not-met", "met"]);
}

#[test]
fn remarks_of_a_definition_stand_beside_the_verdict() {
    let answer = on(VISITS, &["judge", "easi-50", "FILE"]);
    let lines: Vec<&str> = answer.stdout.lines().collect();
    assert!(lines[0].ends_with("verdict,reasons,remarks"), "{}", lines[0]);
    assert!(lines[1].ends_with(','), "{}", lines[1]);
    let zero = "EASI is 0 at baseline: its relative change is undefined";
    assert!(lines[4].ends_with(zero), "{}", lines[4]);
    let json = on(VISITS, &["judge", "easi-50", "FILE", "--format", "json"]);
    assert!(json.stdout.contains("\"id\": \"easi-zero-at-baseline\"") && json.stdout.contains(zero), "{}", json.stdout);
}

#[test]
fn a_parameter_of_a_definition_is_chosen_and_printed() {
    let visits = "subject,visit,upcr,egfr\nA,base,300,100\nA,m1,10,85\nA,m2,10,84.9\n";
    let plain = on(visits, &["judge", "eular-era-2012-cr", "FILE"]);
    assert_eq!(verdicts(&plain), ["not-met", "not-met"]);
    let set = ["judge", "eular-era-2012-cr", "FILE", "--set", "normal-egfr=85"];
    let chosen = on(visits, &set);
    assert_eq!(verdicts(&chosen), ["met", "not-met"]);
    assert!(chosen.stdout.contains("now.egfr >= 85"), "{}", chosen.stdout);
    let json = on(visits, &[&set[..], &["--format", "json"]].concat());
    assert!(json.stdout.contains("\"name\": \"normal-egfr\"") && json.stdout.contains("85"), "{}", json.stdout);
    for (value, said) in [
        ("normal-egfr=59", "at least 60"),
        ("normal-gfr=85", "no parameter `normal-gfr`"),
        ("normal-egfr=high", "is not a number"),
    ] {
        let refused = on(visits, &["judge", "eular-era-2012-cr", "FILE", "--set", value]);
        assert_eq!(refused.code, 2, "{value}: {}", refused.stderr);
        assert!(refused.stderr.contains(said), "{value}: {}", refused.stderr);
    }
}

#[test]
fn what_a_definition_lacks_is_named() {
    for (arguments, code, said) in [
        (&["judge", "easi-55", "FILE"][..], 2, "easi-5"),
        (&["judge", "scorad-50", "FILE"], 1, "`scorad`"),
        (&["judge", "--rule", "fall_percent(easi) >", "FILE"], 2, "ends too early"),
        (&["judge", "easi-50", "FILE", "--bind", "easi=easy"], 2, "easi"),
        (&["judge", "easi-50"], 2, "a table is needed"),
    ] {
        let answer = on(VISITS, arguments);
        assert_eq!(answer.code, code, "{arguments:?}: {}", answer.stderr);
        assert!(answer.stderr.contains(said), "{arguments:?}: {}", answer.stderr);
    }
    let broken = on("subject,easi\nA,20\nA,lots\nA,-\n", &["judge", "easi-50", "FILE"]);
    assert_eq!(broken.code, 1);
    assert!(broken.stderr.contains("line 3") && broken.stderr.contains("line 4"), "{}", broken.stderr);
}

/// Worked values of the laboratory limits.
#[test]
fn laboratory_values_and_clinical_findings_are_graded() {
    let labs = "subject,test,value,unit,lower-limit,upper-limit,baseline\n\
                A,neutrophils,1.0,10*9/L,1.8,7.5,3\nA,neutrophils,0.45,10*9/L,1.8,7.5,3\n\
                A,ALT,130,U/L,5,40,30\nA,ALT,130,U/L,5,40,90\nA,platelets,49.9,10*9/L,150,400,\n";
    let grades = |version: &str| {
        let answer = on(labs, &["grade", version, "FILE"]);
        assert_eq!(answer.code, 0, "{}", answer.stderr);
        let column = |line: &str| line.split(',').nth(5).unwrap().to_owned();
        answer.stdout.lines().skip(1).map(column).collect::<Vec<_>>()
    };
    assert_eq!(grades("ctcae-v5"), ["2", "4", "2", "0", "3"]);
    assert_eq!(grades("ctcae-v6")[..2], ["1", "3"]);
    let crs = "subject,temperature,fever-other-cause,treated,hypotension,vasopressors,vasopressin,oxygen,oxygen-flow,died\n\
               A,39.2,no,no,no,0,no,cannula,2,no\nB,39.2,no,no,yes,1,yes,room-air,,no\nC,37,no,yes,no,0,no,cannula,8,no\n";
    let answer = on(crs, &["grade", "astct-crs", "FILE"]);
    let found: Vec<&str> = answer.stdout.lines().skip(1).map(|line| line.split(',').nth(1).unwrap()).collect();
    assert_eq!(found, ["2", "3", "3"], "{}{}", answer.stdout, answer.stderr);
    let broken = on("test,value,unit\nALT,lots,U/L\nspleen,3,cm\nALT,30,mmol/L\n", &["grade", "ctcae-v5", "FILE"]);
    assert_eq!(broken.code, 1);
    for said in ["line 2", "line 3", "line 4"] {
        assert!(broken.stderr.contains(said), "{}", broken.stderr);
    }
    assert!(engraft(&["explain", "ctcae-v5:neutrophils"]).stdout.contains("1.5"));
    assert_eq!(engraft(&["grade", "ctcae", "x.csv"]).code, 2);
}
