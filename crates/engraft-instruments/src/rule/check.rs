//! From the syntax tree to a checked rule: kinds, names, and a hint for everything that is not in the vocabulary.

use std::collections::BTreeSet;

use cel::IdedExpr;
use cel::common::ast::operators as op;
use cel::common::ast::{CallExpr, Expr, LiteralValue, SourceInfo};
use indexmap::IndexMap;

use super::items::Items;
use super::tree::{Relation, Sameness, Truth};
use super::words::{self, Function};
use super::{Kind, MeasureUse, RuleFault};

mod items;
mod names;
mod numbers;

/// Operations nested deeper than this are refused; the walk is recursive.
const DEEPEST: usize = 100;

type Checked = (Truth, Vec<MeasureUse>, Vec<String>);

/// Checks a whole rule; its result must be a truth value.
pub(super) fn check(
    text: &str,
    (expr, info): (IdedExpr, SourceInfo),
    items: &dyn Items,
) -> Result<Checked, Vec<RuleFault>> {
    let mut checker = Checker {
        text,
        info,
        faults: Vec::new(),
        measures: IndexMap::new(),
        events: Vec::new(),
        categories: BTreeSet::new(),
        items,
        depth: 0,
    };
    checker.find_categories(&expr);
    let truth = checker.truth(&expr);
    let mut faults = checker.faults;
    match truth {
        Some(truth) if faults.is_empty() => Ok((truth, checker.measures.into_values().collect(), checker.events)),
        _ => {
            if faults.is_empty() {
                faults.push(RuleFault { offset: 0, length: text.len(), message: "not a rule".to_owned(), hint: None });
            }
            faults.sort_by_key(|fault| fault.offset);
            faults.dedup();
            faults.truncate(20);
            Err(faults)
        }
    }
}

/// What an expression looks like, before it is checked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Measure,
    Number,
    Text,
    List,
    Truth,
}

struct Checker<'t> {
    text: &'t str,
    info: SourceInfo,
    faults: Vec<RuleFault>,
    measures: IndexMap<String, MeasureUse>,
    events: Vec<String>,
    /// Measures compared with a text somewhere in the rule.
    categories: BTreeSet<String>,
    items: &'t dyn Items,
    depth: usize,
}

