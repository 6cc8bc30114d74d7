//! Every package that the program is built from may be passed on under its licence.
//!
//! The licence expressions are those of `cargo metadata`. Where the packages of other platforms are there too (after
//! `cargo fetch`), they are judged as well; otherwise those of this platform. `deny.toml` holds the same list.
#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used
)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Licences under which we take code.
const ALLOWED: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Packages taken although their expression cannot be satisfied from the list: name, licence as stated, reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

fn metadata(more: &[&str]) -> Output {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let arguments = [&["metadata", "--format-version", "1", "--offline", "--locked"], more].concat();
    Command::new(cargo).args(arguments).current_dir(root).output().unwrap()
}

/// The platform that this test was built on.
fn host() -> String {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo).arg("-vV").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

fn packages() -> Vec<Value> {
    let mut output = metadata(&[]);
    if !output.status.success() {
        eprintln!("packages of other platforms are not on this machine: judging those of this one");
        output = metadata(&["--filter-platform", &host()]);
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

#[test]
fn every_package_has_a_licence_that_we_take() {
    let packages = packages();
    assert!(packages.len() > 50, "only {} packages were found", packages.len());
    let mut used = Vec::new();
    let mut faults = Vec::new();
    for package in &packages {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or("");
        if let Some(exception) = EXCEPTIONS.iter().find(|(n, l, _)| *n == name && *l == licence) {
            used.push(exception.0);
            continue;
        }
        match satisfied(licence) {
            Ok(true) => {}
            Ok(false) => faults.push(format!("{name} {}: {licence}", package["version"])),
            Err(why) => faults.push(format!("{name} {}: {why} in `{licence}`", package["version"])),
        }
    }
    assert!(faults.is_empty(), "licences that are not on the list:\n{}", faults.join("\n"));
    let unused: Vec<_> = EXCEPTIONS.iter().map(|e| e.0).filter(|name| !used.contains(name)).collect();
    assert!(unused.is_empty(), "exceptions that nothing needs: {unused:?}");
}

#[test]
fn our_own_packages_are_under_both_licences() {
    let ours = packages();
    let ours: Vec<&Value> =
        ours.iter().filter(|p| p["name"].as_str().is_some_and(|n| n.starts_with("engraft"))).collect();
    assert!(!ours.is_empty());
    assert!(ours.iter().all(|p| p["license"] == "MIT OR Apache-2.0"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    assert!(root.join("LICENSE-MIT").is_file() && root.join("LICENSE-APACHE").is_file());
}

#[test]
fn deny_toml_holds_the_same_list() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deny.toml")).unwrap();
    let (_, rest) = text.split_once("allow = [").unwrap();
    let (list, _) = rest.split_once(']').unwrap();
    let mut theirs: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    let mut ours = ALLOWED.to_vec();
    theirs.sort_unstable();
    ours.sort_unstable();
    assert_eq!(theirs, ours);
}

/// Whether a licence expression can be satisfied from [`ALLOWED`]: `OR` takes one side, `AND` takes both and binds
/// closer, `WITH` belongs to the licence before it, and the slash of older packages means `OR`.
fn satisfied(expression: &str) -> Result<bool, String> {
    let tokens = tokens(expression);
    let mut at = 0;
    let answer = any_of(&tokens, &mut at)?;
    match tokens.get(at) {
        None => Ok(answer),
        Some(token) => Err(format!("`{token}` is out of place")),
    }
}

fn tokens(expression: &str) -> Vec<String> {
    let mut spaced = String::new();
    for c in expression.chars() {
        match c {
            '(' | ')' => spaced.extend([' ', c, ' ']),
            '/' => spaced.push_str(" OR "),
            c => spaced.push(c),
        }
    }
    spaced.split_whitespace().map(str::to_owned).collect()
}

fn any_of(tokens: &[String], at: &mut usize) -> Result<bool, String> {
    let mut answer = all_of(tokens, at)?;
    while tokens.get(*at).is_some_and(|t| t == "OR") {
        *at += 1;
        answer |= all_of(tokens, at)?;
    }
    Ok(answer)
}

fn all_of(tokens: &[String], at: &mut usize) -> Result<bool, String> {
    let mut answer = one(tokens, at)?;
    while tokens.get(*at).is_some_and(|t| t == "AND") {
        *at += 1;
        answer &= one(tokens, at)?;
    }
    Ok(answer)
}

fn one(tokens: &[String], at: &mut usize) -> Result<bool, String> {
    let token = tokens.get(*at).ok_or("a licence is missing")?;
    *at += 1;
    match token.as_str() {
        "(" => {
            let answer = any_of(tokens, at)?;
            if tokens.get(*at).is_none_or(|t| t != ")") {
                return Err("a bracket is not closed".to_owned());
            }
            *at += 1;
            Ok(answer)
        }
        ")" | "OR" | "AND" | "WITH" => Err(format!("`{token}` is out of place")),
        licence => {
            let mut licence = licence.to_owned();
            if tokens.get(*at).is_some_and(|t| t == "WITH") {
                let exception = tokens.get(*at + 1).ok_or("the exception is missing")?;
                licence = format!("{licence} WITH {exception}");
                *at += 2;
            }
            Ok(ALLOWED.contains(&licence.as_str()))
        }
    }
}

#[test]
fn expressions_are_read_as_spdx_means_them() {
    let yes = [
        "MIT",
        "MIT OR GPL-3.0-only",
        "GPL-3.0-only OR MIT",
        "MIT/Apache-2.0",
        "(MIT OR GPL-3.0-only) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception OR GPL-2.0-only",
        "GPL-2.0-only AND MPL-2.0 OR MIT",
        "MIT OR GPL-2.0-only AND MPL-2.0",
        "(Apache-2.0 AND (ISC OR LGPL-2.1-only))",
    ];
    let no = [
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "(MIT OR ISC) AND MPL-2.0",
        "MIT AND (GPL-2.0-only OR LGPL-2.1-only)",
        "Apache-2.0 WITH Classpath-exception-2.0",
        "GPL-2.0-only/LGPL-2.1-only",
    ];
    let wrong = ["", "MIT OR", "(MIT", "MIT)", "AND MIT", "MIT ISC", "MIT WITH"];
    for text in yes {
        assert_eq!(satisfied(text), Ok(true), "{text}");
    }
    for text in no {
        assert_eq!(satisfied(text), Ok(false), "{text}");
    }
    for text in wrong {
        assert!(satisfied(text).is_err(), "{text}");
    }
}
