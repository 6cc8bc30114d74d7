//! Substitution of values below the limit.

use std::f64::consts::FRAC_1_SQRT_2;

use crate::{StatError, check};

/// A measured value, or the limit it lies below.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Measurement {
    /// The value itself.
    Value(f64),
    /// Below this limit of detection (or quantification).
    Below(f64),
}

impl Measurement {
    /// The value or the limit.
    pub fn number(self) -> f64 {
        match self {
            Measurement::Value(v) | Measurement::Below(v) => v,
        }
    }
}

/// What stands for a value below its limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Substitution {
    /// Zero.
    Zero,
    /// Half of the limit.
    Half,
    /// The limit over the square root of two.
    OverRootTwo,
    /// The limit itself.
    Limit,
}

/// Replaces values below their limit by a named rule, in the order given.
///
/// # Arguments
/// `measurements`: finite; limits above zero. `rule`: see [`Substitution`].
/// # Returns
/// One value per measurement.
/// # Assumptions and small samples
/// No rule is right: report the rule and the number replaced, and compare two rules. [`Substitution::Zero`] has no
/// logarithm. See [`censored_normal`](super::censored_normal) for a method without a rule.
/// # Errors
/// [`StatError::NotFinite`], [`StatError::NotPositive`] for a limit not above zero.
/// # Examples
/// ```
/// use engraft_stats::detection_limit::{Measurement::*, Substitution, substitute};
/// assert_eq!(substitute(&[Value(3.0), Below(2.0)], Substitution::Half)?, [3.0, 1.0]);
/// assert!(substitute(&[Below(0.0)], Substitution::Half).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// By hand.
/// # References
/// Hornung RW, Reed LD. Estimation of average concentration in the presence of nondetectable values. Appl Occup Environ Hyg
/// 1990;5:46-51. doi:10.1080/1047322X.1990.10389587
pub fn substitute(measurements: &[Measurement], rule: Substitution) -> Result<Vec<f64>, StatError> {
    checked(measurements)?;
    Ok(measurements
        .iter()
        .map(|m| match (*m, rule) {
            (Measurement::Value(v), _) | (Measurement::Below(v), Substitution::Limit) => v,
            (Measurement::Below(_), Substitution::Zero) => 0.0,
            (Measurement::Below(limit), Substitution::Half) => 0.5 * limit,
            (Measurement::Below(limit), Substitution::OverRootTwo) => FRAC_1_SQRT_2 * limit,
        })
        .collect())
}

/// Refuses numbers that are not finite, and limits not above zero.
fn checked(measurements: &[Measurement]) -> Result<(), StatError> {
    let numbers: Vec<f64> = measurements.iter().map(|m| m.number()).collect();
    check::finite(&numbers)?;
    match measurements.iter().position(|m| matches!(m, Measurement::Below(limit) if *limit <= 0.0)) {
        Some(index) => Err(StatError::NotPositive { index }),
        None => Ok(()),
    }
}
