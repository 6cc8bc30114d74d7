//! Options of methods in study.toml, held against the pages of the methods before anything runs.

use engraft_base::Finding;
use engraft_protocol::{Method, Study, codes};

use crate::stat;

/// Arguments that an estimand gives itself, from its variable, arms and level.
const GIVEN: [&str; 10] = ["x", "n", "x1", "n1", "x2", "n2", "groups", "arms", "visits", "level"];

/// Every option of an estimand's methods that its page does not have or does not take, and every one that it needs.
pub fn check_options(study: &Study) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (i, estimand) in study.file.estimands.iter().enumerate() {
        let index = i.to_string();
        method(study, &["estimands", &index, "method"], &estimand.method, &mut findings);
        for (j, beside) in estimand.sensitivity.iter().enumerate() {
            method(study, &["estimands", &index, "sensitivity", &j.to_string()], beside, &mut findings);
        }
    }
    findings
}

fn method(study: &Study, path: &[&str], method: &Method, findings: &mut Vec<Finding>) {
    if method.name.is_built_in() {
        return;
    }
    let Some(known) = stat::method(method.name.word()) else { return };
    for (name, value) in &method.options {
        let path = [path, &["options", name]].concat();
        let fault = |message: String| {
            let found = study.places.text(&path);
            Finding::error(codes::METHOD_MISFIT, message).at(&study.places.of(&path)).found(found)
        };
        if GIVEN.contains(&name.as_str()) {
            let message = format!("`{name}` is given by the estimand itself");
            let hint = if name == "level" { "write `level` beside `name`" } else { "leave it out" };
            findings.push(fault(message).hint(hint));
            continue;
        }
        for problem in known.wrong_option(name, value) {
            let finding = fault(format!("`{}`: {}", method.name.word(), problem.message.replace("--", "")));
            findings.push(finding.hint_if(problem.hint.map(|hint| hint.replace("--", ""))));
        }
    }
    let needed = known.page.options.iter().filter(|o| o.required && !GIVEN.contains(&o.name.as_str()));
    for option in needed.filter(|o| !method.options.contains_key(&o.name)) {
        let message = format!("`{}` needs the option `{}`", method.name.word(), option.name);
        let finding = Finding::error(codes::METHOD_MISFIT, message).at(&study.places.of(path));
        findings.push(finding.hint(format!("options = {{ {} = \"…\" }}: {}", option.name, option.what)));
    }
}
