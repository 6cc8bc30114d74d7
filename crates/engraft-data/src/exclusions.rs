//! What errors keep out of the analysis: subjects, rows, single values. Nothing else is left out.

use std::collections::BTreeSet;
use std::sync::Arc;

use engraft_base::Place;

use crate::Dataset;

/// What is left out because an error touches it.
#[derive(Clone, Debug, Default)]
pub struct Exclusions {
    /// Rows, by file and line.
    pub rows: BTreeSet<(Arc<str>, u32)>,
    /// Values of one measure in a row, by file, line and measure.
    pub values: BTreeSet<(Arc<str>, u32, Arc<str>)>,
    /// Limits of normal, by file and line.
    pub limits: BTreeSet<(Arc<str>, u32)>,
    /// Subjects.
    pub subjects: BTreeSet<Arc<str>>,
}

impl Exclusions {
    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.values.is_empty() && self.limits.is_empty() && self.subjects.is_empty()
    }

    fn has_value(&self, row: &Place, measure: Option<&Arc<str>>) -> bool {
        measure.is_some_and(|m| self.values.contains(&(row.file.clone(), row.row, m.clone())))
    }

    fn keeps(&self, subject: Option<&Arc<str>>, row: &Place) -> bool {
        let out = subject.is_some_and(|s| self.subjects.contains(s));
        !out && !self.rows.contains(&(row.file.clone(), row.row))
    }
}

impl Dataset {
    /// The tables without what is left out.
    pub fn without(mut self, out: &Exclusions) -> Dataset {
        self.subjects.retain(|r| out.keeps(r.id.value.as_ref(), &r.id.place));
        self.infusions.retain(|r| out.keeps(r.subject.value.as_ref(), &r.place));
        self.assessments
            .retain(|r| out.keeps(r.subject.value.as_ref(), &r.place) && !out.has_value(&r.place, Some(&r.measure)));
        self.labs
            .retain(|r| out.keeps(r.subject.value.as_ref(), &r.place) && !out.has_value(&r.place, r.measure.as_ref()));
        for lab in self.labs.iter_mut().filter(|r| out.limits.contains(&(r.place.file.clone(), r.place.row))) {
            (lab.lower.value, lab.upper.value) = (None, None);
        }
        self.medications.retain(|r| out.keeps(r.subject.value.as_ref(), &r.place));
        self.events.retain(|r| out.keeps(r.subject.value.as_ref(), &r.place));
        self.disposition.retain(|r| out.keeps(r.subject.value.as_ref(), &r.place));
        self
    }
}
