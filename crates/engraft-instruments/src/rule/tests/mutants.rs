//! Rules with one limit moved, for tests that must notice it; and how far a subject lies from each limit.

use std::cmp::Ordering;

use engraft_base::{Dec, Verdict};

use super::super::change::Quantity;
use super::super::facts::Facts;
use super::super::ratio::Ratio;
use super::super::tree::{Number, Relation, Sameness, Truth};
use super::super::{Context, Rule, evaluate, joint};
use super::dec;

/// A rule that differs from the right one in one place.
pub(crate) struct Mutant {
    /// What was changed.
    pub what: String,
    truth: Truth,
}

impl Mutant {
    pub(crate) fn answer(&self, context: &dyn Context) -> Verdict {
        joint::decide(&self.truth, &Facts::new(context))
    }
}

/// A place that can be changed.
enum Site<'a> {
    Relation(&'a mut Relation),
    Sameness(&'a mut Sameness),
    /// A number of the rule, with the step by which it is moved.
    Constant(&'a mut Dec, Dec),
    /// The edge of a bin: moved by 1, and below itself to make the bin open above. With what falls into the bins.
    Edge(&'a mut Dec, String),
    /// The points of a bin, with what falls into the bins.
    Points(&'a mut Dec, String),
}

/// Sums of points move in steps of 2.5.
const POINT: &str = "2.5";
/// Less than any value of the tables differs from an edge.
const HAIR: &str = "0.0000001";

/// Every rule with a strict limit made inclusive or the reverse, or a number moved by one unit of its last digit.
pub(crate) fn mutants(rule: &Rule) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    let mut place = 0;
    loop {
        let mut ways = 0;
        while let Some((truth, what)) = changed(rule, place, ways) {
            mutants.push(Mutant { what, truth });
            ways += 1;
        }
        if ways == 0 {
            return mutants;
        }
        place += 1;
    }
}

/// The rule with the site at a place changed in one of its ways.
fn changed(rule: &Rule, wanted: usize, way: usize) -> Option<(Truth, String)> {
    let mut truth = rule.truth.clone();
    let (mut place, mut done) = (0, None);
    in_truth(&mut truth, &mut |site| {
        if place == wanted {
            done = change(site, way);
        }
        place += 1;
    });
    let what = done?;
    // the comparison that was changed, where there is one that differs
    let (mut before, mut after) = (Vec::new(), Vec::new());
    compared(&rule.truth, &mut before);
    compared(&truth, &mut after);
    let differing = before.iter().zip(&after).enumerate().filter(|(_, (a, b))| a != b);
    let shown: Vec<String> = differing.map(|(number, (a, _))| format!("{}. `{a}`", number + 1)).collect();
    let place = if what.contains(" of `") { String::new() } else { shown.last().cloned().unwrap_or_default() };
    Some((truth, format!("{what} in {place}").trim_end_matches(" in ").to_owned()))
}

fn change(site: Site<'_>, way: usize) -> Option<String> {
    match site {
        Site::Relation(relation) if way == 0 => {
            let other = match relation {
                Relation::Less => Relation::AtMost,
                Relation::AtMost => Relation::Less,
                Relation::Greater => Relation::AtLeast,
                Relation::AtLeast => Relation::Greater,
                Relation::Equal => Relation::Unequal,
                Relation::Unequal => Relation::Equal,
            };
            let what = format!("`{}` for `{}`", other.sign(), relation.sign());
            *relation = other;
            Some(what)
        }
        Site::Sameness(sameness) if way == 0 => {
            *sameness = if *sameness == Sameness::Same { Sameness::Different } else { Sameness::Same };
            Some("the other sameness".to_owned())
        }
        Site::Constant(value, step) => moved(value, [step, step.negated()].get(way).copied()?),
        Site::Edge(value, of) => {
            let by = [Dec::ONE, Dec::ONE.negated(), dec(HAIR).negated()].get(way).copied()?;
            Some(format!("edge {} of `{of}`", moved(value, by)?))
        }
        Site::Points(value, of) => {
            let by = [dec(POINT), dec(POINT).negated()].get(way).copied()?;
            Some(format!("points {} of `{of}`", moved(value, by)?))
        }
        Site::Relation(_) | Site::Sameness(_) => None,
    }
}

fn moved(value: &mut Dec, by: Dec) -> Option<String> {
    let what = format!("{value} moved by {by}");
    *value = value.plus(by)?;
    Some(what)
}

/// One unit of the last digit that is written: 0.1 for 7.5, 1 for 30.
fn unit(value: Dec) -> Dec {
    let digits = value.to_string().split_once('.').map_or(0, |(_, digits)| digits.len());
    Dec::scaled(1, digits.try_into().unwrap())
}

fn in_truth(truth: &mut Truth, visit: &mut dyn FnMut(Site<'_>)) {
    match truth {
        Truth::Compare(relation, left, right) => {
            visit(Site::Relation(relation));
            let points = has_steps(left) || has_steps(right);
            in_number(left, points, visit);
            in_number(right, points, visit);
        }
        Truth::SameText(sameness, ..) => visit(Site::Sameness(sameness)),
        Truth::Not(inner) => in_truth(inner, visit),
        Truth::And(parts) | Truth::Or(parts) | Truth::All(parts) | Truth::Any(parts) => {
            parts.iter_mut().for_each(|part| in_truth(part, visit));
        }
        Truth::Given(gate, inner) => {
            in_truth(gate, visit);
            in_truth(inner, visit);
        }
        Truth::OneOf(..) | Truth::Contains(..) | Truth::Happened(_) => {}
    }
}

fn in_number(number: &mut Number, points: bool, visit: &mut dyn FnMut(Site<'_>)) {
    match number {
        Number::Literal(value) => {
            let step = if points { dec(POINT) } else { unit(*value) };
            visit(Site::Constant(value, step));
        }
        Number::Steps(inner, edges, values) => {
            let of = inner.to_string();
            in_number(inner, false, visit);
            edges.iter_mut().for_each(|edge| visit(Site::Edge(edge, of.clone())));
            let bins = values.iter_mut().enumerate();
            bins.for_each(|(bin, value)| visit(Site::Points(value, format!("{}. bin of {of}", bin + 1))));
        }
        Number::Count(parts) => parts.iter_mut().for_each(|part| in_truth(part, visit)),
        Number::Negated(inner) => in_number(inner, points, visit),
        Number::Binary(_, left, right) => {
            in_number(left, points, visit);
            in_number(right, points, visit);
        }
        // what is counted over the items comes from the instrument
        _ => {}
    }
}

fn has_steps(number: &Number) -> bool {
    match number {
        Number::Steps(..) => true,
        Number::Negated(inner) => has_steps(inner),
        Number::Binary(_, left, right) => has_steps(left) || has_steps(right),
        _ => false,
    }
}

/// A comparison of numbers in a rule.
pub(crate) struct Limit {
    /// As the rule writes it, with its number in the rule.
    pub text: String,
    left: Number,
    right: Number,
    step: Option<Dec>,
    /// Whether anything lies below it: nothing does below a count, a dose or a score of 0.
    pub has_below: bool,
    /// Whether anything lies above it: a question is answered by 0 or 1.
    pub has_above: bool,
}

/// On which side of a limit a subject lies, within one step of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Side {
    Below,
    On,
    Above,
}

impl Limit {
    /// The side; `None` where the limit cannot be evaluated or is far away.
    pub(crate) fn side(&self, context: &dyn Context) -> Option<Side> {
        let facts = Facts::new(context);
        let value = |number: &Number| match evaluate::number(number, &facts) {
            Quantity::Within(interval) => interval.point(),
            Quantity::Perhaps(_) | Quantity::Undefined(_) => None,
        };
        let apart = value(&self.left)?.minus(value(&self.right)?)?;
        let near = |apart: Ratio| match self.step {
            Some(step) => apart.compare(Ratio::whole(step)).is_some_and(Ordering::is_le),
            None => true,
        };
        match apart.sign() {
            Ordering::Equal => Some(Side::On),
            Ordering::Less => near(apart.negated()).then_some(Side::Below),
            Ordering::Greater => near(apart).then_some(Side::Above),
        }
    }
}

/// Every comparison of numbers in a rule; what is counted over items comes from the instrument and is left out.
pub(crate) fn limits(rule: &Rule) -> Vec<Limit> {
    let mut found = Vec::new();
    compared(&rule.truth, &mut found);
    let limit = |(number, truth): (usize, Truth)| {
        let text = format!("{}. `{truth}`", number + 1);
        let Truth::Compare(relation, left, right) = truth else { return None };
        let whole = |number: &Number| matches!(number, Number::Value(..) | Number::Count(_) | Number::Items(_));
        let item = matches!(&left, Number::Value(_, name) if name.contains('.'));
        let (mut step, mut zero, mut one) = (Some(Dec::ONE), false, false);
        if let Number::Literal(value) = &right {
            step = if has_steps(&left) { Some(dec(POINT)) } else { Some(unit(*value)) };
            zero = value.is_zero();
            one = *value == Dec::ONE;
        }
        let has_below = !(zero && whole(&left));
        let question = relation == Relation::Equal && one && matches!(left, Number::Value(..));
        // an item that is there has its weight
        let step = step.filter(|_| !item);
        Some(Limit { text, left, right, step, has_below, has_above: !question })
    };
    found.into_iter().enumerate().filter_map(limit).collect()
}

/// Every comparison of numbers or texts, in the order of the rule; one that counts others comes before these.
fn compared(truth: &Truth, found: &mut Vec<Truth>) {
    match truth {
        Truth::Compare(_, left, right) => {
            found.push(truth.clone());
            let mut counts = Vec::new();
            counted(left, &mut counts);
            counted(right, &mut counts);
            counts.into_iter().for_each(|part| compared(part, found));
        }
        Truth::SameText(..) => found.push(truth.clone()),
        Truth::Not(inner) => compared(inner, found),
        Truth::And(parts) | Truth::Or(parts) | Truth::All(parts) | Truth::Any(parts) => {
            parts.iter().for_each(|part| compared(part, found));
        }
        Truth::Given(gate, inner) => {
            compared(gate, found);
            compared(inner, found);
        }
        Truth::OneOf(..) | Truth::Contains(..) | Truth::Happened(_) => {}
    }
}

fn counted<'a>(number: &'a Number, parts: &mut Vec<&'a Truth>) {
    match number {
        Number::Count(conditions) => parts.extend(conditions),
        Number::Negated(inner) | Number::Steps(inner, ..) => counted(inner, parts),
        Number::Binary(_, left, right) => {
            counted(left, parts);
            counted(right, parts);
        }
        _ => {}
    }
}
