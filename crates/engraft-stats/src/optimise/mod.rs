//! Minimising smooth functions of a few parameters, with the number of iterations and the reason of a failure told.

mod nelder_mead;
mod newton;

pub(crate) use nelder_mead::nelder_mead;
pub(crate) use newton::{Derivatives, Failure, Objective, newton, newton_from};
