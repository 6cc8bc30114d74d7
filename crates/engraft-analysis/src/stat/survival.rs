//! Time to event: curves, comparisons, Cox models, competing risks, recurrent events.

mod compare;
mod competing;
mod cox;
mod curves;

pub(crate) use curves::confidence_of;
use engraft_stats::survival::FollowUp;

use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/kaplan-meier.toml"), run: curves::kaplan_meier_curves },
    Entry { page: include_str!("../../methods/restricted-mean.toml"), run: curves::restricted_means },
    Entry { page: include_str!("../../methods/log-rank.toml"), run: compare::chi_squared },
    Entry { page: include_str!("../../methods/log-rank-permutation.toml"), run: compare::permutation },
    Entry { page: include_str!("../../methods/cox.toml"), run: cox::model },
    Entry { page: include_str!("../../methods/firth-cox.toml"), run: cox::firth },
    Entry { page: include_str!("../../methods/cox-proportionality.toml"), run: cox::proportionality },
    Entry { page: include_str!("../../methods/cox-survival.toml"), run: cox::survival },
    Entry { page: include_str!("../../methods/cumulative-incidence.toml"), run: competing::incidence },
    Entry { page: include_str!("../../methods/gray.toml"), run: competing::gray },
    Entry { page: include_str!("../../methods/fine-gray.toml"), run: competing::fine_gray },
    Entry { page: include_str!("../../methods/mean-cumulative.toml"), run: curves::mean_cumulative_functions },
];

/// The columns of follow-up of a call.
struct Columns {
    entry: Option<Vec<f64>>,
    times: Vec<f64>,
    events: Vec<bool>,
}

impl Columns {
    fn of(call: &Call) -> Columns {
        let entry = call.has("entry").then(|| call.numbers("entry"));
        Columns { entry, times: call.numbers("time"), events: call.flags("event") }
    }

    fn follow_up(&self) -> FollowUp<'_> {
        FollowUp { entry: self.entry.as_deref(), times: &self.times, events: &self.events }
    }

    /// The rows for which `keep` holds.
    fn only(&self, keep: &[bool]) -> Columns {
        Columns {
            entry: self.entry.as_ref().map(|entry| kept(entry, keep)),
            times: kept(&self.times, keep),
            events: kept(&self.events, keep),
        }
    }
}

/// The values of the rows for which `keep` holds.
fn kept<T: Copy>(values: &[T], keep: &[bool]) -> Vec<T> {
    values.iter().zip(keep).filter(|(_, keep)| **keep).map(|(value, _)| *value).collect()
}

/// Each group with the rows that belong to it; one nameless group when no column was given.
fn groups(call: &Call) -> Vec<(String, Vec<bool>)> {
    if !call.has("group") {
        return vec![(String::new(), vec![true; call.rows()])];
    }
    let (levels, codes) = call.levels("group");
    let rows_of = |place: usize| codes.iter().map(|code| *code == place).collect();
    levels.into_iter().enumerate().map(|(place, level)| (level, rows_of(place))).collect()
}

/// What a statistic belongs to: the group, and something within it.
fn within(group: &str, what: &str) -> String {
    if group.is_empty() { what.to_owned() } else { format!("{group}, {what}") }
}

/// Places of the words of a column, when it was given.
fn places(call: &Call, role: &str) -> Option<Vec<usize>> {
    call.has(role).then(|| call.levels(role).1)
}

#[cfg(test)]
mod tests;
