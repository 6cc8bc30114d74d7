//! A subject's time: events at their hazards, the end of follow-up, a second cycle, the days of visits.

use engraft_protocol::EventTable;
use engraft_stats::random::Stream;
use smol_str::SmolStr;

use crate::model::{EventModel, Model, VisitModel};

/// What happens to a subject, by elapsed day.
#[derive(Clone, Debug)]
pub(crate) struct Timeline {
    /// Index of an event that does not end follow-up, and its day.
    pub events: Vec<(usize, i32)>,
    /// First day of the second cycle.
    pub second: Option<i32>,
    /// Cycle (0 or 1), visit, day, in time.
    pub visits: Vec<(usize, usize, i32)>,
    /// Last day of follow-up.
    pub end: i32,
    /// What ended it before the plan: column and text of the disposition table.
    pub ended: Option<Vec<(SmolStr, SmolStr)>>,
}

/// What ends follow-up early.
enum End {
    Event(usize),
    Dropout,
}

pub(crate) fn draw(model: &Model<'_>, arm: usize, stream: &mut Stream) -> Timeline {
    let days: Vec<Option<i32>> = model.events.iter().map(|event| day_of(event, arm, stream)).collect();
    let dropout = model.truth.dropout.as_ref().and_then(|dropout| {
        let hazard = -libm::log1p(-dropout.probability) / f64::from(dropout.within.max(1));
        waiting(hazard, stream)
    });
    let second = second_cycle(model, &days, stream);
    let plan = second.unwrap_or(0).saturating_add(model.last_day());
    let ends = model.events.iter().zip(&days).enumerate().filter(|(_, (event, _))| event.ends);
    let early = ends.filter_map(|(i, (_, day))| day.map(|day| (day, End::Event(i))));
    let early = early.chain(dropout.map(|day| (day, End::Dropout))).filter(|(day, _)| *day <= plan);
    // of two on one day the one that the study file names first
    let early = early.min_by_key(|(day, _)| *day);
    let last = early.as_ref().map_or(plan, |(day, _)| *day);
    let second = second.filter(|day| *day < last);
    let open = if early.is_some() { last } else { i32::MAX };
    let visits = visits(model, second, open, stream);
    let happened = model.events.iter().zip(&days).enumerate();
    let kept = happened.filter(|(_, (event, _))| !event.ends || event.event.table != Some(EventTable::Disposition));
    let events = kept.filter_map(|(i, (_, day))| day.filter(|day| *day <= last).map(|day| (i, day))).collect();
    // who is seen late at the last visit is followed until then
    let end = visits.iter().map(|(.., day)| *day).max().map_or(last, |day| last.max(day));
    Timeline { events, second, visits, end, ended: early.map(|(_, end)| leaving(model, &end)) }
}

fn leaving(model: &Model<'_>, end: &End) -> Vec<(SmolStr, SmolStr)> {
    match end {
        End::Dropout => {
            let word = model.truth.dropout.as_ref().and_then(|d| d.status.clone());
            vec![(SmolStr::new_static("status"), word.map_or("lost to follow-up".into(), SmolStr::from))]
        }
        End::Event(index) => {
            let Some(event) = model.events.get(*index) else { return Vec::new() };
            let mut fields: Vec<(SmolStr, SmolStr)> = match event.event.table {
                Some(EventTable::Disposition) => first_words(event).collect(),
                _ => Vec::new(),
            };
            if !fields.iter().any(|(column, _)| column == "status") {
                fields.push(("status".into(), event.name.into()));
            }
            fields
        }
    }
}

/// Columns that make a row this event, each with the first word that does.
pub(crate) fn first_words<'a>(event: &'a EventModel<'_>) -> impl Iterator<Item = (SmolStr, SmolStr)> + 'a {
    event.event.filter.iter().filter_map(|(column, words)| Some((column.into(), words.first()?.into())))
}

/// Days until something of constant hazard: the first whole day by whose end it has happened. One number is always drawn.
fn waiting(hazard: f64, stream: &mut Stream) -> Option<i32> {
    let days = libm::ceil(-libm::log(stream.uniform()) / hazard);
    (hazard > 0.0 && days < 100_000.0).then_some(days as i32)
}

fn day_of(event: &EventModel<'_>, arm: usize, stream: &mut Stream) -> Option<i32> {
    let hazard = event.hazard.get(arm).copied().unwrap_or(0.0);
    let from = i32::try_from(event.from).unwrap_or(i32::MAX);
    waiting(hazard, stream).map(|days| days.saturating_add(from))
}

