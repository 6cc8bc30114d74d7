//! The measurements of one subject, in the order of the visits.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};

use super::fit::GeeData;
use crate::StatError;

/// One subject.
#[derive(Clone, Debug)]
pub(crate) struct Cluster {
    /// Visits, rising.
    pub(crate) visits: Vec<usize>,
    /// Rows of the orthonormal design.
    pub(crate) design: DMatrix<f64>,
    /// Responses.
    pub(crate) response: DVector<f64>,
}

/// Largest visit number, and most measurements of one subject.
const MOST_VISITS: usize = 1000;

/// Sorts the rows of `q` and the response by subject and visit.
pub(crate) fn clusters(data: &GeeData, q: &DMatrix<f64>) -> Result<Vec<Cluster>, StatError> {
    let mut subjects: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (row, (subject, visit)) in data.subject.iter().zip(data.visit).enumerate() {
        if *visit >= MOST_VISITS {
            return Err(StatError::TooLarge { limit: MOST_VISITS, found: *visit });
        }
        subjects.entry(*subject).or_default().push((*visit, row));
    }
    let build = |mut rows: Vec<(usize, usize)>| {
        rows.sort_unstable();
        let visits: Vec<usize> = rows.iter().map(|(v, _)| *v).collect();
        if visits.windows(2).any(|w| w.first() == w.last()) {
            return Err(StatError::NotEstimable { reason: "a subject has two rows at the same visit" });
        }
        let places: Vec<usize> = rows.iter().map(|(_, r)| *r).collect();
        let response = places.iter().filter_map(|r| data.response.get(*r).copied());
        let response = DVector::from_iterator(places.len(), response);
        Ok(Cluster { visits, design: q.select_rows(&places), response })
    };
    subjects.into_values().map(build).collect()
}
