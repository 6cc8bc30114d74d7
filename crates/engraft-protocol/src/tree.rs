//! A TOML file as a tree in which every key and value knows where it stands.

use std::ops::Range;
use std::sync::Arc;

use engraft_base::place::is_unsafe;
use engraft_base::{Finding, Place};
use indexmap::IndexMap;
use toml::de::{DeTable, DeValue};

use crate::codes;

/// Byte range in the source text.
pub type Span = Range<usize>;

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

impl Node {
    /// Whether the parser could not read the value (a finding says so) and put something else there.
    pub fn is_lost(&self) -> bool {
        self.span.is_empty() && !matches!(self.value, Value::Table(_) | Value::List(_))
    }
}

/// What a node holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text (a TOML date-time is kept as its text).
    Text(String),
    /// Whole number.
    Integer(i64),
    /// Decimal number.
    Float(f64),
    /// Truth value.
    Boolean(bool),
    /// List.
    List(Vec<Node>),
    /// Table, in the order of the file; each key with its own place.
    Table(IndexMap<String, Entry>),
}

/// A key of a table with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where the key stands.
    pub key: Span,
    /// The value.
    pub node: Node,
}

impl Value {
    /// What it is, in words.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "text",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Boolean(_) => "true or false",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// Turns byte offsets of a text into lines and columns.
#[derive(Clone, Debug)]
pub struct Source {
    /// File name.
    pub file: Arc<str>,
    text: Arc<str>,
    line_starts: Vec<usize>,
}

impl Source {
    /// Reads the line structure of a text.
    pub fn new(file: &str, text: &str) -> Source {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i.saturating_add(1)));
        Source { file: file.into(), text: printable(text).into(), line_starts: starts.collect() }
    }

    /// The place of a byte offset: line, and column in characters.
    pub fn place(&self, offset: usize) -> Place {
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(0, |t| t.chars().count());
        Place::text(&self.file, u32::try_from(line).unwrap_or(u32::MAX), to_u32(column.saturating_add(1)))
    }

    /// The text of a span, at most its first line.
    pub fn text(&self, span: &Span) -> &str {
        let text = self.text.get(span.clone()).unwrap_or("");
        text.lines().next().unwrap_or("")
    }

    /// A line of the file, counted from 1.
    pub fn line(&self, number: u32) -> Option<&str> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        let start = *self.line_starts.get(index)?;
        self.text.get(start..)?.lines().next()
    }
}

/// The text for showing: what would steer a terminal is replaced by a character of the same width, so that every byte
/// keeps its offset.
fn printable(text: &str) -> String {
    let shown = text.chars().map(|c| match c.len_utf8() {
        _ if matches!(c, '\n' | '\r' | '\t') || !is_unsafe(c) => c,
        1 => '?',
        2 => '¿',
        _ => '\u{fffd}',
    });
    shown.collect()
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Parses a TOML text. Syntax faults do not stop it: what can be read is in the tree, the rest in the findings.
pub fn parse_tree(source: &Source, text: &str) -> (Node, Vec<Finding>) {
    let mut findings = Vec::new();
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let offset = error.span().map_or(0, |span| span.start);
        let found = error.span().map(|span| source.text(&span).to_owned()).unwrap_or_default();
        let message = format!("not valid TOML: {}", error.message());
        findings.push(Finding::error(codes::SYNTAX, message).at(&source.place(offset)).found(found));
    }
    let span = table.span();
    let root = Node { span: span.clone(), value: read_table(table.get_ref(), source, &mut findings) };
    (root, findings)
}

fn read_table(table: &DeTable<'_>, source: &Source, findings: &mut Vec<Finding>) -> Value {
    let entries = table.iter().map(|(key, value)| {
        let node = read_node(value.get_ref(), value.span(), source, findings);
        (key.get_ref().to_string(), Entry { key: key.span(), node })
    });
    Value::Table(entries.collect())
}

fn read_node(value: &DeValue<'_>, span: Span, source: &Source, findings: &mut Vec<Finding>) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::Integer(number),
            Err(_) => number_fault(number.as_str(), &span, source, findings),
        },
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(number) if number.is_finite() => Value::Float(number),
            _ => number_fault(number.as_str(), &span, source, findings),
        },
        DeValue::Boolean(flag) => Value::Boolean(*flag),
        DeValue::Datetime(when) => Value::Text(when.to_string()),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| read_node(item.get_ref(), item.span(), source, findings)).collect())
        }
        DeValue::Table(table) => read_table(table, source, findings),
    };
    Node { span, value }
}

fn number_fault(text: &str, span: &Span, source: &Source, findings: &mut Vec<Finding>) -> Value {
    let place = source.place(span.start);
    // what is no number at all has been told by the parser
    if !findings.iter().any(|f| f.place.as_ref() == Some(&place)) {
        let message = "a number outside the range that can be held";
        findings.push(Finding::error(codes::SYNTAX, message).at(&place).found(text));
    }
    Value::Integer(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let source = Source::new("study.toml", "a = 1\nü = \"x\"\n");
        assert_eq!(source.place(0).to_string(), "study.toml:1:1");
        assert_eq!(source.place(11).to_string(), "study.toml:2:5");
        assert_eq!(source.line(2), Some("ü = \"x\""));
    }

    #[test]
    fn shown_text_cannot_steer_a_terminal_and_keeps_its_offsets() {
        let text = "a = \"\u{1b}[31m\u{9b}1m\u{202e}\"\nb = 1\n";
        let source = Source::new("study.toml", text);
        assert_eq!(source.line(1), Some("a = \"?[31m¿1m\u{fffd}\""));
        assert_eq!(source.place(text.find('b').unwrap()).to_string(), "study.toml:2:1");
    }

    #[test]
    fn syntax_faults_are_collected_and_the_rest_is_read() {
        let text = "a = 1\nb = = 2\nc = 3\nd = [1,\n";
        let (tree, findings) = parse_tree(&Source::new("study.toml", text), text);
        assert!(findings.len() >= 2, "{findings:?}");
        let Value::Table(table) = &tree.value else { panic!("not a table") };
        assert!(table.contains_key("a") && table.contains_key("c"));
        assert!(table["b"].node.is_lost() && !table["a"].node.is_lost());
    }
}
