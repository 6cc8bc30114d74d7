//! Responses: each subject's verdict with its reasons; responders by arm, cycle and visit under both strategies for
//! missing verdicts, each proportion with its denominator rule.

use std::collections::BTreeMap;

use engraft_base::Verdict;
use engraft_data::derive::Judged;
use engraft_results::{ResultRow, RowId, SourceRows};
use engraft_stats::{ProportionMethod, proportion_interval};

use crate::emit::{Emit, n};
use crate::{Input, methods};

/// Where each subject's verdict stands: response, cycle, visit, subject.
pub(crate) type Verdicts = BTreeMap<(String, u32, String, usize), (RowId, Verdict)>;

/// Emits verdicts and responders.
pub(crate) fn emit(input: &Input<'_>, emit: &mut Emit) -> Verdicts {
    let mut verdicts = Verdicts::new();
    for judged in &input.derived.verdicts {
        let row = verdict(input, judged, emit);
        let key = (judged.response.to_string(), judged.cycle, judged.visit.to_string(), judged.subject);
        verdicts.insert(key, (row, judged.verdict));
    }
    for name in input.study.responses.keys() {
        for arm in input.arms() {
            for cycle in input.cycles() {
                for visit in input.study.file.visits.keys() {
                    responders(input, &verdicts, emit, (name, &arm, cycle, visit));
                }
            }
        }
    }
    verdicts
}

fn verdict(input: &Input<'_>, judged: &Judged, emit: &mut Emit) -> RowId {
    let subject = input.derived.subjects.get(judged.subject);
    let base = ResultRow {
        analysis_id: format!("verdict.{}", judged.response),
        analysis_set: "all-enrolled".to_owned(),
        arm: subject.map(|s| s.arm.to_string()).unwrap_or_default(),
        cycle: judged.cycle.to_string(),
        visit: judged.visit.to_string(),
        measure: judged.response.to_string(),
        subject: subject.map(|s| s.id.to_string()).unwrap_or_default(),
        day: judged.day,
        n: Some(1),
        note: if judged.has_data { String::new() } else { "no data at this visit".to_owned() },
        source_rows: SourceRows::cells(&judged.places),
        ..ResultRow::default()
    };
    let row = emit.words(&base, "verdict", judged.verdict.word());
    for (i, part) in judged.parts.iter().enumerate() {
        let note = format!("{} [{}]", part.values, part.verdict);
        let reason = ResultRow { note, source_rows: SourceRows::rows([row]), ..base.clone() };
        emit.words(&reason, &format!("part {}", i.saturating_add(1)), part.rule.clone());
    }
    row
}

/// Responders of an arm at a visit of a cycle.
fn responders(input: &Input<'_>, verdicts: &Verdicts, emit: &mut Emit, at: (&str, &str, u32, &str)) {
    let (name, arm, cycle, visit) = at;
    let found: Vec<(RowId, Verdict)> = (0..input.derived.subjects.len())
        .filter(|s| input.in_arm(*s, arm))
        .filter_map(|s| verdicts.get(&(name.to_owned(), cycle, visit.to_owned(), s)).copied())
        .collect();
    let with_data = (0..input.derived.subjects.len()).filter(|s| input.in_arm(*s, arm));
    let with_data = with_data.filter_map(|s| input.derived.verdict(s, name, cycle, visit)).any(|j| j.has_data);
    // where nobody was judged there is nobody to count
    if found.is_empty() || !with_data {
        return;
    }
    let base = ResultRow {
        analysis_set: "all-enrolled".to_owned(),
        arm: arm.to_owned(),
        cycle: cycle.to_string(),
        visit: visit.to_owned(),
        measure: name.to_owned(),
        ..ResultRow::default()
    };
    let decided: Vec<(RowId, Verdict)> = found.iter().copied().filter(|(_, v)| v.decided().is_some()).collect();
    let whom = if cycle == 1 { "all enrolled".to_owned() } else { format!("all with cycle {cycle}") };
    for (strategy, denominator, rule) in [
        ("observed", &decided, format!("of those whose verdict is decided, out of {whom}")),
        ("non-responder", &found, format!("of {whom}; an open verdict counts as not met")),
    ] {
        let row = ResultRow {
            analysis_id: format!("response-{strategy}.{name}"),
            note: rule,
            n: n(denominator.len()),
            source_rows: SourceRows::rows(denominator.iter().map(|(r, _)| *r)),
            ..base.clone()
        };
        let met = denominator.iter().filter(|(_, v)| *v == Verdict::Met).count();
        proportion(emit, &row, met, denominator.len(), input.study.level());
        let open = found.len().saturating_sub(decided.len());
        emit.count(&row, "n-open", open);
    }
}

/// Rows of a proportion with its Clopper–Pearson interval.
fn proportion(emit: &mut Emit, base: &ResultRow, met: usize, of: usize, level: f64) {
    emit.count(base, "n-met", met);
    emit.count(base, "n", of);
    if of > 0 {
        let row = ResultRow { unit: "%".into(), ..base.clone() };
        emit.number(&row, "percent", 100.0 * met as f64 / of as f64, 1);
    }
    let (Ok(x), Ok(count)) = (u64::try_from(met), u64::try_from(of)) else { return };
    if let Ok(interval) = proportion_interval(x, count, level, ProportionMethod::ClopperPearson) {
        let row = ResultRow {
            unit: "%".into(),
            method: format!("clopper-pearson level={level}"),
            method_version: methods::VERSION.into(),
            ..base.clone()
        };
        emit.number(&row, "lower", 100.0 * interval.lower, 1);
        emit.number(&row, "upper", 100.0 * interval.upper, 1);
    }
}
