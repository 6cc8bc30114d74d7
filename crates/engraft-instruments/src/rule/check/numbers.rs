//! Numbers: literals, values, functions, arithmetic.

use cel::IdedExpr;
use cel::common::ast::operators as op;
use cel::common::ast::{CallExpr, Expr, LiteralValue};
use engraft_base::Dec;

use super::super::tree::{Change, Limit, Number, Operation};
use super::super::words::Function;
use super::super::{Kind, When};
use super::{Checker, Shape};

/// Largest magnitude of a literal, as for values from files.
const LARGEST: i64 = 1_000_000_000_000_000;

impl Checker<'_> {
    pub(super) fn number(&mut self, expr: &IdedExpr) -> Option<Number> {
        self.deeper(expr, |checker| match &expr.expr {
            Expr::Literal(literal) => checker.literal(expr, literal),
            Expr::Ident(name) if name == "day" => Some(Number::Day),
            Expr::Ident(_) => checker.value(expr),
            Expr::Select(select) if !select.test => checker.value(expr),
            Expr::Call(call) => checker.number_call(expr, call),
            _ => checker.not_a_number(expr),
        })
    }

    fn value(&mut self, expr: &IdedExpr) -> Option<Number> {
        let (when, name) = self.measure(expr, Kind::Number)?;
        Some(Number::Value(when, name))
    }

    fn literal(&mut self, expr: &IdedExpr, literal: &LiteralValue) -> Option<Number> {
        let value = match literal {
            LiteralValue::Int(value) => {
                let value = *value.inner();
                (-LARGEST..=LARGEST).contains(&value).then(|| Dec::from_int(value))
            }
            LiteralValue::Double(value) => return self.decimal(expr, *value.inner()),
            _ => return self.not_a_number(expr),
        };
        match value {
            Some(value) => Some(Number::Literal(value)),
            None => self.fault(expr, "a number is at most 1e15", None),
        }
    }

    /// The decimal as written: the parser gives a float, whose shortest text must be the digits of the rule.
    fn decimal(&mut self, expr: &IdedExpr, value: f64) -> Option<Number> {
        let Some(decimal) = Dec::from_f64(value) else {
            return self.fault(expr, "a number is at most 1e15", None);
        };
        let written = self.info.offset_for(expr.id).and_then(|(from, to)| {
            let (from, to) = (usize::try_from(from).ok()?, usize::try_from(to).ok()?.checked_add(1)?);
            Dec::parse(self.text.get(from..to)?)
        });
        if written.is_some_and(|written| written.abs() == decimal.abs()) {
            return Some(Number::Literal(decimal));
        }
        self.fault(expr, "a number has more digits than are kept exactly", Some("use at most 15 digits".to_owned()))
    }

    fn number_call(&mut self, expr: &IdedExpr, call: &CallExpr) -> Option<Number> {
        let operation = match (call.func_name.as_str(), call.args.as_slice()) {
            (op::NEGATE, [inner]) => return Some(Number::Negated(Box::new(self.number(inner)?))),
            (op::ADD, _) => Operation::Add,
            (op::SUBSTRACT, _) => Operation::Subtract,
            (op::MULTIPLY, _) => Operation::Multiply,
            (op::DIVIDE, _) => Operation::Divide,
            _ => return self.number_function(expr, call),
        };
        let [left, right] = call.args.as_slice() else { return self.not_a_number(expr) };
        if operation == Operation::Subtract && self.is_hyphened(expr) {
            return self.hyphen_fault(expr);
        }
        let (left, right) = (self.number(left), self.number(right));
        Some(Number::Binary(operation, Box::new(left?), Box::new(right?)))
    }

    fn number_function(&mut self, expr: &IdedExpr, call: &CallExpr) -> Option<Number> {
        if self.shape(expr) == Shape::Truth || self.is_unsupported(expr) {
            return self.not_a_number(expr);
        }
        let function = self.known_function(expr, call)?;
        match (function, call.args.as_slice()) {
            (Function::Change(change), [argument]) => self.change(expr, change, argument),
            (Function::TimesUln, [argument]) => self.times_uln(expr, argument),
            (Function::Limit(limit), [argument]) => self.limit(expr, limit, argument),
            (Function::Size, [list]) => {
                let (when, name) = self.measure(list, Kind::List)?;
                Some(Number::Size(when, name))
            }
            (Function::Hits, [list, names]) => {
                let (list, names) = (self.measure(list, Kind::List), self.texts(names));
                let (when, name) = list?;
                Some(Number::Hits(when, name, names?))
            }
            (Function::Count, arguments) => Some(Number::Count(self.truths(expr, "count", arguments)?)),
            (Function::Items(which), arguments) => self.item_count(expr, which, arguments),
            (Function::Steps, arguments) => self.steps(expr, arguments),
            (function, _) => self.wrong_arguments(expr, function),
        }
    }

    /// The bare name a change function takes: it knows its own times.
    fn bare(&mut self, expr: &IdedExpr, argument: &IdedExpr, function: Function) -> Option<String> {
        match &argument.expr {
            Expr::Select(_) => self.wrong_arguments(expr, function),
            _ => Some(self.measure(argument, Kind::Number)?.1),
        }
    }

    fn change(&mut self, expr: &IdedExpr, change: Change, argument: &IdedExpr) -> Option<Number> {
        let name = self.bare(expr, argument, Function::Change(change))?;
        if let Some(known) = self.measures.get_mut(&name) {
            known.times.insert(When::Baseline);
            known.needs_range |= matches!(change, Change::FallPercentOfRange | Change::RisePercentOfRange);
            known.needs_uln |= change == Change::FallTimesUln;
        }
        Some(Number::Change(change, name))
    }

    fn times_uln(&mut self, expr: &IdedExpr, argument: &IdedExpr) -> Option<Number> {
        let name = self.bare(expr, argument, Function::TimesUln)?;
        if let Some(known) = self.measures.get_mut(&name) {
            known.needs_uln = true;
        }
        Some(Number::TimesUln(name))
    }

    fn limit(&mut self, expr: &IdedExpr, limit: Limit, argument: &IdedExpr) -> Option<Number> {
        let name = self.bare(expr, argument, Function::Limit(limit))?;
        if let Some(known) = self.measures.get_mut(&name) {
            known.needs_range = true;
        }
        Some(Number::Limit(limit, name))
    }

    fn not_a_number<T>(&mut self, expr: &IdedExpr) -> Option<T> {
        if self.is_unsupported(expr) {
            return self.unsupported(expr);
        }
        let (message, hint) = match self.shape(expr) {
            Shape::Truth => {
                ("a condition is not a number", "join conditions with &&; `0 < x < 5` is written 0 < x && x < 5")
            }
            Shape::Text => ("a text is not a number", "texts are compared with == or !="),
            Shape::List => ("a list is not a number", "use size(l) or hits(l, [..])"),
            Shape::Measure | Shape::Number => ("a number is wanted here", "for example fall(easi), or now.easi"),
        };
        self.fault(expr, message, Some(hint.to_owned()))
    }
}
