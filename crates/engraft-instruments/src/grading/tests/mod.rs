//! Tests of grading: worked cases, every bound, properties, courses, clinical scales, pages.

mod boundaries;
mod clinical;
mod courses;
mod descriptions;
mod listed;
mod properties;
mod worked;

use engraft_base::Dec;

use super::{Facts, LabGrade, LabInput, LimitSet, Limits, Term, table};

fn dec(text: &str) -> Dec {
    Dec::parse(text).unwrap_or_else(|| panic!("not a number: {text}"))
}

fn term(id: &str) -> &'static Term {
    let (table_id, term) = id.split_once(':').unwrap();
    table(table_id).unwrap().term(term).unwrap_or_else(|| panic!("no term {id}"))
}

fn limits(term: &'static Term, set: &str) -> &'static Limits {
    let set = match set {
        "si" => LimitSet::Si,
        "us" => LimitSet::Us,
        "si-mmol" => LimitSet::SiMmol,
        "both" => LimitSet::Both,
        other => panic!("no set {other}"),
    };
    term.limits(set).unwrap()
}

/// Numbers from `value lln uln baseline`, `-` for a missing one.
fn input(numbers: &str, facts: Facts) -> LabInput {
    let numbers: Vec<Option<Dec>> = numbers.split_whitespace().map(|n| (n != "-").then(|| dec(n))).collect();
    LabInput { value: numbers[0], lln: numbers[1], uln: numbers[2], baseline: numbers[3], baseline_flag: None, facts }
}

/// Grades `value lln uln baseline`.
fn grade(id: &str, set: &str, numbers: &str, facts: Facts) -> LabGrade {
    let term = term(id);
    term.grade(limits(term, set), &input(numbers, facts)).unwrap()
}

/// The grade by the numbers alone.
fn number(id: &str, set: &str, numbers: &str) -> u8 {
    let graded = grade(id, set, numbers, Facts::absent());
    graded.grade.exact().unwrap_or_else(|| panic!("{id} {numbers}: {}", graded.grade))
}
