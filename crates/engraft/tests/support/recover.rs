//! The planned analysis of a study on many simulated replicates, and what its truth says that should come out.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use engraft::simulated::raw;
use engraft_data::{derive, load_tables};
use engraft_protocol::{Study, load_study};
use engraft_results::{ResultRow, Results};
use engraft_simulation::{Cell, Model, Options, Value};
use rayon::prelude::*;

/// Studies with a truth.
pub const STUDIES: [&str; 5] = ["wang-2011-pmdm", "tang-2011-pmdm", "wang-2012-sle", "liang-2010-sle", "shin-2021-ad"];

/// Reads a study of `studies/`.
pub fn study(name: &str) -> Study {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../studies").join(name).join("study.toml");
    let loaded = load_study("study.toml", &fs::read(file).unwrap(), &[]);
    loaded.study.unwrap_or_else(|| panic!("{name}: {:?}", loaded.findings))
}

/// One replicate through the whole plan, in memory.
pub fn replicate(model: &Model<'_>, seed: u64, replicate: u64) -> Results {
    let cohort = model.draw(seed, replicate).unwrap();
    let tables = model.tables(&cohort).into_iter().map(raw).collect();
    let mut findings = Vec::new();
    let data = load_tables(model.study, tables, &mut findings);
    let derived = derive(model.study, &data);
    engraft_analysis::analyze(model.study, &data, &derived)
}

/// The estimands of one replicate.
pub fn estimates(model: &Model<'_>, seed: u64, replicate: u64) -> Results {
    let cohort = model.draw(seed, replicate).unwrap();
    let tables = model.tables(&cohort).into_iter().map(raw).collect();
    let data = load_tables(model.study, tables, &mut Vec::new());
    engraft_analysis::estimates(model.study, &data, &derive(model.study, &data))
}

/// Estimand, arm, method.
pub type Key = (String, String, String);

/// What a method gave in one replicate: the estimate, and its interval where there is one.
pub type Given = (f64, Option<(f64, f64)>);

fn of_replicate(results: &Results) -> BTreeMap<Key, Given> {
    let mut found: BTreeMap<Key, [Option<f64>; 3]> = BTreeMap::new();
    // what a method says of single days belongs to its curve
    let whole = |row: &&ResultRow| !row.estimand_id.is_empty() && row.subject.is_empty() && row.day.is_none();
    for row in results.rows().iter().filter(whole) {
        let entry = found.entry((row.estimand_id.clone(), row.arm.clone(), row.method.clone())).or_default();
        match row.statistic.as_str() {
            "estimate" => entry[0] = row.value,
            "lower" => entry[1] = row.value,
            "upper" => entry[2] = row.value,
            _ => {}
        }
    }
    let mut given: BTreeMap<Key, Given> =
        found.into_iter().filter_map(|(key, [estimate, low, high])| Some((key, (estimate?, low.zip(high))))).collect();
    given.extend(curves(results));
    given
}

/// The height of every curve at [`CURVE_DAY`], without an interval: before the first event there is none.
fn curves(results: &Results) -> BTreeMap<Key, Given> {
    let mut heights = BTreeMap::new();
    for row in results.rows() {
        let word = row.method.split(' ').next().unwrap();
        let start = match word {
            "kaplan-meier" => 100.0,
            "cumulative-incidence" => 0.0,
            _ => continue,
        };
        let key = (row.estimand_id.clone(), row.arm.clone(), format!("{word}, day {CURVE_DAY}"));
        // an arm without an event has counts and no steps; the curve of a competing event is not asked about
        if row.statistic == "events" && row.day.is_none() {
            heights.entry(key).or_insert((start, None));
        } else if ["event-free", "incidence"].contains(&row.statistic.as_str())
            && row.analysis_id.starts_with("curve.")
            && !(row.statistic == "incidence" && row.measure == "death")
            && row.day.unwrap() <= CURVE_DAY
        {
            heights.insert(key, (row.value.unwrap(), None));
        }
    }
    heights
}

/// Day at which curves are held against the truth.
const CURVE_DAY: i32 = 365;

/// Everything that the replicates gave, in their order, whatever the number of threads.
pub fn recover(model: &Model<'_>, seed: u64, replicates: u64) -> BTreeMap<Key, Vec<Given>> {
    let each: Vec<BTreeMap<Key, Given>> =
        (0..replicates).into_par_iter().map(|k| of_replicate(&estimates(model, seed, k))).collect();
    let mut all: BTreeMap<Key, Vec<Given>> = BTreeMap::new();
    for (key, given) in each.into_iter().flatten() {
        all.entry(key).or_default().push(given);
    }
    all
}

/// A line of the table of recovery.
pub struct Recovered {
    /// Estimand, arm, method.
    pub key: Key,
    /// The truth, in the unit of RESULTS, and its own standard error (0 where it is a formula).
    pub truth: (f64, f64),
    /// Replicates with an estimate.
    pub estimates: usize,
    /// Their mean and standard deviation.
    pub mean: f64,
    pub sd: f64,
    /// Replicates with an interval, and those whose interval holds the truth.
    pub intervals: usize,
    pub covered: usize,
}

