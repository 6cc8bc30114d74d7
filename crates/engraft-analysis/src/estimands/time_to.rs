//! The table of times that a method of survival takes: days, what ended them, arm.

use engraft_data::derive::Untimed;
use engraft_protocol::{Method, Takes, Variable};
use smol_str::ToSmolStr as _;

use super::by_page::Question;
use super::select::Select;
use crate::stat::Table;

/// What became of the subjects.
#[derive(Default)]
struct Counts {
    events: usize,
    competed: usize,
    open: usize,
    not_at_risk: usize,
    unknown: usize,
}

/// The table of times of the arms.
pub(super) fn question(select: &Select<'_>, arms: &[&str], method: &Method, pair: Option<[&str; 2]>) -> Question {
    let causes = method.name.takes() == Takes::Cause;
    let mut cells = Vec::new();
    let mut rows = Vec::new();
    let mut counts = Counts::default();
    let more = |count: &mut usize| *count = count.saturating_add(1);
    for arm in arms {
        for subject in select.subjects(arm) {
            let Some(timed) = select.times.get(&select.estimand.id, subject) else { continue };
            let time = match &timed.time {
                Ok(time) => time,
                Err(Untimed::NotAtRisk(_)) => {
                    more(&mut counts.not_at_risk);
                    continue;
                }
                Err(Untimed::Unknown(_)) => {
                    more(&mut counts.unknown);
                    continue;
                }
            };
            counts.events = counts.events.saturating_add(usize::from(time.cause == 1));
            counts.competed = counts.competed.saturating_add(usize::from(time.cause > 1));
            counts.open = counts.open.saturating_add(usize::from(time.open > 0));
            let outcome = if causes { time.cause } else { usize::from(time.cause == 1) };
            cells.push(vec![time.days().to_smolstr(), outcome.to_smolstr(), (*arm).into()]);
            rows.extend(timed.row);
        }
    }
    let outcome = if causes { "cause" } else { "event" };
    let argument = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut given = vec![argument("time", "time"), argument(outcome, "outcome")];
    if arms.len() > 1 || pair.is_some() {
        given.push(argument("group", "arm"));
    }
    if let Some([first, second]) = pair.filter(|_| method.name == engraft_protocol::MethodName::RestrictedMean) {
        given.push(argument("groups", &format!("{first},{second}")));
    }
    let header = ["time", "outcome", "arm"].map(str::to_owned).to_vec();
    let note = note(select, &counts, cells.len());
    Question { n: cells.len(), table: Table { header, rows: cells, lines: Vec::new() }, given, note, rows }
}

/// Whom the table holds, where the days count from, where they are censored, who is not in it.
fn note(select: &Select<'_>, counts: &Counts, timed: usize) -> String {
    let variable = &select.estimand.variable;
    let mut note = format!(
        "{timed} subjects of {}, {} with the event, {} with a competing event; {}",
        select.estimand.population,
        counts.events,
        counts.competed,
        counted_from(variable)
    );
    let of_visits = variable.time_to_response.is_some() || variable.counts_from().is_some();
    if of_visits && counts.open > 0 {
        note.push_str(&format!(
            "; {} with visits without an answer right before the one that shows the end: {} ({})",
            counts.open,
            variable.undetermined.label(),
            variable.undetermined.word()
        ));
    }
    if counts.not_at_risk > 0 {
        note.push_str(&format!("; {} never met the response and are not at risk", counts.not_at_risk));
    }
    if counts.unknown > 0 {
        note.push_str(&format!(
            "; {} left out: the end of their follow-up, or the day of a visit or event, is not known",
            counts.unknown
        ));
    }
    note
}

fn counted_from(variable: &Variable) -> String {
    match variable.counts_from() {
        Some(response) => format!("days from the first visit at which `{response}` was met"),
        None => "days from the first infusion".to_owned(),
    }
}
