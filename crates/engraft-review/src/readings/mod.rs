//! Whether a "±" is a standard deviation or a standard error of the mean, from what can be proven.
//!
//! The spreads of one measure in one arm of one source are taken to be of one kind. For each kind the figures are read so, and every
//! proof is tried: limits of the scale, whole numbers, the printed p of a paired change. A kind that some proof excludes is out. When one is
//! left, that is the reading; otherwise the answer is *undecidable*. Indications (coefficients of variation, how near the largest
//! possible spread a reading comes) are told and decide nothing.

pub(crate) mod proofs;

use crate::paired_claim::{Correlations, PairedClaim, correlations};
use crate::printed::Range;
use crate::published::types::{CentreKind, SpreadKind, TestName};
use crate::published::{Figure, Published};

/// A kind of spread.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reading {
    /// Standard deviation.
    Sd,
    /// Standard error of the mean.
    Sem,
}

impl Reading {
    /// Both.
    pub const ALL: [Reading; 2] = [Reading::Sd, Reading::Sem];

    /// `sd` or `sem`.
    pub fn word(self) -> &'static str {
        match self {
            Reading::Sd => "sd",
            Reading::Sem => "sem",
        }
    }

    /// The standard deviation of a figure under this reading: what the rounding leaves.
    pub fn sd(self, figure: &Figure) -> Option<Range> {
        match self {
            Reading::Sd => figure.sd_if_sd(),
            Reading::Sem => figure.sd_if_sem(),
        }
    }

    /// The standard deviation of a figure under this reading, the printed number taken as exact.
    pub fn sd_as_printed(self, figure: &Figure) -> Option<f64> {
        let spread = figure.spread.as_ref()?.to_f64();
        match self {
            Reading::Sd => Some(spread),
            Reading::Sem => Some(spread * libm::sqrt(f64::from(figure.n?))),
        }
    }
}

/// The answer for a group of figures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// The source says so.
    Stated(Reading),
    /// The other reading is excluded.
    Decided(Reading),
    /// Neither is excluded.
    Undecidable,
    /// Both are excluded: something else is not as said.
    Neither,
}

impl Answer {
    /// `sd`, `sem`, `undecidable` or `neither`.
    pub fn word(self) -> &'static str {
        match self {
            Answer::Stated(reading) | Answer::Decided(reading) => reading.word(),
            Answer::Undecidable => "undecidable",
            Answer::Neither => "neither",
        }
    }

    /// Readings that are left to work with; both where nothing could be decided.
    pub fn readings(self) -> Vec<Reading> {
        match self {
            Answer::Stated(reading) | Answer::Decided(reading) => vec![reading],
            Answer::Undecidable | Answer::Neither => Reading::ALL.to_vec(),
        }
    }
}

/// How much an argument weighs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weight {
    /// Excludes its reading under the assumptions named.
    Proof,
    /// Told, decides nothing.
    Indication,
}

/// Something said for or against a reading.
#[derive(Clone, PartialEq, Debug)]
pub struct Argument {
    /// The reading it speaks about.
    pub reading: Reading,
    /// Its weight.
    pub weight: Weight,
    /// The argument with its numbers.
    pub text: String,
    /// Figures it rests on.
    pub figures: Vec<usize>,
}

/// Figures whose spreads are taken to be of one kind.
#[derive(Clone, PartialEq, Debug)]
pub struct Group {
    /// Measure, or the label of something that is none.
    pub name: String,
    /// Label for readers.
    pub label: String,
    /// Arm.
    pub arm: String,
    /// Source.
    pub source: String,
    /// Figures, as indices.
    pub figures: Vec<usize>,
    /// The answer.
    pub answer: Answer,
    /// What was argued.
    pub arguments: Vec<Argument>,
}

/// A paired claim: two figures of one group and the p between them.
#[derive(Clone, PartialEq, Debug)]
pub struct Claim {
    /// Figure before.
    pub before: usize,
    /// Figure after, which carries the p.
    pub after: usize,
    /// Group of both.
    pub group: usize,
}

