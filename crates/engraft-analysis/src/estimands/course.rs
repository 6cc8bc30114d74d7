//! A number at every visit up to the one of the estimand, for models of repeated measures.

use smol_str::{SmolStr, ToSmolStr as _};

use super::by_page::Question;
use super::select::Select;
use crate::stat::Table;

/// The table of values: one row a subject and visit, with the subject's baseline.
pub(super) fn question(select: &Select<'_>, arms: &[&str], compared: Option<[&str; 2]>) -> Question {
    let study = select.input.study;
    let variable = &select.estimand.variable;
    let last = variable.at.as_ref().and_then(|at| study.file.visits.get(at)).map_or(i32::MAX, |visit| visit.day);
    let measure = variable.change_in.as_ref().or(variable.value_of.as_ref());
    let planned = measure.and_then(|name| study.file.measures.get(name)).map(|m| study.measure_visits(m));
    let visits: Vec<&str> = planned
        .unwrap_or_default()
        .into_iter()
        .filter(|visit| study.file.visits.get(*visit).is_some_and(|v| v.day > 0 && v.day <= last))
        .collect();
    let (mut cells, mut rows, mut subjects) = (Vec::new(), Vec::new(), 0_usize);
    for arm in arms {
        for subject in select.subjects(arm) {
            let before = cells.len();
            let baseline = select.baseline_value(subject).map(|b| b.to_smolstr()).unwrap_or_default();
            let id = SmolStr::from(select.input.id(subject));
            for visit in &visits {
                let Some((value, row)) = select.number_at(subject, visit) else { continue };
                cells.push(vec![id.clone(), (*visit).into(), value.to_smolstr(), baseline.clone(), (*arm).into()]);
                rows.extend(row);
            }
            subjects = subjects.saturating_add(usize::from(cells.len() > before));
        }
    }
    let argument = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut given = vec![
        argument("value", "value"),
        argument("subject", "subject"),
        argument("visit", "visit"),
        argument("baseline", "baseline"),
        argument("visits", &visits.join(",")),
    ];
    if arms.len() > 1 {
        given.push(argument("arm", "arm"));
        // the second arm of a comparison is the reference
        let order = compared.map_or_else(|| arms.join(","), |[first, second]| format!("{second},{first}"));
        given.push(argument("arms", &order));
    }
    let header = ["subject", "visit", "value", "baseline", "arm"].map(str::to_owned).to_vec();
    let note =
        format!("{subjects} subjects of {} with {} values after baseline", select.estimand.population, cells.len());
    Question { n: subjects, table: Table { header, rows: cells, lines: Vec::new() }, given, note, rows }
}
