//! From a normal score to a recorded value: one distribution for a measure, an arm, a cycle and a visit.

mod continuous;
mod steps;

pub(crate) use continuous::Continuous;
pub(crate) use steps::Steps;

use engraft_base::Dec;

/// A distribution of recorded values.
#[derive(Clone, Debug)]
pub(crate) enum Marginal {
    /// A scale without an upper limit.
    Continuous(Continuous),
    /// A scale of finitely many values.
    Steps(Steps),
    /// Words of a category: limits of the normal score between neighbouring words.
    Words(Vec<f64>),
}

impl Marginal {
    /// The number at a normal score; none for words.
    pub(crate) fn number(&self, z: f64) -> Option<Dec> {
        match self {
            Marginal::Continuous(scale) => scale.at(z),
            Marginal::Steps(scale) => scale.at(z),
            Marginal::Words(_) => None,
        }
    }

    /// The index of the word at a normal score.
    pub(crate) fn word(&self, z: f64) -> usize {
        match self {
            Marginal::Words(cuts) => cuts.partition_point(|cut| *cut < z),
            _ => 0,
        }
    }

    /// Words with these shares, in their order.
    pub(crate) fn words(shares: &[f64]) -> Marginal {
        let mut sum = 0.0;
        let inner = shares.len().saturating_sub(1);
        let cut = |share: &f64| {
            sum += share;
            score_at(sum)
        };
        Marginal::Words(shares.iter().take(inner).map(cut).collect())
    }
}

/// The normal score below which a share lies; infinite at 0 and 1.
pub(crate) fn score_at(share: f64) -> f64 {
    if share <= 0.0 {
        f64::NEG_INFINITY
    } else if share >= 1.0 {
        f64::INFINITY
    } else {
        engraft_stats::dist::normal_quantile(share).unwrap_or(0.0)
    }
}
