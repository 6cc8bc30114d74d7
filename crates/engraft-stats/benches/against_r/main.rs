//! `cargo bench -p engraft-stats --bench against_r`: the same work here and in R, in one run, with the ratio of processor times.
//!
//! A name after `--` (`signed_rank`, `mmrm`, `bootstrap`, `tables`) runs that part alone. The answers are compared first, to the
//! tolerance that each part states; the run stops where they differ. Times are processor seconds, of all threads, so that what
//! else the machine does counts little. Writing and reading the data is not timed. Without R nothing is compared and nothing printed.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing
)]

mod bootstrap;
mod measure;
mod mmrm;
mod signed_rank;
mod tables;

fn main() {
    if !measure::has_r() {
        println!("R is not installed: no ratio");
        return;
    }
    println!("| what | here | R | time | ratio |\n|---|---|---|---|---|");
    let asked: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let parts: [(&str, fn()); 4] = [
        ("signed_rank", signed_rank::run),
        ("mmrm", mmrm::run),
        ("bootstrap", bootstrap::run),
        ("tables", tables::run),
    ];
    for (name, run) in parts {
        if asked.is_empty() || asked.iter().any(|a| a == name) {
            run();
        }
    }
}
