//! Remarks: what a reader has to know beside the verdict, such as a baseline from which a response is impossible.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use engraft_base::Verdict;

use crate::rule::{Context, Items, Rule, RuleFault};

/// A remark of a definition: shown with the verdict wherever its condition is met.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Remark {
    /// Identifier, of its own within the definition.
    pub id: String,
    /// When it is due: a rule over roles of the definition. Where it cannot be decided the remark is not made.
    pub when: String,
    /// What is to be known, in one lower-case phrase.
    pub text: String,
}

/// A remark whose condition has been read and checked.
#[derive(Clone, Debug)]
pub struct ReadRemark {
    /// Identifier within the definition.
    pub id: String,
    /// What is to be known.
    pub text: String,
    /// When it is due.
    pub when: Rule,
}

impl Remark {
    /// The remark with its condition read; `items` are those of the measures that play the roles.
    ///
    /// # Errors
    /// The faults of its condition.
    pub(super) fn read(&self, items: &dyn Items) -> Result<ReadRemark, Vec<RuleFault>> {
        let when = Rule::parse_with(&self.when, items)?;
        Ok(ReadRemark { id: self.id.clone(), text: self.text.clone(), when })
    }
}

impl ReadRemark {
    /// Whether the remark is due for a subject at a visit; an open condition makes no remark.
    pub fn is_due(&self, context: &dyn Context) -> bool {
        self.when.evaluate(context).verdict == Verdict::Met
    }
}
