use super::*;

fn table(text: &str) -> Table {
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    Table {
        header: lines.next().unwrap_or_default(),
        rows: lines.map(|row| row.into_iter().map(Into::into).collect()).collect(),
        lines: Vec::new(),
    }
}

fn call(id: &str, table: &Table, given: &[(&str, &str)]) -> Result<Answer, Fault> {
    let given: Vec<(String, String)> = given.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    method(id).unwrap().run(table, &given)
}

fn number(answer: &Answer, name: &str) -> f64 {
    match answer.statistics.iter().find(|s| s.name == name).map(|s| &s.value) {
        Some(Found::Number(value)) => *value,
        Some(Found::Count(count)) => *count as f64,
        other => panic!("{name}: {other:?}"),
    }
}

fn problems(answer: Result<Answer, Fault>) -> Vec<String> {
    match answer {
        Err(Fault::Usage(problems)) => problems.into_iter().map(|p| p.message).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_page_is_read_and_names_its_example() {
    let entries: usize = FAMILIES.iter().map(|family| family.len()).sum();
    for entry in FAMILIES.iter().flat_map(|family| family.iter()) {
        let page: Result<Page, _> = toml::from_str(entry.page);
        let page = page.unwrap_or_else(|error| panic!("{error}\n{}", entry.page));
        assert!(page.example.starts_with(&page.id), "{}", page.id);
        assert!(page.markdown("1").contains("## Small samples"));
        for option in &page.options {
            let default = option.default.as_deref();
            let fits = |word: &str| option.values.is_empty() || option.values.iter().any(|v| v == word);
            assert!(default.is_none_or(fits), "{}: default of {}", page.id, option.name);
        }
    }
    assert_eq!(methods().len(), entries);
    let mut ids: Vec<&str> = methods().iter().map(|m| m.page.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), entries, "an identifier stands twice");
}

#[test]
fn differences_are_value_less_baseline_and_empty_rows_are_counted() {
    let table = table("id,m0,m6\n1,10,12\n2,11,15\n3,12,\n4,9,12\n5,NA,3");
    let answer = call("paired-t", &table, &[("value", "m6"), ("baseline", "m0")]).unwrap();
    // changes 2, 4, 3: mean 3, SD 1, t = 3 sqrt(3)
    assert_eq!(number(&answer, "n"), 3.0);
    assert!((number(&answer, "estimate") - 3.0).abs() < 1e-15);
    assert!((number(&answer, "t") - 27.0_f64.sqrt()).abs() < 1e-12);
    assert_eq!(answer.notes, ["2 of 5 rows have an empty cell in a column used: left out"]);
}

#[test]
fn every_wrong_argument_and_cell_is_named_at_once() {
    let table = table("id,m0,m6\n1,10,1.5.2\n2,11,15");
    let found =
        problems(call("paired-t", &table, &[("valeu", "m6"), ("value", "m6"), ("baseline", "m1"), ("level", "x")]));
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found.iter().any(|p| p.contains("--valeu")) && found.iter().any(|p| p.contains("line 2, column `m6`")));
}

#[test]
fn groups_are_compared_in_the_order_asked() {
    let table = table("arm,x\na,1\na,2\nb,5\nb,7");
    let first = call("welch-t", &table, &[("value", "x"), ("group", "arm")]).unwrap();
    let second = call("welch-t", &table, &[("value", "x"), ("group", "arm"), ("groups", "b,a")]).unwrap();
    assert!((number(&first, "estimate") + 4.5).abs() < 1e-15);
    assert!((number(&second, "estimate") - 4.5).abs() < 1e-15);
    assert_eq!(problems(call("welch-t", &table, &[("value", "x"), ("group", "arm"), ("groups", "b,c")])).len(), 1);
}

#[test]
fn counts_serve_where_there_is_no_table() {
    let answer = call("clopper-pearson", &Table::default(), &[("x", "3"), ("n", "13")]).unwrap();
    // printed to one decimal in the responders of a published study: 5.0 to 53.8 %
    assert!((number(&answer, "interval-lower") - 0.050_4).abs() < 1e-3);
    assert!((number(&answer, "interval-upper") - 0.538_1).abs() < 1e-3);
    let zero = call("clopper-pearson", &Table::default(), &[("x", "0"), ("n", "0")]).unwrap();
    assert_eq!((number(&zero, "interval-lower"), number(&zero, "interval-upper")), (0.0, 1.0));
}

