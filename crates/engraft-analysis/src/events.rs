//! Events of the study by subject; adverse events by term; infusions given.

use std::collections::BTreeMap;

use engraft_base::Place;
use engraft_results::{ResultRow, RowId, SourceRows};
use engraft_stats::{ProportionMethod, proportion_interval};

use crate::emit::{Emit, n};
use crate::{Input, methods};

/// Where each subject's first occurrence of an event stands: event, subject.
pub(crate) type HappenedRows = BTreeMap<(String, usize), RowId>;

/// Emits infusions, events and adverse events.
pub(crate) fn emit(input: &Input<'_>, emit: &mut Emit) -> HappenedRows {
    follow_up(input, emit);
    infusions(input, emit);
    let rows = happened(input, emit);
    for name in input.study.file.events.keys() {
        for arm in input.arms() {
            event_counts(input, emit, &rows, name, &arm);
        }
    }
    adverse_events(input, emit);
    rows
}

/// First and last day on which each subject was seen.
fn follow_up(input: &Input<'_>, emit: &mut Emit) {
    for (index, subject) in input.derived.subjects.iter().enumerate() {
        let seen = input.derived.records.iter().filter(|r| r.subject == index && !r.value.is_missing());
        let ended = subject.ended.as_ref().and_then(|e| e.day.map(|day| (day, &e.place)));
        let days: Vec<(i32, &Place)> = seen.filter_map(|r| r.day.map(|day| (day, &r.row))).chain(ended).collect();
        let base = row(input, index, "follow-up", "");
        for (statistic, found) in [("first-day", days.iter().min()), ("last-day", days.iter().max())] {
            let Some((day, place)) = found else { continue };
            let source_rows = SourceRows::cells([*place]);
            let base = ResultRow { day: Some(*day), unit: "d".into(), source_rows, ..base.clone() };
            emit.row(&base, statistic, Some(f64::from(*day)), day.to_string());
        }
        if let Some(ended) = &subject.ended {
            let note = ended.reason.as_deref().unwrap_or("").to_owned();
            let source_rows = SourceRows::cells([&ended.place]);
            emit.words(&ResultRow { day: ended.day, note, source_rows, ..base }, "status", ended.status.to_string());
        }
    }
}

fn row(input: &Input<'_>, subject: usize, analysis: &str, measure: &str) -> ResultRow {
    ResultRow {
        analysis_id: analysis.to_owned(),
        analysis_set: "all-enrolled".to_owned(),
        arm: input.derived.subjects.get(subject).map(|s| s.arm.to_string()).unwrap_or_default(),
        measure: measure.to_owned(),
        subject: input.id(subject).to_owned(),
        n: Some(1),
        ..ResultRow::default()
    }
}

fn infusions(input: &Input<'_>, emit: &mut Emit) {
    for (index, subject) in input.derived.subjects.iter().enumerate() {
        for cycle in &subject.cycles {
            for infusion in cycle.infusions.iter().filter_map(|i| input.data.infusions.get(*i)) {
                let day = infusion.day.value.or_else(|| infusion.date.value?.days_since(subject.anchor?));
                let base = ResultRow {
                    cycle: cycle.number.to_string(),
                    day,
                    unit: "d".into(),
                    note: if day.is_none() { "day not known".into() } else { String::new() },
                    source_rows: SourceRows::cells([&infusion.place]),
                    ..row(input, index, "infusion", "")
                };
                let text = day.map(|d| d.to_string()).unwrap_or_default();
                emit.row(&base, "day", day.map(f64::from), text);
            }
        }
    }
}

fn happened(input: &Input<'_>, emit: &mut Emit) -> HappenedRows {
    let mut rows = HappenedRows::new();
    for event in &input.derived.events {
        let base = ResultRow {
            day: event.day,
            unit: "d".into(),
            note: if event.day.is_none() { format!("{}; day not known", event.what) } else { event.what.clone() },
            source_rows: SourceRows::cells(&event.places),
            ..row(input, event.subject, &format!("event.{}", event.event), &event.event)
        };
        let text = event.day.map(|d| d.to_string()).unwrap_or("day not known".into());
        let id = emit.row(&base, "day", event.day.map(f64::from), text);
        let first = input.derived.first_event(event.subject, &event.event);
        if first.is_some_and(|f| std::ptr::eq(f, event)) {
            rows.insert((event.event.to_string(), event.subject), id);
        }
    }
    rows
}

fn event_counts(input: &Input<'_>, emit: &mut Emit, rows: &HappenedRows, name: &str, arm: &str) {
    let mine: Vec<usize> = (0..input.derived.subjects.len()).filter(|s| input.in_arm(*s, arm)).collect();
    let with: Vec<RowId> = mine.iter().filter_map(|s| rows.get(&(name.to_owned(), *s)).copied()).collect();
    let base = ResultRow {
        analysis_id: format!("event-count.{name}"),
        analysis_set: "all-enrolled".to_owned(),
        arm: arm.to_owned(),
        measure: name.to_owned(),
        n: n(mine.len()),
        note: "subjects with the event at any time, of all enrolled".to_owned(),
        source_rows: SourceRows::rows(with.iter().copied()),
        ..ResultRow::default()
    };
    counts_with_interval(emit, &base, with.len(), mine.len(), input.study.level());
}

