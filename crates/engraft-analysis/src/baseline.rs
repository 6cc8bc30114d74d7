//! The baseline table: characteristics of the subjects, by arm.

use engraft_base::{Dec, Place};
use engraft_protocol::{Characteristic, CharacteristicKind};
use engraft_results::{ResultRow, SourceRows};
use engraft_stats::{QuantileType, describe};

use crate::Input;
use crate::emit::{Emit, n};
use crate::methods;

/// Emits the baseline table.
pub(crate) fn emit(input: &Input<'_>, emit: &mut Emit) {
    for (name, spec) in &input.study.file.characteristics {
        for arm in input.arms() {
            let base = ResultRow {
                analysis_id: format!("baseline.{name}"),
                analysis_set: "all-enrolled".to_owned(),
                arm: arm.clone(),
                measure: name.clone(),
                ..ResultRow::default()
            };
            match spec.kind {
                CharacteristicKind::Number => numbers(input, emit, base, name, spec, &arm),
                CharacteristicKind::Category => categories(input, emit, base, name, spec, &arm),
            }
        }
    }
}

fn cells<'a>(input: &'a Input<'_>, arm: &'a str) -> impl Iterator<Item = &'a engraft_data::table::Subject> {
    let subjects = input.derived.subjects.iter().enumerate().filter(|(i, _)| input.in_arm(*i, arm));
    subjects.filter_map(|(_, s)| input.data.subjects.get(s.row))
}

fn numbers(input: &Input<'_>, emit: &mut Emit, mut base: ResultRow, name: &str, spec: &Characteristic, arm: &str) {
    let found: Vec<(Dec, Place)> = cells(input, arm)
        .filter_map(|s| s.characteristics.get(name).and_then(|(c, _)| Some((c.value?, c.place.clone()))))
        .collect();
    let values: Vec<f64> = found.iter().map(|(v, _)| v.to_f64()).collect();
    base.unit = spec.unit.clone().unwrap_or_default();
    base.n = n(values.len());
    base.source_rows = SourceRows::cells(found.iter().map(|(_, p)| p));
    emit.count(&base, "n", values.len());
    let Ok(d) = describe(&values, QuantileType::Type7) else { return };
    base.method = "describe".to_owned();
    base.method_version = methods::VERSION.to_owned();
    let entered = found.iter().map(|(v, _)| v.to_string().split_once('.').map_or(0, |(_, d)| d.len())).max();
    let digits = spec.decimals.map(usize::from).or(entered).unwrap_or(0).min(3);
    let more = digits.saturating_add(1);
    emit.number(&base, "mean", d.mean, more);
    if let Some(sd) = d.sd {
        emit.number(&base, "sd", sd, more);
    }
    for (statistic, value, digits) in [
        ("median", d.median, more),
        ("q1", d.q1, more),
        ("q3", d.q3, more),
        ("min", d.min, digits),
        ("max", d.max, digits),
    ] {
        emit.number(&base, statistic, value, digits);
    }
}

fn categories(input: &Input<'_>, emit: &mut Emit, mut base: ResultRow, name: &str, spec: &Characteristic, arm: &str) {
    let found: Vec<(String, Place)> = cells(input, arm)
        .filter_map(|s| {
            s.characteristics.get(name).and_then(|(_, c)| Some((c.value.as_ref()?.to_string(), c.place.clone())))
        })
        .collect();
    let mut values = spec.values.clone();
    for (value, _) in &found {
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
    base.n = n(found.len());
    base.source_rows = SourceRows::cells(found.iter().map(|(_, p)| p));
    emit.count(&base, "n", found.len());
    for value in values {
        let with: Vec<&Place> = found.iter().filter(|(v, _)| *v == value).map(|(_, p)| p).collect();
        let row = ResultRow {
            source_rows: SourceRows::cells(with.iter().copied()),
            note: "of those with a value".into(),
            ..base.clone()
        };
        emit.count(&row, &format!("count {value}"), with.len());
        if !found.is_empty() {
            emit.number(
                &ResultRow { unit: "%".into(), ..row },
                &format!("percent {value}"),
                100.0 * with.len() as f64 / found.len() as f64,
                1,
            );
        }
    }
}
