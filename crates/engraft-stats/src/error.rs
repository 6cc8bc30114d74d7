//! Why a statistic is refused. A refusal with a reason is a result; a silent NaN is not.

use thiserror::Error;

/// The reason a method gives no number.
#[non_exhaustive]
#[derive(Clone, Copy, PartialEq, Debug, Error)]
pub enum StatError {
    /// Fewer values than the method needs.
    #[error("needs at least {needed} values, found {found}")]
    TooFew {
        /// Smallest number of values the method is defined for.
        needed: usize,
        /// Number of values given.
        found: usize,
    },
    /// A value is NaN, infinite, or beyond 1e150 (its square may overflow).
    #[error("value {index} is not a finite number of usable size")]
    NotFinite {
        /// Position in the slice, from 0.
        index: usize,
    },
    /// A value must be above zero (geometric mean).
    #[error("value {index} is not above zero")]
    NotPositive {
        /// Position in the slice, from 0.
        index: usize,
    },
    /// A confidence level outside the open interval (0, 1).
    #[error("confidence level {found} is not between 0 and 1")]
    LevelOutOfRange {
        /// The level asked.
        found: f64,
    },
    /// A probability outside the closed interval [0, 1].
    #[error("probability {found} is not in [0, 1]")]
    ProbabilityOutOfRange {
        /// The probability given.
        found: f64,
    },
    /// A parameter of a distribution outside its domain.
    #[error("parameter {name} = {found} is outside its domain")]
    InvalidParameter {
        /// Name of the parameter as in the function's signature.
        name: &'static str,
        /// The value given.
        found: f64,
    },
    /// All values are the same (to rounding error): the variance is zero.
    #[error("all values are the same: no variance to work with")]
    ConstantData,
    /// No difference is left once zeros are set aside.
    #[error("all differences are zero: nothing to rank")]
    AllZeroDifferences,
    /// The sample is too small for the level asked: no set of values can be excluded at that level.
    #[error("level {asked} cannot be reached: the best possible with this sample is {best}")]
    LevelUnreachable {
        /// The level asked.
        asked: f64,
        /// The largest level an interval with two finite ends can have.
        best: f64,
    },
    /// A count larger than the number it is a part of.
    #[error("count {count} is larger than its total {total}")]
    InvalidCount {
        /// The part.
        count: u64,
        /// The whole.
        total: u64,
    },
    /// More values than the exact method is built for.
    #[error("the exact method takes at most {limit}, found {found}")]
    TooLarge {
        /// Largest size accepted.
        limit: usize,
        /// Size given.
        found: usize,
    },
    /// Two slices that must be of one length are not.
    #[error("{left} and {right} values do not pair up")]
    LengthMismatch {
        /// Length of the first slice.
        left: usize,
        /// Length of the second slice.
        right: usize,
    },
    /// An iteration ended without an answer.
    #[error("no convergence after {iterations} iterations: {advice}")]
    NotConverged {
        /// Iterations made.
        iterations: usize,
        /// What to try instead.
        advice: &'static str,
    },
    /// The quantity has no value in these data (separation, an empty cell, a curve that does not fall far enough).
    #[error("not estimable: {reason}")]
    NotEstimable {
        /// What is lacking, and what to do.
        reason: &'static str,
    },
}
