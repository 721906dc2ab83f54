//! Tests of the store that need access to its private parts.

#[cfg(test)]
mod query_plans;
