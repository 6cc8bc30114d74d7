//! A compiled kernel is used only when it agrees with the ordinary way on records that move every item.

use engraft_base::{Dec, Score};

use super::kernel::{Kernel, MISSING};
use super::open::Bounds;
use crate::instrument::Instrument;
use crate::item::Answer;

/// Mixed records that are tried beside the extreme ones.
const MIXED: usize = 64;

/// Whether kernel and `Instrument::score` agree on: all items lowest, all greatest, each item alone at each end, each
/// item alone missing, nothing answered, and mixed records with and without missing answers.
pub(super) fn agrees(instrument: &Instrument, kernel: &Kernel) -> bool {
    records(kernel).iter().all(|codes| agrees_on(instrument, kernel, codes).unwrap_or(false))
}

fn records(kernel: &Kernel) -> Vec<Vec<u8>> {
    let lowest: Vec<u8> = vec![0; kernel.items()];
    let greatest: Vec<u8> = kernel.grids.iter().map(|grid| grid.last).collect();
    let mut records = vec![lowest.clone(), greatest.clone(), vec![MISSING; kernel.items()]];
    for item in 0..kernel.items() {
        for (ground, code) in [(&lowest, greatest.get(item).copied()), (&greatest, Some(0)), (&greatest, Some(MISSING))]
        {
            let mut record = ground.clone();
            if let (Some(place), Some(code)) = (record.get_mut(item), code) {
                *place = code;
            }
            records.push(record);
        }
    }
    // a fixed sequence, not chance: the same records at every run
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33).checked_rem(below).unwrap_or(0)
    };
    for number in 0..MIXED {
        let mut code = |last: u8| {
            let code = u8::try_from(next(u64::from(last) + 1)).unwrap_or(0);
            if number % 2 == 1 && next(4) == 0 { MISSING } else { code }
        };
        records.push(greatest.iter().map(|last| code(*last)).collect());
    }
    records
}

fn agrees_on(instrument: &Instrument, kernel: &Kernel, codes: &[u8]) -> Option<bool> {
    let answers = codes.iter().enumerate().map(|(item, code)| match *code {
        MISSING => Some(Answer::Missing),
        code => kernel.value(item, code).map(Answer::Value),
    });
    let answers: Vec<Answer> = answers.collect::<Option<_>>()?;
    // values between the letters of a scale are no answers of it
    let possible = |(item, answer): (&crate::Item, &Answer)| match answer {
        Answer::Missing => true,
        Answer::Value(value) => item.check(*value).is_ok(),
    };
    let missing = codes.iter().filter(|code| **code == MISSING).count();
    if !instrument.items.iter().zip(&answers).all(possible) || (missing > 0 && !kernel.bounds_open_rows) {
        return Some(true);
    }
    let scored = instrument.score(&answers);
    let bounds = kernel.bounds(codes);
    let by_rule = kernel.by_rule(bounds, missing).and_then(|value| in_points(value, kernel.units));
    let domains = scored.domains.len() == kernel.domains.len()
        && scored
            .domains
            .iter()
            .zip(0..)
            .all(|((_, score), index)| same(score, kernel.domain_bounds(index, codes), kernel.domain_units));
    let column = one_row(kernel, codes);
    let total = same(&scored.total, bounds, kernel.units) && (missing > 0 || column == bounds.exact());
    let queries = scored.queries == kernel.queries(codes);
    Some(total && domains && queries && scored.missing.len() == missing && scored.by_rule == by_rule)
}

/// The total of a record by way of columns; `None` where an answer is missing.
fn one_row(kernel: &Kernel, codes: &[u8]) -> Option<i32> {
    let columns: Vec<&[u8]> = codes.iter().map(std::slice::from_ref).collect();
    let (mut totals, mut open) = ([0], [0]);
    kernel.totals(&columns, &mut totals, &mut open);
    let [total] = totals;
    (open == [0] || open[0] < MISSING).then_some(i32::from(total))
}

fn same(score: &Score, bounds: Bounds, units: i64) -> bool {
    let (lower, upper) = (in_points(bounds.lower, units), in_points(bounds.upper, units));
    score.lower() == lower && score.upper() == upper && score.exact().is_some() == bounds.exact().is_some()
}

fn in_points(value: i32, units: i64) -> Option<Dec> {
    Dec::from_int(i64::from(value)).over(Dec::from_int(units))
}
