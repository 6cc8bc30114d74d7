//! Severity grades of laboratory values, term by term: every value, its baseline grade, and what leaves a grade open.
//!
//! A grade is what the numbers alone tell; clinical facts that could raise it stand in no laboratory table, and are named
//! beside it. Each value is held against the limits of normal of its own sample, the baseline against those of its own.

use std::sync::Arc;

use engraft_base::{Dec, Score};
use engraft_instruments::grading::{
    Condition, Course, Episode, Fact, Facts, Grade, LabGrade, LabInput, Missing, Of, RangeFlag, Side, Term, course,
    episode,
};
use engraft_protocol::{GradedTerm, Study};

use super::{Derived, Record, baseline};

/// The grades of a subject by one term. CDISC: ATOXGR, BTOXGR.
#[derive(Clone, Debug)]
pub struct TermGrades {
    /// Index into [`Derived::subjects`].
    pub subject: usize,
    /// Measure of the study.
    pub measure: Arc<str>,
    /// The term.
    pub term: &'static Term,
    /// Grade of the baseline value of the first cycle; `None` without one.
    pub baseline: Option<Grade>,
    /// Every value, in time.
    pub values: Vec<GradedValue>,
}

/// A value with its grade.
#[derive(Clone, Debug)]
pub struct GradedValue {
    /// Index into [`Derived::records`].
    pub record: usize,
    /// Whether it was taken after the first infusion.
    pub after: bool,
    /// Whether it is the baseline of the first cycle.
    pub is_baseline: bool,
    /// All grades that the numbers allow; every grade of the term where the value cannot be graded.
    pub grade: Grade,
    /// Why the grade is open; empty where it is known.
    pub open: Vec<&'static str>,
    /// Clinical facts that could raise it.
    pub needs: Vec<Fact>,
    /// Why the value cannot be graded at all.
    pub fault: Option<String>,
}

/// Grades every value of every laboratory measure that the study grades.
pub(super) fn grade(study: &Study, derived: &mut Derived) {
    let mut grades = Vec::new();
    for graded in study.graded_terms() {
        for subject in 0..derived.subjects.len() {
            grades.extend(of_subject(study, derived, graded, subject));
        }
    }
    derived.grades = grades;
}

fn of_subject(study: &Study, derived: &Derived, graded: GradedTerm<'_>, subject: usize) -> Option<TermGrades> {
    let range = derived.series.get(&subject)?.get(graded.id)?.clone();
    let base = derived.baseline(subject, graded.id, 1);
    let mut values = Vec::new();
    for index in range {
        let Some(record) = derived.records.get(index).filter(|r| !r.value.is_missing()) else { continue };
        let mut value = one(graded, record, base);
        value.record = index;
        value.after = !baseline::is_before(study, derived, record, 1);
        value.is_baseline = base.is_some_and(|base| std::ptr::eq(base, record));
        values.push(value);
    }
    let baseline = values.iter().find(|value| value.is_baseline).map(|value| value.grade);
    let measure = Arc::from(graded.id);
    (!values.is_empty()).then_some(TermGrades { subject, measure, term: graded.term, baseline, values })
}

fn one(graded: GradedTerm<'_>, record: &Record, base: Option<&Record>) -> GradedValue {
    let exact = |record: &Record| record.value.number().and_then(Score::exact);
    let input = LabInput {
        value: None,
        lln: record.lower_limit,
        uln: record.upper_limit,
        baseline: base.and_then(exact).filter(|_| uses_baseline(graded)),
        baseline_flag: base.and_then(|base| flag(graded, base)),
        facts: Facts::unknown(),
    };
    let highest = graded.limits.criteria.iter().map(|c| c.grade).max().unwrap_or(0);
    let mut value = GradedValue {
        record: 0,
        after: false,
        is_baseline: false,
        grade: Grade::between(0, highest),
        open: Vec::new(),
        needs: Vec::new(),
        fault: None,
    };
    let Some(score) = record.value.number() else { return value };
    match between(graded, &input, score) {
        Ok((grade, by_value)) => {
            value.grade = grade;
            if grade.exact().is_none() {
                let missing = by_value.iter().flat_map(|graded| graded.missing.iter());
                value.open = missing.map(|missing| what(*missing)).collect();
                value.open.extend(score.exact().is_none().then_some("a value that is known as a number"));
                value.open.sort_unstable();
                value.open.dedup();
            }
            for fact in by_value.iter().flat_map(|graded| &graded.needs) {
                if !value.needs.contains(fact) {
                    value.needs.push(*fact);
                }
            }
        }
        Err(fault) => value.fault = Some(fault),
    }
    value
}

