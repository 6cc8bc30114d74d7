//! Which terms of the laboratory criteria grade which measure.

use engraft_instruments::grading::{self, GradeTable, Limits, Term};
use engraft_instruments::units::find_analyte;

use crate::study::Study;
use crate::types::Measure;

/// A term that grades a laboratory measure of the study.
#[derive(Clone, Copy, Debug)]
pub struct GradedTerm<'a> {
    /// The measure.
    pub id: &'a str,
    /// The measure's keys.
    pub measure: &'a Measure,
    /// The term: a low and a high one of an analyte are two.
    pub term: &'static Term,
    /// Its limits in the unit of the measure.
    pub limits: &'static Limits,
}

/// The terms of a measure's analyte.
pub(crate) fn terms<'t>(table: &'t GradeTable, id: &str, measure: &Measure) -> impl Iterator<Item = &'t Term> {
    let name = measure.analyte.as_deref().unwrap_or(id);
    let analyte = find_analyte(name).map_or_else(|| name.to_owned(), |analyte| analyte.id.to_owned());
    table.terms.iter().filter(move |term| term.analyte == analyte)
}

impl Study {
    /// The laboratory criteria that the study grades by.
    pub fn grading(&self) -> Option<&'static GradeTable> {
        grading::table(self.file.safety.grading.as_deref()?)
    }

    /// Every term that grades a measure of the study, in the order of the measures.
    pub fn graded_terms(&self) -> Vec<GradedTerm<'_>> {
        let Some(table) = self.grading() else { return Vec::new() };
        let mut found = Vec::new();
        let labs = self.lab_measures().filter(|(id, _)| !self.file.safety.not_graded.iter().any(|left| left == id));
        for (id, measure) in labs {
            for term in terms(table, id, measure) {
                let limits = measure.unit.as_deref().and_then(|unit| term.limits_in(unit));
                found.extend(limits.map(|limits| GradedTerm { id, measure, term, limits }));
            }
        }
        found
    }
}
