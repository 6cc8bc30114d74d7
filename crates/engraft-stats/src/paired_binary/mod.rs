//! Paired yes-or-no outcomes: exact and mid-P McNemar tests, intervals of the difference and of the odds ratio.
//!
//! Only pairs that differ speak to the tests; all pairs enter the difference.

mod difference;
mod mcnemar;

pub use mcnemar::{PairedBinary, PairedOddsRatio, PairedTable, paired_binary};

#[cfg(test)]
mod tests;
