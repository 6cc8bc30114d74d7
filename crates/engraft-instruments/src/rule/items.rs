//! Items of a measure in a rule: `now.bilag.renal`, and counts over all items of a measure.

use engraft_base::Dec;

use super::When;
use super::facts::Fixed;
use super::tree::{ItemCount, Number, Relation, Sameness, TextTerm, Truth};
use crate::instrument::{Direction, Formula, Instrument};
use crate::item::{Item, Kind, Role};

/// What a rule needs to know of an item to count over it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ItemScale {
    /// Identifier, with underscores.
    pub name: String,
    /// The answers from worst to best in classes that count alike, for letters; empty for numbers.
    pub classes: Vec<Vec<String>>,
    /// The value that means nothing is there, for numbers.
    pub least: Dec,
}

/// What an item adds to the total of its instrument, where the total is a sum.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contribution {
    /// The least it can add.
    pub least: Dec,
    /// The most it can add.
    pub greatest: Dec,
    /// Factor of its value.
    pub weight: Dec,
    /// Value of each letter, for a letter item.
    pub letters: Vec<(String, Dec)>,
}

impl Contribution {
    /// What it adds with a value assumed.
    pub(super) fn of(&self, value: &Fixed) -> Option<Dec> {
        match value {
            Fixed::Number(value) => value.decimal()?.times(self.weight),
            Fixed::Text(text) => {
                self.letters.iter().find(|(letter, _)| letter == text).and_then(|(_, value)| value.times(self.weight))
            }
            Fixed::Event(_) => None,
        }
    }
}

/// The items of the measures that a rule may name.
pub trait Items {
    /// The items of a measure, by its name in the rule; `None` when it has none that are known.
    fn items(&self, measure: &str) -> Option<Vec<ItemScale>>;
}

/// No measure has items.
pub struct NoItems;

impl Items for NoItems {
    fn items(&self, _: &str) -> Option<Vec<ItemScale>> {
        None
    }
}

impl Instrument {
    /// What an item, named with underscores, adds to the total; `None` where the total is no plain sum.
    pub fn contribution(&self, item: &str) -> Option<Contribution> {
        let item = self.items.iter().find(|known| super::rule_name(&known.id) == item)?;
        if self.formula != Formula::Sum || item.role != Role::Score {
            return None;
        }
        let weight = item.weight.unwrap_or(Dec::ONE);
        let ends = [item.range.lower.times(weight)?, item.range.upper?.times(weight)?];
        let letters = if item.kind == Kind::Letter {
            item.letters.iter().map(|(letter, value)| (letter.clone(), *value)).collect()
        } else {
            Vec::new()
        };
        let [first, second] = ends;
        Some(Contribution { least: first.min(second), greatest: first.max(second), weight, letters })
    }

    /// The items as a rule counts over them.
    pub fn item_scales(&self) -> Vec<ItemScale> {
        self.items.iter().map(|item| scale(item, self.direction)).collect()
    }
}

fn scale(item: &Item, direction: Direction) -> ItemScale {
    let mut letters: Vec<(&String, Dec)> = item.letters.iter().map(|(letter, value)| (letter, *value)).collect();
    if item.kind != Kind::Letter {
        letters.clear();
    }
    // stable: letters that stand for one number keep the order of the description
    match direction {
        Direction::HigherIsWorse => letters.sort_by_key(|(_, value)| std::cmp::Reverse(*value)),
        Direction::HigherIsBetter => letters.sort_by_key(|(_, value)| *value),
    }
    let mut classes: Vec<(Dec, Vec<String>)> = Vec::new();
    for (letter, value) in letters {
        match classes.last_mut() {
            Some((last, class)) if *last == value => class.push(letter.clone()),
            _ => classes.push((value, vec![letter.clone()])),
        }
    }
    ItemScale {
        name: super::rule_name(&item.id),
        classes: classes.into_iter().map(|(_, class)| class).collect(),
        least: item.range.lower,
    }
}

/// Which items are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Which {
    /// With this answer at the time named.
    At,
    /// With this answer now, and a better one before.
    New,
    /// With this answer before, and no better one now.
    Kept,
}

impl Which {
    fn word(self) -> &'static str {
        match self {
            Which::At => "items_at",
            Which::New => "items_new",
            Which::Kept => "items_kept",
        }
    }
}

/// Builds the count; `None` when an item has no such answer.
pub(super) fn count(
    which: Which,
    when: When,
    measure: &str,
    answer: Option<&str>,
    items: &[ItemScale],
) -> Option<Number> {
    let default = if which == Which::At { When::Now } else { When::Baseline };
    let place = if when == default { measure.to_owned() } else { format!("{}.{measure}", when.word()) };
    let argument = answer.map(|answer| format!(", {}", super::text::quote(answer))).unwrap_or_default();
    let conditions: Option<Vec<Truth>> =
        items.iter().map(|item| condition(which, when, measure, answer, item)).collect();
    Some(Number::Items(ItemCount {
        text: format!("{}({place}{argument})", which.word()),
        names: items.iter().map(|item| item.name.clone()).collect(),
        conditions: conditions?,
    }))
}

fn condition(which: Which, when: When, measure: &str, answer: Option<&str>, item: &ItemScale) -> Option<Truth> {
    let name = format!("{measure}.{}", item.name);
    let Some(answer) = answer else {
        let there = |when: When| compare(Relation::Greater, when, &name, item.least);
        let absent = |when: When| compare(Relation::AtMost, when, &name, item.least);
        // without an answer named, numbers are counted: there or not there
        return item.classes.is_empty().then(|| match which {
            Which::At => there(when),
            Which::New => Truth::And(vec![there(When::Now), absent(when)]),
            Which::Kept => Truth::And(vec![there(when), there(When::Now)]),
        });
    };
    let class = item.classes.iter().position(|class| class.iter().any(|letter| letter == answer))?;
    let flat = |classes: &[Vec<String>]| classes.iter().flatten().cloned().collect::<Vec<String>>();
    let better = item.classes.get(class.saturating_add(1)..).map(flat).unwrap_or_default();
    let no_better = item.classes.get(..=class).map(flat).unwrap_or_default();
    let is = |when: When| {
        Truth::SameText(Sameness::Same, TextTerm::Value(when, name.clone()), TextTerm::Literal(answer.to_owned()))
    };
    let among = |when: When, letters: Vec<String>| Truth::OneOf(TextTerm::Value(when, name.clone()), letters);
    Some(match which {
        Which::At => is(when),
        Which::New => Truth::And(vec![is(When::Now), among(when, better)]),
        Which::Kept => Truth::And(vec![is(when), among(When::Now, no_better)]),
    })
}

fn compare(relation: Relation, when: When, name: &str, limit: Dec) -> Truth {
    Truth::Compare(relation, Number::Value(when, name.to_owned()), Number::Literal(limit))
}
