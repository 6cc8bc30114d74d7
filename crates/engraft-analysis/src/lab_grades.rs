//! Laboratory grades: of each subject the grade at baseline, the worst after the infusion, onset and duration; by arm the
//! worst grades and the shift from baseline.

mod arms;

use engraft_base::Place;
use engraft_data::derive::{Course, Grade, GradedValue, TermGrades};
use engraft_results::{ResultRow, RowId, SourceRows};

use crate::Input;
use crate::emit::Emit;

/// A subject's course by one term, with the row of its worst grade.
struct Graded {
    subject: usize,
    /// The term of the criteria.
    term: &'static str,
    measure: String,
    course: Course,
    row: Option<RowId>,
}

/// Grades from which on onset and duration are told.
const TOLD_FROM: u8 = 2;

/// Emits the laboratory grades of the subjects treated.
pub(crate) fn emit(input: &Input<'_>, emit: &mut Emit) {
    let mut found: Vec<Graded> = Vec::new();
    for grades in &input.derived.grades {
        if input.derived.subjects.get(grades.subject).is_some_and(|s| s.treated) {
            found.push(subject(input, grades, emit));
        }
    }
    for graded in input.study.graded_terms() {
        let mine: Vec<&Graded> = found.iter().filter(|g| g.term == graded.term.id && g.measure == graded.id).collect();
        for arm in input.arms() {
            arms::emit(input, graded, &arm, &mine, emit);
        }
    }
}

fn base(input: &Input<'_>, grades: &TermGrades, analysis: &str) -> ResultRow {
    ResultRow {
        analysis_id: format!("{analysis}.{}:{}", grades.measure, grades.term.id),
        analysis_set: "all-treated".to_owned(),
        arm: input.derived.subjects.get(grades.subject).map(|s| s.arm.to_string()).unwrap_or_default(),
        measure: grades.measure.to_string(),
        subject: input.id(grades.subject).to_owned(),
        n: Some(1),
        ..ResultRow::default()
    }
}

fn places<'a>(input: &'a Input<'_>, value: &GradedValue) -> &'a [Place] {
    input.derived.records.get(value.record).map(|record| record.places.as_slice()).unwrap_or_default()
}

/// A grade as a number where it is known, else as the interval of those possible.
fn graded(emit: &mut Emit, row: &ResultRow, statistic: &str, grade: Grade) -> RowId {
    emit.row(row, statistic, grade.exact().map(f64::from), grade.to_string())
}

fn subject(input: &Input<'_>, grades: &TermGrades, emit: &mut Emit) -> Graded {
    let row = base(input, grades, "lab-grade");
    open_values(input, grades, emit);
    let day = |value: &GradedValue| input.derived.records.get(value.record).and_then(|record| record.day);
    if let Some(value) = grades.values.iter().find(|value| value.is_baseline) {
        let at = ResultRow { day: day(value), source_rows: SourceRows::cells(places(input, value)), ..row.clone() };
        graded(emit, &at, "baseline-grade", value.grade);
    }
    let course = grades.course(input.derived);
    let worst_row = course.worst.map(|worst| {
        let reaching = grades.values.iter().filter(|v| v.after && v.grade.at_most == worst.at_most);
        let cells: Vec<&Place> = reaching.flat_map(|value| places(input, value)).collect();
        let at = ResultRow {
            day: course.worst_day,
            note: "worst after the first infusion, scheduled or not; by the numbers alone".to_owned(),
            source_rows: SourceRows::cells(cells),
            ..row.clone()
        };
        let id = graded(emit, &at, "worst-grade", worst);
        let of =
            ResultRow { source_rows: SourceRows::rows([id]), note: "worst grade above that of baseline".into(), ..at };
        emit.words(&of, "emergent", course.treatment_emergent.word());
        for limit in TOLD_FROM..=worst.at_most {
            onset(input, emit, &ResultRow { day: None, note: String::new(), ..of.clone() }, grades, limit);
        }
        id
    });
    Graded {
        subject: grades.subject,
        term: &grades.term.id,
        measure: grades.measure.to_string(),
        course,
        row: worst_row,
    }
}

/// First day at a grade or above, and how long until the grade of baseline or below.
fn onset(input: &Input<'_>, emit: &mut Emit, row: &ResultRow, grades: &TermGrades, limit: u8) {
    let (first, lasted) = (format!("onset-grade-{limit}"), format!("duration-grade-{limit}"));
    let days = ResultRow { unit: "d".to_owned(), ..row.clone() };
    let (_, undated) = grades.after(input.derived);
    if undated.iter().any(|grade| grade.at_most >= limit) {
        let note = "a value of this grade has no day".to_owned();
        emit.words(&ResultRow { note, ..days }, &first, "not known");
        return;
    }
    let Some(found) = grades.episode(input.derived, limit) else { return };
    let at = |day: Option<i32>| day.map(|day| day.to_string());
    match (found.onset.exact(), found.onset.possible, found.onset.sure) {
        (Some(day), ..) => {
            let at = ResultRow { day: Some(day), ..days.clone() };
            emit.row(&at, &first, Some(f64::from(day)), day.to_string());
        }
        (None, possible, sure) => {
            let sure = at(sure).map_or("perhaps not at all".to_owned(), |day| format!("surely on day {day}"));
            let text = format!("perhaps on day {}, {sure}", at(possible).unwrap_or_default());
            emit.words(&days, &first, text);
            return;
        }
    }
    let note = "from the first day of the grade to the first day at the grade of baseline or below".to_owned();
    let days = ResultRow { note, ..days };
    match (found.duration(), found.longest, found.unresolved()) {
        (Some(exact), ..) => drop(emit.row(&days, &lasted, Some(exact as f64), exact.to_string())),
        (None, _, true) => drop(emit.words(&days, &lasted, format!("at least {}, unresolved", found.shortest))),
        (None, Some(longest), _) => drop(emit.words(&days, &lasted, format!("{} to {longest}", found.shortest))),
        (None, None, _) => drop(emit.words(&days, &lasted, format!("at least {}", found.shortest))),
    }
}

/// The values whose grade is open, each with the reason.
fn open_values(input: &Input<'_>, grades: &TermGrades, emit: &mut Emit) {
    for value in grades.values.iter().filter(|value| value.fault.is_some() || !value.open.is_empty()) {
        let Some(record) = input.derived.records.get(value.record) else { continue };
        let why = value.fault.clone().unwrap_or_else(|| format!("missing: {}", value.open.join(", ")));
        let row = ResultRow {
            visit: record.visit.as_deref().unwrap_or("").to_owned(),
            cycle: record.cycle.to_string(),
            day: record.day,
            note: format!("value {}; {why}", record.value.text()),
            source_rows: SourceRows::cells(&record.places),
            ..base(input, grades, "lab-grade-open")
        };
        graded(emit, &row, "grade", value.grade);
    }
}