fn second_cycle(model: &Model<'_>, days: &[Option<i32>], stream: &mut Stream) -> Option<i32> {
    let repeat = model.truth.repeat.as_ref()?;
    let given = stream.uniform() < repeat.probability;
    let wait = i32::try_from(repeat.day).unwrap_or(i32::MAX);
    let start = match &repeat.after {
        None => Some(wait),
        Some(name) => {
            let index = model.events.iter().position(|event| event.name == name);
            // a relapse after the planned end is not seen, so nothing follows it
            let seen = index.and_then(|i| days.get(i).copied().flatten()).filter(|day| *day <= model.last_day());
            seen.map(|day| day.saturating_add(wait))
        }
    };
    start.filter(|_| given)
}

/// The visits that take place before `open`, the day on which follow-up ends early.
fn visits(model: &Model<'_>, second: Option<i32>, open: i32, stream: &mut Stream) -> Vec<(usize, usize, i32)> {
    let cycles: usize = if model.truth.repeat.is_some() { 2 } else { 1 };
    let mut visits = Vec::with_capacity(model.visits.len() * cycles);
    for cycle in 0..cycles {
        for (visit, planned) in model.visits.iter().enumerate() {
            let day = jittered(model, planned, stream);
            let missed = visit > 0 && stream.uniform() < model.truth.missing.visit;
            let start = if cycle == 0 { Some(0) } else { second };
            let Some(day) = start.map(|start| start.saturating_add(day)) else { continue };
            let of_next = cycle == 0 && second.is_some_and(|next| day >= next);
            if !missed && !of_next && day < open {
                visits.push((cycle, visit, day));
            }
        }
    }
    visits.sort_by_key(|(cycle, visit, day)| (*day, *cycle, *visit));
    visits
}

/// The day of a visit in its cycle. Visits planned before treatment stay before it, the others after it.
fn jittered(model: &Model<'_>, visit: &VisitModel<'_>, stream: &mut Stream) -> i32 {
    let (early, late) = (visit.limits.early, visit.limits.late);
    let plan = &model.truth.visits;
    let beyond = stream.uniform() < plan.outside;
    let step = i32::try_from(stream.below(7)).unwrap_or(0).saturating_add(1);
    if beyond && visit.window.is_some() {
        let outside = if visit.day <= 0 { early.saturating_sub(step) } else { late.saturating_add(step) };
        if outside < visit.limits.next {
            return outside;
        }
    }
    let mut day = visit.day;
    for _ in 0..20 {
        let away = libm::round(plan.sd * stream.normal());
        day = visit.day.saturating_add(away as i32);
        if (early..=late).contains(&day) {
            return day;
        }
    }
    day.clamp(early, late.max(early))
}

/// Elapsed days between which a visit may take place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub early: i32,
    pub late: i32,
    /// The early limit of the next visit.
    pub next: i32,
}

impl Limits {
    /// Limits of the visits of these planned days and windows, in the order of their days.
    pub(crate) fn of(visits: &[(i32, Option<[i32; 2]>)]) -> Vec<Limits> {
        let own: Vec<(i32, i32)> = (0..visits.len()).map(|index| limits(visits, index)).collect();
        let next = own.iter().skip(1).map(|(early, _)| *early).chain([i32::MAX]);
        own.iter().zip(next).map(|(&(early, late), next)| Limits { early, late, next }).collect()
    }
}

/// First and last day on which a visit may take place: its window, else up to the middle between it and its neighbours.
fn limits(visits: &[(i32, Option<[i32; 2]>)], index: usize) -> (i32, i32) {
    let Some((day, window)) = visits.get(index).copied() else { return (0, 0) };
    let (early, late) = match window {
        Some([early, late]) => (day.saturating_add(early), day.saturating_add(late)),
        None => {
            let before = index.checked_sub(1).and_then(|i| visits.get(i)).map(|(day, _)| *day);
            let after = visits.get(index.saturating_add(1)).map(|(day, _)| *day);
            let half = |a: i32, b: i32| b.saturating_sub(a).saturating_sub(1) / 2;
            let room = before.map_or(i32::MAX, |before| half(before, day));
            let ahead = after.map_or(i32::MAX, |after| half(day, after));
            (day.saturating_sub(room), day.saturating_add(ahead))
        }
    };
    if day <= 0 { (early.min(day), late.min(0).max(day)) } else { (early.max(1), late) }
}
