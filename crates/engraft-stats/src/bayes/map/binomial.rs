//! MAP prior of a proportion from responders of past studies, with the binomial likelihood itself.

use libm::{exp, log, log1p, sqrt};
use rayon::prelude::*;

use super::{Hyperprior, MapPrior, Node, assemble};
use crate::dist::normal::{density, normal_cdf};
use crate::proportion::check_counts;
use crate::{StatError, check};

/// Largest number of studies.
const LARGEST_STUDIES: usize = 200;
/// Largest number of subjects in one study.
const LARGEST_STUDY: u64 = 10_000;
/// Step of the quadrature over tau.
const STEP: f64 = 0.08;
/// Smallest ratio of tau to the scale of its prior: below, tau makes no difference.
const LEAST_RATIO: f64 = 1e-7;
/// Beyond this logit the likelihood of a study has its limit (0, or 1 for 0 of n and n of n).
const FLAT: f64 = 45.0;
/// Points of the first, coarse look at mu, and of the quadrature over mu.
const COARSE: usize = 61;
const FINE: usize = 161;
/// Log-density left out at the ends of the range of mu.
const DROP: f64 = 40.0;

/// One study's data.
struct Study {
    x: f64,
    n: f64,
    /// Log-likelihood at its maximum, so that the likelihood is at most 1.
    top: f64,
}

/// `x ln p + (n - x) ln(1 - p)` at the logit `eta`.
fn log_likelihood(x: f64, n: f64, eta: f64) -> f64 {
    let others = n - x;
    // ln p = -ln(1 + e^-eta), ln(1 - p) = -ln(1 + e^eta), each from the side that cannot overflow
    let (p, q) = if eta < 0.0 {
        let rest = log1p(exp(eta));
        (eta - rest, -rest)
    } else {
        let rest = log1p(exp(-eta));
        (-rest, -eta - rest)
    };
    x * p + others * q
}

impl Study {
    fn new(x: u64, n: u64) -> Study {
        let (x, n) = (x as f64, n as f64);
        let top = if x == 0.0 || x == n { 0.0 } else { log_likelihood(x, n, log(x / (n - x))) };
        Study { x, n, top }
    }

    /// Logarithm of the mean likelihood over `theta ~ normal(mu, tau²)`, by the trapezoidal rule.
    fn log_marginal(&self, mu: f64, tau: f64) -> f64 {
        if self.n == 0.0 {
            return 0.0;
        }
        let value = |eta: f64| exp(log_likelihood(self.x, self.n, eta) - self.top);
        if tau < 1e-9 {
            return log_likelihood(self.x, self.n, mu) - self.top;
        }
        // the step follows the narrower of the normal density and the likelihood; both are analytic, so the rule is
        // exact to rounding
        let step = (0.25 * tau).min(1.2 / sqrt(self.n.max(4.0)));
        let (low, high) = ((mu - 9.0 * tau).max(-FLAT), (mu + 9.0 * tau).min(FLAT));
        let count = ((high - low) / step).max(0.0) as usize + 1;
        let step = (high - low) / count as f64;
        let inner: f64 = (0..=count)
            .map(|k| {
                let eta = low + step * k as f64;
                let weight = if k == 0 || k == count { 0.5 } else { 1.0 };
                weight * value(eta) * density((eta - mu) / tau)
            })
            .sum();
        let below = if self.x == 0.0 { normal_cdf((low - mu) / tau) * value(low) } else { 0.0 };
        let above = if self.x == self.n { normal_cdf((mu - high) / tau) * value(high) } else { 0.0 };
        let whole = if high > low { inner * step / tau } else { 0.0 };
        log(whole + below + above)
    }
}

/// Nodes over mu for one tau.
fn nodes_given(studies: &[Study], prior: &Hyperprior, tau: f64, log_weight: f64) -> Vec<Node> {
    let log_density = |mu: f64| {
        let z = (mu - prior.mu.mean) / prior.mu.sd;
        studies.iter().fold(-0.5 * z * z, |sum, study| sum + study.log_marginal(mu, tau))
    };
    let reach = 9.0 * prior.mu.sd;
    let (mut low, mut high) = (prior.mu.mean - reach, prior.mu.mean + reach);
    // narrow the range until the density fills it: each look keeps one step beyond what matters
    for _ in 0..12 {
        let step = (high - low) / (COARSE - 1) as f64;
        let looks: Vec<(f64, f64)> =
            (0..COARSE).map(|k| low + step * k as f64).map(|mu| (mu, log_density(mu))).collect();
        let top = looks.iter().fold(f64::NEG_INFINITY, |m, (_, l)| m.max(*l));
        let matter = || looks.iter().filter(|(_, l)| *l >= top - DROP).map(|(mu, _)| *mu);
        let (first, last) = (matter().fold(high, f64::min), matter().fold(low, f64::max));
        let next = ((first - step).max(low), (last + step).min(high));
        let settled = next.1 - next.0 > 0.5 * (high - low);
        (low, high) = next;
        if settled {
            break;
        }
    }
    smoothed(low, (high - low) / (FINE - 1) as f64, tau, log_weight, log_density)
}

