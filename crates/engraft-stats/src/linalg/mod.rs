//! A thin layer over nalgebra: positive definite solves and least squares with rank detection.

mod cells;
mod design;
mod least_squares;
mod packed;
mod spd;

pub(crate) use cells::{Cells, Entries};
pub(crate) use design::design_matrix;
pub(crate) use least_squares::Qr;
pub(crate) use packed::{axpy, pack, packed_len, symmetric_dot, unpack};
pub(crate) use spd::Spd;
