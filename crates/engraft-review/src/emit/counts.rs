//! Counts with their denominator rules and exact intervals; printed estimates.

use engraft_results::ResultRow;
use engraft_stats::{ProportionMethod, proportion_interval};

use crate::arithmetic::percentage::share;
use crate::published::{Count, Estimate};

use super::{Emit, Input, base, by};

/// Rows of every count and estimate.
pub(super) fn emit(input: &Input<'_>, emit: &mut Emit) {
    for count in &input.published.counts {
        one(input, count, emit);
    }
    for e in &input.published.estimates {
        estimate(e, emit);
    }
}

fn one(input: &Input<'_>, count: &Count, emit: &mut Emit) {
    let row = ResultRow {
        arm: count.arm.clone(),
        visit: count.visit.clone(),
        measure: count.outcome.clone(),
        n: count.of.and_then(|n| u32::try_from(n).ok()),
        note: count.denominator.clone(),
        ..base(format!("printed-count.{}", count.id), &count.place)
    };
    emit.words(&row, "label", count.outcome.clone());
    emit.words(&row, "source", count.source.clone());
    emit.words(&row, "time", count.time.clone());
    emit.words(&row, "remark", count.note.clone());
    emit.row(&row, "n-met", Some(count.events as f64), count.events.to_string());
    let per_cent = ResultRow { unit: "%".into(), ..row.clone() };
    if let Some(percent) = &count.percent {
        emit.row(&per_cent, "percent-printed", Some(percent.to_f64()), percent.text.clone());
    }
    let Some(of) = count.of else { return };
    emit.row(&row, "n", Some(of as f64), of.to_string());
    if let Some(percent) = share(count.events, of) {
        emit.number(&per_cent, "percent", percent, 1);
    }
    if let Ok(interval) = proportion_interval(count.events, of, input.level, ProportionMethod::ClopperPearson) {
        let row = by(format!("clopper-pearson level={}", input.level), &per_cent);
        emit.number(&row, "lower", 100.0 * interval.lower, 1);
        emit.number(&row, "upper", 100.0 * interval.upper, 1);
    }
}

fn estimate(e: &Estimate, emit: &mut Emit) {
    let row = ResultRow {
        measure: e.label.clone(),
        note: e.note.clone(),
        ..base(format!("printed-estimate.{}", e.id), &e.place)
    };
    emit.words(&row, "label", e.label.clone());
    emit.words(&row, "source", e.source.clone());
    if let Some(estimate) = &e.estimate {
        emit.row(&row, "estimate", Some(estimate.to_f64()), estimate.text.clone());
    }
    if let Some((lower, upper)) = &e.interval {
        let row = ResultRow { method: format!("as printed, level={}", e.level), ..row.clone() };
        emit.row(&row, "lower", Some(lower.to_f64()), lower.text.clone());
        emit.row(&row, "upper", Some(upper.to_f64()), upper.text.clone());
    }
    if let Some(statistic) = &e.statistic {
        emit.row(&row, "statistic", Some(statistic.to_f64()), statistic.text.clone());
    }
    if let Some(p) = &e.p {
        emit.words(&row, "p-printed", p.text.clone());
    }
}
