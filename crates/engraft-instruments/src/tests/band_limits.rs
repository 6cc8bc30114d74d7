//! Every limit of every set of bands: values on it, just below it and just above it; no moved limit goes unseen.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use engraft_base::Dec;
use serde::Deserialize;

use crate::bands::{Bands, Level};
use crate::registry::builtins;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    limit: Vec<Block>,
}

/// Values with their bands in one set, for the instruments that share it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Block {
    of: Vec<String>,
    set: String,
    /// `7.05 moderate`
    cases: Vec<String>,
}

impl Block {
    fn names(&self) -> Vec<String> {
        self.of.iter().map(|of| format!("{of} {}", self.set)).collect()
    }
}

fn table() -> Table {
    toml::from_str(include_str!("../../tests/limits/bands.toml")).unwrap()
}

fn dec(text: &str) -> Dec {
    Dec::parse(text).unwrap()
}

/// Values and bands of a set of an instrument.
fn cases<'t>(table: &'t Table, instrument: &str, set: &str) -> Vec<(Dec, &'t str)> {
    let own = table.limit.iter().filter(|block| block.set == set && block.of.iter().any(|of| of == instrument));
    let lines = own.flat_map(|block| &block.cases);
    lines.map(|line| line.split_once(' ').unwrap()).map(|(value, label)| (dec(value), label)).collect()
}

fn each(mut check: impl FnMut(&str, &Bands, &[(Dec, &str)], Option<Dec>)) {
    let table = table();
    let mut sets = BTreeSet::new();
    for instrument in builtins() {
        for bands in &instrument.bands {
            let own = cases(&table, &instrument.id, &bands.name);
            check(&format!("{} {}", instrument.id, bands.name), bands, &own, instrument.range.upper);
            sets.insert(format!("{} {}", instrument.id, bands.name));
        }
    }
    let listed: Vec<String> = table.limit.iter().flat_map(Block::names).collect();
    let astray: Vec<&String> = listed.iter().filter(|name| !sets.contains(*name)).collect();
    assert!(astray.is_empty(), "no such set of bands: {astray:?}");
    assert_eq!(listed.len(), sets.len(), "every set of every instrument is listed once");
}

#[test]
fn every_value_has_the_band_written_down() {
    each(|name, bands, cases, _| {
        for (value, label) in cases {
            assert_eq!(bands.level(*value), Some(*label), "{name} {value}");
        }
    });
}

#[test]
fn every_limit_has_a_value_on_it_below_it_and_above_it() {
    each(|name, bands, cases, top| {
        for (limit, _) in bands.levels.iter().filter_map(Level::limit) {
            let near = |low: Option<Dec>, high: Option<Dec>| {
                cases.iter().any(|(value, _)| Some(*value) > low && Some(*value) < high)
            };
            // scores of one set may move by 2.5 at a time
            let step = if name.starts_with("tis-") { dec("2.6") } else { dec("1.1") };
            assert!(cases.iter().any(|(value, _)| *value == limit), "{name}: on {limit}");
            assert!(limit.is_zero() || near(limit.minus(step), Some(limit)), "{name}: below {limit}");
            assert!(Some(limit) == top || near(Some(limit), limit.plus(step)), "{name}: above {limit}");
        }
    });
}

#[test]
fn no_moved_limit_goes_unseen() {
    let mut unseen = String::new();
    let mut count = 0;
    each(|name, bands, cases, top| {
        for place in 0..bands.levels.len() {
            for (what, mutant) in mutants(bands, place, name.starts_with("tis-")) {
                let beyond = bands.levels[place].limit().is_some_and(|(limit, _)| Some(limit) == top);
                let seen = cases.iter().any(|(value, label)| mutant.level(*value) != Some(*label));
                // nothing lies above the top of the scale
                let excused = beyond && what.ends_with("up");
                if !seen && !excused {
                    let _ = writeln!(unseen, "{name}: {what}");
                }
                count += 1;
            }
        }
    });
    assert!(unseen.is_empty(), "changes that no value notices:\n{unseen}");
    assert!(count > 300, "{count}");
}

/// The bands with one limit made strict or inclusive, or moved by one unit of its last digit.
fn mutants(bands: &Bands, place: usize, points: bool) -> Vec<(String, Bands)> {
    let Some((limit, _)) = bands.levels[place].limit() else { return Vec::new() };
    let digits = limit.to_string().split_once('.').map_or(0, |(_, digits)| digits.len());
    let unit = if points { dec("2.5") } else { Dec::scaled(1, digits.try_into().unwrap()) };
    let with = |what: &str, change: &dyn Fn(&mut Level)| {
        let mut mutant = bands.clone();
        change(&mut mutant.levels[place]);
        (format!("{limit} {what}"), mutant)
    };
    let swap = |level: &mut Level| std::mem::swap(&mut level.at_most, &mut level.below);
    let moved = |level: &mut Level, by: Dec| {
        level.at_most = level.at_most.and_then(|limit| limit.plus(by));
        level.below = level.below.and_then(|limit| limit.plus(by));
    };
    vec![
        with("strict for inclusive, or the reverse", &swap),
        with("moved up", &|level| moved(level, unit)),
        with("moved down", &|level| moved(level, unit.negated())),
    ]
}
