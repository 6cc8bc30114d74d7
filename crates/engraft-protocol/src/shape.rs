//! Holds a TOML tree against the JSON Schema made from the types: every fault of form at once, each with its place.
//!
//! `serde` would stop at the first fault. The walk reports all of them, leaves out what does not fit, and hands the
//! rest to `serde`, so that the checks of meaning still run on everything that can be read.

use engraft_base::suggest::did_you_mean;
use engraft_base::{Code, Finding};
use serde_json::{Map, Value as Json};

use crate::codes;
use crate::tree::{Entry, Node, Source, Value};
use crate::types::StudyFile;

/// The JSON Schema of study.toml, generated from [`StudyFile`].
pub fn study_schema() -> Json {
    let schema =
        schemars::generate::SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<StudyFile>();
    schema.to_value()
}

/// Walks `node` along `schema`; returns what fits as JSON, `None` when the node itself is at fault.
pub fn fit(node: &Node, schema: &Json, source: &Source, findings: &mut Vec<Finding>) -> Option<Json> {
    Walk { root: schema, source, findings }.node(node, schema, "the file")
}

struct Walk<'a> {
    root: &'a Json,
    source: &'a Source,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Walk<'a> {
    fn fault(&mut self, code: Code, node: &Node, message: String) -> Finding {
        Finding::error(code, message).at(&self.source.place(node.span.start)).found(self.source.text(&node.span))
    }

    /// Follows `$ref` and chooses among `anyOf`/`oneOf` by the type of the node.
    fn resolve(&self, schema: &'a Json, node: &Node) -> &'a Json {
        if let Some(name) = schema.get("$ref").and_then(Json::as_str) {
            let target = name.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer));
            return target.map_or(schema, |target| self.resolve(target, node));
        }
        let branches = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Json::as_array);
        let Some(branches) = branches.filter(|_| allowed_words(schema).is_none()) else { return schema };
        let real = |b: &&Json| b.get("type").and_then(Json::as_str) != Some("null");
        let mut resolved = branches.iter().filter(real).map(|branch| self.resolve(branch, node));
        let first = resolved.next().unwrap_or(schema);
        if type_fits(first, &node.value) {
            first
        } else {
            resolved.find(|b| type_fits(b, &node.value)).unwrap_or(first)
        }
    }

    fn node(&mut self, node: &Node, schema: &'a Json, name: &str) -> Option<Json> {
        if node.is_lost() {
            return None;
        }
        let schema = self.resolve(schema, node);
        if let Some(words) = allowed_words(schema) {
            return self.word(node, &words, name);
        }
        if !type_fits(schema, &node.value) {
            let wanted = type_words(schema);
            let found = node.value.kind();
            let fault = self.fault(codes::WRONG_TYPE, node, format!("`{name}` is {found}, not {wanted}"));
            self.findings.push(fault.expected(wanted));
            return None;
        }
        match &node.value {
            Value::Table(entries) => self.table(node, entries, schema, name),
            Value::List(items) => self.list(node, items, schema, name),
            Value::Integer(number) => self.number(node, *number as f64, Json::from(*number), schema, name),
            Value::Float(number) => self.number(node, *number, Json::from(*number), schema, name),
            Value::Text(text) => Some(Json::from(text.as_str())),
            Value::Boolean(flag) => Some(Json::from(*flag)),
        }
    }

    fn word(&mut self, node: &Node, words: &[&str], name: &str) -> Option<Json> {
        let list = words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
        let Value::Text(text) = &node.value else {
            let found = node.value.kind();
            let fault =
                self.fault(codes::WRONG_TYPE, node, format!("`{name}` is {found}, not one of the words allowed"));
            self.findings.push(fault.expected(format!("one of {list}")));
            return None;
        };
        if words.contains(&text.as_str()) {
            return Some(Json::from(text.as_str()));
        }
        let fault = self.fault(codes::UNKNOWN_WORD, node, format!("`{text}` is not a word that `{name}` takes"));
        let hint = did_you_mean(text, words.iter().copied());
        self.findings.push(fault.expected(format!("one of {list}")).hint_if(hint));
        None
    }

    fn number(&mut self, node: &Node, number: f64, json: Json, schema: &Json, name: &str) -> Option<Json> {
        let limit = |key: &str| schema.get(key).and_then(Json::as_f64);
        let (lowest, highest) = width(schema);
        let (low, high) = (limit("minimum").or(lowest), limit("maximum").or(highest));
        if low.is_some_and(|low| number < low) || high.is_some_and(|high| number > high) {
            let side = |v: Option<f64>, word: &str| v.map(|v| format!("{word} {v}"));
            let wanted = [side(low, "at least"), side(high, "at most")].into_iter().flatten().collect::<Vec<_>>();
            let fault = self.fault(codes::OUT_OF_LIMITS, node, format!("`{name}` is outside its limits"));
            self.findings.push(fault.expected(wanted.join(" and ")));
            return None;
        }
        Some(json)
    }

    fn list(&mut self, node: &Node, items: &[Node], schema: &'a Json, name: &str) -> Option<Json> {
        let limit = |key: &str| schema.get(key).and_then(Json::as_u64).and_then(|n| usize::try_from(n).ok());
        let (low, high) = (limit("minItems"), limit("maxItems"));
        if low.is_some_and(|n| items.len() < n) || high.is_some_and(|n| items.len() > n) {
            let wanted = format!("{} entries", low.or(high).unwrap_or(0));
            let fault = self.fault(codes::OUT_OF_LIMITS, node, format!("`{name}` has {} entries", items.len()));
            self.findings.push(fault.expected(wanted));
            return None;
        }
        let inner = schema.get("items");
        let whole = items.len();
        let kept: Vec<Json> = match inner {
            Some(inner) => items.iter().filter_map(|item| self.node(item, inner, name)).collect(),
            None => Vec::new(),
        };
        // a list of fixed length with a part at fault cannot be used at all
        if low.is_some() && low == high && kept.len() < whole { None } else { Some(Json::Array(kept)) }
    }

    fn table(
        &mut self,
        node: &Node,
        entries: &indexmap::IndexMap<String, Entry>,
        schema: &'a Json,
        name: &str,
    ) -> Option<Json> {
        let empty = Map::new();
        let properties = schema.get("properties").and_then(Json::as_object).unwrap_or(&empty);
        let other = schema.get("additionalProperties").filter(|s| s.is_object());
        let mut kept = Map::new();
        let mut at_fault = Vec::new();
        for (key, entry) in entries {
            let Some(inner) = self.property(schema, key).or(other) else {
                self.unknown_key(key, entry, properties, name);
                continue;
            };
            match self.node(&entry.node, inner, key) {
                Some(json) => drop(kept.insert(key.clone(), json)),
                None => at_fault.push(key.as_str()),
            }
        }
        let required = schema.get("required").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
        let mut whole = true;
        for key in required.iter().filter_map(Json::as_str) {
            if !kept.contains_key(key) {
                whole = false;
                if !at_fault.contains(&key) {
                    self.missing_key(node, key, name);
                }
            }
        }
        whole.then_some(Json::Object(kept))
    }

    fn property(&self, schema: &'a Json, key: &str) -> Option<&'a Json> {
        schema.get("properties").and_then(|p| p.get(key))
    }

    fn unknown_key(&mut self, key: &str, entry: &Entry, properties: &Map<String, Json>, name: &str) {
        let known: Vec<&str> = properties.keys().map(String::as_str).collect();
        let mut fault = Finding::error(codes::UNKNOWN_KEY, format!("unknown key `{key}` in {}", quoted(name)))
            .at(&self.source.place(entry.key.start))
            .found(key)
            .hint_if(did_you_mean(key, known.iter().copied()));
        if fault.hint.is_none() {
            fault = fault.hint(format!("keys here: {}", known.join(", ")));
        }
        self.findings.push(fault);
    }

    fn missing_key(&mut self, node: &Node, key: &str, name: &str) {
        let fault = Finding::error(codes::MISSING_KEY, format!("{} has no `{key}`", quoted(name)))
            .at(&self.source.place(node.span.start))
            .found(self.source.text(&node.span))
            .hint(format!("add `{key} = …`"));
        self.findings.push(fault);
    }
}

