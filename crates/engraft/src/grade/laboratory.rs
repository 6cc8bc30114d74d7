//! Laboratory values by the limits of a CTCAE version.

use engraft_analysis::stat::{Problem, Table};
use engraft_instruments::grading::{Fact, Facts, GradeTable, LabInput, Term};
use engraft_instruments::units::find_analyte;

use super::{Graded, Reader, text};

const HEADER: [&str; 9] =
    ["test", "term", "value", "unit", "grade", "grade-by-number", "missing", "could-be-raised-by", "remark"];

/// Grades every value by every term of its analyte.
pub(super) fn grade(limits: &GradeTable, table: &Table) -> Result<Graded, Vec<Problem>> {
    let mut reader = Reader::new(table);
    reader.require("test", "the analyte of each row: neutrophils, alt, creatinine");
    reader.require("value", "the value of each row");
    reader.require("unit", "the unit of each row: 10*9/L, U/L, umol/L; the limits are chosen by it");
    let mut rows = Vec::new();
    if reader.problems.is_empty() {
        for row in 0..table.rows.len() {
            rows.extend(one(limits, &mut reader, row));
        }
    }
    reader.done(&HEADER, rows)
}

fn one(limits: &GradeTable, reader: &mut Reader<'_>, row: usize) -> Vec<Vec<String>> {
    let test = reader.cell(row, "test");
    let analyte = find_analyte(test).map_or_else(|| test.to_lowercase(), |analyte| analyte.id.to_owned());
    let terms: Vec<&Term> = limits.terms_of(&analyte).collect();
    if terms.is_empty() {
        let known: Vec<&str> = limits.terms.iter().map(|term| term.analyte.as_str()).collect();
        let hint = engraft_base::suggest::did_you_mean(&analyte, known);
        let message = format!("line {}: `{}` has no limits in {}", reader.table.line(row), test, limits.id);
        let hint = hint.unwrap_or_else(|| format!("`engraft explain {}` lists the terms", limits.id));
        reader.problems.push(Problem::new(message, hint));
        return Vec::new();
    }
    let input = LabInput {
        value: reader.number(row, "value"),
        lln: reader.number(row, "lower-limit"),
        uln: reader.number(row, "upper-limit"),
        baseline: reader.number(row, "baseline"),
        baseline_flag: None,
        facts: facts(reader, row),
    };
    terms.into_iter().filter_map(|term| graded(term, reader, row, &input)).collect()
}

fn facts(reader: &mut Reader<'_>, row: usize) -> Facts {
    let mut facts = Facts::unknown();
    for fact in Fact::ALL {
        if let Some(present) = reader.flag(row, fact.word()) {
            facts = facts.with(*fact, present);
        }
    }
    facts
}

fn graded(term: &Term, reader: &mut Reader<'_>, row: usize, input: &LabInput) -> Option<Vec<String>> {
    let (test, unit) = (reader.cell(row, "test"), reader.cell(row, "unit"));
    let line = reader.table.line(row);
    let stranger = find_analyte(test).is_some_and(|analyte| !unit.is_empty() && analyte.unit(unit).is_none());
    let Some(limits) = term.limits_in(unit).filter(|_| !stranger) else {
        let known = find_analyte(test).map(|analyte| analyte.units.iter().map(|unit| unit.ucum).collect());
        let units: Vec<&str> =
            known.unwrap_or_else(|| term.limits.iter().filter_map(|limits| limits.unit.as_deref()).collect());
        let message = format!("line {line}: `{}` has no limits in the unit `{unit}`", term.id);
        reader.problems.push(Problem::new(message, format!("its limits are in {}", units.join(", "))));
        return None;
    };
    match term.grade(limits, input) {
        Ok(answer) => {
            let words = |words: Vec<&str>| words.join("; ");
            let mut cells = reader.copy(row);
            cells.extend([
                test.to_owned(),
                term.id.clone(),
                reader.cell(row, "value").to_owned(),
                unit.to_owned(),
                text(answer.grade),
                text(answer.by_number),
                words(answer.missing.iter().map(|missing| missing.word()).collect()),
                words(answer.needs.iter().map(|fact| fact.word()).collect()),
                words(answer.notes.iter().map(|note| note.word()).collect()),
            ]);
            Some(cells)
        }
        Err(fault) => {
            reader.problems.push(Problem { message: format!("line {line}: {fault}"), hint: None });
            None
        }
    }
}
