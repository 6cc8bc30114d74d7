//! Estimands whose methods go through their pages: the numbers of a study of ten subjects in two arms, worked by hand.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use engraft_analysis::analyze;
use engraft_data::{DataFile, derive, load_dataset};
use engraft_protocol::load_study;
use engraft_results::Results;

const HEAD: &str = r#"
[study]
id = "arms"
title = "Two arms"
disease = "none"
data = "simulated"
[arms.one]
[arms.two]
[visits]
base = { day = 0 }
m1 = { day = 30, window = [-10, 10] }
m3 = { day = 90, window = [-20, 20] }
[measures.score]
kind = "value"
range = [0, 40]
direction = "lower-is-better"
[responses.half]
rule = "fall_percent(score) >= 50"
[events.relapse]
table = "events"
where = { kind = ["relapse"] }
[events.death]
table = "disposition"
where = { status = ["died"] }
ends-follow-up = true
"#;

// changes at month 3: one -2 -4 -6 -8 -10, two -1 -2 -3 -4 -5
const BASELINE: [i32; 10] = [12, 14, 11, 15, 13, 12, 13, 15, 11, 14];
const CHANGES: [i32; 10] = [-2, -4, -6, -8, -10, -1, -2, -3, -4, -5];

fn results(estimand: &str) -> Results {
    let text = format!("{HEAD}\n[[estimands]]\nid = \"e\"\npopulation = \"all-enrolled\"\n{estimand}\n");
    let loaded = load_study("study.toml", text.as_bytes(), &[]);
    let study = loaded.study.unwrap_or_else(|| panic!("{:?}", loaded.findings));
    let (mut subjects, mut infusions, mut score) =
        ("subject,arm\n".to_owned(), "subject,day\n".to_owned(), "subject,visit,day,score\n".to_owned());
    for (i, (base, change)) in BASELINE.iter().zip(CHANGES).enumerate() {
        let arm = if i < 5 { "one" } else { "two" };
        subjects += &format!("S{i},{arm}\n");
        infusions += &format!("S{i},0\n");
        let early = base + change / 2;
        score += &format!("S{i},base,0,{base}\nS{i},m1,30,{early}\nS{i},m3,90,{}\n", base + change);
    }
    let file = |name: &str, text: &str| DataFile { name: name.into(), bytes: text.as_bytes().to_vec() };
    let files = [
        file("data/subjects.csv", &subjects),
        file("data/infusions.csv", &infusions),
        file("data/score.csv", &score),
        // relapse on days 100, 200 in one, 50 in two; S9 dies on day 150 without relapse
        file(
            "data/events.csv",
            "subject,term,kind,start\nS0,flare,relapse,100\nS1,flare,relapse,200\nS5,flare,relapse,50\n",
        ),
        file(
            "data/disposition.csv",
            "subject,status,day\nS0,completed,300\nS1,completed,300\nS2,completed,300\nS3,completed,300\nS4,completed,300\n\
             S5,completed,300\nS6,completed,300\nS7,completed,300\nS8,completed,300\nS9,died,150\n",
        ),
    ];
    let mut findings = Vec::new();
    let data = load_dataset(&study, &files, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    analyze(&study, &data, &derive(&study, &data))
}

fn get(results: &Results, arm: &str, statistic: &str) -> f64 {
    let row = results.of_analysis("estimand.e").find(|(_, r)| r.statistic == statistic && r.arm == arm);
    row.and_then(|(_, r)| r.value).unwrap_or_else(|| {
        let all: Vec<_> =
            results.of_analysis("estimand.e").map(|(_, r)| (&r.arm, &r.statistic, &r.text, &r.note)).collect();
        panic!("no {statistic} of {arm}: {all:?}")
    })
}

const CHANGE: &str = "variable = { change-in = \"score\", at = \"m3\" }\n";
const PAIR: &str = "compare = [\"one\", \"two\"]\n";

#[test]
fn student_and_permutation_take_the_changes_of_two_arms() {
    let found = results(&format!(
        "{CHANGE}{PAIR}summary = \"difference-in-means\"\nmethod = {{ name = \"student-t\" }}\n\
         sensitivity = [{{ name = \"mean-permutation\" }}]"
    ));
    // means -6 and -3; pooled variance (40 + 10) / 8 = 6.25; se = sqrt(6.25 * 2 / 5)
    assert_eq!(get(&found, "one - two", "estimate"), -3.0);
    assert!((get(&found, "one - two", "t") + 3.0 / 2.5_f64.sqrt()).abs() < 1e-12);
    assert_eq!(get(&found, "one - two", "n"), 10.0);
    let permuted = found.of_analysis("estimand.e").filter(|(_, r)| r.method.starts_with("mean-permutation"));
    assert!(permuted.filter(|(_, r)| r.statistic == "p-value").count() == 1);
}

#[test]
fn covariance_takes_the_baseline_of_each_subject() {
    let found = results(&format!("{CHANGE}{PAIR}summary = \"difference-in-means\"\nmethod = {{ name = \"ancova\" }}"));
    // the common slope within arms, and the difference of means at one baseline
    let within = |range: std::ops::Range<usize>| {
        let mean = |values: &[i32]| f64::from(values.iter().sum::<i32>()) / 5.0;
        let (b, c) = (&BASELINE[range.clone()], &CHANGES[range]);
        let (mb, mc) = (mean(b), mean(c));
        let sxy: f64 = b.iter().zip(c).map(|(x, y)| (f64::from(*x) - mb) * (f64::from(*y) - mc)).sum();
        let sxx: f64 = b.iter().map(|x| (f64::from(*x) - mb).powi(2)).sum();
        (mb, mc, sxy, sxx)
    };
    let (one, two) = (within(0..5), within(5..10));
    let slope = (one.2 + two.2) / (one.3 + two.3);
    let expected = (one.1 - two.1) - slope * (one.0 - two.0);
    assert!((get(&found, "one - two", "estimate") - expected).abs() < 1e-12);
}

#[test]
fn one_arm_alone_and_two_proportions() {
    let flips = results(&format!("{CHANGE}summary = \"mean\"\nmethod = {{ name = \"sign-flip\" }}"));
    // five changes of one sign: the two extreme of 32 sign patterns
    assert_eq!(get(&flips, "one", "estimate"), -6.0);
    assert!((get(&flips, "one", "p-value") - 2.0 / 32.0).abs() < 1e-15);
    let ratio = results(&format!(
        "variable = {{ response = \"half\", at = \"m3\" }}\n{PAIR}summary = \"difference-in-proportions\"\n\
         method = {{ name = \"score-difference\" }}\nsensitivity = [{{ name = \"barnard\" }}]"
    ));
    // halved: 6 of 11, 8 of 15, 10 of 13 in one; none in two
    assert!((get(&ratio, "one - two", "estimate") - 0.6).abs() < 1e-12);
    assert_eq!(get(&ratio, "one - two", "x1"), 3.0);
}

#[test]
fn time_runs_from_the_first_infusion_to_the_event_the_competing_one_or_the_end() {
    let curve = results(
        "variable = { time-to = \"relapse\" }\nsummary = \"event-free\"\n\
         method = { name = \"kaplan-meier\", options = { times = \"120\" } }",
    );
    // one: 4 of 5 without relapse at day 120; two: 4 of 5
    assert!((get(&curve, "one", "estimate") - 0.8).abs() < 1e-12);
    assert!((get(&curve, "two", "estimate") - 0.8).abs() < 1e-12);
    let incidence = results(
        "variable = { time-to = \"relapse\", competing = [\"death\"] }\nsummary = \"cumulative-incidence\"\n\
         method = { name = \"cumulative-incidence\", options = { times = \"250\" } }",
    );
    assert!((get(&incidence, "one", "estimate") - 0.4).abs() < 1e-12);
    assert!((get(&incidence, "two", "estimate") - 0.2).abs() < 1e-12);
    let row = incidence.of_analysis("estimand.e").next().unwrap().1;
    assert!(row.note.contains("3 with the event, 1 with a competing event"), "{}", row.note);
    let test = results(&format!(
        "variable = {{ time-to = \"relapse\" }}\n{PAIR}summary = \"event-free\"\nmethod = {{ name = \"log-rank\" }}"
    ));
    assert!(get(&test, "one - two", "p-value") > 0.3);
}

#[test]
fn repeated_measures_take_every_visit_up_to_the_one_named() {
    let found = results(&format!(
        "{CHANGE}{PAIR}summary = \"difference-in-means\"\n\
         method = {{ name = \"mmrm\", options = {{ covariance = \"compound-symmetry\" }} }}"
    ));
    let rows: Vec<_> = found.of_analysis("estimand.e").map(|(_, r)| r).collect();
    assert!(rows[0].note.contains("10 subjects of all-enrolled with 20 values"), "{}", rows[0].note);
    assert!(rows.iter().any(|r| r.visit == "m1") && rows.iter().any(|r| r.visit == "m3"), "{rows:?}");
    assert!(!rows.iter().any(|r| r.statistic == "refused"), "{rows:?}");
    // every subject has every visit: the difference is that of the means, whatever the baselines are but for their slope
    let difference =
        rows.iter().find(|r| r.arm == "one - two" && r.visit == "m3" && r.statistic == "estimate").unwrap();
    assert!((difference.value.unwrap() + 3.0).abs() < 0.2, "{difference:?}");
}

#[test]
fn an_option_that_the_page_does_not_have_is_refused_with_the_names_it_has() {
    let found = results(&format!(
        "{CHANGE}{PAIR}summary = \"difference-in-means\"\nmethod = {{ name = \"welch-tost\", options = {{ lowr = \"-2\" }} }}"
    ));
    let refused = found.of_analysis("estimand.e").find(|(_, r)| r.statistic == "refused").unwrap().1;
    assert!(refused.text.contains("lowr") && refused.text.contains("lower"), "{}", refused.text);
}

#[test]
fn a_curve_has_a_row_at_every_event_and_censoring_with_the_number_at_risk() {
    let found = results(
        "variable = { time-to = \"relapse\", competing = [\"death\"] }\nsummary = \"cumulative-incidence\"\n\
         method = { name = \"cumulative-incidence\" }\nsensitivity = [{ name = \"kaplan-meier\" }]",
    );
    let rows: Vec<_> = found.of_analysis("curve.e").map(|(_, r)| r).collect();
    let at = |arm: &str, measure: &str, statistic: &str| -> Vec<(i32, f64, u32)> {
        let mine = rows.iter().filter(|r| r.arm == arm && r.measure == measure && r.statistic == statistic);
        mine.map(|r| (r.day.unwrap(), r.value.unwrap(), r.n.unwrap())).collect()
    };
    assert_eq!(at("one", "relapse", "incidence"), [(100, 20.0, 5), (200, 40.0, 4)]);
    assert_eq!(at("two", "relapse", "incidence"), [(50, 20.0, 5)]);
    // of four at risk on day 150 one dies: a fourth of the 80 % that are left
    assert_eq!(at("two", "death", "incidence"), [(150, 20.0, 4)]);
    let left = |arm: &str| at(arm, "relapse", "censored").iter().map(|(_, count, _)| *count as u32).sum::<u32>();
    assert_eq!((left("one"), left("two")), (3, 3));
    assert!(rows.iter().all(|r| r.method.starts_with("cumulative-incidence")), "the main method alone draws");
    let free =
        results("variable = { time-to = \"relapse\" }\nsummary = \"event-free\"\nmethod = { name = \"kaplan-meier\" }");
    let free: Vec<_> = free.of_analysis("curve.e").filter(|(_, r)| r.statistic == "event-free").collect();
    assert_eq!(free.iter().map(|(_, r)| r.value.unwrap().round()).collect::<Vec<_>>(), [80.0, 60.0, 80.0]);
}

#[test]
fn a_comparison_names_the_smallest_margin_that_its_interval_excludes() {
    let found = results(&format!(
        "{CHANGE}{PAIR}margin = 8.0\nsummary = \"difference-in-means\"\nmethod = {{ name = \"welch-t\" }}"
    ));
    let row = |statistic: &str| found.of_analysis("estimand.e").find(|(_, r)| r.statistic == statistic).unwrap().1;
    let farther = row("lower").value.unwrap().abs().max(row("upper").value.unwrap().abs());
    assert!((row("smallest-margin").value.unwrap() - farther).abs() < 1e-12);
    assert!(row("smallest-margin").note.starts_with("the interval holds no difference"));
    assert_eq!(row("within-margin").text, "yes");
}

#[test]
fn options_are_held_against_the_page_before_anything_runs() {
    let faults = |estimand: &str| -> Vec<String> {
        let text = format!("{HEAD}\n[[estimands]]\nid = \"e\"\npopulation = \"all-enrolled\"\n{estimand}\n");
        let study = load_study("study.toml", text.as_bytes(), &[]).study.unwrap();
        let findings = engraft_analysis::check_options(&study);
        findings
            .iter()
            .map(|f| format!("{} {} {}", f.place.as_ref().unwrap(), f.message, f.hint.clone().unwrap_or_default()))
            .collect()
    };
    let mean = |method: &str| format!("{CHANGE}{PAIR}summary = \"difference-in-means\"\nmethod = {method}");
    assert_eq!(faults(&mean("{ name = \"mmrm\", options = { covariance = \"ar1\" } }")), Vec::<String>::new());
    let wrong =
        faults(&mean("{ name = \"mmrm\", options = { covarianc = \"ar1\", level = \"0.9\", subject = \"id\" } }"));
    assert_eq!(wrong.len(), 3, "{wrong:?}");
    assert!(wrong[0].contains("study.toml:") && wrong[0].contains("`covarianc`") && wrong[0].contains("covariance"));
    assert!(wrong[1].contains("given by the estimand itself") && wrong[2].contains("names a column"), "{wrong:?}");
    let word = faults(&mean("{ name = \"mmrm\", options = { covariance = \"ar2\" } }"));
    assert!(word[0].contains("ar1"), "{word:?}");
    let horizon = format!(
        "variable = {{ time-to = \"relapse\" }}\n{PAIR}summary = \"restricted-mean\"\nmethod = {{ name = \"restricted-mean\" }}"
    );
    assert!(faults(&horizon)[0].contains("needs the option `horizon`"), "{:?}", faults(&horizon));
}

#[test]
fn the_band_of_a_curve_is_the_interval_that_the_method_prints() {
    for options in ["interval = \"plain\"", "interval = \"beta-product\"", "as = \"sas\"", ""] {
        let given = if options.is_empty() { String::new() } else { format!(", options = {{ {options} }}") };
        let found = results(&format!(
            "variable = {{ time-to = \"relapse\" }}\nsummary = \"event-free\"\nmethod = {{ name = \"kaplan-meier\"{given} }}"
        ));
        let lower = |analysis: &str, day: i32| {
            let mut rows = found.of_analysis(analysis).map(|(_, r)| r);
            rows.find(|r| r.arm == "one" && r.day == Some(day) && r.statistic == "lower").and_then(|r| r.value)
        };
        for day in [100, 200] {
            let (drawn, printed) = (lower("curve.e", day).unwrap(), lower("estimand.e", day).unwrap());
            assert!((drawn - 100.0 * printed).abs() < 1e-12, "{options} day {day}: {drawn} {printed}");
        }
    }
}
