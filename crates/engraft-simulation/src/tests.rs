//! A hand case, determinism, moments, limits and steps.

use engraft_base::Dec;
use engraft_protocol::{Study, load_study};

use crate::{Cell, Model, Options, Table, Target, Value};

const STUDY: &str = r#"
[study]
id = "made"
title = "Made"
disease = "lupus"
data = "real"
planned-subjects = 40
[product]
name = "cells"
dose-per-kg = 1e6
[arms.one]
infusions = [0]
[arms.two]
infusions = [0, 7]
[visits.v0]
day = 0
window = [-7, 0]
[visits.v1]
day = 30
window = [-5, 5]
[visits.v2]
day = 90
window = [-10, 10]
[characteristics.age]
range = [18, 70]
[measures.sledai]
kind = "value"
range = [0, 105]
table = "clinic"
[measures.pga]
kind = "value"
range = [0, 3]
decimals = 1
table = "clinic"
[measures.ck]
kind = "lab"
unit = "U/L"
[measures.better]
kind = "category"
values = ["yes", "no"]
table = "clinic"
visits = ["v2"]
[events.death]
table = "disposition"
where = { status = ["died"] }
ends-follow-up = true
[events.relapse]
table = "events"
where = { kind = ["relapse"] }
[truth]
correlations = [{ between = ["sledai", "pga"], r = 0.6 }]
[truth.measures.sledai]
mean = { v0 = 12.2, v2 = 4 }
sd = { v0 = 3.3, v2 = 2.8 }
correlation = 0.4
where = [{ arm = "two", mean = { v0 = 12.2, v2 = 3 } }]
[truth.measures.pga]
mean = { v0 = 1.8, v2 = 0.7 }
sd = 0.5
correlation = 0.4
[truth.measures.ck]
mean = { v0 = 1681, v1 = 300 }
sd = { v0 = 430, v1 = 90 }
detection-limit = 150
[truth.measures.better]
share = { yes = 0.3, no = 0.7 }
[truth.events.death]
probability = 0.1
within = 90
[truth.events.relapse]
probability = 0.4
within = 60
from = 30
back = 0.5
"#;

fn study(text: &str) -> Study {
    let loaded = load_study("study.toml", text.as_bytes(), &[]);
    loaded.study.unwrap_or_else(|| panic!("{:?}", loaded.findings))
}

fn table<'a>(tables: &'a [Table], name: &str) -> &'a Table {
    tables.iter().find(|t| t.name == name).unwrap()
}

#[test]
fn without_spread_and_chance_the_tables_are_what_a_hand_writes() {
    let text = STUDY
        .replace("planned-subjects = 40", "planned-subjects = 2")
        .replace("sd = { v0 = 3.3, v2 = 2.8 }", "sd = 0")
        .replace("mean = { v0 = 12.2, v2 = 4 }", "mean = { v0 = 12, v2 = 6 }")
        .replace("mean = { v0 = 12.2, v2 = 3 }", "mean = { v0 = 12, v1 = 8, v2 = 3 }")
        .replace("mean = { v0 = 1.8, v2 = 0.7 }\nsd = 0.5", "mean = 1.5\nsd = 0")
        .replace("yes = 0.3, no = 0.7", "yes = 1, no = 0")
        .replace("probability = 0.1", "probability = 0")
        .replace("probability = 0.4", "probability = 0")
        .replace("back = 0.5", "");
    let study = study(&text);
    let model = Model::new(&study, Options::default()).unwrap();
    let tables = model.tables(&model.draw(1, 0).unwrap());
    let clinic = table(&tables, "clinic");
    assert_eq!(clinic.header, ["subject", "visit", "day", "sledai", "pga", "better"]);
    // the first arm is at 10 at a third of its way from 12 to 6; in the second arm 8 is stated
    let wanted = [
        "S01,v0,0,12,1.5,",
        "S01,v1,30,10,1.5,",
        "S01,v2,90,6,1.5,yes",
        "S02,v0,0,12,1.5,",
        "S02,v1,30,8,1.5,",
        "S02,v2,90,3,1.5,yes",
    ];
    assert_eq!(clinic.rows.iter().map(|row| row.join(",")).collect::<Vec<_>>(), wanted);
    let days: Vec<&str> = table(&tables, "infusions").rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(days, ["0", "0", "7"]);
    let left: Vec<String> = table(&tables, "disposition").rows.iter().map(|row| row.join(",")).collect();
    assert_eq!(left, ["S01,completed,90", "S02,completed,90"]);
}

