//! Exact unconditional tests of equal proportions: Barnard (score statistic, Suissa-Shuster) and Boschloo.

use super::TwoByTwo;
use super::bernstein::supremum;
use crate::StatError;
use crate::exact::{EQUALLY_LIKELY, Family};

/// Largest group accepted.
const LARGEST_GROUP: u64 = 500;
/// Tables whose statistics agree to this relative width are equally extreme.
const TIE: f64 = 1e-10;

/// Which proportion the alternative holds to be larger.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alternative {
    /// The first.
    Greater,
    /// The second.
    Less,
    /// Either; tables are ordered by a two-sided statistic (|z|, or Fisher's minimum-likelihood p).
    TwoSided,
    /// Either; twice the smaller one-sided p, at most 1 (the convention of some programs for Boschloo's test).
    Doubled,
}

/// What orders the tables from least to most extreme.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extremeness {
    /// Score statistic with pooled variance (Suissa and Shuster; "Barnard's test" of most programs).
    Score,
    /// p-value of Fisher's exact test (Boschloo).
    Fisher,
}

/// Result of an exact unconditional test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Unconditional {
    /// Exact p-value: the largest rejection probability over the common proportion.
    pub p_value: f64,
    /// A common proportion at which it is attained (for `Doubled`, of the smaller side).
    pub worst_proportion: f64,
}

/// Tables of two fixed group sizes ordered once, so that many tables can be tested quickly.
#[derive(Clone, Debug)]
pub struct UnconditionalTest {
    n1: u64,
    n2: u64,
    sides: Vec<Order>,
}

/// All tables with a statistic that falls with extremeness, and their conditional probabilities.
#[derive(Clone, Debug)]
struct Order {
    /// One row of tables for each count in the first group.
    rows: Vec<Vec<Cell>>,
}

/// One table: its probability given the number of events, and its statistic.
#[derive(Clone, Copy, Debug)]
struct Cell {
    probability: f64,
    statistic: f64,
}

impl UnconditionalTest {
    /// Orders all tables of groups of `n1` and `n2` subjects.
    ///
    /// # Arguments
    /// `n1`, `n2`: 1 to 500 subjects. `extremeness`: [`Extremeness`]. `alternative`: [`Alternative`].
    /// # Errors
    /// [`StatError::TooFew`], [`StatError::TooLarge`].
    pub fn new(n1: u64, n2: u64, extremeness: Extremeness, alternative: Alternative) -> Result<Self, StatError> {
        let table = TwoByTwo::new(0, n1, 0, n2)?;
        table.both_groups()?;
        table.at_most(LARGEST_GROUP)?;
        let sides = match alternative {
            Alternative::Doubled => vec![Alternative::Less, Alternative::Greater],
            one => vec![one],
        };
        let sides = sides.into_iter().map(|side| Order::new(n1, n2, extremeness, side)).collect();
        Ok(UnconditionalTest { n1, n2, sides })
    }

    /// p-value of `x1` and `x2` events.
    ///
    /// # Numerics
    /// The rejection probability as a function of the common proportion is a polynomial in Bernstein form whose
    /// coefficients are the conditional rejection probabilities given the number of events. Its supremum is found with
    /// a proven bound (intervals halved until bound and value agree to 1e-12), so no peak is missed. Tables within
    /// 1e-10 relative of the statistic seen count as equally extreme.
    /// # Errors
    /// [`StatError::InvalidCount`].
    pub fn p_value(&self, x1: u64, x2: u64) -> Result<Unconditional, StatError> {
        crate::check::count(x1, self.n1)?;
        crate::check::count(x2, self.n2)?;
        let factor = self.sides.len() as f64;
        let mut best: Option<Unconditional> = None;
        for side in &self.sides {
            let found = supremum(&side.rejected(x1 as usize, x2 as usize, (self.n1 + self.n2) as usize));
            let p_value = (factor * found.value).min(1.0);
            if best.is_none_or(|b| p_value < b.p_value) {
                best = Some(Unconditional { p_value, worst_proportion: found.at });
            }
        }
        best.ok_or(StatError::NotEstimable { reason: "no side to test" })
    }

