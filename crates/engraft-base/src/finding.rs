//! One thing found wrong, said so that the user can mend it: what, where, which rule, how.

use serde::Serialize;

use crate::Place;
use crate::place::is_unsafe;

/// The lasting name of a check, such as `D014`: a family letter and three digits, never used again for another check.
///
/// Families: P protocol, D data, S scoring, A analysis, F published figures, R report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Code(pub &'static str);

/// How much a finding matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Stops the analysis of what it touches, and nothing else.
    Error,
    /// Probably a mistake; the analysis goes on with the value as it stands, and the report says so.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// `error`, `warning` or `note`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// One finding.
///
/// The only personal datum it may hold is the subject identifier, and the text of the cell at fault.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Which check.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// One lower-case phrase without a full stop.
    pub message: String,
    /// Where the fault stands.
    pub place: Option<Place>,
    /// The text found there, as the user wrote it (shortened when long).
    pub found: Option<String>,
    /// What the rule wants.
    pub expected: Option<String>,
    /// Subject concerned.
    pub subject: Option<String>,
    /// Visit concerned.
    pub visit: Option<String>,
    /// Other places that belong to it, each with a phrase (the first of two duplicates, the protocol line of the rule).
    pub related: Vec<(Place, String)>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Finding {
    /// A finding with nothing but its code, severity and message; the rest is added by the `with_` methods.
    pub fn new(code: Code, severity: Severity, message: impl Into<String>) -> Finding {
        Finding {
            code,
            severity,
            message: one_line(&message.into(), LONGEST),
            place: None,
            found: None,
            expected: None,
            subject: None,
            visit: None,
            related: Vec::new(),
            hint: None,
        }
    }

    /// An error.
    pub fn error(code: Code, message: impl Into<String>) -> Finding {
        Finding::new(code, Severity::Error, message)
    }

    /// A warning.
    pub fn warning(code: Code, message: impl Into<String>) -> Finding {
        Finding::new(code, Severity::Warning, message)
    }

    /// A note.
    pub fn note(code: Code, message: impl Into<String>) -> Finding {
        Finding::new(code, Severity::Note, message)
    }

    /// Where it stands.
    pub fn at(mut self, place: &Place) -> Finding {
        self.place = Some(place.clone());
        self
    }

    /// The text found, cut to 60 characters.
    pub fn found(mut self, text: impl AsRef<str>) -> Finding {
        self.found = Some(one_line(text.as_ref(), LONGEST_FOUND));
        self
    }

    /// What the rule wants.
    pub fn expected(mut self, text: impl Into<String>) -> Finding {
        self.expected = Some(one_line(&text.into(), LONGEST));
        self
    }

    /// Subject concerned.
    pub fn subject(mut self, subject: impl AsRef<str>) -> Finding {
        self.subject = Some(one_line(subject.as_ref(), LONGEST_FOUND));
        self
    }

    /// Visit concerned.
    pub fn visit(mut self, visit: impl Into<String>) -> Finding {
        self.visit = Some(one_line(&visit.into(), LONGEST_FOUND));
        self
    }

    /// The same, when there is a visit to name.
    pub fn visit_if(mut self, visit: Option<&str>) -> Finding {
        self.visit = visit.map(|visit| one_line(visit, LONGEST_FOUND));
        self
    }

    /// Another place that belongs to it.
    pub fn related(mut self, place: &Place, phrase: impl Into<String>) -> Finding {
        self.related.push((place.clone(), one_line(&phrase.into(), LONGEST)));
        self
    }

    /// What to do about it.
    pub fn hint(mut self, text: impl Into<String>) -> Finding {
        self.hint = Some(one_line(&text.into(), LONGEST));
        self
    }

    /// The same, when there is a hint to give.
    pub fn hint_if(self, text: Option<String>) -> Finding {
        match text {
            Some(text) => self.hint(text),
            None => self,
        }
    }
}

/// Sorts findings by place, then severity, then code, so that their order never depends on which check ran first.
pub fn sort_findings(findings: &mut [Finding]) {
    findings
        .sort_by(|a, b| (&a.place, a.severity, a.code, &a.message).cmp(&(&b.place, b.severity, b.code, &b.message)));
}

/// Longest text found that is shown, in characters.
const LONGEST_FOUND: usize = 60;
/// Longest message, expectation or hint, in characters: a name of a megabyte must not become a message of a megabyte.
const LONGEST: usize = 800;

/// A text of the user's as one line of a finding: cut where it is long, and nothing in it that a terminal would obey.
fn one_line(text: &str, limit: usize) -> String {
    let visible: String = text.chars().map(|c| if is_unsafe(c) { '\u{fffd}' } else { c }).take(limit).collect();
    if text.chars().nth(limit).is_some() { format!("{visible}…") } else { visible }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn found_text_is_cut_and_carries_no_control_characters() {
        let finding = Finding::error(Code("D001"), "x").found(format!("a\u{7}{}", "b".repeat(100)));
        let text = finding.found.unwrap();
        assert!(text.starts_with("a\u{fffd}b") && text.ends_with('…'));
        assert_eq!(text.chars().count(), 61);
    }

    #[test]
    fn whatever_a_name_holds_a_finding_stays_on_one_line() {
        let name = "a\nb\u{1b}[31m\u{202e}c\u{2028}d";
        let place = Place::file(&name.into());
        let finding = Finding::error(Code("D001"), format!("no `{name}`"))
            .at(&place)
            .expected(name)
            .subject(name)
            .visit(name)
            .hint(name)
            .related(&place, name);
        let shown = format!("{finding:?} {place}");
        assert!(
            !["\n", "\\n", "\u{1b}", "\\u{1b}", "\u{202e}", "\\u{202e}", "\u{2028}"].iter().any(|c| shown.contains(c))
        );
        assert!(Finding::error(Code("D001"), "x".repeat(1_000_000)).message.len() < 5_000);
    }
}
