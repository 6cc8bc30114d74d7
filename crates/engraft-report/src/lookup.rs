//! RESULTS by what a row says it is.

use std::collections::BTreeMap;

use engraft_results::{ResultRow, Results, RowId};

/// A row of RESULTS with its name.
pub(crate) type Found<'a> = (RowId, &'a ResultRow);

/// What a row is asked for by. Empty texts match rows in which the field is empty.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Key<'a> {
    pub analysis: &'a str,
    pub arm: &'a str,
    pub cycle: &'a str,
    pub visit: &'a str,
    pub subject: &'a str,
    pub method: &'a str,
    pub statistic: &'a str,
}

/// An index over RESULTS.
pub(crate) struct Lookup<'a> {
    results: &'a Results,
    by_analysis: BTreeMap<&'a str, Analysis<'a>>,
}

/// The rows of one analysis, and where each description stands. The rows of a description differ in their method.
#[derive(Default)]
struct Analysis<'a> {
    rows: Vec<RowId>,
    described: BTreeMap<Description<'a>, Vec<RowId>>,
}

/// Arm, cycle, visit, subject, statistic.
type Description<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

impl<'a> Lookup<'a> {
    /// Indexes a table; of rows with the same description the first counts.
    pub fn new(results: &'a Results) -> Lookup<'a> {
        let mut by_analysis: BTreeMap<&str, Analysis<'_>> = BTreeMap::new();
        for (id, row) in results.iter() {
            let analysis = by_analysis.entry(&row.analysis_id).or_default();
            analysis.rows.push(id);
            let description: Description<'_> = (&row.arm, &row.cycle, &row.visit, &row.subject, &row.statistic);
            analysis.described.entry(description).or_default().push(id);
        }
        Lookup { results, by_analysis }
    }

    /// All of RESULTS.
    pub fn results(&self) -> &'a Results {
        self.results
    }

    /// The row of a key, method included.
    pub fn get(&self, key: Key<'_>) -> Option<Found<'a>> {
        self.described(key).into_iter().filter_map(|id| self.found(id)).find(|(_, row)| row.method == key.method)
    }

    /// The row of a key, whatever its method.
    pub fn any_method(&self, key: Key<'_>) -> Option<Found<'a>> {
        self.described(key).first().and_then(|id| self.found(*id))
    }

    /// All rows of a description, whatever their method; they may differ in measure and day.
    pub fn all(&self, key: Key<'_>) -> Vec<Found<'a>> {
        self.described(key).into_iter().filter_map(|id| self.found(id)).collect()
    }

    fn found(&self, id: RowId) -> Option<Found<'a>> {
        self.results.get(id).map(|row| (id, row))
    }

    fn described(&self, key: Key<'_>) -> Vec<RowId> {
        let description: Description<'_> = (key.arm, key.cycle, key.visit, key.subject, key.statistic);
        let analysis = self.by_analysis.get(key.analysis);
        analysis.and_then(|a| a.described.get(&description)).cloned().unwrap_or_default()
    }

    /// The rows of an analysis.
    pub fn rows(&self, analysis: &str) -> impl Iterator<Item = Found<'a>> {
        let ids = self.by_analysis.get(analysis).map(|a| a.rows.as_slice()).unwrap_or_default();
        ids.iter().filter_map(|id| self.results.get(*id).map(|row| (*id, row)))
    }

    /// The analyses whose name begins so, in the order of their first rows.
    pub fn analyses(&self, prefix: &str) -> Vec<&'a str> {
        let begins = self.by_analysis.iter().filter(|(name, _)| name.starts_with(prefix));
        let mut found: Vec<(Option<RowId>, &'a str)> =
            begins.map(|(name, a)| (a.rows.first().copied(), *name)).collect();
        found.sort();
        found.into_iter().map(|(_, name)| name).collect()
    }

    /// Cycles in which an analysis has rows, in order.
    pub fn cycles(&self, analysis: &str) -> Vec<String> {
        let mut cycles: Vec<String> = Vec::new();
        for (_, row) in self.rows(analysis) {
            if !cycles.contains(&row.cycle) {
                cycles.push(row.cycle.clone());
            }
        }
        cycles.sort_by_key(|c| c.parse::<u32>().unwrap_or(u32::MAX));
        cycles
    }
}
