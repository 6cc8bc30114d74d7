//! A study of three subjects worked by hand: windows, baselines, cycles, units, changes, verdicts, events, study days.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use engraft_base::{Dec, Verdict};
use engraft_data::derive::Record;
use engraft_data::{DataFile, Derived, adam, derive, load_dataset};
use engraft_protocol::{Study, load_study};

const STUDY: &str = r#"
[study]
id = "hand"
title = "Worked by hand"
disease = "none"
data = "simulated"
[visits.baseline]
day = 0
window = [-14, 0]
[visits.m1]
day = 30
window = [-10, 10]
[visits.m3]
day = 90
window = [-20, 20]
[cycles]
gap-days = 60
[measures.pain]
kind = "value"
range = [0, 10]
direction = "lower-is-better"
table = "clinic"
[measures.ck]
kind = "lab"
unit = "U/L"
[responses.better]
rule = "fall_percent(pain) >= 50 && times_uln(ck) <= 2"
[events.low]
rule = "pain <= 2"
"#;

const INFUSIONS: &str = "subject,day\nA,0\nA,14\nA,100\nB,0\nC,0\n";

// A at m1: days 24 and 36 are equally close to 30, the earlier counts; day 100 is the day 0 of A's second cycle
const CLINIC: &str = "subject,visit,day,pain\n\
A,baseline,-10,7\nA,baseline,-1,8\nA,m1,24,4\nA,m1,36,3\nA,m3,95,6\nA,baseline,100,6\nA,m1,131,2\n\
B,baseline,0,0\nB,m1,55,1\nB,m3,90,2\n\
C,baseline,-3,5\nC,m1,30,\nC,m3,91,2.5\n";

const LABS: &str = "subject,visit,day,test,value,unit,upper-limit\n\
A,baseline,-1,CK,10,ukat/L,3\nA,m1,24,CK,200,U/L,180\nC,m3,91,CK,<20,U/L,150\n";

fn study() -> Study {
    let loaded = load_study("study.toml", STUDY.as_bytes(), &[]);
    loaded.study.unwrap_or_else(|| panic!("{:?}", loaded.findings))
}

fn derived() -> (Study, Derived) {
    let study = study();
    let file = |name: &str, text: &str| DataFile { name: name.into(), bytes: text.as_bytes().to_vec() };
    let files = [
        file("data/subjects.csv", "subject\nA\nB\nC\n"),
        file("data/infusions.csv", INFUSIONS),
        file("data/clinic.csv", CLINIC),
        file("data/labs.csv", LABS),
    ];
    let mut findings = Vec::new();
    let data = load_dataset(&study, &files, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    let derived = derive(&study, &data);
    (study, derived)
}

fn dec(text: &str) -> Option<Dec> {
    Dec::parse(text)
}

fn at<'a>(derived: &'a Derived, subject: usize, measure: &str, cycle: u32, visit: &str) -> &'a Record {
    derived.at_visit(subject, measure, cycle, visit).unwrap_or_else(|| panic!("no {measure} at {visit}"))
}

fn value(record: &Record) -> Option<Dec> {
    record.value.number()?.exact()
}

#[test]
fn infusions_far_apart_open_a_cycle_with_its_own_day_0() {
    let (_, derived) = derived();
    let starts: Vec<Option<i32>> = derived.subjects[0].cycles.iter().map(|c| c.start).collect();
    assert_eq!(starts, [Some(0), Some(100)]);
    assert_eq!(derived.subjects[1].cycles.len(), 1);
}

#[test]
fn the_baseline_is_the_last_value_on_or_before_day_0_of_its_cycle() {
    let (_, derived) = derived();
    let first = derived.baseline(0, "pain", 1).unwrap();
    assert_eq!((value(first), first.day, first.visit.as_deref()), (dec("8"), Some(-1), Some("baseline")));
    let second = derived.baseline(0, "pain", 2).unwrap();
    assert_eq!((value(second), second.day, second.cycle_day), (dec("6"), Some(100), Some(0)));
}

#[test]
fn of_two_values_equally_close_to_the_planned_day_the_earlier_counts() {
    let (_, derived) = derived();
    let m1 = at(&derived, 0, "pain", 1, "m1");
    assert_eq!((m1.day, value(m1)), (Some(24), dec("4")));
    assert_eq!(
        derived.series(0, "pain").iter().filter(|r| r.visit.as_deref() == Some("m1") && r.cycle == 1).count(),
        2
    );
}

#[test]
fn a_value_counts_by_its_day_and_not_by_the_visit_it_names() {
    let (_, derived) = derived();
    // B's m1 was made on day 55: outside every window
    assert!(derived.at_visit(1, "pain", 1, "m1").is_none());
    let off = derived.series(1, "pain").iter().find(|r| r.day == Some(55)).unwrap();
    assert!(off.off_window && off.visit.is_none());
}

#[test]
fn change_relative_change_change_of_range_and_nadir() {
    let (_, derived) = derived();
    let m3 = at(&derived, 0, "pain", 1, "m3");
    let exact = |score: &Option<engraft_base::Score>| score.as_ref().and_then(|s| s.exact());
    // 8 -> 6: -2, -25 %, -20 % of the range; the lowest so far was 3, on day 36
    assert_eq!(
        (exact(&m3.change), exact(&m3.percent_change), exact(&m3.percent_of_range)),
        (dec("-2"), dec("-25"), dec("-20"))
    );
    assert_eq!(m3.nadir, dec("3"));
    // from a baseline of 0 there is a change, and no relative change
    let b = at(&derived, 1, "pain", 1, "m3");
    assert_eq!((exact(&b.change), b.percent_change.clone()), (dec("2"), None));
    // the second cycle counts from its own baseline: 6 -> 2 on its day 31
    let second = at(&derived, 0, "pain", 2, "m1");
    assert_eq!((second.cycle_day, exact(&second.change)), (Some(31), dec("-4")));
}

