//! Two proportions in several strata (Cochran-Mantel-Haenszel), whether their odds ratio is common (Breslow-Day), and the
//! trend of a proportion over ordered groups (Cochran-Armitage).

mod homogeneity;
mod mantel_haenszel;
mod trend;

pub use homogeneity::{Homogeneity, breslow_day};
pub use mantel_haenszel::{
    CommonEffect, Continuity, ExactCommonOddsRatio, MantelHaenszel, exact_common_odds_ratio, mantel_haenszel,
};
pub use trend::{ExactTrend, Trend, cochran_armitage, exact_trend};

#[cfg(test)]
mod tests;