impl Recovered {
    /// Bias in standard errors of the simulation.
    pub fn z(&self) -> f64 {
        let error = (self.sd * self.sd / self.estimates as f64 + self.truth.1 * self.truth.1).sqrt();
        let off = self.mean - self.truth.0;
        if error > 0.0 {
            off / error
        } else if off.abs() < 1e-9 {
            0.0
        } else {
            f64::INFINITY
        }
    }

    pub fn coverage(&self) -> f64 {
        self.covered as f64 / self.intervals as f64
    }
}

/// Holds the replicates against the truth.
pub fn judge(name: &str, model: &Model<'_>, all: &BTreeMap<Key, Vec<Given>>) -> Vec<Recovered> {
    let truths = truths(name, model);
    let mut lines = Vec::new();
    for (key, given) in all {
        let median = key.2.starts_with("signed-rank");
        let fits =
            |(estimand, arm, of_median, ..): &&Truth| *estimand == key.0 && *arm == key.1 && *of_median == median;
        let Some((.., value, error)) = truths.iter().find(fits) else { continue };
        let n = given.len() as f64;
        let mean = given.iter().map(|(e, _)| e).sum::<f64>() / n;
        let squares: f64 = given.iter().map(|(e, _)| (e - mean) * (e - mean)).sum();
        let margin = 1e-9 * (1.0 + value.abs());
        let intervals: Vec<(f64, f64)> = given.iter().filter_map(|(_, interval)| *interval).collect();
        let holds = |(low, high): &&(f64, f64)| *low <= value + margin && *high >= value - margin;
        lines.push(Recovered {
            key: key.clone(),
            truth: (*value, *error),
            estimates: given.len(),
            mean,
            sd: (squares / (n - 1.0)).sqrt(),
            intervals: intervals.len(),
            covered: intervals.iter().filter(holds).count(),
        });
    }
    lines
}

/// Estimand, arm, whether it is the truth of a pseudo-median, value, standard error of the value.
type Truth = (&'static str, &'static str, bool, f64, f64);

/// What should come out, from the numbers of `[truth]`.
fn truths(name: &str, model: &Model<'_>) -> Vec<Truth> {
    let exact = |estimand, arm, value| (estimand, arm, false, value, 0.0);
    let changes = |list: &[(&'static str, &'static str, &'static str, &'static str, f64)]| -> Vec<Truth> {
        list.iter()
            .flat_map(|(estimand, arm, measure, visit, mean)| {
                let (median, error) = pseudo_median(model, measure, visit);
                [(*estimand, *arm, false, *mean, 0.0), (*estimand, *arm, true, median, error)]
            })
            .collect()
    };
    match name {
        "wang-2011-pmdm" => [
            changes(&[
                ("ck-change", "msct", "ck", "after", -1400.0),
                ("ck-mb-change", "msct", "ck-mb", "after", -45.0),
                ("patient-global-change", "msct", "patient-global", "after", -40.0),
                ("muscle-test-change", "msct", "muscle-test", "after", 20.0),
            ]),
            vec![
                exact("lung", "msct", 60.0),
                exact("ulcers", "msct", 60.0),
                exact("repeat", "msct", 20.0),
                exact("second", "msct", 100.0),
                exact("safety", "msct", 0.0),
            ],
        ]
        .concat(),
        "tang-2011-pmdm" => [
            changes(&[
                ("ck-w1", "msct", "ck", "w1", 886.0 - 1681.0),
                ("ck-w2", "msct", "ck", "w2", 474.0 - 1681.0),
                ("ck-m1", "msct", "ck", "m1", 293.0 - 1681.0),
                ("ck-m3", "msct", "ck", "m3", 202.0 - 1681.0),
                ("ck-m6", "msct", "ck", "m6", 175.0 - 1681.0),
                ("mmt8-m1", "msct", "mmt8", "m1", 22.0),
                ("mmt8-m3", "msct", "mmt8", "m3", 19.0),
                ("mmt8-m6", "msct", "mmt8", "m6", 19.0),
                ("glucocorticoid-w2", "msct", "glucocorticoid", "w2", -16.0),
            ]),
            vec![
                exact("pneumonia-m6", "msct", 90.0),
                exact("ulcers-m6", "msct", 90.0),
                exact("complications", "msct", 0.0),
            ],
        ]
        .concat(),
        "wang-2012-sle" => {
            // seen and alive at twelve months, and in remission; two tenths of a per cent of relapses are cut off by death
            let remission = 100.0 * 0.5 * 0.95 * 0.95;
            let (relapse, death) = (-(0.8_f64.ln()) / 365.0, -(0.95_f64.ln()) / 365.0);
            let both = relapse + death;
            let relapsed = 100.0 * (-death * 30.0).exp() * relapse / both * (1.0 - (-both * 335.0).exp());
            let arms = ["single", "double", "all"];
            let mut all = vec![
                exact("remission-m12", "double - single", 0.0),
                exact("relapse", "double - single", 0.0),
                exact("death", "double - single", 0.0),
                exact("related", "double - single", 0.0),
                exact("sledai-m12", "double - single", 0.0),
                exact("sledai-course", "double - single", 0.0),
            ];
            for arm in arms {
                all.push(exact("remission-by-arm", arm, remission));
                all.push(exact("relapse-by-arm", arm, relapsed));
                all.push(exact("death-by-arm", arm, 5.0));
                all.push(exact("related-by-arm", arm, 5.0));
            }
            for arm in ["single", "double"] {
                all.push(exact("survival", arm, 95.0));
                all.push(exact("relapse-over-time", arm, relapsed));
            }
            all
        }
        "liang-2010-sle" => [
            changes(&[
                ("sledai-m12", "msct", "sledai", "m12", -9.0),
                ("proteinuria-m12", "msct", "proteinuria", "m12", -1647.0),
                ("anti-dsdna-m1", "msct", "anti-dsdna", "m1", -150.0),
                ("anti-dsdna-m3", "msct", "anti-dsdna", "m3", -200.0),
                ("renal-m12", "msct", "renal-function", "m12", 0.0),
            ]),
            vec![
                exact("constitutional", "msct", 72.7),
                exact("skin", "msct", 50.0),
                exact("arthritis", "msct", 66.7),
                exact("serositis", "msct", 70.0),
                exact("neurological", "msct", 70.0),
                exact("hypertension", "msct", 80.0),
                exact("relapse", "msct", 15.4),
                exact("serious", "msct", 0.0),
            ],
        ]
        .concat(),
        "shin-2021-ad" => vec![
            exact("easi-50-first", "cmsc", 40.0),
            exact("easi-50-second", "cmsc", 75.0),
            exact("easi-50-last", "cmsc", 0.2 * 40.0 + 0.8 * 75.0),
            ever(model, "easi-50-ever", "cmsc", "easi-50-printed", "w16"),
            exact("second-cycle", "cmsc", 80.0),
        ],
        _ => Vec::new(),
    }
}

