//! Whom an estimand counts: cycles, missing verdicts, intercurrent events, sets. Six subjects worked by hand.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use engraft_analysis::analyze;
use engraft_data::{DataFile, derive, load_dataset};
use engraft_protocol::load_study;
use engraft_results::Results;

const HEAD: &str = r#"
[study]
id = "hand"
title = "Worked by hand"
disease = "none"
data = "simulated"
[visits.base]
day = 0
[visits.end]
day = 90
[measures.score]
kind = "value"
range = [0, 20]
direction = "lower-is-better"
[responses.half]
rule = "fall_percent(score) >= 50"
[events.rescue]
table = "medications"
[events.left]
table = "disposition"
where = { status = ["withdrawn"] }
[sets.without-f]
exclude = { F = "wrong disease" }
"#;

// first cycle: A met, B not met, C no value, D met but rescued on day 40, E met (rescue after the visit), F met
// second cycle, from day 100: B met, F not met
const SCORE: &str = "subject,cycle,visit,day,score\n\
A,1,base,0,10\nA,1,end,90,5\nB,1,base,0,10\nB,1,end,90,6\nC,1,base,0,10\n\
D,1,base,0,12\nD,1,end,90,2\nE,1,base,0,8\nE,1,end,90,4\nF,1,base,0,20\nF,1,end,90,8\n\
B,2,base,100,9\nB,2,end,190,3\nF,2,base,100,10\nF,2,end,190,9\n";
const INFUSIONS: &str = "subject,cycle,day\nA,1,0\nB,1,0\nB,2,100\nC,1,0\nD,1,0\nE,1,0\nF,1,0\nF,2,100\n";
const MEDICATIONS: &str = "subject,drug,start\nD,steroid,40\nE,steroid,95\n";
const DISPOSITION: &str = "subject,status,day\nC,withdrawn,50\n";

fn results(estimand: &str) -> Results {
    results_with(SCORE, estimand)
}

