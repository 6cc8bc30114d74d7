//! Each subject's value under the estimand: population, cycle, visit, intercurrent events, missing verdicts.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use engraft_base::{Dec, Score, Verdict};
use engraft_protocol::{CycleChoice, Estimand, MissingRule, Strategy};
use engraft_results::RowId;

use super::times::Times;
use super::trail::Trail;
use crate::Input;
use crate::sets::members;

/// What an estimand selects from.
pub(super) struct Select<'a> {
    pub input: &'a Input<'a>,
    /// The rows of what is selected; none where only the estimates are asked for.
    pub trail: Option<&'a Trail>,
    pub times: &'a Times,
    pub estimand: &'a Estimand,
    population: Vec<usize>,
    /// Verdicts by arm; all methods of the estimand share them.
    judged: RefCell<BTreeMap<String, Rc<Yes>>>,
}

/// The numbers of an arm, with the rows they come from and who is left out.
#[derive(Default)]
pub(super) struct Numbers {
    pub values: Vec<f64>,
    /// Subject of each value.
    pub subjects: Vec<usize>,
    pub rows: Vec<RowId>,
    /// Subjects of the population without a value.
    pub without: usize,
    /// Subjects whose value lies between bounds.
    pub bounded: usize,
    /// Subjects whose value an intercurrent event took away.
    pub cut: usize,
}

/// The verdicts of an arm.
#[derive(Default)]
pub(super) struct Yes {
    pub met: usize,
    pub of: usize,
    pub rows: Vec<RowId>,
    /// Subjects whose verdict is open.
    pub open: usize,
    /// Subjects made non-responders by an intercurrent event.
    pub composite: usize,
    /// Subjects whose verdict an intercurrent event took away.
    pub cut: usize,
    /// Subjects of the arm and population.
    pub population: usize,
}

/// The number of a subject.
struct Picked {
    value: Option<f64>,
    /// Whether it is known only between bounds.
    bounded: bool,
}

/// What the strategies do with a subject at a visit.
enum Fate {
    Counts,
    Cut,
    Failed,
}

