//! Pointwise intervals of a Kaplan-Meier curve.

use libm::{asin, exp, log, log1p, sin, sqrt};

use super::beta_product::BetaProduct;
use super::{KaplanMeier, KaplanMeierStep};
use crate::dist::normal_quantile;
use crate::{Interval, StatError, check};

const NO_EVENT: StatError = StatError::NotEstimable {
    reason: "no event by this time: the variance estimate is 0; the beta-product interval is defined",
};
const AT_ZERO: StatError = StatError::NotEstimable {
    reason: "the curve is 0: Greenwood's variance is undefined; the beta-product interval is defined",
};
const LATE_ENTRY: StatError =
    StatError::NotEstimable { reason: "the beta-product interval is not defined with late entry; use log-log" };

/// How the interval of a survival probability S with standard error s is formed.
///
/// All but the last are approximations around Greenwood's variance, each on a scale of its own. R's `survfit` takes
/// `Log` by default, SAS `LogLog`. With few subjects or events prefer `BetaProduct`, which promises its level.
/// Where no event has come yet R prints [1, 1] for `Plain` and `Log`; here the interval is refused with the reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConfidenceMethod {
    /// `S ± z s`, cut at 0 and 1.
    Plain,
    /// On the scale of log S; upper end cut at 1.
    Log,
    /// On the scale of log(-log S).
    LogLog,
    /// On the scale of log(S / (1 - S)).
    Logit,
    /// On the scale of the arcsine of the square root of S.
    Arcsine,
    /// Beta product (BPCP) by the method of moments: guaranteed level in small samples, Clopper-Pearson when nothing
    /// is censored before the time. Defined before the first event and where the curve is 0; not with late entry.
    BetaProduct,
}

impl ConfidenceMethod {
    /// All of them.
    pub const ALL: [ConfidenceMethod; 6] = [
        ConfidenceMethod::Plain,
        ConfidenceMethod::Log,
        ConfidenceMethod::LogLog,
        ConfidenceMethod::Logit,
        ConfidenceMethod::Arcsine,
        ConfidenceMethod::BetaProduct,
    ];

    /// The one with this name.
    pub fn named(word: &str) -> Option<ConfidenceMethod> {
        Self::ALL.into_iter().find(|method| method.word() == word)
    }

    /// Name used in results.
    pub fn word(self) -> &'static str {
        match self {
            ConfidenceMethod::Plain => "plain",
            ConfidenceMethod::Log => "log",
            ConfidenceMethod::LogLog => "log-log",
            ConfidenceMethod::Logit => "logit",
            ConfidenceMethod::Arcsine => "arcsine",
            ConfidenceMethod::BetaProduct => "beta-product",
        }
    }
}

/// Ends of the interval by one of the methods based on Greenwood's variance; `s` is the standard error of log S.
fn greenwood_ends(survival: f64, s: f64, z: f64, method: ConfidenceMethod) -> (f64, f64) {
    match method {
        ConfidenceMethod::Plain => (survival * (1.0 - z * s), survival * (1.0 + z * s)),
        ConfidenceMethod::LogLog => {
            let log_survival = log(survival);
            let factor = exp(z * s / log_survival.abs());
            (exp(log_survival * factor), exp(log_survival / factor))
        }
        ConfidenceMethod::Logit => {
            let (centre, width) = (log(survival) - log1p(-survival), z * s / (1.0 - survival));
            let probability = |u: f64| if u > 0.0 { 1.0 / (1.0 + exp(-u)) } else { exp(u) / (1.0 + exp(u)) };
            (probability(centre - width), probability(centre + width))
        }
        ConfidenceMethod::Arcsine => {
            let (centre, width) = (asin(sqrt(survival)), 0.5 * z * s * sqrt(survival / (1.0 - survival)));
            let square = |u: f64| sin(u.clamp(0.0, std::f64::consts::FRAC_PI_2)).powi(2);
            (square(centre - width), square(centre + width))
        }
        ConfidenceMethod::Log | ConfidenceMethod::BetaProduct => (survival * exp(-z * s), survival * exp(z * s)),
    }
}