fn what(missing: Missing) -> &'static str {
    match missing {
        Missing::Value => "the value",
        Missing::Uln => "the upper limit of normal",
        Missing::Lln => "the lower limit of normal",
        Missing::Baseline => "the value at baseline",
    }
}

/// The grade of a value; of one that lies between bounds, all grades between those of its bounds. A term grades one side
/// of the range, so that a grade never falls and rises again between two values.
fn between(graded: GradedTerm<'_>, input: &LabInput, score: &Score) -> Result<(Grade, Vec<LabGrade>), String> {
    let of = |value: Option<Dec>| {
        let input = LabInput { value, ..input.clone() };
        graded.term.grade(graded.limits, &input).map_err(|fault| fault.to_string())
    };
    if let Some(value) = score.exact() {
        let found = of(Some(value))?;
        return Ok((found.by_number, vec![found]));
    }
    let highest = Grade::known(of(None)?.by_number.at_most);
    let end = |value: Option<Dec>, worst: bool| match value {
        Some(value) => of(Some(value)).map(|found| (found.by_number, Some(found))),
        None => Ok((if worst { highest } else { Grade::known(0) }, None)),
    };
    // a value without a bound on the graded side may have the highest grade
    let (low, from_low) = end(score.lower(), graded.term.side == Side::Low)?;
    let (high, from_high) = end(score.upper(), graded.term.side == Side::High)?;
    Ok((low.either(high), from_low.into_iter().chain(from_high).collect()))
}

fn uses_baseline(graded: GradedTerm<'_>) -> bool {
    let baseline = |of: Of| matches!(of, Of::Baseline | Of::BaselinePlus | Of::FallPercent);
    graded.limits.criteria.iter().any(|c| baseline(c.of) || c.when.iter().any(|when| asks(*when).is_some()))
}

/// Which end of its range a condition asks of the baseline.
fn asks(condition: Condition) -> Option<Side> {
    match condition {
        Condition::BaselineHigh | Condition::BaselineNotHigh => Some(Side::High),
        Condition::BaselineLow => Some(Side::Low),
        Condition::AboveUln | Condition::BelowLln | Condition::Graded => None,
    }
}

/// Where the baseline lay in the limits of its own sample; `None` where a limit that matters was not recorded.
fn flag(graded: GradedTerm<'_>, base: &Record) -> Option<RangeFlag> {
    let value = base.value.number()?.exact()?;
    let asked = |side: Side| graded.limits.criteria.iter().flat_map(|c| &c.when).any(|when| asks(*when) == Some(side));
    if base.upper_limit.is_some_and(|limit| value > limit) {
        return Some(RangeFlag::High);
    }
    if base.lower_limit.is_some_and(|limit| value < limit) {
        return Some(RangeFlag::Low);
    }
    let known = (base.upper_limit.is_some() || !asked(Side::High)) && (base.lower_limit.is_some() || !asked(Side::Low));
    known.then_some(RangeFlag::Normal)
}

impl TermGrades {
    /// The grade at baseline; without one, every grade up to the highest seen may have been there before.
    fn before(&self) -> Grade {
        let highest = self.values.iter().map(|value| value.grade.at_most).max().unwrap_or(0);
        self.baseline.unwrap_or(Grade::between(0, highest))
    }

    /// Worst grade after the first infusion, and whether it is above that of baseline. The day of the worst grade is known
    /// only where every value has a day.
    pub fn course(&self, derived: &Derived) -> Course {
        let (dated, undated) = self.after(derived);
        let mut found = course(self.before(), &dated);
        if let Some(worst) = undated.into_iter().chain(found.worst).reduce(Grade::worst)
            && found.worst != Some(worst)
        {
            found = Course {
                worst: Some(worst),
                worst_day: None,
                treatment_emergent: worst.exceeds(self.before()),
                ..found
            };
        }
        found
    }

    /// The first episode of a grade or above, over the values with a day.
    pub fn episode(&self, derived: &Derived, limit: u8) -> Option<Episode> {
        episode(self.before(), &self.after(derived).0, limit)
    }

    /// Day and grade of the values after the first infusion; those without a day separately.
    pub fn after(&self, derived: &Derived) -> (Vec<(i32, Grade)>, Vec<Grade>) {
        let (mut dated, mut undated) = (Vec::new(), Vec::new());
        for value in self.values.iter().filter(|value| value.after) {
            match derived.records.get(value.record).and_then(|record| record.day) {
                Some(day) => dated.push((day, value.grade)),
                None => undated.push(value.grade),
            }
        }
        (dated, undated)
    }
}
