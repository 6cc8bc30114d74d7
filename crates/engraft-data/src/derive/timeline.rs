//! Each subject's time: day 0, treatment cycles, the end of follow-up.

use std::collections::BTreeMap;
use std::sync::Arc;

use engraft_base::{Day, ElapsedDay, Place};
use engraft_protocol::Study;
use jiff::civil;

use crate::Dataset;
use crate::table::Infusion;

/// A subject with its time line. CDISC: a row of ADSL.
#[derive(Clone, Debug)]
pub struct SubjectData {
    /// Identifier. CDISC: USUBJID.
    pub id: Arc<str>,
    /// Arm; `all` in a study without arms. CDISC: ARM.
    pub arm: Arc<str>,
    /// Index into [`Dataset::subjects`].
    pub row: usize,
    /// Where the subject's row stands.
    pub place: Place,
    /// Calendar date of the first infusion, when dates are used.
    pub anchor: Option<civil::Date>,
    /// Whether at least one infusion was given, or the study has no infusions table.
    pub treated: bool,
    /// Treatment cycles in order; at least one.
    pub cycles: Vec<Cycle>,
    /// How the subject left the study.
    pub ended: Option<Ended>,
}

/// A treatment cycle.
#[derive(Clone, Debug)]
pub struct Cycle {
    /// Number, from 1.
    pub number: u32,
    /// Elapsed day of its first infusion; none when it is not known.
    pub start: Option<ElapsedDay>,
    /// Indices into [`Dataset::infusions`].
    pub infusions: Vec<usize>,
}

/// How a subject left the study.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Day; none when it is not known.
    pub day: Option<ElapsedDay>,
    /// Status in words.
    pub status: Arc<str>,
    /// Reason in words.
    pub reason: Option<Arc<str>>,
    /// Whether the subject left before the planned end (any status but `completed` and `ongoing`).
    pub early: bool,
    /// Where it stands.
    pub place: Place,
}

impl SubjectData {
    /// Elapsed day of a day or date.
    pub fn elapsed(&self, day: Day) -> Option<ElapsedDay> {
        day.elapsed(self.anchor)
    }

    /// The cycle with this number.
    pub fn cycle(&self, number: u32) -> Option<&Cycle> {
        self.cycles.iter().find(|c| c.number == number)
    }

    /// The cycle that a day belongs to: the last that has begun; the first before treatment.
    pub fn cycle_of(&self, day: ElapsedDay) -> u32 {
        let begun = self.cycles.iter().filter(|c| c.start.is_some_and(|start| start <= day));
        begun.map(|c| c.number).max().unwrap_or(1)
    }
}

/// The subjects that can be analysed, each with its time line.
pub(super) fn subjects(study: &Study, data: &Dataset) -> Vec<SubjectData> {
    let index = super::subject_index(&data.subjects);
    let mut given: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, infusion) in data.infusions.iter().enumerate() {
        given.entry(infusion.subject.value.as_deref().unwrap_or("")).or_default().push(i);
    }
    let rows = data.subjects.iter().enumerate();
    rows.filter_map(|(row, subject)| {
        let id = subject.id.value.clone()?;
        let first = index.get(&id) == Some(&row);
        if !first {
            return None;
        }
        let infusions = given.get(&*id).cloned().unwrap_or_default();
        let anchor = anchor(data, &infusions);
        let arm = if study.file.arms.is_empty() { Arc::from("all") } else { subject.arm.value.clone()? };
        Some(SubjectData {
            treated: !infusions.is_empty() || !data.has("infusions"),
            cycles: cycles(study, data, &infusions, anchor),
            ended: ended(data, &id, anchor),
            place: subject.id.place.clone(),
            id,
            arm,
            row,
            anchor,
        })
    })
    .collect()
}

/// The date of the first infusion; none when a date cannot be read, which may have been the first.
fn anchor(data: &Dataset, infusions: &[usize]) -> Option<civil::Date> {
    let rows: Vec<&Infusion> = infusions.iter().filter_map(|i| data.infusions.get(*i)).collect();
    if rows.iter().any(|row| row.date.at_fault) {
        return None;
    }
    rows.iter().filter_map(|row| row.date.value?.full()).min()
}

fn infusion_day(infusion: &Infusion, anchor: Option<civil::Date>) -> Option<ElapsedDay> {
    infusion.day.value.or_else(|| infusion.date.value?.days_since(anchor?))
}

fn cycles(study: &Study, data: &Dataset, infusions: &[usize], anchor: Option<civil::Date>) -> Vec<Cycle> {
    let mut timed: Vec<(Option<u32>, Option<ElapsedDay>, usize)> = infusions
        .iter()
        .filter_map(|i| data.infusions.get(*i).map(|row| (row.cycle.value, infusion_day(row, anchor), *i)))
        .collect();
    timed.sort_by_key(|(cycle, day, i)| (cycle.unwrap_or(1), day.is_none(), *day, *i));
    let named = timed.iter().any(|(cycle, ..)| cycle.is_some());
    let mut cycles: Vec<Cycle> = Vec::new();
    let mut previous: Option<ElapsedDay> = None;
    for (cycle, day, i) in timed {
        let gap = previous.zip(day).is_some_and(|(a, b)| b.saturating_sub(a) > study.file.cycles.gap_days);
        let last = cycles.last().map_or(0, |c| c.number);
        let number = if named { cycle.unwrap_or(1) } else { last.max(1).saturating_add(u32::from(gap)) };
        if number != last || cycles.is_empty() {
            cycles.push(Cycle { number, start: day, infusions: Vec::new() });
        }
        if let Some(cycle) = cycles.last_mut() {
            cycle.infusions.push(i);
        }
        previous = day.or(previous);
    }
    if cycles.is_empty() {
        cycles.push(Cycle { number: 1, start: Some(0), infusions: Vec::new() });
    }
    cycles
}

fn ended(data: &Dataset, id: &str, anchor: Option<civil::Date>) -> Option<Ended> {
    let mine = |d: &&crate::table::Disposition| d.subject.value.as_deref() == Some(id);
    let row = data.disposition.iter().find(mine)?;
    let status = row.status.value.clone()?;
    let early = !["completed", "ongoing"].iter().any(|word| status.eq_ignore_ascii_case(word));
    Some(Ended {
        day: row.day.value.and_then(|day| day.elapsed(anchor)),
        status,
        reason: row.reason.value.clone(),
        early,
        place: row.status.place.clone(),
    })
}
