//! Scoring: answers in, a score out that is complete or has exact bounds.
//!
//! Every item enters a formula once, and every formula rises (or falls) steadily in each item. So the bounds found by
//! interval arithmetic are attained by completions of the missing items: they are exact, not merely safe.

use engraft_base::{Dec, Incomplete, Score};

use crate::instrument::{Domain, Formula, Instrument};
use crate::item::{Answer, Role};
use crate::number::Interval;

/// The outcome of scoring one set of answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scored {
    /// The total; complete also where the missing items cannot change it.
    pub total: Score,
    /// Score of each domain, in the order of the description.
    ///
    /// In a sum: the domain's weighted items; in a `region-product`: the weighted region; in a `category-mean`: the
    /// category.
    pub domains: Vec<(String, Score)>,
    /// Every item without an answer, in item order, whether it matters or not.
    pub missing: Vec<String>,
    /// Contradictions within the answers, one lower-case phrase each.
    pub queries: Vec<String>,
    /// The value under the published missing-item rule; only when items are missing and the rule covers them.
    pub by_rule: Option<Dec>,
}

impl Scored {
    pub(crate) fn of_total(total: Dec) -> Scored {
        let (domains, missing, queries) = (Vec::new(), Vec::new(), Vec::new());
        Scored { total: Score::Complete(total), domains, missing, queries, by_rule: None }
    }
}

