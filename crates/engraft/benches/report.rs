//! `cargo bench -p engraft --bench report`: a study of 60 subjects and 10 visits, from files to report, whole process.
//!
//! Where R is installed, `report.R` does the reading and the statistics of the same study (without checks, derivation or
//! report) in the same run, and the ratio is printed. A timing is never a test.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const SUBJECTS: usize = 60;
const VISITS: usize = 10;
const RUNS: usize = 11;

fn main() {
    let folder = std::env::temp_dir().join(format!("engraft-bench-{}", std::process::id()));
    make_study(&folder);
    let report = folder.join("report");
    let ours = median(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_engraft"));
        command.arg("report").arg(&folder).arg("-o").arg(&report);
        command
    });
    println!("engraft report, {SUBJECTS} subjects x {VISITS} visits: median {:.3} s of {RUNS} runs", ours);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/report.R");
    if Command::new("Rscript").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok() {
        let theirs = median(|| {
            let mut command = Command::new("Rscript");
            command.arg("--vanilla").arg(&script).arg(folder.join("data"));
            command
        });
        println!("R, reading and statistics only: median {theirs:.3} s; ratio {:.1}", theirs / ours);
    } else {
        println!("R is not installed: no ratio");
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// Median wall time of a command, after one run that is not counted.
fn median(command: impl Fn() -> Command) -> f64 {
    let mut times: Vec<f64> = (0..=RUNS)
        .map(|_| {
            let start = Instant::now();
            let status = command().stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
            assert!(status.success(), "{status}");
            start.elapsed().as_secs_f64()
        })
        .skip(1)
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// A small generator with a fixed seed: the same study at every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn make_study(folder: &Path) {
    fs::create_dir_all(folder.join("data")).unwrap();
    fs::write(folder.join("study.toml"), protocol()).unwrap();
    let mut random = Random(7);
    let mut subjects = String::from("subject,arm,age\n");
    let mut clinic = String::from("subject,visit,day,pga,fatigue,easi\n");
    let mut labs = String::from("subject,visit,day,test,value,unit\n");
    for s in 0..SUBJECTS {
        let id = format!("S{s:03}");
        writeln!(subjects, "{id},{},{}", if s % 2 == 0 { "single" } else { "double" }, 20 + random.below(40)).unwrap();
        for v in 0..VISITS {
            let day = v * 30;
            let (pga, fatigue) = (20 - 2 * v as u64 + random.below(9), random.below(100));
            let easi = 400_u64.saturating_sub(30 * v as u64) + random.below(200);
            writeln!(
                clinic,
                "{id},v{v},{day},{}.{},{fatigue},{}.{}",
                pga.min(30) / 10,
                pga.min(30) % 10,
                easi / 10,
                easi % 10
            )
            .unwrap();
            writeln!(labs, "{id},v{v},{day},CK,{},U/L", 100 + random.below(900)).unwrap();
        }
    }
    fs::write(folder.join("data/subjects.csv"), subjects).unwrap();
    fs::write(folder.join("data/clinic.csv"), clinic).unwrap();
    fs::write(folder.join("data/labs.csv"), labs).unwrap();
}

fn protocol() -> String {
    let mut text = String::from(
        r#"
[study]
id = "bench"
title = "Benchmark"
disease = "none"
data = "simulated"
[arms.single]
[arms.double]
[characteristics.age]
[measures.pga]
kind = "instrument"
instrument = "pga"
enter = "total"
table = "clinic"
[measures.fatigue]
kind = "value"
range = [0, 100]
direction = "lower-is-better"
table = "clinic"
[measures.easi]
kind = "instrument"
instrument = "easi"
enter = "total"
table = "clinic"
[measures.ck]
kind = "lab"
unit = "U/L"
axis = "log"
[responses.easi-50]
definition = "easi-50"
[responses.better]
rule = "fall(pga) >= 0.5 && fall_percent(fatigue) >= 20"
"#,
    );
    for v in 0..VISITS {
        writeln!(text, "[visits.v{v}]\nday = {}\nwindow = [-7, 7]", v * 30).unwrap();
    }
    for (i, measure) in ["pga", "fatigue", "easi", "ck"].iter().enumerate() {
        writeln!(
            text,
            "[[estimands]]\nid = \"e{i}\"\npopulation = \"all-enrolled\"\nvariable = {{ change-in = \"{measure}\", at = \"v9\" }}\nsummary = \"pseudo-median\"\nmethod = {{ name = \"signed-rank\", zeros = \"pratt\" }}\nsensitivity = [{{ name = \"paired-t\" }}]"
        )
        .unwrap();
    }
    text
}