impl<'a> Select<'a> {
    pub fn new(input: &'a Input<'a>, trail: Option<&'a Trail>, times: &'a Times, estimand: &'a Estimand) -> Select<'a> {
        let population = members(input.study, input.derived, &estimand.population);
        Select { input, trail, times, estimand, population, judged: RefCell::default() }
    }

    pub fn subjects(&self, arm: &str) -> Vec<usize> {
        self.population.iter().copied().filter(|s| self.input.in_arm(*s, arm)).collect()
    }

    /// Cycles of a subject that the estimand looks at.
    fn cycles(&self, subject: usize) -> Vec<u32> {
        match self.estimand.variable.cycle {
            CycleChoice::Ever => self.numbers_of_cycles(subject).collect(),
            CycleChoice::First | CycleChoice::Second | CycleChoice::Last => self.cycle(subject).into_iter().collect(),
        }
    }

    /// The first of them.
    fn cycle(&self, subject: usize) -> Option<u32> {
        let mut numbers = self.numbers_of_cycles(subject);
        match self.estimand.variable.cycle {
            CycleChoice::First => numbers.min(),
            CycleChoice::Second => numbers.find(|n| *n == 2),
            CycleChoice::Last => numbers.max(),
            CycleChoice::Ever => numbers.next(),
        }
    }

    fn numbers_of_cycles(&self, subject: usize) -> impl Iterator<Item = u32> {
        let cycles = self.input.derived.subjects.get(subject).map(|s| s.cycles.as_slice()).unwrap_or_default();
        cycles.iter().map(|c| c.number)
    }

    /// Day of the estimand's visit for a subject: as planned from the start of the cycle, or as recorded.
    fn visit_day(&self, subject: usize, cycle: u32) -> Option<i32> {
        self.day_of(subject, cycle, self.estimand.variable.at.as_deref()?)
    }

    fn day_of(&self, subject: usize, cycle: u32, visit: &str) -> Option<i32> {
        let v = &self.estimand.variable;
        let measure = v.change_in.as_ref().or(v.percent_change_in.as_ref()).or(v.value_of.as_ref());
        let recorded = measure.and_then(|m| self.input.derived.at_visit(subject, m, cycle, visit)).and_then(|r| r.day);
        // a verdict is dated as its visit was recorded
        let judged = v.response.as_ref().and_then(|r| self.input.derived.verdict(subject, r, cycle, visit)?.day);
        recorded.or(judged).or_else(|| {
            let start = self.input.derived.subjects.get(subject)?.cycle(cycle)?.start?;
            start.checked_add(self.input.study.file.visits.get(visit)?.day)
        })
    }

    /// What the strategies do, and the rows of the events that make them do it.
    fn fate(&self, subject: usize, cycle: u32) -> (Fate, Vec<RowId>) {
        self.fate_at(subject, cycle, self.estimand.variable.at.as_deref().unwrap_or_default())
    }

    fn fate_at(&self, subject: usize, cycle: u32, visit: &str) -> (Fate, Vec<RowId>) {
        let mut acting = Vec::new();
        let start = self.input.derived.subjects.get(subject).and_then(|s| s.cycle(cycle)).and_then(|c| c.start);
        let mut fate = Fate::Counts;
        for (event, strategy) in &self.estimand.intercurrent {
            let mine = self.input.derived.events.iter().filter(|h| h.subject == subject && *h.event == **event);
            // an event without a day is taken to have happened before the visit
            let before = mine.into_iter().any(|h| match (h.day, start, self.day_of(subject, cycle, visit)) {
                (Some(day), start, Some(visit)) => day <= visit && start.is_none_or(|s| day > s),
                _ => true,
            });
            if before && *strategy != Strategy::TreatmentPolicy {
                acting.extend(self.trail.and_then(|trail| trail.event(event, subject)));
            }
            match (before, strategy) {
                (true, Strategy::Composite) => return (Fate::Failed, acting),
                (true, Strategy::WhileOnTreatment) => fate = Fate::Cut,
                _ => {}
            }
        }
        (fate, acting)
    }

    /// One number a subject.
    pub fn numbers(&self, arm: &str) -> Numbers {
        let v = &self.estimand.variable;
        let visit = v.at.as_deref().unwrap_or("");
        let mut found = Numbers::default();
        for subject in self.subjects(arm) {
            // those without the cycle asked for are not part of the question
            let Some(cycle) = self.cycle(subject) else { continue };
            let picked = self.picked(cycle, visit, subject);
            let (fate, acting) = self.fate(subject, cycle);
            found.rows.extend(acting);
            match (picked, fate) {
                (_, Fate::Cut | Fate::Failed) => found.cut = found.cut.saturating_add(1),
                (Some(Picked { value: Some(value), .. }), Fate::Counts) => {
                    found.values.push(value);
                    found.subjects.push(subject);
                    found.rows.extend(self.number_row(cycle, visit, subject));
                }
                (Some(Picked { bounded: true, .. }), Fate::Counts) => found.bounded = found.bounded.saturating_add(1),
                _ => found.without = found.without.saturating_add(1),
            }
        }
        found
    }

    /// The value that the variable asks for; none where there is no record.
    fn picked(&self, cycle: u32, visit: &str, subject: usize) -> Option<Picked> {
        let v = &self.estimand.variable;
        let of = |measure: &Option<String>| self.input.derived.at_visit(subject, measure.as_ref()?, cycle, visit);
        let made = |score: Option<&Score>| {
            let value = score.and_then(Score::exact).map(Dec::to_f64);
            Picked { value, bounded: score.is_some() && value.is_none() }
        };
        of(&v.change_in)
            .map(|record| made(record.change.as_ref()))
            .or_else(|| of(&v.percent_change_in).map(|r| Picked { bounded: false, ..made(r.percent_change.as_ref()) }))
            .or_else(|| of(&v.value_of).map(|record| made(record.value.number())))
    }

    /// The row of that value.
    fn number_row(&self, cycle: u32, visit: &str, subject: usize) -> Option<RowId> {
        self.trail.and_then(|trail| trail.number(&self.estimand.variable, cycle, visit, subject))
    }

    /// The value at a visit of the first cycle asked for, unless an intercurrent event takes it away.
    pub fn number_at(&self, subject: usize, visit: &str) -> Option<(f64, Option<RowId>)> {
        let cycle = self.cycle(subject)?;
        match (self.picked(cycle, visit, subject)?.value, self.fate_at(subject, cycle, visit).0) {
            (Some(value), Fate::Counts) => Some((value, self.number_row(cycle, visit, subject))),
            _ => None,
        }
    }

    /// The baseline value behind the variable, when it is known exactly.
    pub fn baseline_value(&self, subject: usize) -> Option<f64> {
        let v = &self.estimand.variable;
        let measure = v.change_in.as_ref().or(v.percent_change_in.as_ref()).or(v.value_of.as_ref())?;
        let cycle = self.cycle(subject)?;
        let record = self.input.derived.baseline(subject, measure, cycle)?;
        record.value.number()?.exact().map(Dec::to_f64)
    }

    /// A yes or no a subject.
    pub fn verdicts(&self, arm: &str) -> Rc<Yes> {
        let known = self.judged.borrow().get(arm).cloned();
        known.unwrap_or_else(|| {
            let found = Rc::new(self.judge(arm));
            self.judged.borrow_mut().insert(arm.to_owned(), found.clone());
            found
        })
    }

    fn judge(&self, arm: &str) -> Yes {
        let mut found = Yes::default();
        for subject in self.subjects(arm) {
            if self.cycle(subject).is_none() {
                continue;
            }
            found.population = found.population.saturating_add(1);
            let (verdict, rows, fate) = match &self.estimand.variable.event {
                Some(event) => self.event(event, subject),
                None => self.response(subject, &self.cycles(subject)),
            };
            found.rows.extend(rows);
            match fate {
                Fate::Cut => found.cut = found.cut.saturating_add(1),
                Fate::Failed => {
                    found.composite = found.composite.saturating_add(1);
                    found.of = found.of.saturating_add(1);
                }
                Fate::Counts => self.count(verdict, &mut found),
            }
        }
        found
    }

    fn count(&self, verdict: Verdict, found: &mut Yes) {
        match (verdict.decided(), self.estimand.missing) {
            (Some(met), _) => {
                found.met = found.met.saturating_add(usize::from(met));
                found.of = found.of.saturating_add(1);
            }
            (None, MissingRule::NonResponder) => {
                found.open = found.open.saturating_add(1);
                found.of = found.of.saturating_add(1);
            }
            (None, MissingRule::Observed) => found.open = found.open.saturating_add(1),
        }
    }

    /// The verdict over the cycles asked for; an intercurrent event acts on the cycle in which it falls.
    fn response(&self, subject: usize, cycles: &[u32]) -> (Verdict, Vec<RowId>, Fate) {
        let v = &self.estimand.variable;
        let (name, visit) = (v.response.as_deref().unwrap_or(""), v.at.as_deref().unwrap_or(""));
        let mut rows = Vec::new();
        let mut ever: Option<Verdict> = None;
        let (mut failed, mut cut) = (0_usize, 0_usize);
        for cycle in cycles {
            let found = self.input.derived.verdict(subject, name, *cycle, visit).map(|judged| judged.verdict);
            rows.extend(self.trail.and_then(|trail| trail.verdict(name, *cycle, visit, subject)));
            let (fate, acting) = self.fate(subject, *cycle);
            rows.extend(acting);
            let verdict = match fate {
                Fate::Counts => found.unwrap_or(Verdict::Undetermined),
                Fate::Failed => {
                    failed = failed.saturating_add(1);
                    Verdict::NotMet
                }
                Fate::Cut => {
                    cut = cut.saturating_add(1);
                    continue;
                }
            };
            ever = Some(ever.map_or(verdict, |e| e.or(verdict)));
        }
        let fate = match (failed, cut) {
            (f, _) if f == cycles.len() => Fate::Failed,
            (_, c) if c == cycles.len() => Fate::Cut,
            _ => Fate::Counts,
        };
        (ever.unwrap_or(Verdict::Undetermined), rows, fate)
    }

    /// Whether an event happened by the visit, or at all.
    fn event(&self, event: &str, subject: usize) -> (Verdict, Vec<RowId>, Fate) {
        let row = self.trail.and_then(|trail| trail.event(event, subject));
        let day = self.input.derived.first_event(subject, event).map(|h| h.day);
        let limit = self.visit_day(subject, 1);
        let verdict = match (day, &self.estimand.variable.at) {
            (None, Some(visit)) if !self.followed_to(subject, visit) => Verdict::Undetermined,
            (None, _) => Verdict::NotMet,
            (Some(_), None) => Verdict::Met,
            (Some(day), Some(_)) => day.zip(limit).map_or(Verdict::Undetermined, |(d, l)| Verdict::known(d <= l)),
        };
        (verdict, row.into_iter().collect(), Fate::Counts)
    }

    /// Whether a subject was seen at a visit of the first cycle or later: only then is the absence of an event known.
    fn followed_to(&self, subject: usize, visit: &str) -> bool {
        let Some(visit) = self.input.study.file.visits.get(visit) else { return false };
        let from = visit.day.saturating_add(visit.window.map_or(0, |[early, _]| early));
        let seen = self.input.derived.records.iter().filter(|r| r.subject == subject && !r.value.is_missing());
        let planned = |v: &str| self.input.study.file.visits.get(v).map(|v| v.day);
        let mut days = seen.filter_map(|r| r.day.or_else(|| planned(r.visit.as_deref()?)));
        let ended = self.input.derived.subjects.get(subject).and_then(|s| s.ended.as_ref()).and_then(|e| e.day);
        days.any(|day| day >= from) || ended.is_some_and(|day| day >= from)
    }

    /// The rule by which the denominator was made, in words.
    pub fn denominator_rule(&self, found: &Yes) -> String {
        let set = &self.estimand.population;
        let whom = match self.estimand.variable.cycle {
            CycleChoice::First | CycleChoice::Last | CycleChoice::Ever => format!("{} of {set}", found.population),
            CycleChoice::Second => format!("{} of {set} with a second cycle", found.population),
        };
        let open = match (self.estimand.missing, found.open) {
            (_, 0) => "no verdict is open".to_owned(),
            (MissingRule::Observed, k) => format!("{k} with an open verdict leave the denominator"),
            (MissingRule::NonResponder, k) => format!("{k} with an open verdict count as not met"),
        };
        let mut parts = vec![whom, open];
        if found.composite > 0 {
            parts.push(format!("{} not met because of an intercurrent event", found.composite));
        }
        if found.cut > 0 {
            parts.push(format!("{} left out because of an intercurrent event", found.cut));
        }
        parts.join("; ")
    }

    /// Who is not among the numbers, in words.
    pub fn numbers_rule(&self, found: &Numbers) -> String {
        let all =
            found.values.len().saturating_add(found.without).saturating_add(found.cut).saturating_add(found.bounded);
        let mut parts = vec![format!("{} of {all} in {} have a value", found.values.len(), self.estimand.population)];
        if found.bounded > 0 {
            parts.push(format!("{} known only between bounds are left out", found.bounded));
        }
        if found.cut > 0 {
            parts.push(format!("{} left out because of an intercurrent event", found.cut));
        }
        parts.join("; ")
    }
}
