//! The curve behind a time to an event: proportion free of it, or with it where other events compete, at every step.
//!
//! Rows of `curve.ESTIMAND`, one set an arm: `event-free` or `incidence` with `lower` and `upper` at every day with an
//! event, `censored` at every day with a censoring. `n` of each row is the number at risk just before that day.

use engraft_protocol::{Method, MethodName, Takes};
use engraft_results::{ResultRow, SourceRows};
use engraft_stats::survival::{
    CompetingRisks, ConfidenceMethod, FollowUp, IncidenceVariance, cumulative_incidence, kaplan_meier,
};
use engraft_stats::{Interval, StatError};

use super::by_page::Question;
use super::select::Select;
use crate::emit::{Emit, n};
use crate::stat::confidence_of;

/// Days at risk and outcomes of the subjects of one arm: 0 censored, 1 the event, 2 and on the competing ones.
#[derive(Default)]
struct Arm {
    days: Vec<f64>,
    outcomes: Vec<usize>,
}

/// What happens at one day of a curve.
struct Step {
    day: f64,
    at_risk: usize,
    censored: usize,
    /// Events that move the curve.
    events: usize,
    estimate: f64,
    interval: Result<Interval, StatError>,
}

/// Writes the curves of all arms of a question about times.
pub(super) fn emit(select: &Select<'_>, method: &Method, question: &Question, emit: &mut Emit) {
    let level = super::level(select.input, method);
    let mut arms: Vec<(&str, Arm)> = Vec::new();
    for row in &question.table.rows {
        let [day, outcome, name] = row.as_slice() else { continue };
        let (Ok(day), Ok(outcome)) = (day.parse(), outcome.parse()) else { continue };
        if !arms.iter().any(|(known, _)| known == name) {
            arms.push((name, Arm::default()));
        }
        if let Some((_, arm)) = arms.iter_mut().find(|(known, _)| known == name) {
            arm.days.push(day);
            arm.outcomes.push(outcome);
        }
    }
    let variable = &select.estimand.variable;
    for (name, arm) in &arms {
        let mut base = super::base(select.input, select.estimand, method, name);
        base.analysis_id = format!("curve.{}", select.estimand.id);
        base.unit = "%".to_owned();
        base.source_rows = SourceRows::rows(question.rows.iter().copied());
        if method.name.takes() == Takes::Cause {
            let first = variable.time().map(|(_, name)| name);
            let others = variable.competing.iter().map(String::as_str);
            for (cause, event) in (1_usize..).zip(first.into_iter().chain(others)) {
                base.measure = event.to_owned();
                base.note = emit.note(|| {
                    "cumulative incidence (Aalen-Johansen), log-log interval by day; n: at risk before it".to_owned()
                });
                write(&base, "incidence", incidence(arm, cause, level), cause == 1, emit);
            }
        } else {
            let interval = confidence(method);
            base.note =
                emit.note(|| format!("Kaplan-Meier, {} interval by day; n: at risk before it", interval.word()));
            write(&base, "event-free", event_free(arm, interval, level), true, emit);
        }
    }
}

/// That of the Kaplan-Meier method itself; with a method that has none the log-log one, which stays within 0 and 1.
fn confidence(method: &Method) -> ConfidenceMethod {
    if method.name != MethodName::KaplanMeier {
        return ConfidenceMethod::LogLog;
    }
    let option = |name: &str| method.options.get(name).map_or("", String::as_str);
    confidence_of(option("interval"), option("as") == "sas")
}

fn event_free(arm: &Arm, method: ConfidenceMethod, level: f64) -> Result<Vec<Step>, StatError> {
    let events: Vec<bool> = arm.outcomes.iter().map(|outcome| *outcome == 1).collect();
    let curve = kaplan_meier(&FollowUp::new(&arm.days, &events))?;
    let intervals = curve.intervals(level, method)?;
    let step = |(step, interval): (&engraft_stats::survival::KaplanMeierStep, _)| Step {
        day: step.time,
        at_risk: step.at_risk,
        censored: step.censored,
        events: step.events,
        estimate: step.survival,
        interval,
    };
    Ok(curve.steps.iter().zip(intervals).map(step).collect())
}

fn incidence(arm: &Arm, cause: usize, level: f64) -> Result<Vec<Step>, StatError> {
    let data = CompetingRisks { times: &arm.days, causes: &arm.outcomes };
    let curve = cumulative_incidence(&data, cause, IncidenceVariance::Delta)?;
    let step = |step: &engraft_stats::survival::IncidenceStep| Step {
        day: step.time,
        at_risk: step.at_risk,
        censored: step.censored,
        events: step.events,
        estimate: step.incidence,
        interval: step.interval(level),
    };
    Ok(curve.steps.iter().map(step).collect())
}

fn write(base: &ResultRow, name: &str, steps: Result<Vec<Step>, StatError>, censorings: bool, emit: &mut Emit) {
    let steps = match steps {
        Ok(steps) => steps,
        Err(reason) => {
            emit.words(base, "refused", reason.to_string());
            return;
        }
    };
    for step in steps {
        // days are whole
        let row = || ResultRow { day: Some(step.day as i32), n: n(step.at_risk), ..base.clone() };
        if step.events > 0 {
            emit.put_number(row(), name, 100.0 * step.estimate, 1);
            if let Ok(interval) = &step.interval {
                emit.put_number(row(), "lower", 100.0 * interval.lower, 1);
                emit.put_number(row(), "upper", 100.0 * interval.upper, 1);
            }
        }
        // marks on a drawn curve
        if step.censored > 0 && censorings && emit.is_printed() {
            let row = ResultRow { unit: String::new(), ..row() };
            emit.put_count(row, "censored", step.censored);
        }
    }
}