impl Checker<'_> {
    fn truth(&mut self, expr: &IdedExpr) -> Option<Truth> {
        self.deeper(expr, |checker| match &expr.expr {
            Expr::Call(call) => checker.truth_call(expr, call),
            _ => checker.not_a_truth(expr),
        })
    }

    /// Runs one level deeper, or refuses.
    fn deeper<T>(&mut self, expr: &IdedExpr, walk: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= DEEPEST {
            return self.fault(expr, format!("more than {DEEPEST} operations inside each other"), None);
        }
        self.depth += 1;
        let result = walk(self);
        self.depth -= 1;
        result
    }

    fn truth_call(&mut self, expr: &IdedExpr, call: &CallExpr) -> Option<Truth> {
        match (call.func_name.as_str(), call.args.as_slice()) {
            (op::LOGICAL_AND, _) => Some(Truth::And(self.chain(expr, op::LOGICAL_AND)?)),
            (op::LOGICAL_OR, _) => Some(Truth::Or(self.chain(expr, op::LOGICAL_OR)?)),
            (op::LOGICAL_NOT, [inner]) => Some(Truth::Not(Box::new(self.truth(inner)?))),
            (op::EQUALS | op::NOT_EQUALS, [left, right]) => self.equality(expr, call, left, right),
            (op::LESS | op::LESS_EQUALS | op::GREATER | op::GREATER_EQUALS, [left, right]) => {
                let (left, right) = (self.number(left), self.number(right));
                Some(Truth::Compare(relation(&call.func_name)?, left?, right?))
            }
            (op::IN, [item, list]) => self.membership(item, list),
            (op::CONDITIONAL, _) => self.fault(
                expr,
                "`? :` is not part of the rule language",
                Some("write (condition && a) || (!condition && b)".to_owned()),
            ),
            (name, arguments) => match self.known_function(expr, call)? {
                Function::All => Some(Truth::All(self.truths(expr, name, arguments)?)),
                Function::Any => Some(Truth::Any(self.truths(expr, name, arguments)?)),
                Function::Happened => self.event(expr, arguments),
                Function::Given => match arguments {
                    [gate, inner] => {
                        let (gate, inner) = (self.truth(gate), self.truth(inner));
                        Some(Truth::Given(Box::new(gate?), Box::new(inner?)))
                    }
                    _ => self.wrong_arguments(expr, Function::Given),
                },
                _ => self.not_a_truth(expr),
            },
        }
    }

    /// The members of a chain of the same operator, flattened.
    fn chain(&mut self, expr: &IdedExpr, operator: &str) -> Option<Vec<Truth>> {
        let mut members = Vec::new();
        let mut open = vec![expr];
        while let Some(next) = open.pop() {
            match &next.expr {
                Expr::Call(call) if call.func_name == operator => open.extend(call.args.iter().rev()),
                _ => members.push(next),
            }
        }
        let members: Vec<Option<Truth>> = members.into_iter().map(|member| self.truth(member)).collect();
        members.into_iter().collect()
    }

    fn equality(&mut self, expr: &IdedExpr, call: &CallExpr, left: &IdedExpr, right: &IdedExpr) -> Option<Truth> {
        let shapes = [self.shape(left), self.shape(right)];
        if shapes.contains(&Shape::Truth) {
            let hint = "write the condition by itself, or with `!` before it".to_owned();
            return self.fault(expr, "a condition is not compared with anything", Some(hint));
        }
        if shapes.contains(&Shape::List) {
            let hint = "ask for an entry: \"x\" in now.l, or for size(l)".to_owned();
            return self.fault(expr, "a list is not compared as a whole", Some(hint));
        }
        if shapes.contains(&Shape::Text) {
            let (left, right) = (self.text_term(left), self.text_term(right));
            let sameness = if call.func_name == op::EQUALS { Sameness::Same } else { Sameness::Different };
            return Some(Truth::SameText(sameness, left?, right?));
        }
        let (left, right) = (self.number(left), self.number(right));
        Some(Truth::Compare(relation(&call.func_name)?, left?, right?))
    }

    fn membership(&mut self, item: &IdedExpr, list: &IdedExpr) -> Option<Truth> {
        match (&item.expr, &list.expr) {
            (_, Expr::List(_)) => {
                let (item, options) = (self.text_term(item), self.texts(list));
                Some(Truth::OneOf(item?, options?))
            }
            (Expr::Literal(LiteralValue::String(name)), _) => {
                let (when, measure) = self.measure(list, Kind::List)?;
                Some(Truth::Contains(name.inner().to_owned(), when, measure))
            }
            _ => {
                let hint = "write \"x\" in now.list, or now.category in [\"a\", \"b\"]".to_owned();
                self.fault(item, "`in` needs a text in quotes before it, or a list of texts after it", Some(hint))
            }
        }
    }

    fn event(&mut self, expr: &IdedExpr, arguments: &[IdedExpr]) -> Option<Truth> {
        match arguments {
            [IdedExpr { expr: Expr::Literal(LiteralValue::String(name)), .. }] => {
                let name = name.inner().to_owned();
                if !self.events.contains(&name) {
                    self.events.push(name.clone());
                }
                Some(Truth::Happened(name))
            }
            _ => self.wrong_arguments(expr, Function::Happened),
        }
    }

    /// The conditions in the one list a function takes.
    fn truths(&mut self, expr: &IdedExpr, name: &str, arguments: &[IdedExpr]) -> Option<Vec<Truth>> {
        let [IdedExpr { expr: Expr::List(list), .. }] = arguments else {
            let function = words::function(name)?;
            return self.wrong_arguments(expr, function);
        };
        if list.elements.is_empty() {
            return self.fault(expr, format!("{name}([]) lists no condition"), None);
        }
        let truths: Vec<Option<Truth>> = list.elements.iter().map(|element| self.truth(element)).collect();
        truths.into_iter().collect()
    }

    fn texts(&mut self, list: &IdedExpr) -> Option<Vec<String>> {
        let Expr::List(list) = &list.expr else {
            return self.fault(list, "a list of texts is wanted here", Some("write [\"a\", \"b\"]".to_owned()));
        };
        let mut texts = Vec::new();
        for element in &list.elements {
            match &element.expr {
                Expr::Literal(LiteralValue::String(text)) => texts.push(text.inner().to_owned()),
                _ => return self.fault(element, "only texts in quotes may stand in this list", None),
            }
        }
        Some(texts)
    }

    fn known_function(&mut self, expr: &IdedExpr, call: &CallExpr) -> Option<Function> {
        let name = call.func_name.trim_start_matches('.');
        if call.target.is_some() {
            let hint = Some(words::function_hint(name));
            return self.fault(expr, format!("`.{name}(..)` is not part of the rule language"), hint);
        }
        if name.starts_with(|c: char| c.is_alphabetic() || c == '_') && !name.contains("_[") && !is_operator(name) {
            return match words::function(name) {
                Some(function) => Some(function),
                None => self.fault(expr, format!("unknown function `{name}`"), Some(words::function_hint(name))),
            };
        }
        self.not_a_truth(expr)
    }

    fn not_a_truth<T>(&mut self, expr: &IdedExpr) -> Option<T> {
        let (message, hint) = match self.shape(expr) {
            Shape::Truth => return self.unsupported(expr),
            Shape::Measure => ("a measure by itself is neither met nor not met", "compare it: now.easi <= 7"),
            Shape::Number => ("a number by itself is neither met nor not met", "compare it: fall(easi) >= 5"),
            Shape::Text => ("a text by itself is neither met nor not met", "compare it: now.outcome == \"MCR\""),
            Shape::List => ("a list by itself is neither met nor not met", "use count([..]), all([..]) or any([..])"),
        };
        if self.is_unsupported(expr) {
            return self.unsupported(expr);
        }
        self.fault(expr, message, Some(hint.to_owned()))
    }

    fn wrong_arguments<T>(&mut self, expr: &IdedExpr, function: Function) -> Option<T> {
        let example = words::example(function);
        let name = example.split('(').next().unwrap_or("");
        self.fault(expr, format!("`{name}` is not written like this"), Some(format!("for example: {example}")))
    }
}

fn is_operator(name: &str) -> bool {
    matches!(name, op::NEGATE | op::IN) || (name.starts_with('_') && name.ends_with('_') && name.len() <= 5)
}

fn relation(operator: &str) -> Option<Relation> {
    Some(match operator {
        op::LESS => Relation::Less,
        op::LESS_EQUALS => Relation::AtMost,
        op::GREATER => Relation::Greater,
        op::GREATER_EQUALS => Relation::AtLeast,
        op::EQUALS => Relation::Equal,
        op::NOT_EQUALS => Relation::Unequal,
        _ => return None,
    })
}
