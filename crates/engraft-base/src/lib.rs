//! What every part of Engraft speaks: findings with places, days, exact decimals, incomplete scores, verdicts.
//!
//! Nothing here knows a study, a file format, an instrument or a statistic.

pub mod day;
pub mod dec;
pub mod finding;
pub mod id;
pub mod place;
pub mod round;
pub mod score;
pub mod suggest;
pub mod verdict;

pub use day::{Date, Day, DayCount, ElapsedDay};
pub use dec::Dec;
pub use finding::{Code, Finding, Severity};
pub use place::Place;
pub use round::{Rounding, format_fixed};
pub use score::{Incomplete, Score};
pub use suggest::nearest;
pub use verdict::Verdict;
