//! Reading tables of a TOML text key by key, keeping every fault with its place.

use std::sync::Arc;

use engraft_base::suggest::did_you_mean;
use engraft_base::{Code, Dec, Finding, Place};
use indexmap::IndexMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{KEY_MISSING, KEY_UNKNOWN, NUMBER_RANGE, VALUE_TYPE, WORD_UNKNOWN};
use crate::number::Range;
use crate::word::Word;

/// A table of the text and where it starts.
#[derive(Clone, Copy)]
pub(super) struct Table<'t> {
    pub(super) keys: &'t DeTable<'t>,
    pub(super) at: usize,
}

/// The text, and the faults found in it so far.
pub(super) struct Fields<'t> {
    file: &'t Arc<str>,
    text: &'t str,
    pub(super) findings: Vec<Finding>,
}

impl<'t> Fields<'t> {
    pub(super) fn new(file: &'t Arc<str>, text: &'t str) -> Fields<'t> {
        Fields { file, text, findings: Vec::new() }
    }

    pub(super) fn place(&self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).saturating_add(1);
        Place::text(self.file, number(before.matches('\n').count()), number(line.chars().count()))
    }

    /// Adds a fault at an offset of the text, with the text of the span as found.
    pub(super) fn fault(&mut self, code: Code, span: std::ops::Range<usize>, message: String, expected: &str) {
        let mut finding = Finding::error(code, message).at(&self.place(span.start));
        if !expected.is_empty() {
            finding = finding.expected(expected);
        }
        if let Some(found) = self.text.get(span).filter(|found| !found.is_empty() && !found.contains('\n')) {
            finding = finding.found(found);
        }
        self.findings.push(finding);
    }

    /// Names every key of the table that is not in `known`.
    pub(super) fn only(&mut self, table: Table<'t>, known: &[&'static str]) {
        for key in table.keys.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref();
            let finding = Finding::error(KEY_UNKNOWN, format!("unknown key `{name}`"))
                .at(&self.place(key.span().start))
                .hint_if(did_you_mean(name, known.iter().copied()));
            self.findings.push(finding);
        }
    }

    pub(super) fn get(&self, table: Table<'t>, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        table.keys.get(key)
    }

    /// Span of a key's value, or of the start of the table where there is none.
    pub(super) fn span(&self, table: Table<'t>, key: &str) -> std::ops::Range<usize> {
        self.get(table, key).map_or(table.at..table.at, Spanned::span)
    }

    pub(super) fn require<T>(&mut self, table: Table<'t>, key: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && self.get(table, key).is_none() {
            self.fault(KEY_MISSING, table.at..table.at, format!("no `{key}`"), "");
        }
        value
    }

    pub(super) fn text(&mut self, table: Table<'t>, key: &str) -> Option<String> {
        let value = self.get(table, key)?;
        let text = value.get_ref().as_str().map(str::to_owned);
        self.typed(value, text, key, "a text")
    }

    pub(super) fn required_text(&mut self, table: Table<'t>, key: &str) -> String {
        let text = self.text(table, key);
        self.require(table, key, text).unwrap_or_default()
    }

    pub(super) fn number(&mut self, table: Table<'t>, key: &str) -> Option<Dec> {
        let value = self.get(table, key)?;
        self.typed(value, number(value.get_ref()), key, "a number")
    }

    pub(super) fn whole(&mut self, table: Table<'t>, key: &str) -> Option<u32> {
        let value = self.get(table, key)?;
        let whole = number(value.get_ref()).and_then(Dec::to_i64).and_then(|n| u32::try_from(n).ok());
        self.typed(value, whole, key, "a whole number")
    }

    pub(super) fn word<W: Word>(&mut self, table: Table<'t>, key: &str) -> Option<W> {
        let value = self.get(table, key)?;
        let text = self.text(table, key)?;
        let found = W::WORDS.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<&str> = W::WORDS.iter().map(|(word, _)| *word).collect();
            let finding = Finding::error(WORD_UNKNOWN, format!("`{key}` is none of the known words"))
                .at(&self.place(value.span().start))
                .found(&text)
                .expected(words.join(", "))
                .hint_if(did_you_mean(&text, words));
            self.findings.push(finding);
        }
        found
    }

    /// `[lower, upper]`, the upper end possibly `inf`.
    pub(super) fn range(&mut self, table: Table<'t>, key: &str) -> Option<Range> {
        let value = self.get(table, key)?;
        let pair = value.get_ref().as_array().filter(|ends| ends.len() == 2);
        let lower = pair.and_then(|ends| ends.first()).and_then(|end| number(end.get_ref()));
        let upper = pair.and_then(|ends| ends.get(1)).and_then(|end| match end.get_ref() {
            DeValue::Float(float) if float.as_str().trim_start_matches('+') == "inf" => Some(None),
            end => number(end).map(Some),
        });
        let range = lower.zip(upper).map(|(lower, upper)| Range { lower, upper });
        let range = range.filter(|range| range.upper.is_none_or(|upper| range.lower < upper));
        if range.is_none() {
            let message = format!("`{key}` is not a range");
            self.fault(NUMBER_RANGE, value.span(), message, "[lower, upper], the lower below the upper");
        }
        range
    }

    pub(super) fn texts(&mut self, table: Table<'t>, key: &str) -> Vec<String> {
        let Some(list) = self.list(table, key) else { return Vec::new() };
        let read =
            |value: &'t Spanned<DeValue<'t>>| self.typed(value, value.get_ref().as_str(), key, "a list of texts");
        list.iter().filter_map(read).map(str::to_owned).collect()
    }

    /// A list of numbers.
    pub(super) fn numbers(&mut self, table: Table<'t>, key: &str) -> Vec<Dec> {
        let Some(list) = self.list(table, key) else { return Vec::new() };
        let read =
            |value: &'t Spanned<DeValue<'t>>| self.typed(value, number(value.get_ref()), key, "a list of numbers");
        list.iter().filter_map(read).collect()
    }

    /// A table within the table.
    pub(super) fn inner(&mut self, table: Table<'t>, key: &str) -> Option<Table<'t>> {
        let value = self.get(table, key)?;
        let keys = self.typed(value, value.get_ref().as_table(), key, "a table")?;
        Some(Table { keys, at: value.span().start })
    }

    /// The keys of a table within the table, with what each is read as.
    pub(super) fn entries<T>(
        &mut self,
        table: Table<'t>,
        key: &str,
        mut read: impl FnMut(&mut Self, Table<'t>, &str) -> Option<T>,
    ) -> IndexMap<String, T> {
        let Some(inner) = self.inner(table, key) else { return IndexMap::new() };
        let names = inner.keys.keys().map(|name| name.get_ref().as_ref());
        names.filter_map(|name| Some((name.to_owned(), read(self, inner, name)?))).collect()
    }

    /// The tables of a list of tables.
    pub(super) fn tables(&mut self, table: Table<'t>, key: &str) -> Vec<Table<'t>> {
        let Some(list) = self.list(table, key) else { return Vec::new() };
        let read = |value: &'t Spanned<DeValue<'t>>| {
            let keys = self.typed(value, value.get_ref().as_table(), key, "a list of tables")?;
            Some(Table { keys, at: value.span().start })
        };
        list.iter().filter_map(read).collect()
    }

    fn list(&mut self, table: Table<'t>, key: &str) -> Option<&'t [Spanned<DeValue<'t>>]> {
        let value = self.get(table, key)?;
        let list = value.get_ref().as_array().map(|list| &**list);
        self.typed(value, list, key, "a list")
    }

    pub(super) fn typed<T>(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        read: Option<T>,
        key: &str,
        wanted: &str,
    ) -> Option<T> {
        if read.is_none() {
            self.fault(VALUE_TYPE, value.span(), format!("`{key}` has a value of another type"), wanted);
        }
        read
    }
}

/// The exact decimal of a TOML number.
pub(super) fn number(value: &DeValue<'_>) -> Option<Dec> {
    match value {
        DeValue::Integer(integer) if integer.radix() == 10 => Dec::parse(&integer.as_str().replace('_', "")),
        DeValue::Float(float) => Dec::parse(&float.as_str().replace('_', "")),
        _ => None,
    }
}
