//! Tests of the store that read its private side.

#[cfg(test)]
mod query_plans;
