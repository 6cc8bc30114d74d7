//! Two independent proportions: difference, risk ratio, odds ratio, and exact tests of their equality.
//!
//! | Question | Approximate | Exact |
//! |---|---|---|
//! | difference | [`score_effect`] (Miettinen-Nurminen, Mee), [`newcombe_difference`](crate::newcombe_difference) | [`exact_effect`] (Chan-Zhang) |
//! | risk ratio | [`score_effect`] (Miettinen-Nurminen, Koopman) | [`exact_effect`] |
//! | odds ratio | [`score_effect`] (Miettinen-Nurminen) | [`fisher_test`], conditional |
//! | equality | [`score_effect`] | [`fisher_test`]; [`UnconditionalTest`] (Barnard, Boschloo) |
//!
//! Nothing is added to a cell unasked. With zeros, an estimate may be zero, infinite or absent, and an end of an
//! interval infinite; the reason is then given as text.

mod bernstein;
mod exact_effect;
mod fisher;
mod score;
mod score_effect;
mod table;
mod unconditional;

pub use exact_effect::exact_effect;
pub(crate) use fisher::conditional_odds_ratio;
pub use fisher::{FisherOddsRatio, fisher_test};
pub use score::{Measure, ScoreVariance};
pub use score_effect::{EffectEstimate, ScoreEffect, score_effect};
pub use table::TwoByTwo;
pub use unconditional::{Alternative, Extremeness, Unconditional, UnconditionalTest, barnard_test, boschloo_test};

pub(crate) use unconditional::fisher_sums;

#[cfg(test)]
mod tests;
