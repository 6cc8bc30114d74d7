//! placeholder
pub mod figure;
