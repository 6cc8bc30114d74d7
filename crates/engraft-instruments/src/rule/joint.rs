//! Joint completions: an answer that Kleene logic leaves open is decided when every completion gives the same.
//!
//! Each missing number is set to every point at which one of its comparisons turns, to points between and beyond them,
//! and to its ends; each missing category to every text it is compared with and to one that is none of these; each
//! open event to both answers. Every comparison holds one missing thing at most, so its answer depends on where that
//! thing lies among the test points, and their combinations show every answer the rule can give.

use std::cmp::Ordering;

use engraft_base::{Dec, Verdict};

use super::curve::curve;
use super::evaluate;
use super::facts::{Facts, Fixed};
use super::ratio::Ratio;
use super::tree::{Key, TextTerm, Truth};

/// Missing things beyond which Kleene's answer stands.
const MOST_MISSING: usize = 3;
/// Completions beyond which Kleene's answer stands.
const MOST_COMPLETIONS: usize = 4_000;

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
    missing.sort();
    missing.dedup();
    missing.retain(|key| facts.lacks(key));
    if missing.is_empty() || missing.len() > MOST_MISSING {
        return None;
    }
    let mut atoms = Vec::new();
    collect(condition, &missing, &mut atoms)?;
    let choices = missing.iter().map(|key| values(key, &atoms, facts)).collect::<Option<Vec<_>>>()?;
    let completions = choices.iter().try_fold(1_usize, |product, values| product.checked_mul(values.len()))?;
    if completions > MOST_COMPLETIONS {
        return None;
    }
    let mut shared: Option<Verdict> = None;
    for index in 0..completions {
        let verdict = evaluate::truth(condition, &facts.with(completion(index, &missing, &choices)?));
        if verdict == Verdict::Undetermined || shared.is_some_and(|shared| shared != verdict) {
            return None;
        }
        shared = Some(verdict);
    }
    shared
}

/// The `index`-th combination of the choices, the first key counting fastest.
fn completion(mut index: usize, missing: &[Key], choices: &[Vec<Fixed>]) -> Option<Vec<(Key, Fixed)>> {
    let mut fixed = Vec::with_capacity(missing.len());
    for (key, values) in missing.iter().zip(choices) {
        fixed.push((key.clone(), values.get(index.checked_rem(values.len())?)?.clone()));
        index = index.checked_div(values.len())?;
    }
    Some(fixed)
}

/// Collects the comparisons that hold something missing, each with it; `None` when one holds two such things itself.
fn collect<'a>(condition: &'a Truth, missing: &[Key], atoms: &mut Vec<(&'a Truth, Key)>) -> Option<()> {
    let mut keys = Vec::new();
    match condition {
        Truth::Not(inner) => return collect(inner, missing, atoms),
        Truth::And(parts) | Truth::Or(parts) | Truth::All(parts) | Truth::Any(parts) => {
            return parts.iter().try_for_each(|part| collect(part, missing, atoms));
        }
        Truth::Compare(_, left, right) => {
            let mut counts = Vec::new();
            left.counts(&mut counts);
            right.counts(&mut counts);
            if !counts.is_empty() {
                // the parts turn; beside them only known numbers may stand
                let before = atoms.len();
                counts.into_iter().flatten().try_for_each(|part| collect(part, missing, atoms))?;
                let counted = atoms.len() > before;
                let mut direct = Vec::new();
                outside_counts(left, &mut direct);
                outside_counts(right, &mut direct);
                let lacking = direct.iter().any(|key| missing.contains(key));
                return if counted && lacking {
                    None
                } else if lacking {
                    single(condition, direct, missing, atoms)
                } else {
                    Some(())
                };
            }
            condition.keys(&mut keys);
        }
        _ => condition.keys(&mut keys),
    }
    single(condition, keys, missing, atoms)
}

fn single<'a>(atom: &'a Truth, mut keys: Vec<Key>, missing: &[Key], atoms: &mut Vec<(&'a Truth, Key)>) -> Option<()> {
    keys.retain(|key| missing.contains(key));
    keys.sort();
    keys.dedup();
    match keys.as_slice() {
        [] => Some(()),
        [key] => {
            atoms.push((atom, key.clone()));
            Some(())
        }
        _ => None,
    }
}

fn outside_counts(number: &super::tree::Number, keys: &mut Vec<Key>) {
    use super::tree::Number;
    match number {
        Number::Count(_) => {}
        Number::Negated(inner) => outside_counts(inner, keys),
        Number::Binary(_, left, right) => {
            outside_counts(left, keys);
            outside_counts(right, keys);
        }
        other => other.keys(keys),
    }
}

/// The values that stand for all values of something missing.
fn values(key: &Key, atoms: &[(&Truth, Key)], facts: &Facts) -> Option<Vec<Fixed>> {
    let atoms = atoms.iter().filter(|(_, of)| of == key).map(|(atom, _)| *atom);
    match key {
        Key::Number(..) | Key::Day => {
            let mut turns = Vec::new();
            for atom in atoms {
                let Truth::Compare(_, left, right) = atom else { return None };
                turns.extend(curve(left, key, facts)?.turns(curve(right, key, facts)?)?);
            }
            Some(test_points(turns, key, facts)?.into_iter().map(Fixed::Number).collect())
        }
        Key::Text(..) => {
            let mut texts = vec!["\u{0}".to_owned()];
            atoms.for_each(|atom| compared_texts(atom, facts, &mut texts));
            Some(texts.into_iter().map(Fixed::Text).collect())
        }
        Key::Event(_) => Some(vec![Fixed::Event(true), Fixed::Event(false)]),
        Key::List(..) | Key::Uln(_) => None,
    }
}

fn compared_texts(atom: &Truth, facts: &Facts, texts: &mut Vec<String>) {
    match atom {
        Truth::SameText(_, left, right) => {
            let known = |term: &TextTerm| evaluate::text(term, facts);
            texts.extend([left, right].into_iter().filter_map(known));
        }
        Truth::OneOf(_, options) => texts.extend(options.iter().cloned()),
        _ => {}
    }
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
