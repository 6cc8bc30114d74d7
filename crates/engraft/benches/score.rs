//! `cargo bench -p engraft --bench score`: scoring a table of items and its means by group, beside data.table of R.
//!
//! Both sides work on the same files in the same run; `score/README.md` says what is measured. `ENGRAFT_ROWS` sets the
//! number of records (1,000,000 when not set). A timing is never a test.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::panic
)]

use std::fs::{self, File};
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use engraft_instruments::batch::{Kernel, MISSING};
use engraft_instruments::{Instrument, Role, builtin};
use rayon::prelude::*;

const RUNS: usize = 5;
/// Rows that a thread takes at a time.
const STRETCH: usize = 1 << 16;

fn main() {
    let rows: usize = std::env::var("ENGRAFT_ROWS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let folder = std::env::temp_dir().join(format!("engraft-bench-score-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    println!("{rows} records, {} threads", rayon::current_num_threads());
    for id in ["sledai-2k", "easi"] {
        one(builtin(id).unwrap(), rows, &folder);
    }
    fs::remove_dir_all(&folder).unwrap();
}

fn one(instrument: &Instrument, rows: usize, folder: &Path) {
    let file = folder.join(format!("{}.csv", instrument.id));
    let columns = make(instrument, rows, &file);
    println!("\n{}: {} bytes of CSV", instrument.id, fs::metadata(&file).unwrap().len());
    let kernel = Kernel::compile(instrument).unwrap();
    let one_core = best(|| totals(&kernel, &columns, rows, false));
    let all_cores = best(|| totals(&kernel, &columns, rows, true));
    let bytes = best(|| columns.iter().map(|c| c.iter().map(|b| u64::from(*b)).sum::<u64>()).sum::<u64>());
    println!("kernel, columns to scores, one core       {:8.1} ms", one_core * 1e3);
    println!("sum of the same bytes, one core           {:8.1} ms   kernel / sum {:.2}", bytes * 1e3, one_core / bytes);
    println!("kernel, columns to scores, all cores      {:8.1} ms", all_cores * 1e3);
    drop(columns);
    let by_group = ours(instrument, &file, &["--by", "arm,visit"]);
    println!("engraft, means by group: whole job        {:8.2} s   {}", by_group.seconds, by_group.used());
    let output = folder.join("scores.csv");
    let written = ours(instrument, &file, &["--by", "arm,visit", "-o", output.to_str().unwrap()]);
    println!("engraft, and every score written          {:8.2} s   {}", written.seconds, written.used());
    fs::remove_file(&output).unwrap();
    let from_parquet = from_parquet(instrument, &file, &by_group);
    let Some(theirs) = r(instrument, &file) else { return println!("R with data.table is not installed: no ratios") };
    println!("R data.table: read {:.2} s, score {:.3} s, means {:.2} s", theirs.read, theirs.score, theirs.means);
    let whole = theirs.read + theirs.score + theirs.means;
    println!("R data.table: whole job                   {whole:8.2} s   {}", theirs.run.used());
    println!(
        "ratio, score step                         {:8.1}      (one core of ours: {:.1})",
        theirs.score / all_cores,
        theirs.score / one_core
    );
    println!("ratio, whole job                          {:8.1}", whole / by_group.seconds);
    if let Some(seconds) = from_parquet {
        println!("ratio, whole job, ours from Parquet       {:8.1}", whole / seconds);
    }
    println!("largest relative difference of a mean or SD {:.1e}", difference(&by_group.output, &theirs.run.output));
    fs::remove_file(&file).unwrap();
}

/// Scores of all rows; their sum, so that none is left out.
fn totals(kernel: &Kernel, columns: &[Vec<u8>], rows: usize, all_cores: bool) -> u64 {
    let mut totals = vec![0_i16; rows];
    let mut open = vec![0_u8; rows];
    let work = |(index, (totals, open)): (usize, (&mut [i16], &mut [u8]))| {
        let start = index * STRETCH;
        let part: Vec<&[u8]> = columns.iter().map(|c| &c[start..start + totals.len()]).collect();
        kernel.totals(&part, totals, open);
    };
    if all_cores {
        totals.par_chunks_mut(STRETCH).zip(open.par_chunks_mut(STRETCH)).enumerate().for_each(work);
    } else {
        totals.chunks_mut(STRETCH).zip(open.chunks_mut(STRETCH)).enumerate().for_each(work);
    }
    black_box((&totals, &open));
    0
}

/// Least time of some runs, in seconds.
fn best(work: impl Fn() -> u64) -> f64 {
    let time = |_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_secs_f64()
    };
    (0..RUNS).map(time).fold(f64::INFINITY, f64::min)
}

