//! Reading a description: TOML text in, an [`Instrument`] or every fault out.

mod check;
mod fields;

use std::sync::Arc;

use engraft_base::finding::sort_findings;
use engraft_base::{Code, Dec, Finding};
use indexmap::IndexMap;
use toml::de::DeTable;

use crate::bands::{Bands, Level};
use crate::instrument::{Domain, Instrument, Source};
use crate::item::{Item, Kind};
use crate::number::Range;
use fields::{Fields, Table};

/// The text is not TOML.
pub const NOT_TOML: Code = Code("S001");
/// A key that descriptions do not have.
pub const KEY_UNKNOWN: Code = Code("S002");
/// A key that every description needs.
pub const KEY_MISSING: Code = Code("S003");
/// A text where a number belongs, or the like.
pub const VALUE_TYPE: Code = Code("S004");
/// An identifier with characters that identifiers do not have.
pub const ID_INVALID: Code = Code("S005");
/// The same identifier twice.
pub const ID_TWICE: Code = Code("S006");
/// A word that is none of the choices.
pub const WORD_UNKNOWN: Code = Code("S007");
/// Not a range, or an upper end that is not above the lower.
pub const NUMBER_RANGE: Code = Code("S008");
/// A domain that the description does not define.
pub const DOMAIN_UNKNOWN: Code = Code("S009");
/// A key that does not go with the item's kind or the instrument's formula.
pub const KEY_MISPLACED: Code = Code("S010");
/// The stated range of the total is not what the items add up to.
pub const TOTAL_RANGE: Code = Code("S011");
/// Severity bands whose limits do not rise, or that have no limit.
pub const BANDS_ORDER: Code = Code("S012");
/// A domain without the items that the formula needs.
pub const DOMAIN_ITEMS: Code = Code("S013");

/// The checks of descriptions, with a one-line summary each.
pub const CODES: &[(Code, &str)] = &[
    (NOT_TOML, "the description is not valid TOML"),
    (KEY_UNKNOWN, "the description has a key that is not known"),
    (KEY_MISSING, "a required key is missing from the description"),
    (VALUE_TYPE, "a value of the description has the wrong type"),
    (ID_INVALID, "an identifier is not lower-case words joined by hyphens"),
    (ID_TWICE, "an identifier is used twice"),
    (WORD_UNKNOWN, "a value is none of the words allowed there"),
    (NUMBER_RANGE, "a range is not [lower, upper]"),
    (DOMAIN_UNKNOWN, "an item names a domain that is not defined"),
    (KEY_MISPLACED, "a key does not go with the item's kind or the formula"),
    (TOTAL_RANGE, "the stated range differs from the range of the items' total"),
    (BANDS_ORDER, "severity bands do not have rising limits"),
    (DOMAIN_ITEMS, "a domain lacks the items its formula needs"),
];

const KEYS: &[&str] = &[
    "id",
    "name",
    "version",
    "year",
    "measures",
    "status",
    "status-note",
    "direction",
    "look-back",
    "range",
    "decimals",
    "step",
    "rights",
    "sources",
    "missing-rule",
    "missing-allowed",
    "variants",
    "domains",
    "formula",
    "items",
    "bands",
];
const ITEM_KEYS: &[&str] =
    &["id", "label", "counts-when", "kind", "range", "step", "weight", "domain", "role", "unit", "letters"];

impl Instrument {
    /// Reads a description. `file` is the name shown in findings.
    ///
    /// # Errors
    /// Every fault of the text, each with its place, sorted by place.
    pub fn parse(file: &Arc<str>, text: &str) -> Result<Instrument, Vec<Finding>> {
        let (root, errors) = DeTable::parse_recoverable(text);
        let mut fields = Fields::new(file, text);
        for error in &errors {
            let span = error.span().unwrap_or_default();
            let message = error.message().lines().next().unwrap_or("not valid TOML").to_lowercase();
            fields.fault(NOT_TOML, span, message, "");
        }
        let instrument = if errors.is_empty() { read_instrument(&mut fields, root.get_ref()) } else { None };
        let mut findings = fields.findings;
        sort_findings(&mut findings);
        instrument.filter(|_| findings.is_empty()).ok_or(findings)
    }
}

