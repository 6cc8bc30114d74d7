//! Reading a description: TOML text in, an [`Instrument`] or every fault out.

//!
//! A description may start from a built-in one (`based-on`): what it does not state is taken from there, items and
//! domains are joined by their identifiers, and `without` leaves items out.

mod check;
mod fields;
mod parts;

use std::sync::Arc;

use engraft_base::finding::sort_findings;
use engraft_base::suggest::did_you_mean;
use engraft_base::{Code, Dec, Finding};
use toml::de::DeTable;

use crate::instrument::Instrument;
use crate::item::Item;
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
    "based-on",
    "without",
    "name",
    "version",
    "year",
    "measures",
    "status",
    "status-note",
    "direction",
    "look-back",
    "range",
    "unit",
    "decimals",
    "step",
    "rights",
    "sources",
    "missing-rule",
    "missing-allowed",
    "variants",
    "readings",
    "domains",
    "formula",
    "factor",
    "intercept",
    "items",
    "bands",
];

/// Finds the instrument that a description starts from.
pub(crate) type Bases<'b> = &'b dyn Fn(&str) -> Option<Instrument>;

impl Instrument {
    /// Reads a description. `file` is the name shown in findings.
    ///
    /// # Errors
    /// Every fault of the text, each with its place, sorted by place.
    pub fn parse(file: &Arc<str>, text: &str) -> Result<Instrument, Vec<Finding>> {
        Instrument::parse_from(file, text, &|id| crate::builtin(id).cloned())
    }

    /// Reads a description that may start from one of `bases`.
    pub(crate) fn parse_from(file: &Arc<str>, text: &str, bases: Bases<'_>) -> Result<Instrument, Vec<Finding>> {
        let (root, errors) = DeTable::parse_recoverable(text);
        let mut fields = Fields::new(file, text);
        for error in &errors {
            let span = error.span().unwrap_or_default();
            let message = error.message().lines().next().unwrap_or("not valid TOML").to_lowercase();
            fields.fault(NOT_TOML, span, message, "");
        }
        let instrument = if errors.is_empty() { read_instrument(&mut fields, root.get_ref(), bases) } else { None };
        let mut findings = fields.findings;
        sort_findings(&mut findings);
        instrument.filter(|_| findings.is_empty()).ok_or(findings)
    }
}

/// `None` only with a finding.
fn read_instrument<'t>(fields: &mut Fields<'t>, keys: &'t DeTable<'t>, bases: Bases<'_>) -> Option<Instrument> {
    let root = Table { keys, at: 0 };
    fields.only(root, KEYS);
    let based_on = fields.text(root, "based-on");
    let base = based_on.as_deref().and_then(bases);
    if let Some(id) = based_on.as_deref().filter(|_| base.is_none()) {
        let place = fields.place(fields.span(root, "based-on").start);
        let finding = Finding::error(WORD_UNKNOWN, format!("no instrument `{id}` to start from")).at(&place);
        fields.findings.push(finding.hint_if(did_you_mean(id, crate::ids())));
        return None;
    }
    let without = fields.texts(root, "without");
    check::without(fields, root, &without, base.as_ref());
    let (items, item_tables) = read_items(fields, root, base.as_ref(), &without);
    let (domains, domain_tables) = read_domains(fields, root, base.as_ref(), &items);
    let (bands, band_tables) = parts::list(fields, root, "bands", base.as_ref().map(|b| &b.bands), parts::bands);
    let (readings, reading_tables) =
        parts::list(fields, root, "readings", base.as_ref().map(|b| &b.readings), parts::reading);
    let range = fields.range(root, "range").or(base.as_ref().map(|b| b.range));
    let range = fields.require(root, "range", range);
    let direction = fields.word(root, "direction").or(base.as_ref().map(|b| b.direction));
    let direction = fields.require(root, "direction", direction);
    let instrument =
        Instrument { based_on, without, items, domains, bands, readings, ..head(fields, root, base.as_ref()) };
    let instrument =
        Instrument { range: range.unwrap_or(UNKNOWN_RANGE), direction: direction.unwrap_or_default(), ..instrument };
    let tables = check::Tables {
        root,
        items: &item_tables,
        domains: &domain_tables,
        bands: &band_tables,
        readings: &reading_tables,
    };
    check::instrument(fields, &instrument, &tables);
    (direction.is_some() && range.is_some() && !instrument.items.is_empty()).then_some(instrument)
}