    /// Whether each table is rejected at `alpha`: rows by `x1`, columns by `x2`.
    ///
    /// p rises as extremeness falls, so the list of statistics is halved.
    pub(crate) fn rejections(&self, alpha: f64) -> Vec<Vec<bool>> {
        let mut rejected = vec![vec![false; self.n2 as usize + 1]; self.n1 as usize + 1];
        let factor = self.sides.len() as f64;
        let total = (self.n1 + self.n2) as usize;
        for side in &self.sides {
            let mut tables: Vec<(f64, usize, usize)> = Vec::new();
            for (x1, row) in side.rows.iter().enumerate() {
                tables.extend(row.iter().enumerate().map(|(x2, cell)| (cell.statistic, x1, x2)));
            }
            tables.sort_by(|a, b| a.0.total_cmp(&b.0));
            let rejects = |t: &(f64, usize, usize)| factor * supremum(&side.rejected(t.1, t.2, total)).value <= alpha;
            for (_, x1, x2) in tables.iter().take(tables.partition_point(rejects)) {
                if let Some(place) = rejected.get_mut(*x1).and_then(|row| row.get_mut(*x2)) {
                    *place = true;
                }
            }
        }
        rejected
    }
}

impl Order {
    fn new(n1: u64, n2: u64, extremeness: Extremeness, side: Alternative) -> Order {
        let mut rows: Vec<Vec<Cell>> = (0..=n1)
            .map(|x1| {
                let cell = |x2: u64| Cell { probability: 0.0, statistic: score(x1, n1, x2, n2, side) };
                (0..=n2).map(cell).collect()
            })
            .collect();
        for events in 0..=n1 + n2 {
            let lowest = events.saturating_sub(n2);
            let probabilities = Family::hypergeometric(n1, n2, events).probabilities(1.0);
            let sums = fisher_sums(&probabilities, side);
            for (i, (probability, p)) in probabilities.iter().zip(sums).enumerate() {
                let x1 = lowest as usize + i;
                let cell = rows.get_mut(x1).and_then(|row| row.get_mut(events as usize - x1));
                if let Some(cell) = cell {
                    cell.probability = *probability;
                    if extremeness == Extremeness::Fisher {
                        cell.statistic = p;
                    }
                }
            }
        }
        Order { rows }
    }

    /// Conditional probability, for each number of events, of a table at least as extreme as the one given.
    fn rejected(&self, x1: usize, x2: usize, total: usize) -> Vec<f64> {
        let seen = self.rows.get(x1).and_then(|row| row.get(x2)).map_or(0.0, |cell| cell.statistic);
        let bar = seen + TIE * seen.abs();
        let mut sums = vec![0.0; total + 1];
        for (first, row) in self.rows.iter().enumerate() {
            for (cell, sum) in row.iter().zip(sums.iter_mut().skip(first)) {
                if cell.statistic <= bar {
                    *sum += cell.probability;
                }
            }
        }
        for sum in &mut sums {
            *sum = sum.min(1.0);
        }
        sums
    }
}

/// Square of the pooled score statistic up to a constant, signed so that the most extreme table has the least.
///
/// Numerator and denominator are whole numbers below 2^53: tables that tie do so to the last bit but one.
fn score(x1: u64, n1: u64, x2: u64, n2: u64, side: Alternative) -> f64 {
    let excess = (x1 * n2) as f64 - (x2 * n1) as f64;
    if excess == 0.0 {
        return 0.0;
    }
    let events = x1 + x2;
    let square = excess * excess / (events as f64 * (n1 + n2 - events) as f64);
    match side {
        Alternative::Greater => -square * excess.signum(),
        Alternative::Less => square * excess.signum(),
        Alternative::TwoSided | Alternative::Doubled => -square,
    }
}

