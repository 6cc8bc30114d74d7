//! Which visit a record belongs to, and which of several counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use engraft_protocol::{Study, TieRule, Visit, WindowRule};

use super::{Derived, Record};

/// Finds the visit of every record.
///
/// A record whose day is known belongs to the visit whose window holds the day, whatever visit it names. A visit without
/// window takes the records that name it; so does every visit for records without a day.
pub(super) fn assign(study: &Study, derived: &mut Derived) {
    for record in &mut derived.records {
        if record.named_visit.as_deref().is_some_and(is_unscheduled) {
            // it may be a baseline or a nadir, and counts at no visit
            continue;
        }
        let named_visit = record.named_visit.as_deref().and_then(|v| study.file.visits.get(v));
        let named = record.named_visit.clone().filter(|_| named_visit.is_some());
        let Some(day) = record.cycle_day else {
            record.visit = named;
            continue;
        };
        if named_visit.is_some_and(|v| v.window.is_none() || holds(v, day)) {
            record.visit = named;
            continue;
        }
        record.off_window = named_visit.is_some();
        let by_day = study.file.visits.iter().find(|(_, v)| v.window.is_some() && holds(v, day));
        record.visit = by_day.map(|(id, _)| Arc::from(id.as_str()));
    }
}

/// A visit so named belongs to no planned one, whatever its day.
fn is_unscheduled(name: &str) -> bool {
    name.get(.."unscheduled".len()).is_some_and(|start| start.eq_ignore_ascii_case("unscheduled"))
}

fn holds(visit: &Visit, day: i32) -> bool {
    let Some([early, late]) = visit.window else { return false };
    (visit.day.saturating_add(early)..=visit.day.saturating_add(late)).contains(&day)
}

/// Chooses, among the records of a subject at one visit, the one that is analysed.
///
/// A record with a value goes before one without; the baseline record goes before others at its visit; then the rule.
pub(super) fn choose(study: &Study, derived: &mut Derived) {
    let mut chosen = Vec::new();
    for range in derived.series.values().flat_map(BTreeMap::values) {
        let records = range.clone().filter_map(|i| derived.records.get(i).map(|record| (i, record)));
        let mut at_visits: Vec<_> = records.filter_map(|(i, r)| Some(((r.cycle, r.visit.as_deref()?), i, r))).collect();
        at_visits.sort_by_key(|(at, ..)| *at);
        for same in at_visits.chunk_by(|a, b| a.0 == b.0) {
            let [((_, visit), first, _), others @ ..] = same else { continue };
            let best = || {
                let planned = study.file.visits.get(*visit).map_or(0, |v| v.day);
                same.iter().map(|(_, i, record)| (rank(study, record, planned), *i)).min().map(|(_, i)| i)
            };
            chosen.extend(if others.is_empty() { Some(*first) } else { best() });
        }
    }
    for i in chosen {
        if let Some(record) = derived.records.get_mut(i) {
            record.analysed = true;
        }
    }
}

/// Smaller is better.
pub(super) fn rank(study: &Study, record: &Record, planned: i32) -> (bool, bool, i64, i64) {
    let day = i64::from(record.cycle_day.unwrap_or(planned));
    let distance = (day - i64::from(planned)).abs();
    let early_first = match study.file.windows.tie {
        TieRule::Earlier => day,
        TieRule::Later => -day,
    };
    let (first, second) = match study.file.windows.choose {
        WindowRule::Closest => (distance, early_first),
        WindowRule::First => (day, 0),
        WindowRule::Last => (-day, 0),
    };
    (record.value.is_missing(), !record.is_baseline, first, second)
}
