//! Figures as printed, with both readings of a spread that is not explained, and the answer for each group.

use engraft_results::ResultRow;
use engraft_stats::dist::student_quantile;

use crate::published::Figure;
use crate::published::types::SpreadKind;
use crate::readings::proofs::variation;
use crate::readings::{Answer, Group, Reading, Weight};

use super::{Emit, Input, base, by};

/// Rows of every figure, then of every group.
pub(super) fn emit(input: &Input<'_>, emit: &mut Emit) {
    for (i, figure) in input.published.figures.iter().enumerate() {
        let group = input.groups.iter().find(|g| g.figures.contains(&i));
        figure_rows(input, figure, group, emit);
    }
    for (i, group) in input.groups.iter().enumerate() {
        group_rows(input, i, group, emit);
    }
}

fn figure_rows(input: &Input<'_>, figure: &Figure, group: Option<&Group>, emit: &mut Emit) {
    let row = ResultRow {
        arm: figure.arm.clone(),
        visit: figure.visit.clone(),
        measure: figure.measure.clone(),
        unit: figure.unit.clone(),
        n: figure.n,
        note: figure.note.clone(),
        ..base(format!("printed.{}", figure.id), &figure.place)
    };
    emit.words(&row, "label", figure.label.clone());
    emit.words(&row, "source", figure.source.clone());
    emit.words(&row, "n-rule", figure.n_rule.clone());
    if let Some(n) = figure.n {
        emit.row(&row, "n", Some(f64::from(n)), n.to_string());
    }
    let centre = ResultRow { method: figure.centre_kind.word().into(), ..row.clone() };
    emit.row(&centre, "centre", Some(figure.centre.to_f64()), figure.centre.text.clone());
    if let Some(spread) = &figure.spread {
        let row = ResultRow { method: figure.spread_kind.word().into(), ..row.clone() };
        emit.row(&row, "spread", Some(spread.to_f64()), spread.text.clone());
    }
    if let Some((low, high)) = &figure.ends {
        let row = ResultRow { method: figure.spread_kind.word().into(), ..row.clone() };
        emit.row(&row, "low", Some(low.to_f64()), low.text.clone());
        emit.row(&row, "high", Some(high.to_f64()), high.text.clone());
    }
    if let Some(p) = &figure.p {
        let against = figure.versus.and_then(|v| input.published.figures.get(v)).map(|v| format!("against {}", v.id));
        let row = ResultRow { note: against.unwrap_or_default(), unit: String::new(), ..row.clone() };
        emit.words(&row, "p-printed", p.text.clone());
    }
    let Some(group) = group else { return };
    emit.words(&row, "reading", group.answer.word());
    let readings: &[Reading] = match figure.spread_kind {
        SpreadKind::Sd => &[Reading::Sd],
        SpreadKind::Sem => &[Reading::Sem],
        _ => &Reading::ALL,
    };
    for reading in readings {
        read(input, figure, group, *reading, &row, emit);
    }
}

/// A figure under one reading.
fn read(input: &Input<'_>, figure: &Figure, group: &Group, reading: Reading, row: &ResultRow, emit: &mut Emit) {
    let (Some(sd), Some(n)) = (reading.sd_as_printed(figure), figure.n) else { return };
    let digits = usize::try_from(figure.centre.decimals).unwrap_or(0).saturating_add(1);
    let note = match group.answer {
        Answer::Decided(other) if other != reading => "excluded".to_owned(),
        _ => String::new(),
    };
    let row = ResultRow { note, ..by(format!("reading={}", reading.word()), row) };
    emit.number(&row, "sd", sd, digits);
    if n < 2 {
        return;
    }
    let se = sd / libm::sqrt(f64::from(n));
    emit.number(&row, "se", se, digits);
    if let Some(cv) = variation(figure, reading) {
        emit.number(&ResultRow { unit: "%".into(), ..row.clone() }, "coefficient-of-variation", cv, 0);
    }
    if let Ok(t) = student_quantile(0.5 + 0.5 * input.level, f64::from(n) - 1.0) {
        let row =
            ResultRow { method: format!("mean-interval reading={} level={}", reading.word(), input.level), ..row };
        let mean = figure.centre.to_f64();
        emit.number(&row, "lower", mean - t * se, digits);
        emit.number(&row, "upper", mean + t * se, digits);
    }
}

fn group_rows(input: &Input<'_>, index: usize, group: &Group, emit: &mut Emit) {
    let Some(first) = group.figures.first().and_then(|i| input.published.figures.get(*i)) else { return };
    let row = ResultRow {
        arm: group.arm.clone(),
        measure: group.name.clone(),
        ..base(format!("printed-reading.{}", index.saturating_add(1)), &first.place)
    };
    emit.words(&row, "label", group.label.clone());
    emit.words(&row, "source", group.source.clone());
    let written: Vec<String> =
        group.figures.iter().filter_map(|i| input.published.figures.get(*i)).map(Figure::written).collect();
    emit.words(&row, "figures", written.join(", "));
    let stated = matches!(group.answer, Answer::Stated(_));
    let note = if stated { "stated by the source" } else { "from what can be proven" };
    emit.words(&ResultRow { note: note.into(), ..by("reading".into(), &row) }, "reading", group.answer.word());
    for (i, argument) in group.arguments.iter().enumerate() {
        let weight = match argument.weight {
            Weight::Proof => format!("proof: not {}", argument.reading.word()),
            Weight::Indication => "indication: decides nothing".to_owned(),
        };
        let row = ResultRow { note: weight, ..row.clone() };
        emit.words(&row, &format!("argument {}", i.saturating_add(1)), argument.text.clone());
    }
    if !stated {
        let assumption = "the spreads of one measure in one arm of one source are of one kind, and n is as given";
        emit.words(&row, "assumption", assumption);
    }
}