/// Four subjects in one arm at two visits: the paired t test of the changes 1, 2, 4, 1.
const PAIRS: &str =
    "id,visit,arm,y,t\na,m0,x,5,0\na,m1,x,6,1\nb,m0,x,4,0\nb,m1,x,6,1\nc,m0,x,7,0\nc,m1,x,11,1\nd,m0,x,6,0\nd,m1,x,7,1";

#[test]
fn repeated_measures_give_means_by_visit_and_a_test_of_visits() {
    let given = [("value", "y"), ("subject", "id"), ("visit", "visit"), ("visits", "m0,m1")];
    let answer = call("mmrm", &table(PAIRS), &given).unwrap();
    let at = |of: &str, name: &str| {
        let found = answer.statistics.iter().find(|s| s.of == of && s.name == name);
        match found.map(|s| &s.value) {
            Some(Found::Number(v)) => *v,
            other => panic!("{of} {name}: {other:?}"),
        }
    };
    assert!((at("visit m0", "estimate") - 5.5).abs() < 1e-9 && (at("visit m1", "estimate") - 7.5).abs() < 1e-9);
    // F is the square of t = 2 / sqrt(1/2), on 3 degrees of freedom
    assert!((at("test visit", "f") - 8.0).abs() < 1e-6 && (at("test visit", "df2") - 3.0).abs() < 1e-5);
    assert!(
        call("mmrm", &table(PAIRS), &[("value", "y"), ("subject", "id"), ("visit", "visit"), ("visits", "m0")])
            .is_err()
    );
    let wrong = call("mmrm", &table(PAIRS), &[("value", "y"), ("subject", "visit"), ("visit", "visit")]);
    assert!(matches!(wrong, Err(Fault::Refused(_))));
}

#[test]
fn models_over_columns_name_their_terms() {
    let pairs = table(PAIRS);
    let line = call("least-squares", &pairs, &[("value", "y"), ("terms", "t")]).unwrap();
    let slope = line.statistics.iter().find(|s| s.of == "t" && s.name == "estimate").map(|s| &s.value);
    assert!(matches!(slope, Some(Found::Number(v)) if (v - 2.0).abs() < 1e-12));
    let anova = call("one-way-anova", &pairs, &[("value", "y"), ("group", "visit")]).unwrap();
    assert_eq!(number(&anova, "df2"), 6.0);
    let base = [("value", "y"), ("subject", "id")];
    let slope = [&base[..], &[("time", "t"), ("random", "intercept")]].concat();
    assert_eq!(number(&call("random-slope", &pairs, &slope).unwrap(), "subjects"), 4.0);
    let gee = [&base[..], &[("visit", "visit"), ("terms", "t"), ("family", "poisson")]].concat();
    assert_eq!(number(&call("gee", &pairs, &gee).unwrap(), "df"), 2.0);
}

#[test]
fn a_convention_prints_what_the_program_prints_and_what_it_changes() {
    let header = vec!["d".to_owned()];
    let cells = ["1", "-1", "-2", "3", "4", "5", "0"].iter().map(|v| vec![(*v).into()]).collect();
    let table = Table { header, rows: cells, lines: Vec::new() };
    let given = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let run = |id: &str, convention: &str| {
        method(id).unwrap().run(&table, &[given("value", "d"), given("as", convention)]).unwrap()
    };
    let r = run("signed-rank", "r");
    let found = |answer: &Answer, name: &str| answer.statistics.iter().find(|s| s.name == name).unwrap().value.clone();
    assert_eq!(found(&r, "printed-statistic"), Found::Number(16.5));
    assert!(matches!(found(&r, "printed-p-value-from"), Found::Text(text) if text.starts_with("normal")));
    // quartiles of -2 -1 0 1 3 4 5: type 7 takes -0.5 and 3.5, type 2 -1 and 4
    let sas = run("describe", "sas");
    assert_eq!((found(&sas, "q1"), found(&sas, "q3")), (Found::Number(-1.0), Found::Number(4.0)));
    assert!(sas.notes.iter().any(|n| n == "`q1` is -1.000000 here and -0.500000 by our default"), "{:?}", sas.notes);
    assert!(run("t-interval", "sas").notes.iter().any(|n| n.contains("changes no number")));
}
