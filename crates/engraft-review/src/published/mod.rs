//! published.toml: its keys, reading it, and the figures as the other modules take them.

mod check;
pub(crate) mod load;
mod model;
pub mod types;

pub use load::{Loaded, load_published, published_schema};
pub use model::{Count, Estimate, Figure, Published, Total};
