//! A severity grade that may not be fully known: an interval of grades, never a silent 0.

use std::fmt;

use engraft_base::Verdict;
use schemars::JsonSchema;
use serde::Serialize;

/// All grades that what is known allows, 0 (none) to 5 (death), both ends included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Grade {
    /// Lowest possible grade.
    pub at_least: u8,
    /// Highest possible grade.
    pub at_most: u8,
}

impl Grade {
    /// Death.
    pub const DEATH: u8 = 5;

    /// A known grade; above 5 it is 5.
    pub fn known(grade: u8) -> Grade {
        Grade::between(grade, grade)
    }

    /// A grade between two ends, in either order, each at most 5.
    pub fn between(one: u8, other: u8) -> Grade {
        Grade { at_least: one.min(other).min(Grade::DEATH), at_most: one.max(other).min(Grade::DEATH) }
    }

    /// The grade, when it is known.
    pub fn exact(self) -> Option<u8> {
        (self.at_least == self.at_most).then_some(self.at_least)
    }

    /// Whether a grade is one of those possible.
    pub fn allows(self, grade: u8) -> bool {
        self.at_least <= grade && grade <= self.at_most
    }

    /// The worse of two grades.
    pub fn worst(self, other: Grade) -> Grade {
        Grade { at_least: self.at_least.max(other.at_least), at_most: self.at_most.max(other.at_most) }
    }

    /// The smallest interval that holds both: either may be the grade.
    pub fn either(self, other: Grade) -> Grade {
        Grade { at_least: self.at_least.min(other.at_least), at_most: self.at_most.max(other.at_most) }
    }

    /// Whether the grade is at least `limit`.
    pub fn reaches(self, limit: u8) -> Verdict {
        if self.at_least >= limit {
            Verdict::Met
        } else if self.at_most < limit {
            Verdict::NotMet
        } else {
            Verdict::Undetermined
        }
    }

    /// Whether the grade is above another one.
    pub fn exceeds(self, other: Grade) -> Verdict {
        if self.at_least > other.at_most {
            Verdict::Met
        } else if self.at_most <= other.at_least {
            Verdict::NotMet
        } else {
            Verdict::Undetermined
        }
    }
}

impl fmt::Display for Grade {
    /// `2`, or `1 to 3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.exact() {
            Some(grade) => write!(f, "{grade}"),
            None => write!(f, "{} to {}", self.at_least, self.at_most),
        }
    }
}
