//! Pages of checks, compiled in from `docs/checks/`.

use engraft_base::Severity;

/// A check as catalogues show it.
pub struct CheckPage {
    /// Code.
    pub code: &'static str,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// Severity; none where it depends.
    pub severity: Option<Severity>,
}

/// Every check, sorted by code.
pub fn checks() -> Vec<CheckPage> {
    let error = Some(Severity::Error);
    let protocol = engraft_protocol::codes::ALL.iter();
    let mut all: Vec<CheckPage> =
        protocol.map(|(code, title)| CheckPage { code: code.0, title, severity: error }).collect();
    all.extend(engraft_data::codes::ALL.iter().map(|(code, title)| CheckPage {
        code: code.0,
        title,
        severity: match *code {
            engraft_data::codes::UNUSED_COLUMN => Some(Severity::Note),
            engraft_data::codes::UNUSED_FILE => Some(Severity::Warning),
            _ => error,
        },
    }));
    let content = engraft_data::checks::ALL.iter();
    all.extend(content.map(|c| CheckPage { code: c.code.0, title: c.title, severity: Some(c.severity) }));
    let published = engraft_review::codes::ALL.iter();
    all.extend(published.map(|(code, title, severity)| CheckPage { code: code.0, title, severity: Some(*severity) }));
    let scoring = engraft_instruments::CODES.iter();
    all.extend(scoring.map(|(code, title)| CheckPage { code: code.0, title, severity: error }));
    all.sort_by_key(|c| c.code);
    all
}

/// The page of a check.
pub fn page(code: &str) -> Option<&'static str> {
    PAGES.iter().find(|(name, _)| *name == code).map(|(_, text)| *text)
}

include!(concat!(env!("OUT_DIR"), "/pages.rs"));
