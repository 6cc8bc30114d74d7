//! Scoring: answers in, a score out that is complete or has exact bounds.
//!
//! What each formula does stands in [`crate::formula`]. The bounds are attained by completions of the missing
//! items, not merely safe; a side that is open has no end.

use engraft_base::{Dec, Incomplete, Score};

use crate::formula::{self, Inputs, Part};
use crate::instrument::Instrument;
use crate::item::Answer;
use crate::number::Interval;

/// The outcome of scoring one set of answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scored {
    /// The total; complete also where the missing items cannot change it. Without bounds where it was refused.
    pub total: Score,
    /// Score of each domain, in the order of the description.
    ///
    /// In a sum: the domain's weighted items; in a `region-product`: the weighted region; in a `category-mean`: the
    /// category; in `improvement-points`: the points of the measure.
    pub domains: Vec<(String, Score)>,
    /// Every item without an answer, in item order, whether it matters or not.
    pub missing: Vec<String>,
    /// Contradictions within the answers, one lower-case phrase each, and the reason of a refusal.
    pub queries: Vec<String>,
    /// The value under the published missing-item rule; only when items are missing and the rule covers them.
    pub by_rule: Option<Dec>,
    /// Why the answers have no score although it is not for want of items: a quantity that is not defined, such as the
    /// logarithm of a sedimentation rate of 0. The total then has no bounds and names the item at fault.
    pub refused: Option<String>,
}

impl Scored {
    pub(crate) fn of_total(total: Dec) -> Scored {
        let (domains, missing, queries) = (Vec::new(), Vec::new(), Vec::new());
        Scored { total: Score::Complete(total), domains, missing, queries, by_rule: None, refused: None }
    }
}

impl Instrument {
    /// Scores answers given in item order; a shorter slice leaves the rest missing.
    ///
    /// An answer that the item cannot have counts as missing and is named in `queries`.
    pub fn score(&self, answers: &[Answer]) -> Scored {
        let mut queries = Vec::new();
        if answers.len() > self.items.len() {
            queries.push(format!("{} answers given for {} items", answers.len(), self.items.len()));
        }
        let given: Vec<Option<Dec>> = self.given(answers, &mut queries);
        let known: Vec<Interval> = std::iter::zip(&self.items, &given)
            .map(|(item, value)| value.map_or(item.range.into(), Interval::point))
            .collect();
        let inputs = Inputs { instrument: self, known: &known };
        let outcome = formula::compute(inputs);
        let some_missing = given.iter().any(Option::is_none) && outcome.refusal.is_none();
        let by_rule = if some_missing { formula::by_rule(inputs, &outcome) } else { None };
        queries.extend(outcome.queries.iter().cloned());
        let total = match &outcome.refusal {
            Some(refusal) => {
                queries.push(format!("not evaluable: {}", refusal.reason));
                Score::unknown(&refusal.item)
            }
            None => to_score(outcome.total, self.open_items(outcome.parts.iter(), &given)),
        };
        Scored {
            total,
            domains: self.domain_scores(&outcome.parts, &given),
            missing: self.names(|index| given.get(index).is_some_and(Option::is_none)),
            queries,
            by_rule,
            refused: outcome.refusal.map(|refusal| refusal.reason),
        }
    }

    /// Smallest and greatest total over all answers.
    pub(crate) fn reach(&self) -> Interval {
        let known: Vec<Interval> = self.items.iter().map(|item| item.range.into()).collect();
        formula::compute(Inputs { instrument: self, known: &known }).total
    }

    fn given(&self, answers: &[Answer], queries: &mut Vec<String>) -> Vec<Option<Dec>> {
        let answers = answers.iter().copied().chain(std::iter::repeat(Answer::Missing));
        let mut read = |(item, answer): (&crate::Item, Answer)| {
            let Answer::Value(value) = answer else { return None };
            match item.check(value) {
                Ok(()) => Some(value),
                Err(fault) => {
                    queries.push(format!("{} is {value}: {fault}", item.id));
                    None
                }
            }
        };
        std::iter::zip(&self.items, answers).map(&mut read).collect()
    }

    fn domain_scores(&self, parts: &[Part<'_>], given: &[Option<Dec>]) -> Vec<(String, Score)> {
        let score = |domain: &crate::Domain| {
            let own = || parts.iter().filter(|part| part.domain == Some(domain.id.as_str()));
            let value = own().fold(Interval::ZERO, |sum, part| sum.plus(part.value));
            (domain.id.clone(), to_score(value, self.open_items(own(), given)))
        };
        self.domains.iter().map(score).collect()
    }

    /// Names of the missing items of the parts that are not known: those that can still change the score.
    fn open_items<'p>(&self, parts: impl Iterator<Item = &'p Part<'p>>, given: &[Option<Dec>]) -> Vec<String> {
        let open: Vec<usize> = parts.filter(|part| part.open).flat_map(|part| part.items.iter().copied()).collect();
        self.names(|index| open.contains(&index) && given.get(index).is_some_and(Option::is_none))
    }

    fn names(&self, wanted: impl Fn(usize) -> bool) -> Vec<String> {
        self.items.iter().enumerate().filter(|(index, _)| wanted(*index)).map(|(_, item)| item.id.clone()).collect()
    }
}

fn to_score(value: Interval, missing: Vec<String>) -> Score {
    match value.exact() {
        Some(exact) => Score::Complete(exact),
        None => Score::bounded(Incomplete { lower: value.lower, upper: value.upper, missing }),
    }
}
