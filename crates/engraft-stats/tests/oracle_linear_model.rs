//! Compares least squares and analysis of variance with certified values and R (`oracles/linear-model/`). Run with
//! `--nocapture` to see the largest difference of each.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod common;

use common::*;
use engraft_stats::linear_model::*;
use serde_json::Value;

fn numbers(value: &Value) -> Vec<f64> {
    rows(value).iter().map(|v| v.as_f64().unwrap()).collect()
}

/// Response and design columns of a data set, powers by repeated multiplication.
fn regression(name: &str) -> (Vec<f64>, Vec<Vec<f64>>) {
    let (mut y, mut columns): (Vec<f64>, Vec<Vec<f64>>) = (Vec::new(), Vec::new());
    for row in input("linear-model/nist-regression").iter().filter(|r| r[0] == name) {
        let (degree, constant): (usize, bool) = (row[1].parse().unwrap(), row[2] == "1");
        let values: Vec<f64> = row[3].split(' ').map(|v| v.parse().unwrap()).collect();
        let mut x = if constant { vec![1.0] } else { vec![] };
        for v in &values[1..] {
            let mut power = 1.0;
            for _ in 0..degree {
                power *= v;
                x.push(power);
            }
        }
        columns.resize(x.len(), vec![]);
        y.push(values[0]);
        for (column, v) in columns.iter_mut().zip(x) {
            column.push(v);
        }
    }
    (y, columns)
}

#[test]
fn regression_matches_the_certified_values() {
    // what double precision leaves of the condition number of each design
    for row in rows(&expected("linear-model/nist-regression")) {
        let name = text(row, "dataset");
        let (beta, errors) = match name {
            "Filip" => (1e-6, 1e-6),
            "Wampler1" | "Wampler2" => (1e-8, 1e-8),
            "Wampler3" | "Wampler4" | "Wampler5" => (1e-5, 1e-9),
            "Longley" => (1e-9, 1e-9),
            _ => (1e-11, 1e-12),
        };
        let (y, columns) = regression(name);
        let fit = least_squares(&y, &columns, StandardErrors::Classical, 0.95).unwrap();
        assert!(fit.aliased.is_empty());
        let mut b = Comparison::new("linear-model/nist-regression coefficients", beta);
        let mut s = Comparison::new("linear-model/nist-regression errors", errors);
        for ((found, value), se) in fit.coefficients.iter().zip(numbers(&row["beta"])).zip(numbers(&row["se"])) {
            let found = found.unwrap();
            b.relative(name, found.value, value);
            s.scaled(name, found.se, se, if se == 0.0 { value } else { 0.0 });
        }
        let size = y.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
        s.scaled(name, fit.residual_sd, number(row, "sd"), if number(row, "sd") == 0.0 { size } else { 0.0 });
        b.report();
        s.report();
    }
}

/// The generated sets: level 0.2 first, then 0.1 and 0.3 in turn, for treatments and replicates.
fn generated(name: &str) -> Vec<Vec<f64>> {
    let number: usize = name[5..].parse().unwrap();
    let offset = ["1", "1000000", "1000000000000"][(number - 1) / 3];
    let replicates = [21, 201, 2001][(number - 1) % 3];
    let part = |k: usize| match k {
        0 => 2,
        k if k % 2 == 1 => 1,
        _ => 3,
    };
    (0..9)
        .map(|t| (0..replicates).map(|r| format!("{offset}.{}", part(t) + part(r)).parse().unwrap()).collect())
        .collect()
}

#[test]
fn anova_matches_certified_values_and_exact_arithmetic() {
    let all = input("linear-model/nist-anova");
    let mut exact = Comparison::new("linear-model/nist-anova exact", CLOSED_FORM);
    for row in rows(&expected("linear-model/nist-anova")) {
        let name = text(row, "dataset");
        let groups: Vec<Vec<f64>> = if name.starts_with("SmLs") {
            generated(name).iter().map(|g| g.iter().map(|v| v + 0.0).collect()).collect()
        } else {
            let mut groups: Vec<Vec<f64>> = Vec::new();
            for r in all.iter().filter(|r| r[0] == name) {
                let k: usize = r[1].parse().unwrap();
                groups.resize(groups.len().max(k + 1), vec![]);
                groups[k].push(r[2].parse().unwrap());
            }
            groups
        };
        let slices: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
        let r = one_way_anova(&slices).unwrap();
        let found = [r.between_squares, r.within_squares, r.f, r.r_squared, r.residual_sd];
        // the decimals of the data are lost in binary: to 1e-4 with 13 leading digits, 1e-9 with 7
        let tolerance = match name {
            "SmLs07" | "SmLs08" | "SmLs09" => 1e-3,
            "SmLs04" | "SmLs05" | "SmLs06" | "AtmWtAg" => 1e-8,
            _ => 1e-12,
        };
        let mut certified = Comparison::new("linear-model/nist-anova certified", tolerance);
        for ((f, e), c) in found.iter().zip(numbers(&row["exact"])).zip(numbers(&row["certified"])) {
            exact.relative(name, *f, e);
            certified.relative(name, *f, c);
        }
        certified.report();
    }
    exact.report();
}

#[test]
fn robust_errors_match_sandwich() {
    let data = input("linear-model/hc");
    let at = |k: usize| -> Vec<f64> { data.iter().map(|r| r[k].parse().unwrap()).collect() };
    let (x, g, y) = (at(0), at(1), at(2));
    let level = |k: f64| -> Vec<f64> { g.iter().map(|v| f64::from(u8::from(*v == k))).collect() };
    let columns = [vec![1.0; y.len()], x, level(1.0), level(2.0)];
    let e = expected("linear-model/hc");
    let mut c = Comparison::new("linear-model/hc", CLOSED_FORM);
    for (key, kind) in [
        ("se", StandardErrors::Classical),
        ("HC0", StandardErrors::Hc0),
        ("HC1", StandardErrors::Hc1),
        ("HC2", StandardErrors::Hc2),
        ("HC3", StandardErrors::Hc3),
    ] {
        let fit = least_squares(&y, &columns, kind, 0.95).unwrap();
        for ((found, beta), se) in fit.coefficients.iter().zip(numbers(&e["beta"])).zip(numbers(&e[key])) {
            c.relative("beta", found.unwrap().value, beta);
            c.relative(key, found.unwrap().se, se);
        }
        if kind == StandardErrors::Classical {
            for (found, p) in fit.coefficients.iter().zip(numbers(&e["p"])) {
                c.relative("p", found.unwrap().p_value, p);
            }
        }
        c.relative("r-squared", fit.r_squared, number(&e, "r_squared"));
        c.relative("sd", fit.residual_sd, number(&e, "sd"));
        c.relative("f", fit.f.unwrap(), number(&e, "f"));
        c.relative("f-p", fit.f_p_value.unwrap(), number(&e, "f_p"));
    }
    c.report();
}
