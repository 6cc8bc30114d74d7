//! Simulated subjects → tables of text cells, named as the study file names tables and columns.

use engraft_base::Dec;
use engraft_instruments::item::Kind;
use engraft_protocol::{CharacteristicKind, DayConvention, MeasureKind, Study, TableSpec, Truth};
use indexmap::IndexMap;
use smol_str::{SmolStr, StrExt as _, ToSmolStr as _, format_smolstr};

use crate::cohort::{Cell, Cohort, SimulatedSubject, Value, Visited};
use crate::fault::Fault;
use crate::measures::MeasureModel;
use crate::model::Model;
use crate::table::Table;

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
        shown.to_smolstr()
    }

    fn number(&self, value: Dec) -> SmolStr {
        let text = value.to_smolstr();
        if self.study.file.study.decimal_comma { text.replace_smolstr(".", ",") } else { text }
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
            let fixed = [
                Some(subject.id.clone()),
                has_arms.then(|| arm.into()),
                own_weight.then(|| self.number(subject.weight)),
            ];
            let mut row: Vec<SmolStr> = fixed.into_iter().flatten().collect();
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
                let mut row = vec![subject.id.clone()];
                row.extend(self.cycles().then(|| given.cycle.to_smolstr()));
                row.push(self.day(given.day));
                if dosed {
                    let (dose, per_kg) = given.dose.unzip();
                    row.extend(
                        [dose, per_kg, Some(subject.weight)]
                            .map(|value| value.map(|v| self.number(v)).unwrap_or_default()),
                    );
                }
                table.rows.push(row);
            }
        }
        table
    }

    fn measure_tables(&self, cohort: &Cohort) -> Vec<Table> {
        let mut groups: IndexMap<&str, Vec<usize>> = IndexMap::new();
        let entered = self.measures.iter().enumerate().filter(|(_, m)| m.measure.kind != MeasureKind::Lab);
        for (index, measure) in entered {
            let written = measure.measure.table.as_deref().unwrap_or(measure.id);
            let sheet = written.rsplit_once('#').map_or(written, |(_, sheet)| sheet);
            groups.entry(sheet.strip_suffix(".csv").unwrap_or(sheet)).or_default().push(index);
        }
        groups.into_iter().map(|(name, members)| self.measure_table(name, &members, cohort)).collect()
    }

    fn measure_table(&self, name: &str, members: &[usize], cohort: &Cohort) -> Table {
        let spec = self.study.file.tables.measures.get(name);
        let models: Vec<&MeasureModel<'_>> = members.iter().filter_map(|i| self.measures.get(*i)).collect();
        let mut table = self.table(name, spec, &self.when_columns());
        table.header.extend(models.iter().flat_map(|m| value_columns(m)));
        for (subject, visited) in seen(cohort) {
            let cells: Vec<(&MeasureModel<'_>, &Cell)> =
                members.iter().filter_map(|i| Some((self.measures.get(*i)?, visited.cells.get(*i)?))).collect();
            if cells.iter().all(|(_, cell)| **cell == Cell::NotPlanned) {
                continue;
            }
            let mut row = self.when(subject, visited);
            for (model, cell) in cells {
                row.extend(self.texts(model, cell));
            }
            table.rows.push(row);
        }
        table
    }

    fn when_columns(&self) -> Vec<&'static str> {
        let columns = [Some("subject"), Some("visit"), self.cycles().then_some("cycle"), Some("day")];
        columns.into_iter().flatten().collect()
    }

    fn when(&self, subject: &SimulatedSubject, visited: &Visited) -> Vec<SmolStr> {
        let visit = self.visits.get(visited.visit).map_or("", |v| v.id).into();
        let cycle = self.cycles().then(|| visited.cycle.to_smolstr());
        [Some(subject.id.clone()), Some(visit), cycle, Some(self.day(visited.day))].into_iter().flatten().collect()
    }

    /// One text a column of the measure.
    fn texts(&self, model: &MeasureModel<'_>, cell: &Cell) -> Vec<SmolStr> {
        let Cell::Value(value) = cell else { return vec![SmolStr::default(); value_columns(model).len()] };
        match value {
            Value::Number(number) => vec![self.measured(model, *number)],
            Value::Word(index) => vec![model.measure.values.get(*index).map(SmolStr::from).unwrap_or_default()],
            Value::List(entries) if entries.is_empty() => vec!["none".into()],
            Value::List(entries) => {
                let separator = model.measure.separator.as_deref().filter(|s| !s.is_empty()).unwrap_or(";");
                vec![entries.join(&format!("{separator} ")).into()]
            }
            Value::Items(items, _) => {
                let of = model.items_of.map(|i| i.items.as_slice()).unwrap_or_default();
                let text = |(item, answer): (&engraft_instruments::Item, &Option<Dec>)| match answer {
                    None => SmolStr::default(),
                    Some(value) if item.kind == Kind::Letter => {
                        let letter = item.letters.iter().find(|(_, v)| *v == value).map(|(letter, _)| letter.into());
                        letter.unwrap_or_default()
                    }
                    Some(value) => self.number(*value),
                };
                of.iter().zip(items).map(text).collect()
            }
        }
    }

    /// A number, or `<5` where it is below what can be measured.
    fn measured(&self, model: &MeasureModel<'_>, number: Dec) -> SmolStr {
        match model.detection {
            Some(limit) if number < limit => format_smolstr!("<{}", self.number(limit)),
            _ => self.number(number),
        }
    }

    fn labs(&self, cohort: &Cohort) -> Option<Table> {
        let labs: Vec<(usize, &MeasureModel<'_>)> =
            self.measures.iter().enumerate().filter(|(_, m)| m.measure.kind == MeasureKind::Lab).collect();
        if labs.is_empty() {
            return None;
        }
        let limits = labs.iter().any(|(_, m)| m.upper.is_some());
        let mut columns = self.when_columns();
        columns.extend(["test", "value", "unit"]);
        columns.extend(limits.then_some("upper-limit"));
        let mut table = self.table("labs", self.study.file.tables.labs.as_ref(), &columns);
        for (subject, visited) in seen(cohort) {
            for (index, model) in &labs {
                let Some(Cell::Value(value)) = visited.cells.get(*index) else { continue };
                let Some(number) = value.number() else { continue };
                let mut row = self.when(subject, visited);
                row.push(model.measure.test.as_deref().unwrap_or(model.id).into());
                row.push(self.measured(model, number));
                row.push(model.measure.unit.as_deref().unwrap_or("").into());
                row.extend(limits.then(|| model.upper.as_deref().unwrap_or("").into()));
                table.rows.push(row);
            }
        }
        Some(table)
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
        id: &str,
        columns: &[String],
        fields: &[(SmolStr, SmolStr)],
        start: i32,
        end: Option<i32>,
    ) -> Vec<SmolStr> {
        let text =
            |column: &String| fields.iter().find(|(c, _)| c == column).map(|(_, t)| t.clone()).unwrap_or_default();
        let mut row = vec![id.into()];
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
            let mut row = vec![subject.id.clone()];
            row.extend(fields.iter().map(|column| text(column).unwrap_or_default()));
            row.push(self.day(subject.end));
            table.rows.push(row);
        }
        table
    }
}

fn seen(cohort: &Cohort) -> impl Iterator<Item = (&SimulatedSubject, &Visited)> {
    cohort.subjects.iter().flat_map(|subject| subject.visits.iter().map(move |visited| (subject, visited)))
}

fn value_columns(model: &MeasureModel<'_>) -> Vec<String> {
    match model.items_of {
        Some(instrument) => {
            let column = |id: &String| model.measure.columns.get(id).unwrap_or(id).clone();
            instrument.items.iter().map(|item| column(&item.id)).collect()
        }
        None => vec![model.measure.column.clone().unwrap_or_else(|| model.id.to_owned())],
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
