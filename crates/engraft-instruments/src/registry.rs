//! The built-in instruments: one description file each, compiled in, parsed once.

use std::sync::{Arc, OnceLock};

use crate::Instrument;

macro_rules! definitions {
    ($($id:literal,)+) => { &[$(($id, include_str!(concat!("../definitions/", $id, ".toml")))),+] };
}

/// Identifier and text of every built-in description, sorted by identifier.
pub(crate) const DEFINITIONS: &[(&str, &str)] = definitions![
    "bilag-2004-numeric",
    "bilag-classic-12-5-1",
    "bilag-classic-9-3-1",
    "bsa",
    "cdai",
    "cdasi-activity-total",
    "cdasi-damage-total",
    "clinical-sledai-2k",
    "dlqi",
    "easi",
    "easi-under-8",
    "extramuscular-global-10",
    "haq-di-alternative",
    "haq-di-standard",
    "itch-nrs",
    "mmt8-bilateral",
    "mmt8-unilateral",
    "mrss",
    "objective-scorad",
    "pasi",
    "patient-global-10",
    "pga",
    "physician-global-10",
    "poem",
    "scorad",
    "sdai",
    "selena-sledai",
    "selena-sledai-s2k",
    "sledai-1992",
    "sledai-2k",
    "viga-ad",
];

/// The built-in instrument with this identifier.
pub fn builtin(id: &str) -> Option<&'static Instrument> {
    builtins().iter().find(|instrument| instrument.id == id)
}

/// Every built-in instrument, sorted by identifier.
pub fn builtins() -> &'static [Instrument] {
    static PARSED: OnceLock<Vec<Instrument>> = OnceLock::new();
    // A test parses every description, so that none is dropped here.
    PARSED.get_or_init(|| DEFINITIONS.iter().filter_map(|(id, text)| Instrument::parse(&file(id), text).ok()).collect())
}

/// Identifiers of the built-in instruments, sorted.
pub fn ids() -> impl Iterator<Item = &'static str> {
    DEFINITIONS.iter().map(|(id, _)| *id)
}

/// Text of a built-in description, to start one's own from.
pub fn definition(id: &str) -> Option<&'static str> {
    DEFINITIONS.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
}

/// The name under which findings show a built-in description.
pub(crate) fn file(id: &str) -> Arc<str> {
    Arc::from(format!("{id}.toml"))
}