fn results_with(score: &str, estimand: &str) -> Results {
    let text = format!("{HEAD}\n[[estimands]]\nid = \"e\"\n{estimand}\n");
    let loaded = load_study("study.toml", text.as_bytes(), &[]);
    let study = loaded.study.unwrap_or_else(|| panic!("{:?}", loaded.findings));
    let file = |name: &str, text: &str| DataFile { name: name.into(), bytes: text.as_bytes().to_vec() };
    let files = [
        file("data/subjects.csv", "subject\nA\nB\nC\nD\nE\nF\n"),
        file("data/infusions.csv", INFUSIONS),
        file("data/score.csv", score),
        file("data/medications.csv", MEDICATIONS),
        file("data/disposition.csv", DISPOSITION),
    ];
    let mut findings = Vec::new();
    let data = load_dataset(&study, &files, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    analyze(&study, &data, &derive(&study, &data))
}

fn met_of(options: &str) -> (f64, f64) {
    let results = results(&format!("summary = \"proportion\"\nmethod = {{ name = \"clopper-pearson\" }}\n{options}"));
    let get = |statistic: &str| {
        let row = results.of_analysis("estimand.e").find(|(_, r)| r.statistic == statistic);
        row.and_then(|(_, r)| r.value).unwrap_or_else(|| panic!("no {statistic}"))
    };
    (get("n-met"), get("n"))
}

fn half(cycle: &str, more: &str) -> (f64, f64) {
    let population = if more.contains("population") { "" } else { "population = \"all-enrolled\"\n" };
    met_of(&format!("{population}variable = {{ response = \"half\", at = \"end\", cycle = \"{cycle}\" }}\n{more}"))
}

#[test]
fn an_open_verdict_leaves_the_denominator_or_counts_as_not_met_by_name() {
    assert_eq!(half("first", "missing = \"observed\""), (4.0, 5.0));
    assert_eq!(half("first", "missing = \"non-responder\""), (4.0, 6.0));
}

#[test]
fn the_cycle_is_the_first_the_second_the_last_or_any() {
    assert_eq!(half("second", ""), (1.0, 2.0));
    // last: B met in its second, F not met in its second
    assert_eq!(half("last", ""), (4.0, 5.0));
    assert_eq!(half("ever", ""), (5.0, 5.0));
}

#[test]
fn a_composite_event_before_the_visit_makes_a_failure_and_one_after_it_does_not() {
    assert_eq!(half("first", "intercurrent = { rescue = \"composite\" }"), (3.0, 5.0));
    assert_eq!(half("first", "intercurrent = { rescue = \"treatment-policy\" }"), (4.0, 5.0));
    assert_eq!(half("first", "intercurrent = { rescue = \"while-on-treatment\" }"), (3.0, 4.0));
    assert_eq!(half("first", "intercurrent = { left = \"composite\" }"), (4.0, 6.0));
    // over all cycles the event acts on the cycle in which it falls
    assert_eq!(half("ever", "intercurrent = { rescue = \"composite\" }"), (4.0, 5.0));
}

#[test]
fn the_recorded_day_of_the_visit_decides_whether_an_event_came_before_it() {
    // E, rescued on day 95, was assessed on day 97 in place of day 90
    let score = SCORE.replace("E,1,end,90,4", "E,1,end,97,4");
    let results = results_with(
        &score,
        "population = \"all-enrolled\"\nvariable = { response = \"half\", at = \"end\" }\nsummary = \"proportion\"\n\
         method = { name = \"wilson\" }\nintercurrent = { rescue = \"composite\" }",
    );
    let met = results.of_analysis("estimand.e").find(|(_, r)| r.statistic == "n-met").unwrap().1.clone();
    assert_eq!(met.value, Some(2.0));
    // the trail names the verdicts and the rescues that overrule two of them
    let rows: Vec<_> =
        results.iter().filter(|(_, r)| r.analysis_id == "event.rescue").map(|(id, _)| id.to_string()).collect();
    let last = rows.last().unwrap();
    assert!(
        met.source_rows.0.contains(last.as_str()) || met.source_rows.0.contains(&format!("{}-{last}", rows[0])),
        "{met:?}"
    );
}

#[test]
fn a_set_leaves_out_whom_it_names() {
    assert_eq!(half("first", "population = \"without-f\""), (3.0, 4.0));
}

#[test]
fn an_event_counts_at_any_time_or_up_to_a_visit() {
    let event = |at: &str| met_of(&format!("population = \"all-enrolled\"\nvariable = {{ event = \"rescue\"{at} }}"));
    assert_eq!(event(""), (2.0, 6.0));
    // C left on day 50: nobody knows whether it would have needed rescue by day 90
    assert_eq!(event(", at = \"end\""), (1.0, 5.0));
}

#[test]
fn changes_leave_out_whom_the_strategy_cuts_and_say_so() {
    let results = results(
        "population = \"all-enrolled\"\nvariable = { change-in = \"score\", at = \"end\" }\nsummary = \"mean\"\n\
         method = { name = \"paired-t\" }\nintercurrent = { rescue = \"while-on-treatment\" }",
    );
    let get =
        |statistic: &str| results.of_analysis("estimand.e").find(|(_, r)| r.statistic == statistic).unwrap().1.clone();
    // A -5, B -4, E -4, F -12; D is cut, C has no value
    assert_eq!(get("estimate").value, Some(-6.25));
    assert_eq!(get("n").value, Some(4.0));
    assert_eq!(get("n").note, "4 of 6 in all-enrolled have a value; 1 left out because of an intercurrent event");
}

#[test]
fn a_level_that_the_sample_cannot_reach_is_refused_with_the_reason() {
    let results = results(
        "population = \"without-f\"\nvariable = { change-in = \"score\", at = \"end\" }\nsummary = \"pseudo-median\"\n\
         method = { name = \"signed-rank\", zeros = \"pratt\" }",
    );
    let rows: Vec<_> = results.of_analysis("estimand.e").map(|(_, r)| r.clone()).collect();
    let refused = rows.iter().find(|r| r.statistic == "refused").unwrap();
    assert!(
        refused.text.contains("level 0.95 cannot be reached: the best possible with this sample is 0.875"),
        "{refused:?}"
    );
    assert!(rows.iter().all(|r| r.statistic != "lower") && rows.iter().any(|r| r.statistic == "estimate"));
}

#[test]
fn every_row_leads_to_cells() {
    let results = results(
        "population = \"all-enrolled\"\nvariable = { response = \"half\", at = \"end\" }\nsummary = \"proportion\"\nmethod = { name = \"wilson\" }",
    );
    for (id, row) in results.iter().filter(|(_, r)| r.value.is_some() && r.statistic != "n-open") {
        let rests_on_nobody = row.n == Some(0) || row.value == Some(0.0) || row.text.starts_with("0.0");
        assert!(!row.source_rows.0.is_empty() || rests_on_nobody || row.statistic == "upper", "{id} {row:?}");
    }
}

#[test]
fn a_change_in_a_later_cycle_leads_to_the_baseline_it_was_measured_from() {
    // B's last value before the second cycle, day 95, serves; analysed at its visit is the one of day 90
    let score = SCORE.replace("B,2,base,100,9\n", "B,1,end,95,7\n");
    let results = results_with(
        &score,
        "population = \"all-enrolled\"\nvariable = { change-in = \"score\", at = \"end\", cycle = \"second\" }\n\
         summary = \"mean\"\nmethod = { name = \"paired-t\" }",
    );
    let change = results
        .of_analysis("change.score")
        .map(|(_, r)| r)
        .find(|r| r.subject == "B" && r.cycle == "2" && r.statistic == "change");
    let change = change.unwrap();
    assert_eq!(change.value, Some(-4.0));
    assert_eq!(change.note, "from a baseline of cycle 1, day 95");
    let rows: Vec<_> = change.source_rows.parts().filter_map(engraft_results::SourceRows::row_range).collect();
    let within = |id: &engraft_results::RowId| rows.iter().any(|(first, last)| (first..=last).contains(&id));
    let values: Vec<f64> = results.iter().filter(|(id, _)| within(id)).filter_map(|(_, r)| r.value).collect();
    let mut values = values;
    values.sort_by(f64::total_cmp);
    assert_eq!(values, [3.0, 7.0]);
}

#[test]
fn seriousness_that_nobody_recorded_is_not_reported_as_none_and_early_events_do_not_count() {
    let text = format!("{HEAD}\n[sets.all]\n");
    let study = load_study("study.toml", text.as_bytes(), &[]).study.unwrap();
    let file = |name: &str, text: &str| DataFile { name: name.into(), bytes: text.as_bytes().to_vec() };
    let counts = |events: &str| {
        let files = [
            file("data/subjects.csv", "subject\nA\nB\n"),
            file("data/infusions.csv", "subject,cycle,day\nA,1,0\nB,1,0\n"),
            file("data/score.csv", SCORE),
            file("data/events.csv", &format!("subject,term,serious,start\n{events}")),
        ];
        let data = load_dataset(&study, &files, &mut Vec::new());
        let results = analyze(&study, &data, &derive(&study, &data));
        let get = |term: &str| {
            let mut rows = results.of_analysis("adverse-event-count").map(|(_, r)| r);
            rows.find(|r| r.measure == term && r.statistic == "n-with").unwrap().text.clone()
        };
        (get("any event"), get("any serious event"))
    };
    assert_eq!(counts("A,fever,,3\nB,rash,,-2\n"), ("1".into(), "not reported".into()));
    assert_eq!(counts("A,fever,no,3\nB,rash,,5\n"), ("2".into(), "0".into()));
}
