//! Times of responses, laboratory grades and adverse events of a study of four subjects in two arms, counted by hand.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use engraft_analysis::analyze;
use engraft_data::{DataFile, derive, load_dataset};
use engraft_protocol::load_study;
use engraft_results::{ResultRow, Results};

const STUDY: &str = r#"
[study]
id = "safety"
title = "Safety"
disease = "none"
data = "simulated"
[arms.one]
[arms.two]
[visits]
base = { day = 0, window = [-14, 0] }
m1 = { day = 30, window = [-10, 10] }
m3 = { day = 90, window = [-20, 20] }
m6 = { day = 180, window = [-20, 20] }
[measures.pain]
kind = "value"
range = [0, 10]
direction = "lower-is-better"
[measures.potassium]
kind = "lab"
unit = "mmol/L"
[responses.half]
rule = "fall_percent(pain) >= 50"
[events.death]
table = "disposition"
where = { status = ["died"] }
[safety]
grading = "ctcae-v5"
windows = [1, 7]
[[estimands]]
id = "time"
population = "all-treated"
variable = { time-to-response = "half", competing = ["death"] }
summary = "event-free"
method = { name = "kaplan-meier", options = { times = "90" } }
sensitivity = [{ name = "cumulative-incidence", options = { times = "90,180" } }]
[[estimands]]
id = "duration"
population = "all-treated"
variable = { duration-of = "half" }
summary = "event-free"
compare = ["one", "two"]
method = { name = "log-rank" }
"#;

fn results() -> Results {
    let loaded = load_study("study.toml", STUDY.as_bytes(), &[]);
    let study = loaded.study.unwrap_or_else(|| panic!("{:?}", loaded.findings));
    let file = |name: &str, text: &str| DataFile { name: name.into(), bytes: text.as_bytes().to_vec() };
    let files = [
        file("data/subjects.csv", "subject,arm\nA,one\nB,one\nC,two\nD,two\n"),
        file("data/infusions.csv", "subject,day\nA,0\nB,0\nC,0\nD,0\n"),
        file(
            "data/pain.csv",
            "subject,visit,day,pain\nA,base,0,8\nA,m1,30,4\nA,m3,90,7\nB,base,0,8\nB,m1,30,8\nB,m3,90,4\nB,m6,180,4\n\
             C,base,0,8\nC,m1,30,7\nC,m3,92,7\nD,base,0,8\nD,m1,28,2\nD,m3,91,2\nD,m6,176,8\n",
        ),
        file(
            "data/labs.csv",
            "subject,visit,day,test,value,unit,lower-limit,upper-limit\n\
             A,base,-1,potassium,3.4,mmol/L,3.5,5.1\nA,,5,potassium,2.7,mmol/L,3.5,5.1\nA,,12,potassium,2.9,mmol/L,3.5,5.1\n\
             A,m1,30,potassium,3.4,mmol/L,3.5,5.1\nB,base,-1,potassium,4.1,mmol/L,3.5,5.1\nB,m1,30,potassium,5.3,mmol/L,3.5,5.1\n\
             C,base,-1,potassium,4.1,mmol/L,3.5,5.1\nC,m1,30,potassium,3.3,mmol/L,,\n",
        ),
        file(
            "data/events.csv",
            "subject,term,system,grade,start,end\nA,fever,general,1,0,1\nA,fever,general,3,1,2\nA,Fever,general,2,40,41\n\
             B,fever,general,1,7,8\nB,fever,general,2,-5,-4\nC,CRS,immune,2,1,4\nC,CRS,immune,1,6,\nD,rash,skin,,9,\n",
        ),
        file("data/disposition.csv", "subject,status,day\nC,died,120\n"),
    ];
    let mut findings = Vec::new();
    let data = load_dataset(&study, &files, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    analyze(&study, &data, &derive(&study, &data))
}

fn row<'a>(
    results: &'a Results,
    analysis: &'a str,
    fits: &dyn Fn(&ResultRow) -> bool,
    statistic: &str,
) -> &'a ResultRow {
    let found = results.of_analysis(analysis).find(|(_, r)| r.statistic == statistic && fits(r));
    found.map(|(_, r)| r).unwrap_or_else(|| panic!("no {statistic} in {analysis}"))
}