/// Every group of figures with a spread that may be a standard deviation or a standard error.
pub fn groups(published: &Published) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (i, figure) in published.figures.iter().enumerate().filter(|(_, f)| is_read(f)) {
        let name = if figure.measure.is_empty() { &figure.label } else { &figure.measure };
        let same = |g: &Group| {
            let first = g.figures.first().and_then(|f| published.figures.get(*f));
            g.name == *name
                && g.arm == figure.arm
                && g.source == figure.source
                && first.is_some_and(|f| f.spread_kind == figure.spread_kind)
        };
        match groups.iter_mut().find(|g| same(g)) {
            Some(group) => group.figures.push(i),
            None => groups.push(Group {
                name: name.clone(),
                label: figure.label.clone(),
                arm: figure.arm.clone(),
                source: figure.source.clone(),
                figures: vec![i],
                answer: Answer::Undecidable,
                arguments: Vec::new(),
            }),
        }
    }
    for group in &mut groups {
        decide(published, group);
    }
    groups
}

fn is_read(figure: &Figure) -> bool {
    let kind = matches!(figure.spread_kind, SpreadKind::Unclear | SpreadKind::Sd | SpreadKind::Sem);
    kind && figure.spread.is_some() && figure.centre_kind == CentreKind::Mean
}

fn decide(published: &Published, group: &mut Group) {
    let stated = group.figures.first().and_then(|i| published.figures.get(*i)).and_then(|f| match f.spread_kind {
        SpreadKind::Sd => Some(Reading::Sd),
        SpreadKind::Sem => Some(Reading::Sem),
        _ => None,
    });
    if let Some(reading) = stated {
        group.answer = Answer::Stated(reading);
        return;
    }
    for reading in Reading::ALL {
        group.arguments.extend(proofs::of_group(published, group, reading));
    }
    group.arguments.extend(proofs::indications(published, group));
    let excluded = |reading| group.arguments.iter().any(|a| a.reading == reading && a.weight == Weight::Proof);
    group.answer = match (excluded(Reading::Sd), excluded(Reading::Sem)) {
        (false, true) => Answer::Decided(Reading::Sd),
        (true, false) => Answer::Decided(Reading::Sem),
        (false, false) => Answer::Undecidable,
        (true, true) => Answer::Neither,
    };
}

/// Every paired claim between two figures of one group with the same number of subjects and a printed p of a paired t test.
pub fn claims(published: &Published, groups: &[Group]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (after, figure) in published.figures.iter().enumerate() {
        let Some(before) = figure.versus else { continue };
        let group = groups.iter().position(|g| g.figures.contains(&before) && g.figures.contains(&after));
        let paired =
            figure.p.is_some() && figure.test == Some(TestName::PairedT) && figure.arm_matches(published, before);
        if let Some(group) = group.filter(|_| paired) {
            claims.push(Claim { before, after, group });
        }
    }
    claims
}

impl Figure {
    /// Whether the figure it compares with has the same number of subjects in the same arm.
    fn arm_matches(&self, published: &Published, before: usize) -> bool {
        published.figures.get(before).is_some_and(|b| b.n.is_some() && b.n == self.n && b.arm == self.arm)
    }
}

/// What a claim needs under a reading; `rounded` widens every number by its rounding, otherwise it is taken as exact.
pub fn needed(published: &Published, claim: &Claim, reading: Reading, rounded: bool) -> Option<Correlations> {
    let before = published.figures.get(claim.before)?;
    let after = published.figures.get(claim.after)?;
    let sd = |figure: &Figure| match rounded {
        true => reading.sd(figure),
        false => reading.sd_as_printed(figure).map(Range::point),
    };
    let change = (after.centre.to_f64() - before.centre.to_f64()).abs();
    let slack = if rounded { after.centre.half.to_f64() + before.centre.half.to_f64() } else { 0.0 };
    correlations(&PairedClaim {
        n: after.n?,
        change: Range { low: (change - slack).max(0.0), high: change + slack },
        sd_before: sd(before)?,
        sd_after: sd(after)?,
        p: after.p.as_ref()?.range(),
    })
}

#[cfg(test)]
mod tests;
