//! What the command line does with tables of items, without files: bytes in, bytes out.
//!
//! A library of its own so that benchmarks and fuzz targets call what the program calls.

pub mod score;