fn text<'a>(results: &'a Results, analysis: &'a str, arm: &str, statistic: &str) -> &'a str {
    &row(results, analysis, &|r| r.arm == arm, statistic).text
}

#[test]
fn times_of_responses_reach_methods_and_counts() {
    let found = results();
    // A on day 30, B on day 90, D on day 28; C died on day 120 without a response
    let days = |subject: &str| row(&found, "time.time", &|r| r.subject == subject, "days").text.clone();
    assert_eq!(["A", "B", "C", "D"].map(days), ["30", "90", "120", "28"]);
    assert_eq!(row(&found, "time.time", &|r| r.subject == "C", "outcome").text, "competing event");
    for (statistic, counts) in [("n", "4"), ("n-event", "3"), ("n-competing", "1"), ("n-censored", "0")] {
        assert_eq!(text(&found, "time-count.time", "all", statistic), counts);
    }
    let estimate = |arm: &str, day: i32, method: &str| {
        let fits = |r: &ResultRow| r.arm.contains(arm) && r.day == Some(day) && r.method.starts_with(method);
        row(&found, "estimand.time", &fits, "estimate").value.unwrap()
    };
    // one: both responded by day 90. two: D of two; C is censored by Kaplan-Meier on day 120
    assert_eq!([estimate("one", 90, "kaplan"), estimate("two", 90, "kaplan")], [0.0, 0.5]);
    assert_eq!([estimate("one", 90, "cumul"), estimate("two", 180, "cumul")], [1.0, 0.5]);
}

#[test]
fn durations_count_from_the_response_and_compare_arms() {
    let found = results();
    // A: met on 30, lost on 90. B: met on 90, held on 180. D: met on 28, lost on 176. C never responded
    let days = |subject: &str| row(&found, "time.duration", &|r| r.subject == subject, "days").text.clone();
    assert_eq!(["A", "B", "D"].map(days), ["60", "90", "148"]);
    assert_eq!(row(&found, "time.duration", &|r| r.subject == "B", "outcome").text, "censored");
    assert_eq!(row(&found, "time.duration", &|r| r.subject == "C", "outcome").text, "not at risk");
    assert_eq!(row(&found, "time.duration", &|r| r.subject == "D", "at-least").text, "63");
    assert_eq!(row(&found, "time.duration", &|r| r.subject == "D", "at-most").text, "176");
    assert_eq!(text(&found, "estimand.duration", "one - two", "n"), "3");
    let p = row(&found, "estimand.duration", &|_| true, "p-value").value.unwrap();
    // log-rank by hand. day 60: 2 of one and 1 of two at risk, expected 2/3, variance 2/9; day 148: D alone, expected 0.
    // observed 1: chi-squared = (1/3)^2 / (2/9) = 1/2, whose tail with one degree of freedom is 0.4795
    assert!((p - 0.4795001221869535).abs() < 1e-9, "{p}");
}

