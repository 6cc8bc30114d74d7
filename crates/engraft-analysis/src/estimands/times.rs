//! The time of each subject for each estimand about a time: when it counts from, how long, what ended it; and the counts.

use std::collections::BTreeMap;

use engraft_data::derive::{Time, Untimed, time_of};
use engraft_protocol::Estimand;
use engraft_results::{ResultRow, RowId, SourceRows};

use crate::Input;
use crate::emit::{Emit, n};
use crate::sets::members;

/// The time of a subject for an estimand, with its row.
pub(super) struct Timed {
    pub time: Result<Time, Untimed>,
    /// None where only the estimates are asked for.
    pub row: Option<RowId>,
}

/// Subjects' times by the identifier of the estimand.
#[derive(Default)]
pub(super) struct Times(BTreeMap<String, BTreeMap<usize, Timed>>);

impl Times {
    /// The times of all estimands that ask for one, without rows.
    pub fn new(input: &Input<'_>) -> Times {
        let timed = |estimand: &Estimand, subject: usize| Timed {
            time: time_of(input.study, input.derived, &estimand.variable, subject),
            row: None,
        };
        let of = |estimand: &Estimand| {
            let set = members(input.study, input.derived, &estimand.population);
            (estimand.id.clone(), set.into_iter().map(|subject| (subject, timed(estimand, subject))).collect())
        };
        Times(input.study.file.estimands.iter().filter(|e| e.variable.time().is_some()).map(of).collect())
    }

    /// The time of a subject for an estimand.
    pub fn get(&self, estimand: &str, subject: usize) -> Option<&Timed> {
        self.0.get(estimand)?.get(&subject)
    }

    /// Emits all times and what became of the subjects of each arm.
    pub fn emit(&mut self, input: &Input<'_>, emit: &mut Emit) {
        for estimand in &input.study.file.estimands {
            let Some(times) = self.0.get_mut(&estimand.id) else { continue };
            for (subject, timed) in times.iter_mut() {
                timed.row = Some(one(input, estimand, *subject, &timed.time, emit));
            }
            for arm in input.arms() {
                let mine = times.iter().filter(|(subject, _)| input.in_arm(**subject, &arm));
                counts(estimand, &arm, &mine.map(|(_, timed)| timed).collect::<Vec<_>>(), emit);
            }
        }
    }
}

/// The rows of a subject; the first is the one that others rest on.
fn one(input: &Input<'_>, estimand: &Estimand, subject: usize, time: &Result<Time, Untimed>, emit: &mut Emit) -> RowId {
    let known = input.derived.subjects.get(subject);
    let mut base = ResultRow {
        analysis_id: format!("time.{}", estimand.id),
        estimand_id: estimand.id.clone(),
        analysis_set: estimand.population.clone(),
        arm: known.map(|s| s.arm.to_string()).unwrap_or_default(),
        cycle: "1".to_owned(),
        measure: estimand.variable.time().map(|(_, name)| name.to_owned()).unwrap_or_default(),
        subject: input.id(subject).to_owned(),
        n: Some(1),
        ..ResultRow::default()
    };
    let time = match time {
        Ok(time) => time,
        Err(Untimed::NotAtRisk(why)) => return without(&base, "not at risk", why, known.map(|s| &s.place), emit),
        Err(Untimed::Unknown(why)) => return without(&base, "left out", why, known.map(|s| &s.place), emit),
    };
    base.note.clone_from(&time.why);
    base.day = Some(time.end);
    base.source_rows = match time.places.is_empty() {
        // nothing happened and nothing was judged: the end of follow-up is that of the subject's row
        true => SourceRows::cells(known.map(|s| s.ended.as_ref().map_or(&s.place, |ended| &ended.place))),
        false => SourceRows::cells(&time.places),
    };
    let days = ResultRow { unit: "d".to_owned(), ..base.clone() };
    let row = emit.number(&days, "days", f64::from(time.days()), 0);
    let of = ResultRow { source_rows: SourceRows::rows([row]), ..days };
    emit.words(&ResultRow { unit: String::new(), ..of.clone() }, "outcome", outcome(time));
    emit.number(&of, "from-day", f64::from(time.from), 0);
    emit.number(&of, "at-least", f64::from(time.at_least), 0);
    if let Some(most) = time.at_most {
        emit.number(&of, "at-most", f64::from(most), 0);
    }
    if time.open > 0 {
        emit.count(&of, "open-visits", time.open);
    }
    row
}

fn without(base: &ResultRow, outcome: &str, why: &str, place: Option<&engraft_base::Place>, emit: &mut Emit) -> RowId {
    let row = ResultRow { note: why.to_owned(), source_rows: SourceRows::cells(place), ..base.clone() };
    emit.words(&row, "outcome", outcome)
}

fn outcome(time: &Time) -> &'static str {
    match time.cause {
        0 => "censored",
        1 => "event",
        _ => "competing event",
    }
}

/// What became of the subjects of an arm.
fn counts(estimand: &Estimand, arm: &str, mine: &[&Timed], emit: &mut Emit) {
    let base = ResultRow {
        analysis_id: format!("time-count.{}", estimand.id),
        estimand_id: estimand.id.clone(),
        analysis_set: estimand.population.clone(),
        arm: arm.to_owned(),
        cycle: "1".to_owned(),
        measure: estimand.variable.time().map(|(_, name)| name.to_owned()).unwrap_or_default(),
        n: n(mine.len()),
        ..ResultRow::default()
    };
    let set = &estimand.population;
    let mut count = |statistic: &str, note: &str, holds: &dyn Fn(&Result<Time, Untimed>) -> bool| {
        let rows: Vec<RowId> = mine.iter().filter(|t| holds(&t.time)).filter_map(|t| t.row).collect();
        let source_rows = SourceRows::rows(rows.iter().copied());
        emit.count(
            &ResultRow { note: format!("{note}, of {set}"), source_rows, ..base.clone() },
            statistic,
            rows.len(),
        );
    };
    count("n", "subjects at risk whose time is known", &|time| time.is_ok());
    count("n-event", "the event came", &|time| time.as_ref().is_ok_and(|time| time.cause == 1));
    count("n-competing", "an event that competes came first", &|time| time.as_ref().is_ok_and(|time| time.cause > 1));
    count("n-censored", "censored", &|time| time.as_ref().is_ok_and(|time| time.cause == 0));
    let open = "visits without an answer lie right before the visit that shows the end";
    count("n-open", open, &|time| time.as_ref().is_ok_and(|time| time.open > 0));
    count("n-not-at-risk", "never met the response", &|time| matches!(time, Err(Untimed::NotAtRisk(_))));
    count("n-left-out", "a day that matters is not known", &|time| matches!(time, Err(Untimed::Unknown(_))));
    let days = || mine.iter().filter_map(|t| Some((t.time.as_ref().ok()?.days(), t.row?)));
    for (statistic, found) in [("shortest", days().min()), ("longest", days().max())] {
        let Some((days, row)) = found else { continue };
        let source_rows = SourceRows::rows([row]);
        let row =
            ResultRow { unit: "d".to_owned(), source_rows, note: "whether censored or not".into(), ..base.clone() };
        emit.number(&row, statistic, f64::from(days), 0);
    }
}
