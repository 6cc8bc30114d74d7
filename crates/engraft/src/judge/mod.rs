//! `engraft judge`: a response definition, or a rule, on any table: one row a subject and visit.

mod columns;
mod context;

use engraft_analysis::stat::{Problem, Table};
use engraft_base::Verdict;
use engraft_instruments::course::{self, Seen};
use engraft_instruments::response::ReadRemark;
use engraft_instruments::rule::{Outcome, Part, Rule};

pub use columns::{Columns, Ids, Setup};
use context::AtRow;

/// What is judged.
pub struct Asked<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// The remarks of its definition.
    pub remarks: &'a [ReadRemark],
    /// It must be met again this many days later or more.
    pub confirmed_after: Option<i32>,
}

/// The answer at a row.
pub struct Answer {
    /// Row of the table.
    pub row: usize,
    /// The answer in the form asked for.
    pub verdict: Verdict,
    /// Parts of the rule; one on confirmation first, where that is asked for.
    pub parts: Vec<Part>,
    /// Places, in the list handed in, of the remarks that are due.
    pub remarks: Vec<usize>,
    /// Whether this is the row that the changes are measured from.
    pub is_baseline: bool,
}

/// Judges every row after the baseline row of its subject.
///
/// # Errors
/// Every cell that cannot be read.
pub fn judge(asked: &Asked<'_>, columns: &Columns, table: &Table) -> Result<Vec<Answer>, Vec<Problem>> {
    columns.faults(table)?;
    let mut answers = Vec::new();
    for rows in columns.subjects(table) {
        let baseline = columns.baseline(table, &rows);
        let from = answers.len();
        // rows above the baseline row are no visits after it
        let first = baseline.and_then(|baseline| rows.iter().position(|row| *row == baseline)).unwrap_or_default();
        for (place, row) in rows.iter().enumerate().skip(first) {
            let context = AtRow { table, columns, baseline, earlier: rows.get(..place).unwrap_or_default(), row: *row };
            let Outcome { verdict, parts } = asked.rule.evaluate(&context);
            let due = asked.remarks.iter().enumerate().filter(|(_, remark)| remark.is_due(&context));
            let remarks = due.map(|(place, _)| place).collect();
            answers.push(Answer { row: *row, verdict, parts, remarks, is_baseline: Some(*row) == baseline });
        }
        if let (Some(gap), Some(own)) = (asked.confirmed_after, answers.get_mut(from..)) {
            confirm(own, gap, |row| columns.day(table, row));
        }
    }
    answers.sort_by_key(|answer| answer.row);
    Ok(answers)
}

fn confirm(answers: &mut [Answer], gap: i32, day: impl Fn(usize) -> Option<i32>) {
    let seen: Vec<Seen> = answers
        .iter()
        .filter(|a| !a.is_baseline)
        .filter_map(|a| Some(Seen { day: day(a.row)?, verdict: a.verdict }))
        .collect();
    let mut confirmed = course::confirmed(&seen, gap).into_iter();
    for answer in answers.iter_mut().filter(|a| !a.is_baseline) {
        // a row without a day cannot be confirmed
        let verdict = day(answer.row).and_then(|_| confirmed.next()).unwrap_or(Verdict::Undetermined);
        let part = Part {
            rule: format!("confirmed at least {gap} days later"),
            values: format!("at the visit: {}", answer.verdict),
            verdict,
        };
        answer.parts.insert(0, part);
        answer.verdict = verdict;
    }
}
