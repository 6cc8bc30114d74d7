//! Rows of words: the study and its sources, checks, statements, conflicts, what is not known.

use engraft_results::ResultRow;

use super::{Emit, Input, base, by};

/// The study and its sources.
pub(super) fn study(input: &Input<'_>, emit: &mut Emit) {
    let file = &input.published.file;
    let row = base("printed-study".to_owned(), &input.published.unknown_place);
    if let Some(n) = file.subjects {
        emit.row(&row, "subjects", Some(f64::from(n)), n.to_string());
    }
    emit.words(&row, "summary", file.summary.clone().unwrap_or_default());
    for (source, place) in file.sources.iter().zip(&input.published.source_places) {
        let row = ResultRow {
            note: source.trust.clone().unwrap_or_default(),
            method: source.kind.word().into(),
            ..base(format!("printed-source.{}", source.id), place)
        };
        emit.words(&row, "title", source.title.clone());
        emit.words(&row, "link", source.link.clone().unwrap_or_default());
    }
}

/// Every check of the arithmetic that was made.
pub(super) fn checks(input: &Input<'_>, emit: &mut Emit) {
    for (i, check) in input.checks.iter().enumerate() {
        let row = ResultRow {
            measure: check.about.clone(),
            note: check.code.0.to_owned(),
            ..by(check.check.to_owned(), &base(format!("printed-check.{}", i.saturating_add(1)), &check.place))
        };
        emit.words(&row, "outcome", check.outcome.word());
        emit.words(&row, "printed", check.printed.clone());
        emit.words(&row, "computed", check.computed.clone());
        emit.words(&row, "assumption", check.assumption.clone());
    }
}

/// Statements, conflicts, what is not known.
pub(super) fn rest(input: &Input<'_>, emit: &mut Emit) {
    let file = &input.published.file;
    let number = |i: usize| i.saturating_add(1);
    for (i, (statement, place)) in file.statements.iter().zip(&input.published.statement_places).enumerate() {
        let row = ResultRow {
            measure: statement.outcome.clone(),
            note: statement.source.clone(),
            ..base(format!("printed-statement.{}", number(i)), place)
        };
        emit.words(&row, "says", statement.says.clone());
        emit.words(&row, "lacks", statement.lacks.clone().unwrap_or_default());
    }
    for (i, (conflict, place)) in file.conflicts.iter().zip(&input.published.conflict_places).enumerate() {
        let row =
            ResultRow { measure: conflict.what.clone(), ..base(format!("printed-conflict.{}", number(i)), place) };
        for (j, version) in conflict.versions.iter().enumerate() {
            let row = ResultRow { note: version.source.clone(), ..row.clone() };
            emit.words(&row, &format!("version {}", number(j)), version.says.clone());
        }
        emit.words(&row, "trust", conflict.trust.clone());
    }
    let row = base("printed-unknown".to_owned(), &input.published.unknown_place);
    for (i, what) in file.not_known.iter().enumerate() {
        emit.words(&row, &format!("unknown {}", number(i)), what.clone());
    }
}
