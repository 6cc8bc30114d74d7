//! The normal model of correlated measurements: `y_i ~ N(X_i b, S_i(theta))`, independent subjects.
//!
//! Both the repeated-measures model and the random-effects model are this model with another `S_i`. Subjects with the
//! same design of measurements share one matrix and one Cholesky factor; what the data contribute is summed once into
//! cross-products, so that an iteration does not depend on the number of subjects.

mod adjusted;
mod cross_products;
mod estimate;
mod fit;
mod likelihood;
mod rows;
mod slope;
mod stack;
mod test;

pub use estimate::{DegreesOfFreedom, Estimate, Information};
pub use fit::Estimation;
pub use test::FTest;

pub(crate) use fit::{MarginalFit, fit_marginal};
pub(crate) use likelihood::Structure;
pub(crate) use rows::{Group, Rows};
pub(crate) use slope::{Slope, Slopes};
