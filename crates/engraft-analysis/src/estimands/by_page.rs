//! Methods run through their pages: the subjects' values become a table, the answer becomes rows.

use engraft_protocol::{Arms, Method, Takes};
use engraft_results::{ResultRow, RowId, SourceRows};
use smol_str::ToSmolStr as _;

use super::select::Select;
use super::{course, curve, time_to};
use crate::emit::{Emit, n};
use crate::stat::{self, Answer, Fault, Found, Table};

/// What a method is called with, and what the rows of its answer have in common.
pub(super) struct Question {
    pub table: Table,
    pub given: Vec<(String, String)>,
    /// Subjects in it.
    pub n: usize,
    pub note: String,
    pub rows: Vec<RowId>,
}

/// Runs a method on every arm, on all arms as groups, or on the arms compared.
pub(super) fn run(select: &Select<'_>, method: &Method, digits: usize, emit: &mut Emit) {
    let compared = select.estimand.compare.as_ref().map(|[first, second]| [first.as_str(), second.as_str()]);
    match (method.name.takes(), method.name.arms(), compared) {
        (Takes::Course, ..) => {
            let arms = compared.map_or_else(|| select.input.study.arm_ids(), |pair| pair.to_vec());
            let question = course::question(select, &arms, compared);
            answer(select, method, &question, &label(compared, ""), digits, emit);
        }
        (Takes::Time | Takes::Cause, Arms::One, _) => {
            let question = time_to::question(select, &select.input.study.arm_ids(), method, None);
            answer(select, method, &question, "", digits, emit);
            draw(select, method, &question, emit);
        }
        (Takes::Time | Takes::Cause, _, Some(pair)) => {
            let question = time_to::question(select, &pair, method, Some(pair));
            answer(select, method, &question, &label(compared, ""), digits, emit);
            draw(select, method, &question, emit);
        }
        (takes, _, Some(pair)) => {
            let question = two_arms(select, takes, pair, method);
            answer(select, method, &question, &label(compared, ""), digits, emit);
        }
        (takes, _, None) => {
            for arm in super::arms(select.input) {
                let question = one_arm(select, takes, &arm);
                answer(select, method, &question, &arm, digits, emit);
            }
        }
    }
}

/// The curve is that of the main method; those beside it share it.
fn draw(select: &Select<'_>, method: &Method, question: &Question, emit: &mut Emit) {
    if std::ptr::eq(method, &select.estimand.method) {
        curve::emit(select, method, question, emit);
    }
}

fn label(compared: Option<[&str; 2]>, otherwise: &str) -> String {
    compared.map_or_else(|| otherwise.to_owned(), |[first, second]| format!("{first} - {second}"))
}

fn argument(name: &str, value: impl ToString) -> (String, String) {
    (name.to_owned(), value.to_string())
}

fn one_arm(select: &Select<'_>, takes: Takes, arm: &str) -> Question {
    if takes == Takes::YesNo {
        let found = select.verdicts(arm);
        let given = vec![argument("x", found.met), argument("n", found.of)];
        let note = select.denominator_rule(&found);
        return Question { table: Table::default(), given, n: found.of, note, rows: found.rows.clone() };
    }
    let found = select.numbers(arm);
    let cells = found.values.iter().map(|value| vec![value.to_smolstr()]).collect();
    Question {
        table: Table { header: vec!["value".to_owned()], rows: cells, lines: Vec::new() },
        given: vec![argument("value", "value")],
        n: found.values.len(),
        note: select.numbers_rule(&found),
        rows: found.rows,
    }
}

fn two_arms(select: &Select<'_>, takes: Takes, [first, second]: [&str; 2], method: &Method) -> Question {
    if takes == Takes::YesNo {
        let (a, b) = (select.verdicts(first), select.verdicts(second));
        let counts = [("x1", a.met), ("n1", a.of), ("x2", b.met), ("n2", b.of)];
        let note = format!("{first}: {}; {second}: {}", select.denominator_rule(&a), select.denominator_rule(&b));
        let rows = a.rows.iter().chain(&b.rows).copied().collect();
        let given = counts.map(|(name, count)| argument(name, count)).to_vec();
        return Question { table: Table::default(), given, n: a.of.saturating_add(b.of), note, rows };
    }
    let (a, b) = (select.numbers(first), select.numbers(second));
    let with_baseline = stat::method(method.name.word())
        .is_some_and(|known| known.page.columns.iter().any(|column| column.role == "covariates" && column.required));
    let mut header = vec!["value".to_owned(), "group".to_owned()];
    let mut given = vec![argument("value", "value"), argument("group", "group")];
    given.push(argument("groups", format!("{first},{second}")));
    if with_baseline {
        header.push("baseline".to_owned());
        given.push(argument("covariates", "baseline"));
    }
    let mut cells = Vec::new();
    for (arm, found) in [(first, &a), (second, &b)] {
        for (value, subject) in found.values.iter().zip(&found.subjects) {
            let mut row = vec![value.to_smolstr(), arm.into()];
            if with_baseline {
                row.push(select.baseline_value(*subject).map(|value| value.to_smolstr()).unwrap_or_default());
            }
            cells.push(row);
        }
    }
    Question {
        n: cells.len(),
        table: Table { header, rows: cells, lines: Vec::new() },
        given,
        note: format!("{first}: {}; {second}: {}", select.numbers_rule(&a), select.numbers_rule(&b)),
        rows: a.rows.iter().chain(&b.rows).copied().collect(),
    }
}

