//! What a result may hold.

use engraft_stats::Interval;
use engraft_stats::effect_size::EffectSize;
use engraft_stats::permutation::{PermutationP, Reference};
use engraft_stats::two_proportions::EffectEstimate;

/// What a call found; panics on a number that may not be there.
pub struct Found {
    pub answered: bool,
}

impl Found {
    pub fn finite(&mut self, what: &str, value: f64) {
        self.answered = true;
        assert!(value.is_finite(), "{what} is {value}");
    }

    pub fn all(&mut self, what: &str, values: &[f64]) {
        values.iter().for_each(|v| self.finite(what, *v));
    }

    pub fn probabilities(&mut self, what: &str, values: &[f64]) {
        values.iter().for_each(|v| self.probability(what, *v));
    }

    pub fn maybe(&mut self, what: &str, value: Option<f64>) {
        value.into_iter().for_each(|v| self.finite(what, v));
    }

    pub fn probability(&mut self, what: &str, value: f64) {
        self.answered = true;
        assert!((0.0..=1.0).contains(&value), "{what} is {value}");
    }

    /// An interval with two finite ends in order.
    pub fn interval(&mut self, interval: &Interval) {
        self.finite("lower", interval.lower);
        self.finite("upper", interval.upper);
        // at a level next to nothing both ends agree to rounding, and may cross by it
        let rounding = 1e-12 * interval.upper.abs();
        assert!(interval.lower <= interval.upper + rounding, "{interval:?}");
    }

    /// An interval whose ends may be infinite.
    pub fn open_interval(&mut self, interval: &Interval) {
        self.answered = true;
        let rounding = if interval.upper.is_finite() { 1e-12 * interval.upper.abs() } else { 0.0 };
        assert!(interval.lower <= interval.upper + rounding, "{interval:?}");
    }

    /// A ratio that may be zero or infinite, but is a number.
    pub fn ratio(&mut self, value: Option<f64>) {
        self.answered = true;
        assert!(value.is_none_or(|v| v >= 0.0), "ratio {value:?}");
    }

    pub fn estimate(&mut self, effect: &EffectEstimate) {
        self.answered = true;
        assert!(effect.estimate.is_none_or(|v| !v.is_nan()), "{effect:?}");
        let explained = effect.reason.is_some();
        assert!(explained || effect.estimate.is_some_and(f64::is_finite), "an estimate without a number or a reason");
        self.open_interval(&effect.interval);
    }

    pub fn effect(&mut self, effect: &EffectSize) {
        self.all("effect size", &[effect.d, effect.correction, effect.g, effect.df, effect.variance]);
        self.open_interval(&effect.interval);
        self.open_interval(&effect.large_sample);
    }

    pub fn permutation(&mut self, p: &PermutationP) {
        self.probability("p", p.p_value);
        if let Reference::MonteCarlo { standard_error, interval, .. } = p.reference {
            self.finite("standard error", standard_error);
            self.interval(&interval);
        }
    }
}