/// Nodes at equal steps of mu, each widened where tau is too small to bridge a step.
///
/// Where tau is below 0.7 steps, point masses would leave steps in the distribution. Each is replaced by a normal density
/// of variance `s² = (0.7 step)² - tau²`, and the density `f` by `f - s²/2 f''`, so that the widening undoes itself to the
/// fourth order.
fn smoothed(low: f64, step: f64, tau: f64, log_weight: f64, log_density: impl Fn(f64) -> f64) -> Vec<Node> {
    let looks: Vec<f64> = (0..FINE).map(|k| log_density(low + step * k as f64)).collect();
    let top = looks.iter().fold(f64::NEG_INFINITY, |m, l| m.max(*l));
    let at = |k: usize| looks.get(k).map_or(0.0, |l| exp(l - top));
    let added = (0.49 * step * step - tau * tau).max(0.0);
    let node = |k: usize| {
        let second = at(k + 1) - 2.0 * at(k) + k.checked_sub(1).map_or(0.0, at);
        let density = (at(k) - 0.5 * added / (step * step) * second).max(0.0);
        let log_weight = log_weight + log(step) + top + log(density);
        Node { log_weight, tau, mu: low + step * k as f64, mu_variance: added }
    };
    (0..FINE).map(node).collect()
}

/// MAP prior of a proportion, on the logit scale, from responders of past studies.
///
/// # Arguments
/// `studies`: for each past study `(x, n)`, responders and subjects, 1 to 200 studies of at most 10 000. `prior`: see
/// [`Hyperprior`], on the logit scale; its `mu.sd` at most 100 and the scale of `tau` at most 100.
/// # Returns
/// A [`MapPrior`] on the logit scale; [`fit_beta`](super::fit_beta) takes it to the scale of proportions.
/// # Assumptions and small samples
/// Exchangeable studies with normal logits. The binomial likelihood is used as it is: 0 of n and n of n need no correction.
/// # Numerics
/// Trapezoidal rule over the logit of each study, over `mu` (161 points) and exp-sinh over `tau`; means, SDs and
/// the distribution function to about 1e-6. The nodes of `tau` are worked in parallel and joined in
/// order.
/// # Errors
/// [`StatError::TooFew`], [`StatError::TooLarge`], [`StatError::InvalidCount`], [`StatError::InvalidParameter`].
/// # Examples
/// ```
/// use engraft_stats::bayes::{Beta, Normal};
/// use engraft_stats::bayes::map::{Hyperprior, TauPrior, fit_beta, map_binomial};
/// let prior = Hyperprior { mu: Normal { mean: 0.0, sd: 2.0 }, tau: TauPrior::HalfNormal { scale: 0.5 } };
/// let map = map_binomial(&[(3, 20), (5, 24), (1, 12), (4, 30)], prior)?;
/// let fit = fit_beta(&map.predictive, 2)?;
/// assert!(fit.largest_gap < 0.01);
/// let robust = fit.mixture.robustified(Beta { a: 1.0, b: 1.0 }, 0.2)?;
/// assert!(robust.mean() > fit.mixture.mean());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `bayes/map`, R 4.2.2 nested `integrate`, iterative.
/// # References
/// Neuenschwander B, and others. Clin Trials 2010;7:5-18. doi:10.1177/1740774509356002.
/// Schmidli H, and others. Biometrics 2014;70:1023-32. doi:10.1111/biom.12242
pub fn map_binomial(studies: &[(u64, u64)], prior: Hyperprior) -> Result<MapPrior, StatError> {
    prior.checked()?;
    check::finite(&[prior.mu.mean])?;
    prior.logit_sized()?;
    if studies.is_empty() {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    if studies.len() > LARGEST_STUDIES {
        return Err(StatError::TooLarge { limit: LARGEST_STUDIES, found: studies.len() });
    }
    for (x, n) in studies {
        check_counts(*x, *n)?;
        if *n > LARGEST_STUDY {
            return Err(StatError::TooLarge { limit: LARGEST_STUDY as usize, found: *n as usize });
        }
    }
    let data: Vec<Study> = studies.iter().map(|(x, n)| Study::new(*x, *n)).collect();
    let by_tau: Vec<Vec<Node>> = prior
        .tau
        .nodes(STEP, LEAST_RATIO)
        .into_par_iter()
        .map(|(tau, log_weight)| nodes_given(&data, &prior, tau, log_weight))
        .collect();
    assemble(&by_tau.concat(), prior.tau, studies.len())
}

impl Hyperprior {
    /// Refuses hyperpriors too wide for a logit.
    fn logit_sized(&self) -> Result<(), StatError> {
        let scale = match self.tau {
            super::TauPrior::HalfNormal { scale } | super::TauPrior::HalfT { scale, .. } => scale,
        };
        for (name, found, limit) in
            [("mu.mean", self.mu.mean.abs(), 50.0), ("mu.sd", self.mu.sd, 100.0), ("scale", scale, 100.0)]
        {
            if found > limit || (name == "mu.sd" && found < 1e-3) {
                return Err(StatError::InvalidParameter { name, found });
            }
        }
        Ok(())
    }
}
