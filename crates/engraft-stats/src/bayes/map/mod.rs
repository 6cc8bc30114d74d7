//! Meta-analytic-predictive (MAP) priors: what past studies say about the next one.
//!
//! Model: study `i` has its own true value `theta_i ~ normal(mu, tau²)`, the new study another one. The MAP prior is the
//! posterior of the new `theta`. It is computed by quadrature over `tau` (and `mu`), and kept as it comes: a mixture of
//! normals, one for each node. [`fit_beta`] and [`fit_normal`] replace it by a few conjugate parts and say how well.
//!
//! A MAP prior is made robust by [`Mixture::robustified`](super::Mixture::robustified), its size is told by
//! [`elir`](super::elir).

mod binomial;
mod digamma;
mod fit;
mod fit_parts;
mod heterogeneity;
mod normal;

pub use binomial::map_binomial;
pub use fit::{MapFit, fit_beta, fit_normal};
pub use heterogeneity::TauPrior;
pub use normal::map_normal;

use libm::{exp, sqrt};

use super::{Component, Mixture, Normal};
use crate::StatError;

/// What is believed before the past studies are seen.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Hyperprior {
    /// Prior of `mu`, the mean over studies; on the logit scale for proportions. Vague: a large `sd`.
    pub mu: Normal,
    /// Prior of `tau`, the SD between studies.
    pub tau: TauPrior,
}

impl Hyperprior {
    fn checked(&self) -> Result<(), StatError> {
        self.mu.checked()?;
        self.tau.checked()
    }
}

/// A MAP prior and what was learned about the hyperparameters.
#[derive(Clone, PartialEq, Debug)]
pub struct MapPrior {
    /// Distribution of the true value of a new study, as a mixture of normals (one for each node of the quadrature); on the
    /// logit scale for proportions.
    pub predictive: Mixture<Normal>,
    /// Posterior mean of `mu`.
    pub mu_mean: f64,
    /// Posterior SD of `mu`.
    pub mu_sd: f64,
    /// Posterior mean of `tau`; `None` where the prior of `tau` has no mean and the studies give none.
    pub tau_mean: Option<f64>,
    /// Studies used.
    pub studies: usize,
}

/// One node of the quadrature: the logarithm of its weight, `tau`, and `mu` given `tau`.
#[derive(Clone, Copy)]
struct Node {
    log_weight: f64,
    tau: f64,
    mu: f64,
    mu_variance: f64,
}

/// Weights below this share of the largest are dropped.
const NEGLIGIBLE: f64 = 1e-12;

/// Puts the nodes together.
fn assemble(nodes: &[Node], tau: TauPrior, studies: usize) -> Result<MapPrior, StatError> {
    let largest = nodes.iter().fold(f64::NEG_INFINITY, |m, node| m.max(node.log_weight));
    if !largest.is_finite() {
        return Err(StatError::NotEstimable { reason: "the studies are impossible under the prior of mu and tau" });
    }
    let kept: Vec<(f64, &Node)> = nodes
        .iter()
        .map(|node| (exp(node.log_weight - largest), node))
        .filter(|(w, node)| *w > NEGLIGIBLE && node.tau < 1e90)
        .collect();
    let total: f64 = kept.iter().map(|(w, _)| w).sum();
    let mean = |f: &dyn Fn(&Node) -> f64| kept.iter().map(|(w, node)| w * f(node)).sum::<f64>() / total;
    let mu_mean = mean(&|node| node.mu);
    let mu_variance = mean(&|node| node.mu_variance + (node.mu - mu_mean) * (node.mu - mu_mean));
    let parts: Vec<(f64, Normal)> = kept
        .iter()
        .map(|(w, node)| (*w, Normal { mean: node.mu, sd: sqrt(node.mu_variance + node.tau * node.tau).max(1e-100) }))
        .collect();
    Ok(MapPrior {
        predictive: Mixture::new(&parts)?,
        mu_mean,
        mu_sd: sqrt(mu_variance),
        tau_mean: tau.has_mean().then(|| mean(&|node| node.tau)),
        studies,
    })
}

#[cfg(test)]
mod tests;
