//! The p-value of a permutation test and where it comes from.

use libm::sqrt;
use rayon::prelude::*;

use crate::random::Stream;
use crate::{Interval, ProportionMethod, StatError, proportion_interval};

/// Level of the interval around a Monte Carlo p-value.
const ERROR_LEVEL: f64 = 0.99;
/// Largest number of draws.
const LARGEST_DRAWS: usize = 1_000_000;

/// How to draw when the arrangements are too many to count; unused when they are not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MonteCarlo {
    /// Number of draws B, 99 to 1,000,000.
    pub draws: usize,
    /// Seed of the random numbers; draw b uses stream b.
    pub seed: u64,
}

/// Where a p-value comes from.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Reference {
    /// All arrangements were counted: no error but rounding.
    Exact {
        /// Number of arrangements.
        arrangements: f64,
    },
    /// Arrangements were drawn at random.
    MonteCarlo {
        /// Number of draws.
        draws: usize,
        /// Seed used.
        seed: u64,
        /// Monte Carlo standard error of the p-value, `sqrt(p (1 - p) / B)`.
        standard_error: f64,
        /// Clopper-Pearson interval, level 0.99, of the p-value that all arrangements would give.
        interval: Interval,
    },
}

/// A permutation p-value with its origin.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PermutationP {
    /// Two-sided p-value; from draws `(1 + extreme) / (1 + B)`, which never understates.
    pub p_value: f64,
    /// Exact or drawn.
    pub reference: Reference,
}

impl PermutationP {
    /// The exact p-value of a share of all arrangements.
    pub(crate) fn exact(share: f64, arrangements: f64) -> PermutationP {
        PermutationP { p_value: share.min(1.0), reference: Reference::Exact { arrangements } }
    }
}

/// Draws arrangements and counts the extreme ones; `extreme` draws one from the stream given.
///
/// Phipson and Smyth, Stat Appl Genet Mol Biol 2010;9:39, doi:10.2202/1544-6115.1585: the data's own arrangement
/// counts as one more draw.
pub(crate) fn drawn_p(
    options: MonteCarlo,
    extreme: impl Fn(&mut Stream) -> bool + Sync,
) -> Result<PermutationP, StatError> {
    let MonteCarlo { draws, seed } = options;
    if draws < 99 {
        return Err(StatError::InvalidParameter { name: "draws", found: draws as f64 });
    }
    if draws > LARGEST_DRAWS {
        return Err(StatError::TooLarge { limit: LARGEST_DRAWS, found: draws });
    }
    let count = (0..draws).into_par_iter().filter(|draw| extreme(&mut Stream::new(seed, *draw as u64))).count();
    let p_value = (1 + count) as f64 / (1 + draws) as f64;
    let interval = proportion_interval(count as u64, draws as u64, ERROR_LEVEL, ProportionMethod::ClopperPearson)?;
    let standard_error = sqrt(p_value * (1.0 - p_value) / draws as f64);
    Ok(PermutationP { p_value, reference: Reference::MonteCarlo { draws, seed, standard_error, interval } })
}
