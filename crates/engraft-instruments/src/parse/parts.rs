//! Reading the parts of a description: items, domains, bands, readings, sources.

use engraft_base::Dec;
use indexmap::IndexMap;

use super::UNKNOWN_RANGE;
use super::fields::{Fields, Table};
use crate::bands::{Bands, Level};
use crate::instrument::{Domain, Reading, Source};
use crate::item::{Item, Kind, Threshold};
use crate::number::Range;

const ITEM_KEYS: &[&str] = &[
    "id",
    "label",
    "counts-when",
    "kind",
    "range",
    "step",
    "weight",
    "domain",
    "role",
    "unit",
    "letters",
    "threshold",
];
const DOMAIN_KEYS: &[&str] = &["id", "label", "weight", "scale", "direction", "cuts", "points", "choice"];

/// Parts with the tables they stand in.
type Placed<'t, T> = (Vec<T>, Vec<Table<'t>>);

/// A list that replaces the inherited one where it is stated.
pub(super) fn list<'t, T: Clone>(
    fields: &mut Fields<'t>,
    root: Table<'t>,
    key: &str,
    inherited: Option<&Vec<T>>,
    read: fn(&mut Fields<'t>, Table<'t>) -> T,
) -> Placed<'t, T> {
    match inherited.filter(|_| fields.get(root, key).is_none()) {
        Some(list) => (list.clone(), vec![root; list.len()]),
        None => {
            let tables = fields.tables(root, key);
            (tables.iter().map(|table| read(fields, *table)).collect(), tables)
        }
    }
}

/// A list joined to the inherited one by identifier: the inherited parts in their order, each changed where it is stated
/// again, then the new ones.
pub(super) fn joined<'t, T: Clone>(
    fields: &mut Fields<'t>,
    root: Table<'t>,
    inherited: &[T],
    stated: &[Table<'t>],
    id: fn(&T) -> &String,
    read: fn(&mut Fields<'t>, Table<'t>, Option<&T>) -> T,
) -> Placed<'t, T> {
    let mut list: Vec<T> = inherited.to_vec();
    let mut tables = vec![root; list.len()];
    let known = list.len();
    for table in stated {
        let own = fields.get(*table, "id").and_then(|value| value.get_ref().as_str());
        let index = inherited.iter().position(|part| Some(id(part).as_str()) == own);
        let part = read(fields, *table, index.and_then(|i| inherited.get(i)));
        // stated twice, it is appended, and the check for identifiers names it
        let slot = index.filter(|i| tables.get(*i).is_some_and(|t| t.at == root.at)).filter(|i| *i < known);
        match slot.and_then(|i| list.get_mut(i).zip(tables.get_mut(i))) {
            Some((place, at)) => (*place, *at) = (part, *table),
            None => {
                list.push(part);
                tables.push(*table);
            }
        }
    }
    (list, tables)
}

pub(super) fn source<'t>(fields: &mut Fields<'t>, table: Table<'t>) -> Source {
    fields.only(table, &["text", "doi", "what"]);
    Source {
        text: fields.required_text(table, "text"),
        doi: fields.text(table, "doi"),
        what: fields.required_text(table, "what"),
    }
}

/// A text that is required unless it is inherited.
fn label<'t>(fields: &mut Fields<'t>, table: Table<'t>, key: &str, inherited: Option<&String>) -> String {
    let text = fields.text(table, key).or(inherited.cloned());
    fields.require(table, key, text).unwrap_or_default()
}

pub(super) fn domain<'t>(fields: &mut Fields<'t>, table: Table<'t>, base: Option<&Domain>) -> Domain {
    fields.only(table, DOMAIN_KEYS);
    let cuts = fields.numbers(table, "cuts");
    let points = fields.numbers(table, "points");
    let or_inherited = |list: Vec<Dec>, of: fn(&Domain) -> &Vec<Dec>| match base {
        Some(base) if list.is_empty() => of(base).clone(),
        _ => list,
    };
    Domain {
        id: fields.required_text(table, "id"),
        label: label(fields, table, "label", base.map(|b| &b.label)),
        weight: fields.number(table, "weight").or(base.and_then(|b| b.weight)),
        scale: fields.number(table, "scale").or(base.and_then(|b| b.scale)),
        direction: fields.word(table, "direction").or(base.map(|b| b.direction)).unwrap_or_default(),
        cuts: or_inherited(cuts, |b| &b.cuts),
        points: or_inherited(points, |b| &b.points),
        choice: fields.text(table, "choice").or(base.and_then(|b| b.choice.clone())),
    }
}

