//! Number, mean and standard deviation of the complete scores, by group.
//!
//! Scores are added as whole units and their squares too, so that no sum is rounded and none depends on the order.

use engraft_base::Dec;
use engraft_results::write_table;
use indexmap::IndexMap;

use super::{Layout, ScoreError};

/// Most groups of a summary: it is kept in memory.
const MOST_GROUPS: usize = 100_000;

/// Groups that are found without a look into the map.
const NEAR: usize = 256;

/// Counts and sums of a group. A sum that is `None` is out of reach.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Group {
    rows: u64,
    complete: u64,
    sum: Option<i128>,
    squares: Option<i128>,
}

impl Group {
    const EMPTY: Group = Group { rows: 0, complete: 0, sum: Some(0), squares: Some(0) };

    /// Adds a row: its score in units, `None` when it is not complete.
    #[inline]
    pub(super) fn add(&mut self, score: Option<i64>) {
        self.rows = self.rows.saturating_add(1);
        if let Some(score) = score {
            self.complete = self.complete.saturating_add(1);
            let score = i128::from(score);
            self.sum = self.sum.and_then(|sum| sum.checked_add(score));
            // the square of an i64 fits
            self.squares = self.squares.and_then(|sum| sum.checked_add(score.wrapping_mul(score)));
        }
    }

    /// Adds a row: its score in points. What is finer than a unit is rounded.
    pub(super) fn add_points(&mut self, score: Option<Dec>, units: i64) {
        self.add(score.map(|score| {
            let whole = score.times(Dec::from_int(units)).and_then(Dec::to_i64);
            // the cast of a float saturates, and scores are far from there
            whole.unwrap_or_else(|| (score.to_f64() * units as f64).round() as i64)
        }));
    }

    fn merge(&mut self, other: &Group) {
        let add = |a: Option<i128>, b: Option<i128>| a?.checked_add(b?);
        self.rows = self.rows.saturating_add(other.rows);
        self.complete = self.complete.saturating_add(other.complete);
        self.sum = add(self.sum, other.sum);
        self.squares = add(self.squares, other.squares);
    }

    /// Mean and standard deviation (n - 1) in points, and why one is left out.
    fn moments(&self, units: i64) -> (Option<f64>, Option<f64>, &'static str) {
        let n = i128::from(self.complete);
        let (Some(sum), Some(squares)) = (self.sum, self.squares) else {
            return (None, None, "the sums are out of reach");
        };
        if n == 0 {
            return (None, None, "no complete score");
        }
        let mean = sum as f64 / (n * i128::from(units)) as f64;
        if n == 1 {
            return (Some(mean), None, "one complete score has no SD");
        }
        // n (n - 1) times the variance, without rounding
        let spread = squares.checked_mul(n).and_then(|a| a.checked_sub(sum.checked_mul(sum)?));
        let Some(spread) = spread else { return (Some(mean), None, "the sums are out of reach") };
        // one division, so that the square root is of the nearest number there is
        let variance = spread as f64 / (n * (n - 1) * i128::from(units).pow(2)) as f64;
        (Some(mean), Some(variance.sqrt()), "")
    }
}

/// The groups of a block, by the bytes of their cells.
pub(super) struct BlockGroups {
    is_empty: bool,
    groups: IndexMap<Vec<u8>, Group>,
    /// Places of groups that were met, by a mix of their bytes.
    near: [usize; NEAR],
}

impl BlockGroups {
    /// `columns` are those that make a group; without any, nothing is kept.
    pub(super) fn new(columns: &[usize]) -> BlockGroups {
        BlockGroups { is_empty: columns.is_empty(), groups: IndexMap::new(), near: [usize::MAX; NEAR] }
    }