#[test]
fn a_seed_and_a_replicate_name_one_cohort() {
    let study = study(STUDY);
    let model = Model::new(&study, Options::default()).unwrap();
    assert_eq!(model.draw(3, 5).unwrap(), model.draw(3, 5).unwrap());
    assert_ne!(model.draw(3, 5).unwrap().subjects, model.draw(3, 6).unwrap().subjects);
    assert_ne!(model.draw(3, 5).unwrap().subjects, model.draw(4, 5).unwrap().subjects);
}

/// Values of a measure in an arm at a visit, over replicates.
fn values(model: &Model<'_>, measure: usize, arm: usize, visit: usize, replicates: u64) -> Vec<f64> {
    let cohorts = (0..replicates).map(|r| model.draw(8, r).unwrap());
    let all = cohorts.flat_map(|c| c.subjects).filter(|s| s.arm == arm).flat_map(|s| s.visits);
    let here = all.filter(|v| v.visit == visit).filter_map(|v| v.cells.get(measure).cloned());
    here.filter_map(|c| match c {
        Cell::Value(value) => value.number().map(Dec::to_f64),
        _ => None,
    })
    .collect()
}

fn moments(values: &[f64]) -> (f64, f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt(), n)
}

#[test]
fn means_and_deviations_are_those_of_the_truth() {
    let text = STUDY.replace("back = 0.5", "");
    let study = study(&text);
    let model = Model::new(&study, Options::default()).unwrap();
    for (measure, arm, visit, mean, sd) in [
        (0, 0, 0, 12.2, 3.3),
        (0, 0, 2, 4.0, 2.8),
        (0, 1, 2, 3.0, 2.8),
        (1, 0, 0, 1.8, 0.5),
        (1, 1, 2, 0.7, 0.5),
        (2, 0, 0, 1681.0, 430.0),
        (2, 1, 2, 300.0, 90.0),
    ] {
        let (m, s, n) = moments(&values(&model, measure, arm, visit, 200));
        assert!((m - mean).abs() < 4.0 * sd / n.sqrt(), "{measure} {arm} {visit}: mean {m}");
        assert!((s / sd - 1.0).abs() < 0.1, "{measure} {arm} {visit}: deviation {s}");
    }
}

#[test]
fn shares_of_events_are_their_probabilities() {
    let study = study(STUDY);
    let model = Model::new(&study, Options::default()).unwrap();
    let all: Vec<_> = (0..200).flat_map(|r| model.draw(8, r).unwrap().subjects).collect();
    let n = all.len() as f64;
    let near = |count: usize, wanted: f64| {
        let share = count as f64 / n;
        assert!((share - wanted).abs() < 4.0 * (wanted * (1.0 - wanted) / n).sqrt(), "{share}, not {wanted}");
    };
    near(all.iter().filter(|s| s.ended[0].1 == "died").count(), 0.1);
    // relapse within 60 days from day 30, unless death comes first: 1 - exp(-lambda t) with competing hazards
    let (relapse, death) = (-(0.6_f64.ln()) / 60.0, -(0.9_f64.ln()) / 90.0);
    let alive = (-death * 30.0_f64).exp();
    let wanted = alive * relapse / (relapse + death) * (1.0 - (-(relapse + death) * 60.0).exp());
    near(all.iter().filter(|s| !s.events.is_empty()).count(), wanted);
    let better =
        |s: &&crate::SimulatedSubject| s.visits.iter().any(|v| v.cells.get(3) == Some(&Cell::Value(Value::Word(0))));
    near(all.iter().filter(better).count(), 0.3 * 0.9);
}

#[test]
fn after_a_relapse_the_means_go_back() {
    let text = STUDY.replace("probability = 0.4\nwithin = 60\nfrom = 30", "probability = 0.999\nwithin = 1\nfrom = 31");
    let study = study(&text);
    let model = Model::new(&study, Options::default()).unwrap();
    let (mean, ..) = moments(&values(&model, 0, 0, 2, 100));
    // half of the way from 4 back to 12.2
    assert!((mean - 8.1).abs() < 0.2, "{mean}");
}