pub(super) fn item<'t>(fields: &mut Fields<'t>, table: Table<'t>, base: Option<&Item>) -> Item {
    fields.only(table, ITEM_KEYS);
    let kind = fields.word::<Kind>(table, "kind").or(base.map(|b| b.kind));
    let kind = fields.require(table, "kind", kind).unwrap_or_default();
    let letters = fields.entries(table, "letters", |fields, inner, name| fields.number(inner, name));
    let letters = match base {
        Some(base) if letters.is_empty() => base.letters.clone(),
        _ => letters,
    };
    let stated = fields.range(table, "range").or(base.map(|b| b.range));
    let range = match kind {
        Kind::Present => Some(stated.unwrap_or(Range::new(Dec::ZERO, Dec::ONE))),
        Kind::Letter => stated.or_else(|| letters_range(&letters)),
        Kind::Integer | Kind::Number | Kind::HalfSteps => fields.require(table, "range", stated),
    };
    Item {
        id: fields.required_text(table, "id"),
        label: label(fields, table, "label", base.map(|b| &b.label)),
        counts_when: fields.text(table, "counts-when").or(base.and_then(|b| b.counts_when.clone())),
        kind,
        range: range.unwrap_or(UNKNOWN_RANGE),
        step: fields.number(table, "step").or(base.and_then(|b| b.step)),
        weight: fields.number(table, "weight").or(base.and_then(|b| b.weight)),
        domain: fields.text(table, "domain").or(base.and_then(|b| b.domain.clone())),
        role: fields.word(table, "role").or(base.map(|b| b.role)).unwrap_or_default(),
        unit: fields.text(table, "unit").or(base.and_then(|b| b.unit.clone())),
        letters,
        threshold: threshold(fields, table).or(base.and_then(|b| b.threshold.clone())),
    }
}

fn letters_range(letters: &IndexMap<String, Dec>) -> Option<Range> {
    Some(Range::new(*letters.values().min()?, *letters.values().max()?))
}

fn threshold<'t>(fields: &mut Fields<'t>, table: Table<'t>) -> Option<Threshold> {
    let inner = fields.inner(table, "threshold")?;
    fields.only(inner, &["above", "at-least", "below", "at-most", "points", "else-times"]);
    let points = fields.number(inner, "points");
    Some(Threshold {
        above: fields.number(inner, "above"),
        at_least: fields.number(inner, "at-least"),
        below: fields.number(inner, "below"),
        at_most: fields.number(inner, "at-most"),
        points: fields.require(inner, "points", points).unwrap_or_default(),
        else_times: fields.number(inner, "else-times"),
    })
}

pub(super) fn reading<'t>(fields: &mut Fields<'t>, table: Table<'t>) -> Reading {
    fields.only(table, &["name", "what", "look-back", "counts-when"]);
    Reading {
        name: fields.required_text(table, "name"),
        what: fields.required_text(table, "what"),
        look_back: fields.text(table, "look-back"),
        counts_when: fields.entries(table, "counts-when", |fields, inner, name| fields.text(inner, name)),
    }
}

pub(super) fn bands<'t>(fields: &mut Fields<'t>, table: Table<'t>) -> Bands {
    fields.only(table, &["name", "source", "levels"]);
    let levels = fields.tables(table, "levels");
    Bands {
        name: fields.required_text(table, "name"),
        source: fields.required_text(table, "source"),
        levels: levels.into_iter().map(|table| level(fields, table)).collect(),
    }
}

fn level<'t>(fields: &mut Fields<'t>, table: Table<'t>) -> Level {
    fields.only(table, &["label", "at-most", "below"]);
    Level {
        label: fields.required_text(table, "label"),
        at_most: fields.number(table, "at-most"),
        below: fields.number(table, "below"),
    }
}