/// Rows of a count of subjects with percentage and Clopper–Pearson interval.
fn counts_with_interval(emit: &mut Emit, base: &ResultRow, with: usize, of: usize, level: f64) {
    emit.count(base, "n-with", with);
    emit.count(base, "n", of);
    let (Ok(x), Ok(count)) = (u64::try_from(with), u64::try_from(of)) else { return };
    let Ok(interval) = proportion_interval(x, count, level, ProportionMethod::ClopperPearson) else { return };
    let row = ResultRow {
        unit: "%".into(),
        method: format!("clopper-pearson level={level}"),
        method_version: methods::VERSION.into(),
        ..base.clone()
    };
    if of > 0 {
        emit.number(&row, "percent", 100.0 * with as f64 / of as f64, 1);
    }
    emit.number(&row, "lower", 100.0 * interval.lower, 1);
    emit.number(&row, "upper", 100.0 * interval.upper, 1);
}

fn adverse_events(input: &Input<'_>, emit: &mut Emit) {
    if !input.data.has("events") {
        return;
    }
    let mut terms: BTreeMap<String, BTreeMap<usize, Vec<RowId>>> = BTreeMap::new();
    let mut serious: BTreeMap<usize, Vec<RowId>> = BTreeMap::new();
    for event in &input.data.events {
        let Some(subject) = input.derived.subjects.iter().position(|s| Some(&s.id) == event.subject.value.as_ref())
        else {
            continue;
        };
        let day = event.start.value.and_then(|d| input.derived.subjects.get(subject)?.elapsed(d));
        // an event that began before treatment is listed, and counts nowhere; one without a day counts
        let before = day.is_some_and(|d| d < 0);
        let timing = before.then(|| "before the first infusion, not counted".to_owned());
        let graded = event.grade.value.map(|g| format!("grade {g}"));
        let flags = event.serious.value.map(|s| if s { "serious" } else { "not serious" }.to_owned());
        let base = ResultRow {
            day,
            note: [graded, flags, timing].into_iter().flatten().collect::<Vec<_>>().join("; "),
            source_rows: SourceRows::cells([&event.term.place]),
            ..row(input, subject, "adverse-event", "")
        };
        let id = emit.words(&base, "term", event.term.text.clone());
        if before {
            terms.entry(event.term.text.to_lowercase()).or_default();
            continue;
        }
        terms.entry(event.term.text.to_lowercase()).or_default().entry(subject).or_default().push(id);
        if event.serious.value == Some(true) {
            serious.entry(subject).or_default().push(id);
        }
    }
    for arm in input.arms() {
        let of = (0..input.derived.subjects.len()).filter(|s| input.in_arm(*s, &arm)).count();
        let any: BTreeMap<usize, Vec<RowId>> = terms.values().flatten().fold(BTreeMap::new(), |mut all, (s, rows)| {
            all.entry(*s).or_insert_with(Vec::new).extend(rows);
            all
        });
        term_row(input, emit, &arm, of, "any event", &any);
        serious_row(input, emit, &arm, of, &serious);
        for (term, subjects) in &terms {
            term_row(input, emit, &arm, of, term, subjects);
        }
    }
}

/// Serious events. Where no event says whether it was serious, none is counted, and none is claimed to be absent.
fn serious_row(input: &Input<'_>, emit: &mut Emit, arm: &str, of: usize, serious: &BTreeMap<usize, Vec<RowId>>) {
    let open = input.data.events.iter().filter(|e| e.serious.value.is_none()).count();
    if open == 0 || open < input.data.events.len() {
        term_row(input, emit, arm, of, "any serious event", serious);
        return;
    }
    let base = ResultRow {
        analysis_id: "adverse-event-count".to_owned(),
        analysis_set: "all-enrolled".to_owned(),
        arm: arm.to_owned(),
        measure: "any serious event".to_owned(),
        note: "no event says whether it was serious".to_owned(),
        ..ResultRow::default()
    };
    emit.words(&base, "n-with", "not reported");
}

fn term_row(
    input: &Input<'_>,
    emit: &mut Emit,
    arm: &str,
    of: usize,
    term: &str,
    subjects: &BTreeMap<usize, Vec<RowId>>,
) {
    let mine: Vec<&Vec<RowId>> =
        subjects.iter().filter(|(s, _)| input.in_arm(**s, arm)).map(|(_, rows)| rows).collect();
    let base = ResultRow {
        analysis_id: "adverse-event-count".to_owned(),
        analysis_set: "all-enrolled".to_owned(),
        arm: arm.to_owned(),
        measure: term.to_owned(),
        n: n(of),
        note: "subjects with the event on or after the first infusion, of all enrolled".to_owned(),
        source_rows: SourceRows::rows(mine.iter().flat_map(|rows| rows.iter().copied())),
        ..ResultRow::default()
    };
    counts_with_interval(emit, &base, mine.len(), of, input.study.level());
}
