//! Joint completions: an answer that Kleene logic leaves open is decided when every completion gives the same.
//!
//! Missing things are completed one after the other. One with few possible values (an item, a letter, a scale with
//! steps, an event) takes each of them; any other number takes every point at which one of its comparisons turns, points
//! between and beyond them, and its ends. A branch ends as soon as Kleene logic decides it, and the search as soon as two
//! branches differ: then the answer is open for certain. A total of which items are missing is completed through these
//! items, so that a total and its items never contradict each other.

use std::cmp::Ordering;

use engraft_base::{Dec, Verdict};

use super::curve::curve;
use super::evaluate;
use super::facts::{Facts, Fixed};
use super::ratio::Ratio;
use super::tree::{Key, TextTerm, Truth};

/// Branches beyond which Kleene's answer stands.
const MOST_BRANCHES: usize = 20_000;
/// Values of a scale beyond which it is taken as continuous.
const MOST_VALUES: usize = 64;

/// The answer of a condition.
pub(super) fn decide(condition: &Truth, facts: &Facts) -> Verdict {
    let verdict = evaluate::truth(condition, facts);
    if verdict != Verdict::Undetermined {
        return verdict;
    }
    by_completion(condition, facts).unwrap_or(verdict)
}

/// The answer that all completions share; `None` when they differ or cannot be listed.
fn by_completion(condition: &Truth, facts: &Facts) -> Option<Verdict> {
    let mut missing = Vec::new();
    condition.keys(&mut missing);
    missing.retain(|key| facts.lacks(key));
    through_items(&mut missing, facts);
    missing.sort();
    missing.dedup();
    if missing.is_empty() {
        return None;
    }
    let finite: Vec<Option<Vec<Fixed>>> = missing.iter().map(|key| few(key, condition, facts)).collect();
    let mut atoms = Vec::new();
    collect(condition, &missing, &finite, &mut atoms)?;
    let mut choices: Vec<(Key, Option<Vec<Fixed>>)> = missing.into_iter().zip(finite).collect();
    // what has few values goes first: the turns of the others then depend on known things only
    choices.sort_by_key(|(_, few)| few.is_none());
    let mut search = Search { condition, atoms: &atoms, shared: None, branches: 0 };
    search.branch(&choices, facts)?;
    search.shared
}

/// Replaces a total of which items are missing by these items, where it is known what each adds.
fn through_items(missing: &mut Vec<Key>, facts: &Facts) {
    let mut items = Vec::new();
    missing.retain(|key| {
        let Key::Number(when, name) = key else { return true };
        let Some(parts) = facts.missing_items(*when, name) else { return true };
        items.extend(parts);
        false
    });
    missing.append(&mut items);
}

/// A walk over the completions.
struct Search<'a> {
    condition: &'a Truth,
    atoms: &'a [(&'a Truth, Key)],
    shared: Option<Verdict>,
    branches: usize,
}

impl Search<'_> {
    /// Walks all completions of the keys left; `None` as soon as two differ, or when they cannot be listed.
    fn branch(&mut self, choices: &[(Key, Option<Vec<Fixed>>)], facts: &Facts) -> Option<()> {
        let ((key, few), rest) = choices.split_first()?;
        let values = match few {
            Some(values) => values.clone(),
            None => points(key, self.atoms, facts)?,
        };
        for value in values {
            self.branches = self.branches.saturating_add(1);
            if self.branches > MOST_BRANCHES {
                return None;
            }
            let facts = facts.with(key.clone(), value);
            match evaluate::truth(self.condition, &facts) {
                Verdict::Undetermined => self.branch(rest, &facts)?,
                verdict if self.shared.is_some_and(|shared| shared != verdict) => return None,
                verdict => self.shared = Some(verdict),
            }
        }
        Some(())
    }
}

/// The values of something missing that has few.
fn few(key: &Key, condition: &Truth, facts: &Facts) -> Option<Vec<Fixed>> {
    match key {
        Key::Event(_) => Some(vec![Fixed::Event(true), Fixed::Event(false)]),
        Key::Text(_, name) => {
            let texts = facts.context().options(name).unwrap_or_else(|| {
                // one that is none of the texts it is compared with stands for all others
                let mut texts = vec!["\u{0}".to_owned()];
                compared_texts(condition, key, facts, &mut texts);
                texts
            });
            Some(texts.into_iter().map(Fixed::Text).collect())
        }
        Key::Number(when, name) => scale_values(facts, *when, name),
        _ => None,
    }
}

/// Every value of a scale with few steps between the bounds.
fn scale_values(facts: &Facts, when: super::When, name: &str) -> Option<Vec<Fixed>> {
    let step = facts.context().step(name).filter(|step| *step > Dec::ZERO)?;
    let bounds = facts.number(when, name);
    let (lower, upper) = (bounds.lower?, bounds.upper?);
    let mut values = Vec::new();
    let mut value = lower;
    while value.compare(upper)? != Ordering::Greater {
        if values.len() >= MOST_VALUES {
            return None;
        }
        values.push(value);
        value = value.plus(Ratio::whole(step))?;
    }
    // the ends first: they differ most, and end the search soonest
    if let Some(last) = values.pop() {
        values.insert(values.len().min(1), last);
    }
    Some(values.into_iter().map(Fixed::Number).collect())
}