    /// Adds a row to the group of its cells.
    pub(super) fn add<'t>(&mut self, cells: impl Iterator<Item = &'t [u8]> + Clone, add: impl FnOnce(&mut Group)) {
        if self.is_empty {
            return;
        }
        let place = self.near.get_mut(cells.clone().fold(0, mix) % NEAR);
        let known = place.as_ref().and_then(|place| self.groups.get_index(**place));
        let index = match (known, place) {
            (Some((key, _)), Some(place)) if is_key(key, cells.clone()) => *place,
            (_, place) => {
                let key = key(cells);
                let index = self.groups.get_index_of(&key);
                let index = index.unwrap_or_else(|| self.groups.insert_full(key, Group::EMPTY).0);
                if let Some(place) = place {
                    *place = index;
                }
                index
            }
        };
        if let Some((_, group)) = self.groups.get_index_mut(index) {
            add(group);
        }
    }
}

/// Mixes length and both ends of a cell into a number: quick, and different for most groups.
fn mix(mix: usize, cell: &[u8]) -> usize {
    let end = |byte: Option<&u8>| byte.map_or(0, |byte| usize::from(*byte));
    let ends = end(cell.first()).wrapping_mul(7).wrapping_add(end(cell.last()).wrapping_mul(31));
    mix.wrapping_mul(131).wrapping_add(ends).wrapping_add(cell.len())
}

/// Cells as one key. The length in front keeps `a`, `bc` apart from `ab`, `c`.
fn key<'t>(cells: impl Iterator<Item = &'t [u8]>) -> Vec<u8> {
    cells.fold(Vec::new(), |mut key, cell| {
        key.extend_from_slice(&cell.len().to_le_bytes());
        key.extend_from_slice(cell);
        key
    })
}

/// Whether a key is that of these cells.
fn is_key<'t>(mut key: &[u8], cells: impl Iterator<Item = &'t [u8]>) -> bool {
    for cell in cells {
        let Some(rest) = key.strip_prefix(&cell.len().to_le_bytes()).and_then(|rest| rest.strip_prefix(cell)) else {
            return false;
        };
        key = rest;
    }
    key.is_empty()
}

/// The cells of a key.
fn cells(mut key: &[u8]) -> Vec<String> {
    let mut cells = Vec::new();
    while let Some((length, rest)) = key.split_first_chunk() {
        let (cell, rest) = rest.split_at_checked(usize::from_le_bytes(*length)).unwrap_or((rest, &[]));
        cells.push(String::from_utf8_lossy(cell).trim().to_owned());
        key = rest;
    }
    cells
}

/// The groups of a table, in the order in which they appear.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Groups {
    names: Vec<String>,
    units: i64,
    groups: IndexMap<Vec<String>, Group>,
}

impl Groups {
    pub(super) fn new(layout: &Layout, units: i64) -> Groups {
        Groups { names: layout.by_names(), units, groups: IndexMap::new() }
    }

    pub(super) fn merge(&mut self, block: &BlockGroups) -> Result<(), ScoreError> {
        for (key, group) in &block.groups {
            self.groups.entry(cells(key)).or_insert(Group::EMPTY).merge(group);
        }
        if self.groups.len() > MOST_GROUPS {
            let message = format!("the columns {} make more than {MOST_GROUPS} groups", self.names.join(", "));
            return Err(ScoreError::Groups(message));
        }
        Ok(())
    }

    /// The summary as CSV: the columns of the groups, rows, complete scores, mean and standard deviation (n - 1) of the
    /// complete scores, and why one of these is left out.
    pub fn csv(&self) -> String {
        let mut header: Vec<&str> = self.names.iter().map(String::as_str).collect();
        header.extend(["rows", "complete", "mean", "sd", "note"]);
        let number = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
        write_table(
            &header,
            self.groups.iter().map(|(cells, group)| {
                let (mean, sd, note) = group.moments(self.units);
                let counts = [group.rows.to_string(), group.complete.to_string()];
                let numbers = [number(mean), number(sd), note.to_owned()];
                cells.iter().cloned().chain(counts).chain(numbers).collect::<Vec<String>>()
            }),
        )
    }
}
