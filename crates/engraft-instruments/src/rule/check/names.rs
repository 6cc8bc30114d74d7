//! Measures, texts and places in the source text.

use cel::IdedExpr;
use cel::common::ast::operators as op;
use cel::common::ast::{Expr, LiteralValue};

use super::super::tree::TextTerm;
use super::super::words::{self, Function};
use super::super::{Kind, MeasureUse, RuleFault, When};
use super::{Checker, Shape};

impl Checker<'_> {
    /// Records a fault at an expression; always `None`.
    pub(super) fn fault<T>(&mut self, expr: &IdedExpr, message: impl Into<String>, hint: Option<String>) -> Option<T> {
        let (offset, length) = self.span(expr);
        self.faults.push(RuleFault { offset, length, message: message.into(), hint });
        None
    }

    /// Where an expression stands: from its first token to its last, with the brackets of calls and lists.
    fn span(&self, expr: &IdedExpr) -> (usize, usize) {
        let (mut start, mut end) = (self.text.len(), 0);
        let mut open = vec![expr];
        while let Some(next) = open.pop() {
            if let Some((from, to)) = self.own_span(next) {
                start = start.min(from);
                end = end.max(to);
            }
            open.extend(children(next));
        }
        if start < end { (start, end - start) } else { (0, self.text.len()) }
    }

    fn own_span(&self, expr: &IdedExpr) -> Option<(usize, usize)> {
        let (from, to) = self.info.offset_for(expr.id)?;
        let (from, to) = (usize::try_from(from).ok()?, usize::try_from(to).ok()?.saturating_add(1));
        let token = self.text.get(from..to)?;
        Some(match &expr.expr {
            Expr::Call(call) if token == "(" => {
                let before = self.text.get(..from)?.trim_end();
                (before.len().saturating_sub(call.func_name.len()), self.closing(from))
            }
            Expr::List(_) => (from, self.closing(from)),
            Expr::Select(select) => (from, (to + select.field.len()).min(self.text.len())),
            _ => (from, to),
        })
    }

    /// Offset just after the bracket that closes the one at `from`.
    fn closing(&self, from: usize) -> usize {
        let mut depth = 0_usize;
        let mut quote = None;
        for (offset, c) in self.text.get(from..).unwrap_or("").char_indices() {
            match (quote, c) {
                (Some(open), c) if c == open => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => quote = Some(c),
                (None, '(' | '[') => depth += 1,
                (None, ')' | ']') => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return from + offset + 1;
                    }
                }
                _ => {}
            }
        }
        self.text.len()
    }

    pub(super) fn shape(&self, expr: &IdedExpr) -> Shape {
        match &expr.expr {
            Expr::Literal(LiteralValue::String(_)) => Shape::Text,
            Expr::Literal(LiteralValue::Boolean(_)) | Expr::Comprehension(_) => Shape::Truth,
            Expr::List(_) => Shape::List,
            Expr::Ident(name) if name == "day" => Shape::Number,
            Expr::Ident(_) | Expr::Select(_) if self.is_category(expr) => Shape::Text,
            Expr::Ident(_) | Expr::Select(_) => Shape::Measure,
            Expr::Call(call) => match call.func_name.as_str() {
                op::LOGICAL_AND | op::LOGICAL_OR | op::LOGICAL_NOT | op::IN => Shape::Truth,
                op::EQUALS | op::NOT_EQUALS | op::LESS | op::LESS_EQUALS => Shape::Truth,
                op::GREATER | op::GREATER_EQUALS | op::CONDITIONAL => Shape::Truth,
                name => match words::function(name) {
                    Some(Function::All | Function::Any | Function::Happened | Function::Given) => Shape::Truth,
                    _ => Shape::Number,
                },
            },
            _ => Shape::Number,
        }
    }

    fn is_category(&self, expr: &IdedExpr) -> bool {
        plain_measure(expr).is_some_and(|name| self.categories.contains(&name))
    }

    /// Finds the measures that are compared with a text, so that `now.c == baseline.c` can be read.
    pub(super) fn find_categories(&mut self, expr: &IdedExpr) {
        let mut open = vec![expr];
        while let Some(next) = open.pop() {
            open.extend(children(next));
            let Expr::Call(call) = &next.expr else { continue };
            let [left, right] = call.args.as_slice() else { continue };
            let text = |e: &IdedExpr| matches!(e.expr, Expr::Literal(LiteralValue::String(_)));
            let category = match call.func_name.as_str() {
                op::EQUALS | op::NOT_EQUALS if text(right) => plain_measure(left),
                op::EQUALS | op::NOT_EQUALS if text(left) => plain_measure(right),
                op::IN if matches!(right.expr, Expr::List(_)) => plain_measure(left),
                _ => None,
            };
            if let Some(name) = category {
                self.categories.insert(name);
            }
        }
    }

    pub(super) fn text_term(&mut self, expr: &IdedExpr) -> Option<TextTerm> {
        match &expr.expr {
            Expr::Literal(LiteralValue::String(text)) => Some(TextTerm::Literal(text.inner().to_owned())),
            Expr::Ident(_) | Expr::Select(_) => {
                let (when, name) = self.measure(expr, Kind::Text)?;
                Some(TextTerm::Value(when, name))
            }
            _ => self.fault(expr, "a text is wanted here", Some("put texts in quotes: \"MCR\"".to_owned())),
        }
    }

    /// A measure with its time, or an item of one (`now.bilag.renal`); `now` when no time is written.
    pub(super) fn measure(&mut self, expr: &IdedExpr, kind: Kind) -> Option<(When, String)> {
        let (when, name) = match &expr.expr {
            Expr::Ident(name) => (When::Now, self.free_name(expr, name)?.to_owned()),
            Expr::Select(select) if !select.test => match &select.operand.expr {
                Expr::Ident(word) => match words::time(word) {
                    Some(when) => (when, select.field.clone()),
                    None => {
                        let hint = Some(words::time_hint(word));
                        return self.fault(expr, format!("unknown time `{word}`"), hint);
                    }
                },
                Expr::Select(outer) if !outer.test && kind != Kind::Items => match &outer.operand.expr {
                    Expr::Ident(word) if words::time(word).is_some() => {
                        (words::time(word)?, format!("{}.{}", outer.field, select.field))
                    }
                    _ => return self.not_a_measure(expr),
                },
                _ => return self.not_a_measure(expr),
            },
            _ => return self.not_a_measure(expr),
        };
        self.note(expr, &name, when, kind)?;
        Some((when, name))
    }

    /// A name that may be a measure: neither a time nor a function.
    fn free_name<'n>(&mut self, expr: &IdedExpr, name: &'n str) -> Option<&'n str> {
        if name.starts_with('.') {
            return self.fault(expr, "a name does not begin with a point", None);
        }
        if words::time(name).is_some() {
            return self.fault(expr, format!("`{name}` of which measure?"), Some(format!("write {name}.easi")));
        }
        if name == "day" {
            return self.fault(expr, "`day` is a number of days, not a measure", None);
        }
        if let Some(function) = words::function(name) {
            return self.wrong_arguments(expr, function);
        }
        Some(name)
    }

    fn not_a_measure<T>(&mut self, expr: &IdedExpr) -> Option<T> {
        if self.is_hyphened(expr) {
            return self.hyphen_fault(expr);
        }
        let hint = "for example easi, or baseline.easi".to_owned();
        self.fault(expr, "the name of a measure is wanted here", Some(hint))
    }

    pub(super) fn hyphen_fault<T>(&mut self, expr: &IdedExpr) -> Option<T> {
        let hint = "in a rule the hyphen of a measure's name is written `_`; a minus sign has spaces around it";
        self.fault(expr, "a hyphen here means minus", Some(hint.to_owned()))
    }

    /// Whether this is `a-b` without spaces, with names on both sides: probably one hyphenated name.
    pub(super) fn is_hyphened(&self, expr: &IdedExpr) -> bool {
        let Expr::Call(call) = &expr.expr else { return false };
        let [left, right] = call.args.as_slice() else { return false };
        if call.func_name != op::SUBSTRACT || !matches!(&right.expr, Expr::Ident(name) if name != "day") {
            return false;
        }
        let touching = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        self.own_span(expr).is_some_and(|(from, to)| {
            let before = self.text.get(..from).and_then(|text| text.chars().next_back());
            let after = self.text.get(to..).and_then(|text| text.chars().next());
            touching(before) && touching(after) && !matches!(left.expr, Expr::Literal(_))
        })
    }

    pub(super) fn note(&mut self, expr: &IdedExpr, name: &str, when: When, kind: Kind) -> Option<()> {
        let offset = self.span(expr).0;
        let (measure, item) = match name.split_once('.') {
            Some((measure, item)) => (measure, Some(item)),
            None => (name, None),
        };
        let whole = if item.is_some() { Kind::Items } else { kind };
        let known = self.measures.entry(measure.to_owned()).or_insert_with(|| MeasureUse {
            name: measure.to_owned(),
            kind: whole,
            times: [when].into(),
            needs_range: false,
            needs_uln: false,
            items: [].into(),
            offset,
        });
        known.times.insert(when);
        known.items.extend(item.map(str::to_owned));
        if known.kind == Kind::Items && whole == Kind::Number {
            // an instrument used by its total and by its items
            known.kind = Kind::Number;
        }
        if known.kind == whole || (known.kind == Kind::Number && whole == Kind::Items) {
            return Some(());
        }
        let earlier = known.kind.word();
        self.fault(expr, format!("`{measure}` is used as a {} here and as a {earlier} elsewhere", whole.word()), None)
    }

    pub(super) fn is_unsupported(&self, expr: &IdedExpr) -> bool {
        match &expr.expr {
            Expr::Map(_) | Expr::Struct(_) | Expr::Comprehension(_) | Expr::Unspecified => true,
            Expr::Literal(literal) => {
                !matches!(literal, LiteralValue::String(_) | LiteralValue::Int(_) | LiteralValue::Double(_))
            }
            Expr::Call(call) => matches!(call.func_name.as_str(), op::INDEX | op::MODULO | op::CONDITIONAL),
            Expr::Select(select) => select.test,
            Expr::Ident(_) | Expr::List(_) => false,
        }
    }

    pub(super) fn unsupported<T>(&mut self, expr: &IdedExpr) -> Option<T> {
        let (message, hint) = match &expr.expr {
            Expr::Literal(LiteralValue::Boolean(_)) => {
                ("`true` and `false` are not written in a rule", "write the condition by itself, or `!` before it")
            }
            Expr::Literal(LiteralValue::UInt(_)) => ("a number has no `u` after it", "write 4"),
            Expr::Literal(LiteralValue::Null) => {
                ("`null` is not part of the rule language", "a missing value leaves the answer open by itself")
            }
            Expr::Call(call) if call.func_name == op::INDEX => {
                ("entries of a list have no number", "ask for an entry: \"x\" in now.l")
            }
            Expr::Call(call) if call.func_name == op::MODULO => {
                ("`%` is not part of the rule language", "write percent changes as fall_percent(m) >= 50")
            }
            Expr::Call(call) if call.func_name == op::CONDITIONAL => {
                ("`? :` is not part of the rule language", "write (condition && a) || (!condition && b)")
            }
            Expr::Comprehension(_) | Expr::Select(_) => {
                ("this is not part of the rule language", "use count([..]), all([..]) or any([..])")
            }
            _ => ("this is not part of the rule language", "a rule compares numbers and texts of measures"),
        };
        self.fault(expr, message, Some(hint.to_owned()))
    }
}

/// The name in `c`, `now.c` or `now.c.item`.
fn plain_measure(expr: &IdedExpr) -> Option<String> {
    let timed = |expr: &IdedExpr| matches!(&expr.expr, Expr::Ident(word) if words::time(word).is_some());
    match &expr.expr {
        Expr::Ident(name) => Some(name.clone()),
        Expr::Select(select) if !select.test && timed(&select.operand) => Some(select.field.clone()),
        Expr::Select(select) if !select.test => match &select.operand.expr {
            Expr::Select(outer) if !outer.test && timed(&outer.operand) => {
                Some(format!("{}.{}", outer.field, select.field))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Operands of calls, lists and selections; other expressions are refused whole.
fn children(expr: &IdedExpr) -> Vec<&IdedExpr> {
    match &expr.expr {
        Expr::Call(call) => call.target.as_deref().into_iter().chain(&call.args).collect(),
        Expr::List(list) => list.elements.iter().collect(),
        Expr::Select(select) => vec![&select.operand],
        _ => Vec::new(),
    }
}
