//! Every check over the figures of a study. A check that could be made leaves an entry, whether or not it finds something.

use engraft_base::{Code, Finding, Place, Severity};

use crate::codes;
use crate::paired_claim::Correlations;
use crate::printed::{Printed, Range};
use crate::published::{Estimate, Published};
use crate::readings::{self, Group, Reading};

use super::of_counts::{changing_denominators, open_denominator, percentage, totals};
use super::of_figures::{about, of_figure};
use super::p_and_statistic::{logarithm, p_of_interval, p_of_statistic, size, statistic_of_interval};

/// How a check came out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// What is printed can be.
    Agrees,
    /// It cannot, under the assumption named.
    Disagrees,
    /// Worth knowing.
    Note,
}

impl Outcome {
    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Agrees => "agrees",
            Outcome::Disagrees => "disagrees",
            Outcome::Note => "note",
        }
    }
}

/// One check that was made.
#[derive(Clone, PartialEq, Debug)]
pub struct Checked {
    /// Code of the finding it would give.
    pub code: Code,
    /// Name of the check.
    pub check: &'static str,
    /// What it is about.
    pub about: String,
    /// What was printed.
    pub printed: String,
    /// What was computed.
    pub computed: String,
    /// Under which assumption.
    pub assumption: String,
    /// How it came out.
    pub outcome: Outcome,
    /// Where it stands.
    pub place: Place,
}

impl Checked {
    /// The finding, for a check that disagrees or has something to note.
    pub fn finding(&self) -> Option<Finding> {
        let severity = match self.outcome {
            Outcome::Agrees => return None,
            Outcome::Disagrees => Severity::Warning,
            Outcome::Note => Severity::Note,
        };
        let message = format!("{}: printed {}, computed {}", self.about, self.printed, self.computed);
        let finding = Finding::new(self.code, severity, message).at(&self.place).found(&self.printed);
        Some(finding.expected(format!("under the assumption: {}", self.assumption)))
    }
}

/// Makes every check that the figures allow, in the order of the file.
pub fn run(published: &Published, groups: &[Group]) -> Vec<Checked> {
    let mut made = Vec::new();
    for figure in &published.figures {
        made.extend(of_figure(figure));
    }
    made.extend(published.counts.iter().filter_map(percentage));
    let enrolled = published.file.subjects.map(u64::from);
    made.extend(published.counts.iter().filter_map(|c| open_denominator(c, enrolled)));
    made.extend(totals(published));
    made.extend(published.estimates.iter().flat_map(estimate));
    made.extend(paired(published, groups));
    made.extend(changing_denominators(published));
    made.extend(conflicts(published));
    made
}

/// p, statistic and interval of a printed estimate, each against each.
fn estimate(e: &Estimate) -> Vec<Checked> {
    let scale = |p: &Printed| if e.ratio { logarithm(p.range()) } else { Some(p.range()) };
    let interval = e.estimate.as_ref().zip(e.interval.as_ref()).and_then(|(at, (low, high))| {
        let printed = format!("{} ({} to {})", at.text, low.text, high.text);
        Some((printed, scale(at)?, (scale(low)?, scale(high)?)))
    });
    let name = e.df.map_or("normal distribution".to_owned(), |df| format!("t with {df} degrees of freedom"));
    let log = if e.ratio { ", logarithm" } else { "" };
    let mut made = Vec::new();
    if let Some((statistic, p)) = e.statistic.as_ref().zip(e.p.as_ref())
        && let Some(found) = p_of_statistic(statistic.range(), e.df)
    {
        let printed = format!("{}, p {}", statistic.text, p.text);
        made.push(compared(e, "p from statistic", printed, ("p", found), p.range(), name.clone()));
    }
    if let Some(((printed, at, ends), p)) = interval.as_ref().zip(e.p.as_ref())
        && let Some(found) = p_of_interval(*at, *ends, e.level, e.df)
    {
        let printed = format!("{printed}, p {}", p.text);
        made.push(compared(e, "p from interval", printed, ("p", found), p.range(), format!("{name}{log}")));
    }
    if let Some(((printed, at, ends), statistic)) = interval.as_ref().zip(e.statistic.as_ref())
        && let Some(found) = statistic_of_interval(*at, *ends, e.level, e.df)
    {
        let printed = format!("{printed}, statistic {}", statistic.text);
        let wanted = size(statistic.range());
        made.push(compared(e, "statistic from interval", printed, ("size", found), wanted, format!("{name}{log}")));
    }
    made
}

fn compared(
    e: &Estimate,
    check: &'static str,
    printed: String,
    (what, found): (&str, Range),
    wanted: Range,
    by: String,
) -> Checked {
    Checked {
        code: codes::P_AND_STATISTIC,
        check,
        about: e.label.clone(),
        printed,
        computed: format!("{what} {:.4} to {:.4}", found.low, found.high),
        assumption: format!("two-sided, {by}, rounded as printed"),
        outcome: if found.meets(wanted) { Outcome::Agrees } else { Outcome::Disagrees },
        place: e.place.clone(),
    }
}

fn paired(published: &Published, groups: &[Group]) -> Vec<Checked> {
    let one = |claim: &readings::Claim| {
        let group = groups.get(claim.group)?;
        let after = published.figures.get(claim.after)?;
        let before = published.figures.get(claim.before)?;
        let readings = group.answer.readings();
        let found: Vec<(Reading, Correlations)> =
            readings.iter().filter_map(|r| Some((*r, readings::needed(published, claim, *r, true)?))).collect();
        if found.is_empty() {
            return None;
        }
        let words = found.iter().map(|(reading, c)| match c {
            Correlations::Possible { low, high } => {
                format!("as {}: correlation {low:.2} to {high:.2}", reading.word().to_uppercase())
            }
            Correlations::Impossible { needed } => {
                format!("as {}: none (it would be {needed:.2})", reading.word().to_uppercase())
            }
        });
        let words: Vec<String> = words.collect();
        Some(Checked {
            code: codes::PAIRED_CLAIM,
            check: "paired claim",
            about: about(after),
            printed: format!("{} to {}, p {}", before.written(), after.written(), after.p.as_ref()?.text),
            computed: words.join("; "),
            assumption: format!("two-sided paired t test of {} pairs, numbers rounded as printed", after.n?),
            outcome: if found.iter().any(|(_, c)| c.possible()) { Outcome::Agrees } else { Outcome::Disagrees },
            place: after.place.clone(),
        })
    };
    readings::claims(published, groups).iter().filter_map(one).collect()
}

fn conflicts(published: &Published) -> Vec<Checked> {
    let entries = published.file.conflicts.iter().zip(&published.conflict_places);
    let one = |(conflict, place): (&crate::published::types::ConflictEntry, &Place)| Checked {
        code: codes::CONFLICT,
        check: "sources",
        about: conflict.what.clone(),
        printed: conflict.versions.iter().map(|v| format!("{} ({})", v.says, v.source)).collect::<Vec<_>>().join("; "),
        computed: format!("{} versions", conflict.versions.len()),
        assumption: conflict.trust.clone(),
        outcome: Outcome::Note,
        place: place.clone(),
    };
    entries.map(one).collect()
}

#[cfg(test)]
mod tests;
