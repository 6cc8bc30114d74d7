//! `engraft judge`

use std::collections::BTreeMap;

use engraft_analysis::stat::{Problem, Table};
use engraft_base::Dec;
use engraft_base::suggest::did_you_mean;
use engraft_instruments::response::{self, Chosen, ReadRemark, ResponseDefinition};
use engraft_instruments::rule::{ItemScale, Items, Part, Rule, RuleFault, rule_name};
use engraft_instruments::{Instrument, builtin, ids};
use engraft_results::write_table;
use serde_json::json;

use super::stat::say_problems;
use super::{fail, print};
use crate::any_table::read;
use crate::args::{Format, JudgeArgs};
use crate::exit;
use crate::judge::{Answer, Asked, Columns, Ids, Setup, judge};

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
        Ok(prepared) => with_rule(args, prepared),
        Err(problems) => say_problems(&problems),
    }
}

/// What is judged, and on what.
struct Prepared {
    rule: Rule,
    remarks: Vec<ReadRemark>,
    parameters: Vec<(String, Dec)>,
    instruments: Instruments,
}

type Instruments = BTreeMap<String, &'static Instrument>;

/// Instruments of roles as a rule looks for them.
struct Bound<'a>(&'a Instruments);

impl Items for Bound<'_> {
    fn items(&self, measure: &str) -> Option<Vec<ItemScale>> {
        Some(self.0.get(measure)?.item_scales())
    }
}

/// The rule, its remarks, and the instrument of each role: as bound on the command line, else the first that may take it.
fn prepare(args: &JudgeArgs, definition: Option<&ResponseDefinition>) -> Result<Prepared, Vec<Problem>> {
    let mut problems = Vec::new();
    let instruments = instruments(args, definition, &mut problems);
    let chosen = chosen(args, definition, &mut problems);
    let items = Bound(&instruments);
    let text = match (&args.rule, definition) {
        (Some(rule), _) => rule.clone(),
        (None, definition) => definition.map(|d| d.rule_with(&chosen)).unwrap_or_default(),
    };
    let remarks = definition.map_or(Ok(Vec::new()), |definition| definition.remarks_with(&items));
    let parameters = definition.map(|d| d.parameters_with(&chosen)).unwrap_or_default();
    match Rule::parse_with(&text, &items).and_then(|rule| Ok((rule, remarks?))) {
        Ok((rule, remarks)) if problems.is_empty() => Ok(Prepared { rule, remarks, parameters, instruments }),
        Ok(_) => Err(problems),
        Err(faults) => {
            problems.extend(faults.iter().map(|fault| rule_problem(&text, fault)));
            Err(problems)
        }
    }
}

fn instruments(args: &JudgeArgs, definition: Option<&ResponseDefinition>, problems: &mut Vec<Problem>) -> Instruments {
    let mut instruments = Instruments::new();
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
    instruments
}

/// The values given to the parameters of the definition.
fn chosen(args: &JudgeArgs, definition: Option<&ResponseDefinition>, problems: &mut Vec<Problem>) -> Chosen {
    let mut chosen = Chosen::new();
    for (name, value) in &args.set {
        match Dec::parse(value) {
            Some(value) => drop(chosen.insert(name.clone(), value)),
            None => {
                problems.push(Problem::new(format!("`--set {name}={value}`: `{value}` is not a number"), "write 85"))
            }
        }
    }
    let Some(definition) = definition else {
        if !args.set.is_empty() {
            problems.push(Problem::new("`--set` has no meaning beside `--rule`", "a rule writes its numbers itself"));
        }
        return chosen;
    };
    let known: Vec<String> = definition.parameters.iter().map(|known| format!("`{}`", known.name)).collect();
    let hint = match known.as_slice() {
        [] => format!("`{}` has no parameters", definition.id),
        known => format!("its parameters: {}", known.join(", ")),
    };
    let faults = definition.parameter_faults(&chosen);
    problems.extend(faults.into_iter().map(|fault| Problem::new(fault.to_string(), hint.clone())));
    chosen
}