/// `None` only with a finding.
fn read_instrument<'t>(fields: &mut Fields<'t>, keys: &'t DeTable<'t>) -> Option<Instrument> {
    let root = Table { keys, at: 0 };
    fields.only(root, KEYS);
    let id = fields.required_text(root, "id");
    let name = fields.required_text(root, "name");
    let version = fields.required_text(root, "version");
    let measures = fields.required_text(root, "measures");
    let direction = fields.word(root, "direction");
    let direction = fields.require(root, "direction", direction);
    let range = fields.range(root, "range");
    let range = fields.require(root, "range", range);
    let item_tables = fields.tables(root, "items");
    fields.require(root, "items", (!item_tables.is_empty()).then_some(()));
    let domain_tables = fields.tables(root, "domains");
    let band_tables = fields.tables(root, "bands");
    let source_tables = fields.tables(root, "sources");
    let instrument = Instrument {
        id,
        name,
        version,
        measures,
        direction: direction.unwrap_or_default(),
        range: range.unwrap_or(UNKNOWN_RANGE),
        year: fields.whole(root, "year"),
        status: fields.word(root, "status").unwrap_or_default(),
        status_note: fields.text(root, "status-note"),
        look_back: fields.text(root, "look-back"),
        decimals: fields.whole(root, "decimals").unwrap_or_default(),
        step: fields.number(root, "step"),
        rights: fields.text(root, "rights").unwrap_or_default(),
        sources: source_tables.iter().map(|table| read_source(fields, *table)).collect(),
        missing_rule: fields.text(root, "missing-rule"),
        missing_allowed: fields.whole(root, "missing-allowed").unwrap_or_default(),
        variants: fields.texts(root, "variants"),
        domains: domain_tables.iter().map(|table| read_domain(fields, *table)).collect(),
        formula: fields.word(root, "formula").unwrap_or_default(),
        items: item_tables.iter().map(|table| read_item(fields, *table)).collect(),
        bands: band_tables.iter().map(|table| read_bands(fields, *table)).collect(),
    };
    let tables = check::Tables { root, items: &item_tables, domains: &domain_tables, bands: &band_tables };
    check::instrument(fields, &instrument, &tables);
    (direction.is_some() && range.is_some() && !item_tables.is_empty()).then_some(instrument)
}

/// Stands for a range that could not be read; the finding about it stops the description.
const UNKNOWN_RANGE: Range = Range { lower: Dec::ZERO, upper: None };

fn read_source<'t>(fields: &mut Fields<'t>, table: Table<'t>) -> Source {
    fields.only(table, &["text", "doi", "what"]);
    Source {
        text: fields.required_text(table, "text"),
        doi: fields.text(table, "doi"),
        what: fields.required_text(table, "what"),
    }
}

fn read_domain<'t>(fields: &mut Fields<'t>, table: Table<'t>) -> Domain {
    fields.only(table, &["id", "label", "weight"]);
    Domain {
        id: fields.required_text(table, "id"),
        label: fields.required_text(table, "label"),
        weight: fields.number(table, "weight"),
    }
}

fn read_item<'t>(fields: &mut Fields<'t>, table: Table<'t>) -> Item {
    fields.only(table, ITEM_KEYS);
    let kind = fields.word::<Kind>(table, "kind");
    let kind = fields.require(table, "kind", kind).unwrap_or_default();
    let letters = read_letters(fields, table);
    let stated = fields.range(table, "range");
    let range = match kind {
        Kind::Present => Some(stated.unwrap_or(Range::new(Dec::ZERO, Dec::ONE))),
        Kind::Letter => stated.or_else(|| letters_range(&letters)),
        Kind::Integer | Kind::Number | Kind::HalfSteps => fields.require(table, "range", stated),
    };
    Item {
        id: fields.required_text(table, "id"),
        label: fields.required_text(table, "label"),
        counts_when: fields.text(table, "counts-when"),
        kind,
        range: range.unwrap_or(UNKNOWN_RANGE),
        step: fields.number(table, "step"),
        weight: fields.number(table, "weight"),
        domain: fields.text(table, "domain"),
        role: fields.word(table, "role").unwrap_or_default(),
        unit: fields.text(table, "unit"),
        letters,
    }
}

fn read_letters<'t>(fields: &mut Fields<'t>, table: Table<'t>) -> IndexMap<String, Dec> {
    let Some(value) = fields.get(table, "letters") else { return IndexMap::new() };
    let Some(keys) = fields.typed(value, value.get_ref().as_table(), "letters", "a table of numbers") else {
        return IndexMap::new();
    };
    let inner = Table { keys, at: value.span().start };
    let read = |name: &str| Some((name.to_owned(), fields.number(inner, name)?));
    keys.keys().map(|key| key.get_ref().as_ref()).filter_map(read).collect()
}

fn letters_range(letters: &IndexMap<String, Dec>) -> Option<Range> {
    Some(Range::new(*letters.values().min()?, *letters.values().max()?))
}

fn read_bands<'t>(fields: &mut Fields<'t>, table: Table<'t>) -> Bands {
    fields.only(table, &["name", "source", "levels"]);
    let levels = fields.tables(table, "levels");
    Bands {
        name: fields.required_text(table, "name"),
        source: fields.required_text(table, "source"),
        levels: levels.into_iter().map(|level| read_level(fields, level)).collect(),
    }
}

fn read_level<'t>(fields: &mut Fields<'t>, table: Table<'t>) -> Level {
    fields.only(table, &["label", "at-most", "below"]);
    Level {
        label: fields.required_text(table, "label"),
        at_most: fields.number(table, "at-most"),
        below: fields.number(table, "below"),
    }
}
