//! Adverse events by grade and by the days since the first infusion; cytokine release and neurotoxicity by worst grade.
//!
//! A subject counts once a term and window, at the worst grade it had there; every event counts once, at its own grade.

use std::collections::{BTreeMap, BTreeSet};

use engraft_data::table::AdverseEvent;
use engraft_results::{ResultRow, SourceRows};

use crate::Input;
use crate::emit::{Emit, n};

/// An event after the first infusion, or without a day.
struct Counted<'a> {
    subject: usize,
    day: Option<i32>,
    /// `None` where no grade was recorded.
    grade: Option<u32>,
    row: &'a AdverseEvent,
}

/// A window of days, both ends included; all of them, or those without a day.
enum Window {
    Days(i32, Option<i32>),
    NoDay,
    All,
}

impl Window {
    /// As it stands in the name of a statistic.
    fn word(&self) -> String {
        match self {
            Window::Days(first, Some(last)) => format!("day-{first}-{last}"),
            Window::Days(first, None) => format!("day-{first}-on"),
            Window::NoDay => "no-day".to_owned(),
            Window::All => "any-day".to_owned(),
        }
    }

    fn holds(&self, day: Option<i32>) -> bool {
        match (self, day) {
            (Window::Days(first, last), Some(day)) => day >= *first && last.is_none_or(|last| day <= last),
            (Window::Days(..), None) => false,
            (Window::NoDay, day) => day.is_none(),
            (Window::All, _) => true,
        }
    }
}

/// The windows that the study asks for, those without a day, and all together.
fn windows(input: &Input<'_>) -> Vec<Window> {
    let mut first = 0;
    let mut found = Vec::new();
    for last in &input.study.file.safety.windows {
        found.push(Window::Days(first, Some(*last)));
        first = last.saturating_add(1);
    }
    found.extend([Window::Days(first, None), Window::NoDay, Window::All]);
    found
}

/// Emits the events by grade and window, and those of special interest.
pub(crate) fn emit(input: &Input<'_>, emit: &mut Emit) {
    if !input.data.has("events") {
        return;
    }
    let events: Vec<Counted<'_>> = input.data.events.iter().filter_map(|row| counted(input, row)).collect();
    let mut terms: BTreeMap<(String, String), Vec<&Counted<'_>>> = BTreeMap::new();
    let mut systems: BTreeMap<String, Vec<&Counted<'_>>> = BTreeMap::new();
    for event in &events {
        let system = field(event.row, "system").to_owned();
        terms.entry((system.clone(), event.row.term.text.to_lowercase())).or_default().push(event);
        systems.entry(system).or_default().push(event);
    }
    let all: Vec<&Counted<'_>> = events.iter().collect();
    group(input, "adverse-event-grade", ("any event", ""), &all, emit);
    for (system, events) in systems.iter().filter(|(system, _)| !system.is_empty()) {
        group(input, "adverse-event-grade-system", (system, system), events, emit);
    }
    for ((system, term), events) in &terms {
        group(input, "adverse-event-grade", (term, system), events, emit);
    }
    for (id, words) in [("crs", &input.study.file.safety.crs), ("icans", &input.study.file.safety.icans)] {
        special(input, id, words, &events, emit);
    }
}

fn field<'a>(row: &'a AdverseEvent, name: &str) -> &'a str {
    row.fields.iter().find(|(column, _)| &**column == name).map_or("", |(_, text)| text.trim())
}

/// An event that counts: of a known subject, not before the first infusion.
fn counted<'a>(input: &Input<'_>, row: &'a AdverseEvent) -> Option<Counted<'a>> {
    let subject = input.derived.subjects.iter().position(|s| Some(&s.id) == row.subject.value.as_ref())?;
    let day = row.start.value.and_then(|d| input.derived.subjects.get(subject)?.elapsed(d));
    let counts = day.is_none_or(|day| day >= 0);
    counts.then_some(Counted { subject, day, grade: row.grade.value, row })
}

/// Subjects and events of a term or system, by arm, grade and window. Cells without an event have no row, totals always.
fn group(input: &Input<'_>, analysis: &str, (name, system): (&str, &str), events: &[&Counted<'_>], emit: &mut Emit) {
    for arm in input.arms() {
        let of = (0..input.derived.subjects.len()).filter(|s| input.in_arm(*s, &arm)).count();
        let mine: Vec<&Counted<'_>> = events.iter().copied().filter(|e| input.in_arm(e.subject, &arm)).collect();
        let base = ResultRow {
            analysis_id: analysis.to_owned(),
            analysis_set: "all-enrolled".to_owned(),
            arm: arm.clone(),
            measure: name.to_owned(),
            n: n(of),
            note: if system.is_empty() { String::new() } else { format!("system: {system}") },
            ..ResultRow::default()
        };
        for window in windows(input) {
            let here: Vec<&Counted<'_>> = mine.iter().copied().filter(|e| window.holds(e.day)).collect();
            // events without a day have a column only where there are any
            if matches!(window, Window::NoDay) && here.is_empty() {
                continue;
            }
            cell(&base, "any-grade", &window.word(), &here, &here, emit);
            let worst = worst(&here);
            let grades: BTreeSet<Option<u32>> = here.iter().map(|e| e.grade).collect();
            for grade in grades {
                let events: Vec<&Counted<'_>> = here.iter().copied().filter(|e| e.grade == grade).collect();
                let at_worst = |e: &&Counted<'_>| worst.get(&e.subject) == Some(&e.grade) && e.grade == grade;
                let subjects: Vec<&Counted<'_>> = here.iter().copied().filter(at_worst).collect();
                let word = grade.map_or("grade-not-recorded".to_owned(), |grade| format!("grade-{grade}"));
                cell(&base, &word, &window.word(), &subjects, &events, emit);
            }
        }
    }
}

