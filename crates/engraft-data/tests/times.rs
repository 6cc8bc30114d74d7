//! Times worked by hand: to the first response, of a response, from a response to a relapse, under each rule for gaps.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use engraft_data::derive::{Time, Untimed, time_of};
use engraft_data::{DataFile, Derived, adam, derive, load_dataset};
use engraft_protocol::{Study, load_study};

const STUDY: &str = r#"
[study]
id = "times"
title = "Times"
disease = "none"
data = "simulated"
[visits]
base = { day = 0, window = [-14, 0] }
m1 = { day = 30, window = [-7, 7] }
m3 = { day = 90, window = [-14, 14] }
m6 = { day = 180, window = [-14, 14] }
m9 = { day = 270, window = [-14, 14] }
[measures.pain]
kind = "value"
range = [0, 10]
direction = "lower-is-better"
[responses.half]
rule = "fall_percent(pain) >= 50"
[responses.confirmed]
rule = "fall_percent(pain) >= 50"
confirmed-after = 28
[events.flare]
rule = "pain >= 7"
[events.back]
rule = "pain >= 4"
[events.rescue]
table = "medications"
where = { reason = ["rescue"] }
[events.death]
label = "Death"
table = "disposition"
where = { status = ["died"] }
ends-follow-up = true
"#;

// baseline 8 throughout, so that 4 and less meets the response
const PAIN: &str = "subject,visit,day,pain\n\
A,base,-1,8\nA,m1,32,6\nA,m3,95,4\nA,m6,178,3\nA,m9,270,6\n\
B,base,-1,8\nB,m1,30,6\nB,m6,183,4\nB,m9,275,4\n\
C,base,-1,8\nC,m1,28,3\nC,m3,88,8\n\
D,base,-1,8\nD,m1,31,7\nD,m3,92,7\n\
E,base,-1,8\nE,m1,29,4\nE,m3,91,\nE,m6,181,7\n\
F,base,-1,8\n\
G,base,-1,8\nG,m1,,4\n";

const SUBJECTS: [&str; 7] = ["A", "B", "C", "D", "E", "F", "G"];

