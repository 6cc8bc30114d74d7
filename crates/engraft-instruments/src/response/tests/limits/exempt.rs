//! Sides of limits that no subject can lie on, and changes of limits that no subject can tell, each with its reason.

use serde::Deserialize;

use crate::rule::tests::mutants::Side;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Table {
    side: Vec<Entry>,
    mutant: Vec<Entry>,
}

/// One exemption; a `*` at the end of an identifier stands for any ending.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Entry {
    of: Vec<String>,
    /// What is exempt: text that the limit and its side, or the change, contain.
    what: Vec<String>,
    #[serde(rename = "because")]
    _because: String,
    #[serde(skip)]
    used: Vec<String>,
}

impl Entry {
    fn holds(&mut self, id: &str, text: &str) -> bool {
        let named = |of: &String| of == id || of.strip_suffix('*').is_some_and(|stem| id.starts_with(stem));
        let Some(what) = self.what.iter().find(|what| text.contains(what.as_str())) else { return false };
        let holds = self.of.iter().any(named);
        if holds {
            self.used.push(what.clone());
        }
        holds
    }

    /// What of it was never needed.
    fn idle(&self) -> Vec<&String> {
        self.what.iter().filter(|what| !self.used.contains(what)).collect()
    }
}

pub(super) struct Exemptions(Table);

impl Exemptions {
    pub(super) fn read() -> Exemptions {
        let text = include_str!("../../../../tests/limits/exempt.toml");
        Exemptions(toml::from_str(text).unwrap_or_else(|fault| panic!("{fault}")))
    }

    pub(super) fn side(&mut self, id: &str, limit: &str, side: Side) -> bool {
        let text = format!("{side:?} {limit}");
        self.0.side.iter_mut().any(|entry| entry.holds(id, &text))
    }

    pub(super) fn mutant(&mut self, id: &str, what: &str) -> bool {
        self.0.mutant.iter_mut().any(|entry| entry.holds(id, what))
    }

    pub(super) fn idle_sides(&self) -> Vec<&String> {
        self.0.side.iter().flat_map(Entry::idle).collect()
    }

    pub(super) fn idle_mutants(&self) -> Vec<&String> {
        self.0.mutant.iter().flat_map(Entry::idle).collect()
    }
}