/// The worst grade of each subject; one without a grade lies below all others.
fn worst(events: &[&Counted<'_>]) -> BTreeMap<usize, Option<u32>> {
    let mut worst: BTreeMap<usize, Option<u32>> = BTreeMap::new();
    for event in events {
        let known = worst.entry(event.subject).or_insert(event.grade);
        *known = (*known).max(event.grade);
    }
    worst
}

fn cell(
    base: &ResultRow,
    grade: &str,
    window: &str,
    subjects: &[&Counted<'_>],
    events: &[&Counted<'_>],
    emit: &mut Emit,
) {
    let number = subjects.iter().map(|e| e.subject).collect::<BTreeSet<usize>>().len();
    let cells = |of: &[&Counted<'_>]| SourceRows::cells(of.iter().map(|e| &e.row.term.place));
    let row = ResultRow { source_rows: cells(subjects), ..base.clone() };
    emit.count(&row, &format!("subjects-{grade}-{window}"), number);
    let row = ResultRow { source_rows: cells(events), ..base.clone() };
    emit.count(&row, &format!("events-{grade}-{window}"), events.len());
}

/// Worst grade, first day and last day of cytokine release or neurotoxicity, by subject and by arm.
fn special(input: &Input<'_>, id: &str, words: &[String], events: &[Counted<'_>], emit: &mut Emit) {
    let fits = |text: &str| words.iter().any(|word| word.trim().eq_ignore_ascii_case(text.trim()));
    let mine: Vec<&Counted<'_>> =
        events.iter().filter(|e| fits(&e.row.term.text) || fits(field(e.row, "kind"))).collect();
    if mine.is_empty() {
        return;
    }
    let worst = worst(&mine);
    for (subject, grade) in &worst {
        let own = || mine.iter().filter(|e| e.subject == *subject);
        let base = ResultRow {
            analysis_id: format!("{id}-grade"),
            analysis_set: "all-enrolled".to_owned(),
            arm: input.derived.subjects.get(*subject).map(|s| s.arm.to_string()).unwrap_or_default(),
            subject: input.id(*subject).to_owned(),
            n: Some(1),
            source_rows: SourceRows::cells(own().map(|e| &e.row.term.place)),
            ..ResultRow::default()
        };
        let text = grade.map_or("not recorded".to_owned(), |grade| grade.to_string());
        emit.row(&base, "worst-grade", grade.map(f64::from), text);
        emit.count(&base, "events", own().count());
        let end = |e: &&&Counted<'_>| {
            let end = e.row.end.value?;
            input.derived.subjects.get(*subject)?.elapsed(end)
        };
        let days = ResultRow { unit: "d".to_owned(), ..base };
        // a day that is not known may have been the first, an end that is not known the last
        if let Some(first) = own().map(|e| e.day).collect::<Option<Vec<i32>>>().and_then(|d| d.into_iter().min()) {
            emit.number(&days, "first-day", f64::from(first), 0);
        }
        if let Some(last) = own().map(|e| end(&e)).collect::<Option<Vec<i32>>>().and_then(|d| d.into_iter().max()) {
            emit.number(&days, "last-day", f64::from(last), 0);
        }
    }
    for arm in input.arms() {
        special_counts(input, id, &arm, &mine, &worst, emit);
    }
}

fn special_counts(
    input: &Input<'_>,
    id: &str,
    arm: &str,
    events: &[&Counted<'_>],
    worst: &BTreeMap<usize, Option<u32>>,
    emit: &mut Emit,
) {
    let of = (0..input.derived.subjects.len()).filter(|s| input.in_arm(*s, arm)).count();
    let base = ResultRow {
        analysis_id: format!("{id}-grade-count"),
        analysis_set: "all-enrolled".to_owned(),
        arm: arm.to_owned(),
        n: n(of),
        note: "subjects by their worst grade, of all enrolled".to_owned(),
        ..ResultRow::default()
    };
    emit.count(&base, "n", of);
    let count = |emit: &mut Emit, statistic: &str, holds: &dyn Fn(Option<u32>) -> bool| {
        let with = |s: usize| input.in_arm(s, arm) && worst.get(&s).is_some_and(|grade| holds(*grade));
        let number = worst.keys().filter(|s| with(**s)).count();
        let cells = events.iter().filter(|e| with(e.subject)).map(|e| &e.row.term.place);
        emit.count(&ResultRow { source_rows: SourceRows::cells(cells), ..base.clone() }, statistic, number);
    };
    count(emit, "any", &|_| true);
    for grade in 1..=5 {
        count(emit, &format!("worst-{grade}"), &|worst| worst == Some(grade));
    }
    count(emit, "worst-not-recorded", &|worst| worst.is_none());
}
