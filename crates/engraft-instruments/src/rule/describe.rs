//! The parts of a rule with the quantities they compared, for people.

use engraft_base::{Score, Verdict};

use super::change::{self, Quantity};
use super::facts::Facts;
use super::joint::decide;
use super::ratio::{Interval, Ratio};
use super::tree::{Change, ItemCount, Limit, Number, TextTerm, Truth};
use super::{Part, When, evaluate};

/// The top-level conditions of a rule with its verdict, each that counts or lists conditions followed by these.
pub(super) fn parts(truth: &Truth, verdict: Verdict, facts: &Facts) -> Vec<Part> {
    let mut parts = Vec::new();
    match truth {
        Truth::And(conditions) | Truth::Or(conditions) => {
            conditions.iter().for_each(|condition| {
                with_elements(condition, decide(condition, facts), facts, &mut parts);
            });
        }
        single => with_elements(single, verdict, facts, &mut parts),
    }
    parts
}

fn with_elements(condition: &Truth, verdict: Verdict, facts: &Facts, parts: &mut Vec<Part>) {
    parts.push(part(condition, verdict, facts));
    elements(condition).into_iter().for_each(|element| parts.push(part(element, decide(element, facts), facts)));
}

/// The conditions listed in a `count`, `all` or `any` of this condition.
fn elements(condition: &Truth) -> Vec<&Truth> {
    match condition {
        Truth::All(elements) | Truth::Any(elements) => elements.iter().collect(),
        Truth::Not(inner) => elements(inner),
        Truth::Compare(_, left, right) => {
            let mut counts = Vec::new();
            listed(left, &mut counts);
            listed(right, &mut counts);
            counts
        }
        _ => Vec::new(),
    }
}

/// The conditions written out in a `count`; a count over items shows its items by name instead.
fn listed<'a>(number: &'a Number, conditions: &mut Vec<&'a Truth>) {
    match number {
        Number::Count(parts) => conditions.extend(parts),
        Number::Negated(inner) => listed(inner, conditions),
        Number::Binary(_, left, right) => {
            listed(left, conditions);
            listed(right, conditions);
        }
        _ => {}
    }
}

fn part(condition: &Truth, verdict: Verdict, facts: &Facts) -> Part {
    let mut texts = Vec::new();
    truth_texts(condition, facts, &mut texts);
    let mut seen: Vec<String> = Vec::new();
    texts.into_iter().for_each(|text| {
        if !seen.contains(&text) {
            seen.push(text);
        }
    });
    Part { rule: condition.to_string(), values: seen.join("; "), verdict }
}

fn truth_texts(condition: &Truth, facts: &Facts, texts: &mut Vec<String>) {
    match condition {
        Truth::Compare(_, left, right) => {
            number_texts(left, facts, texts);
            number_texts(right, facts, texts);
        }
        Truth::SameText(_, left, right) => {
            text_texts(left, facts, texts);
            text_texts(right, facts, texts);
        }
        Truth::OneOf(item, _) => text_texts(item, facts, texts),
        Truth::Contains(_, when, list) => texts.push(list_text(*when, list, facts)),
        Truth::Happened(event) => texts.push(match facts.happened(event) {
            Verdict::Met => format!("{event} happened"),
            Verdict::NotMet => format!("{event} did not happen"),
            Verdict::Undetermined | Verdict::NotEvaluable => format!("{event} not known"),
        }),
        Truth::Not(inner) => truth_texts(inner, facts, texts),
        Truth::All(parts) | Truth::Any(parts) => texts.push(tally_text(parts, facts)),
        Truth::And(parts) | Truth::Or(parts) => parts.iter().for_each(|part| truth_texts(part, facts, texts)),
        Truth::Given(gate, inner) => {
            truth_texts(gate, facts, texts);
            truth_texts(inner, facts, texts);
        }
    }
}

fn tally_text(parts: &[Truth], facts: &Facts) -> String {
    match evaluate::tally(parts, facts) {
        (met, 0) => format!("{met} of {} met", parts.len()),
        (met, open) => format!("{met} of {} met, {open} undetermined", parts.len()),
    }
}

fn number_texts(number: &Number, facts: &Facts, texts: &mut Vec<String>) {
    match number {
        Number::Literal(_) => {}
        Number::Value(when, name) => texts.push(format!("{} {}", label(*when, name), value_text(*when, name, facts))),
        Number::Change(kind, name) => texts.push(change_text(*kind, name, facts)),
        Number::TimesUln(name) => texts.push(uln_text(name, facts)),
        Number::Limit(limit, name) => {
            let end = if *limit == Limit::Lowest { "lowest" } else { "highest" };
            texts.push(format!("{end} {name} {}", quantity_text(number, facts)));
        }
        Number::Size(when, name) => texts.push(list_text(*when, name, facts)),
        Number::Hits(when, name, wanted) => {
            texts.push(format!(
                "{} of {} in {}",
                quantity_text(number, facts),
                wanted.len(),
                list_text(*when, name, facts)
            ));
        }
        Number::Count(parts) => texts.push(tally_text(parts, facts)),
        Number::Items(count) => texts.push(items_text(count, facts)),
        Number::Steps(inner, ..) => {
            number_texts(inner, facts, texts);
            if let Some(last) = texts.last_mut() {
                last.push_str(&format!(": {} points", quantity_text(number, facts)));
            }
        }
        Number::Day => texts.push(match facts.day().point() {
            Some(day) => format!("day {}", day.text()),
            None => "day not known".to_owned(),
        }),
        Number::Negated(inner) => number_texts(inner, facts, texts),
        Number::Binary(_, left, right) => {
            number_texts(left, facts, texts);
            number_texts(right, facts, texts);
            if let quantity @ (Quantity::Perhaps(_) | Quantity::Undefined(_)) = evaluate::number(number, facts) {
                texts.push(quantity_words(&quantity, ""));
            }
        }
    }
}

