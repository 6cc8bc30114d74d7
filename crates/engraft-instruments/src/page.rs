//! The page of an instrument, in Markdown, generated from its description.

use std::fmt::Write as _;

use crate::bands::{Bands, Level};
use crate::formula;
use crate::instrument::{Direction, Instrument, Reading, Source};
use crate::item::{Item, Kind, Role};

impl Instrument {
    /// The page shown by `explain` and in the documentation.
    pub fn page(&self) -> String {
        let mut page = String::new();
        self.write_head(&mut page);
        self.write_items(&mut page);
        self.write_scoring(&mut page);
        for bands in &self.bands {
            write_bands(&mut page, bands);
        }
        section(&mut page, "Variants", &list(&self.variants));
        section(&mut page, "Readings", &self.readings_text());
        section(&mut page, "Rights", &self.rights);
        section(&mut page, "Sources", &list(&self.sources.iter().map(source).collect::<Vec<_>>()));
        page
    }

    fn write_head(&self, page: &mut String) {
        let year = self.year.map(|year| format!(", {year}")).unwrap_or_default();
        line(page, &format!("# {}: {}{year}", self.name, self.version));
        line(page, &self.measures);
        let direction = match self.direction {
            Direction::HigherIsWorse => "higher is worse",
            Direction::HigherIsBetter => "higher is better",
        };
        let mut facts = vec![
            format!("Identifier: `{}`", self.id),
            format!("Range: {}{}, {direction}", self.range, unit(self.unit.as_ref())),
            format!("Status: {}", self.status.word()),
        ];
        facts.extend(self.based_on.as_ref().map(|base| format!("Starts from: `{base}`")));
        facts.extend(self.status_note.as_ref().map(|note| format!("Not confirmed: {note}")));
        facts.extend(self.look_back.as_ref().map(|text| format!("Refers to: {text}")));
        line(page, &list(&facts));
    }

    fn write_items(&self, page: &mut String) {
        let mut table = String::from("| Column | Item | Answers | Points | Domain |\n|---|---|---|---|---|\n");
        for item in &self.items {
            let domain = item.domain.as_deref().unwrap_or("");
            let points = points(item);
            let answers = format!("{}{}", item.expected(), unit(item.unit.as_ref()));
            let _ = writeln!(table, "| `{}` | {} | {answers} | {points} | {domain} |", item.id, item.label);
        }
        section(page, "Items", table.trim_end());
        let when: Vec<String> = self
            .items
            .iter()
            .filter_map(|item| item.counts_when.as_ref().map(|text| format!("`{}`: {text}", item.id)))
            .collect();
        section(page, "When an item counts", &list(&when));
    }

    fn readings_text(&self) -> String {
        let when = |(item, text): (&String, &String)| format!("`{item}`: {text}");
        let one = |reading: &Reading| {
            let back = reading.look_back.iter().map(|text| format!("refers to {text}"));
            let parts: Vec<String> = back.chain(reading.counts_when.iter().map(when)).collect();
            format!("`{}-{}`: {}; {}", self.id, reading.name, reading.what, parts.join("; "))
        };
        let readings: Vec<String> = self.readings.iter().map(one).collect();
        if readings.is_empty() {
            return String::new();
        }
        format!("Scored in the same way; only the meaning of an answer differs.\n\n{}", list(&readings))
    }

    fn write_scoring(&self, page: &mut String) {
        section(page, "Score", &formula::describe(self));
        let missing = self.missing_rule.as_deref().unwrap_or("No published rule.");
        section(
            page,
            "Missing items",
            &format!("{missing}\n\nA score with missing items is given as the interval of all values it may have."),
        );
    }
}

/// A unit after a number, as UCUM text.
fn unit(unit: Option<&String>) -> String {
    unit.map(|unit| format!(" {unit}")).unwrap_or_default()
}

fn points(item: &Item) -> String {
    if let Some(threshold) = &item.threshold {
        return threshold.to_string();
    }
    if item.kind == Kind::Letter {
        return item.letters.iter().map(|(letter, value)| format!("{letter} {value}")).collect::<Vec<_>>().join(", ");
    }
    match (item.role, item.weight) {
        (Role::Score, None) => "value".to_owned(),
        (Role::Score, Some(weight)) if item.kind == Kind::Present => weight.to_string(),
        (Role::Score, Some(weight)) => format!("value × {weight}"),
        (Role::Replaces, Some(weight)) => format!("{weight}, replaces its domain"),
        (role, _) => role.word().replace('-', " "),
    }
}

fn write_bands(page: &mut String, bands: &Bands) {
    let level = |level: &Level| match level.limit() {
        Some((limit, true)) => format!("{}: up to {limit}", level.label),
        Some((limit, false)) => format!("{}: below {limit}", level.label),
        None => format!("{}: above that", level.label),
    };
    let levels: Vec<String> = bands.levels.iter().map(level).collect();
    section(page, &format!("Bands `{}`", bands.name), &format!("{}\n\nFrom: {}", list(&levels), bands.source));
}

fn source(source: &Source) -> String {
    let doi = source.doi.as_ref().map(|doi| format!(", doi:{doi}")).unwrap_or_default();
    format!("{}{doi}: {}", source.text, source.what)
}

fn list<T: AsRef<str>>(entries: &[T]) -> String {
    entries.iter().map(|entry| format!("- {}", entry.as_ref())).collect::<Vec<_>>().join("\n")
}

fn section(page: &mut String, title: &str, text: &str) {
    if !text.is_empty() {
        line(page, &format!("## {title}"));
        line(page, text);
    }
}

fn line(page: &mut String, text: &str) {
    if !page.is_empty() {
        page.push('\n');
    }
    page.push_str(text);
    page.push('\n');
}
