//! Codes of the findings about published figures, family F.

use engraft_base::{Code, Severity};

/// published.toml cannot be read as text.
pub const UNREADABLE: Code = Code("F001");
/// An identifier given twice.
pub const DUPLICATE: Code = Code("F002");
/// A name that refers to nothing.
pub const UNKNOWN_NAME: Code = Code("F003");
/// A printed number that cannot be read.
pub const BAD_NUMBER: Code = Code("F004");
/// Keys of one figure or count that do not go together.
pub const MISFIT: Code = Code("F005");
/// GRIM: no whole total gives the printed mean.
pub const GRIM: Code = Code("F010");
/// GRIMMER: no whole numbers give the printed mean and standard deviation.
pub const GRIMMER: Code = Code("F011");
/// A printed percentage that its counts do not give.
pub const PERCENTAGE: Code = Code("F012");
/// Parts that do not add up to their whole.
pub const TOTALS: Code = Code("F013");
/// A p-value that interval or statistic do not give.
pub const P_AND_STATISTIC: Code = Code("F014");
/// A spread that the scale does not allow.
pub const SPREAD: Code = Code("F015");
/// Denominators that change.
pub const DENOMINATOR: Code = Code("F016");
/// A paired claim that no correlation allows.
pub const PAIRED_CLAIM: Code = Code("F017");
/// Sources that disagree.
pub const CONFLICT: Code = Code("F018");

/// Every check of published figures: code, what it finds in a few words, severity.
pub const ALL: &[(Code, &str, Severity)] = &[
    (UNREADABLE, "published figures unreadable", Severity::Error),
    (DUPLICATE, "name given twice in published.toml", Severity::Error),
    (UNKNOWN_NAME, "name in published.toml that refers to nothing", Severity::Error),
    (BAD_NUMBER, "printed number that cannot be read", Severity::Error),
    (MISFIT, "keys of a printed figure that do not go together", Severity::Error),
    (GRIM, "printed mean impossible for whole numbers", Severity::Warning),
    (GRIMMER, "printed spread impossible for whole numbers", Severity::Warning),
    (PERCENTAGE, "printed percentage that its counts do not give", Severity::Warning),
    (TOTALS, "parts that do not add up", Severity::Warning),
    (P_AND_STATISTIC, "p-value, interval and statistic disagree", Severity::Warning),
    (SPREAD, "printed spread impossible on its scale", Severity::Warning),
    (DENOMINATOR, "denominator that changes", Severity::Note),
    (PAIRED_CLAIM, "paired claim that no correlation allows", Severity::Warning),
    (CONFLICT, "sources that disagree", Severity::Note),
];