/// A process that ran: its time, its greatest memory, and what it printed.
struct Run {
    seconds: f64,
    /// Seconds of all cores, and peak memory.
    used: Option<(f64, u64)>,
    output: String,
}

impl Run {
    fn used(&self) -> String {
        self.used.map_or("not known".to_owned(), |(cpu, k)| {
            format!("{cpu:6.2} s of all cores   peak memory {} MB", k / 1000)
        })
    }
}

/// Runs a command under `time`, where that is installed, for its peak memory.
fn run(program: &str, arguments: &[&str], folder: &Path) -> Option<Run> {
    let time = Path::new("/usr/bin/time");
    let report = folder.join("time");
    let mut command = if time.exists() { Command::new(time) } else { Command::new(program) };
    if time.exists() {
        command.args(["-f", "%U %S %M", "-o"]).arg(&report).arg(program);
    }
    let start = Instant::now();
    let output = command.args(arguments).output().ok()?;
    let seconds = start.elapsed().as_secs_f64();
    let used = fs::read_to_string(&report).ok().and_then(|text| {
        let numbers: Vec<f64> = text.lines().last()?.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        let [user, system, kilobytes] = numbers[..] else { return None };
        Some((user + system, kilobytes as u64))
    });
    let output = String::from_utf8(output.stdout).unwrap();
    (!output.is_empty()).then_some(Run { seconds, used, output })
}

fn ours(instrument: &Instrument, file: &Path, more: &[&str]) -> Run {
    let mut arguments = vec!["score", instrument.id.as_str(), file.to_str().unwrap()];
    arguments.extend(more);
    let runs = (0..3).map(|_| run(env!("CARGO_BIN_EXE_engraft"), &arguments, file.parent().unwrap()).unwrap());
    runs.min_by(|a, b| a.seconds.total_cmp(&b.seconds)).unwrap()
}

struct Theirs {
    read: f64,
    score: f64,
    means: f64,
    run: Run,
}

fn r(instrument: &Instrument, file: &Path) -> Option<Theirs> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/score/score.R");
    let arguments = ["--vanilla", script.to_str().unwrap(), instrument.id.as_str(), file.to_str().unwrap()];
    let runs = (0..3).map(|_| {
        let mut run = run("Rscript", &arguments, file.parent().unwrap())?;
        let (times, summary) = run.output.split_once('\n')?;
        let times: Vec<f64> = times.split_whitespace().filter_map(|t| t.parse().ok()).collect();
        let summary = summary.to_owned();
        run.output = summary;
        let [read, score, means] = times[..] else { return None };
        Some(Theirs { read, score, means, run })
    });
    let runs: Option<Vec<Theirs>> = runs.collect();
    runs?.into_iter().min_by(|a, b| (a.read + a.score + a.means).total_cmp(&(b.read + b.score + b.means)))
}

/// Largest relative difference between two summaries; they must have the same groups and counts.
fn difference(ours: &str, theirs: &str) -> f64 {
    let rows = |text: &str| -> Vec<(String, Vec<f64>)> {
        let mut rows: Vec<(String, Vec<f64>)> = text
            .lines()
            .skip(1)
            .map(|line| {
                let cells: Vec<&str> = line.split(',').collect();
                (cells[..4].join(","), cells[4..6].iter().filter_map(|cell| cell.parse().ok()).collect())
            })
            .collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows
    };
    let (ours, theirs) = (rows(ours), rows(theirs));
    let names = |rows: &[(String, Vec<f64>)]| rows.iter().map(|row| row.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(&ours), names(&theirs), "groups, rows and complete scores");
    let pairs = ours.iter().zip(&theirs).flat_map(|(a, b)| a.1.iter().zip(&b.1));
    pairs.map(|(a, b)| ((a - b) / b).abs()).fold(0.0, f64::max)
}

