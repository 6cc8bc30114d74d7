//! Counts over items, and points by bins.

use cel::IdedExpr;
use cel::common::ast::{Expr, LiteralValue};
use engraft_base::Dec;

use super::super::items::{self, Which};
use super::super::tree::Number;
use super::super::words::Function;
use super::super::{Kind, When};
use super::Checker;

impl Checker<'_> {
    /// `items_new(bilag, "A")`, `items_at(previous.sledai)`.
    pub(super) fn item_count(&mut self, expr: &IdedExpr, which: Which, arguments: &[IdedExpr]) -> Option<Number> {
        let (argument, answer) = match arguments {
            [argument] => (argument, None),
            [argument, IdedExpr { expr: Expr::Literal(LiteralValue::String(answer)), .. }] => {
                (argument, Some(answer.inner()))
            }
            _ => return self.wrong_arguments(expr, Function::Items(which)),
        };
        let timed = matches!(argument.expr, Expr::Select(_));
        let (when, measure) = self.measure(argument, Kind::Items)?;
        let when = match which {
            Which::New | Which::Kept if !timed => When::Baseline,
            _ => when,
        };
        let Some(scales) = self.items.items(&measure) else {
            let hint = "counts over items need a measure whose instrument has items".to_owned();
            return self.fault(argument, format!("the items of `{measure}` are not known"), Some(hint));
        };
        if let Some(known) = self.measures.get_mut(&measure) {
            known.times.insert(when);
            if which != Which::At {
                known.times.insert(When::Now);
            }
            known.items.extend(scales.iter().map(|item| item.name.clone()));
        }
        match items::count(which, when, &measure, answer, &scales) {
            Some(number) => Some(number),
            None => {
                let classes = scales.first().map(|item| item.classes.concat().join(", ")).unwrap_or_default();
                let hint = if classes.is_empty() {
                    "its items are numbers: leave the answer out".to_owned()
                } else {
                    format!("its items answer with {classes}")
                };
                self.fault(expr, format!("the items of `{measure}` have no such answer"), Some(hint))
            }
        }
    }

    /// `steps(x, [5, 15], [0, 7.5, 15])`: edges that rise, and one point more than edges, that do not fall.
    pub(super) fn steps(&mut self, expr: &IdedExpr, arguments: &[IdedExpr]) -> Option<Number> {
        let [inner, edges, points] = arguments else { return self.wrong_arguments(expr, Function::Steps) };
        let (inner, edges, points) = (self.number(inner), self.numbers_in(edges), self.numbers_in(points));
        let (inner, edges, points) = (inner?, edges?, points?);
        let rising = edges.windows(2).all(|pair| pair.first() < pair.last());
        let not_falling = points.windows(2).all(|pair| pair.first() <= pair.last());
        if edges.is_empty() || !rising || !not_falling || points.len() != edges.len().saturating_add(1) {
            let hint = "edges rise, points do not fall, and there is one point more than edges".to_owned();
            return self.fault(expr, "the bins of `steps` do not fit", Some(hint));
        }
        Some(Number::Steps(Box::new(inner), edges, points))
    }

    fn numbers_in(&mut self, list: &IdedExpr) -> Option<Vec<Dec>> {
        let Expr::List(list) = &list.expr else {
            return self.fault(list, "a list of numbers is wanted here", Some("write [5, 15, 25]".to_owned()));
        };
        let mut numbers = Vec::new();
        for element in &list.elements {
            match self.number(element)? {
                Number::Literal(value) => numbers.push(value),
                Number::Negated(inner) => match *inner {
                    Number::Literal(value) => numbers.push(value.negated()),
                    _ => return self.fault(element, "only numbers may stand in this list", None),
                },
                _ => return self.fault(element, "only numbers may stand in this list", None),
            }
        }
        Some(numbers)
    }
}
