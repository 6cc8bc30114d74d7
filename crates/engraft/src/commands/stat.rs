//! `engraft stat`

use std::fmt::Write as _;

use clap::CommandFactory as _;
use engraft_analysis::methods::VERSION;
use engraft_analysis::stat::{self, Answer, Fault, Found, Method, Problem, Table};
use serde_json::{Value as Json, json};

use super::{fail, print};
use crate::any_table::read;
use crate::args::StatArgs;
use crate::exit;

/// Version of the shape of the answer document.
const SCHEMA_VERSION: &str = "engraft-stat/1";

/// What stands after the method.
#[derive(Default)]
struct Request {
    file: Option<String>,
    given: Vec<(String, String)>,
    only: Vec<(String, String)>,
    json: bool,
    help: bool,
    problems: Vec<Problem>,
}

/// Runs a method.
pub fn run(args: &StatArgs) -> u8 {
    let Some((name, rest)) = args.words.split_first().filter(|(name, _)| !matches!(name.as_str(), "--help" | "-h"))
    else {
        let code = print(&overview());
        return if args.words.is_empty() { exit::USAGE } else { code };
    };
    let Some(method) = stat::method(name) else {
        let hint = stat::method_hint(name);
        return fail(exit::USAGE, &format!("there is no method `{name}`\n  hint: {hint}"));
    };
    let request = Request::read(rest);
    if request.help {
        return print(&method.page.markdown(VERSION));
    }
    if !request.problems.is_empty() {
        return say_problems(&request.problems);
    }
    let mut table = match request.file.as_deref().map(read) {
        Some(Ok(table)) => table,
        Some(Err(code)) => return code,
        None => Table::default(),
    };
    if let Err(problems) = take_rows(&mut table, &request.only) {
        return say_problems(&problems);
    }
    match method.run(&table, &request.given) {
        Ok(answer) if request.json => {
            print(&format!("{}\n", serde_json::to_string_pretty(&as_json(method, &answer)).unwrap_or_default()))
        }
        Ok(answer) => print(&as_text(method, &answer)),
        Err(Fault::Usage(problems)) => say_problems(&problems),
        Err(Fault::Refused(reason)) => fail(exit::IMPOSSIBLE, &format!("{}: {reason}", method.page.name)),
    }
}

/// How the command is written, and every method there is, by family.
fn overview() -> String {
    let mut text = crate::args::Args::command()
        .find_subcommand_mut("stat")
        .map(|stat| stat.render_help().to_string())
        .unwrap_or_default();
    text.push_str("\nMethods:\n");
    let mut family = "";
    for method in stat::methods() {
        if method.page.family != family {
            family = &method.page.family;
            let _ = writeln!(text, "  {family}");
        }
        let _ = writeln!(text, "    {:28} {}", method.page.id, method.page.name);
    }
    text
}

impl Request {
    fn read(words: &[String]) -> Request {
        let mut request = Request::default();
        let mut words = words.iter().peekable();
        while let Some(word) = words.next() {
            let Some(name) = word.strip_prefix("--") else {
                request.take_word(word);
                continue;
            };
            if name == "help" {
                request.help = true;
                continue;
            }
            let (name, value) = match name.split_once('=') {
                // `--where arm=single` names a column before the sign, `--level=0.9` an option
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (name, words.next_if(|next| !next.starts_with("--")).cloned()),
            };
            match value {
                Some(value) => request.take(name, value),
                None => request.problems.push(Problem::new(format!("`--{name}` has no value"), "write `--NAME VALUE`")),
            }
        }
        request
    }

    fn take_word(&mut self, word: &str) {
        match (&self.file, word) {
            (_, "-h") => self.help = true,
            (None, _) => self.file = Some(word.to_owned()),
            (Some(file), _) => self.problems.push(Problem::new(
                format!("`{word}` stands alone, and `{file}` is the table already"),
                "columns and options are written `--NAME VALUE`",
            )),
        }
    }

    fn take(&mut self, name: &str, value: String) {
        match name {
            "format" => match value.as_str() {
                "json" => self.json = true,
                "text" => self.json = false,
                _ => self.problems.push(Problem::new(format!("`--format {value}`"), "text or json")),
            },
            "where" => match value.split_once('=') {
                Some((column, word)) => self.only.push((column.trim().to_owned(), word.trim().to_owned())),
                None => {
                    self.problems.push(Problem::new(format!("`--where {value}`"), "write it as --where COLUMN=WORD"));
                }
            },
            _ => self.given.push((name.to_owned(), value)),
        }
    }
}

fn take_rows(table: &mut Table, only: &[(String, String)]) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    for (column, word) in only {
        match table.column(column) {
            Some(place) => table.only(place, word),
            None => problems.push(Problem::new(
                format!("the table has no column `{column}` (`--where`)"),
                format!("it has: {}", table.header.join(", ")),
            )),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Says what is wrong in what was asked.
pub(super) fn say_problems(problems: &[Problem]) -> u8 {
    for problem in problems {
        let hint = problem.hint.as_ref().map(|h| format!("\n  hint: {h}")).unwrap_or_default();
        fail(exit::USAGE, &format!("{}{hint}", problem.message));
    }
    exit::USAGE
}

/// A number with as many digits as tell it from its neighbours.
fn plain(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "infinity".to_owned() } else { "-infinity".to_owned() };
    }
    let size = value.abs();
    if size != 0.0 && !(1e-5..1e15).contains(&size) { format!("{value:e}") } else { format!("{value}") }
}

fn found(value: &Found) -> String {
    match value {
        Found::Number(value) => plain(*value),
        Found::Count(count) => count.to_string(),
        Found::Text(text) => text.clone(),
        Found::Refused(reason) => format!("none: {reason}"),
    }
}

fn as_text(method: &Method, answer: &Answer) -> String {
    let mut text = format!("{} ({}, version {VERSION})\n", method.page.name, method.page.id);
    let width = answer.statistics.iter().map(|s| s.name.chars().count()).max().unwrap_or_default();
    let mut of = "";
    for statistic in &answer.statistics {
        if statistic.of != of {
            of = &statistic.of;
            let _ = writeln!(text, "\n{of}");
        }
        let _ = writeln!(text, "  {:width$}  {}", statistic.name, found(&statistic.value));
    }
    for note in &answer.notes {
        let _ = writeln!(text, "note: {note}");
    }
    text
}

fn as_json(method: &Method, answer: &Answer) -> Json {
    let value = |value: &Found| match value {
        // JSON has no infinity: the end is null and its text says which
        Found::Number(number) if number.is_finite() => (json!(number), Json::Null),
        Found::Number(number) => (Json::Null, json!(plain(*number))),
        Found::Count(count) => (json!(count), Json::Null),
        Found::Text(text) => (json!(text), Json::Null),
        Found::Refused(reason) => (Json::Null, json!(reason)),
    };
    let statistics: Vec<Json> = answer
        .statistics
        .iter()
        .map(|s| {
            let (value, reason) = value(&s.value);
            json!({ "of": s.of, "name": s.name, "value": value, "reason": reason })
        })
        .collect();
    json!({
        "schema": SCHEMA_VERSION,
        "method": method.page.id,
        "version": VERSION,
        "statistics": statistics,
        "notes": answer.notes,
    })
}
