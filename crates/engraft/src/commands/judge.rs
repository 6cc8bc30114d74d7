//! `engraft judge`

use std::collections::BTreeMap;

use engraft_analysis::stat::{Problem, Table};
use engraft_base::suggest::did_you_mean;
use engraft_instruments::response::{self, ResponseDefinition};
use engraft_instruments::rule::{ItemScale, Items, Rule, RuleFault, rule_name};
use engraft_instruments::{Instrument, builtin, ids};
use engraft_results::write_table;
use serde_json::json;

use super::stat::say_problems;
use super::{fail, print};
use crate::any_table::read;
use crate::args::{Format, JudgeArgs};
use crate::exit;
use crate::judge::{Answer, Columns, Ids, Setup, judge};

/// Version of the shape of the document.
const SCHEMA_VERSION: &str = "engraft-verdicts/1";

/// Judges a table.
pub fn run(args: &JudgeArgs) -> u8 {
    let definition = match &args.rule {
        Some(_) => None,
        None => match response::response(&args.response) {
            Some(definition) => Some(definition),
            None => {
                let known = response::responses().iter().map(|r| r.id.as_str());
                let hint = did_you_mean(&args.response, known).unwrap_or(
                    "`engraft list responses` shows what there is; `--rule` takes a rule of your own".into(),
                );
                return fail(
                    exit::USAGE,
                    &format!("there is no response definition `{}`\n  hint: {hint}", args.response),
                );
            }
        },
    };
    match prepare(args, definition) {
        Ok((rule, instruments)) => with_rule(args, &rule, instruments),
        Err(problems) => say_problems(&problems),
    }
}

type Instruments = BTreeMap<String, &'static Instrument>;

/// Instruments of roles as a rule looks for them.
struct Bound<'a>(&'a Instruments);

impl Items for Bound<'_> {
    fn items(&self, measure: &str) -> Option<Vec<ItemScale>> {
        Some(self.0.get(measure)?.item_scales())
    }
}

/// The rule, and the instrument of each role: as bound on the command line, else the first that may take it.
fn prepare(args: &JudgeArgs, definition: Option<&ResponseDefinition>) -> Result<(Rule, Instruments), Vec<Problem>> {
    let mut instruments = Instruments::new();
    let mut problems = Vec::new();
    for need in definition.map(|d| d.needs.as_slice()).unwrap_or_default() {
        if let Some(instrument) = need.instruments.first().and_then(|id| builtin(id)) {
            instruments.insert(rule_name(&need.measure), instrument);
        }
    }
    for (role, id) in &args.bind {
        match builtin(id) {
            Some(instrument) => drop(instruments.insert(rule_name(role), instrument)),
            None => {
                let hint = did_you_mean(id, ids()).unwrap_or("`engraft list instruments` shows what there is".into());
                problems.push(Problem::new(format!("there is no instrument `{id}` (`--bind {role}={id}`)"), hint));
            }
        }
    }
    let text = args.rule.as_deref().or(definition.map(|d| d.rule.as_str())).unwrap_or_default();
    match Rule::parse_with(text, &Bound(&instruments)) {
        Ok(rule) if problems.is_empty() => Ok((rule, instruments)),
        Ok(_) => Err(problems),
        Err(faults) => {
            problems.extend(faults.iter().map(|fault| rule_problem(text, fault)));
            Err(problems)
        }
    }
}

fn rule_problem(text: &str, fault: &RuleFault) -> Problem {
    let found = text.get(fault.offset..fault.offset.saturating_add(fault.length)).unwrap_or_default();
    Problem {
        message: format!("rule, character {}: {}: `{found}`", fault.offset.saturating_add(1), fault.message),
        hint: fault.hint.clone(),
    }
}

fn with_rule(args: &JudgeArgs, rule: &Rule, instruments: Instruments) -> u8 {
    let file = if args.rule.is_some() && args.file.is_none() { Some(&args.response) } else { args.file.as_ref() };
    let Some(file) = file else { return fail(exit::USAGE, "a table is needed\n  hint: engraft judge RESPONSE FILE") };
    let table = match read(file) {
        Ok(table) => table,
        Err(code) => return code,
    };
    let ids = Ids {
        subject: args.subject.clone(),
        visit: args.visit.clone(),
        day: args.day.clone(),
        baseline: args.baseline.clone(),
    };
    let judged = Columns::find(Setup { rule, instruments }, &ids, &table)
        .and_then(|columns| judge(rule, &columns, &table, args.confirmed_after).map(|answers| (columns, answers)));
    match judged {
        Ok((columns, answers)) => show(args, rule, &columns, &table, &answers),
        Err(problems) => {
            say_problems(&problems);
            exit::FINDINGS
        }
    }
}

fn reasons(answer: &Answer) -> String {
    let part = |part: &engraft_instruments::rule::Part| format!("{}: {} ({})", part.rule, part.verdict, part.values);
    answer.parts.iter().map(part).collect::<Vec<_>>().join("; ")
}

fn show(args: &JudgeArgs, rule: &Rule, columns: &Columns<'_>, table: &Table, answers: &[Answer]) -> u8 {
    let rows = || answers.iter().filter(|answer| !answer.is_baseline || args.with_baseline);
    match args.format {
        Format::Text => {
            let cells = rows().map(|answer| {
                let [subject, visit, day] = columns.names(table, answer.row).map(str::to_owned);
                vec![subject, visit, day, answer.verdict.word().to_owned(), reasons(answer)]
            });
            print(&write_table(&["subject", "visit", "day", "verdict", "reasons"], cells))
        }
        Format::Json => {
            let verdicts: Vec<_> = rows()
                .map(|answer| {
                    let [subject, visit, day] = columns.names(table, answer.row);
                    let parts: Vec<_> = answer
                        .parts
                        .iter()
                        .map(|p| json!({ "rule": p.rule, "values": p.values, "verdict": p.verdict.word() }))
                        .collect();
                    json!({ "subject": subject, "visit": visit, "day": day, "verdict": answer.verdict.word(), "parts": parts })
                })
                .collect();
            let document = json!({ "schema": SCHEMA_VERSION, "rule": rule.plain(), "verdicts": verdicts });
            print(&format!("{}\n", serde_json::to_string_pretty(&document).unwrap_or_default()))
        }
    }
}
