//! What the command line does with tables of items and with simulated subjects, without files: bytes in, bytes out.
//!
//! A library of its own so that benchmarks and fuzz targets call what the program calls.

pub mod score;
pub mod simulated;
