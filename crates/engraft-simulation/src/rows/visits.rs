//! Tables with a row for each visit: those of measures entered, and the laboratory's with a row for each value.

use engraft_base::Dec;
use engraft_instruments::Item;
use engraft_instruments::item::Kind;
use engraft_protocol::MeasureKind;
use indexmap::IndexMap;
use smol_str::{SmolStr, format_smolstr};

use crate::cohort::{Cell, Cohort, SimulatedSubject, Value, Visited};
use crate::measures::MeasureModel;
use crate::model::Model;
use crate::table::Table;
use crate::text;

impl Model<'_> {
    pub(super) fn measure_tables(&self, cohort: &Cohort) -> Vec<Table> {
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
        let members: Vec<(usize, &MeasureModel<'_>)> =
            members.iter().filter_map(|index| Some((*index, self.measures.get(*index)?))).collect();
        let mut table = self.table(name, spec, &self.when_columns());
        table.header.extend(members.iter().flat_map(|(_, model)| value_columns(model)));
        let width = table.header.len();
        for (subject, visited) in seen(cohort) {
            let cells = || members.iter().filter_map(|(index, model)| Some((*model, visited.cells.get(*index)?)));
            if cells().all(|(_, cell)| *cell == Cell::NotPlanned) {
                continue;
            }
            let mut row = self.when(subject, visited, width);
            for (model, cell) in cells() {
                self.write(model, cell, &mut row);
            }
            table.rows.push(row);
        }
        table
    }

    fn when_columns(&self) -> Vec<&'static str> {
        let columns = [Some("subject"), Some("visit"), self.cycles().then_some("cycle"), Some("day")];
        columns.into_iter().flatten().collect()
    }

    /// The first cells of a row of `width` cells: whose values they are and when they were found.
    fn when(&self, subject: &SimulatedSubject, visited: &Visited, width: usize) -> Vec<SmolStr> {
        let mut row = Vec::with_capacity(width);
        row.push(subject.id.clone());
        row.push(self.visits.get(visited.visit).map_or("", |v| v.id).into());
        row.extend(self.cycles().then(|| text::whole(i64::from(visited.cycle))));
        row.push(self.day(visited.day));
        row
    }

    /// Writes one text a column of the measure.
    fn write(&self, model: &MeasureModel<'_>, cell: &Cell, row: &mut Vec<SmolStr>) {
        let Cell::Value(value) = cell else {
            let columns = model.items_of.map_or(1, |instrument| instrument.items.len());
            row.extend(std::iter::repeat_n(SmolStr::default(), columns));
            return;
        };
        match value {
            Value::Number(number) => row.push(self.measured(model, *number)),
            Value::Word(index) => row.push(model.measure.values.get(*index).map(SmolStr::from).unwrap_or_default()),
            Value::List(entries) if entries.is_empty() => row.push(SmolStr::new_static("none")),
            Value::List(entries) => {
                let separator = model.measure.separator.as_deref().filter(|s| !s.is_empty()).unwrap_or(";");
                row.push(entries.join(&format!("{separator} ")).into());
            }
            Value::Items(answers, _) => {
                let items = model.items_of.map(|i| i.items.as_slice()).unwrap_or_default();
                row.extend(items.iter().zip(answers).map(|(item, answer)| self.answer(item, *answer)));
            }
        }
    }

    /// The answer to an item: its letter, or a number.
    fn answer(&self, item: &Item, answer: Option<Dec>) -> SmolStr {
        match answer {
            None => SmolStr::default(),
            Some(value) if item.kind == Kind::Letter => {
                let letter = item.letters.iter().find(|(_, v)| **v == value).map(|(letter, _)| letter.into());
                letter.unwrap_or_default()
            }
            Some(value) => self.number(value),
        }
    }

    /// A number, or `<5` where it is below what can be measured.
    fn measured(&self, model: &MeasureModel<'_>, number: Dec) -> SmolStr {
        match model.detection {
            Some(limit) if number < limit => format_smolstr!("<{}", self.number(limit)),
            _ => self.number(number),
        }
    }

    pub(super) fn labs(&self, cohort: &Cohort) -> Option<Table> {
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
                let mut row = self.when(subject, visited, columns.len());
                row.push(model.measure.test.as_deref().unwrap_or(model.id).into());
                row.push(self.measured(model, number));
                row.push(model.measure.unit.as_deref().unwrap_or("").into());
                row.extend(limits.then(|| model.upper.as_deref().unwrap_or("").into()));
                table.rows.push(row);
            }
        }
        Some(table)
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
