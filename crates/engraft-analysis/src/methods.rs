//! The methods that an estimand can name: their pages, version and options.

use engraft_protocol::{Method, MethodName, ZeroRuleName};

use crate::stat::{self, Page};

/// Version of the methods; a change that can move a number gives a new one, named in the changelog.
pub const VERSION: &str = "1";

/// A method's page.
pub fn info(name: MethodName) -> Option<&'static Page> {
    stat::method(name.word()).map(|method| &method.page)
}

/// A method with its options, as RESULTS holds it.
pub fn text(method: &Method, level: f64) -> String {
    let zeros = (method.name == MethodName::SignedRank).then(|| format!(" zeros={}", zeros(method).word()));
    let options: String = method.options.iter().map(|(name, value)| format!(" {name}={value}")).collect();
    format!("{}{}{options} level={level}", method.name.word(), zeros.unwrap_or_default())
}

/// The rule for zeros in force.
pub fn zeros(method: &Method) -> ZeroRuleName {
    method.zeros.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_of_an_estimand_has_a_page() {
        for name in MethodName::all() {
            assert!(info(name).is_some(), "{}", name.word());
        }
    }
}