#[test]
fn every_value_lies_on_its_scale_and_below_a_limit_there_is_no_number() {
    let study = study(
        &STUDY
            .replace("[truth]\n", "[truth]\nvisits = { sd = 4 }\nmissing = { visit = 0.1, lab = 0.1, value = 0.1 }\n"),
    );
    let model = Model::new(&study, Options::default()).unwrap();
    for replicate in 0..50 {
        let tables = model.tables(&model.draw(21, replicate).unwrap());
        for row in &table(&tables, "clinic").rows {
            let number = |i: usize| (!row[i].is_empty()).then(|| Dec::parse(&row[i]).unwrap().to_f64());
            assert!(number(3).is_none_or(|v| v.fract() == 0.0 && (0.0..=105.0).contains(&v)), "{row:?}");
            assert!(number(4).is_none_or(|v| (0.0..=3.0).contains(&v) && row[4].len() <= 3), "{row:?}");
            let day: i32 = row[2].parse().unwrap();
            let window = match row[1].as_str() {
                "v0" => -7..=0,
                "v1" => 25..=35,
                _ => 80..=100,
            };
            assert!(window.contains(&day), "{row:?}");
        }
        for row in &table(&tables, "labs").rows {
            let below = row[4] == "<150";
            assert!(below || Dec::parse(&row[4]).unwrap().to_f64() >= 150.0, "{row:?}");
        }
    }
}

#[test]
fn a_second_cycle_begins_after_its_event() {
    let text = STUDY.replace("[truth]\n", "[truth]\nrepeat = { after = \"relapse\", day = 14, probability = 1 }\n");
    let study = study(&text);
    let model = Model::new(&study, Options::default()).unwrap();
    let cohort = model.draw(2, 0).unwrap();
    let again: Vec<_> = cohort.subjects.iter().filter(|s| s.infusions.iter().any(|g| g.cycle == 2)).collect();
    assert!(!again.is_empty());
    for subject in again {
        let start = subject.infusions.iter().find(|g| g.cycle == 2).unwrap().day;
        assert_eq!(start, subject.events[0].start + 14);
        assert!(subject.visits.iter().all(|v| (v.cycle == 1) == (v.day < start) || v.visit == 0), "{subject:?}");
    }
    assert!(table(&model.tables(&cohort), "clinic").header.contains(&"cycle".to_owned()));
}

#[test]
fn printed_means_and_deviations_are_met_where_that_can_be() {
    let study = study(&STUDY.replace("probability = 0.1", "probability = 0"));
    let model = Model::new(&study, Options::default()).unwrap();
    let mut cohort = model.draw(5, 0).unwrap();
    let target = |visit: &str, arm: &str, n, mean, sd| Target {
        measure: "sledai".to_owned(),
        arm: arm.to_owned(),
        visit: visit.to_owned(),
        n,
        mean,
        sd,
    };
    let targets = [
        target("v0", "one", Some(12), (12.2, 1), (3.3, 1)),
        target("v2", "one", Some(12), (3.2, 1), (2.8, 1)),
        target("v2", "two", Some(4), (3.33, 2), (2.8, 1)),
        target("v2", "two", Some(99), (3.3, 1), (2.8, 1)),
    ];
    let outcomes = model.match_targets(&mut cohort, &targets);
    assert_eq!(outcomes[0].matched, Ok(12));
    assert_eq!(outcomes[1].matched, Ok(12));
    assert!(outcomes[2].matched.as_ref().unwrap_err().contains("have this mean"));
    assert!(outcomes[3].matched.as_ref().unwrap_err().contains("of 99"));
    let at = |visit: usize| -> Vec<f64> {
        let mine = cohort.subjects.iter().filter(|s| s.arm == 0).flat_map(|s| &s.visits).filter(|v| v.visit == visit);
        mine.filter_map(|v| match &v.cells[0] {
            Cell::Value(value) => value.number().map(Dec::to_f64),
            _ => None,
        })
        .collect()
    };
    let (mean, sd, n) = moments(&at(2));
    assert_eq!((n, format!("{mean:.1}±{sd:.1}")), (12.0, "3.2±2.8".to_owned()));
}

#[test]
fn what_cannot_be_drawn_is_said_with_its_key() {
    let fault = |old: &str, new: &str| {
        let study = study(&STUDY.replace(old, new));
        let faults = Model::new(&study, Options::default()).unwrap_err();
        format!("{}: {}", faults[0].path.join("."), faults[0].message)
    };
    assert!(
        fault("v0 = 1.8, v2 = 0.7", "v0 = 3.8").starts_with("truth.measures.pga.mean: `pga` at `v0`: the mean 3.8")
    );
    assert!(fault("sd = 0.5", "sd = 2").contains("have a deviation above"));
    assert!(fault("r = 0.6", "r = 1").starts_with("truth.correlations"));
    assert!(fault("[characteristics.age]\nrange = [18, 70]", "[characteristics.height]").contains("`height` can be"));
    let study = study(STUDY.split("[truth]").next().unwrap());
    assert!(Model::new(&study, Options::default()).is_err());
}