#[test]
fn laboratory_values_are_converted_with_their_limits_and_censored_ones_stay_intervals() {
    let (_, derived) = derived();
    let base = derived.baseline(0, "ck", 1).unwrap();
    assert_eq!((value(base), base.upper_limit), (dec("600"), dec("180")));
    assert_eq!(base.converted.as_ref().unwrap().0, "10 ukat/L");
    assert_eq!(base.times_upper_limit.as_ref().unwrap().exact().unwrap().to_string(), "3.3333333333333333333333333333");
    let censored = at(&derived, 2, "ck", 1, "m3").value.number().unwrap().clone();
    assert_eq!((censored.exact(), censored.lower(), censored.upper()), (None, dec("0"), dec("20")));
}

#[test]
fn verdicts_are_decided_by_what_is_known() {
    let (_, derived) = derived();
    let verdict = |s, cycle, visit| derived.verdict(s, "better", cycle, visit).unwrap().verdict;
    // A: 8 -> 4 is 50 %, CK 200 of 180 is 1.1 times
    assert_eq!(verdict(0, 1, "m1"), Verdict::Met);
    // A at m3: 25 % decides although CK is missing
    assert_eq!(verdict(0, 1, "m3"), Verdict::NotMet);
    // B: from 0 there is no percentage; CK is missing and could still decide
    assert_eq!(verdict(1, 1, "m3"), Verdict::Undetermined);
    // C: 5 -> 2.5, and CK below 20 of 150 is met whatever it is
    assert_eq!(verdict(2, 1, "m3"), Verdict::Met);
    // C at m1: nothing is known
    assert_eq!(verdict(2, 1, "m1"), Verdict::Undetermined);
    assert!(!derived.verdict(2, "better", 1, "m1").unwrap().has_data);
}

#[test]
fn an_event_by_rule_is_dated_on_the_first_day_recorded_at_which_the_rule_is_met() {
    let (_, derived) = derived();
    let low: Vec<(usize, Option<i32>)> = derived.events.iter().map(|e| (e.subject, e.day)).collect();
    assert_eq!(low, [(0, Some(131)), (1, Some(90))]);
}

#[test]
fn data_sets_carry_study_days_without_day_0_and_one_analysed_record_a_visit() {
    let study = study();
    let (_, derived) = derived();
    let data = load_dataset(&study, &[], &mut Vec::new());
    let tables = adam::data_sets(&study, &data, &derived);
    let adqs = tables.iter().find(|t| t.name == "ADQS").unwrap();
    let column = |name: &str| adqs.columns.iter().position(|(n, _)| n == name).unwrap();
    let (day, analysed, visit, subject) = (column("ADY"), column("ANL01FL"), column("AVISIT"), column("USUBJID"));
    let a: Vec<(&str, &str, &str)> = adqs
        .rows
        .iter()
        .filter(|r| r[subject] == "A")
        .map(|r| (r[day].as_str(), r[visit].as_str(), r[analysed].as_str()))
        .collect();
    assert_eq!(
        a,
        [
            ("-10", "baseline", ""),
            ("-1", "baseline", "Y"),
            ("25", "m1", "Y"),
            ("37", "m1", ""),
            ("96", "m3", "Y"),
            ("101", "baseline", "Y"),
            ("132", "m1", "Y")
        ]
    );
}

#[test]
fn the_rule_visit_takes_the_value_that_the_window_rule_chooses() {
    let text = STUDY.replace("[cycles]", "[baseline]\nrule = \"visit\"\nvisit = \"baseline\"\n[cycles]");
    let loaded = load_study("study.toml", text.as_bytes(), &[]);
    let study = loaded.study.unwrap_or_else(|| panic!("{:?}", loaded.findings));
    let file = |name: &str, text: &str| DataFile { name: name.into(), bytes: text.as_bytes().to_vec() };
    let files = [
        file("data/subjects.csv", "subject\nA\n"),
        file("data/infusions.csv", "subject,day\nA,0\n"),
        file("data/clinic.csv", "subject,visit,day,pain\nA,baseline,-10,7\nA,baseline,-1,8\nA,m1,30,4\n"),
        file("data/labs.csv", "subject,visit,day,test,value,unit\n"),
    ];
    let data = load_dataset(&study, &files, &mut Vec::new());
    let derived = derive(&study, &data);
    // day -1 is closer to day 0 than day -10
    assert_eq!(value(derived.baseline(0, "pain", 1).unwrap()), dec("8"));
    assert_eq!(at(&derived, 0, "pain", 1, "m1").change.as_ref().unwrap().exact(), dec("-4"));
}

#[test]
fn an_unscheduled_assessment_counts_at_no_visit() {
    let study = study();
    let file = |name: &str, text: &str| DataFile { name: name.into(), bytes: text.as_bytes().to_vec() };
    let files = [
        file("data/subjects.csv", "subject\nA\n"),
        file("data/infusions.csv", "subject,day\nA,0\n"),
        file("data/clinic.csv", "subject,visit,day,pain\nA,baseline,-1,8\nA,unscheduled,30,4\n"),
        file("data/labs.csv", "subject,visit,day,test,value,unit\n"),
    ];
    let data = load_dataset(&study, &files, &mut Vec::new());
    let derived = derive(&study, &data);
    assert!(derived.at_visit(0, "pain", 1, "m1").is_none());
    assert!(derived.series(0, "pain").iter().all(|r| !r.off_window));
}