fn quoted(name: &str) -> String {
    if name == "the file" { name.to_owned() } else { format!("`{name}`") }
}

/// The words of a schema that allows only fixed texts.
fn allowed_words(schema: &Json) -> Option<Vec<&str>> {
    if let Some(words) = schema.get("enum").and_then(Json::as_array) {
        return words.iter().map(Json::as_str).collect();
    }
    if let Some(word) = schema.get("const").and_then(Json::as_str) {
        return Some(vec![word]);
    }
    let branches = schema.get("oneOf").and_then(Json::as_array)?;
    let words: Option<Vec<Vec<&str>>> = branches.iter().map(allowed_words).collect();
    words.map(|words| words.concat())
}

fn schema_types(schema: &Json) -> Vec<&str> {
    match schema.get("type") {
        Some(Json::String(name)) => vec![name.as_str()],
        Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).filter(|n| *n != "null").collect(),
        _ => Vec::new(),
    }
}

/// What a whole number of the schema's width can hold.
fn width(schema: &Json) -> (Option<f64>, Option<f64>) {
    match schema.get("format").and_then(Json::as_str) {
        Some("int32") => (Some(f64::from(i32::MIN)), Some(f64::from(i32::MAX))),
        Some("uint8") => (Some(0.0), Some(f64::from(u8::MAX))),
        Some("uint16") => (Some(0.0), Some(f64::from(u16::MAX))),
        Some("uint32") => (Some(0.0), Some(f64::from(u32::MAX))),
        _ => (None, None),
    }
}

fn type_fits(schema: &Json, value: &Value) -> bool {
    if allowed_words(schema).is_some() {
        return matches!(value, Value::Text(_));
    }
    let types = schema_types(schema);
    let fits = |name: &&str| match value {
        Value::Text(_) => *name == "string",
        Value::Integer(_) => *name == "integer" || *name == "number",
        Value::Float(_) => *name == "number",
        Value::Boolean(_) => *name == "boolean",
        Value::List(_) => *name == "array",
        Value::Table(_) => *name == "object",
    };
    types.is_empty() || types.iter().any(fits)
}

fn type_words(schema: &Json) -> String {
    let word = |name: &&str| match *name {
        "string" => "text in quotes",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "`true` or `false`",
        "array" => "a list",
        "object" => "a table",
        _ => "a value",
    };
    schema_types(schema).iter().map(word).collect::<Vec<_>>().join(" or ")
}