/// The texts that a missing category is compared with.
fn compared_texts(condition: &Truth, key: &Key, facts: &Facts, texts: &mut Vec<String>) {
    let mut keys = Vec::new();
    condition.keys(&mut keys);
    if !keys.contains(key) {
        return;
    }
    match condition {
        Truth::SameText(_, left, right) => {
            let known = |term: &TextTerm| evaluate::text(term, facts);
            texts.extend([left, right].into_iter().filter_map(known));
        }
        Truth::OneOf(_, options) => texts.extend(options.iter().cloned()),
        Truth::Not(inner) => compared_texts(inner, key, facts, texts),
        Truth::Given(gate, inner) => {
            compared_texts(gate, key, facts, texts);
            compared_texts(inner, key, facts, texts);
        }
        Truth::And(parts) | Truth::Or(parts) | Truth::All(parts) | Truth::Any(parts) => {
            parts.iter().for_each(|part| compared_texts(part, key, facts, texts));
        }
        Truth::Compare(_, left, right) => {
            let mut counts = Vec::new();
            left.counts(&mut counts);
            right.counts(&mut counts);
            counts.into_iter().flatten().for_each(|part| compared_texts(part, key, facts, texts));
        }
        Truth::Contains(..) | Truth::Happened(_) => {}
    }
}

/// Collects the comparisons that hold something missing with many values, each with it; `None` when one holds two such
/// things, since the turns of one would then depend on the other.
fn collect<'a>(
    condition: &'a Truth,
    missing: &[Key],
    finite: &[Option<Vec<Fixed>>],
    atoms: &mut Vec<(&'a Truth, Key)>,
) -> Option<()> {
    let mut keys = Vec::new();
    match condition {
        Truth::Not(inner) => return collect(inner, missing, finite, atoms),
        Truth::Given(gate, inner) => {
            collect(gate, missing, finite, atoms)?;
            return collect(inner, missing, finite, atoms);
        }
        Truth::And(parts) | Truth::Or(parts) | Truth::All(parts) | Truth::Any(parts) => {
            return parts.iter().try_for_each(|part| collect(part, missing, finite, atoms));
        }
        Truth::Compare(_, left, right) => {
            let mut counts = Vec::new();
            left.counts(&mut counts);
            right.counts(&mut counts);
            counts.into_iter().flatten().try_for_each(|part| collect(part, missing, finite, atoms))?;
            outside_counts(left, &mut keys);
            outside_counts(right, &mut keys);
        }
        _ => condition.keys(&mut keys),
    }
    keys.sort();
    keys.dedup();
    keys.retain(|key| missing.iter().zip(finite).any(|(known, few)| known == key && few.is_none()));
    match keys.as_slice() {
        [] => Some(()),
        [key] => {
            atoms.push((condition, key.clone()));
            Some(())
        }
        _ => None,
    }
}

fn outside_counts(number: &super::tree::Number, keys: &mut Vec<Key>) {
    use super::tree::Number;
    match number {
        Number::Count(_) | Number::Items(_) => {}
        Number::Negated(inner) | Number::Steps(inner, ..) => outside_counts(inner, keys),
        Number::Binary(_, left, right) => {
            outside_counts(left, keys);
            outside_counts(right, keys);
        }
        other => other.keys(keys),
    }
}

/// The values that stand for all values of a number with many.
fn points(key: &Key, atoms: &[(&Truth, Key)], facts: &Facts) -> Option<Vec<Fixed>> {
    let (Key::Number(..) | Key::Day) = key else { return None };
    let mut turns = Vec::new();
    for (atom, _) in atoms.iter().filter(|(_, of)| of == key) {
        let Truth::Compare(_, left, right) = atom else { return None };
        turns.extend(curve(left, key, facts)?.turns(curve(right, key, facts)?)?);
    }
    Some(test_points(turns, key, facts)?.into_iter().map(Fixed::Number).collect())
}

/// The turns inside the bounds, the bounds, and a point between each two neighbours (beyond the last where unbounded).
fn test_points(turns: Vec<Ratio>, key: &Key, facts: &Facts) -> Option<Vec<Ratio>> {
    let bounds = match key {
        Key::Number(when, name) => facts.number(*when, name),
        _ => facts.day(),
    };
    let one = Ratio::whole(Dec::ONE);
    let mut points = Vec::new();
    for turn in turns {
        let above = bounds.lower.map_or(Some(true), |lower| turn.compare(lower).map(|o| o != Ordering::Less))?;
        let below = bounds.upper.map_or(Some(true), |upper| turn.compare(upper).map(|o| o != Ordering::Greater))?;
        if above && below {
            insert(&mut points, turn)?;
        }
    }
    for bound in [bounds.lower, bounds.upper].into_iter().flatten() {
        insert(&mut points, bound)?;
    }
    if points.is_empty() {
        points.push(Ratio::ZERO);
    }
    if let (None, Some(first)) = (bounds.lower, points.first()) {
        points.insert(0, first.minus(one)?);
    }
    if let (None, Some(last)) = (bounds.upper, points.last()) {
        points.push(last.plus(one)?);
    }
    between(points)
}

/// Puts a point in its place among sorted ones, once.
fn insert(points: &mut Vec<Ratio>, point: Ratio) -> Option<()> {
    for (index, other) in points.iter().enumerate() {
        match point.compare(*other)? {
            Ordering::Less => {
                points.insert(index, point);
                return Some(());
            }
            Ordering::Equal => return Some(()),
            Ordering::Greater => {}
        }
    }
    points.push(point);
    Some(())
}

fn between(points: Vec<Ratio>) -> Option<Vec<Ratio>> {
    let half = Ratio::whole(Dec::scaled(5, 1));
    let middles =
        points.iter().zip(points.iter().skip(1)).map(|(a, b)| a.plus(*b)?.times(half)).collect::<Option<Vec<_>>>()?;
    Some(points.into_iter().chain(middles).collect())
}
