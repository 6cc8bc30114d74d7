//! What the rule looks up, with missing numbers bounded by their scale, and values fixed for one joint completion.

use std::cmp::Ordering;

use engraft_base::{Dec, Score, Verdict};

use super::ratio::{Interval, Ratio};
use super::tree::{Key, Limit};
use super::{Context, Value, When};

/// A value assumed for something missing.
#[derive(Clone, Debug)]
pub(super) enum Fixed {
    Number(Ratio),
    Text(String),
    Event(bool),
}

/// The context of an evaluation, with values assumed for some keys.
pub(super) struct Facts<'a> {
    context: &'a dyn Context,
    fixed: Vec<(Key, Fixed)>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(context: &'a dyn Context) -> Facts<'a> {
        Facts { context, fixed: Vec::new() }
    }

    /// The same facts with one more value assumed.
    pub(super) fn with(&self, key: Key, value: Fixed) -> Facts<'a> {
        let mut fixed = self.fixed.clone();
        fixed.push((key, value));
        Facts { context: self.context, fixed }
    }

    pub(super) fn context(&self) -> &'a dyn Context {
        self.context
    }

    fn fixed(&self, key: &Key) -> Option<&Fixed> {
        self.fixed.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    fn fixed_number(&self, key: &Key) -> Option<Interval> {
        match self.fixed(key)? {
            Fixed::Number(value) => Some(Interval::exact(*value)),
            Fixed::Text(_) | Fixed::Event(_) => None,
        }
    }

    /// The score handed in, `None` when it is missing or no number.
    pub(super) fn score(&self, when: When, name: &str) -> Option<Score> {
        match self.context.value(when, name) {
            Value::Number(score) => Some(score),
            Value::Text(_) | Value::List(_) | Value::Missing => None,
        }
    }

    pub(super) fn number(&self, when: When, name: &str) -> Interval {
        if let Some(fixed) = self.fixed_number(&Key::Number(when, name.to_owned())) {
            return fixed;
        }
        let score = self.score(when, name);
        if let Some(value) = score.as_ref().and_then(Score::exact) {
            return Interval::exact(Ratio::whole(value));
        }
        let (lower, upper) = score.map_or((None, None), |score| (score.lower(), score.upper()));
        let (lower, upper) = self.narrowed(when, name, lower, upper);
        let (least, greatest) = self.context.range(name).map_or((None, None), |(min, max)| (Some(min), Some(max)));
        let (low, high) = (lower.max(least), [upper, greatest].into_iter().flatten().min());
        // bounds outside the scale are a fault of the data, found elsewhere: the scale then says nothing
        let beside_scale = low.zip(high).is_some_and(|(low, high)| low > high);
        let (low, high) = if beside_scale { (lower, upper) } else { (low, high) };
        Interval { lower: low.map(Ratio::whole), upper: high.map(Ratio::whole) }
    }

    /// The items that leave a sum open, when it is known what each of them adds.
    pub(super) fn missing_items(&self, when: When, name: &str) -> Option<Vec<Key>> {
        let Some(Score::Bounded(open)) = self.score(when, name) else { return None };
        if open.missing.is_empty() {
            return None;
        }
        let key = |item: &String| {
            let item = super::rule_name(item);
            let share = self.context.contribution(name, &item)?;
            let item = format!("{name}.{item}");
            Some(if share.letters.is_empty() { Key::Number(when, item) } else { Key::Text(when, item) })
        };
        open.missing.iter().map(key).collect()
    }

    /// The bounds of a sum once items of it are assumed: each assumed item moves both towards its own value.
    fn narrowed(&self, when: When, name: &str, lower: Option<Dec>, upper: Option<Dec>) -> (Option<Dec>, Option<Dec>) {
        let mut bounds = (lower, upper);
        for (key, value) in &self.fixed {
            let (Key::Number(at, of) | Key::Text(at, of)) = key else { continue };
            let Some(item) = of.strip_prefix(name).and_then(|rest| rest.strip_prefix('.')).filter(|_| *at == when)
            else {
                continue;
            };
            let Some(share) = self.context.contribution(name, item) else { continue };
            let Some(value) = share.of(value) else { continue };
            let up = value.minus(share.least);
            let down = share.greatest.minus(value);
            bounds.0 = bounds.0.zip(up).and_then(|(bound, up)| bound.plus(up));
            bounds.1 = bounds.1.zip(down).and_then(|(bound, down)| bound.minus(down));
        }
        bounds
    }

    /// An end of the measure's scale; unbounded where the scale is not known.
    pub(super) fn limit(&self, limit: Limit, name: &str) -> Interval {
        let end = |(least, greatest)| if limit == Limit::Lowest { least } else { greatest };
        match self.context.range(name).map(end) {
            Some(end) => Interval::exact(Ratio::whole(end)),
            None => Interval::UNBOUNDED,
        }
    }

    /// Width of the measure's scale, when it is known and above zero.
    pub(super) fn width(&self, name: &str) -> Option<Ratio> {
        let (min, max) = self.context.range(name)?;
        let width = Ratio::whole(max).minus(Ratio::whole(min))?;
        (width.sign() == Ordering::Greater).then_some(width)
    }

    pub(super) fn uln(&self, when: When, name: &str) -> Option<Ratio> {
        self.context.uln(when, name).map(Ratio::whole)
    }

    pub(super) fn text(&self, when: When, name: &str) -> Option<String> {
        if let Some(Fixed::Text(text)) = self.fixed(&Key::Text(when, name.to_owned())) {
            return Some(text.clone());
        }
        match self.context.value(when, name) {
            Value::Text(text) => Some(text),
            Value::Number(_) | Value::List(_) | Value::Missing => None,
        }
    }

    pub(super) fn list(&self, when: When, name: &str) -> Option<Vec<String>> {
        match self.context.value(when, name) {
            Value::List(entries) => Some(entries),
            Value::Number(_) | Value::Text(_) | Value::Missing => None,
        }
    }

    pub(super) fn happened(&self, event: &str) -> Verdict {
        match self.fixed(&Key::Event(event.to_owned())) {
            Some(Fixed::Event(happened)) => Verdict::known(*happened),
            _ => self.context.happened(event),
        }
    }

    pub(super) fn day(&self) -> Interval {
        self.fixed_number(&Key::Day).unwrap_or_else(|| match self.context.day() {
            Some(day) => Interval::exact(Ratio::whole(i64::from(day).into())),
            None => Interval::UNBOUNDED,
        })
    }

    /// Whether something the rule looks up is not exactly known.
    pub(super) fn lacks(&self, key: &Key) -> bool {
        match key {
            Key::Number(when, name) => self.number(*when, name).point().is_none(),
            Key::Text(when, name) => self.text(*when, name).is_none(),
            Key::List(when, name) => self.list(*when, name).is_none(),
            Key::Uln(when, name) => self.uln(*when, name).is_none(),
            Key::Event(event) => self.happened(event) == Verdict::Undetermined,
            Key::Day => self.day().point().is_none(),
        }
    }
}
