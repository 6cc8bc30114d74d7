//! Checks that look across files: words of events, subjects named in the study file, limits that betray a unit.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use engraft_base::Finding;
use engraft_data::checks::run_checks;
use engraft_data::{DataFile, derive, load_dataset};
use engraft_protocol::load_study;

const STUDY: &str = r#"
[study]
id = "checks"
title = "Checks"
disease = "none"
data = "simulated"
[visits.baseline]
day = 0
[visits.m1]
day = 30
[measures.ck]
kind = "lab"
unit = "U/L"
[events.death]
table = "disposition"
where = { status = ["died"] }
ends-follow-up = true
[events.rescue]
table = "medications"
where = { reason = ["rescue"] }
[sets.kept]
exclude = { X9 = "not there" }
"#;

fn findings(code: &str, labs: &str, disposition: &str, medications: &str) -> Vec<Finding> {
    let study = load_study("study.toml", STUDY.as_bytes(), &[]).study.unwrap();
    let file = |name: &str, text: String| DataFile { name: name.into(), bytes: text.into_bytes() };
    let files = [
        file("data/subjects.csv", "subject\nA1\nA2\n".to_owned()),
        file("data/labs.csv", format!("subject,visit,test,value,unit,upper-limit\n{labs}")),
        file("data/disposition.csv", format!("subject,status,day\n{disposition}")),
        file("data/medications.csv", format!("subject,drug,start,reason\n{medications}")),
    ];
    let mut findings = Vec::new();
    let data = load_dataset(&study, &files, &mut findings);
    let derived = derive(&study, &data);
    run_checks(&study, &data, &derived, &mut findings);
    findings.retain(|f| f.code.0 == code);
    findings
}

#[test]
fn a_status_that_no_event_takes_is_told_and_one_that_stays_is_not() {
    let found = findings("D071", "", "A1,deceased,40\nA2,completed,90\n", "");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].subject.as_deref(), found[0].found.as_deref()), (Some("A1"), Some("deceased")));
    assert!(findings("D071", "", "A1,died,40\nA2,ongoing,\n", "").is_empty());
}

#[test]
fn a_near_miss_of_an_event_word_gets_the_right_one() {
    let found = findings("D071", "", "", "A1,prednisone,20,rescue therapy\nA2,calcium,3,bone health\n");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].hint.as_ref().unwrap().contains("`rescue`"));
}

#[test]
fn limits_of_another_unit_betray_a_slip_that_the_value_hides() {
    let found = findings("D042", "A1,baseline,CK,20.5,U/L,3.0\nA2,baseline,CK,205,U/L,180\n", "", "");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].message.contains("upper limit 3.0 U/L"), "{found:?}");
}

#[test]
fn a_subject_of_the_study_file_that_does_not_exist_is_told_at_its_place() {
    let found = findings("D070", "", "", "");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].place.as_ref().unwrap().row, 22);
}

#[test]
fn both_of_two_laboratory_values_for_one_time_are_kept_out() {
    let study = load_study("study.toml", STUDY.as_bytes(), &[]).study.unwrap();
    let labs = "subject,visit,test,value,unit\nA1,baseline,CK,200,U/L\nA1,m1,CK,100,U/L\nA1,m1,CK,900,U/L\n";
    let file = |name: &str, text: &str| DataFile { name: name.into(), bytes: text.as_bytes().to_vec() };
    let files = [file("data/subjects.csv", "subject\nA1\n"), file("data/labs.csv", labs)];
    let mut findings = Vec::new();
    let data = load_dataset(&study, &files, &mut findings);
    let derived = derive(&study, &data);
    let exclusions = run_checks(&study, &data, &derived, &mut findings);
    let derived = derive(&study, &data.without(&exclusions));
    assert!(derived.at_visit(0, "ck", 1, "m1").is_none());
    assert!(derived.at_visit(0, "ck", 1, "baseline").is_some());
}
