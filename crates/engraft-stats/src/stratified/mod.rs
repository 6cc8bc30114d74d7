//! Two proportions in several strata (Cochran-Mantel-Haenszel), and the trend of a proportion over ordered groups
//! (Cochran-Armitage).

mod mantel_haenszel;
mod trend;

pub use mantel_haenszel::{
    CommonEffect, Continuity, ExactCommonOddsRatio, MantelHaenszel, exact_common_odds_ratio, mantel_haenszel,
};
pub use trend::{ExactTrend, Trend, cochran_armitage, exact_trend};

#[cfg(test)]
mod tests;