/// Fisher's p-value of every table with given margins, from their conditional probabilities.
pub(crate) fn fisher_sums(probabilities: &[f64], side: Alternative) -> Vec<f64> {
    let running = |p: &mut dyn Iterator<Item = &f64>| -> Vec<f64> {
        p.scan(0.0, |sum, p| {
            *sum += p;
            Some(f64::min(*sum, 1.0))
        })
        .collect()
    };
    match side {
        Alternative::Less => running(&mut probabilities.iter()),
        Alternative::Greater => {
            let mut sums = running(&mut probabilities.iter().rev());
            sums.reverse();
            sums
        }
        Alternative::TwoSided | Alternative::Doubled => {
            // unimodal: taking the smaller of the two outermost gives the probabilities in rising order
            let mut order: Vec<(usize, f64)> = probabilities.iter().copied().enumerate().collect();
            order.sort_by(|a, b| a.1.total_cmp(&b.1));
            let mut sums = vec![0.0; probabilities.len()];
            let mut total = 0.0;
            for (place, (index, p)) in order.iter().enumerate() {
                total += p;
                // everything tied with it counts too
                let tied = order.iter().skip(place + 1).map(|o| o.1).take_while(|q| *q <= p * (1.0 + EQUALLY_LIKELY));
                if let Some(sum) = sums.get_mut(*index) {
                    *sum = (total + tied.sum::<f64>()).min(1.0);
                }
            }
            sums
        }
    }
}

/// Exact unconditional test of equal proportions with the score statistic (Barnard's test as Suissa and Shuster do it).
///
/// # Arguments
/// `table`: two groups of 1 to 500 subjects. `alternative`: see [`Alternative`].
/// # Returns
/// An [`Unconditional`]: p is the largest probability, over the common proportion, of a table at least as extreme.
/// # Assumptions and small samples
/// Group sizes fixed by design, the number of events not. Exact and, as a rule, less conservative than Fisher's test.
/// # Numerics
/// See [`UnconditionalTest::p_value`].
/// # Errors
/// [`StatError::TooFew`], [`StatError::TooLarge`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, two_proportions::*};
/// let table = TwoByTwo::new(4, 6, 0, 6)?;
/// let p = barnard_test(&table, Alternative::Greater)?.p_value;
/// assert!((p - 0.010_50).abs() < 5e-6, "{p}");
/// // no event, no evidence
/// assert_eq!(barnard_test(&TwoByTwo::new(0, 6, 0, 6)?, Alternative::TwoSided)?.p_value, 1.0);
/// assert!(barnard_test(&TwoByTwo::new(0, 0, 0, 6)?, Alternative::Less).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `two-proportions/unconditional`, enumeration with rational tie-breaking and a fine grid with local refinement in
/// R 4.2.2; iterative.
/// # References
/// Barnard GA. Significance tests for 2 x 2 tables. Biometrika 1947;34:123-38. doi:10.1093/biomet/34.1-2.123.
/// Suissa S, Shuster JJ. Exact unconditional sample sizes for the 2 x 2 binomial trial. J R Stat Soc A
/// 1985;148:317-27. doi:10.2307/2981892
pub fn barnard_test(table: &TwoByTwo, alternative: Alternative) -> Result<Unconditional, StatError> {
    UnconditionalTest::new(table.n1, table.n2, Extremeness::Score, alternative)?.p_value(table.x1, table.x2)
}

/// Exact unconditional test of equal proportions that orders tables by Fisher's p (Boschloo's test).
///
/// Never above Fisher's p with the same alternative. Arguments, results, numerics and errors as [`barnard_test`].
///
/// # Examples
/// ```
/// use engraft_stats::{StatError, two_proportions::*};
/// let table = TwoByTwo::new(5, 6, 1, 7)?;
/// assert!(boschloo_test(&table, Alternative::Greater)?.p_value < 0.025);
/// assert_eq!(boschloo_test(&TwoByTwo::new(3, 6, 3, 6)?, Alternative::TwoSided)?.p_value, 1.0);
/// assert!(boschloo_test(&TwoByTwo::new(0, 600, 0, 6)?, Alternative::Less).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `two-proportions/unconditional`, R 4.2.2, iterative.
/// # References
/// Boschloo RD. Raised conditional level of significance for the 2 x 2-table when testing the equality of two
/// probabilities. Stat Neerl 1970;24:1-9. doi:10.1111/j.1467-9574.1970.tb00104.x
pub fn boschloo_test(table: &TwoByTwo, alternative: Alternative) -> Result<Unconditional, StatError> {
    UnconditionalTest::new(table.n1, table.n2, Extremeness::Fisher, alternative)?.p_value(table.x1, table.x2)
}
