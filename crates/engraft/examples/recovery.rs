//! `cargo run --release -p engraft --example recovery`: 2,000 simulated replicates of each study of `studies/` through its
//! planned analysis, and how near its truth they come; writes `docs/simulation-recovery.md`.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

#[path = "../tests/support/recover.rs"]
mod recover;

use std::fmt::Write as _;
use std::path::Path;

use engraft_simulation::{Model, Options};
use recover::{STUDIES, judge, recover as run, study};

const REPLICATES: u64 = 2000;
const SEED: u64 = 2026;

fn main() {
    let mut page = String::from(HEAD);
    for name in STUDIES {
        let study = study(name);
        let model = Model::new(&study, Options::default()).unwrap();
        let lines = judge(name, &model, &run(&model, SEED, REPLICATES));
        let _ = write!(
            page,
            "\n## {name}\n\n| estimand | arm | method | truth | mean of estimates | bias, standard errors | estimates | coverage, % |\n|---|---|---|---:|---:|---:|---:|---:|\n"
        );
        for line in &lines {
            let (estimand, arm, method) = &line.key;
            let coverage = if line.intervals == 0 { String::new() } else { format!("{:.1}", 100.0 * line.coverage()) };
            let _ = writeln!(
                page,
                "| {estimand} | {arm} | {method} | {:.3} | {:.3} | {:+.1} | {} | {coverage} |",
                line.truth.0,
                line.mean,
                line.z(),
                line.estimates
            );
        }
        println!("{name}: {} lines", lines.len());
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/simulation-recovery.md");
    std::fs::write(file, page).unwrap();
}

const HEAD: &str = "# Do the planned analyses find the truth again?\n
Written by `cargo run --release -p engraft --example recovery`: 2,000 simulated replicates of each study of `studies/`, seed 2026, each \
through the study's planned analysis as it stands in study.toml. Proportions are in per cent.\n
- Truth: from the numbers of `[truth]`. That of a pseudo-median (`signed-rank`) and that of a share over cycles (`easi-50-ever`) \
are taken from 3,000 simulated subjects and have an error of their own, which the standard error of the bias includes.
- Bias: mean of the estimates minus truth, in standard errors of the simulation; beyond 3 it is more than chance.
- Coverage: of the intervals, how many hold the truth; 2,000 intervals of 95 % have a standard error of 0.5.
- The mean of Hodges-Lehmann estimates is not the pseudo-median where changes are skewed (creatine kinase), and the exact interval of \
`signed-rank` presumes symmetry; t intervals presume normal values. Intervals of proportions of 5 to 58 subjects cannot cover with exactly 95 %.
- Curves (Kaplan-Meier, cumulative incidence) are held against the truth at day 365, without their bands, which do not exist before the \
first event.
- Estimates: replicates that have one; a share of those who have a condition has none where nobody has it.
";
