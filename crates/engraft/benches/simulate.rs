//! `cargo bench -p engraft --bench simulate`: 10,000 simulated trials of `studies/wang-2012-sle` (58 subjects): each is drawn,
//! written as tables of text, read, derived, and put through every method of its plan, in memory and on all cores.
//!
//! Where R is installed, `simulate.R` reads the CSV files of 100 of these trials and does the same plan; the ratio is printed, and how
//! far the numbers of both lie apart. R does a little less: the mixed model has residual degrees of freedom in place of
//! Kenward-Roger's and no joint tests. exactRankTests has another two-sided p where ties make
//! the null distribution lopsided (in 2 of the 100 trials, by up to 0.002; coin agrees with ours). A timing is never a test.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use engraft::simulated::{file, raw};
use engraft_data::{derive, load_tables};
use engraft_protocol::load_study;
use engraft_results::Results;
use engraft_simulation::{Model, Options};
use rayon::prelude::*;

/// That of the program.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TRIALS: u64 = 10_000;
const FOR_R: u64 = 100;
const SEED: u64 = 1;

fn main() {
    // fewer trials for a short look: cargo bench -p engraft --bench simulate -- 500 20
    let mut numbers = std::env::args().filter_map(|word| word.parse::<u64>().ok());
    let trials = numbers.next().unwrap_or(TRIALS);
    let for_r = numbers.next().unwrap_or(FOR_R).min(trials);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let bytes = fs::read(root.join("../../studies/wang-2012-sle/study.toml")).unwrap();
    let study = load_study("study.toml", &bytes, &[]).study.unwrap();
    let model = Model::new(&study, Options::default()).unwrap();
    let trial = |k: u64| -> Results {
        let cohort = model.draw(SEED, k).unwrap();
        let tables = model.tables(&cohort).into_iter().map(raw).collect();
        let data = load_tables(&study, tables, &mut Vec::new());
        engraft_analysis::estimates(&study, &data, &derive(&study, &data))
    };
    // half of the trials before R and half after it, so that a machine that grows slower or quicker does not favour one
    let half = trials / 2;
    let (mut kept, mut seconds) = timed(0..half, for_r, &trial);
    let start = Instant::now();
    (0..trials.min(200)).for_each(|k| drop(trial(k)));
    println!("engraft: {:.3} ms a trial on one thread", 1e3 * start.elapsed().as_secs_f64() / trials.min(200) as f64);

    stages(&model);

    let folder = std::env::temp_dir().join(format!("engraft-trials-{}", std::process::id()));
    for k in 0..for_r {
        let data = folder.join(k.to_string());
        fs::create_dir_all(&data).unwrap();
        for table in model.tables(&model.draw(SEED, k).unwrap()) {
            fs::write(data.join(format!("{}.csv", table.name)), file(&table, "for the benchmark").bytes).unwrap();
        }
    }
    let script = root.join("benches/simulate.R");
    let run = Command::new("Rscript")
        .arg("--vanilla")
        .arg(script)
        .arg(&folder)
        .arg(for_r.to_string())
        .stderr(Stdio::inherit())
        .output();
    let (rest, more) = timed(half..trials, for_r, &trial);
    kept.extend(rest);
    seconds += more;
    let ours = seconds / trials as f64;
    println!("engraft: {trials} trials, {:.3} ms a trial on {} threads", 1e3 * ours, rayon::current_num_threads());
    println!("  {} numbers kept", kept.iter().map(|kept| kept.numbers.len()).sum::<usize>());
    match run {
        Ok(output) if output.status.success() => compare(&String::from_utf8_lossy(&output.stdout), &kept, ours, for_r),
        _ => println!("R or its packages nlme, survival, cmprsk, exactRankTests, emmeans are not installed: no ratio"),
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// Trials on all cores: every number is kept, and for the trials that R repeats their names; the seconds it took.
fn timed(trials: Range<u64>, for_r: u64, trial: &(impl Fn(u64) -> Results + Sync)) -> (Vec<Kept>, f64) {
    let start = Instant::now();
    let kept = trials.into_par_iter().map(|k| keep(&trial(k), k < for_r)).collect();
    (kept, start.elapsed().as_secs_f64())
}

/// What is kept of a trial.
struct Kept {
    numbers: Vec<f64>,
    named: BTreeMap<String, f64>,
}

fn keep(results: &Results, with_names: bool) -> Kept {
    let numbers = results.rows().iter().filter_map(|row| row.value).collect();
    Kept { numbers, named: if with_names { statistics(results) } else { BTreeMap::new() } }
}

/// Where the time of a trial goes, on one thread.
fn stages(model: &Model<'_>) {
    let mut spent = [0.0; 4];
    for k in 0..50 {
        let start = Instant::now();
        let tables: Vec<_> = model.tables(&model.draw(SEED, k).unwrap()).into_iter().map(raw).collect();
        let drawn = Instant::now();
        let data = load_tables(model.study, tables, &mut Vec::new());
        let loaded = Instant::now();
        let derived = derive(model.study, &data);
        let ready = Instant::now();
        drop(engraft_analysis::estimates(model.study, &data, &derived));
        let times = [drawn - start, loaded - drawn, ready - loaded, ready.elapsed()];
        spent.iter_mut().zip(times).for_each(|(sum, time)| *sum += 1e3 * time.as_secs_f64() / 50.0);
    }
    let [draw, load, derive, analyze] = spent;
    println!("  drawing {draw:.2}, typed tables {load:.2}, derivation {derive:.2}, analysis {analyze:.2} ms");
}

/// Statistics of the estimands by `estimand|arm|method|statistic`, the method without its options.
fn statistics(results: &Results) -> BTreeMap<String, f64> {
    let rows = results.rows().iter().filter(|row| !row.estimand_id.is_empty() && row.subject.is_empty());
    let named = rows.filter_map(|row| {
        let method = row.method.split(' ').next().unwrap_or("");
        let key = format!("{}|{}|{method}|{}", row.estimand_id, row.arm, row.statistic);
        Some((key.replace(' ', "_"), row.value?))
    });
    named.collect()
}

/// R prints `seconds X`, and lines `trial estimand|arm|method|statistic value`.
fn compare(text: &str, kept: &[Kept], ours: f64, for_r: u64) {
    let mut worst: BTreeMap<&str, (f64, usize)> = BTreeMap::new();
    let mut without = 0;
    for line in text.lines() {
        let parts: Vec<&str> = line.split_whitespace().collect();
        match parts.as_slice() {
            ["seconds", seconds] => {
                let theirs: f64 = seconds.parse::<f64>().unwrap() / for_r as f64;
                println!("R: {:.1} ms a trial on one thread; ratio {:.0}", 1e3 * theirs, theirs / ours);
            }
            [trial, key, value] => {
                let Ok(theirs) = value.parse::<f64>() else { continue };
                let Some(mine) = kept[trial.parse::<usize>().unwrap()].named.get(*key) else {
                    without += 1;
                    continue;
                };
                let off = (mine - theirs).abs() / theirs.abs().max(1.0);
                let entry = worst.entry(key).or_insert((0.0, 0));
                *entry = (entry.0.max(off), entry.1 + 1);
            }
            _ => {}
        }
    }
    for (key, (off, count)) in &worst {
        println!("  {key}: {count} trials, largest difference {off:.1e}");
    }
    println!("  {without} numbers of R have no counterpart");
}
