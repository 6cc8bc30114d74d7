//! Methods that take one number a subject.

use engraft_protocol::{Method, MethodName, ZeroRuleName};
use engraft_results::{ResultRow, SourceRows};
use engraft_stats::{
    Interval, QuantileType, StatError, ZeroRule, describe, paired_t, rank_sum, rank_sum_interval, sign_test,
    signed_rank, welch_t,
};

use super::select::{Numbers, Select};
use crate::emit::{Emit, n};
use crate::methods;

/// Runs a method on every arm, or on the arms compared.
pub(super) fn run(select: &Select<'_>, method: &Method, digits: usize, emit: &mut Emit) {
    if let Some([first, second]) = &select.estimand.compare {
        compare(select, method, digits, emit, first, second);
        return;
    }
    for arm in super::arms(select.input) {
        let found = select.numbers(&arm);
        let mut base = super::base(select.input, select.estimand, method, &arm);
        base.n = n(found.values.len());
        base.note = emit.note(|| select.numbers_rule(&found));
        base.source_rows = SourceRows::rows(found.rows.iter().copied());
        emit.count(&base, "n", found.values.len());
        let level = super::level(select.input, method);
        match method.name {
            MethodName::PairedT => t_test(&base, &found, level, digits, emit),
            MethodName::SignedRank => ranks(&base, &found, level, digits, method, emit),
            MethodName::SignTest => signs(&base, &found, digits, emit),
            _ => {}
        }
    }
}

/// Rows of an interval; an achieved level that differs from the one asked is its own row.
pub(super) fn interval(base: &ResultRow, interval: &Interval, scale: f64, digits: usize, emit: &mut Emit) {
    emit.number(base, "lower", scale * interval.lower, digits);
    emit.number(base, "upper", scale * interval.upper, digits);
    if let Some(achieved) = interval.achieved {
        emit.number(base, "achieved-level", achieved, 4);
    }
}

/// A refusal: no number, and the reason.
pub(super) fn refuse(base: &ResultRow, what: &str, error: &StatError, emit: &mut Emit) {
    let note = match base.note.is_empty() {
        true => error.to_string(),
        false => format!("{error} ({})", base.note),
    };
    emit.words(&ResultRow { note, ..base.clone() }, "refused", format!("{what}: {error}"));
}

fn t_test(base: &ResultRow, found: &Numbers, level: f64, digits: usize, emit: &mut Emit) {
    match paired_t(&found.values, level) {
        Ok(t) => {
            emit.number(base, "estimate", t.mean, digits);
            interval(base, &t.interval, 1.0, digits, emit);
            emit.number(base, "sd", t.sd, digits);
            emit.number(base, "t", t.t, 3);
            emit.number(base, "df", t.df, 0);
            emit.p_value(base, t.p_value);
        }
        Err(error) => refuse(base, "paired t", &error, emit),
    }
}

fn ranks(base: &ResultRow, found: &Numbers, level: f64, digits: usize, method: &Method, emit: &mut Emit) {
    let rule = match methods::zeros(method) {
        ZeroRuleName::Wilcoxon => ZeroRule::Wilcoxon,
        ZeroRuleName::Pratt => ZeroRule::Pratt,
    };
    match signed_rank(&found.values, level, rule) {
        Ok(test) => {
            emit.number(base, "estimate", test.estimate, digits);
            match &test.interval {
                Ok(inverted) => {
                    // without ties and zeros the interval of order statistics is the one of the test; with them single
                    // accepted shifts are taken in, so that p and interval never contradict each other
                    let plain = !test.tied && test.n_zero == 0;
                    let ends = if plain { &inverted.classical } else { &inverted.interval };
                    interval(base, ends, 1.0, digits, emit);
                }
                Err(error) => refuse(base, "interval", error, emit),
            }
            emit.number(base, "V", test.statistic, 1);
            emit.count(base, "n-zero", test.n_zero);
            emit.p_value(base, test.p_value);
        }
        Err(error) => refuse(base, "signed-rank", &error, emit),
    }
}

fn signs(base: &ResultRow, found: &Numbers, digits: usize, emit: &mut Emit) {
    match sign_test(&found.values) {
        Ok(test) => {
            if let Ok(d) = describe(&found.values, QuantileType::Type7) {
                emit.number(base, "estimate", d.median, digits);
            }
            emit.count(base, "n-positive", test.positive);
            emit.count(base, "n-negative", test.negative);
            emit.count(base, "n-zero", test.n_zero);
            emit.p_value(base, test.p_value);
        }
        Err(error) => refuse(base, "sign test", &error, emit),
    }
}

fn compare(select: &Select<'_>, method: &Method, digits: usize, emit: &mut Emit, first: &str, second: &str) {
    let (a, b) = (select.numbers(first), select.numbers(second));
    let mut base = super::base(select.input, select.estimand, method, &format!("{first} - {second}"));
    base.n = n(a.values.len().saturating_add(b.values.len()));
    base.note = emit.note(|| format!("{first}: {}; {second}: {}", select.numbers_rule(&a), select.numbers_rule(&b)));
    base.source_rows = SourceRows::rows(a.rows.iter().chain(&b.rows).copied());
    emit.count(&base, "n", a.values.len().saturating_add(b.values.len()));
    let level = super::level(select.input, method);
    match method.name {
        MethodName::WelchT => match welch_t(&a.values, &b.values, level) {
            Ok(t) => {
                emit.number(&base, "estimate", t.difference, digits);
                interval(&base, &t.interval, 1.0, digits, emit);
                emit.number(&base, "t", t.t, 3);
                emit.number(&base, "df", t.df, 1);
                emit.p_value(&base, t.p_value);
            }
            Err(error) => refuse(&base, "Welch t", &error, emit),
        },
        MethodName::RankSum => match rank_sum(&a.values, &b.values) {
            Ok(test) => {
                emit.number(&base, "estimate", test.estimate, digits);
                match rank_sum_interval(&a.values, &b.values, level) {
                    // as for the signed-rank test: with ties every shift that the test does not reject
                    Ok(i) => interval(&base, if test.tied { &i.interval } else { &i.classical }, 1.0, digits, emit),
                    Err(error) => refuse(&base, "interval", &error, emit),
                }
                emit.number(&base, "W", test.statistic, 1);
                emit.p_value(&base, test.p_value);
            }
            Err(error) => refuse(&base, "rank-sum", &error, emit),
        },
        _ => {}
    }
}
