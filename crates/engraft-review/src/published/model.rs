//! Printed figures once they have been read and held against the study.

use engraft_base::Place;

use crate::printed::{Printed, PrintedP, Range};

use super::types::{CentreKind, PublishedFile, SpreadKind, TestName};

/// The published figures of a study, free of faults.
#[derive(Clone, Debug)]
pub struct Published {
    /// The file as typed values: sources, statements, conflicts, what is not known.
    pub file: PublishedFile,
    /// Printed centres, in the order of the file.
    pub figures: Vec<Figure>,
    /// Printed counts.
    pub counts: Vec<Count>,
    /// Sums to hold.
    pub totals: Vec<Total>,
    /// Printed estimates.
    pub estimates: Vec<Estimate>,
    /// Place of each statement.
    pub statement_places: Vec<Place>,
    /// Place of each conflict.
    pub conflict_places: Vec<Place>,
    /// Place of each source.
    pub source_places: Vec<Place>,
    /// Place of the list of what is not known.
    pub unknown_place: Place,
}

/// A printed centre with its spread.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Identifier.
    pub id: String,
    /// Measure of the study; empty for something that is none.
    pub measure: String,
    /// Name for readers.
    pub label: String,
    /// Arm; `all` when the file names none.
    pub arm: String,
    /// Visit; empty when the file names none.
    pub visit: String,
    /// Subjects.
    pub n: Option<u32>,
    /// How n is known.
    pub n_rule: String,
    /// Centre.
    pub centre: Printed,
    /// What it is.
    pub centre_kind: CentreKind,
    /// Spread.
    pub spread: Option<Printed>,
    /// What it is said to be.
    pub spread_kind: SpreadKind,
    /// Ends of a range or quartiles.
    pub ends: Option<(Printed, Printed)>,
    /// Unit.
    pub unit: String,
    /// p-value.
    pub p: Option<PrintedP>,
    /// Index of the figure with which p compares.
    pub versus: Option<usize>,
    /// Test behind the p.
    pub test: Option<TestName>,
    /// Limits of single values (the upper one may be infinite), and where they come from.
    pub limits: Option<((f64, f64), String)>,
    /// Whether single values are whole numbers.
    pub whole: bool,
    /// Whole numbers averaged into each value.
    pub items: u32,
    /// Source.
    pub source: String,
    /// Note.
    pub note: String,
    /// Where it stands.
    pub place: Place,
}

impl Figure {
    /// The standard deviation if the spread is one: what its rounding leaves.
    pub fn sd_if_sd(&self) -> Option<Range> {
        self.spread.as_ref().map(Printed::range_from_zero)
    }

    /// The standard deviation if the spread is a standard error: times √n.
    pub fn sd_if_sem(&self) -> Option<Range> {
        let n = self.n?;
        self.spread.as_ref().map(|s| s.range_from_zero().times(libm::sqrt(f64::from(n))))
    }

    /// As a reader writes it: `34±15 mg`.
    pub fn written(&self) -> String {
        let spread = self.spread.as_ref().map(|s| format!("±{}", s.text)).unwrap_or_default();
        let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
        format!("{}{spread}{unit}", self.centre.text)
    }
}

/// A printed count.
#[derive(Clone, Debug)]
pub struct Count {
    /// Identifier.
    pub id: String,
    /// Outcome, for readers.
    pub outcome: String,
    /// Arm; `all` when the file names none.
    pub arm: String,
    /// Visit.
    pub visit: String,
    /// Subjects with it.
    pub events: u64,
    /// Subjects out of whom.
    pub of: Option<u64>,
    /// Who the denominator is.
    pub denominator: String,
    /// Whether the denominator is a subgroup by definition.
    pub subgroup: bool,
    /// Percentage.
    pub percent: Option<Printed>,
    /// What the count means in time.
    pub time: String,
    /// Source.
    pub source: String,
    /// Note.
    pub note: String,
    /// Where it stands.
    pub place: Place,
}

/// A sum to hold.
#[derive(Clone, Debug)]
pub struct Total {
    /// What is added.
    pub what: String,
    /// Indices of the counts that are parts.
    pub parts: Vec<usize>,
    /// The whole.
    pub whole: u64,
    /// What the whole is, in words.
    pub whole_name: String,
    /// Whether parts may leave something over.
    pub incomplete: bool,
    /// Where it stands.
    pub place: Place,
}

/// A printed estimate.
#[derive(Clone, Debug)]
pub struct Estimate {
    /// Identifier.
    pub id: String,
    /// What is estimated.
    pub label: String,
    /// Estimate.
    pub estimate: Option<Printed>,
    /// Interval.
    pub interval: Option<(Printed, Printed)>,
    /// Level of the interval.
    pub level: f64,
    /// Whether it is a ratio.
    pub ratio: bool,
    /// Test statistic.
    pub statistic: Option<Printed>,
    /// Degrees of freedom of a t statistic.
    pub df: Option<f64>,
    /// p-value.
    pub p: Option<PrintedP>,
    /// Source.
    pub source: String,
    /// Note.
    pub note: String,
    /// Where it stands.
    pub place: Place,
}
