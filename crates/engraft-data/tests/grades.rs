//! Laboratory grades of a small study worked by hand: both sides of an analyte, abnormal baselines, missing limits.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use engraft_base::Finding;
use engraft_data::checks::run_checks;
use engraft_data::derive::TermGrades;
use engraft_data::{DataFile, Dataset, Derived, adam, derive, load_dataset};
use engraft_protocol::{Study, load_study};

const STUDY: &str = r#"
[study]
id = "grades"
title = "Grades"
disease = "none"
data = "simulated"
[visits]
base = { day = 0, window = [-14, 0] }
w1 = { day = 7, window = [-3, 3] }
w4 = { day = 28, window = [-7, 7] }
[measures.potassium]
kind = "lab"
unit = "mmol/L"
[measures.alt]
kind = "lab"
unit = "U/L"
[measures.neutrophils]
kind = "lab"
unit = "10*9/L"
[measures.crp]
kind = "lab"
unit = "mg/L"
[safety]
grading = "ctcae-v5"
"#;

const LABS: &str = "subject,visit,day,test,value,unit,lower-limit,upper-limit\n\
A,base,-2,potassium,4.0,mmol/L,3.5,5.1\nA,w1,7,potassium,5.8,mmol/L,3.5,5.1\nA,w4,28,potassium,2.8,mmol/L,3.5,5.1\n\
A,base,-2,alt,30,U/L,,40\nA,w1,7,alt,130,U/L,,40\nA,w4,28,alt,38,U/L,,40\n\
A,base,-2,neutrophils,3.1,10*9/L,1.8,7.5\nA,w1,7,neutrophils,0.4,10*9/L,1.8,7.5\nA,w1,9,neutrophils,<0.1,10*9/L,1.8,7.5\n\
A,w4,26,neutrophils,1.9,10*9/L,1.8,7.5\n\
B,base,-1,alt,80,U/L,,40\nB,w1,6,alt,130,U/L,,40\nB,w4,29,alt,410,U/L,,40\n\
B,base,-1,neutrophils,1.4,10*9/L,,\nB,w1,6,neutrophils,1.7,10*9/L,,\nB,w4,29,neutrophils,1.2,10*9/L,,\n\
B,base,-1,crp,3,mg/L,,5\n";

fn read() -> (Study, Dataset, Derived) {
    let loaded = load_study("study.toml", STUDY.as_bytes(), &[]);
    let study = loaded.study.unwrap_or_else(|| panic!("{:?}", loaded.findings));
    let file = |name: &str, text: &str| DataFile { name: name.into(), bytes: text.as_bytes().to_vec() };
    let files = [
        file("data/subjects.csv", "subject\nA\nB\n"),
        file("data/infusions.csv", "subject,day\nA,0\nB,0\n"),
        file("data/labs.csv", LABS),
    ];
    let mut findings = Vec::new();
    let data = load_dataset(&study, &files, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    let derived = derive(&study, &data);
    (study, data, derived)
}

fn of<'a>(derived: &'a Derived, subject: usize, term: &str) -> &'a TermGrades {
    derived.grades.iter().find(|g| g.subject == subject && g.term.id == term).unwrap_or_else(|| panic!("no {term}"))
}

fn texts(grades: &TermGrades) -> Vec<String> {
    grades.values.iter().map(|value| value.grade.to_string()).collect()
}

#[test]
fn both_sides_of_an_analyte_are_graded() {
    let (_, _, derived) = read();
    // 5.8 is above 5.5 (grade 2) and not above 6.0; 2.8 is below 3.0 (grade 3) and not below 2.5
    assert_eq!(texts(of(&derived, 0, "potassium-high")), ["0", "2", "0"]);
    assert_eq!(texts(of(&derived, 0, "potassium-low")), ["0", "0", "3"]);
    assert_eq!(of(&derived, 0, "potassium-low").baseline.unwrap().to_string(), "0");
    // c-reactive protein has no grades
    assert!(derived.grades.iter().all(|g| &*g.measure != "crp"));
}

#[test]
fn an_abnormal_baseline_counts_in_multiples_of_itself() {
    let (_, _, derived) = read();
    // normal baseline: 130 / 40 = 3.25 times the upper limit, above 3: grade 2
    assert_eq!(texts(of(&derived, 0, "alt")), ["0", "2", "0"]);
    // baseline 80 above 40: 130 / 80 = 1.6 of it, at least 1.5: grade 1; 410 / 80 = 5.125, above 5: grade 3. By the upper
    // limit they would be 3.25 and 10.25 times, grades 2 and 3
    assert_eq!(texts(of(&derived, 1, "alt")), ["0", "1", "3"]);
}

#[test]
fn a_value_below_detection_has_the_grades_of_its_interval() {
    let (_, _, derived) = read();
    // 0.4 is below 0.5: grade 4; below 0.1 all the same
    assert_eq!(texts(of(&derived, 0, "neutrophils")), ["0", "4", "4", "0"]);
    let after: Vec<bool> = of(&derived, 0, "neutrophils").values.iter().map(|v| v.after).collect();
    assert_eq!(after, [false, true, true, true]);
}

#[test]
fn a_missing_limit_leaves_the_grade_open_and_is_told_once() {
    let (study, data, derived) = read();
    // below 1.5 is grade 2 whatever the limit, 1.7 is grade 0 or 1
    assert_eq!(texts(of(&derived, 1, "neutrophils")), ["2", "0 to 1", "2"]);
    let mut findings: Vec<Finding> = Vec::new();
    run_checks(&study, &data, &derived, &mut findings);
    let told: Vec<&Finding> = findings.iter().filter(|f| f.code.0 == "D072").collect();
    assert_eq!(told.len(), 1);
    let message =
        "1 value of `neutrophils` cannot be graded by ctcae-v5:neutrophils: the lower limit of normal is missing";
    assert_eq!((told[0].message.as_str(), told[0].place.as_ref().unwrap().row), (message, 16));
}

#[test]
fn every_graded_value_is_a_row_with_its_grade_and_that_of_the_baseline() {
    let (study, data, derived) = read();
    let tables = adam::data_sets(&study, &data, &derived);
    let table = tables.iter().find(|t| t.name == "ADLBTOX").unwrap();
    let column = |name: &str| table.columns.iter().position(|(n, _)| n == name).unwrap();
    let row = table.rows.iter().find(|r| r[1] == "B" && r[column("AVAL")] == "410").unwrap();
    let cells = ["ATOXTERM", "ADY", "ANRHI", "ATOXGR", "BTOXGR", "POSTFL", "SRCROW"].map(|n| row[column(n)].as_str());
    assert_eq!(cells, ["ctcae-v5:alt", "30", "40", "3", "0", "Y", "14"]);
}
