//! A thin layer over nalgebra: positive definite solves and least squares with rank detection.

mod cells;
mod design;
mod least_squares;
mod orthonormal;
mod packed;
mod spd;
mod triangle;

pub(crate) use cells::{Cells, Entries};
pub(crate) use design::{check_design, design_matrix};
pub(crate) use least_squares::Qr;
pub(crate) use orthonormal::Orthonormal;
pub(crate) use packed::{axpy, dot, pack, packed_len, packed_outer, packed_rows, product, unpack};
pub(crate) use spd::Spd;
pub(crate) use triangle::Triangle;
