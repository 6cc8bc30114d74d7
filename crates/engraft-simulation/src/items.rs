//! Items of an instrument such that its score follows: the answers whose score is nearest to the one drawn.
//!
//! Each subject has items that it is inclined to; the answers rise along them until the score is met, and are then moved
//! one and two at a time towards it. For sums the score is met wherever the weights allow it; for products of regions
//! (EASI, PASI) and SCORAD it is met within about a step. What is recorded is always the score of the items.

use engraft_base::Dec;
use engraft_instruments::item::{Kind, Role};
use engraft_instruments::{Answer, Instrument, Item};
use engraft_stats::random::Stream;

use crate::cohort::Value;

/// Most starts from other inclinations.
const MOST_STARTS: usize = 12;

/// Answers two moves away from which a third is tried.
const MOST_THIRDS: usize = 40;

/// Most rounds of moving answers.
const MOST_ROUNDS: usize = 60;

/// How much a subject is inclined to each item: around 1.
pub(crate) fn traits(instrument: &Instrument, stream: &mut Stream) -> Vec<f64> {
    instrument.items.iter().map(|_| libm::exp(0.6 * stream.normal())).collect()
}

/// Items whose score is the nearest found to `target`, each left out with probability `gaps`.
pub(crate) fn value(instrument: &Instrument, target: Dec, wont: &[f64], gaps: f64, stream: &mut Stream) -> Value {
    let levels: Vec<Vec<Dec>> = instrument.items.iter().map(levels).collect();
    let answers = nearest(instrument, &levels, target.to_f64(), wont);
    let score = score(instrument, &answers).map_or(target, |(score, _)| score);
    let items = answers.into_iter().map(|value| (stream.uniform() >= gaps).then_some(value)).collect();
    Value::Items(items, score)
}

/// The answers that an item is drawn from, from the lowest up; one alone for an item that only qualifies others.
fn levels(item: &Item) -> Vec<Dec> {
    let low = item.range.lower;
    if matches!(item.role, Role::Aid | Role::Replaces | Role::NotRelevant | Role::Stops) {
        return vec![low];
    }
    if item.kind == Kind::Letter {
        let mut values: Vec<Dec> = item.letters.values().copied().collect();
        values.sort();
        values.dedup();
        return values;
    }
    let high = item.range.upper.or_else(|| low.plus(Dec::from_int(100))).unwrap_or(low);
    let step =
        item.grain().unwrap_or_else(|| if high.to_f64() - low.to_f64() > 20.0 { Dec::ONE } else { Dec::scaled(1, 1) });
    let mut values = Vec::new();
    let mut value = low;
    while value <= high && values.len() < 1001 && step > Dec::ZERO {
        values.push(value);
        let Some(next) = value.plus(step) else { break };
        value = next;
    }
    values
}

/// The score of answers, and whether the instrument finds them contradictory.
fn score(instrument: &Instrument, answers: &[Dec]) -> Option<(Dec, bool)> {
    let answers: Vec<Answer> = answers.iter().map(|value| Answer::Value(*value)).collect();
    let scored = instrument.score(&answers);
    Some((scored.total.exact()?, !scored.queries.is_empty()))
}

struct Search<'a> {
    instrument: &'a Instrument,
    levels: &'a [Vec<Dec>],
    target: f64,
}

impl Search<'_> {
    fn answers(&self, at: &[usize]) -> Vec<Dec> {
        self.levels.iter().zip(at).filter_map(|(levels, i)| levels.get(*i).copied()).collect()
    }

    /// Distance from the target; contradictory answers are further away than any others.
    fn distance(&self, at: &[usize]) -> f64 {
        match score(self.instrument, &self.answers(at)) {
            Some((score, contradictory)) => {
                (score.to_f64() - self.target).abs() + if contradictory { 1e6 } else { 0.0 }
            }
            None => f64::INFINITY,
        }
    }

    /// The neighbour by one step of `item` up or down.
    fn moved(&self, at: &[usize], item: usize, up: bool) -> Option<Vec<usize>> {
        let now = *at.get(item)?;
        let next = if up { now.checked_add(1)? } else { now.checked_sub(1)? };
        self.levels.get(item)?.get(next)?;
        let mut moved = at.to_vec();
        *moved.get_mut(item)? = next;
        Some(moved)
    }

    fn neighbours(&self, at: &[usize]) -> Vec<Vec<usize>> {
        let items = 0..self.levels.len();
        items.flat_map(|item| [true, false].into_iter().filter_map(move |up| self.moved(at, item, up))).collect()
    }
}

