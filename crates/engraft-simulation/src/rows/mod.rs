//! Simulated subjects → tables of text cells, named as the study file names tables and columns.

mod visits;

use engraft_base::Dec;
use engraft_protocol::{CharacteristicKind, DayConvention, Study, TableSpec, Truth};
use smol_str::{SmolStr, StrExt as _};

use crate::cohort::Cohort;
use crate::fault::Fault;
use crate::model::Model;
use crate::table::Table;
use crate::text;

/// What cannot be written: columns of which nothing is known, and tables that are no CSV file.
pub(crate) fn check(study: &Study, truth: &Truth, faults: &mut Vec<Fault>) {
    for (name, spec) in &study.file.characteristics {
        let stated = truth.characteristics.get(name);
        let known = match spec.kind {
            CharacteristicKind::Number => {
                spec.range.is_some() || name == "age" || stated.is_some_and(|t| t.mean.is_some() && t.sd.is_some())
            }
            CharacteristicKind::Category => !spec.values.is_empty() || stated.is_some_and(|t| t.share.is_some()),
        };
        if !known {
            let message = format!("nothing says what `{name}` can be");
            faults.push(Fault::new(&["characteristics", name], message, format!("add [truth.characteristics.{name}]")));
        }
    }
    let tables = &study.file.tables;
    let standard =
        [&tables.subjects, &tables.infusions, &tables.labs, &tables.medications, &tables.events, &tables.disposition];
    let specs = standard.into_iter().flatten().chain(tables.measures.values());
    for file in specs.filter_map(|spec| spec.file.as_deref()).filter(|file| !file.ends_with(".csv")) {
        let message = format!("`{file}` is no CSV file");
        faults.push(Fault::new(&["tables"], message, "simulated tables are CSV files"));
    }
}

