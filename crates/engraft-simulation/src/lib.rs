//! A protocol with a `[truth]` → the tables of simulated subjects, in the shape of `data/`.
//!
//! [`Model::new`] turns the truth of a study into something that can be drawn from, or says why that cannot be done.
//! [`Model::draw`] draws one replicate: each has a random stream of its own ([`engraft_stats::random::Stream`]), so that
//! it is the same on any number of threads. [`Model::tables`] writes the subjects as tables of text cells; what kind of
//! file they become is not known here.
//!
//! A subject's values come from normal scores that hang together over time and between measures; each score is turned
//! into a value by the distribution of its measure, arm and visit. So the mean and the standard deviation of what is
//! recorded are exactly those of the truth, on bounded and stepped scales too, while correlations are those of the scores.

mod cohort;
mod fault;
mod items;
mod latent;
mod marginal;
mod matched;
mod measures;
mod model;
mod rows;
mod subject;
mod table;
mod targets;
mod text;
mod timeline;

pub use cohort::{Cell, Cohort, SimulatedSubject, Value, Visited};
pub use fault::Fault;
pub use matched::{Bounds, Reason, matched};
pub use model::{Model, Options};
pub use table::Table;
pub use targets::{Outcome, Target};

#[cfg(test)]
mod tests;
