//! Recurrent events: the mean cumulative function.
//!
//! A regression of recurrent events (Andersen-Gill) is a Cox model on rows `(entry, time]` with the subject as cluster
//! and the robust variance: [`fit_cox`](super::fit_cox).

mod mean_cumulative;

pub use mean_cumulative::{MeanCumulative, MeanCumulativeStep, mean_cumulative};

#[cfg(test)]
mod tests;