/// Which items a count holds, and which are open.
fn items_text(count: &ItemCount, facts: &Facts) -> String {
    let with = |wanted: Verdict| {
        let pairs = count.names.iter().zip(&count.conditions);
        let names = pairs.filter(|(_, condition)| evaluate::truth(condition, facts) == wanted).map(|(name, _)| name);
        names.map(|name| name.replace('_', "-")).collect::<Vec<_>>().join(", ")
    };
    let (met, open) = (with(Verdict::Met), with(Verdict::Undetermined));
    let met = if met.is_empty() { "none".to_owned() } else { met };
    if open.is_empty() { format!("{}: {met}", count.text) } else { format!("{}: {met}; not known: {open}", count.text) }
}

fn label(when: When, name: &str) -> String {
    if when == When::Now { name.to_owned() } else { format!("{} {name}", when.word()) }
}

fn value_text(when: When, name: &str, facts: &Facts) -> String {
    match facts.score(when, name) {
        Some(Score::Complete(value)) => value.to_string(),
        Some(Score::Bounded(_)) => interval_text(facts.number(when, name)),
        None => match facts.number(when, name) {
            Interval { lower: None, upper: None } => "missing".to_owned(),
            bounds => format!("missing ({})", interval_text(bounds)),
        },
    }
}

fn change_text(kind: Change, name: &str, facts: &Facts) -> String {
    let (word, unit) = match kind {
        Change::FallTimesUln => ("fall", " times the upper limit of normal"),
        Change::Difference => ("change", ""),
        Change::Fall => ("fall", ""),
        Change::Rise => ("rise", ""),
        Change::FallPercent => ("fall", " %"),
        Change::RisePercent => ("rise", " %"),
        Change::FallPercentOfRange => ("fall", " % of range"),
        Change::RisePercentOfRange => ("rise", " % of range"),
    };
    let (from, to) = (value_text(When::Baseline, name, facts), value_text(When::Now, name, facts));
    let result = match change::change(kind, name, facts) {
        quantity @ Quantity::Within(_) => format!("{word} {}", quantity_words(&quantity, unit)),
        undefined => quantity_words(&undefined, ""),
    };
    format!("{name} {from} to {to}: {result}")
}

fn uln_text(name: &str, facts: &Facts) -> String {
    let value = value_text(When::Now, name, facts);
    match facts.uln(When::Now, name) {
        None => format!("{name} {value}, upper limit of normal missing"),
        Some(uln) => {
            let times = quantity_words(&change::times_uln(name, facts), " times");
            format!("{name} {value}, upper limit of normal {}: {times}", uln.text())
        }
    }
}

fn list_text(when: When, name: &str, facts: &Facts) -> String {
    match facts.list(when, name) {
        None => format!("{} missing", label(when, name)),
        Some(entries) => {
            let mut shown = entries.iter().take(6).cloned().collect::<Vec<_>>().join(", ");
            if entries.len() > 6 {
                shown.push_str(", ...");
            }
            format!("{} [{shown}] ({})", label(when, name), entries.len())
        }
    }
}

fn text_texts(term: &TextTerm, facts: &Facts, texts: &mut Vec<String>) {
    if let TextTerm::Value(when, name) = term {
        let text = facts.text(*when, name).map_or("missing".to_owned(), |text| format!("\"{text}\""));
        texts.push(format!("{} {text}", label(*when, name)));
    }
}

fn quantity_text(number: &Number, facts: &Facts) -> String {
    quantity_words(&evaluate::number(number, facts), "")
}

fn quantity_words(quantity: &Quantity, unit: &str) -> String {
    match quantity {
        Quantity::Within(interval) => match (interval.lower, interval.upper) {
            (None, None) => "not known".to_owned(),
            _ => format!("{}{unit}", interval_text(*interval)),
        },
        Quantity::Perhaps(why) | Quantity::Undefined(why) => why.clone(),
    }
}

fn interval_text(interval: Interval) -> String {
    if let Some(value) = interval.point() {
        return value.text();
    }
    let (lower, upper) = (interval.lower.map(Ratio::text), interval.upper.map(Ratio::text));
    match (lower, upper) {
        (Some(lower), Some(upper)) => format!("between {lower} and {upper}"),
        (Some(lower), None) => format!("at least {lower}"),
        (None, Some(upper)) => format!("at most {upper}"),
        (None, None) => "not known".to_owned(),
    }
}