impl Model<'_> {
    /// The tables of a cohort, in the shape of `data/`.
    pub fn tables(&self, cohort: &Cohort) -> Vec<Table> {
        let mut tables = vec![self.subjects(cohort), self.infusions(cohort)];
        tables.extend(self.measure_tables(cohort));
        tables.extend(self.labs(cohort));
        tables.extend(self.medications(cohort));
        tables.extend(self.events(cohort));
        tables.push(self.disposition(cohort));
        tables
    }

    /// A table with its columns called as the study file says.
    fn table(&self, name: &str, spec: Option<&TableSpec>, columns: &[&str]) -> Table {
        let file = spec.and_then(|s| s.file.as_deref()).and_then(|file| file.strip_suffix(".csv"));
        let called =
            |column: &&str| spec.and_then(|s| s.columns.get(*column)).map_or(*column, String::as_str).to_owned();
        Table::new(file.unwrap_or(name), columns.iter().map(called).collect())
    }

    fn day(&self, elapsed: i32) -> SmolStr {
        let shown = match self.study.file.study.days {
            DayConvention::StudyDay if elapsed >= 0 => elapsed.saturating_add(1),
            _ => elapsed,
        };
        text::whole(i64::from(shown))
    }

    fn number(&self, value: Dec) -> SmolStr {
        text::decimal(value, if self.study.file.study.decimal_comma { b',' } else { b'.' })
    }

    /// Whether tables name the treatment cycle.
    fn cycles(&self) -> bool {
        self.truth.repeat.is_some()
    }

    fn subjects(&self, cohort: &Cohort) -> Table {
        let spec = self.study.file.tables.subjects.as_ref();
        let has_arms = !self.study.file.arms.is_empty();
        let file = &self.study.file;
        let column = |(name, c): (&String, &engraft_protocol::Characteristic)| c.column.clone().unwrap_or(name.clone());
        let known: Vec<String> = file.characteristics.iter().map(column).collect();
        let own_weight = !known.iter().any(|name| name == "weight-kg");
        let fixed = [Some("subject"), has_arms.then_some("arm"), own_weight.then_some("weight-kg")];
        let mut columns: Vec<&str> = fixed.into_iter().flatten().collect();
        columns.extend(known.iter().map(String::as_str));
        let mut table = self.table("subjects", spec, &columns);
        for subject in &cohort.subjects {
            let arm = self.arms.get(subject.arm).map_or("", |arm| arm.id);
            let mut row = Vec::with_capacity(columns.len());
            row.push(subject.id.clone());
            row.extend(has_arms.then(|| arm.into()));
            row.extend(own_weight.then(|| self.number(subject.weight)));
            let commas = self.study.file.study.decimal_comma;
            let texts = subject.characteristics.iter().zip(file.characteristics.values());
            row.extend(texts.map(|(text, c)| match c.kind {
                CharacteristicKind::Number if commas => text.replace_smolstr(".", ","),
                _ => text.clone(),
            }));
            table.rows.push(row);
        }
        table
    }

    fn infusions(&self, cohort: &Cohort) -> Table {
        let spec = self.study.file.tables.infusions.as_ref();
        let dosed = cohort.subjects.iter().flat_map(|s| &s.infusions).any(|g| g.dose.is_some());
        let mut columns = vec!["subject"];
        columns.extend(self.cycles().then_some("cycle"));
        columns.push("day");
        columns.extend(["dose", "dose-per-kg", "weight-kg"].into_iter().filter(|_| dosed));
        let mut table = self.table("infusions", spec, &columns);
        for subject in &cohort.subjects {
            for given in &subject.infusions {
                let mut row = Vec::with_capacity(columns.len());
                row.push(subject.id.clone());
                row.extend(self.cycles().then(|| text::whole(i64::from(given.cycle))));
                row.push(self.day(given.day));
                if dosed {
                    let (dose, per_kg) = given.dose.unzip();
                    let numbers = [dose, per_kg, Some(subject.weight)];
                    row.extend(numbers.map(|value| value.map(|v| self.number(v)).unwrap_or_default()));
                }
                table.rows.push(row);
            }
        }
        table
    }

    fn medications(&self, cohort: &Cohort) -> Option<Table> {
        let all = || cohort.subjects.iter().flat_map(|s| s.medications.iter().map(move |m| (s, m)));
        let asked = self.study.file.events.values().any(|e| e.table == Some(engraft_protocol::EventTable::Medications));
        if !asked && all().next().is_none() {
            return None;
        }
        let fields = columns_of(all().map(|(_, m)| &m.fields), &["drug", "dose", "unit", "route", "reason"]);
        let columns: Vec<&str> =
            std::iter::once("subject").chain(fields.iter().map(String::as_str)).chain(["start", "end"]).collect();
        let mut table = self.table("medications", self.study.file.tables.medications.as_ref(), &columns);
        for (subject, row) in all() {
            table.rows.push(self.dated(&subject.id, &fields, &row.fields, row.start, row.end));
        }
        Some(table)
    }

    fn events(&self, cohort: &Cohort) -> Option<Table> {
        let all = || cohort.subjects.iter().flat_map(|s| s.events.iter().map(move |e| (s, e)));
        let asked = self.study.file.events.values().any(|e| e.table == Some(engraft_protocol::EventTable::Events));
        if !asked && all().next().is_none() && self.truth.adverse_events.is_empty() {
            return None;
        }
        let fields = columns_of(all().map(|(_, e)| &e.fields), &["term", "kind", "grade", "serious", "related"]);
        let columns: Vec<&str> =
            std::iter::once("subject").chain(fields.iter().map(String::as_str)).chain(["start", "end"]).collect();
        let mut table = self.table("events", self.study.file.tables.events.as_ref(), &columns);
        for (subject, row) in all() {
            table.rows.push(self.dated(&subject.id, &fields, &row.fields, row.start, row.end));
        }
        Some(table)
    }

    fn dated(
        &self,
        id: &SmolStr,
        columns: &[String],
        fields: &[(SmolStr, SmolStr)],
        start: i32,
        end: Option<i32>,
    ) -> Vec<SmolStr> {
        let text =
            |column: &String| fields.iter().find(|(c, _)| c == column).map(|(_, t)| t.clone()).unwrap_or_default();
        let mut row = Vec::with_capacity(columns.len().saturating_add(3));
        row.push(id.clone());
        row.extend(columns.iter().map(text));
        row.push(self.day(start));
        row.push(end.map(|day| self.day(day)).unwrap_or_default());
        row
    }

    fn disposition(&self, cohort: &Cohort) -> Table {
        let fields = columns_of(cohort.subjects.iter().map(|s| &s.ended), &["status"]);
        let columns: Vec<&str> =
            std::iter::once("subject").chain(fields.iter().map(String::as_str)).chain(["day"]).collect();
        let mut table = self.table("disposition", self.study.file.tables.disposition.as_ref(), &columns);
        for subject in &cohort.subjects {
            let text = |column: &String| subject.ended.iter().find(|(c, _)| c == column).map(|(_, t)| t.clone());
            let mut row = Vec::with_capacity(columns.len());
            row.push(subject.id.clone());
            row.extend(fields.iter().map(|column| text(column).unwrap_or_default()));
            row.push(self.day(subject.end));
            table.rows.push(row);
        }
        table
    }
}

/// The usual columns that any row has, then the others in the order of their first row; the first usual one always.
fn columns_of<'a>(rows: impl Iterator<Item = &'a Vec<(SmolStr, SmolStr)>>, usual: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (column, _) in rows.flatten() {
        if !found.iter().any(|known| known == column) {
            found.push(column.to_string());
        }
    }
    let first = usual.first().copied();
    let mut columns: Vec<String> =
        usual.iter().filter(|u| Some(**u) == first || found.iter().any(|c| c == *u)).map(|u| (*u).to_owned()).collect();
    columns.extend(found.into_iter().filter(|c| !usual.contains(&c.as_str())));
    columns
}