/// Interval at a step by Greenwood's variance; `z` is the normal quantile that belongs to the level.
pub(crate) fn greenwood_interval(
    survival: f64,
    greenwood: f64,
    (level, z): (f64, f64),
    method: ConfidenceMethod,
) -> Result<Interval, StatError> {
    if survival <= 0.0 {
        return Err(AT_ZERO);
    }
    if survival >= 1.0 || greenwood <= 0.0 {
        return Err(NO_EVENT);
    }
    let (lower, upper) = greenwood_ends(survival, sqrt(greenwood), z, method);
    Ok(Interval { lower: lower.max(0.0), upper: upper.min(1.0), asked: level, achieved: None })
}

impl KaplanMeier {
    /// The intervals of the first `count` steps, preceded by the interval before the first step.
    pub(crate) fn bands(&self, level: f64, method: ConfidenceMethod, count: usize) -> Vec<Result<Interval, StatError>> {
        let steps = self.steps.iter().take(count);
        if method != ConfidenceMethod::BetaProduct {
            let z = match normal_quantile(0.5 + 0.5 * level) {
                Ok(z) => z,
                Err(reason) => return vec![Err(reason); count + 1],
            };
            let of = |step: &KaplanMeierStep| greenwood_interval(step.survival, step.greenwood, (level, z), method);
            return std::iter::once(Err(NO_EVENT)).chain(steps.map(of)).collect();
        }
        if self.late_entry {
            return vec![Err(LATE_ENTRY); count + 1];
        }
        let mut product = BetaProduct::new(self.n);
        let first = product.interval(level);
        let rest = steps.map(|step| {
            product.step(step.at_risk, step.events, step.censored);
            product.interval(level)
        });
        std::iter::once(first).chain(rest).collect()
    }

    /// Pointwise intervals of the curve, one for each of its steps.
    ///
    /// # Arguments
    /// `level`: in (0, 1). `method`: see [`ConfidenceMethod`].
    /// # Returns
    /// For each step an interval on the scale of probabilities, or the reason why there is none.
    /// # Errors
    /// [`StatError::LevelOutOfRange`]; within the list [`StatError::NotEstimable`].
    /// # Examples
    /// ```
    /// use engraft_stats::survival::{ConfidenceMethod, FollowUp, kaplan_meier};
    /// // nobody had the event: a variance of 0 says nothing, the beta product does
    /// let curve = kaplan_meier(&FollowUp::new(&[5.0, 6.0, 7.0], &[false; 3]))?;
    /// assert!(curve.intervals(0.95, ConfidenceMethod::Log)?[0].is_err());
    /// let at_first = curve.intervals(0.95, ConfidenceMethod::BetaProduct)?[0].clone()?;
    /// // two are left at risk: the lower end is the square root of 0.025
    /// assert!((at_first.lower - 0.025_f64.sqrt()).abs() < 1e-12 && at_first.upper == 1.0);
    /// # Ok::<(), engraft_stats::StatError>(())
    /// ```
    /// # Validation
    /// `survival/kaplan-meier` (R survival 3.5-3 `survfit`), `survival/beta-product` (independent computation in R,
    /// Clopper-Pearson without censoring), closed_form.
    /// # References
    /// Fay MP, Brittain EH, Proschan MA. Pointwise confidence intervals for a survival distribution with small samples or
    /// heavy censoring. Biostatistics 2013;14:723-36. doi:10.1093/biostatistics/kxt016.
    pub fn intervals(
        &self,
        level: f64,
        method: ConfidenceMethod,
    ) -> Result<Vec<Result<Interval, StatError>>, StatError> {
        check::level(level)?;
        let mut bands = self.bands(level, method, self.steps.len());
        bands.drain(..1);
        Ok(bands)
    }
}
