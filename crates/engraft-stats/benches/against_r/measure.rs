//! Processor time of a call on either side, and what R answers.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Seconds of processor time this program has used, all threads; `None` where the system does not tell.
fn processor_seconds() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    // user and system time in hundredths of a second, fields 14 and 15
    let fields: Vec<&str> = text.rsplit(')').next()?.split_whitespace().collect();
    Some((fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?) / 100.0)
}

/// Processor seconds of one call, over at least a second of calls; elapsed seconds where the system does not tell.
pub fn per_call(mut run: impl FnMut()) -> f64 {
    run();
    let clock = Instant::now();
    let now = || processor_seconds().unwrap_or_else(|| clock.elapsed().as_secs_f64());
    let (start, mut calls) = (now(), 0.0);
    loop {
        run();
        calls += 1.0;
        // the clock of the processor is read once a millisecond at most
        let used = if calls % 8.0 == 0.0 || clock.elapsed().as_secs_f64() > 1.0 { now() - start } else { 0.0 };
        if used >= 1.0 {
            return used / calls;
        }
    }
}

/// Whether R can be run.
pub fn has_r() -> bool {
    Command::new("Rscript").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Runs a script of this folder on the numbers given, and returns the numbers it prints.
pub fn r(script: &str, given: &[f64]) -> Vec<f64> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/against_r");
    let file = std::env::temp_dir().join(format!("engraft-{script}-{}.bin", std::process::id()));
    let mut out = std::io::BufWriter::new(fs::File::create(&file).unwrap());
    given.iter().for_each(|value| out.write_all(&value.to_le_bytes()).unwrap());
    drop(out);
    let program = format!("source('common.R'); source('{script}.R')");
    let output =
        Command::new("Rscript").current_dir(folder).args(["--vanilla", "-e", &program]).arg(&file).output().unwrap();
    fs::remove_file(&file).unwrap();
    assert!(output.status.success(), "{script}.R: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().split_whitespace().map(|v| v.parse().unwrap()).collect()
}

/// Prints one row of the table.
pub fn row(what: &str, ours: f64, other: &str, theirs: f64) {
    println!("| {what} | {} | {other} | {} | {:.0} |", time(ours), time(theirs), theirs / ours);
}

fn time(seconds: f64) -> String {
    match seconds {
        s if s < 1e-3 => format!("{:.0} µs", 1e6 * s),
        s if s < 1.0 => format!("{:.1} ms", 1e3 * s),
        s => format!("{s:.2} s"),
    }
}

/// Stops the benchmark when two numbers differ by more than `tolerance` times `scale`.
pub fn agree(what: &str, ours: f64, theirs: f64, tolerance: f64, scale: f64) {
    assert!((ours - theirs).abs() <= tolerance * scale.abs(), "{what}: {ours} here, {theirs} in R");
}
