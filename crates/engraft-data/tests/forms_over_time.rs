//! Responses over time in a study: confirmed, sustained, relapse after a response, items in a rule; worked by hand.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use engraft_base::Verdict::{self, Met, NotMet, Undetermined};
use engraft_data::{DataFile, Derived, derive, load_dataset};
use engraft_protocol::load_study;

const STUDY: &str = r#"
[study]
id = "forms"
title = "Forms over time"
disease = "sle"
data = "simulated"
[visits]
baseline = { day = 0 }
w2 = { day = 14, window = [-3, 3] }
m1 = { day = 30, window = [-7, 7] }
m2 = { day = 60, window = [-7, 7] }
m3 = { day = 90, window = [-7, 7] }
[measures.pain]
kind = "value"
range = [0, 10]
direction = "lower-is-better"
table = "clinic"
[measures.bilag]
kind = "instrument"
instrument = "bilag-2004-numeric"
[responses.better]
rule = "fall_percent(pain) >= 50"
[responses.confirmed]
rule = "fall_percent(pain) >= 50"
confirmed-after = 28
[responses.sustained]
rule = "fall_percent(pain) >= 50"
sustained = { from = "m1", to = "m3" }
[responses.lenient]
rule = "fall_percent(pain) >= 50"
sustained = { from = "m1", to = "m3", allow-missing = 1 }
[responses.no-new-a]
rule = 'items_new(bilag, "A") == 0'
[events.flare]
rule = "rise(pain) >= 0"
after-response = "better"
"#;

// A keeps the response, B loses it at month 2, C misses month 2, D never responds
const CLINIC: &str = "subject,visit,day,pain\n\
A,baseline,0,8\nA,w2,14,4\nA,m1,30,4\nA,m2,60,3\nA,m3,90,2\n\
B,baseline,0,8\nB,w2,14,4\nB,m1,30,4\nB,m2,60,8\nB,m3,90,4\n\
C,baseline,0,8\nC,w2,14,5\nC,m1,30,4\nC,m3,90,4\n\
D,baseline,0,8\nD,w2,14,8\nD,m1,30,8\nD,m2,60,8\nD,m3,90,9\n";

const BILAG: &str = "subject,visit,day,constitutional,mucocutaneous,neuropsychiatric,musculoskeletal,cardiorespiratory,\
gastrointestinal,ophthalmic,renal,haematological\n\
A,baseline,0,E,B,E,C,E,E,E,C,C\nA,m1,30,E,A,E,C,E,E,E,C,C\n\
B,baseline,0,E,A,E,C,E,E,E,C,C\nB,m1,30,E,A,E,C,E,E,E,C,C\n\
C,baseline,0,E,ND,E,C,E,E,E,C,C\nC,m1,30,E,A,E,C,E,E,E,C,C\n";

fn derived() -> Derived {
    let loaded = load_study("study.toml", STUDY.as_bytes(), &[]);
    let study = loaded.study.unwrap_or_else(|| panic!("{:?}", loaded.findings));
    let file = |name: &str, text: &str| DataFile { name: name.into(), bytes: text.as_bytes().to_vec() };
    let files = [
        file("data/subjects.csv", "subject\nA\nB\nC\nD\n"),
        file("data/infusions.csv", "subject,day\nA,0\nB,0\nC,0\nD,0\n"),
        file("data/clinic.csv", CLINIC),
        file("data/bilag.csv", BILAG),
    ];
    let mut findings = Vec::new();
    let data = load_dataset(&study, &files, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    derive(&study, &data)
}

fn verdicts(derived: &Derived, response: &str, visit: &str) -> Vec<Verdict> {
    (0..4).map(|subject| derived.verdict(subject, response, 1, visit).unwrap().verdict).collect()
}

#[test]
fn a_response_is_confirmed_by_a_visit_28_days_later_and_dated_at_the_first() {
    let derived = derived();
    assert_eq!(verdicts(&derived, "better", "w2"), [Met, Met, NotMet, NotMet]);
    // B's month 2 comes before a visit that could confirm; A's month 1 is too early to confirm and month 2 does
    assert_eq!(verdicts(&derived, "confirmed", "w2"), [Met, NotMet, NotMet, NotMet]);
    // C has no value at month 2: month 3 confirms
    assert_eq!(verdicts(&derived, "confirmed", "m1"), [Met, NotMet, Met, NotMet]);
    assert_eq!(verdicts(&derived, "confirmed", "m3"), [Undetermined, Undetermined, Undetermined, NotMet]);
    let judged = derived.verdict(0, "confirmed", 1, "w2").unwrap();
    assert_eq!(judged.parts[0].rule, "confirmed at least 28 days later");
    assert_eq!(judged.parts[0].values, "at the visit: met");
}

#[test]
fn a_sustained_response_is_judged_once_and_a_missing_visit_leaves_it_open() {
    let derived = derived();
    assert_eq!(verdicts(&derived, "sustained", "m3"), [Met, NotMet, Undetermined, NotMet]);
    assert_eq!(verdicts(&derived, "lenient", "m3"), [Met, NotMet, Met, NotMet]);
    assert!(derived.verdict(0, "sustained", 1, "m1").is_none());
}

#[test]
fn only_who_responded_can_relapse() {
    let derived = derived();
    let flares: Vec<(usize, Option<i32>)> = derived.events.iter().map(|e| (e.subject, e.day)).collect();
    // D is worse than baseline at month 3, but never responded
    assert_eq!(flares, [(1, Some(60))]);
}

#[test]
fn letters_of_a_study_are_read_by_a_rule() {
    let derived = derived();
    let at = |subject: usize| derived.verdict(subject, "no-new-a", 1, "m1").unwrap();
    assert_eq!([at(0).verdict, at(1).verdict, at(2).verdict], [NotMet, Met, Undetermined]);
    assert_eq!(at(0).parts[0].values, "items_new(bilag, \"A\"): mucocutaneous");
    assert_eq!(at(2).parts[0].values, "items_new(bilag, \"A\"): none; not known: mucocutaneous");
    assert!(at(0).places.iter().any(|place| &*place.file == "data/bilag.csv"));
}