/// Everything but the lists, the range and the direction.
fn head<'t>(fields: &mut Fields<'t>, root: Table<'t>, base: Option<&Instrument>) -> Instrument {
    let mut text = |key: &str, inherited: Option<&String>| {
        let text = fields.text(root, key).or(inherited.cloned());
        fields.require(root, key, text).unwrap_or_default()
    };
    let id = text("id", None);
    let name = text("name", base.map(|b| &b.name));
    let version = text("version", base.map(|b| &b.version));
    let measures = text("measures", base.map(|b| &b.measures));
    let (sources, _) = parts::list(fields, root, "sources", base.map(|b| &b.sources), parts::source);
    let stated = fields.get(root, "variants").is_some();
    let variants = fields.texts(root, "variants");
    let inherited = |variants| base.filter(|_| !stated).map_or(variants, |b| b.variants.clone());
    // a description that states how sure it is also states what is not confirmed
    let status = fields.word(root, "status");
    let status_note = fields.text(root, "status-note");
    let noted = base.filter(|_| status.is_none()).and_then(|b| b.status_note.clone());
    Instrument {
        id,
        name,
        version,
        measures,
        sources,
        variants: inherited(variants),
        year: fields.whole(root, "year").or(base.and_then(|b| b.year)),
        status: status.or(base.map(|b| b.status)).unwrap_or_default(),
        status_note: status_note.or(noted),
        look_back: fields.text(root, "look-back").or(base.and_then(|b| b.look_back.clone())),
        unit: fields.text(root, "unit").or(base.and_then(|b| b.unit.clone())),
        decimals: fields.whole(root, "decimals").or(base.map(|b| b.decimals)).unwrap_or_default(),
        step: fields.number(root, "step").or(base.and_then(|b| b.step)),
        rights: fields.text(root, "rights").or(base.map(|b| b.rights.clone())).unwrap_or_default(),
        missing_rule: fields.text(root, "missing-rule").or(base.and_then(|b| b.missing_rule.clone())),
        missing_allowed: fields.whole(root, "missing-allowed").or(base.map(|b| b.missing_allowed)).unwrap_or_default(),
        formula: fields.word(root, "formula").or(base.map(|b| b.formula)).unwrap_or_default(),
        factor: fields.number(root, "factor").or(base.and_then(|b| b.factor)),
        intercept: fields.number(root, "intercept").or(base.and_then(|b| b.intercept)),
        ..blank()
    }
}

/// A description without anything, to be filled.
fn blank() -> Instrument {
    Instrument {
        id: String::new(),
        based_on: None,
        without: Vec::new(),
        name: String::new(),
        version: String::new(),
        year: None,
        measures: String::new(),
        status: crate::Status::default(),
        status_note: None,
        direction: crate::Direction::default(),
        look_back: None,
        range: UNKNOWN_RANGE,
        unit: None,
        decimals: 0,
        step: None,
        rights: String::new(),
        sources: Vec::new(),
        missing_rule: None,
        missing_allowed: 0,
        variants: Vec::new(),
        readings: Vec::new(),
        domains: Vec::new(),
        formula: crate::Formula::default(),
        factor: None,
        intercept: None,
        items: Vec::new(),
        bands: Vec::new(),
    }
}

/// Stands for a range that could not be read; the finding about it stops the description.
const UNKNOWN_RANGE: Range = Range { lower: Dec::ZERO, upper: None };

/// Items with the tables they stand in: those of the base, changed where they are stated again, then the new ones.
fn read_items<'t>(
    fields: &mut Fields<'t>,
    root: Table<'t>,
    base: Option<&Instrument>,
    without: &[String],
) -> (Vec<Item>, Vec<Table<'t>>) {
    let stated = fields.tables(root, "items");
    if base.is_none() {
        fields.require(root, "items", (!stated.is_empty()).then_some(()));
    }
    let inherited = base.map(|b| b.items.as_slice()).unwrap_or_default();
    let kept: Vec<Item> = inherited.iter().filter(|item| !without.contains(&item.id)).cloned().collect();
    parts::joined(fields, root, &kept, &stated, |item| &item.id, parts::item)
}

/// Domains with the tables they stand in; a domain of the base that lost all its items goes with them.
fn read_domains<'t>(
    fields: &mut Fields<'t>,
    root: Table<'t>,
    base: Option<&Instrument>,
    items: &[Item],
) -> (Vec<crate::Domain>, Vec<Table<'t>>) {
    let stated = fields.tables(root, "domains");
    let used = |id: &str| items.iter().any(|item| item.domain.as_deref() == Some(id));
    let inherited = base.map(|b| b.domains.as_slice()).unwrap_or_default();
    let kept: Vec<crate::Domain> = inherited.iter().filter(|domain| used(&domain.id)).cloned().collect();
    parts::joined(fields, root, &kept, &stated, |domain| &domain.id, parts::domain)
}
