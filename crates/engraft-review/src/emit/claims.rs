//! What each paired claim needs, and its change with the interval at every correlation.

use engraft_results::ResultRow;

use crate::paired_claim::{Correlations, half_width};
use crate::readings::{Claim, Reading, needed};

use super::{Emit, Input, base, by};

/// Correlations at which the interval is written, in hundredths.
const STEPS: [i32; 21] =
    [-100, -90, -80, -70, -60, -50, -40, -30, -20, -10, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

/// Rows of every claim.
pub(super) fn emit(input: &Input<'_>, emit: &mut Emit) {
    for claim in &input.claims {
        one(input, claim, emit);
    }
}

fn one(input: &Input<'_>, claim: &Claim, emit: &mut Emit) -> Option<()> {
    let figures = &input.published.figures;
    let (before, after) = (figures.get(claim.before)?, figures.get(claim.after)?);
    let p = after.p.as_ref()?;
    let row = ResultRow {
        arm: after.arm.clone(),
        visit: after.visit.clone(),
        measure: after.measure.clone(),
        unit: after.unit.clone(),
        n: after.n,
        ..base(format!("printed-claim.{}", after.id), &after.place)
    };
    let digits = usize::try_from(after.centre.decimals.max(before.centre.decimals)).unwrap_or(0);
    let change = after.centre.to_f64() - before.centre.to_f64();
    emit.words(&row, "label", after.label.clone());
    emit.words(&row, "claim", format!("{} to {}, p {}", before.written(), after.written(), p.text));
    emit.words(&row, "p-printed", p.text.clone());
    emit.number(&by("difference of printed means".into(), &row), "change", change, digits);
    for reading in input.groups.get(claim.group)?.answer.readings() {
        correlations_rows(input, claim, reading, &row, emit);
        curve(input, claim, reading, (change, digits), &row, emit);
    }
    Some(())
}

fn correlations_rows(input: &Input<'_>, claim: &Claim, reading: Reading, row: &ResultRow, emit: &mut Emit) {
    for (rounded, name) in [(false, "as-printed"), (true, "rounded")] {
        let Some(found) = needed(input.published, claim, reading, rounded) else { continue };
        let row = ResultRow {
            unit: String::new(),
            note: match rounded {
                true => "every number may be anything that rounds to it".into(),
                false => "the printed numbers taken as exact".into(),
            },
            ..by(format!("paired-claim reading={} numbers={name}", reading.word()), row)
        };
        match found {
            Correlations::Possible { low, high } => {
                emit.number(&row, "r-low", low, 2);
                emit.number(&row, "r-high", high, 2);
            }
            Correlations::Impossible { needed } => emit.number(&row, "r-impossible", needed, 2),
        }
    }
}

fn curve(input: &Input<'_>, claim: &Claim, reading: Reading, change: (f64, usize), row: &ResultRow, emit: &mut Emit) {
    let figures = &input.published.figures;
    let sd = |i: usize| figures.get(i).and_then(|f| reading.sd_as_printed(f));
    let (Some(before), Some(after), Some(n)) = (sd(claim.before), sd(claim.after), row.n) else { return };
    let (change, digits) = change;
    for step in STEPS {
        let r = f64::from(step) / 100.0;
        let Some(half) = half_width(before, after, r, n, input.level) else { continue };
        let row = by(format!("paired-t reading={} r={r:.2} level={}", reading.word(), input.level), row);
        emit.number(&row, "lower", change - half, digits.saturating_add(1));
        emit.number(&row, "upper", change + half, digits.saturating_add(1));
    }
}