#[test]
fn worst_grades_onset_duration_and_shift_are_counted() {
    let found = results();
    // A starts at grade 1 (3.4), falls to 2.7 on day 5 (grade 3) and is back at grade 1 on day 30
    let of = |statistic: &str| row(&found, "lab-grade.potassium:potassium-low", &|r| r.subject == "A", statistic);
    assert_eq!((of("baseline-grade").text.as_str(), of("worst-grade").text.as_str()), ("1", "3"));
    assert_eq!((of("onset-grade-3").text.as_str(), of("duration-grade-3").text.as_str()), ("5", "25"));
    assert_eq!(of("emergent").text, "met");
    assert!(of("worst-grade").source_rows.parts().all(|cell| cell.starts_with("data/labs.csv:")));
    let worst = |arm: &str, statistic: &str| text(&found, "lab-grade-worst.potassium:potassium-low", arm, statistic);
    assert_eq!(
        ["n", "assessed", "worst-0", "worst-3", "at-least-3"].map(|s| worst("one", s)),
        ["2", "2", "1", "1", "1"]
    );
    // 3.3 without limits may be grade 0 or 1; D has no value at all
    assert_eq!(["n", "assessed", "worst-open", "worst-0"].map(|s| worst("two", s)), ["2", "1", "1", "0"]);
    let shift = |arm: &str, statistic: &str| text(&found, "lab-grade-shift.potassium:potassium-low", arm, statistic);
    assert_eq!(["shift-1-3", "shift-0-0", "shift-open"].map(|s| shift("one", s)), ["1", "1", "0"]);
    assert_eq!(shift("two", "shift-open"), "1");
    // the other side of the same analyte: 5.3 is above the upper limit, not above 5.5
    assert_eq!(text(&found, "lab-grade-worst.potassium:potassium-high", "one", "worst-1"), "1");
    let open = row(&found, "lab-grade-open.potassium:potassium-low", &|_| true, "grade");
    assert_eq!((open.text.as_str(), open.subject.as_str()), ("0 to 1", "C"));
}

#[test]
fn adverse_events_are_counted_by_grade_and_window() {
    let found = results();
    let fever = |arm: &str, statistic: &str| {
        let rows = found.of_analysis("adverse-event-grade");
        let mut rows = rows.filter(|(_, r)| r.arm == arm && r.measure == "fever" && r.statistic == statistic);
        rows.next().map(|(_, r)| r.text.clone())
    };
    let some = |text: &str| Some(text.to_owned());
    // A has two fevers on days 0 and 1, grades 1 and 3: one subject, at grade 3, and two events
    assert_eq!(fever("one", "subjects-any-grade-day-0-1"), some("1"));
    assert_eq!(fever("one", "events-any-grade-day-0-1"), some("2"));
    assert_eq!(fever("one", "subjects-grade-3-day-0-1"), some("1"));
    assert_eq!(fever("one", "subjects-grade-1-day-0-1"), some("0"));
    assert_eq!(fever("one", "events-grade-1-day-0-1"), some("1"));
    // B's fever of day 7 is in the second window; the one before the infusion counts nowhere
    assert_eq!(fever("one", "events-any-grade-day-2-7"), some("1"));
    assert_eq!(fever("one", "events-grade-2-day-8-on"), some("1"));
    assert_eq!(fever("one", "events-any-grade-any-day"), some("4"));
    assert_eq!(fever("one", "subjects-any-grade-any-day"), some("2"));
    assert_eq!(fever("two", "events-any-grade-any-day"), some("0"));
    let rash = found
        .of_analysis("adverse-event-grade-system")
        .find(|(_, r)| r.arm == "two" && r.measure == "skin" && r.statistic == "subjects-grade-not-recorded-any-day");
    assert_eq!(rash.map(|(_, r)| r.text.as_str()), Some("1"));
}

#[test]
fn cytokine_release_is_told_by_worst_grade() {
    let found = results();
    let of = |statistic: &str| row(&found, "crs-grade", &|r| r.subject == "C", statistic).text.clone();
    assert_eq!([of("worst-grade"), of("events"), of("first-day")], ["2", "2", "1"]);
    // the end of the second event was not recorded
    assert!(found.of_analysis("crs-grade").all(|(_, r)| r.statistic != "last-day"));
    assert_eq!(text(&found, "crs-grade-count", "two", "worst-2"), "1");
    assert_eq!(text(&found, "crs-grade-count", "one", "any"), "0");
    assert_eq!(found.of_analysis("icans-grade-count").count(), 0);
}
