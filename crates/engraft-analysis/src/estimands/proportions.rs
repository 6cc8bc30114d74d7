//! Methods that take a yes or no a subject.

use engraft_protocol::{Method, MethodName};
use engraft_results::{ResultRow, SourceRows};
use engraft_stats::{ProportionMethod, fisher_exact, newcombe_difference, proportion_interval};

use super::numbers::{interval, refuse};
use super::select::Select;
use crate::emit::{Emit, n};

/// Runs a method on every arm, or on the arms compared.
pub(super) fn run(select: &Select<'_>, method: &Method, emit: &mut Emit) {
    if let Some([first, second]) = &select.estimand.compare {
        compare(select, method, emit, first, second);
        return;
    }
    let kind = match method.name {
        MethodName::Wilson => ProportionMethod::Wilson,
        MethodName::MidP => ProportionMethod::MidP,
        MethodName::Jeffreys => ProportionMethod::Jeffreys,
        _ => ProportionMethod::ClopperPearson,
    };
    for arm in super::arms(select.input) {
        let found = select.verdicts(&arm);
        let mut base = super::base(select.input, select.estimand, method, &arm);
        base.n = n(found.of);
        base.note = emit.note(|| select.denominator_rule(&found));
        base.source_rows = SourceRows::rows(found.rows.iter().copied());
        emit.count(&base, "n-met", found.met);
        emit.count(&base, "n", found.of);
        emit.count(&base, "n-open", found.open);
        let percent = ResultRow { unit: "%".into(), ..base.clone() };
        if found.of > 0 {
            emit.number(&percent, "estimate", 100.0 * found.met as f64 / found.of as f64, 1);
        }
        let (Ok(x), Ok(of)) = (u64::try_from(found.met), u64::try_from(found.of)) else { continue };
        match proportion_interval(x, of, super::level(select.input, method), kind) {
            Ok(ends) => interval(&percent, &ends, 100.0, 1, emit),
            Err(error) => refuse(&base, "interval", &error, emit),
        }
    }
}

fn compare(select: &Select<'_>, method: &Method, emit: &mut Emit, first: &str, second: &str) {
    let (a, b) = (select.verdicts(first), select.verdicts(second));
    let mut base = super::base(select.input, select.estimand, method, &format!("{first} - {second}"));
    base.n = n(a.of.saturating_add(b.of));
    base.note =
        emit.note(|| format!("{first}: {}; {second}: {}", select.denominator_rule(&a), select.denominator_rule(&b)));
    base.source_rows = SourceRows::rows(a.rows.iter().chain(&b.rows).copied());
    emit.count(&base, "n", a.of.saturating_add(b.of));
    emit.words(&base, "counts", format!("{}/{} against {}/{}", a.met, a.of, b.met, b.of));
    let counts = [a.met, a.of, b.met, b.of].map(|count| u64::try_from(count).unwrap_or(0));
    let [x1, n1, x2, n2] = counts;
    let points = ResultRow { unit: "percentage points".into(), ..base.clone() };
    match newcombe_difference(x1, n1, x2, n2, super::level(select.input, method)) {
        Ok(d) => {
            emit.number(&points, "estimate", 100.0 * d.difference, 1);
            interval(&points, &d.interval, 100.0, 1, emit);
        }
        Err(error) => refuse(&base, "Newcombe", &error, emit),
    }
    match fisher_exact(x1, n1, x2, n2) {
        Ok(test) => drop(emit.p_value(&base, test.p_value)),
        Err(error) => refuse(&base, "Fisher", &error, emit),
    }
}
