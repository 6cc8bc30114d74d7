//! The planned analyses of the five studies, run unchanged on simulated subjects, find the truth again.
//!
//! A small number of replicates here; `cargo run --release -p engraft --example recovery` makes 2,000 of each study and
//! writes `docs/simulation-recovery.md`.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "support/recover.rs"]
mod recover;

use engraft_results::{ResultRow, SourceRows, write_csv};
use engraft_simulation::{Model, Options};
use recover::{STUDIES, estimates, judge, recover as run, replicate, study};

#[test]
fn the_planned_analyses_find_the_truth_again() {
    for name in STUDIES {
        let study = study(name);
        let model = Model::new(&study, Options::default()).unwrap();
        let replicates = 60;
        let lines = judge(name, &model, &run(&model, 2026, replicates));
        assert!(lines.len() >= 4, "{name}: {} estimates with a truth", lines.len());
        for line in lines.iter().filter(|line| line.estimates >= 30) {
            let (estimand, arm, method) = &line.key;
            let what = format!("{name} {estimand} {arm} {method}: {} against {}", line.mean, line.truth.0);
            // Hodges-Lehmann is not unbiased for skewed changes: its median is near the truth, its mean need not be
            let wide = if method.starts_with("signed-rank") { 6.0 } else { 4.0 };
            assert!(line.z().abs() < wide, "{what}, {:.1} standard errors off", line.z());
            let least = 0.95 - 4.0 * (0.95 * 0.05 / line.intervals.max(1) as f64).sqrt();
            assert!(line.intervals < 30 || line.coverage() > least, "{what}, coverage {}", line.coverage());
        }
    }
}

#[test]
fn estimates_alone_are_the_rows_of_the_whole_plan() {
    for name in STUDIES {
        let study = study(name);
        let model = Model::new(&study, Options::default()).unwrap();
        for k in 0..5 {
            let whole = replicate(&model, 7, k);
            // subjects' own times and their counts are no estimates
            let made = |row: &&ResultRow| {
                let mark = row.analysis_id.starts_with("curve.") && row.statistic == "censored";
                !row.estimand_id.is_empty() && !row.analysis_id.starts_with("time") && !mark
            };
            let bare = |row: &ResultRow| {
                let text = row.text.clone();
                let text = if row.value.is_some() { String::new() } else { text };
                ResultRow { source_rows: SourceRows::default(), note: String::new(), text, ..row.clone() }
            };
            let wanted: Vec<ResultRow> = whole.rows().iter().filter(made).map(bare).collect();
            assert!(wanted.len() > 20, "{name}");
            let found = estimates(&model, 7, k);
            assert_eq!(found.rows().len(), wanted.len(), "{name}");
            for (found, wanted) in found.rows().iter().zip(&wanted) {
                assert_eq!(found, wanted, "{name}");
            }
        }
    }
}

#[test]
fn results_are_the_same_on_one_thread_and_on_two() {
    let study = study("wang-2012-sle");
    let model = Model::new(&study, Options::default()).unwrap();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| (write_csv(&replicate(&model, 4, 1)), run(&model, 4, 6)))
    };
    assert_eq!(on(1), on(2));
}
