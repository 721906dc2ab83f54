//! Carries out what a person decides about possible duplicates.

use crate::domain::matching::duplicate_pair::PairDecision;
use crate::store::Store;

use super::commands::{ChangeResult, undoable_answer};

/// Merges the pair or keeps it apart; `second` where the second one stays.
pub(super) fn decide(store: &mut Store, pair: u64, decision: PairDecision, second: bool) -> ChangeResult {
    Ok(undoable_answer(&store.decide_twin(pair, decision, second)?))
}
