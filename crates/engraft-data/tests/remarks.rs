//! Remarks of definitions in a study: one finding a subject and response, and parameters that the study chooses.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use engraft_base::Verdict::{Met, NotEvaluable, NotMet};
use engraft_base::{Finding, Severity};
use engraft_data::checks::run_checks;
use engraft_data::{DataFile, Derived, derive, load_dataset};
use engraft_protocol::load_study;

const STUDY: &str = r#"
[study]
id = "remarks"
title = "Remarks"
disease = "sle"
data = "simulated"
[visits]
baseline = { day = 0 }
m1 = { day = 30 }
m3 = { day = 90 }
[measures]
sledai-2k = { kind = "instrument", instrument = "sledai-2k", enter = "total", table = "clinic" }
easi = { kind = "instrument", instrument = "easi", enter = "total", table = "clinic" }
upcr = { kind = "instrument", instrument = "upcr-mg-mmol", enter = "total", table = "clinic" }
egfr = { kind = "instrument", instrument = "egfr-ckd-epi-2021", enter = "total", table = "clinic" }
[responses.sledai-4]
definition = "sledai-2k-response-4"
[responses.easi-50]
definition = "easi-50"
[responses.kept]
definition = "easi-50"
sustained = { from = "m1", to = "m3" }
[responses.renal]
definition = "eular-era-2012-cr"
[responses.renal-85]
definition = "eular-era-2012-cr"
parameters = { normal-egfr = 85 }
"#;

const CLINIC: &str = "subject,visit,sledai-2k,easi,upcr,egfr\n\
A,baseline,3,20,300,100\nA,m1,0,9,10,85\nA,m3,0,9,10,84.9\n\
B,baseline,4,0,300,100\nB,m1,0,0,10,90\nB,m3,0,0,10,89.9\n\
C,baseline,8,10,300,100\nC,m1,8,10,10,100\nC,m3,2,4,10,100\n";

fn study() -> (Derived, Vec<Finding>) {
    let loaded = load_study("study.toml", STUDY.as_bytes(), &[]);
    let study = loaded.study.unwrap_or_else(|| panic!("{:?}", loaded.findings));
    let file = |name: &str, text: &str| DataFile { name: name.into(), bytes: text.as_bytes().to_vec() };
    let files = [file("data/subjects.csv", "subject\nA\nB\nC\n"), file("data/clinic.csv", CLINIC)];
    let mut findings = Vec::new();
    let data = load_dataset(&study, &files, &mut findings);
    let derived = derive(&study, &data);
    run_checks(&study, &data, &derived, &mut findings);
    findings.retain(|f| f.code.0 == "D073");
    (derived, findings)
}

/// A cannot fall by 4 from 3, B has no EASI to fall from, twice (two responses); C has neither.
#[test]
fn each_subject_and_response_has_one_finding_at_its_baseline_cell() {
    let (_, findings) = study();
    let told: Vec<(&str, &str, u32)> = findings
        .iter()
        .map(|f| (f.subject.as_deref().unwrap(), f.message.as_str(), f.place.as_ref().unwrap().row))
        .collect();
    let zero = "EASI is 0 at baseline: its relative change is undefined";
    let (plain, kept) = (format!("`easi-50`: {zero}"), format!("`kept`: {zero}"));
    let low = "`sledai-4`: the index is below 4 at baseline: a fall of 4 is impossible, and the response cannot be met";
    assert_eq!(told, [("A", low, 2), ("B", &*plain, 5), ("B", &*kept, 5)]);
    assert!(findings.iter().all(|f| f.severity == Severity::Warning));
}

#[test]
fn remarks_leave_the_verdict_as_it_is() {
    let (derived, _) = study();
    let at = |subject: usize, response: &str, visit: &str| derived.verdict(subject, response, 1, visit).unwrap();
    assert_eq!(at(0, "sledai-4", "m1").verdict, NotMet);
    assert_eq!(at(0, "sledai-4", "m1").remarks[0].id, "fall-impossible");
    assert_eq!(at(1, "sledai-4", "m1").verdict, Met);
    assert_eq!(at(1, "easi-50", "m1").verdict, NotEvaluable);
    assert_eq!(at(1, "kept", "m3").remarks.len(), 1, "the visits of a stretch share a remark");
    assert!(at(2, "sledai-4", "m3").remarks.is_empty() && at(2, "easi-50", "m3").remarks.is_empty());
}

/// Normal filtration 90 by default, 85 as the study chooses: at and just below each.
#[test]
fn a_parameter_is_chosen_in_the_study_file() {
    let (derived, _) = study();
    let verdict = |subject, response: &str, visit: &str| derived.verdict(subject, response, 1, visit).unwrap().verdict;
    assert_eq!([verdict(1, "renal", "m1"), verdict(1, "renal", "m3")], [Met, NotMet]);
    assert_eq!([verdict(0, "renal-85", "m1"), verdict(0, "renal-85", "m3")], [Met, NotMet]);
    assert_eq!(verdict(0, "renal", "m1"), NotMet);
    let loaded = load_study("study.toml", STUDY.as_bytes(), &[]).study.unwrap();
    let bound = &loaded.responses["renal-85"];
    assert_eq!(bound.parameters[0].1.to_string(), "85");
    assert!(bound.rule.text().contains("now.egfr >= 85"), "{}", bound.rule.text());
}

#[test]
fn a_parameter_that_cannot_be_chosen_is_a_finding() {
    let with = |line: &str| {
        let text = STUDY.replace("parameters = { normal-egfr = 85 }", line);
        load_study("study.toml", text.as_bytes(), &[]).findings
    };
    for (line, code, said) in [
        ("parameters = { normal-egfr = 59.9 }", "P", "at least 60 and at most 120"),
        ("parameters = { normal-gfr = 85 }", "P", "no parameter `normal-gfr`"),
        ("parameters = { normal-egfr = \"high\" }", "P", "normal-egfr"),
    ] {
        let findings = with(line);
        let text = format!("{findings:?}");
        assert!(text.contains(said) && findings[0].code.0.starts_with(code), "{line}: {text}");
    }
    let own = STUDY.replace("definition = \"eular-era-2012-cr\"\nparameters", "rule = \"now.egfr >= 90\"\nparameters");
    let findings = load_study("study.toml", own.as_bytes(), &[]).findings;
    assert!(format!("{findings:?}").contains("`parameters` has no meaning beside a rule"), "{findings:?}");
}
