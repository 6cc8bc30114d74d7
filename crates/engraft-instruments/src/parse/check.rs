//! Checks of a description that was read: do its parts fit together?

use std::collections::BTreeSet;

use engraft_base::{Code, Dec, Finding, id};

use super::fields::{Fields, Table};
use super::{
    BANDS_ORDER, DOMAIN_ITEMS, DOMAIN_UNKNOWN, ID_INVALID, ID_TWICE, KEY_MISPLACED, TOTAL_RANGE, WORD_UNKNOWN,
};
use crate::bands::{Bands, Level};
use crate::formula::needs::{self, Misfit};
use crate::instrument::Instrument;
use crate::item::{Item, Kind, Role};

/// Where the parts of the instrument stand.
pub(super) struct Tables<'a, 't> {
    pub(super) root: Table<'t>,
    pub(super) items: &'a [Table<'t>],
    pub(super) domains: &'a [Table<'t>],
    pub(super) bands: &'a [Table<'t>],
    pub(super) readings: &'a [Table<'t>],
}

pub(super) fn instrument<'t>(fields: &mut Fields<'t>, instrument: &Instrument, tables: &Tables<'_, 't>) {
    let root = tables.root;
    identifier(fields, root, "id", &instrument.id);
    unique(fields, tables.items, instrument.items.iter().map(|item| item.id.as_str()));
    unique(fields, tables.domains, instrument.domains.iter().map(|domain| domain.id.as_str()));
    positive(fields, root, "step", instrument.step);
    for (item, table) in std::iter::zip(&instrument.items, tables.items) {
        check_item(fields, *table, item, instrument);
    }
    for (domain, table) in std::iter::zip(&instrument.domains, tables.domains) {
        positive(fields, *table, "weight", domain.weight);
    }
    check_readings(fields, instrument, tables.readings);
    for (bands, table) in std::iter::zip(&instrument.bands, tables.bands) {
        identifier(fields, *table, "name", &bands.name);
        check_bands(fields, *table, bands);
    }
    check_formula(fields, instrument, tables);
    // The range is compared only where the parts it rests on are sound.
    if fields.findings.is_empty() {
        check_total(fields, root, instrument);
    }
}

/// `without` names items of the instrument that the description starts from.
pub(super) fn without<'t>(fields: &mut Fields<'t>, root: Table<'t>, ids: &[String], base: Option<&Instrument>) {
    let known: Vec<&str> = base.map(|b| b.items.iter().map(|item| item.id.as_str()).collect()).unwrap_or_default();
    for id in ids.iter().filter(|id| !known.contains(&id.as_str())) {
        let place = fields.place(fields.span(root, "without").start);
        let finding = Finding::error(WORD_UNKNOWN, format!("no item `{id}` to leave out")).at(&place);
        fields.findings.push(finding.hint_if(engraft_base::suggest::did_you_mean(id, known.iter().copied())));
    }
}

fn check_item<'t>(fields: &mut Fields<'t>, table: Table<'t>, item: &Item, instrument: &Instrument) {
    identifier(fields, table, "id", &item.id);
    positive(fields, table, "step", item.step);
    if item.weight.is_some_and(Dec::is_zero) {
        misplaced(fields, table, "weight", "a weight of 0 leaves the item without effect");
    }
    if item.step.is_some() && !matches!(item.kind, Kind::Integer | Kind::Number) {
        misplaced(fields, table, "step", "only `integer` and `number` items have a step");
    }
    if (item.kind == Kind::Letter) == item.letters.is_empty() {
        misplaced(fields, table, "letters", "`letter` items, and only they, have letters");
    }
    let presence = item.range.lower.is_zero() && item.range.upper == Some(Dec::ONE);
    if (item.kind == Kind::Present || item.role == Role::Aid) && !presence {
        misplaced(fields, table, "range", "a present item is 0 or 1");
    }
    if let Some(step) = item.steps().filter(|step| *step > Dec::ZERO) {
        let on_step = item.range.width().is_none_or(|width| width.is_multiple_of(step));
        if !on_step {
            misplaced(fields, table, "range", "the range is not a whole number of steps");
        }
    }
    let known = |domain: &String| instrument.domains.iter().any(|d| d.id == *domain);
    if let Some(domain) = item.domain.as_ref().filter(|domain| !known(domain)) {
        let hint = engraft_base::suggest::did_you_mean(domain, instrument.domains.iter().map(|d| d.id.as_str()));
        let place = fields.place(fields.span(table, "domain").start);
        let finding = Finding::error(DOMAIN_UNKNOWN, format!("no domain `{domain}`")).at(&place).hint_if(hint);
        fields.findings.push(finding);
    }
}