fn read(variable: &str) -> (Study, Derived) {
    let estimand = format!(
        "[[estimands]]\nid = \"e\"\npopulation = \"all-enrolled\"\nsummary = \"event-free\"\n\
         variable = {{ {variable} }}\nmethod = {{ name = \"kaplan-meier\" }}\n"
    );
    let loaded = load_study("study.toml", format!("{STUDY}{estimand}").as_bytes(), &[]);
    let study = loaded.study.unwrap_or_else(|| panic!("{:?}", loaded.findings));
    let file = |name: &str, text: String| DataFile { name: name.into(), bytes: text.into_bytes() };
    let each = |line: &dyn Fn(&str) -> String| SUBJECTS.map(line).concat();
    let files = [
        file("data/subjects.csv", format!("subject\n{}", each(&|s| format!("{s}\n")))),
        file("data/infusions.csv", format!("subject,day\n{}", each(&|s| format!("{s},0\n")))),
        file("data/pain.csv", PAIN.to_owned()),
        file(
            "data/medications.csv",
            "subject,drug,start,reason\nE,steroid,60,rescue\nA,steroid,-20,rescue\n".to_owned(),
        ),
        file("data/disposition.csv", "subject,status,day\nA,completed,300\nD,died,120\n".to_owned()),
    ];
    let mut findings = Vec::new();
    let data = load_dataset(&study, &files, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    let derived = derive(&study, &data);
    (study, derived)
}

/// The times of all subjects.
fn times(variable: &str) -> Vec<Result<Time, Untimed>> {
    let (study, derived) = read(variable);
    let variable = &study.file.estimands[0].variable;
    (0..SUBJECTS.len()).map(|subject| time_of(&study, &derived, variable, subject)).collect()
}

/// Days, cause, bounds and visits without an answer.
fn short(time: &Result<Time, Untimed>) -> (i32, usize, i32, Option<i32>, usize) {
    let time = time.as_ref().unwrap_or_else(|why| panic!("{why:?}"));
    (time.days(), time.cause, time.at_least, time.at_most, time.open)
}

#[test]
fn the_time_to_a_response_is_that_of_the_visit_that_shows_it() {
    let found = times("time-to-response = \"half\"");
    // not met on 32, met on 95: the response came after 32 days and within 95
    assert_eq!(short(&found[0]), (95, 1, 32, Some(95), 0));
    // the visit at 3 months did not take place: the response may have come then
    assert_eq!(short(&found[1]), (183, 1, 30, Some(183), 1));
    assert_eq!(short(&found[2]), (28, 1, 0, Some(28), 0));
    // never met: censored at the last visit with an answer, day 92, though the subject died on day 120
    assert_eq!(short(&found[3]), (92, 0, 92, None, 0));
    assert_eq!(found[3].as_ref().unwrap().why, "censored at m3, the last visit with an answer");
    assert_eq!(short(&found[4]), (29, 1, 0, Some(29), 0));
    // nothing was seen after the infusion
    assert_eq!(short(&found[5]), (0, 0, 0, None, 0));
    // met at a visit whose day nobody wrote down: a planned day is no day on which something was seen
    assert_eq!(found[6], Err(Untimed::Unknown("the day of m1 is not known".to_owned())));
}

#[test]
fn a_gap_before_the_end_is_dated_by_the_rule_that_the_study_names() {
    let earliest = times("time-to-response = \"half\", undetermined = \"date-earliest\"");
    // nobody came at 3 months: its planned day
    assert_eq!(short(&earliest[1]), (90, 1, 30, Some(183), 1));
    assert_eq!(short(&earliest[0]), (95, 1, 32, Some(95), 0));
    let censored = times("time-to-response = \"half\", undetermined = \"censor-before\"");
    assert_eq!(short(&censored[1]), (30, 0, 30, Some(183), 1));
}

#[test]
fn a_response_lasts_to_the_first_visit_that_does_not_meet_it() {
    let found = times("duration-of = \"half\"");
    // met on 95 and 178, lost on 270; not met on 32: 83 days at least, 238 at most
    assert_eq!(short(&found[0]), (175, 1, 83, Some(238), 0));
    assert_eq!((found[0].as_ref().unwrap().from, found[0].as_ref().unwrap().end), (95, 270));
    // never lost: censored at the last visit that met it
    assert_eq!(short(&found[1]), (92, 0, 92, None, 0));
    assert_eq!(short(&found[2]), (60, 1, 0, Some(88), 0));
    assert_eq!(found[3], Err(Untimed::NotAtRisk("the response was never met".to_owned())));
    // the empty value of day 91 leaves open whether the response was lost by then
    assert_eq!(short(&found[4]), (152, 1, 0, Some(181), 1));
    let earliest = times("duration-of = \"half\", undetermined = \"date-earliest\"");
    assert_eq!(short(&earliest[4]), (62, 1, 0, Some(181), 1));
    let censored = times("duration-of = \"half\", undetermined = \"censor-before\"");
    assert_eq!(short(&censored[4]), (0, 0, 0, Some(181), 1));
}

#[test]
fn an_event_that_ends_a_response_counts_where_it_comes_first() {
    for rule in ["date-as-seen", "date-earliest", "censor-before"] {
        let found = times(&format!("duration-of = \"half\", lost-by = [\"rescue\"], undetermined = \"{rule}\""));
        // rescue on day 60, 31 days after the response, before anything else
        assert_eq!(short(&found[4]), (31, 1, 31, Some(60), 0), "{rule}");
        // a rescue before the infusion is none of the response
        assert_eq!(short(&found[0]), (175, 1, 83, Some(238), 0));
    }
}

#[test]
fn an_event_by_rule_before_the_response_does_not_hide_one_after_it() {
    let found = times("duration-of = \"half\", lost-by = [\"back\"]");
    // B: 4 or more on 30, the response on 183, 4 again on 275: still half of 8, and lost by the event
    assert_eq!(short(&found[1]), (92, 1, 92, Some(245), 0));
    // E: at the visit of the response itself it does not count; the next is day 181
    assert_eq!(short(&found[4]), (152, 1, 0, Some(181), 1));
}

#[test]
fn a_confirmed_response_is_lost_when_its_criterion_is_not_met() {
    let found = times("duration-of = \"confirmed\"");
    // met on 95, confirmed on 178; on 178 a confirmation can no more come, yet the response lasts to 270
    assert_eq!(short(&found[0]), (175, 1, 83, Some(238), 0));
    assert_eq!(found[2], Err(Untimed::NotAtRisk("the response was never met".to_owned())));
}

#[test]
fn a_relapse_counts_from_the_response_and_after_it_only() {
    let found = times("time-to = \"flare\", from-response = \"half\"");
    // the flare of the baseline visit is none; after the response none, seen last on 270
    assert_eq!(short(&found[0]), (175, 0, 175, None, 0));
    assert_eq!(short(&found[2]), (60, 1, 0, Some(88), 0));
    assert!(matches!(found[3], Err(Untimed::NotAtRisk(_))));
    assert_eq!(short(&found[4]), (152, 1, 0, Some(181), 1));
    // an event of a table: looked for to the end of follow-up
    let found = times("time-to = \"rescue\", from-response = \"half\"");
    assert_eq!(short(&found[4]), (31, 1, 31, Some(60), 0));
    assert_eq!(short(&found[0]), (205, 0, 205, None, 0));
}

#[test]
fn a_competing_event_ends_the_time_at_risk() {
    let found = times("time-to-response = \"half\", competing = [\"death\"]");
    assert_eq!(short(&found[3]), (120, 2, 120, None, 0));
    assert_eq!(found[3].as_ref().unwrap().why, "Death, which competes");
    assert_eq!(short(&found[0]), (95, 1, 32, Some(95), 0));
}

#[test]
fn an_event_before_the_infusion_does_not_hide_one_after_it() {
    let found = times("time-to = \"rescue\"");
    assert_eq!(short(&found[0]), (300, 0, 300, None, 0));
    assert_eq!(short(&found[4]), (60, 1, 60, Some(60), 0));
}

#[test]
fn times_of_estimands_are_rows_of_adtte() {
    let (study, derived) = read("duration-of = \"half\", competing = [\"death\"]");
    let empty = load_dataset(&study, &[], &mut Vec::new());
    let tables = adam::data_sets(&study, &empty, &derived);
    let adtte = tables.iter().find(|t| t.name == "ADTTE").unwrap();
    let column = |name: &str| adtte.columns.iter().position(|(n, _)| n == name).unwrap();
    let rows: Vec<Vec<&str>> = adtte
        .rows
        .iter()
        .filter(|row| row[column("PARAMCD")] == "E")
        .map(|row| ["USUBJID", "AVAL", "CNSR", "STARTDY", "ADY", "SRCROW"].map(|n| row[column(n)].as_str()).to_vec())
        .collect();
    // study days have no day 0: day 95 is study day 96. D and F never responded; the day of G's visit is not known
    assert_eq!(
        rows,
        [
            ["A", "175", "0", "96", "271", "6"],
            ["B", "92", "1", "184", "276", "10"],
            ["C", "60", "0", "29", "89", "13"],
            ["E", "152", "0", "30", "182", "20"],
            ["G", "", "", "", "", ""],
        ]
    );
}