/// A small generator with a fixed seed: the same table at every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u8) -> u8 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u8::try_from((self.0 >> 33) % u64::from(n)).unwrap()
    }
}

/// Writes the table, and hands back the codes of every item. One answer in 1000 is missing.
fn make(instrument: &Instrument, rows: usize, file: &PathBuf) -> Vec<Vec<u8>> {
    let kernel = Kernel::compile(instrument).unwrap();
    let texts: Vec<Vec<String>> = (0..kernel.items())
        .map(|item| (0..MISSING).map_while(|code| kernel.value(item, code)).map(|value| value.to_string()).collect())
        .collect();
    let mut columns: Vec<Vec<u8>> = (0..kernel.items()).map(|_| Vec::with_capacity(rows)).collect();
    let mut out = BufWriter::with_capacity(1 << 20, File::create(file).unwrap());
    let names: Vec<&str> = instrument.items.iter().map(|item| item.id.as_str()).collect();
    writeln!(out, "subject,arm,visit,age,{}", names.join(",")).unwrap();
    let mut random = Random(11);
    for row in 0..rows {
        let (arm, visit, age) =
            (["placebo", "low", "high"][usize::from(random.below(3))], row % 8, 8 + random.below(80));
        write!(out, "S{:07},{arm},v{visit},{age}", row / 8).unwrap();
        let mut signs = 0;
        for (item, column) in columns.iter_mut().enumerate() {
            let code = code(&instrument.items[item].role, &texts[item], signs, &mut random);
            signs = if instrument.items[item].role == Role::Area { 0 } else { signs + code.min(10) };
            column.push(code);
            out.write_all(b",").unwrap();
            out.write_all(texts[item].get(usize::from(code)).map_or(b"", |text| text.as_bytes())).unwrap();
        }
        out.write_all(b"\n").unwrap();
    }
    out.flush().unwrap();
    columns
}

/// An answer: an area agrees with the signs of its region, half points and present findings are the exception.
fn code(role: &Role, texts: &[String], signs: u8, random: &mut Random) -> u8 {
    let last = u8::try_from(texts.len()).unwrap() - 1;
    match (*role, last) {
        (Role::Area, _) if signs == 0 => 0,
        // never beside a known 0: there the score is complete for us, and missing in R
        _ if random.below(100) == 0 && random.below(10) == 0 => MISSING,
        (Role::Area, last) => 1 + random.below(last),
        (_, 1) => u8::from(random.below(8) == 0),
        (_, last) if random.below(10) == 0 => random.below(last + 1),
        (_, last) => random.below(last / 2 + 1) * 2,
    }
}

/// The same table as Parquet, written here and scored by the program: seconds of the whole job.
#[cfg(feature = "parquet")]
fn from_parquet(instrument: &Instrument, file: &Path, csv: &Run) -> Option<f64> {
    let parquet = file.with_extension("parquet");
    parquet_file::write(file, &parquet);
    let run = ours(instrument, &parquet, &["--by", "arm,visit"]);
    println!(
        "engraft, from Parquet ({} bytes)  {:8.2} s   {}",
        fs::metadata(&parquet).unwrap().len(),
        run.seconds,
        run.used()
    );
    assert_eq!(run.output, csv.output, "Parquet and CSV give the same summary");
    let output = file.with_extension("scores");
    let written = ours(instrument, &parquet, &["--by", "arm,visit", "-o", output.to_str().unwrap()]);
    println!("engraft, and every score written          {:8.2} s   {}", written.seconds, written.used());
    fs::remove_file(&output).unwrap();
    fs::remove_file(&parquet).unwrap();
    Some(run.seconds)
}

#[cfg(not(feature = "parquet"))]
fn from_parquet(_: &Instrument, _: &Path, _: &Run) -> Option<f64> {
    None
}

#[cfg(feature = "parquet")]
#[path = "score/parquet_file.rs"]
mod parquet_file;
