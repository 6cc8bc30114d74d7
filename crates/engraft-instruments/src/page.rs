//! The page of an instrument, in Markdown, generated from its description.

use std::fmt::Write as _;

use engraft_base::Dec;

use crate::bands::{Bands, Level};
use crate::instrument::{Direction, Formula, Instrument, Source};
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
            format!("Range: {}, {direction}", self.range),
            format!("Status: {}", self.status.word()),
        ];
        facts.extend(self.status_note.as_ref().map(|note| format!("Not confirmed: {note}")));
        facts.extend(self.look_back.as_ref().map(|text| format!("Refers to: {text}")));
        line(page, &list(&facts));
    }

    fn write_items(&self, page: &mut String) {
        let mut table = String::from("| Column | Item | Answers | Points | Domain |\n|---|---|---|---|---|\n");
        for item in &self.items {
            let domain = item.domain.as_deref().unwrap_or("");
            let unit = item.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
            let points = points(item);
            let answers = format!("{}{unit}", item.expected());
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

    fn write_scoring(&self, page: &mut String) {
        let rule = match self.formula {
            Formula::Sum if self.items.len() == 1 => "The value itself.".to_owned(),
            Formula::Sum => "Sum of the points of all items.".to_owned(),
            Formula::RegionProduct => {
                let weight = |d: &crate::Domain| format!("{} {}", d.label, d.weight.unwrap_or(Dec::ONE));
                let weights: Vec<String> = self.domains.iter().map(weight).collect();
                format!(
                    "Sum over the regions of weight × (sum of the signs) × area score. Weights: {}. A region with area \
                     0 adds 0 whatever its signs.",
                    weights.join(", ")
                )
            }
            Formula::CategoryMean if self.items.iter().any(|item| item.role == Role::Aid) => {
                "Mean of the category scores; the use of an aid lifts its category to at least 2.".to_owned()
            }
            Formula::CategoryMean => "Mean of the category scores.".to_owned(),
        };
        section(page, "Score", &rule);
        let missing = self.missing_rule.as_deref().unwrap_or("No published rule.");
        section(
            page,
            "Missing items",
            &format!("{missing}\n\nA score with missing items is given as the interval of all values it may have."),
        );
    }
}

fn points(item: &Item) -> String {
    if item.kind == Kind::Letter {
        return item.letters.iter().map(|(letter, value)| format!("{letter} {value}")).collect::<Vec<_>>().join(", ");
    }
    match (item.role, item.weight) {
        (Role::Area, _) => "area".to_owned(),
        (Role::Aid, _) => "aid".to_owned(),
        (Role::Score, None) => "value".to_owned(),
        (Role::Score, Some(weight)) if item.kind == Kind::Present => weight.to_string(),
        (Role::Score, Some(weight)) => format!("value × {weight}"),
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
