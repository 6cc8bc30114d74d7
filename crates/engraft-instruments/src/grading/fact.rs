//! Clinical facts that a grade may need and that no number tells.

use crate::word::words;

words! {
    /// A clinical fact beside a laboratory value.
    pub enum Fact {
        /// Symptoms of the disorder.
        #[default]
        Symptoms = "symptoms",
        /// Moderate or severe symptoms.
        ModerateSymptoms = "moderate-symptoms",
        /// An intervention is indicated or was begun.
        Intervention = "intervention",
        /// Admission to hospital is indicated.
        Hospitalisation = "hospitalisation",
        /// Consequences threaten life, or urgent intervention is indicated.
        LifeThreatening = "life-threatening",
        /// A transfusion is indicated.
        Transfusion = "transfusion",
        /// Bleeding.
        Bleeding = "bleeding",
        /// Treatment with an anticoagulant.
        Anticoagulation = "anticoagulation",
        /// The dose of the anticoagulant has to be changed.
        DoseAdjustment = "dose-adjustment",
        /// The sample was taken fasting.
        Fasting = "fasting",
        /// Consequences of the disorder for organ function.
        PhysiologicConsequences = "physiologic-consequences",
        /// Clinical signs of leukostasis.
        Leukostasis = "leukostasis",
        /// Seizures.
        Seizures = "seizures",
    }
}

/// What is known of the clinical facts. A fact that was not recorded is open, not absent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Facts {
    recorded: Vec<(Fact, bool)>,
    otherwise: Option<bool>,
}

impl Facts {
    /// Nothing recorded.
    pub fn unknown() -> Facts {
        Facts::default()
    }

    /// Every fact taken as absent: grades then come from the numbers alone.
    pub fn absent() -> Facts {
        Facts { recorded: Vec::new(), otherwise: Some(false) }
    }

    /// Records a fact; the last record of a fact counts.
    pub fn with(mut self, fact: Fact, present: bool) -> Facts {
        self.recorded.push((fact, present));
        self
    }

    /// Whether a fact holds; `None` when it was not recorded.
    pub fn get(&self, fact: Fact) -> Option<bool> {
        self.recorded.iter().rev().find(|(known, _)| *known == fact).map(|(_, present)| *present).or(self.otherwise)
    }
}