/// The share of a large simulated population with the first word of a category at a visit of any cycle.
fn ever(model: &Model<'_>, estimand: &'static str, arm: &'static str, measure: &str, visit: &str) -> Truth {
    let large = Model::new(model.study, Options { subjects: Some(POPULATION) }).unwrap();
    let cohort = large.draw(99, 0).unwrap();
    let index = model.study.file.measures.get_index_of(measure).unwrap();
    let at = place_of(model, visit);
    let yes = |subject: &&engraft_simulation::SimulatedSubject| {
        let mut visits = subject.visits.iter().filter(|v| v.visit == at);
        visits.any(|v| v.cells[index] == Cell::Value(Value::Word(0)))
    };
    let n = f64::from(POPULATION);
    let share = cohort.subjects.iter().filter(yes).count() as f64 / n;
    (estimand, arm, false, 100.0 * share, 100.0 * (share * (1.0 - share) / n).sqrt())
}

/// Place of a visit in the order of days.
fn place_of(model: &Model<'_>, visit: &str) -> usize {
    let mut days: Vec<(&String, i32)> = model.study.file.visits.iter().map(|(id, v)| (id, v.day)).collect();
    days.sort_by_key(|(_, day)| *day);
    days.iter().position(|(id, _)| *id == visit).unwrap()
}

/// Subjects from whom the truth of a pseudo-median, or of a share over cycles, is taken.
const POPULATION: u32 = 3000;

/// The pseudo-median of the changes of a large simulated population, with its standard error.
fn pseudo_median(model: &Model<'_>, measure: &str, visit: &str) -> (f64, f64) {
    let large = Model::new(model.study, Options { subjects: Some(POPULATION) }).unwrap();
    let cohort = large.draw(99, 0).unwrap();
    let index = model.study.file.measures.get_index_of(measure).unwrap();
    let number = |subject: &engraft_simulation::SimulatedSubject, id: &str| {
        let at = place_of(model, id);
        let visited = subject.visits.iter().find(|v| v.cycle == 1 && v.visit == at)?;
        match visited.cells.get(index)? {
            Cell::Value(value) => value.number().map(|n| n.to_f64()),
            _ => None,
        }
    };
    let baseline = model.study.baseline_visit().unwrap();
    let change = |s| Some(number(s, visit)? - number(s, baseline)?);
    let changes: Vec<f64> = cohort.subjects.iter().filter_map(change).collect();
    let mut sums: Vec<f64> = Vec::with_capacity(changes.len() * (changes.len() + 1) / 2);
    for (i, a) in changes.iter().enumerate() {
        sums.extend(changes[i..].iter().map(|b| f64::midpoint(*a, *b)));
    }
    let middle = sums.len() / 2;
    let (_, median, _) = sums.select_nth_unstable_by(middle, f64::total_cmp);
    let n = changes.len() as f64;
    let mean = changes.iter().sum::<f64>() / n;
    let variance = changes.iter().map(|c| (c - mean) * (c - mean)).sum::<f64>() / (n - 1.0);
    // the asymptotic efficiency of the pseudo-median against the mean is at least 0.864
    (*median, (variance / n / 0.864).sqrt())
}
