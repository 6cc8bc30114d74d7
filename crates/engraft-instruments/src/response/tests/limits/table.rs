//! The cases, read from their tables.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use engraft_base::Verdict;
use serde::Deserialize;

macro_rules! tables {
    ($($name:literal,)+) => {
        &[$(($name, include_str!(concat!("../../../../tests/limits/", $name, ".toml")))),+]
    };
}

const TABLES: &[(&str, &str)] = tables![
    "atopic-dermatitis",
    "acr",
    "arthritis",
    "lupus-activity",
    "lupus-bilag",
    "lupus-flare",
    "lupus-flare-beside",
    "lupus-state",
    "muscle",
    "renal",
    "renal-classic",
    "renal-classic-b",
    "renal-flare",
    "renal-flare-beside",
    "sclerosis-and-lung",
    "tis-adult-minimal",
    "tis-adult-moderate",
    "tis-adult-major",
    "tis-juvenile-minimal",
    "tis-juvenile-moderate",
    "tis-juvenile-major",
];

/// One table.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Table {
    /// Values that every case of the table shares.
    #[serde(default)]
    rest: String,
    limit: Vec<Block>,
}

/// The cases of one limit, for the definitions that share it.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Block {
    /// Definitions.
    of: Vec<String>,
    /// The limit in words.
    #[serde(rename = "what")]
    _what: String,
    /// Values that every case shares.
    #[serde(default)]
    rest: String,
    /// Words of each case, its verdict last.
    cases: Vec<String>,
}

/// A subject at a visit and the answer that is due.
pub(super) struct Case {
    /// `baseline.easi=20 easi=5`; the last word on a value counts.
    pub words: String,
    pub verdict: Verdict,
}

/// The cases of a definition.
pub(super) fn cases(id: &str) -> &'static [Case] {
    static READ: OnceLock<BTreeMap<String, Vec<Case>>> = OnceLock::new();
    READ.get_or_init(read).get(id).map(Vec::as_slice).unwrap_or_default()
}

fn read() -> BTreeMap<String, Vec<Case>> {
    let mut cases: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for (name, text) in TABLES {
        let table: Table = toml::from_str(text).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        for block in &table.limit {
            let rest = format!("{} {}", table.rest, block.rest);
            for id in &block.of {
                assert!(super::super::response(id).is_some(), "{name}: there is no definition `{id}`");
                cases.entry(id.clone()).or_default().extend(block.cases.iter().map(|line| case(&rest, line)));
            }
        }
    }
    cases
}

fn case(rest: &str, line: &str) -> Case {
    let (words, verdict) = line.rsplit_once(' ').unwrap_or(("", line));
    let verdict = match verdict {
        "met" => Verdict::Met,
        "not-met" => Verdict::NotMet,
        "not-evaluable" => Verdict::NotEvaluable,
        other => panic!("{line}: `{other}` is no verdict"),
    };
    Case { words: format!("{rest} {words}"), verdict }
}
