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
    "criss-2016",
    "das28-crp",
    "das28-esr",
    "das28-esr-floor-1",
    "dlco-percent-predicted",
    "dlqi",
    "dlqi-r",
    "easi",
    "easi-home",
    "easi-under-8",
    "easi-under-8-home",
    "egfr-ckd-epi-2021",
    "egfr-ckd-epi-2021-umol",
    "egfr-schwartz",
    "eustar-2017",
    "eustar-2017-graded-mrss",
    "extramuscular-global-10",
    "fvc-percent-predicted",
    "haq-di-alternative",
    "haq-di-alternative-one-missing",
    "haq-di-one-missing",
    "haq-di-standard",
    "ice",
    "itch-nrs",
    "measi",
    "mmt26-total",
    "mmt8-bilateral",
    "mmt8-unilateral",
    "mrss",
    "myoact",
    "objective-scorad",
    "pasi",
    "patient-global-10",
    "pga",
    "pga-10",
    "pga-100",
    "pga-from-10",
    "pga-from-100",
    "physician-global-10",
    "poem",
    "scorad",
    "sdai",
    "sdi-45",
    "sdi-46",
    "sdi-47",
    "selena-sledai",
    "selena-sledai-s2k",
    "sledai-1992",
    "sledai-2k",
    "times-upper-limit",
    "tis-2016-adult",
    "tis-2016-jdm",
    "upcr-mg-g",
    "upcr-mg-mmol",
    "viga-ad",
];

/// The built-in instrument with this identifier, or one of its readings: `sledai-2k`, `sledai-2k-d30`.
pub fn builtin(id: &str) -> Option<&'static Instrument> {
    let own = builtins().iter().find(|instrument| instrument.id == id);
    own.or_else(|| readings().iter().find(|instrument| instrument.id == id))
}

/// Every built-in instrument, sorted by identifier.
pub fn builtins() -> &'static [Instrument] {
    static PARSED: OnceLock<Vec<Instrument>> = OnceLock::new();
    PARSED.get_or_init(|| {
        let mut known: Vec<Instrument> = Vec::with_capacity(DEFINITIONS.len());
        // A description that starts from another waits until that one is read; a test parses every description, so that
        // none is dropped here.
        for _ in 0..DEPTH {
            for (id, text) in DEFINITIONS {
                if known.iter().any(|instrument| instrument.id == *id) {
                    continue;
                }
                let bases = |base: &str| known.iter().find(|instrument| instrument.id == base).cloned();
                let parsed = Instrument::parse_from(&file(id), text, &bases);
                known.extend(parsed);
            }
        }
        known.sort_by(|a, b| a.id.cmp(&b.id));
        known
    })
}

/// How many descriptions may start from one another in a row.
const DEPTH: usize = 3;

/// Every built-in instrument under each of its readings, and under two readings of different kinds (a wording and a
/// window), sorted by identifier.
pub fn readings() -> &'static [Instrument] {
    static READINGS: OnceLock<Vec<Instrument>> = OnceLock::new();
    READINGS.get_or_init(|| {
        let under = |instrument: &Instrument| -> Vec<Instrument> {
            instrument.readings.iter().filter_map(|reading| instrument.reading(&reading.name)).collect()
        };
        let mut all: Vec<Instrument> = builtins().iter().flat_map(under).collect();
        let wordings = all.iter().filter(|one| builtins().iter().any(|b| wording(b, one)));
        let joined: Vec<Instrument> = wordings
            .flat_map(|one| one.readings.iter().filter(|r| r.look_back.is_some()).filter_map(|r| one.reading(&r.name)))
            .collect();
        all.extend(joined);
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    })
}

/// Whether this names a reading of a built-in instrument: other words or another window, the same score.
pub fn is_reading(id: &str) -> bool {
    readings().iter().any(|reading| reading.id == id)
}

/// Whether `one` is `instrument` under another wording.
fn wording(instrument: &Instrument, one: &Instrument) -> bool {
    one.based_on.as_ref() == Some(&instrument.id) && one.look_back == instrument.look_back
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
