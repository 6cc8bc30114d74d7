//! Coverage of every interval and type I error of every test, in small samples and unfriendly populations.
//!
//! ```text
//! cargo run --release -p engraft-stats --example coverage > docs/coverage.md
//! cargo run --release -p engraft-stats --example coverage 400     # fewer replicates, for a look
//! ```
//!
//! A method is one name in a [`simulate::Block`] of the file of its family, or one line of the tables of proportions and rates, which are
//! enumerated and not simulated. Simulations are seeded: replicate `r` of size `n` uses stream `r` of seed `SEED + n`, and results are
//! joined in order, so that the page does not depend on the number of threads.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod adjusted;
mod differences;
mod longitudinal;
mod one_sample;
mod pairs;
mod population;
mod proportions;
mod rates;
mod simulate;
mod survival;
mod table;
mod two_groups;

use simulate::{Page, SEED};

fn main() {
    let replicates = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(10_000_usize).max(40);
    let mut page = Page::new(replicates);
    page.text(&format!(
        "# Coverage and type I error\n\n\
         Made by `cargo run --release -p engraft-stats --example coverage`: seed {SEED}, {replicates} replicates a cell, fewer for slow methods\n\
         (the errors show it). Level 95 %, tests at 5 %. Every number is in percent; ± is one Monte Carlo standard error, and where there is\n\
         none the number is exact, by enumeration. n is the number of subjects, in each group where there are two.\n\n\
         **Bold**: short of the promise. An interval that covers less than 95.0, a test that rejects a true hypothesis more often than 5.0, by\n\
         more than three Monte Carlo errors (exact numbers: by more than 0.05). Shares are those of the samples the method answers; what it\n\
         refuses (no interval reaches the level, constant data, no event) is named beside. [What to read from it](#what-to-read-from-it) lists\n\
         the methods with bold cells."
    ));
    one_sample::write(&mut page);
    two_groups::write(&mut page);
    adjusted::write(&mut page);
    proportions::write(&mut page);
    pairs::write(&mut page);
    differences::write(&mut page);
    rates::write(&mut page);
    survival::write(&mut page);
    longitudinal::write(&mut page);
    page.finish();
}
