//! Exact power of tests of two proportions: the sum of the probabilities of the tables that reject.

use super::{alpha as checked_alpha, power as checked_power};
use crate::StatError;
use crate::dist::binomial::pmf;
use crate::exact::Family;
use crate::two_proportions::{Alternative, Extremeness, UnconditionalTest, fisher_sums};

/// Largest group for power.
const LARGEST: u64 = 300;
/// Largest group searched.
const LARGEST_SEARCH: u64 = 200;

/// A test of two proportions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProportionTest {
    /// Fisher's exact test; two-sided by minimum likelihood (R), doubled by [`Alternative::Doubled`].
    Fisher(Alternative),
    /// Exact unconditional test with the score statistic.
    Barnard(Alternative),
    /// Exact unconditional test ordered by Fisher's p.
    Boschloo(Alternative),
}

/// Exact power of a test of two proportions.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TwoProportionPower {
    /// Subjects of the first group.
    pub n1: u64,
    /// Subjects of the second group.
    pub n2: u64,
    /// Probability of rejecting.
    pub power: f64,
}

/// Exact power of a test of two proportions.
///
/// # Arguments
/// `sizes`: subjects of the two groups, 1 to 300. `proportions`: true proportions of the two groups. `alpha`: in (0, 1).
/// `test`: see [`ProportionTest`].
/// # Returns
/// A [`TwoProportionPower`]; with equal proportions the true size of the test there.
/// # Numerics
/// Which tables reject is decided once for each margin (Fisher), or by halving the list of tables ordered by their
/// statistic (unconditional tests).
/// # Errors
/// [`StatError::TooFew`], [`StatError::TooLarge`], [`StatError::ProbabilityOutOfRange`],
/// [`StatError::InvalidParameter`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, design::{ProportionTest, two_proportion_power}, two_proportions::Alternative};
/// let fisher = ProportionTest::Fisher(Alternative::TwoSided);
/// let boschloo = ProportionTest::Boschloo(Alternative::TwoSided);
/// let f = two_proportion_power((12, 12), (0.8, 0.2), 0.05, fisher)?.power;
/// let b = two_proportion_power((12, 12), (0.8, 0.2), 0.05, boschloo)?.power;
/// assert!(f < b);
/// assert!(two_proportion_power((0, 12), (0.8, 0.2), 0.05, fisher).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `design/power`, every table through `fisher.test` in R 4.2.2, closed_form.
pub fn two_proportion_power(
    sizes: (u64, u64),
    proportions: (f64, f64),
    alpha: f64,
    test: ProportionTest,
) -> Result<TwoProportionPower, StatError> {
    let (n1, n2) = sizes;
    checked_alpha(alpha)?;
    crate::check::probability(proportions.0)?;
    crate::check::probability(proportions.1)?;
    if n1 == 0 || n2 == 0 {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    if n1.max(n2) > LARGEST {
        return Err(StatError::TooLarge { limit: LARGEST as usize, found: n1.max(n2) as usize });
    }
    let rejected = match test {
        ProportionTest::Fisher(side) => fisher_rejections(n1, n2, side, alpha),
        ProportionTest::Barnard(side) => UnconditionalTest::new(n1, n2, Extremeness::Score, side)?.rejections(alpha),
        ProportionTest::Boschloo(side) => UnconditionalTest::new(n1, n2, Extremeness::Fisher, side)?.rejections(alpha),
    };
    let second: Vec<f64> = (0..=n2).map(|x| pmf(x, n2, proportions.1)).collect();
    let power = (0..=n1)
        .zip(&rejected)
        .map(|(x1, row)| {
            let reject: f64 = row.iter().zip(&second).filter(|(r, _)| **r).map(|(_, p)| p).sum();
            pmf(x1, n1, proportions.0) * reject
        })
        .sum::<f64>();
    Ok(TwoProportionPower { n1, n2, power: power.min(1.0) })
}

/// Whether Fisher's test rejects each table: rows by the first count, columns by the second.
fn fisher_rejections(n1: u64, n2: u64, side: Alternative, alpha: f64) -> Vec<Vec<bool>> {
    let mut rejected = vec![vec![false; n2 as usize + 1]; n1 as usize + 1];
    // a p-value equal to alpha but for rounding rejects
    let bar = alpha * (1.0 + 1e-12);
    for events in 0..=n1 + n2 {
        let probabilities = Family::hypergeometric(n1, n2, events).probabilities(1.0);
        let p: Vec<f64> = if side == Alternative::Doubled {
            let (less, greater) =
                (fisher_sums(&probabilities, Alternative::Less), fisher_sums(&probabilities, Alternative::Greater));
            less.iter().zip(&greater).map(|(a, b)| 2.0 * a.min(*b)).collect()
        } else {
            fisher_sums(&probabilities, side)
        };
        let lowest = events.saturating_sub(n2) as usize;
        for (x1, p) in (lowest..).zip(p) {
            if let Some(place) = rejected.get_mut(x1).and_then(|row| row.get_mut(events as usize - x1)) {
                *place = p <= bar;
            }
        }
    }
    rejected
}

/// Smallest equal groups with at least the power asked.
///
/// The exact power goes up and down with the size; this is the first size that reaches it.
///
/// # Arguments
/// As [`two_proportion_power`]; `power`: in (0, 1).
/// # Errors
/// As [`two_proportion_power`]; [`StatError::TooLarge`] when 200 in each group are not enough.
/// # Validation
/// `design/power`, R 4.2.2, count.
pub fn two_proportion_size(
    proportions: (f64, f64),
    alpha: f64,
    power: f64,
    test: ProportionTest,
) -> Result<TwoProportionPower, StatError> {
    checked_power(power)?;
    for n in 1..=LARGEST_SEARCH {
        let found = two_proportion_power((n, n), proportions, alpha, test)?;
        if found.power >= power {
            return Ok(found);
        }
    }
    Err(StatError::TooLarge { limit: LARGEST_SEARCH as usize, found: LARGEST_SEARCH as usize + 1 })
}