/// What the formula asks for, at the places where it is missing.
fn check_formula<'t>(fields: &mut Fields<'t>, instrument: &Instrument, tables: &Tables<'_, 't>) {
    let at = |list: &[Table<'t>], index: usize| list.get(index).copied().unwrap_or(tables.root);
    for misfit in needs::misfits(instrument) {
        match misfit {
            Misfit::Key(key, wanted) => misplaced(fields, tables.root, key, wanted),
            Misfit::Item(index, key, wanted) => misplaced(fields, at(tables.items, index), key, wanted),
            Misfit::Domain(index, key, wanted) => misplaced(fields, at(tables.domains, index), key, wanted),
            Misfit::DomainItems(index, wanted) => {
                let start = at(tables.domains, index).at;
                let id = instrument.domains.get(index).map_or("", |domain| domain.id.as_str());
                let message = format!("domain `{id}` does not have the items it needs");
                fields.fault(DOMAIN_ITEMS, start..start, message, wanted);
            }
            Misfit::Whole(message, wanted) => fields.fault(DOMAIN_ITEMS, 0..0, message, wanted),
        }
    }
}

/// A reading changes something, and only what the instrument has.
fn check_readings<'t>(fields: &mut Fields<'t>, instrument: &Instrument, tables: &[Table<'t>]) {
    unique_names(fields, tables, instrument.readings.iter().map(|reading| reading.name.as_str()));
    for (reading, table) in std::iter::zip(&instrument.readings, tables) {
        identifier(fields, *table, "name", &reading.name);
        if reading.look_back.is_none() && reading.counts_when.is_empty() {
            misplaced(fields, *table, "name", "a reading has a `look-back` or a `counts-when`");
        }
        if reading.counts_when.keys().any(|item| instrument.item(item).is_none()) {
            misplaced(fields, *table, "counts-when", "texts by the identifiers of the items");
        }
    }
}

/// The limits of the bands rise; only the last may be open.
fn check_bands<'t>(fields: &mut Fields<'t>, table: Table<'t>, bands: &Bands) {
    let span = fields.span(table, "levels");
    let both = bands.levels.iter().any(|level| level.at_most.is_some() && level.below.is_some());
    let limits: Vec<(Dec, bool)> = bands.levels.iter().filter_map(Level::limit).collect();
    let rising =
        limits.iter().zip(limits.iter().skip(1)).all(|((a, closed), (b, next))| a < b || (a == b && !closed && *next));
    let open = bands.levels.iter().rev().skip(1).any(|level| level.limit().is_none());
    if bands.levels.is_empty() || both || open || !rising {
        let message = format!("bands `{}` do not have rising limits", bands.name);
        let wanted = "levels with one limit each, `at-most` or `below`, rising; only the last may have none";
        fields.fault(BANDS_ORDER, span.start..span.start, message, wanted);
    }
}

fn check_total<'t>(fields: &mut Fields<'t>, root: Table<'t>, instrument: &Instrument) {
    let reach = instrument.reach();
    if reach.lower != Some(instrument.range.lower) || reach.upper != instrument.range.upper {
        let side = |value: Option<Dec>| value.map_or_else(|| "inf".to_owned(), |v| v.to_string());
        let wanted = format!("[{}, {}], which the items add up to", side(reach.lower), side(reach.upper));
        let message = "the range is not that of the items' total".to_owned();
        fields.fault(TOTAL_RANGE, fields.span(root, "range"), message, &wanted);
    }
}

fn identifier<'t>(fields: &mut Fields<'t>, table: Table<'t>, key: &str, text: &str) {
    if fields.get(table, key).is_some_and(|value| value.get_ref().is_str()) && !id::is_valid(text) {
        let finding = Finding::error(ID_INVALID, format!("`{key}` is not an identifier"))
            .at(&fields.place(fields.span(table, key).start))
            .found(text)
            .expected("lower-case letters, digits and single hyphens, a letter first")
            .hint(format!("`{}` would do", id::make_valid(text)));
        fields.findings.push(finding);
    }
}

fn unique<'t, 'i>(fields: &mut Fields<'t>, tables: &[Table<'t>], ids: impl Iterator<Item = &'i str>) {
    unique_key(fields, tables, "id", ids);
}

fn unique_names<'t, 'i>(fields: &mut Fields<'t>, tables: &[Table<'t>], names: impl Iterator<Item = &'i str>) {
    unique_key(fields, tables, "name", names);
}

fn unique_key<'t, 'i>(fields: &mut Fields<'t>, tables: &[Table<'t>], key: &str, ids: impl Iterator<Item = &'i str>) {
    let mut seen = BTreeSet::new();
    for (id, table) in ids.zip(tables).filter(|(id, _)| !id.is_empty()) {
        if !seen.insert(id) {
            fields.fault(ID_TWICE, fields.span(*table, key), format!("`{id}` is used twice"), "");
        }
    }
}

fn positive<'t>(fields: &mut Fields<'t>, table: Table<'t>, key: &str, value: Option<Dec>) {
    if value.is_some_and(|value| value <= Dec::ZERO) {
        misplaced(fields, table, key, "a number above 0");
    }
}

fn misplaced<'t>(fields: &mut Fields<'t>, table: Table<'t>, key: &str, wanted: &str) {
    const CODE: Code = KEY_MISPLACED;
    fields.fault(CODE, fields.span(table, key), format!("`{key}` does not fit here"), wanted);
}
