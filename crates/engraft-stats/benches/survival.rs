//! `cargo bench -p engraft-stats --bench survival`: Kaplan-Meier with log-rank, and Cox with five covariates, on a million
//! rows.
//!
//! Where R is installed, `survival.R` does the same on the same rows in the same run, and the ratios are printed. Reading and
//! writing of the file are not timed on either side. Times are processor seconds, of all threads. A timing is never a test.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing)]

#[path = "against_r/measure.rs"]
#[allow(dead_code)]
mod measure;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use engraft_stats::random::Stream;
use engraft_stats::survival::*;
use measure::per_call;

const ROWS: usize = 1_000_000;

struct Rows {
    times: Vec<f64>,
    events: Vec<bool>,
    columns: Vec<Vec<f64>>,
}

fn make() -> Rows {
    let mut stream = Stream::new(1, 0);
    let coefficients = [0.5, -0.3, 0.2, 0.0, 0.1];
    let mut rows = Rows { times: vec![], events: vec![], columns: vec![vec![]; 5] };
    for _ in 0..ROWS {
        let mut x = [0.0; 5].map(|_: f64| stream.normal());
        x[0] = f64::from(u8::from(x[0] > 0.0));
        let eta: f64 = x.iter().zip(coefficients).map(|(x, b)| x * b).sum();
        let event = -stream.uniform().ln() * 10.0 * (-eta).exp();
        let censoring = -stream.uniform().ln() * 10.0;
        rows.times.push(event.min(censoring));
        rows.events.push(event <= censoring);
        rows.columns.iter_mut().zip(x).for_each(|(column, v)| column.push(v));
    }
    rows
}

fn main() {
    let rows = make();
    let follow_up = FollowUp::new(&rows.times, &rows.events);
    let groups: Vec<usize> = rows.columns[0].iter().map(|v| *v as usize).collect();
    let columns: Vec<&[f64]> = rows.columns.iter().map(Vec::as_slice).collect();
    let data = CoxData::new(follow_up, &columns);
    let options = CoxOptions { ties: Ties::Efron, variance: CoxVariance::Model, level: 0.95 };
    let curve = per_call(|| {
        let curve = kaplan_meier(&follow_up).unwrap();
        assert_eq!(curve.intervals(0.95, ConfidenceMethod::LogLog).unwrap().len(), curve.steps.len());
    });
    let test = per_call(|| assert!(log_rank(&follow_up, &groups, None, Weight::LogRank).unwrap().test.statistic > 0.0));
    let cox = per_call(|| assert_eq!(fit_cox(&data, options).unwrap().n, ROWS));
    println!("{ROWS} rows, processor seconds of one call");
    println!("Kaplan-Meier with intervals {curve:.3}, log-rank {test:.3}, Cox with 5 covariates {cox:.3}");
    if Command::new("Rscript").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        println!("R is not installed: no ratio");
        return;
    }
    let file = std::env::temp_dir().join(format!("engraft-survival-{}.bin", std::process::id()));
    let mut out = std::io::BufWriter::new(std::fs::File::create(&file).unwrap());
    let events: Vec<f64> = rows.events.iter().map(|event| f64::from(u8::from(*event))).collect();
    for value in [&rows.times, &events].into_iter().chain(&rows.columns).flatten() {
        out.write_all(&value.to_le_bytes()).unwrap();
    }
    drop(out);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/survival.R");
    let output =
        Command::new("Rscript").arg("--vanilla").arg(script).arg(&file).arg(ROWS.to_string()).output().unwrap();
    std::fs::remove_file(&file).unwrap();
    let theirs: Vec<f64> =
        String::from_utf8(output.stdout).unwrap().split_whitespace().map(|v| v.parse().unwrap()).collect();
    println!(
        "R survival: {theirs:?}; ratios {:.1}, {:.1}, {:.1}",
        theirs[0] / curve,
        theirs[1] / test,
        theirs[2] / cox
    );
    println!("Kaplan-Meier and log-rank together: ratio {:.1}", (theirs[0] + theirs[1]) / (curve + test));
}