/// Calls the method and writes its answer.
fn answer(select: &Select<'_>, method: &Method, question: &Question, arm: &str, digits: usize, emit: &mut Emit) {
    let mut base = super::base(select.input, select.estimand, method, arm);
    base.n = n(question.n);
    base.note = emit.note(|| question.note.clone());
    base.source_rows = SourceRows::rows(question.rows.iter().copied());
    emit.count(&base, "n", question.n);
    let Some(known) = stat::method(method.name.word()) else { return };
    let mut given = question.given.clone();
    let level = super::level(select.input, method);
    if known.page.options.iter().any(|option| option.name == "level") {
        given.push(argument("level", level));
    }
    given.extend(method.options.iter().map(|(name, value)| argument(name, value)));
    match known.run(&question.table, &given) {
        Ok(answer) => write(&base, &answer, digits, emit),
        Err(Fault::Refused(reason)) => drop(emit.words(&base, "refused", format!("{}: {reason}", known.page.name))),
        Err(Fault::Usage(problems)) => {
            let said: Vec<String> = problems.iter().map(said).collect();
            emit.words(&base, "refused", format!("{}: {}", known.page.name, said.join("; ")));
        }
    }
}

fn said(problem: &stat::Problem) -> String {
    let hint = problem.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    format!("{}{hint}", problem.message)
}

/// One row a statistic. Ends of intervals have the names that all estimands share.
fn write(base: &ResultRow, answer: &Answer, digits: usize, emit: &mut Emit) {
    for statistic in &answer.statistics {
        let name = match statistic.name.as_str() {
            "interval-lower" => "lower",
            "interval-upper" => "upper",
            "level-reached" => "achieved-level",
            // n is the first row already, with the rule it was made by
            "n" if statistic.of.is_empty() => continue,
            name => name,
        };
        let mut row = base.clone();
        let mut name = name.to_owned();
        if !statistic.of.is_empty() {
            row.note = emit.note(|| format!("{}; {}", statistic.of, base.note));
            place(&mut row, &mut name, &statistic.of);
        }
        let name = name.as_str();
        match &statistic.value {
            Found::Number(p) if name == "p-value" => {
                let text = emit.p_text(*p);
                emit.put(row, name, Some(*p), text);
            }
            Found::Number(value) => {
                let decimals = match name {
                    "estimate" | "lower" | "upper" | "se" => digits.max(2),
                    // days
                    name if name.starts_with("quantile-") => usize::from(value.fract() != 0.0),
                    _ => 4,
                };
                emit.put_number(row, name, *value, decimals);
            }
            Found::Count(count) => drop(emit.put_count(row, name, usize::try_from(*count).unwrap_or(usize::MAX))),
            Found::Text(text) => drop(emit.put(row, name, None, text.clone())),
            Found::Refused(reason) => drop(emit.put(row, "refused", None, format!("{name}: {reason}"))),
        }
    }
    for note in &answer.notes {
        emit.words(base, "remark", note.clone());
    }
}

/// Arm, visit and day of a statistic that belongs to a part: `single, time 30`, `double - single, visit m3`.
fn place(row: &mut ResultRow, name: &mut String, of: &str) {
    for part in of.split(", ") {
        if let Some(time) = part.strip_prefix("time ") {
            row.day = time.parse::<f64>().ok().filter(|t| t.abs() < 1e6).map(|t| t as i32);
        } else if let Some(visit) = part.strip_prefix("visit ") {
            row.visit = visit.to_owned();
        } else if let Some(quantile) = part.strip_prefix("quantile ") {
            *name = format!("quantile-{quantile}-{name}");
        } else if let Some(test) = part.strip_prefix("test ") {
            *name = format!("{}-{name}", test.replace(' ', "-"));
        } else {
            row.arm = part.to_owned();
        }
    }
}