fn nearest(instrument: &Instrument, levels: &[Vec<Dec>], target: f64, wont: &[f64]) -> Vec<Dec> {
    let search = Search { instrument, levels, target };
    let mut best = (f64::INFINITY, Vec::new());
    for turn in 0..MOST_STARTS {
        // other inclinations lead to other answers; the subject's own are tried first
        let shifted = |i: usize| wont.get((i + turn) % wont.len().max(1)).copied().unwrap_or(1.0);
        let wont: Vec<f64> =
            wont.iter().enumerate().map(|(i, own)| if turn == 0 { *own } else { shifted(i) }).collect();
        let found = climb(&search, &wont);
        if found.0 < best.0 {
            best = found;
        }
        if best.0 < 1e-9 {
            break;
        }
    }
    search.answers(&best.1)
}

/// Answers moved one and two at a time until none comes nearer, with their distance.
fn climb(search: &Search<'_>, wont: &[f64]) -> (f64, Vec<usize>) {
    let mut at = start(search, wont);
    let mut distance = search.distance(&at);
    for _ in 0..MOST_ROUNDS {
        if distance < 1e-9 {
            break;
        }
        let single = search.neighbours(&at);
        let mut best = closest(search, &single);
        if best.as_ref().is_none_or(|(d, _)| *d >= distance - 1e-12) {
            let pairs: Vec<Vec<usize>> = single.iter().flat_map(|one| search.neighbours(one)).collect();
            best = closest(search, &pairs);
            if best.as_ref().is_none_or(|(d, _)| *d >= distance - 1e-12) {
                best = closest(search, &thirds(search, &at, pairs));
            }
        }
        match best {
            Some((d, moved)) if d < distance - 1e-12 => (distance, at) = (d, moved),
            _ => break,
        }
    }
    (distance, at)
}

/// Answers three moves away, by way of the nearest that are two moves away.
fn thirds(search: &Search<'_>, at: &[usize], pairs: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut keyed: Vec<(f64, Vec<usize>)> =
        pairs.into_iter().filter(|pair| pair != at).map(|pair| (search.distance(&pair), pair)).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    keyed.dedup_by(|a, b| a.1 == b.1);
    keyed.iter().take(MOST_THIRDS).flat_map(|(_, pair)| search.neighbours(pair)).collect()
}

/// The candidate with the least distance; the first of equals.
fn closest(search: &Search<'_>, candidates: &[Vec<usize>]) -> Option<(f64, Vec<usize>)> {
    let least = candidates.iter().map(|at| (search.distance(at), at)).min_by(|a, b| a.0.total_cmp(&b.0));
    least.map(|(distance, at)| (distance, at.clone()))
}

/// Answers that rise with the inclinations, scaled so that the score is near the target.
fn start(search: &Search<'_>, wont: &[f64]) -> Vec<usize> {
    let scaled = |scale: f64| -> Vec<usize> {
        let items = search.levels.iter().enumerate();
        items
            .map(|(i, levels)| {
                let top = levels.len().saturating_sub(1);
                let share = (scale * wont.get(i).copied().unwrap_or(1.0)).clamp(0.0, 1.0);
                (libm::round(share * top as f64) as usize).min(top)
            })
            .collect()
    };
    let (mut low, mut high) = (0.0, 8.0);
    let mut best = scaled(0.0);
    let mut distance = search.distance(&best);
    for _ in 0..30 {
        let middle = f64::midpoint(low, high);
        let at = scaled(middle);
        let here = search.distance(&at);
        if here < distance {
            (distance, best) = (here, at.clone());
        }
        let above =
            score(search.instrument, &search.answers(&at)).is_some_and(|(score, _)| score.to_f64() > search.target);
        if above { high = middle } else { low = middle }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn off(id: &str, targets: impl Iterator<Item = f64>) -> f64 {
        let instrument = engraft_instruments::builtin(id).unwrap();
        let mut stream = Stream::new(4, 0);
        let mut worst: f64 = 0.0;
        for target in targets {
            let wont = traits(instrument, &mut stream);
            let drawn = value(instrument, Dec::from_f64(target).unwrap(), &wont, 0.0, &mut stream);
            let Value::Items(items, score) = &drawn else { panic!("no items") };
            let answers: Vec<Answer> = items.iter().map(|v| Answer::Value(v.unwrap())).collect();
            let scored = instrument.score(&answers);
            assert!(scored.queries.is_empty(), "{id} {target}: {:?}", scored.queries);
            assert_eq!(scored.total.exact(), Some(*score));
            worst = worst.max((score.to_f64() - target).abs());
        }
        worst
    }

    #[test]
    fn sums_are_met_exactly() {
        assert_eq!(off("sledai-2k", (0..60).map(f64::from)), 0.0);
        assert_eq!(off("mmt8-unilateral", (0..=80).map(f64::from)), 0.0);
        assert_eq!(off("dlqi", (0..=30).map(f64::from)), 0.0);
    }

    #[test]
    fn products_are_met_within_a_step() {
        assert!(off("easi", (0..36).map(|i| f64::from(i) * 2.0)) <= 0.1 + 1e-9);
        assert!(off("scorad", (0..20).map(|i| f64::from(i) * 5.0)) <= 0.5);
    }
}