fn rule_problem(text: &str, fault: &RuleFault) -> Problem {
    let found = text.get(fault.offset..fault.offset.saturating_add(fault.length)).unwrap_or_default();
    Problem {
        message: format!("rule, character {}: {}: `{found}`", fault.offset.saturating_add(1), fault.message),
        hint: fault.hint.clone(),
    }
}

fn with_rule(args: &JudgeArgs, prepared: Prepared) -> u8 {
    let Prepared { rule, remarks, parameters, instruments } = prepared;
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
    let asked = Asked { rule: &rule, remarks: &remarks, confirmed_after: args.confirmed_after };
    let judged = Columns::find(Setup { rule: &rule, instruments }, &ids, &table)
        .and_then(|columns| judge(&asked, &columns, &table).map(|answers| (columns, answers)));
    match judged {
        Ok((columns, answers)) => show(args, &Shown { asked, parameters, columns, table: &table, answers }),
        Err(problems) => {
            say_problems(&problems);
            exit::FINDINGS
        }
    }
}

/// What is printed.
struct Shown<'a> {
    asked: Asked<'a>,
    parameters: Vec<(String, Dec)>,
    columns: Columns<'a>,
    table: &'a Table,
    answers: Vec<Answer>,
}

impl Shown<'_> {
    fn remarks(&self, answer: &Answer) -> impl Iterator<Item = &ReadRemark> {
        answer.remarks.iter().filter_map(|place| self.asked.remarks.get(*place))
    }

    fn text(&self, rows: &[&Answer]) -> String {
        let cells = rows.iter().map(|answer| {
            let [subject, visit, day] = self.columns.names(self.table, answer.row).map(str::to_owned);
            let remarks: Vec<&str> = self.remarks(answer).map(|remark| remark.text.as_str()).collect();
            vec![subject, visit, day, answer.verdict.word().to_owned(), reasons(answer), remarks.join("; ")]
        });
        write_table(&["subject", "visit", "day", "verdict", "reasons", "remarks"], cells)
    }

    fn json(&self, rows: &[&Answer]) -> String {
        let verdict = |answer: &&Answer| {
            let [subject, visit, day] = self.columns.names(self.table, answer.row);
            let part = |p: &Part| json!({ "rule": p.rule, "values": p.values, "verdict": p.verdict.word() });
            let parts: Vec<_> = answer.parts.iter().map(part).collect();
            let remarks: Vec<_> = self.remarks(answer).map(|r| json!({ "id": r.id, "text": r.text })).collect();
            let word = answer.verdict.word();
            json!({ "subject": subject, "visit": visit, "day": day, "verdict": word, "parts": parts, "remarks": remarks })
        };
        let verdicts: Vec<_> = rows.iter().map(verdict).collect();
        let parameter = |(name, value): &(String, Dec)| json!({ "name": name, "value": value.to_f64() });
        let parameters: Vec<_> = self.parameters.iter().map(parameter).collect();
        let rule = self.asked.rule.plain();
        let document =
            json!({ "schema": SCHEMA_VERSION, "rule": rule, "parameters": parameters, "verdicts": verdicts });
        format!("{}\n", serde_json::to_string_pretty(&document).unwrap_or_default())
    }
}

fn reasons(answer: &Answer) -> String {
    let part = |part: &Part| format!("{}: {} ({})", part.rule, part.verdict, part.values);
    answer.parts.iter().map(part).collect::<Vec<_>>().join("; ")
}

fn show(args: &JudgeArgs, shown: &Shown<'_>) -> u8 {
    let rows: Vec<&Answer> = shown.answers.iter().filter(|answer| !answer.is_baseline || args.with_baseline).collect();
    print(&match args.format {
        Format::Text => shown.text(&rows),
        Format::Json => shown.json(&rows),
    })
}
