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
    by_key: BTreeMap<Key<'a>, RowId>,
    by_statistic: BTreeMap<(&'a str, &'a str, &'a str, &'a str, &'a str, &'a str), RowId>,
    by_analysis: BTreeMap<&'a str, Vec<RowId>>,
}

impl<'a> Lookup<'a> {
    /// Indexes a table; of rows with the same description the first counts.
    pub fn new(results: &'a Results) -> Lookup<'a> {
        let mut by_key = BTreeMap::new();
        let mut by_statistic = BTreeMap::new();
        let mut by_analysis: BTreeMap<&str, Vec<RowId>> = BTreeMap::new();
        for (id, row) in results.iter() {
            let key = Key {
                analysis: &row.analysis_id,
                arm: &row.arm,
                cycle: &row.cycle,
                visit: &row.visit,
                subject: &row.subject,
                method: &row.method,
                statistic: &row.statistic,
            };
            by_key.entry(key).or_insert(id);
            let any = (key.analysis, key.arm, key.cycle, key.visit, key.subject, key.statistic);
            by_statistic.entry(any).or_insert(id);
            by_analysis.entry(&row.analysis_id).or_default().push(id);
        }
        Lookup { results, by_key, by_statistic, by_analysis }
    }

    /// All of RESULTS.
    pub fn results(&self) -> &'a Results {
        self.results
    }

    /// The row of a key, method included.
    pub fn get(&self, key: Key<'_>) -> Option<Found<'a>> {
        let id = *self.by_key.get(&key)?;
        self.results.get(id).map(|row| (id, row))
    }

    /// The row of a key, whatever its method.
    pub fn any_method(&self, key: Key<'_>) -> Option<Found<'a>> {
        let any = (key.analysis, key.arm, key.cycle, key.visit, key.subject, key.statistic);
        let id = *self.by_statistic.get(&any)?;
        self.results.get(id).map(|row| (id, row))
    }

    /// The rows of an analysis.
    pub fn rows(&self, analysis: &str) -> impl Iterator<Item = Found<'a>> {
        let ids = self.by_analysis.get(analysis).map(Vec::as_slice).unwrap_or_default().to_vec();
        let results = self.results;
        ids.into_iter().filter_map(move |id| results.get(id).map(|row| (id, row)))
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