/// One term of the total: what it is worth, and the items it rests on.
struct Part<'a> {
    domain: Option<&'a str>,
    items: Vec<usize>,
    value: Interval,
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
        let parts = self.parts(&known);
        self.add_region_queries(&known, &mut queries);
        let open = |parts: &mut dyn Iterator<Item = &Part<'_>>| self.open_items(parts, &given);
        let domains = self.domains.iter().map(|domain| {
            let own = || parts.iter().filter(|part| part.domain == Some(domain.id.as_str()));
            let value = own().fold(Interval::ZERO, |sum, part| sum.plus(part.value));
            (domain.id.clone(), to_score(value, open(&mut own())))
        });
        Scored {
            domains: domains.collect(),
            total: to_score(self.combine(&parts), open(&mut parts.iter())),
            missing: self.names(|index| given.get(index).is_some_and(Option::is_none)),
            by_rule: if given.iter().any(Option::is_none) { self.by_rule(&parts) } else { None },
            queries,
        }
    }

    /// Smallest and greatest total over all answers.
    pub(crate) fn reach(&self) -> Interval {
        let known: Vec<Interval> = self.items.iter().map(|item| item.range.into()).collect();
        self.combine(&self.parts(&known))
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

    fn parts(&self, known: &[Interval]) -> Vec<Part<'_>> {
        match self.formula {
            Formula::Sum => std::iter::zip(&self.items, known)
                .enumerate()
                .map(|(index, (item, value))| Part {
                    domain: item.domain.as_deref(),
                    items: vec![index],
                    value: value.scaled(item.weight.unwrap_or(Dec::ONE)),
                })
                .collect(),
            Formula::RegionProduct => self.domains.iter().map(|domain| self.region(domain, known)).collect(),
            Formula::CategoryMean => self.domains.iter().map(|domain| self.category(domain, known)).collect(),
        }
    }

    fn region<'a>(&'a self, domain: &'a Domain, known: &[Interval]) -> Part<'a> {
        let weight = domain.weight.unwrap_or(Dec::ONE);
        let value = self.signs(domain, known).product(self.of_role(domain, Role::Area, known)).scaled(weight);
        Part { domain: Some(&domain.id), items: self.members(domain), value }
    }

    /// The item's value, or 2 if that is more and an aid is used.
    fn category<'a>(&'a self, domain: &'a Domain, known: &[Interval]) -> Part<'a> {
        let own = self.of_role(domain, Role::Score, known);
        let floor = self.of_role(domain, Role::Aid, known).scaled(Dec::from_int(2));
        let lift = |a: Option<Dec>, b: Option<Dec>| Some(a?.max(b?));
        let value = Interval { lower: lift(own.lower, floor.lower), upper: lift(own.upper, floor.upper) };
        Part { domain: Some(&domain.id), items: self.members(domain), value }
    }

    fn signs(&self, domain: &Domain, known: &[Interval]) -> Interval {
        self.of_role(domain, Role::Score, known)
    }

    fn of_role(&self, domain: &Domain, role: Role, known: &[Interval]) -> Interval {
        std::iter::zip(&self.items, known)
            .filter(|(item, _)| item.role == role && item.domain.as_deref() == Some(domain.id.as_str()))
            .fold(Interval::ZERO, |sum, (_, value)| sum.plus(*value))
    }

    fn members(&self, domain: &Domain) -> Vec<usize> {
        let own = |item: &crate::Item| item.domain.as_deref() == Some(domain.id.as_str());
        self.items.iter().enumerate().filter(|(_, item)| own(item)).map(|(index, _)| index).collect()
    }

    fn combine(&self, parts: &[Part<'_>]) -> Interval {
        let sum = parts.iter().fold(Interval::ZERO, |sum, part| sum.plus(part.value));
        match self.formula {
            Formula::Sum | Formula::RegionProduct => sum,
            Formula::CategoryMean => sum.over(count(parts.len())),
        }
    }

    /// Sum: the missing items count with their lowest value. Category mean: the categories of which nothing is known are
    /// left out; a category known in part (an aid without its item) is not covered by the rule.
    fn by_rule(&self, parts: &[Part<'_>]) -> Option<Dec> {
        let known: Vec<Dec> = parts.iter().filter_map(|part| part.value.exact()).collect();
        let unknown = parts.len().checked_sub(known.len())?;
        if unknown > usize::try_from(self.missing_allowed).ok()? || self.missing_allowed == 0 {
            return None;
        }
        match self.formula {
            Formula::Sum => self.combine(parts).lower,
            Formula::RegionProduct => None,
            Formula::CategoryMean => {
                let covered = parts.iter().all(|part| part.value.exact().is_some() || self.is_blank(part));
                let sum = known.iter().try_fold(Dec::ZERO, |sum, value| sum.plus(*value))?;
                sum.over(count(known.len())).filter(|_| covered)
            }
        }
    }

    /// Whether a category may still have every value of its item.
    fn is_blank(&self, part: &Part<'_>) -> bool {
        let own = part.items.iter().filter_map(|index| self.items.get(*index)).find(|item| item.role == Role::Score);
        own.is_some_and(|item| Interval::from(item.range) == part.value)
    }

    fn add_region_queries(&self, known: &[Interval], queries: &mut Vec<String>) {
        if self.formula != Formula::RegionProduct {
            return;
        }
        for domain in &self.domains {
            let (signs, area) = (self.signs(domain, known), self.of_role(domain, Role::Area, known));
            if area == Interval::ZERO && signs.lower > Some(Dec::ZERO) {
                queries.push(format!("{} has signs but area 0", domain.id));
            }
            if area.lower > Some(Dec::ZERO) && signs == Interval::ZERO {
                queries.push(format!("{} has an area but no signs", domain.id));
            }
        }
    }

    /// Names of the missing items of the parts that are not known: those that can still change the score.
    fn open_items(&self, parts: &mut dyn Iterator<Item = &Part<'_>>, given: &[Option<Dec>]) -> Vec<String> {
        let open: Vec<usize> =
            parts.filter(|p| p.value.exact().is_none()).flat_map(|p| p.items.iter().copied()).collect();
        self.names(|index| open.contains(&index) && given.get(index).is_some_and(Option::is_none))
    }

    fn names(&self, wanted: impl Fn(usize) -> bool) -> Vec<String> {
        self.items.iter().enumerate().filter(|(index, _)| wanted(*index)).map(|(_, item)| item.id.clone()).collect()
    }
}

fn count(number: usize) -> Dec {
    Dec::from_int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn to_score(value: Interval, missing: Vec<String>) -> Score {
    match value.exact() {
        Some(exact) => Score::Complete(exact),
        None => Score::Bounded(Incomplete { lower: value.lower, upper: value.upper, missing }),
    }
}
